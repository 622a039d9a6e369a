internal import Diagnostics
internal import Notebook
package import Runtime
internal import StandardLibrary
internal import Syntax
internal import Tensors

/// A tutorial in the terminal: prose, a cell, Enter, and free play in between.
package final class TutorialShell {
  private let arguments: CommandLineArguments
  private let display: DisplayOptions
  private let library: TutorialLibrary
  /// What a person types to come here.
  private let invocation: String

  package init(
    _ arguments: CommandLineArguments, display: DisplayOptions,
    invocation: String = "tandem tutorial"
  ) {
    self.arguments = arguments
    self.display = display
    library = TutorialLibrary(arguments.files)
    self.invocation = invocation
  }

  /// Lists the tutorials, or walks through one; returns the exit code.
  package func run(_ name: String?) -> Int32 {
    guard let name else {
      Terminal.write(library.listing + "begin one with \(invocation) NAME\n")
      return 0
    }
    do {
      let entry = try library.find(name)
      let document = try Document(try FileAccess.read(entry.path), name: entry.path)
      guard Terminal.isInteractive else {
        return ProgramRunner(arguments, display: display).runFile(entry.path, json: nil)
      }
      LessonShell(document, entry, library, arguments, display).run()
      return 0
    } catch {
      return ProgramRunner(arguments, display: display).fail(error)
    }
  }
}

/// One lesson under a learner's hands.
private final class LessonShell {
  private var lesson: Lesson
  private let entry: TutorialLibrary.Entry
  private let library: TutorialLibrary
  private var display: DisplayOptions
  private let timeLimit: Double?
  private let editor: LineEditor
  private let interpreter: Interpreter
  private var isLeft = false
  private var lastError = LastError()

  init(
    _ document: Document, _ entry: TutorialLibrary.Entry, _ library: TutorialLibrary,
    _ arguments: CommandLineArguments, _ display: DisplayOptions
  ) {
    self.entry = entry
    self.library = library
    self.display = display
    timeLimit = arguments.timeLimit
    let interpreter = Interpreter.configured(arguments, display: display)
    self.interpreter = interpreter
    lesson = Lesson(document, interpreter)
    let commands = Self.commandNames.map { CommandUsage(name: $0) }
    editor = LineEditor(
      configuration: .init(usesColor: display.color != .none),
      delegate: EditorAssistant.delegate({ interpreter }, commands: commands),
      history: History(path: nil))
    let progress = ProgressDisplay(arguments, display: display)
    lesson.runner.onWrite = { progress.write($0) }
    lesson.runner.onShow = { [unowned interpreter] value in
      progress.write(value.display(interpreter.display) + "\n")
    }
    progress.start()
  }

  /// What may follow a colon.
  private static let commandNames =
    LessonCommand.allCases.map(\.rawValue) + ["step", "why", "quit", "help"]

  func run() {
    Terminal.write(
      prose("Enter runs the cell or goes on; type freely at any time. :help lists the commands.")
        + "\n")
    if let left = library.progress(of: entry), left.position > 0, !left.isFinished {
      show(lesson.resume(left))
    } else {
      showStep()
    }
    while !isLeft {
      guard lesson.current != nil else { return finish() }
      switch editor.readCell(prompt: lesson.prompt) {
      case .endOfInput: isLeft = true
      case .interrupted: continue
      case .cell(let text): handle(text)
      }
      library.keep(lesson.progress, of: entry)
    }
    Terminal.write("your place is kept; tandem tutorial \(entry.name) goes on from here\n")
  }

  private func finish() {
    library.keep(lesson.progress, of: entry)
    if !lesson.closing.isEmpty { Terminal.write(prose(lesson.closing) + "\n") }
    let names = library.entries.map(\.name)
    let next = names.firstIndex(of: entry.name).flatMap {
      $0 + 1 < names.count ? names[$0 + 1] : nil
    }
    Terminal.write("the lesson is over" + (next.map { "; the next one is \($0)" } ?? "") + "\n")
  }

  private func handle(_ text: String) {
    display.width = Terminal.outputWidth
    interpreter.display.width = display.width
    TimeLimit.start(timeLimit)
    defer {
      TimeLimit.stop()
      Interrupt.clear()
    }
    let line = text.trimmingBlanks
    if line.isEmpty {
      show(lesson.enter())
      // Said once; the prompt looks the same whether the cell has run or not.
      if lesson.progress.position == 0, lesson.isDone { Terminal.write("Enter goes on\n") }
    } else if line.hasPrefix(":") {
      perform(String(line.dropFirst()))
    } else if line.hasPrefix("?") {
      help(String(line.dropFirst()))
    } else {
      show(lesson.type(text))
    }
  }

  private func perform(_ line: String) {
    let parts = line.split(separator: " ", maxSplits: 1)
    let name = parts.first.map(String.init) ?? ""
    if name == "quit" || name == "q" {
      isLeft = true
    } else if name == "step" {
      step(parts.count > 1 ? String(parts[1]).trimmingBlanks : "")
    } else if name == "why" {
      Terminal.write(lastError.text(width: display.width))
    } else if name == "help" {
      Terminal.write(
        """
        Enter        run the cell, or go on to the next step
        :next :back  move        :where    say where this is
        :hint        a hint      :solution show and run the solution
        :skip        go on without the exercise
        :why         explain the last error
        :retry       begin the step again    :restart  begin the lesson again
        :step EXPR   go through a run stage by stage; q comes back here
        :quit        leave; your place is kept

        """)
    } else if let command = LessonCommand(rawValue: name) {
      show(lesson.perform(command))
    } else {
      let near = nearNames(to: name, among: Self.commandNames, limit: 1).map {
        "did you mean :\($0)?"
      }
      report(
        Diagnostic(
          .name, "there is no command :\(name)", notes: near.isEmpty ? [":help lists them"] : near))
    }
  }

  /// Opens a stepper and comes back to the step of the lesson.
  private func step(_ code: String) {
    do {
      try StepperShell.open(
        code,
        StepperShell.Surroundings(
          interpreter: interpreter, usesColor: display.color != .none,
          typeAhead: editor.typeAhead, width: { Terminal.outputWidth },
          report: { [unowned self] in self.report($0) }))
      showStep()
    } catch {
      report(Diagnostic(error))
    }
  }

  private func help(_ topic: String) {
    do {
      Terminal.write(try ProgramHelp.text(topic, width: display.width))
    } catch {
      report(Diagnostic(error))
    }
  }

  // MARK: - Showing

  private func show(_ reply: LessonReply) {
    if let code = reply.code { Terminal.write(indented(code)) }
    if let error = reply.outcome?.error { report(error) }
    switch reply.verdict {
    case .right(let why): Terminal.write(prose("right\(why.map { ": \($0)" } ?? "")") + "\n")
    case .wrong(let diagnostic): showWrong(diagnostic)
    case nil: break
    }
    if reply.verdict == nil, reply.outcome?.error == nil, reply.code == nil { showUnjudged(reply) }
    for message in reply.messages { Terminal.write(prose(message) + "\n") }
    if !reply.names.isEmpty { Terminal.write("made \(reply.names.joined(separator: ", "))\n") }
    if reply.hasMoved { showStep() }
  }

  /// A failed assertion of a check says what is wanted; its own code is of no interest.
  private func showWrong(_ diagnostic: Diagnostic) {
    guard diagnostic.kind == .assertion else { return report(diagnostic) }
    Terminal.write(prose("not yet: \(diagnostic.message)") + "\n")
  }

  /// Says that an answer without its name is play: only what the blank's line sets is judged.
  private func showUnjudged(_ reply: LessonReply) {
    guard reply.outcome != nil, !lesson.isDone, let blank = lesson.current?.blankLine else {
      return
    }
    Terminal.write("not judged: the answer is typed as \(blank)\n")
  }

  private func showStep() {
    guard let step = lesson.current else { return }
    if !step.prose.isEmpty { Terminal.write("\n" + prose(step.prose) + "\n") }
    Terminal.write("\n" + indented(step.cell.source))
    if step.exercise != nil {
      Terminal.write("fill in the blank: type the line with your answer\n")
    }
  }

  private func indented(_ code: String) -> String {
    code.split(separator: "\n", omittingEmptySubsequences: false).map { "    \($0)" }
      .joined(separator: "\n") + "\n"
  }

  /// Prose folded to the terminal, a paragraph at a time; lists and tables keep their lines.
  private func prose(_ text: String) -> String {
    ProseLayout(width: min(display.width, 88)).folded(text)
  }

  private func report(_ error: Diagnostic) {
    if error.kind == .interrupted { Terminal.write("\n") }
    let renderer = DiagnosticRenderer(
      width: display.width, usesColor: display.color != .none, isASCII: display.glyphs == .ascii,
      foldsText: true)
    Terminal.write(renderer.render(error) + lastError.keep(error))
  }
}
