internal import Diagnostics
internal import Files
internal import Notebook
internal import Runtime

/// The files a session has read and written, and what they held then.
///
/// Only these may be written over without being asked to: a file of another notebook, or one that
/// changed since, is never lost.
struct NotebookFiles {
  /// What a file held, and the document that this stood for.
  private struct Known {
    let text: String
    let document: String
  }

  private var known: [String: Known] = [:]

  /// Reads a document of any format.
  ///
  /// - Throws: when it cannot be read, has a newer format or is broken; nothing is remembered then.
  mutating func read(_ path: String, _ access: FileAccess) throws -> DocumentFormat.Reading {
    let text = try FileAccess.read(try access.readable(path))
    let format = try DocumentFormat.of(path) ?? DocumentFormat.named("md")
    let reading = try format.read(text, name: path)
    known[File.resolved(path)] = Known(text: text, document: reading.document.text)
    return reading
  }

  /// Writes a notebook over a file that holds what this session knows, or over none, in the form
  /// that the ending of the file chooses.
  ///
  /// - Parameters:
  ///   - state: the notebook.
  ///   - path: the file.
  ///   - access: the rules to keep to.
  ///   - isForced: whether another file may be lost.
  /// - Returns: whether the file can be read again, so that it is the notebook's own.
  /// - Throws: when the ending stands for no format, another file would be lost, or the disk refuses.
  mutating func write(
    _ state: NotebookState, to path: String, _ access: FileAccess, isForced: Bool
  ) throws -> Bool {
    guard let format = DocumentFormat.of(path) else {
      let endings = DocumentFormat.all.map { ".\($0.name)" }.joined(separator: ", ")
      throw Failure(
        .argument, "a notebook's file ends in one of \(endings), found \(path)",
        notes: ["write :save \(path).md"])
    }
    let place = try access.writable(path)
    if !isForced, File.exists(place) { try expectKnown(place) }
    let runs = state.cells.compactMap { cell in cell.run.map { (cell.number, $0.outcome) } }
    let text = try format.write(
      try Document(state.text, name: path),
      Rendition.drawn(Dictionary(runs, uniquingKeysWith: { $1 })))
    try FileAccess.write(text, to: place)
    known[File.resolved(place)] = Known(text: text, document: state.text)
    return format.isReadable
  }

  private func expectKnown(_ path: String) throws {
    let known = known[File.resolved(path)]?.text
    if let known, (try? File.read(path)) == Array(known.utf8) { return }
    throw Failure(
      .file,
      known == nil
        ? "\(path) exists, and this session has neither read nor written it"
        : "\(path) was changed by another program since this session read or wrote it",
      notes: [":save! \(path) writes over it, :save NAME keeps both"])
  }

  /// Whether a file holds a notebook with this text, as far as this session knows.
  func holds(_ text: String, _ path: String) -> Bool {
    known[File.resolved(path)]?.document == text
  }
}
