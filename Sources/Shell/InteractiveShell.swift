internal import Charts
internal import Diagnostics
internal import Notebook
package import Runtime
internal import StandardLibrary
internal import Tensors

/// The shell a person types into: reads cells, runs them, shows what comes back.
package final class InteractiveShell {
  let arguments: CommandLineArguments
  let editor: LineEditor
  private var isDone = false
  private var lastError = LastError()
  /// The cells of an opened notebook that wait for `:run`.
  var opened: [Document.Cell] = []
  let usesColor: Bool

  package init(_ arguments: CommandLineArguments, display: DisplayOptions) {
    self.arguments = arguments
    usesColor = display.color != .none
    let journal = SessionJournal(
      folder: arguments.files.keepsake(SessionJournal.defaultFolder), seed: arguments.seed)
    self.journal = journal
    let progress = ProgressDisplay(arguments, display: display)
    self.progress = progress
    let session = Session(arguments, display: display, journal: journal) { progress.write($0) }
    let holder = SessionHolder(session)
    self.holder = holder
    editor = LineEditor(
      configuration: .init(
        usesColor: usesColor, allowsPrograms: !arguments.isReadOnly && arguments.root == nil),
      delegate: EditorAssistant.delegate(
        { holder.session.interpreter }, commands: ShellCommand.all.map(\.commandUsage),
        cells: { holder.session.cells.map { ($0.number, $0.source) } }),
      history: History(path: arguments.files.keepsake(History.defaultPath)))
  }

  /// Lets the editor's closures see the session that is current.
  private final class SessionHolder {
    var session: Session

    init(_ session: Session) { self.session = session }
  }

  private let holder: SessionHolder
  private let progress: ProgressDisplay
  let journal: SessionJournal
  var session: Session { holder.session }

  // MARK: - The loop

  /// Reads and runs until the person leaves; returns the exit code.
  package func run() -> Int32 {
    Terminal.write("Tandem \(Version.text): ? help, :tutorial, :quit\n")
    announceAbandoned()
    progress.start()
    while !isDone {
      switch editor.readCell(prompt: "[\(session.number)]> ") {
      case .cell(let text) where text.allSatisfy(\.isWhitespace): continue
      case .cell(let text): handle(text)
      case .interrupted: continue
      case .endOfInput: isDone = true
      }
    }
    // A terminal that is gone, as a connection that broke, is no leaving: :recover shall find it.
    if !editor.isTerminalGone { journal.remove() }
    return 0
  }

  func handle(_ text: String) {
    session.interpreter.display.width = arguments.width ?? Terminal.outputWidth
    let line = ForeignHabit.command(for: text.trimmingBlanks, session.interpreter)
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
    progress.beginCell()
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
      width: display.width, usesColor: usesColor, isASCII: display.glyphs == .ascii,
      foldsText: true)
    let error = error.inSession
    Terminal.write(renderer.render(error) + lastError.keep(error))
  }

  /// Explains the last error.
  func why() { write(lastError.text(width: session.interpreter.display.width)) }

  func write(_ text: String) { Terminal.write(text) }

  // MARK: - Commands

  func quit() { isDone = true }

  /// Shows the page of a topic, or the list of topics.
  func help(_ topic: String) throws {
    write(try ProgramHelp.text(topic, width: session.interpreter.display.width))
  }

  /// Lists the shell's commands.
  func listCommands() {
    for command in ShellCommand.all {
      let usage = ":\(command.name) \(command.usage)"
      let padding = String(repeating: " ", count: max(1, 18 - usage.count))
      write(folded("  \(usage)\(padding)\(command.summary)", indent: 20) + "\n")
    }
    write(folded("?name explains a function, ? lists what there is.") + "\n")
  }

  /// A line broken between words to the terminal's width.
  func folded(_ line: String, indent: Int = 0) -> String {
    TextFolding.folded(line, width: session.interpreter.display.width, indent: indent)
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
      write("\(cell.outcome.error == nil ? " " : "!")\(summary(cell))\n")
    }
  }

  func rerun(_ text: String) throws {
    runCell(try cell(text, for: "rerun").source)
  }

  /// Brings a cell back to the prompt.
  func edit(_ text: String) throws {
    editor.prefill(try cell(text, for: "edit").source)
  }

  private func cell(_ text: String, for command: String) throws -> Session.Cell {
    guard let number = Int(text), let cell = session.cells.first(where: { $0.number == number })
    else {
      let range =
        session.cells.isEmpty ? "there are none yet" : "there are 1 to \(session.number - 1)"
      throw Failure(.argument, ":\(command) takes the number of a cell; \(range)")
    }
    return cell
  }

  func undo() {
    let cell = session.undo()
    write(cell.map { "taken back: \(summary($0))\n" } ?? "nothing to undo\n")
  }

  func redo() {
    let cell = session.redo()
    write(cell.map { "back again: \(summary($0))\n" } ?? "nothing to redo\n")
  }

  /// The number and the first line of a cell.
  private func summary(_ cell: Session.Cell) -> String {
    let lines = cell.source.split(separator: "\n")
    let more = lines.count > 1 ? " … \(lines.count - 1) more" : ""
    return "[\(cell.number)] \(lines.first ?? "")\(more)"
  }

  func time(_ code: String) throws {
    guard !code.isEmpty else {
      throw Failure(.argument, ":time needs code", notes: ["write :time fit(model, data)"])
    }
    let cell = runCell(code)
    if cell.outcome.error == nil { write("\(Clock.text(cell.seconds))\n") }
  }

  /// Shows the instructions of a function, a cell by its number, or a piece of program.
  func disassemble(_ code: String) throws {
    guard !code.isEmpty else {
      throw Failure(
        .argument, ":disassemble needs a function, a cell's number or code",
        notes: ["write :disassemble f"])
    }
    let interpreter = session.interpreter
    if case .function(let function)? = interpreter.value(of: code) {
      return writeLines(try Disassembler.listing(function, in: interpreter))
    }
    let text = Int(code) == nil ? code : try cell(code, for: "disassemble").source
    writeLines(try Disassembler.listing(SourceText(name: code, text: text), in: interpreter))
  }

  /// Shows a text in columns, whose lines are cut rather than folded.
  private func writeLines(_ text: String) {
    let width = session.interpreter.display.width
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    write(lines.map { truncated(String($0), to: width) }.joined(separator: "\n"))
  }

  func reset() {
    let display = session.interpreter.display
    journal.remove()
    holder.session = Session(arguments, display: display, journal: journal) { [progress] in
      progress.write($0)
    }
    opened = []
  }

  func note(_ text: String) { session.note(text) }
}

extension Value {
  /// The type and as much of the literal as fits, for a listing of variables.
  func shortDescription(_ room: Int) -> String {
    let kind = kindDescription
    switch self {
    case .object, .function: return kind
    default: return "\(kind)  \(abbreviated(limit: max(8, room - kind.count - 2)))"
    }
  }

  /// The type, with the shape of a tensor, the length of a list, the parameters of a function.
  var kindDescription: String {
    switch self {
    case .tensor(let tensor): "\(tensor.isBool ? "bool tensor" : "tensor") \(tensor.shape)"
    case .list(let box): "list of \(box.elements.count)"
    case .object(let box): box.object.summary
    case .function(let function): "function \(function.signature)"
    default: typeName
    }
  }
}

extension StringProtocol {
  /// The text without blanks and line breaks at both ends.
  var trimmingBlanks: String {
    var text = Substring(self)
    while text.first?.isWhitespace == true { text.removeFirst() }
    while text.last?.isWhitespace == true { text.removeLast() }
    return String(text)
  }
}
