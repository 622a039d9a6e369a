package import Diagnostics
package import Runtime

/// Runs cells one by one over an interpreter and collects what they write.
///
/// After a cell with a number, `ans` is the value shown last and `out` the list of the values
/// that cells showed last, by number, `none` where a cell was silent.
package final class CellRunner {
  package let interpreter: Interpreter
  /// Follows what is printed, as it comes.
  package var onWrite: (String) -> Void = { _ in }
  /// Follows the values that are shown, as they come.
  package var onShow: (Value) throws -> Void = { _ in }
  /// How shown values become recorded text.
  package let options: DisplayOptions
  private var history: OutputHistory

  /// Everything that an undo restores: the variables, the random numbers and `out`.
  package struct Snapshot {
    fileprivate let variables: Interpreter.Snapshot
    fileprivate let history: OutputHistory
    /// The list `out`.
    fileprivate let output: Value?

    /// Roughly the memory that this one holds and a later one does not.
    package func bytes(besides other: Snapshot) -> Int {
      // The list `out` is made anew with each cell; the history knows what of it was let go.
      let changes = variables.replaced(in: other.variables).filter {
        history.isTaken || !OutputHistory.isSame($0.old, output)
      }
      return history.bytes(besides: other.history)
        + Value.byteEstimate(of: changes.map(\.old), besides: changes.compactMap(\.new))
    }
  }

  /// A runner over an interpreter.
  ///
  /// - Parameters:
  ///   - interpreter: keeps the variables; its `write` and `show` are taken during a run only.
  ///   - options: how shown values become text; the default is how documents record.
  ///   - historyBytes: roughly how much memory the values in `out` may hold together.
  package init(
    _ interpreter: Interpreter, options: DisplayOptions = DisplayOptions(),
    historyBytes: Int = 256 << 20
  ) {
    self.interpreter = interpreter
    self.options = options
    history = OutputHistory(byteLimit: historyBytes)
  }

  /// Runs a program.
  ///
  /// - Parameters:
  ///   - source: the program.
  ///   - number: the number of the cell in `out`; without one `ans` and `out` stay.
  ///   - pipesAnswer: whether a leading `|>` takes `ans`.
  /// - Returns: what it wrote, and the error if it failed.
  package func run(
    _ source: SourceText, number: Int? = nil, pipesAnswer: Bool = false
  ) -> CellOutcome {
    let (write, show) = (interpreter.write, interpreter.show)
    defer { (interpreter.write, interpreter.show) = (write, show) }
    var pieces = CellPieces()
    interpreter.write = { [onWrite] text in
      pieces.write(text)
      onWrite(text)
    }
    interpreter.show = { [onShow, options] value in
      pieces.show(value, text: value.display(options) + "\n")
      try onShow(value)
    }
    let before = interpreter.value(of: OutputHistory.name)
    do throws(Diagnostic) {
      try interpreter.run(source, pipesAnswer: pipesAnswer)
    } catch {
      return CellOutcome(pieces: pieces.all, error: error)
    }
    let outcome = CellOutcome(pieces: pieces.all, error: nil)
    if let number { publish(outcome.lastShown, number, before) }
    return outcome
  }

  /// Runs a cell of a document under its number, errors at the lines of the document.
  package func run(_ cell: Document.Cell, in document: Document) -> CellOutcome {
    run(cell.sourceText(in: document.name), number: cell.number, pipesAnswer: true)
  }

  private func publish(_ shown: Value?, _ number: Int, _ before: Value?) {
    if let shown { interpreter.assign("ans", shown) }
    let after = interpreter.value(of: OutputHistory.name)
    if !OutputHistory.isSame(before, after) { history.isTaken = true }
    history.record(shown, number: number)
    if !history.isTaken { interpreter.assign(OutputHistory.name, history.value) }
  }

  // MARK: - Undo

  /// The state to come back to; costs a reference a variable.
  package func snapshot() -> Snapshot {
    Snapshot(
      variables: interpreter.snapshot(), history: history,
      output: interpreter.value(of: OutputHistory.name))
  }

  /// Puts variables, random numbers and `out` back.
  package func restore(_ snapshot: Snapshot) {
    interpreter.restore(snapshot.variables)
    history = snapshot.history
  }
}
