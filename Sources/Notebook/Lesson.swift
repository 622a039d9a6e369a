internal import Files
package import Runtime
internal import Tensors

/// A tutorial being walked through, step by step.
///
/// A step is prose and a cell. What a learner types at a step is free play: moving on puts the
/// variables back to what the step itself made of them. An exercise is judged by its result.
package struct Lesson {
  package let document: Document
  package let steps: [LessonStep]
  /// The prose after the last cell, shown when the lesson is over.
  package let closing: String
  /// Where the learner is, to be kept when the lesson is left.
  package internal(set) var progress = LessonProgress()
  /// Whether the step's cell was run or its exercise solved.
  package internal(set) var isDone = false
  /// Runs the cells; its `onWrite` and `onShow` are the shell's.
  package let runner: CellRunner
  /// Told a program before it runs in place of the learner.
  package var onDemonstrate: (String) -> Void = { _ in }

  /// The variables at the beginning of each step so far.
  var bases: [CellRunner.Snapshot]
  /// The variables to move on with, once the step is done.
  var accepted: CellRunner.Snapshot?
  /// The programs typed at this step that ran.
  var typed: [String] = []
  var hintsShown = 0

  /// Begins a lesson; random numbers start at the seed of the document.
  package init(_ document: Document, _ interpreter: Interpreter) {
    self.document = document
    let plan = LessonPlan(document)
    steps = plan.steps
    closing = plan.closing
    runner = CellRunner(interpreter)
    interpreter.random = RandomGenerator(seed: document.header.seed)
    bases = [runner.snapshot()]
    progress.stepCount = steps.count
    markPlace()
  }

  // MARK: - Where the learner is

  /// The step to do; `nil` when the lesson is over.
  package var current: LessonStep? {
    progress.position < steps.count ? steps[progress.position] : nil
  }

  /// The prompt, such as `lesson 3/12> `.
  package var prompt: String {
    "lesson \(min(progress.position + 1, steps.count))/\(steps.count)> "
  }

  // MARK: - Running

  /// Enter on an empty line: runs the cell, or moves on, or says what is expected.
  package mutating func enter() -> LessonReply {
    guard let step = current else { return overReply }
    if isDone || answer(to: step) != nil { return next() }
    guard step.exercise == nil else { return expectation }
    return runCell(of: step)
  }

  /// A program the learner typed; at an exercise its result is judged.
  package mutating func type(_ program: String) -> LessonReply {
    let isOpen = current?.exercise != nil && !isDone
    let whole = isOpen ? current?.completed(by: program) ?? program : program
    let source = programText(whole)
    var reply = LessonReply()
    let outcome = runner.run(source, number: current?.cell.number)
    reply.outcome = outcome
    guard outcome.error == nil else { return reply }
    typed.append(whole)
    if let exercise = current?.exercise, isOpen { judge(whole, exercise, &reply) }
    return reply
  }

  /// Does what a command says.
  package mutating func perform(_ command: LessonCommand) -> LessonReply {
    switch command {
    case .next: next()
    case .back: back()
    case .hint: hint()
    case .solution: solution()
    case .skip: skip()
    case .where: position().followed(by: expectation)
    case .retry: retry()
    case .restart: restart()
    }
  }

  /// Brings a learner back to where the lesson was left, by running what led there.
  ///
  /// Exercises are redone with the learner's own answer, or the solution where it was shown.
  package mutating func resume(_ left: LessonProgress) -> LessonReply {
    _ = restart()
    progress.wasFinished = left.wasFinished || left.isFinished
    if left.isFinished {
      var reply = LessonReply("you have done this lesson; here it is from its first step")
      reply.hasMoved = true
      return reply
    }
    for (name, result) in left.results
    where steps.contains(where: { $0.exercise?.name == name }) {
      progress.results[name] = result
    }
    let place = place(of: left)
    while progress.position < place, let step = current {
      let program = programToRedo(step)
      if step.cell.attributes.isFresh { runner.restore(bases[0]) }
      let outcome = quietly { program.map { runner.run($0, number: step.cell.number) } }
      if outcome?.isInterrupted == true {
        runner.restore(bases[progress.position])
        break
      }
      move()
    }
    var reply = position()
    if progress.position < place {
      reply.messages.insert("interrupted on the way to step \(place + 1)", at: 0)
    }
    reply.hasMoved = true
    return reply
  }

  /// The step where the lesson was left: the one with the same code that is nearest to the number,
  /// else the one with the number.
  private func place(of left: LessonProgress) -> Int {
    let number = min(left.position, steps.count)
    guard let mark = left.mark else { return number }
    let same = steps.indices.filter { Lesson.mark(steps[$0]) == mark }
    return same.min { abs($0 - number) < abs($1 - number) } ?? number
  }

  private static func mark(_ step: LessonStep) -> UInt32 { Checksum.crc32(step.cell.source.utf8) }

  /// Notes by which code the present step is found again.
  mutating func markPlace() { progress.mark = current.map(Lesson.mark) }

  // MARK: - Inside

  /// Runs the step's own cell on the variables the step began with.
  mutating func runCell(of step: LessonStep) -> LessonReply {
    var reply = LessonReply()
    runner.restore(base(of: step.cell))
    let outcome = runner.run(step.cell, in: document)
    reply.outcome = outcome
    if outcome.error == nil || step.cell.error != nil && !outcome.isInterrupted {
      accept()
    } else if !outcome.isInterrupted {
      reply.messages.append("the cell failed; :retry starts the step again, :skip moves on")
    }
    return reply
  }

  /// The variables a cell of the present step starts from.
  func base(of cell: Document.Cell) -> CellRunner.Snapshot {
    cell.attributes.isFresh ? bases[0] : bases[progress.position]
  }

  /// Takes the variables as they are for what the step made.
  mutating func accept() {
    isDone = true
    accepted = runner.snapshot()
  }

  /// Goes to the next step with the variables as they are.
  mutating func move() {
    progress.position += 1
    markPlace()
    beginStep()
    bases.append(runner.snapshot())
  }

  /// Forgets what happened at a step.
  mutating func beginStep() {
    isDone = false
    accepted = nil
    typed = []
    hintsShown = 0
  }

  /// Runs something without the shell hearing of it.
  func quietly<Result>(_ work: () -> Result) -> Result {
    let (write, show) = (runner.onWrite, runner.onShow)
    defer { (runner.onWrite, runner.onShow) = (write, show) }
    runner.onWrite = { _ in }
    runner.onShow = { _ in }
    return work()
  }
}
