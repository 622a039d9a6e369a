package import Diagnostics
package import Runtime
internal import Tensors

/// Runs a document from its first cell to its last, to check or to record it.
///
/// Random numbers start at the seed of the header. In place of an exercise's starter its solution
/// is run; its check sees a copy of the variables. The interpreter is left as it was found.
package struct Replay {
  private let interpreter: Interpreter

  /// Replays over an interpreter without variables of the user.
  package init(_ interpreter: Interpreter) { self.interpreter = interpreter }

  /// What happened to a cell.
  enum Event {
    case ran(Document.Cell, CellOutcome)
    case starterPassed(Document.Cell)
    case unsolved(Document.Cell, String)
  }

  /// Runs the document and compares what its cells write with what is recorded.
  ///
  /// - Returns: the differences, with the lines of the document.
  /// - Throws: the interruption, when the run is stopped.
  package func check(_ document: Document) throws(Diagnostic) -> CheckReport {
    var failures: [CheckReport.Failure] = []
    var count = 0
    try replay(document) { event in
      switch event {
      case .ran(let cell, let outcome):
        count += 1
        failures += CellComparison(cell, document.header).failures(outcome)
      case .starterPassed(let cell):
        failures.append(
          CheckReport.Failure(
            line: cell.line, message: "the starter passes its check without being filled in",
            difference: []))
      case .unsolved(let cell, let name):
        count += 1
        failures.append(
          CheckReport.Failure(
            line: cell.line, message: "exercise \(name) has no solution to run", difference: []))
      }
    }
    return CheckReport(document: document.name, cellCount: count, failures: failures)
  }

  /// Runs the document and renews the blocks that no longer match, and only these.
  ///
  /// Blocks that are missing are added, those of silent cells removed; skipped cells are left alone,
  /// exercises' starters record nothing.
  ///
  /// - Returns: the text to write in place of the old one.
  /// - Throws: the interruption, when the run is stopped.
  package func record(_ document: Document) throws(Diagnostic) -> String {
    var rewrite = DocumentRewrite(document)
    for cell in document.cells {
      if case .exercise = cell.attributes.role { rewrite.set(nil, nil, of: cell) }
    }
    try replay(document) { event in
      guard case .ran(let cell, let outcome) = event else { return }
      rewrite.record(outcome, of: cell)
    }
    return rewrite.text
  }

  /// Runs every cell that is run, where the document wants to, and tells what happened.
  private func replay(_ document: Document, _ visit: (Event) -> Void) throws(Diagnostic) {
    guard document.header.usesTemporaryFolder else { return try runCells(document, visit) }
    let folder: TemporaryFolder
    do { folder = try TemporaryFolder() } catch { throw Diagnostic(error) }
    let outer = interpreter.folder
    interpreter.folder = ""
    defer {
      interpreter.folder = outer
      folder.leave()
    }
    try runCells(document, visit)
  }

  private func runCells(_ document: Document, _ visit: (Event) -> Void) throws(Diagnostic) {
    let found = (interpreter.snapshot(), interpreter.display)
    defer {
      interpreter.restore(found.0)
      interpreter.display = found.1
    }
    interpreter.display = DisplayOptions()
    interpreter.random = RandomGenerator(seed: document.header.seed)
    let runner = CellRunner(interpreter)
    let start = runner.snapshot()
    let cells = document.cells.filter { !$0.attributes.isSkipped }
    let progress = Progress.begin(of: cells.count, document.name)
    var isComplete = false
    defer { progress.end(isComplete: isComplete) }
    for (position, cell) in cells.enumerated() {
      progress.report(position)
      do { try Interrupt.check() } catch { throw Diagnostic(error) }
      if cell.attributes.isFresh { runner.restore(start) }
      switch cell.attributes.role {
      case .plain: visit(.ran(cell, try run(cell, runner, document)))
      case .exercise(let name):
        guard let solution = document.solution(of: name) else {
          visit(.unsolved(cell, name))
          continue
        }
        if let check = document.check(of: name), try passes(cell, check, runner, document) {
          visit(.starterPassed(cell))
        }
        visit(.ran(solution, try run(solution, runner, document)))
      case .check(let name):
        guard document.solution(of: name) != nil else { continue }
        let before = runner.snapshot()
        let outcome = try run(cell, runner, document)
        runner.restore(before)
        visit(.ran(cell, outcome))
      case .solution: break
      }
    }
    isComplete = true
  }

  private func run(
    _ cell: Document.Cell, _ runner: CellRunner, _ document: Document
  ) throws(Diagnostic) -> CellOutcome {
    let outcome = runner.run(cell, in: document)
    if let error = outcome.error, outcome.isInterrupted { throw error }
    return outcome
  }

  /// Whether a starter as it stands passes its check; leaves no trace.
  private func passes(
    _ starter: Document.Cell, _ check: Document.Cell, _ runner: CellRunner, _ document: Document
  ) throws(Diagnostic) -> Bool {
    let before = runner.snapshot()
    defer { runner.restore(before) }
    guard try run(starter, runner, document).error == nil else { return false }
    return try run(check, runner, document).error == nil
  }
}
