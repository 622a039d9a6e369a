internal import Charts
internal import Diagnostics
internal import Runtime
internal import StandardLibrary
internal import Tensors

/// What the notebook's shell and a lesson's have in common: a prompt, variables, commands, messages.
///
/// It reads what a person types and tells commands from programs; what a program does, and what
/// Enter alone means, is up to the shell of either kind.
package class PromptShell {
  let arguments: CommandLineArguments
  let interpreter: Interpreter
  let editor: LineEditor
  let progress: ProgressDisplay
  let usesColor: Bool
  var isDone = false
  /// Where `:cd -` goes.
  var folderBefore: String?
  private let place: ShellCommand.Place
  private var lastError = LastError()
  private var meter = CellCost.Meter()

  init(
    _ arguments: CommandLineArguments, at place: ShellCommand.Place, _ interpreter: Interpreter,
    _ progress: ProgressDisplay, history: History,
    cells: @escaping () -> [(number: Int, source: String)]
  ) {
    self.arguments = arguments
    self.interpreter = interpreter
    self.progress = progress
    self.place = place
    usesColor = interpreter.display.color != .none
    editor = LineEditor(
      configuration: .init(
        usesColor: usesColor, allowsPrograms: !arguments.isReadOnly && arguments.root == nil),
      delegate: EditorAssistant.delegate(
        { interpreter }, commands: ShellCommand.usages(at: place), cells: cells),
      history: history)
  }

  // MARK: - What the shells differ in

  /// One line of plain text that ends in a blank.
  var prompt: String { "> " }

  /// Enter on an empty line.
  func enter() {}

  /// Ctrl-C at the prompt.
  func interrupted() {}

  /// Ctrl-D on an empty line, or the end of the terminal.
  func endOfInput() { isDone = true }

  /// Runs a program that was typed; the seconds it took, `nil` when it failed.
  @discardableResult
  func run(_ program: String) -> Double? { nil }

  /// Does what a command does at this prompt, or says why it does nothing.
  func perform(_ command: ShellCommand, _ rest: String) throws {}

  /// The program of a cell, for a command that is about its number.
  func source(ofCell number: String) throws -> String? { nil }

  /// What gave a name its present value, where that is known.
  func origin(of name: String) -> String? { nil }

  /// Takes a value that a command leaves as `ans`.
  func answer(_ value: Value, title: String) { interpreter.assign("ans", value) }

  // MARK: - The loop

  /// Reads and runs until the person leaves.
  func readAndRun() {
    progress.start()
    while !isDone {
      switch editor.readCell(prompt: prompt) {
      case .cell(let text) where text.allSatisfy(\.isWhitespace): enter()
      case .cell(let text): handle(text)
      case .interrupted: interrupted()
      case .endOfInput: endOfInput()
      }
    }
  }

  /// Does what was typed: a command, or a program.
  func handle(_ text: String) {
    if !performed(text) { run(text) }
  }

  /// Performs a command; `false` when the text is a program.
  func performed(_ text: String) -> Bool {
    takeWidth()
    let typed = text.trimmingBlanks
    let line = ForeignHabit.command(for: typed, interpreter)
    guard line.hasPrefix("?") || line.hasPrefix(":") else { return false }
    if line != typed, line.hasPrefix(":"), line != ":quit" { write(dimmed(line) + "\n") }
    guarded { try perform(line: line) }
    return true
  }

  /// Lays output out for the window as it is now.
  func takeWidth() { interpreter.display.width = arguments.width ?? Terminal.outputWidth }

  private func perform(line: String) throws {
    if line.hasPrefix("?") { return try help(String(line.dropFirst())) }
    let parts = line.dropFirst().split(separator: " ", maxSplits: 1)
    let name = parts.first.map(String.init) ?? ""
    let rest = parts.count > 1 ? String(parts[1]).trimmingBlanks : ""
    try perform(try ShellCommand.find(name, at: place), rest)
  }

  /// Runs `body`; an error becomes a message.
  func guarded(_ body: () throws -> Void) {
    do {
      try body()
    } catch {
      report(Diagnostic(error))
    }
  }

  // MARK: - Runs

  /// Told before a program runs, when the cursor is at the left edge.
  func beginRun() {
    progress.beginCell()
    meter = CellCost.Meter()
  }

  /// Told after it ran: reports its error, or what it cost when that was much.
  ///
  /// - Returns: the seconds it took.
  @discardableResult
  func endRun(_ error: Diagnostic?) -> Double {
    let cost = meter.finish()
    if let error {
      report(error)
    } else if cost.seconds >= CellCost.threshold {
      Terminal.writeError("(\(cost.text))\n")
    }
    return cost.seconds
  }

  // MARK: - Writing

  func report(_ error: Diagnostic) {
    // The terminal has echoed ^C where the cursor stands.
    if error.kind == .interrupted { Terminal.write("\n") }
    let display = interpreter.display
    let renderer = DiagnosticRenderer(
      width: display.width, usesColor: usesColor, isASCII: display.glyphs == .ascii,
      foldsText: true)
    let error = error.inSession
    Terminal.write(renderer.render(error) + lastError.keep(error))
  }

  func write(_ text: String) { Terminal.write(text) }

  /// A line broken between words to the terminal's width.
  func folded(_ line: String, indent: Int = 0) -> String {
    TextFolding.folded(line, width: interpreter.display.width, indent: indent)
  }

  /// A line that says something beside the matter.
  func dimmed(_ text: String) -> String { usesColor ? "\u{1B}[2m\(text)\u{1B}[0m" : text }

  /// A program in the colours it has while it is typed.
  func colored(_ program: String) -> String {
    usesColor ? Highlighter.colored(program, editor.delegate.highlight(program)) : program
  }

  /// Markdown prose, laid out for the terminal.
  func prose(_ markdown: String) -> String { proseLayout.text(markdown) }

  var proseLayout: ProseLayout {
    ProseLayout(
      width: min(interpreter.display.width, 88), usesColor: usesColor,
      isASCII: interpreter.display.glyphs == .ascii, colored: { [unowned self] in colored($0) })
  }

  /// Shows a text in columns, whose lines are cut rather than folded.
  private func writeLines(_ text: String) {
    let width = interpreter.display.width
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    write(lines.map { truncated(String($0), to: width) }.joined(separator: "\n"))
  }

  // MARK: - Commands

  /// Explains the last error.
  func why() { write(lastError.text(width: interpreter.display.width)) }

  /// Shows what a variable is and the page of a topic, or the list of topics; `??f` shows how a
  /// function is written.
  func help(_ topic: String) throws {
    let width = interpreter.display.width
    let name = (topic.hasPrefix("?") ? topic.dropFirst() : topic[...]).trimmingBlanks
    let asksForSource = topic.hasPrefix("?")
    guard let about = try describe(name, asksForSource: asksForSource) else {
      return write(try ProgramHelp.text(name, width: width))
    }
    write(about)
    guard !asksForSource, ProgramHelp.topicNames.contains(name) else { return }
    write("\n" + (try ProgramHelp.text(name, width: width)))
  }

  /// Lists the commands that do something at this prompt.
  func listCommands() {
    for command in ShellCommand.usages(at: place) {
      let usage = ":\(command.name) \(command.usage)"
      let padding = String(repeating: " ", count: max(2, 18 - usage.count))
      write(folded("  \(usage)\(padding)\(command.summary)", indent: 20) + "\n")
    }
    write(folded("?name explains a function, ? lists what there is.") + "\n")
  }

  /// Shows the instructions of a function, a cell by its number, or a piece of program.
  func disassemble(_ code: String) throws {
    guard !code.isEmpty else {
      throw Failure(
        .argument, ":disassemble needs a function, a cell's number or code",
        notes: ["write :disassemble f"])
    }
    if case .function(let function)? = interpreter.value(of: code) {
      return writeLines(try Disassembler.listing(function, in: interpreter))
    }
    let text = Int(code) == nil ? code : try source(ofCell: code) ?? code
    writeLines(try Disassembler.listing(SourceText(name: code, text: text), in: interpreter))
  }

  /// Opens the stepper that an expression makes.
  func step(_ code: String) throws {
    try StepperShell.open(
      code,
      StepperShell.Surroundings(
        interpreter: interpreter, usesColor: usesColor, typeAhead: editor.typeAhead,
        width: { [unowned self] in self.arguments.width ?? Terminal.outputWidth },
        report: { [unowned self] in self.report($0) },
        answer: { [unowned self] in self.answer($0, title: ":step \(code)") }))
  }

  func clearScreen() throws {
    guard !Terminal.isDumb else {
      throw Failure(.unsupported, "this terminal cannot be cleared")
    }
    write(LineEditor.clearing)
  }
}
