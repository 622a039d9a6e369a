internal import Charts
internal import Diagnostics
internal import Files
internal import Notebook
internal import Runtime
internal import Tensors

/// One lesson under a learner's hands: prose, a cell, Enter, and free play in between.
package final class LessonShell: PromptShell {
  var lesson: Lesson
  let entry: TutorialLibrary.Entry
  let library: TutorialLibrary
  /// What a person types to come to a tutorial.
  let invocation: String
  /// The tutorial to go on with, when the learner asked for another one.
  var successor: TutorialLibrary.Entry?
  /// The progress as it is kept, and whether it could be.
  private var kept: LessonProgress?
  private var isKept = true
  /// The answer typed last at this step.
  var lastAnswer: String?
  var notices = LessonNotices()

  init(
    _ document: Document, _ entry: TutorialLibrary.Entry, _ library: TutorialLibrary,
    _ arguments: CommandLineArguments, _ display: DisplayOptions, _ invocation: String
  ) {
    self.entry = entry
    self.library = library
    self.invocation = invocation
    let interpreter = Interpreter.configured(arguments, display: display)
    interpreter.folder = File.folder(of: entry.path)
    lesson = Lesson(document, interpreter)
    let steps = lesson.steps.map(\.cell)
    let progress = ProgressDisplay(arguments, display: display)
    super.init(
      arguments, at: .lesson, interpreter, progress, history: History(path: nil),
      cells: { steps.enumerated().map { ($0 + 1, $1.source) } })
    lesson.runner.onWrite = { progress.write($0) }
    lesson.runner.onShow = { [unowned interpreter] value in
      progress.write(value.display(interpreter.display) + "\n")
    }
    lesson.onDemonstrate = { [unowned self] in write(proseLayout.code($0)) }
  }

  // MARK: - The way through

  /// Goes through the lesson until it is over or the learner leaves.
  func walk() {
    let folder = makeFolder()
    defer { folder?.leave() }
    for warning in lesson.document.warnings { report(warning) }
    write(
      folded("Enter runs the cell or goes on; type freely at any time; :help lists more.") + "\n")
    progress.start()
    if let left = library.progress(of: entry), left.position > 0 || left.isDone {
      resume(left)
      kept = lesson.progress
    } else {
      showStep()
    }
    if lesson.current == nil { return finish() }
    readAndRun()
    if lesson.current == nil { return }
    write(
      folded(
        isKept
          ? "your place is kept; \(call(entry)) goes on from here"
          : "your place could not be kept; \(call(entry)) begins again") + "\n")
  }

  /// An empty folder for a document whose cells write files.
  private func makeFolder() -> TemporaryFolder? {
    guard lesson.document.header.usesTemporaryFolder else { return nil }
    do {
      let folder = try TemporaryFolder()
      interpreter.folder = ""
      return folder
    } catch {
      report(Diagnostic(error))
      return nil
    }
  }

  /// What a person types to begin a tutorial.
  private func call(_ entry: TutorialLibrary.Entry) -> String {
    "\(invocation) \(entry.shortName)"
  }

  private func resume(_ left: LessonProgress) {
    defer { Interrupt.clear() }
    let reply = lesson.resume(left)
    show(reply)
  }

  private func finish() {
    isDone = true
    if !lesson.closing.isEmpty { write("\n" + prose(lesson.closing) + "\n") }
    let next = library.successor(of: entry)
    write("\n" + folded(lesson.summary) + "\n")
    write(folded("the lesson is over" + (next.map { "; next: \(call($0))" } ?? "")) + "\n")
  }

  /// Does something that may move the lesson, and keeps the place.
  private func act(_ work: () -> Void) {
    let position = lesson.progress.position
    work()
    if lesson.progress.position != position { lastAnswer = nil }
    if lesson.progress != kept {
      kept = lesson.progress
      isKept = library.keep(lesson.progress, of: entry)
    }
    if lesson.current == nil, !isDone { finish() }
  }

  /// Lets the lesson run something, within the time allowed, and shows what came of it.
  private func running(_ work: () -> LessonReply) -> Double? {
    takeWidth()
    TimeLimit.start(arguments.timeLimit)
    beginRun()
    let reply = work()
    TimeLimit.stop()
    Interrupt.clear()
    let seconds = endRun(reply.outcome?.error)
    show(reply)
    return reply.outcome?.error == nil ? seconds : nil
  }

  // MARK: - At the prompt

  override var prompt: String { lesson.prompt }

  override func enter() { act { _ = running { lesson.enter() } } }

  @discardableResult
  override func run(_ program: String) -> Double? {
    var seconds: Double?
    lastAnswer = program
    act { seconds = running { lesson.type(program) } }
    return seconds
  }

  /// A command of lessons may be typed without its colon, unless the learner has a name like it.
  override func performed(_ text: String) -> Bool {
    let word = text.trimmingBlanks
    let isCommand =
      ShellCommand.lesson.contains { $0.name == word } && !interpreter.variableNames.contains(word)
    return super.performed(isCommand ? ":" + word : text)
  }

  override func perform(_ command: ShellCommand, _ rest: String) throws {
    try command.inLesson.perform(self, rest)
  }

  override func source(ofCell number: String) throws -> String? {
    try numberedStep(number).cell.source
  }

  // MARK: - Commands

  /// Does what a command of lessons says.
  func perform(_ command: LessonCommand) { act { _ = running { lesson.perform(command) } } }

  /// Runs the step's cell, as Enter does.
  func runStep(_ text: String) throws {
    guard text.isEmpty else {
      throw Failure(
        .argument, ":run takes nothing in a lesson, found \(text)",
        notes: [":cells \(text) shows a step"])
    }
    if lesson.isDone { _ = lesson.perform(.retry) }
    enter()
  }

  /// Puts the starter of the exercise at the prompt, with the cursor in place of its blank.
  func takeStarter() throws {
    guard let step = lesson.current, step.exercise != nil else {
      throw Failure(.argument, "there is no exercise here", notes: ["Enter runs the cell"])
    }
    editor.prefill(step.cell.source, blank: LessonStep.blank)
  }

  /// Puts the last answer at the prompt, or the code of a step.
  func edit(_ text: String) throws {
    if text.isEmpty, lesson.current?.exercise != nil, lastAnswer == nil { return try takeStarter() }
    let source =
      try text.isEmpty ? lastAnswer ?? lesson.current?.cell.source : numberedStep(text).cell.source
    editor.prefill(source ?? "", blank: LessonStep.blank)
  }

  private func numberedStep(_ number: String) throws -> LessonStep {
    guard let index = Int(number), lesson.steps.indices.contains(index - 1) else {
      throw Failure(
        .argument, "there is no step \(number)", notes: ["they are 1 to \(lesson.steps.count)"])
    }
    return lesson.steps[index - 1]
  }

  /// Lists the steps, or shows the prose and code of one.
  func listSteps(_ text: String) throws {
    guard text.isEmpty else {
      return write(shown(try numberedStep(text)))
    }
    let digits = "\(lesson.steps.count)".count
    for (index, step) in lesson.steps.enumerated() {
      let mark = index == lesson.progress.position ? ">" : " "
      let padding = String(repeating: " ", count: digits - "\(index + 1)".count)
      let state = lesson.state(of: step).map { " (\($0))" } ?? ""
      let line = "\(mark) \(padding)\(index + 1)  " + NotebookCell.summary(of: step.cell.source)
      write(truncated(line, to: interpreter.display.width - state.count) + state + "\n")
    }
  }

  /// Lists the tutorials, or leaves for another one.
  func tutorial(_ name: String) throws {
    guard !name.isEmpty else {
      return TutorialShell(arguments, display: interpreter.display, invocation: ":tutorial").list()
    }
    successor = try library.find(name)
    isDone = true
  }

  /// Help, and behind it what the lesson waits for.
  override func help(_ topic: String) throws {
    if topic.trimmingBlanks.isEmpty {
      listCommands()
    } else {
      try super.help(topic)
    }
    remind()
  }

  /// Opens a stepper and comes back to the step of the lesson.
  override func step(_ code: String) throws {
    try super.step(code)
    remind()
  }

  /// Says what is expected now.
  func remind() {
    for message in lesson.expectation.messages { write(dimmed(folded(message)) + "\n") }
  }
}
