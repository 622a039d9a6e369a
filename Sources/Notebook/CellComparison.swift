/// Compares what a cell did with what its document recorded.
struct CellComparison {
  private let cell: Document.Cell
  private let comparison: OutputComparison

  init(_ cell: Document.Cell, _ header: DocumentHeader) {
    self.cell = cell
    comparison = OutputComparison(
      tolerance: cell.attributes.tolerance ?? header.tolerance,
      chartShare: cell.attributes.chartShare)
  }

  /// Whether the text is as recorded; no block means silence.
  func matchesOutput(_ outcome: CellOutcome) -> Bool {
    comparison.matches(recorded: cell.output?.text ?? "", found: outcome.output)
  }

  /// Whether the cell fails, or does not, as recorded.
  func matchesError(_ outcome: CellOutcome) -> Bool {
    switch (cell.error, outcome.errorText) {
    case (nil, nil): true
    case (let recorded?, let found?): comparison.matches(recorded: recorded.text, found: found)
    default: false
    }
  }

  /// What to report.
  func failures(_ outcome: CellOutcome) -> [CheckReport.Failure] {
    var failures: [CheckReport.Failure] = []
    if !matchesError(outcome), !(cell.attributes.isUnchecked && cell.error != nil) {
      failures.append(errorFailure(outcome))
    }
    if !matchesOutput(outcome), !cell.attributes.isUnchecked {
      failures.append(
        failure(
          cell.output == nil ? "the cell writes what is not recorded" : "the output differs",
          cell.output, outcome.output))
    }
    return failures
  }

  private func errorFailure(_ outcome: CellOutcome) -> CheckReport.Failure {
    let found = outcome.errorText ?? ""
    if cell.error == nil, case .check(let name) = cell.attributes.role {
      return failure("the solution of \(name) does not pass its check", nil, found)
    }
    if cell.error == nil {
      return failure("the cell fails, which is not recorded", nil, found)
    }
    return failure(
      outcome.error == nil ? "the cell does not fail as recorded" : "the error differs",
      cell.error, found)
  }

  private func failure(
    _ message: String, _ recorded: Document.Recorded?, _ found: String
  ) -> CheckReport.Failure {
    CheckReport.Failure(
      cell: cell.number, line: cell.line, message: message,
      difference: comparison.difference(
        recorded: recorded?.text ?? "", found: found, line: recorded?.line ?? cell.line))
  }
}
