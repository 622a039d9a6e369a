internal import Diagnostics
internal import Files
internal import Glibc
internal import Runtime

/// Where the session is, and what lies there.
extension PromptShell {
  /// Goes to a folder, home without one, back to the one before with `-`.
  func changeFolder(_ path: String) throws {
    let wanted = path == "-" ? folderBefore ?? "" : Self.expandingHome(path.isEmpty ? "~" : path)
    guard !wanted.isEmpty else { throw Failure(.file, "there is no folder to go back to") }
    let place = try interpreter.files.readable(wanted)
    let before = Folder.current
    guard chdir(place) == 0 else { throw Self.failure(wanted, errno) }
    folderBefore = before
    write(Folder.current + "\n")
  }

  func showFolder() throws {
    guard !Folder.current.isEmpty else {
      throw Failure(.file, "the folder of this session was removed", notes: [":cd goes home"])
    }
    write(Folder.current + "\n")
  }

  /// Lists the names in a folder, as Tab does.
  func listFolder(_ path: String) throws {
    let folder = Self.expandingHome(path)
    let place = try interpreter.files.readable(folder.isEmpty ? "." : folder)
    guard File.isFolder(place) else {
      guard File.exists(place) else { throw Self.failure(folder, ENOENT) }
      return write(folder + "\n")
    }
    let names = FolderListing(folder, stem: "", files: interpreter.files).names
    let listing = LineEditorListing(
      candidates: names.map { Completion.Candidate($0) },
      size: Terminal.Size(rows: .max, columns: interpreter.display.width))
    write(names.isEmpty ? "nothing here\n" : listing.lines.map { $0 + "\n" }.joined())
  }

  static func expandingHome(_ path: String) -> String {
    guard path == "~" || path.hasPrefix("~/") else { return path }
    return (Terminal.environment("HOME") ?? "") + path.dropFirst()
  }

  private static func failure(_ path: String, _ code: Int32) -> Failure {
    code == ENOENT
      ? Failure(.file, "there is no folder \(path)", notes: [":ls lists what is here"])
      : File.failure("enter", path, code)
  }
}
