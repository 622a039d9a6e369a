package import Notebook
package import Runtime
internal import Tensors

/// A person's session: a notebook, the variables its cells made, and the way back.
///
/// Every operation takes the pair of both to the next one, so undo and redo bring back exactly what
/// was there, whatever the operation.
package final class Session {
  package let interpreter: Interpreter
  package private(set) var state: NotebookState
  package var timeLimit: Double?
  /// Told about each cell before it runs, and whether it is shown already.
  package var willRun: (NotebookCell, _ isShown: Bool) -> Void = { _, _ in }
  /// Told about each cell after it ran.
  package var didRun: (NotebookCell) -> Void = { _ in }

  private let runner: CellRunner
  private let journal: SessionJournal?
  private let start: Moment
  private var undone: [Step] = []
  private var done: [Step] = []

  /// All that an operation changes.
  private struct Moment {
    var state: NotebookState
    let variables: CellRunner.Snapshot
    let fixedNames: Set<String>
  }

  /// An operation, and the other side of it.
  private struct Step {
    let title: String
    var moment: Moment
    /// Roughly the memory that would be free without it.
    let bytes: Int
  }

  private static let undoLimit = 100
  /// Roughly the memory that values may hold which are there for undo and redo alone; the last
  /// operation can be taken back whatever it needs.
  package var undoBytes = 256 << 20
  /// Whether there were operations that cannot be taken back any more.
  package private(set) var hasForgottenSteps = false

  /// A session that sends what its cells write to `sink` as it comes.
  package convenience init(
    _ arguments: CommandLineArguments, display: DisplayOptions,
    sink: @escaping (String) -> Void
  ) {
    self.init(arguments, display: display, journal: nil, sink: sink)
  }

  /// A session that keeps a journal.
  init(
    _ arguments: CommandLineArguments, display: DisplayOptions, journal: SessionJournal?,
    sink: @escaping (String) -> Void
  ) {
    self.journal = journal
    let interpreter = Interpreter.configured(arguments, display: display)
    self.interpreter = interpreter
    timeLimit = arguments.timeLimit
    state = NotebookState(seed: arguments.seed)
    runner = CellRunner(interpreter)
    start = Moment(
      state: state, variables: runner.snapshot(), fixedNames: interpreter.fixedNames)
    runner.onWrite = sink
    runner.onShow = { [unowned interpreter] value in
      sink(value.display(interpreter.display) + "\n")
    }
  }

  // MARK: - Operations

  /// Performs an operation that undo takes back as a whole.
  private func perform(_ title: String, _ operation: () -> Void) {
    let before = moment
    operation()
    undone = []
    done.append(step(title, before))
    forgetSteps()
    journal?.keep(state)
  }

  private func step(_ title: String, _ moment: Moment) -> Step {
    Step(
      title: title, moment: moment,
      bytes: moment.variables.bytes(besides: runner.snapshot()))
  }

  /// Lets the oldest operations go beyond what is kept.
  private func forgetSteps() {
    var bytes = done.reduce(0) { $0 + $1.bytes }
    while done.count > 1, done.count > Self.undoLimit || bytes > undoBytes {
      bytes -= done.removeFirst().bytes
      hasForgottenSteps = true
    }
  }

  /// Runs a program as a new cell; a failing one leaves every variable as it was.
  @discardableResult
  package func run(_ source: String) -> NotebookCell? {
    let number = state.nextCell
    perform(NotebookState.EntryID.title(number, source)) {
      state.append(source)
      execute(number, source)
    }
    return state.cell(number)
  }

  /// Replaces a cell's program and runs it, on the variables as they are.
  package func edit(_ number: Int, _ source: String) {
    perform(":edit \(number)") { execute(number, source) }
  }

  /// Runs cells again, on the variables as they are, up to the first that newly fails.
  ///
  /// - Returns: whether all of them ran.
  @discardableResult
  package func rerun(_ numbers: [Int], title: String) -> Bool {
    var isComplete = true
    perform(title) { isComplete = executeAll(numbers, isOrdered: false) }
    return isComplete
  }

  /// Runs every cell from fresh variables, up to the first that newly fails.
  @discardableResult
  package func rerunAll(title: String = ":rerun all") -> Bool {
    var isComplete = true
    perform(title) { isComplete = executeFromTop() }
    return isComplete
  }

  /// Runs the stale cells, and what they need, until none is stale.
  @discardableResult
  package func rerunStale() -> Bool {
    var isComplete = true
    perform(":rerun stale") {
      // A cell may give other names than before, so that others become stale.
      for _ in state.entries.indices where isComplete && !Staleness(state).cells.isEmpty {
        switch StalePlan(state) {
        case .cells(let numbers): isComplete = executeAll(numbers, isOrdered: true)
        case .everything: isComplete = executeFromTop()
        }
      }
    }
    return isComplete
  }

  /// Takes entries out of the notebook; what their cells did to the variables stays.
  package func delete(_ ids: Set<NotebookState.EntryID>, title: String) {
    perform(title) { state.delete(ids) }
  }

  /// Changes the notebook in a way that runs nothing.
  package func change(_ title: String, _ change: (inout NotebookState) -> Void) {
    perform(title) { change(&state) }
  }

  /// Gives `ans` a value that no cell showed, such as a stepper as it was left: what reads it is
  /// stale, for no run from the top gives it.
  package func answer(_ value: Value, title: String) {
    perform(title) {
      interpreter.assign("ans", value)
      state.noteValueFromOutside("ans")
    }
  }

  /// Takes up another notebook, from fresh variables; none of it runs.
  package func replace(by state: NotebookState, title: String) {
    perform(title) {
      self.state = state
      becomeFresh()
    }
  }

  /// Forgets all cells and variables.
  package func reset() { replace(by: start.state, title: ":reset") }

  /// Notes the file that the notebook was written to, which is no operation.
  ///
  /// It stays the notebook's file whatever is undone, up to where another notebook was taken up.
  package func rename(_ path: String) {
    let old = state.path
    for index in done.indices.reversed() {
      guard done[index].moment.state.path == old else { break }
      done[index].moment.state.path = path
    }
    for index in undone.indices.reversed() {
      guard undone[index].moment.state.path == old else { break }
      undone[index].moment.state.path = path
    }
    state.path = path
    journal?.keep(state)
  }

  // MARK: - Running

  private func execute(
    _ number: Int, _ source: String, isShown: Bool = true, isOrdered: Bool = false
  ) {
    if let cell = state.cell(number) { willRun(cell, isShown) }
    TimeLimit.start(timeLimit)
    runner.run(number, source, in: &state, isOrdered: isOrdered) { Clock.seconds }
    TimeLimit.stop()
    Interrupt.clear()
    if let cell = state.cell(number) { didRun(cell) }
  }

  /// Runs cells one after another; `false` when one failed that did not fail before.
  private func executeAll(_ numbers: [Int], isOrdered: Bool) -> Bool {
    for number in numbers {
      guard let cell = state.cell(number) else { continue }
      execute(number, cell.source, isShown: false, isOrdered: isOrdered)
      journal?.keep(state)
      let outcome = state.cell(number)?.run?.outcome
      let isNewlyFailing = outcome?.error != nil && cell.error == nil
      if isNewlyFailing || outcome?.isInterrupted == true { return false }
    }
    return true
  }

  private func executeFromTop() -> Bool {
    becomeFresh()
    return executeAll(
      state.cells.filter { !$0.isSkipped }.map(\.number), isOrdered: false)
  }

  private func becomeFresh() {
    runner.restore(start.variables)
    interpreter.fixedNames = start.fixedNames
    interpreter.random = RandomGenerator(seed: state.header.seed)
    state.forgetVariables()
  }

  // MARK: - Undo

  private var moment: Moment {
    Moment(state: state, variables: runner.snapshot(), fixedNames: interpreter.fixedNames)
  }

  /// Takes the last operation back; its title, `nil` when there is none.
  package func undo() -> String? { swap(&done, &undone) }

  /// Does an operation again that was taken back; its title, `nil` when there is none.
  package func redo() -> String? { swap(&undone, &done) }

  private func swap(_ from: inout [Step], _ to: inout [Step]) -> String? {
    guard let last = from.popLast() else { return nil }
    let present = moment
    state = last.moment.state
    runner.restore(last.moment.variables)
    interpreter.fixedNames = last.moment.fixedNames
    to.append(step(last.title, present))
    journal?.keep(state)
    return last.title
  }
}

extension NotebookState.EntryID {
  /// The number and the first line of a cell, as undo names it.
  static func title(_ number: Int, _ source: String) -> String {
    "[\(number)] " + NotebookCell.summary(of: source)
  }
}
