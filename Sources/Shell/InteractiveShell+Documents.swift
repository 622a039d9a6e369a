internal import Diagnostics
internal import Notebook
internal import Runtime

extension InteractiveShell {
  /// Writes the session so far as a notebook that runs again.
  func save(_ path: String) throws {
    guard !path.isEmpty else {
      throw Failure(.argument, ":save needs a file name", notes: ["write :save today.md"])
    }
    guard !session.entries.isEmpty else {
      throw Failure(.argument, "there is nothing to save yet", notes: ["run a cell first"])
    }
    let file = path.split(separator: "/").last?.contains(".") == true ? path : path + ".md"
    let title = file.split(separator: "/").last.map { String($0.split(separator: ".")[0]) } ?? ""
    let text = SessionWriter.text(session.entries, title: title, seed: arguments.seed)
    try FileAccess.write(text, to: try session.interpreter.files.writable(file))
    write("\(counted(session.cells.count)) written to \(file)\n")
  }

  /// Reads a notebook without running it.
  func open(_ path: String) throws {
    guard !path.isEmpty else {
      throw Failure(.argument, ":open needs a file name", notes: ["write :open today.md"])
    }
    let text = try FileAccess.read(try session.interpreter.files.readable(path))
    let document = try Document(text, name: path)
    opened = document.cells.filter { $0.attributes.role == .plain && !$0.attributes.isSkipped }
    write("\(path): \(counted(opened.count)); :run runs \(opened.count == 1 ? "it" : "them")\n")
  }

  /// Runs the cells of the opened notebook, up to the first error it does not record.
  func runOpened() throws {
    guard !opened.isEmpty else {
      throw Failure(.argument, "no notebook is open", notes: [":open FILE reads one"])
    }
    replay(opened)
  }

  /// Runs cells as if they were typed, up to the first error that is not recorded with its cell.
  ///
  /// - Returns: whether all of them ran.
  @discardableResult
  private func replay(_ cells: [Document.Cell]) -> Bool {
    for cell in cells {
      let source = cell.source.trimmingBlanks
      let prompt = "[\(session.number)]> "
      let margin = String(repeating: " ", count: prompt.count)
      let lines = source.split(separator: "\n", omittingEmptySubsequences: false)
      write(prompt + lines.joined(separator: "\n" + margin) + "\n")
      if runCell(source).outcome.error != nil, cell.error == nil { return false }
    }
    return true
  }

  // MARK: - Sessions that died

  /// Says so when a session ended without having been left.
  func announceAbandoned() {
    guard let (_, document) = journal.lastAbandoned() else { return }
    write(
      folded(
        "a session of \(counted(document.cells.count)) broke off; :recover runs it again") + "\n")
  }

  /// Runs the cells of the session that died last, or forgets all such sessions.
  func recover(_ argument: String) throws {
    guard let (path, document) = journal.lastAbandoned() else {
      throw Failure(.argument, "there is no session to recover")
    }
    switch argument {
    case "":
      // From here on this session's own journal holds the cells.
      if replay(document.cells) { journal.forget(path) }
    case "forget": journal.abandoned.forEach(journal.forget)
    default:
      throw Failure(
        .argument, ":recover stands alone, found \(argument)",
        notes: [":recover forget drops the session"])
    }
  }

  private func counted(_ cells: Int) -> String { cells == 1 ? "1 cell" : "\(cells) cells" }

  /// Lists the tutorials, or walks through one in a session of its own.
  func tutorial(_ name: String) throws {
    _ = TutorialShell(arguments, display: session.interpreter.display, invocation: ":tutorial").run(
      name.isEmpty ? nil : name)
  }
}
