internal import Diagnostics
internal import Notebook
internal import Runtime

extension InteractiveShell {
  /// Writes the session so far as a notebook that runs again.
  func save(_ path: String) throws {
    guard !path.isEmpty else {
      throw Failure(.argument, ":save needs a file name", notes: ["write :save today.md"])
    }
    let file = path.contains(".") ? path : path + ".md"
    let title = file.split(separator: "/").last.map { String($0.split(separator: ".")[0]) } ?? ""
    let text = SessionWriter.text(session.entries, title: title, seed: arguments.seed)
    try FileAccess.write(text, to: try session.interpreter.files.writable(file))
    write("\(session.cells.count) cells written to \(file)\n")
  }

  /// Reads a notebook without running it.
  func open(_ path: String) throws {
    guard !path.isEmpty else {
      throw Failure(.argument, ":open needs a file name", notes: ["write :open today.md"])
    }
    let text = try FileAccess.read(try session.interpreter.files.readable(path))
    let document = try Document(text, name: path)
    opened = document.cells.filter { $0.attributes.role == .plain && !$0.attributes.isSkipped }
      .map(\.source)
    write("\(path): \(opened.count) cells; :run runs them\n")
  }

  /// Runs the cells of the opened notebook, up to the first error.
  func runOpened() throws {
    guard !opened.isEmpty else {
      throw Failure(.argument, "no notebook is open", notes: [":open FILE reads one"])
    }
    for source in opened {
      let lines = source.split(separator: "\n", omittingEmptySubsequences: false)
      write("[\(session.number)]> \(lines.joined(separator: "\n" + "     "))\n")
      if runCell(source).outcome.error != nil { return }
    }
  }

  /// Lists the tutorials, or walks through one in a session of its own.
  func tutorial(_ name: String) throws {
    _ = TutorialShell(arguments, display: session.interpreter.display).run(
      name.isEmpty ? nil : name)
  }
}
