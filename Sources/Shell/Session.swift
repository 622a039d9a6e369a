package import Diagnostics
package import Runtime
internal import StandardLibrary
internal import Tensors

/// A person's session: cells run one after another, their outputs, and the way back.
package final class Session {
  /// A cell that was run.
  package struct Cell {
    package let number: Int
    package let source: String
    /// What it wrote and showed.
    package let output: String
    /// The message it failed with.
    package let error: Diagnostic?
    package let seconds: Double
  }

  package let interpreter: Interpreter
  /// The number of the next cell.
  package private(set) var number = 1
  package private(set) var cells: [Cell] = []
  /// Where output goes while a cell runs.
  package var sink: (String) -> Void
  package var timeLimit: Double?

  private var undoStack: [Interpreter.Snapshot] = []
  private var redoStack: [Interpreter.Snapshot] = []
  private var outputs: [Value] = [.none]
  private var current = ""
  private var lastShown: Value?

  private static let undoLimit = 100
  private static let recordedBytes = 1 << 20

  package init(_ arguments: CommandLineArguments, display: DisplayOptions, sink: @escaping (String) -> Void) {
    self.sink = sink
    timeLimit = arguments.timeLimit
    interpreter = Interpreter(builtins: StandardLibrary.builtins)
    interpreter.random = RandomGenerator(seed: arguments.seed)
    interpreter.display = display
    interpreter.files.isReadOnly = arguments.isReadOnly
    interpreter.files.root = arguments.root.map(FileAccess.resolve)
    interpreter.assign("ans", .none)
    interpreter.assign("out", .flatList([]))
    interpreter.write = { [unowned self] text in self.emit(text) }
    interpreter.show = { [unowned self] value in self.show(value) }
  }

  private func emit(_ text: String) {
    if current.utf8.count < Self.recordedBytes { current += text }
    sink(text)
  }

  private func show(_ value: Value) {
    lastShown = value
    interpreter.assign("ans", value)
    emit(value.display(interpreter.display) + "\n")
  }

  // MARK: - Running

  /// Runs a cell; a failing one leaves every variable as it was.
  @discardableResult
  package func run(_ text: String, name: String? = nil) -> Cell {
    let source = SourceText(name: name ?? "cell \(number)", text: text)
    let before = interpreter.snapshot()
    let start = Clock.seconds
    current = ""
    lastShown = nil
    var failure: Diagnostic?
    Interrupt.clear()
    TimeLimit.start(timeLimit)
    do throws(Diagnostic) {
      try interpreter.run(source, pipesAnswer: true)
    } catch {
      failure = error
    }
    TimeLimit.stop()
    Interrupt.clear()
    if failure == nil { remember(before) }
    let cell = Cell(
      number: number, source: text, output: current, error: failure,
      seconds: Clock.seconds - start)
    cells.append(cell)
    outputs.append(failure == nil ? lastShown ?? .none : .none)
    interpreter.assign("out", .flatList(outputs))
    number += 1
    return cell
  }

  private func remember(_ snapshot: Interpreter.Snapshot) {
    undoStack.append(snapshot)
    if undoStack.count > Self.undoLimit { undoStack.removeFirst() }
    redoStack = []
  }

  // MARK: - Undo

  /// Takes the last cell's effect on the variables back; `false` when there is none.
  package func undo() -> Bool {
    guard let before = undoStack.popLast() else { return false }
    redoStack.append(interpreter.snapshot())
    interpreter.restore(before)
    return true
  }

  /// Brings an undone effect back; `false` when there is none.
  package func redo() -> Bool {
    guard let after = redoStack.popLast() else { return false }
    undoStack.append(interpreter.snapshot())
    interpreter.restore(after)
    return true
  }

  /// The names the user made, without `ans` and `out`.
  package var variableNames: [String] {
    interpreter.variableNames.filter { $0 != "ans" && $0 != "out" }
  }
}
