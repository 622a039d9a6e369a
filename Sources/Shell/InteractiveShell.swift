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
  var isDone = false
  /// The cell or note at whose prompt the person is.
  var edited: NotebookState.EntryID?
  /// The files this session has read and written.
  var files = NotebookFiles()
  var hasWarnedOfChanges = false
  /// Where `:cd -` goes.
  var folderBefore: String?
  private var lastError = LastError()
  let usesColor: Bool

  package init(_ arguments: CommandLineArguments, display: DisplayOptions) {
    self.arguments = arguments
    usesColor = display.color != .none
    let journal = SessionJournal(
      folder: arguments.files.keepsake(SessionJournal.defaultFolder)
    ) { Terminal.writeError("\($0)\nthe session goes on without it\n") }
    self.journal = journal
    let progress = ProgressDisplay(arguments, display: display)
    self.progress = progress
    let session = Session(arguments, display: display, journal: journal) { progress.write($0) }
    self.session = session
    editor = LineEditor(
      configuration: .init(
        usesColor: usesColor, allowsPrograms: !arguments.isReadOnly && arguments.root == nil),
      delegate: EditorAssistant.delegate(
        { session.interpreter }, commands: ShellCommand.all.map(\.commandUsage),
        cells: { session.state.cells.map { ($0.number, $0.source) } }),
      history: History(path: arguments.files.keepsake(History.defaultPath)))
  }

  private let progress: ProgressDisplay
  let journal: SessionJournal
  let session: Session

  // MARK: - The loop

  /// Reads and runs until the person leaves; returns the exit code.
  package func run() -> Int32 {
    Terminal.write("Tandem \(Version.text): ? help, :tutorial, :quit\n")
    announceAbandoned()
    followRuns()
    progress.start()
    while !isDone {
      switch editor.readCell(prompt: prompt) {
      case .cell(let text) where text.allSatisfy(\.isWhitespace): stopEditing()
      case .cell(let text): handle(text)
      case .interrupted: stopEditing()
      case .endOfInput: edited == nil ? quit() : stopEditing()
      }
    }
    // A terminal that is gone, as a connection that broke, is no leaving: :recover shall find it.
    if !editor.isTerminalGone { leave() }
    return 0
  }

  /// The number of the next cell, or of the one that is being edited.
  private var prompt: String {
    switch edited {
    case .cell(let number): "[\(number)]> "
    case .note(let number): "n\(number)> "
    case nil: "[\(session.state.nextCell)]> "
    }
  }

  private func stopEditing() {
    if let edited { write("\(edited) stays as it was\n") }
    edited = nil
  }

  func handle(_ text: String) {
    session.interpreter.display.width = arguments.width ?? Terminal.outputWidth
    let edited = self.edited
    self.edited = nil
    if let edited, !edited.isCell { return finishEditing(edited, text) }
    let typed = text.trimmingBlanks
    let line = ForeignHabit.command(for: typed, session.interpreter)
    if line != typed, line.hasPrefix(":"), line != ":quit" { write(dimmed(line) + "\n") }
    if line.hasPrefix("?") || line.hasPrefix(":") {
      guarded { try self.performCommand(line) }
    } else if let edited {
      finishEditing(edited, text)
    } else {
      runCell(text)
    }
    if !line.hasPrefix(":q") { hasWarnedOfChanges = false }
  }

  private func performCommand(_ line: String) throws {
    if line.hasPrefix("?") { return try help(String(line.dropFirst())) }
    let parts = line.dropFirst().split(separator: " ", maxSplits: 1)
    let name = parts.first.map(String.init) ?? ""
    let rest = parts.count > 1 ? String(parts[1]).trimmingBlanks : ""
    let command = try ShellCommand.find(name)
    try command.perform(self, rest)
  }

  func runCell(_ text: String) {
    tellingStale { session.run(text) }
  }

  /// Shows cells that run again, and what came of every run.
  private func followRuns() {
    var meter = CellCost.Meter()
    session.willRun = { [unowned self] cell, isShown in
      if !isShown { echo(cell) }
      progress.beginCell()
      meter = CellCost.Meter()
    }
    session.didRun = { [unowned self] cell in
      guard let run = cell.run else { return }
      let cost = meter.finish()
      if let error = run.outcome.error {
        report(error)
      } else if cost.seconds >= CellCost.threshold {
        Terminal.writeError("(\(cost.text))\n")
      }
    }
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

  /// Shows what a variable is and the page of a topic, or the list of topics; `??f` shows how a
  /// function is written.
  func help(_ topic: String) throws {
    let width = session.interpreter.display.width
    let name = (topic.hasPrefix("?") ? topic.dropFirst() : topic[...]).trimmingBlanks
    let asksForSource = topic.hasPrefix("?")
    guard let about = try describe(name, asksForSource: asksForSource) else {
      return write(try ProgramHelp.text(name, width: width))
    }
    write(about)
    guard !asksForSource, ProgramHelp.topicNames.contains(name) else { return }
    write("\n" + (try ProgramHelp.text(name, width: width)))
  }

  /// Lists the shell's commands.
  func listCommands() {
    for command in ShellCommand.all {
      let usage = ":\(command.name) \(command.usage)"
      let padding = String(repeating: " ", count: max(2, 18 - usage.count))
      write(folded("  \(usage)\(padding)\(command.summary)", indent: 20) + "\n")
    }
    write(folded("?name explains a function, ? lists what there is.") + "\n")
  }

  /// A line broken between words to the terminal's width.
  func folded(_ line: String, indent: Int = 0) -> String {
    TextFolding.folded(line, width: session.interpreter.display.width, indent: indent)
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
    var text = code
    if Int(code) != nil, case .cell(let number) = try session.state.entry(code) {
      text = session.state.cell(number)?.source ?? code
    }
    writeLines(try Disassembler.listing(SourceText(name: code, text: text), in: interpreter))
  }

  /// Shows a text in columns, whose lines are cut rather than folded.
  private func writeLines(_ text: String) {
    let width = session.interpreter.display.width
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    write(lines.map { truncated(String($0), to: width) }.joined(separator: "\n"))
  }

  func reset() { session.reset() }

  func clearScreen() throws {
    guard !Terminal.isDumb else {
      throw Failure(.unsupported, "this terminal cannot be cleared")
    }
    write(LineEditor.clearing)
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
