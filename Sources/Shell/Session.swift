internal import Diagnostics
package import Notebook
package import Runtime
internal import Tensors

/// A person's session: cells run one after another, their outputs, and the way back.
package final class Session {
  /// A cell that was run.
  package struct Cell {
    package let number: Int
    package let source: String
    package let outcome: CellOutcome
    package let seconds: Double
  }

  package let interpreter: Interpreter
  /// The number of the next cell.
  package private(set) var number = 1
  package private(set) var cells: [Cell] = []
  /// What `:save` writes: cells and notes in order.
  package private(set) var entries: [SessionEntry] = []
  package var timeLimit: Double?

  private let runner: CellRunner
  private var undoStack: [CellRunner.Snapshot] = []
  private var redoStack: [CellRunner.Snapshot] = []

  private static let undoLimit = 100

  /// A session that sends what its cells write to `sink` as it comes.
  package init(
    _ arguments: CommandLineArguments, display: DisplayOptions, sink: @escaping (String) -> Void
  ) {
    interpreter = Interpreter.configured(arguments, display: display)
    timeLimit = arguments.timeLimit
    runner = CellRunner(interpreter)
    runner.onWrite = sink
    runner.onShow = { [unowned interpreter] value in
      sink(value.display(interpreter.display) + "\n")
    }
  }

  // MARK: - Running

  /// Runs a cell; a failing one leaves every variable as it was.
  @discardableResult
  package func run(_ text: String) -> Cell {
    let source = SourceText(name: "cell \(number)", text: text)
    let before = runner.snapshot()
    let start = Clock.seconds
    Interrupt.clear()
    TimeLimit.start(timeLimit)
    let outcome = runner.run(source, number: number, pipesAnswer: true)
    TimeLimit.stop()
    Interrupt.clear()
    if outcome.error == nil { remember(before) }
    let cell = Cell(
      number: number, source: text, outcome: outcome, seconds: Clock.seconds - start)
    cells.append(cell)
    entries.append(.cell(text, outcome))
    number += 1
    return cell
  }

  /// Adds prose to the session's document.
  package func note(_ text: String) { entries.append(.note(text)) }

  private func remember(_ snapshot: CellRunner.Snapshot) {
    undoStack.append(snapshot)
    if undoStack.count > Self.undoLimit { undoStack.removeFirst() }
    redoStack = []
  }

  // MARK: - Undo

  /// Takes the last cell's effect on the variables back; `false` when there is none.
  package func undo() -> Bool {
    guard let before = undoStack.popLast() else { return false }
    redoStack.append(runner.snapshot())
    runner.restore(before)
    return true
  }

  /// Brings an undone effect back; `false` when there is none.
  package func redo() -> Bool {
    guard let after = redoStack.popLast() else { return false }
    undoStack.append(runner.snapshot())
    runner.restore(after)
    return true
  }
}
