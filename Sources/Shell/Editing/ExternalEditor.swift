internal import Diagnostics
internal import Files
internal import Glibc

/// The program a person chose for long texts: `$VISUAL`, else `$EDITOR`.
///
/// The text lies in a file of its own (0600) in a folder of its own (0700) while it is edited; both
/// are gone afterwards.
struct ExternalEditor {
  /// A line for the system's shell, such as `code --wait`.
  let command: String

  /// - Throws: `argument` when no editor is chosen.
  init() throws(Failure) {
    let chosen = ["VISUAL", "EDITOR"].lazy.compactMap(Terminal.environment).first {
      !$0.trimmingBlanks.isEmpty
    }
    guard let chosen else {
      throw Failure(
        .argument, "no editor is chosen: set VISUAL or EDITOR, as in export EDITOR=nano")
    }
    command = chosen
  }

  /// Runs the editor on a text; the terminal must be in its ordinary mode.
  ///
  /// - Returns: The text as it was left.
  /// - Throws: `file` when there is no room for the file, or the editor fails.
  func edit(_ text: String) throws -> String {
    let folder = try Folder.makeTemporary()
    defer { Folder.remove(folder) }
    let path = folder + "/cell.tdm"
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw File.failure("write", path, errno) }
    close(descriptor)
    try File.append(Array((text.hasSuffix("\n") ? text : text + "\n").utf8), to: path)
    try run(on: path)
    guard let edited = String(validating: try File.read(path), as: UTF8.self) else {
      throw Failure(.file, "the editor left no UTF-8 text; the cell is as it was")
    }
    return edited
  }

  private func run(on path: String) throws {
    let words = ["sh", "-c", command + " \"$1\"", "sh", path]
    var arguments = words.map { strdup($0) } + [nil]
    defer { for argument in arguments { free(argument) } }
    var process: pid_t = 0
    let code = posix_spawn(&process, "/bin/sh", nil, nil, &arguments, environ)
    guard code == 0 else { throw File.failure("run", "/bin/sh", code) }
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0 {
      guard errno == EINTR else { throw File.failure("run", command, errno) }
    }
    guard status == 0 else {
      let end = status & 0x7F == 0 ? "status \((status >> 8) & 0xFF)" : "signal \(status & 0x7F)"
      throw Failure(.file, "the editor ended with \(end); the cell is as it was")
    }
  }
}
