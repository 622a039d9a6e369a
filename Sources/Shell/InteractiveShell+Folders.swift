internal import Diagnostics
internal import Files
internal import Glibc
internal import Notebook
internal import Runtime

/// Where the session is, and the programs and notebooks that lie there.
extension InteractiveShell {
  /// Goes to a folder, home without one, back to the one before with `-`.
  func changeFolder(_ path: String) throws {
    let wanted = path == "-" ? folderBefore ?? "" : Self.expandingHome(path.isEmpty ? "~" : path)
    guard !wanted.isEmpty else { throw Failure(.file, "there is no folder to go back to") }
    let place = try session.interpreter.files.readable(wanted)
    let before = Folder.current
    guard chdir(place) == 0 else { throw Self.failure(wanted, errno) }
    folderBefore = before
    write(Folder.current + "\n")
  }

  func showFolder() { write(Folder.current + "\n") }

  /// Lists the names in a folder, as Tab does.
  func listFolder(_ path: String) throws {
    let folder = Self.expandingHome(path)
    let place = try session.interpreter.files.readable(folder.isEmpty ? "." : folder)
    guard File.isFolder(place) else {
      guard File.exists(place) else { throw Self.failure(folder, ENOENT) }
      return write(folder + "\n")
    }
    let names = FolderListing(folder, stem: "", files: session.interpreter.files).names
    let listing = LineEditorListing(
      candidates: names.map { Completion.Candidate($0) },
      size: Terminal.Size(rows: .max, columns: session.interpreter.display.width))
    write(names.isEmpty ? "nothing here\n" : listing.lines.map { $0 + "\n" }.joined())
  }

  private static func expandingHome(_ path: String) -> String {
    guard path == "~" || path.hasPrefix("~/") else { return path }
    return (Terminal.environment("HOME") ?? "") + path.dropFirst()
  }

  private static func failure(_ path: String, _ code: Int32) -> Failure {
    code == ENOENT
      ? Failure(.file, "there is no folder \(path)", notes: [":ls lists what is here"])
      : File.failure("enter", path, code)
  }

  // MARK: - Files that run

  /// Whether what follows `:run` is a file rather than cells.
  static func meansFile(_ text: String) -> Bool {
    DocumentFormat.of(text) != nil || text.contains("/") || File.exists(text)
  }

  /// Runs a program in this session, or the cells of a notebook behind its own.
  func runFile(_ path: String) throws {
    let path = Self.expandingHome(path)
    let text = try FileAccess.read(try session.interpreter.files.readable(path))
    guard let format = DocumentFormat.of(path), !format.isProgram else {
      return runCell("import \"\(StringSpelling.escaped(path))\"")
    }
    let document = try format.read(text, name: path).document
    for cell in document.cells where cell.attributes.role == .plain && !cell.attributes.isSkipped {
      let number = session.state.nextCell
      let source = cell.source.trimmingBlanks
      echo(number, source)
      runCell(source)
      if session.state.cell(number)?.run?.outcome.error != nil { return }
    }
  }
}
