/// What differs between a document and its run.
package struct CheckReport: Sendable {
  /// A cell that did not do what the document recorded.
  package struct Failure: Sendable {
    /// The number of the cell.
    package let cell: Int
    /// The line of the cell's fence.
    package internal(set) var line: Int
    /// What went otherwise: lower case, no full stop.
    package let message: String
    /// Recorded against found text; empty where no text is compared.
    package let difference: [DifferenceLine]
  }

  package let document: String
  /// The number of cells that were run.
  package let cellCount: Int
  package internal(set) var failures: [Failure] = []

  /// Whether everything was as recorded.
  package var isPassed: Bool { failures.isEmpty }

  /// The report as lines: each failure as `file:line: message` with its difference, then a summary.
  package var text: String {
    let failed = Set(failures.map(\.cell)).count
    let summary =
      failed == 0
      ? "\(document): \(cellCount) \(cellCount == 1 ? "cell" : "cells") as recorded"
      : "\(document): \(failed) of \(cellCount) cells \(failed == 1 ? "differs" : "differ")"
    return failureText + summary + "\n"
  }

  /// The failures alone, as lines.
  package var failureText: String {
    var lines: [String] = []
    for failure in failures {
      lines.append("\(document):\(failure.line): \(failure.message)")
      let last = failure.difference.lazy.compactMap(\.line).max() ?? 0
      let width = max(4, String(last).utf8.count)
      lines += failure.difference.map { $0.rendered(width: width) }
    }
    return lines.map { $0 + "\n" }.joined()
  }
}
