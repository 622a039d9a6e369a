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
  private let journal: SessionJournal?
  private var undoStack: [Change] = []
  private var redoStack: [Change] = []

  /// A cell that can be taken back or brought back.
  private struct Change {
    let cell: Cell
    /// Its place in `entries`.
    let entry: Int
    /// The variables on the other side of the change.
    let snapshot: CellRunner.Snapshot
  }

  private static let undoLimit = 100

  /// A session that sends what its cells write to `sink` as it comes.
  init(
    _ arguments: CommandLineArguments, display: DisplayOptions, journal: SessionJournal? = nil,
    sink: @escaping (String) -> Void
  ) {
    self.journal = journal
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
    TimeLimit.start(timeLimit)
    let outcome = runner.run(source, number: number, pipesAnswer: true)
    TimeLimit.stop()
    Interrupt.clear()
    let cell = Cell(
      number: number, source: text, outcome: outcome, seconds: Clock.seconds - start)
    if outcome.error == nil { remember(cell, before) }
    cells.append(cell)
    add(Self.entry(cell))
    number += 1
    return cell
  }

  /// Adds prose to the session's document.
  package func note(_ text: String) { add(.note(text)) }

  private func add(_ entry: SessionEntry) {
    entries.append(entry)
    journal?.append(entry)
  }

  private func remember(_ cell: Cell, _ before: CellRunner.Snapshot) {
    undoStack.append(Change(cell: cell, entry: entries.count, snapshot: before))
    if undoStack.count > Self.undoLimit { undoStack.removeFirst() }
    redoStack = []
  }

  // MARK: - Entries

  /// What the document says of a cell; one that was interrupted had no effect and may never end.
  private static func entry(_ cell: Cell) -> SessionEntry {
    cell.outcome.isInterrupted
      ? withoutEffect(cell, "interrupted") : .cell(cell.source, cell.outcome)
  }

  /// A cell as a comment, so that the numbers of the cells after it stay.
  private static func withoutEffect(_ cell: Cell, _ why: String) -> SessionEntry {
    let lines = cell.source.split(separator: "\n").map { "\n# \($0)" }
    return .cell(source: "# \(why):" + lines.joined(), output: "", error: nil)
  }

  // MARK: - Undo

  /// Takes the last cell's effect on the variables back.
  ///
  /// - Returns: the cell, `nil` when there is none.
  package func undo() -> Cell? {
    guard let change = undoStack.popLast() else { return nil }
    redoStack.append(swap(change, Self.withoutEffect(change.cell, "taken back")))
    return change.cell
  }

  /// Brings an undone effect back.
  ///
  /// - Returns: the cell, `nil` when there is none.
  package func redo() -> Cell? {
    guard let change = redoStack.popLast() else { return nil }
    undoStack.append(swap(change, Self.entry(change.cell)))
    return change.cell
  }

  /// Goes to the other side of a change; returns the way back.
  private func swap(_ change: Change, _ entry: SessionEntry) -> Change {
    let here = runner.snapshot()
    runner.restore(change.snapshot)
    entries[change.entry] = entry
    journal?.replace(with: entries)
    return Change(cell: change.cell, entry: change.entry, snapshot: here)
  }
}
