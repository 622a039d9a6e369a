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
    try compare(document) { cell, outcome in
      CellComparison(cell, document.header).failures(outcome)
    }
  }

  /// Runs the document and keeps what its cells brought, where that is as recorded.
  ///
  /// - Returns: the outcomes by the cells' numbers, and the differences.
  /// - Throws: the interruption, when the run is stopped.
  package func outcomes(
    _ document: Document
  ) throws(Diagnostic) -> (outcomes: [Int: CellOutcome], report: CheckReport) {
    var outcomes: [Int: CellOutcome] = [:]
    let report = try compare(document) { cell, outcome in
      let failures = CellComparison(cell, document.header).failures(outcome)
      if failures.isEmpty, !cell.attributes.isUnchecked { outcomes[cell.number] = outcome }
      return failures
    }
    return (outcomes, report)
  }

  /// Runs the document and renews the blocks that no longer match, and only these.
  ///
  /// Blocks that are missing are added, those of silent cells removed; skipped cells are left alone,
  /// exercises' starters record nothing.
  ///
  /// - Returns: the text to write in place of the old one, and what its author has to mend: failing
  ///   checks, starters that pass, exercises without a solution, with the lines of the new text.
  /// - Throws: the interruption, when the run is stopped.
  package func record(
    _ document: Document
  ) throws(Diagnostic) -> (text: String, report: CheckReport) {
    var rewrite = DocumentRewrite(document)
    for cell in document.cells {
      if case .exercise = cell.attributes.role { rewrite.set(nil, nil, of: cell) }
    }
    var report = try compare(document) { cell, outcome in rewrite.record(outcome, of: cell) }
    let cells = try Document(rewrite.text, name: document.name).cells
    let lines = Dictionary(
      zip(document.cells.map(\.line), cells.map(\.line)), uniquingKeysWith: { line, _ in line })
    for (index, failure) in report.failures.enumerated() {
      report.failures[index].line = lines[failure.line] ?? failure.line
    }
    return (rewrite.text, report)
  }

  /// Runs the document and collects what `judge` and the exercises find wrong.
  private func compare(
    _ document: Document, _ judge: (Document.Cell, CellOutcome) -> [CheckReport.Failure]
  ) throws(Diagnostic) -> CheckReport {
    var failures: [CheckReport.Failure] = []
    var count = 0
    func add(_ cell: Document.Cell, _ message: String) {
      failures.append(
        CheckReport.Failure(
          cell: cell.number, line: cell.line, message: message, difference: []))
    }
    try replay(document) { event in
      switch event {
      case .ran(let cell, let outcome):
        count += 1
        failures += judge(cell, outcome)
      case .starterPassed(let cell):
        add(cell, "the starter passes its check without being filled in")
      case .unsolved(let cell, let name):
        count += 1
        add(cell, "exercise \(name) has no solution to run")
      }
    }
    return CheckReport(document: document.name, cellCount: count, failures: failures)
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
