internal import Diagnostics
internal import Files
internal import Notebook
internal import Runtime

/// The files a session has read and written, and what they held then.
///
/// Only these may be written over without being asked to: a file of another notebook, or one that
/// changed since, is never lost.
struct NotebookFiles {
  private var texts: [String: String] = [:]

  /// Reads a document.
  ///
  /// - Throws: when it cannot be read, has a newer format or is broken; nothing is remembered then.
  mutating func read(_ path: String, _ access: FileAccess) throws -> Document {
    let text = try FileAccess.read(try access.readable(path))
    let document = try Document(text, name: path)
    texts[File.resolved(path)] = text
    return document
  }

  /// Writes a text over a file that holds what this session knows, or over none.
  ///
  /// - Parameter isForced: whether another file may be lost.
  mutating func write(
    _ text: String, to path: String, _ access: FileAccess, isForced: Bool
  ) throws {
    let place = try access.writable(path)
    if !isForced, File.exists(place) { try expectKnown(place) }
    try FileAccess.write(text, to: place)
    texts[File.resolved(place)] = text
  }

  private func expectKnown(_ path: String) throws {
    let known = texts[File.resolved(path)]
    if let known, (try? File.read(path)) == Array(known.utf8) { return }
    throw Failure(
      .file,
      known == nil
        ? "\(path) exists, and this session has neither read nor written it"
        : "\(path) was changed by another program since this session read or wrote it",
      notes: [":save! \(path) writes over it, :save NAME keeps both"])
  }

  /// Whether a file holds this text, as far as this session knows.
  func holds(_ text: String, _ path: String) -> Bool { texts[File.resolved(path)] == text }
}
