import Diagnostics
import Runtime
import StandardLibrary
import Tensors

@testable import Notebook

/// A notebook with an interpreter, without a shell.
final class NotebookSession {
  let runner: CellRunner
  var state: NotebookState
  private let start: CellRunner.Snapshot

  init(seed: UInt64 = 0) {
    let interpreter = Self.makeShellInterpreter()
    interpreter.random = RandomGenerator(seed: seed)
    runner = CellRunner(interpreter)
    state = NotebookState(seed: seed)
    start = runner.snapshot()
  }

  /// An interpreter with the names that every session has.
  private static func makeShellInterpreter() -> Interpreter {
    let interpreter = makeInterpreter()
    interpreter.assign("ans", .none)
    interpreter.assign("out", .flatList([]))
    return interpreter
  }

  /// Runs programs as new cells.
  @discardableResult
  func run(_ sources: String...) -> NotebookSession {
    for source in sources {
      let number = state.append(source)
      runner.run(number, source, in: &state) { 0 }
    }
    return self
  }

  /// Runs a cell again, with its own program or another.
  func rerun(_ number: Int, _ source: String? = nil, isOrdered: Bool = false) {
    let source = source ?? state.cell(number)?.source ?? ""
    runner.run(number, source, in: &state, isOrdered: isOrdered) { 0 }
  }

  func rerunAll() {
    runner.restore(start)
    runner.interpreter.random = RandomGenerator(seed: state.header.seed)
    state.forgetVariables()
    for cell in state.cells where !cell.isSkipped { rerun(cell.number) }
  }

  /// Does what `:rerun stale` does.
  func rerunStale() {
    for _ in 0..<50 where !stale.isEmpty {
      switch StalePlan(state) {
      case .cells(let numbers): for number in numbers { rerun(number, isOrdered: true) }
      case .everything: rerunAll()
      }
    }
  }

  var stale: [Int] { Staleness(state).cells }

  var outputs: [String] { state.cells.map { $0.output + ($0.error ?? "") } }

  /// What the check of the saved notebook says.
  func check() throws -> CheckReport {
    try Replay(Self.makeShellInterpreter()).check(try Document(state.text))
  }
}
