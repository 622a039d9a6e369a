internal import Diagnostics
internal import Notebook
package import Runtime
internal import StandardLibrary
internal import Tensors

/// The shell a person types into: reads cells, runs them, shows what comes back.
package final class InteractiveShell {
  let arguments: CommandLineArguments
  private let editor: LineEditor
  private var isDone = false
  /// The cells of an opened notebook that wait for `:run`.
  var opened: [String] = []
  let usesColor: Bool

  package init(_ arguments: CommandLineArguments, display: DisplayOptions) {
    self.arguments = arguments
    usesColor = display.color != .none
    let session = Session(arguments, display: display) { Terminal.write($0) }
    let holder = SessionHolder(session)
    self.holder = holder
    editor = LineEditor(
      configuration: .init(usesColor: usesColor),
      delegate: EditorAssistant.delegate(
        { holder.session.interpreter }, commands: ShellCommand.all.map(\.name)),
      history: History())
  }

  /// Lets the editor's closures see the session that is current.
  private final class SessionHolder {
    var session: Session

    init(_ session: Session) { self.session = session }
  }

  private let holder: SessionHolder
  var session: Session { holder.session }

  // MARK: - The loop

  /// Reads and runs until the person leaves; returns the exit code.
  package func run() -> Int32 {
    Terminal.write("Tandem \(Version.text): ? help, :tutorial, :quit\n")
    while !isDone {
      switch editor.readCell(prompt: "[\(session.number)]> ") {
      case .cell(let text) where text.allSatisfy(\.isWhitespace): continue
      case .cell(let text): handle(text)
      case .interrupted: continue
      case .endOfInput: isDone = true
      }
    }
    return 0
  }

  func handle(_ text: String) {
    session.interpreter.display.width = arguments.width ?? Terminal.outputWidth
    let line = text.trimmingBlanks
    if line.hasPrefix("?") || line.hasPrefix(":") {
      guarded { try self.performCommand(line) }
    } else {
      runCell(text)
    }
  }

  private func performCommand(_ line: String) throws {
    if line.hasPrefix("?") { return try help(String(line.dropFirst())) }
    let parts = line.dropFirst().split(separator: " ", maxSplits: 1)
    let name = parts.first.map(String.init) ?? ""
    let rest = parts.count > 1 ? String(parts[1]).trimmingBlanks : ""
    let command = try ShellCommand.find(name)
    try command.perform(self, rest)
  }

  @discardableResult
  func runCell(_ text: String) -> Session.Cell {
    let cell = session.run(text)
    if let error = cell.outcome.error {
      report(error)
    } else if cell.seconds >= 1 {
      Terminal.writeError("(\(Clock.text(cell.seconds)))\n")
    }
    return cell
  }

  /// Runs `body`; an error becomes a message.
  private func guarded(_ body: () throws -> Void) {
    do {
      try body()
    } catch {
      report(Diagnostic(error))
    }
  }

  func report(_ error: Diagnostic) {
    // The terminal has echoed ^C where the cursor stands.
    if error.kind == .interrupted { Terminal.write("\n") }
    let display = session.interpreter.display
    let renderer = DiagnosticRenderer(
      width: display.width, usesColor: usesColor, isASCII: display.glyphs == .ascii)
    Terminal.write(renderer.render(error))
  }

  func write(_ text: String) { Terminal.write(text) }

  // MARK: - Commands

  func quit() { isDone = true }

  func help(_ topic: String) throws {
    write(
      topic.trimmingBlanks.isEmpty ? try commandList() + "\n" + Help.page("") : try Help.page(topic)
    )
  }

  private func commandList() throws -> String {
    ShellCommand.all.map { command in
      let usage = ":\(command.name) \(command.usage)"
      return
        "  \(usage)\(String(repeating: " ", count: max(1, 18 - usage.count)))\(command.summary)"
    }.joined(separator: "\n") + "\n"
  }

  func listVariables() {
    let names = session.interpreter.userNames
    guard !names.isEmpty else { return write("no variables yet\n") }
    let width = min(names.map(\.count).max() ?? 0, 24)
    for name in names {
      guard let value = session.interpreter.value(of: name) else { continue }
      let padding = String(repeating: " ", count: max(0, width - name.count))
      let room = max(10, session.interpreter.display.width - width - 4)
      write("  \(name)\(padding)  \(value.shortDescription(room))\n")
    }
  }

  func listCells() {
    for cell in session.cells {
      let mark = cell.outcome.error == nil ? " " : "!"
      let lines = cell.source.split(separator: "\n")
      let first = lines.first.map(String.init) ?? ""
      let more = lines.count > 1 ? " … \(lines.count - 1) more" : ""
      write("\(mark)[\(cell.number)] \(first)\(more)\n")
    }
  }

  func rerun(_ text: String) throws {
    guard let number = Int(text), let cell = session.cells.first(where: { $0.number == number })
    else {
      let range =
        session.cells.isEmpty ? "there are none yet" : "there are 1 to \(session.number - 1)"
      throw Failure(.argument, ":rerun takes the number of a cell; \(range)")
    }
    runCell(cell.source)
  }

  func undo() {
    write(
      session.undo()
        ? "the last cell's effect on the variables is taken back\n" : "nothing to undo\n")
  }

  func redo() {
    write(session.redo() ? "the effect is back\n" : "nothing to redo\n")
  }

  func time(_ code: String) {
    let cell = runCell(code)
    if cell.outcome.error == nil { write("\(Clock.text(cell.seconds))\n") }
  }

  func reset() {
    let display = session.interpreter.display
    holder.session = Session(arguments, display: display) { Terminal.write($0) }
    opened = []
  }

  func note(_ text: String) { session.note(text) }
}

extension Value {
  /// The type and as much of the literal as fits, for a listing of variables.
  func shortDescription(_ room: Int) -> String {
    let kind: String
    switch self {
    case .tensor(let tensor): kind = "\(tensor.isBool ? "bool tensor" : "tensor") \(tensor.shape)"
    case .list(let box): kind = "list of \(box.elements.count)"
    case .object(let box): return box.object.summary
    case .function(let function): return "function \(function.signature)"
    default: kind = typeName
    }
    let text = abbreviated(limit: max(8, room - kind.count - 2))
    return "\(kind)  \(text)"
  }
}

extension String {
  /// The text without blanks and line breaks at both ends.
  var trimmingBlanks: String {
    var text = self[...]
    while text.first?.isWhitespace == true { text.removeFirst() }
    while text.last?.isWhitespace == true { text.removeLast() }
    return String(text)
  }
}
