package import Datasets
internal import Diagnostics
package import Tensors

/// How well each head of a data set is predicted; rows whose target is missing do not count.
package struct HeadEvaluation: Sendable {
  package let reports: [HeadReport]

  /// Measures what is predicted for each head.
  ///
  /// - Parameters:
  ///   - data: the targets.
  ///   - outputs: by name of the head what `HeadReport` takes; heads without are left out.
  ///   - convention: what 0/0 counts as.
  ///   - isRanked: whether labels also get measures of the order of their scores.
  /// - Throws: `argument` for an output whose head the data do not have, or when no head is left; `data`
  ///   for a head without any target; as `HeadReport`.
  package init(
    _ data: HeadDataset, outputs: [(name: String, output: Tensor)],
    convention: UndefinedConvention = .sklearn, isRanked: Bool = false
  ) throws {
    let names = data.heads.map(\.name)
    for (name, _) in outputs where !names.contains(name) {
      throw Failure(
        .argument, "expected predictions of the data set's heads, found '\(name)'",
        notes: nearNames(to: name, among: names, limit: 1).map { "did you mean '\($0)'?" } + [
          names.isEmpty
            ? "the data set has no heads"
            : "the heads are \(names.prefix(12).map { "'\($0)'" }.joined(separator: ", "))"
        ])
    }
    reports = try data.heads.compactMap { head in
      guard let output = outputs.first(where: { $0.name == head.name }) else { return nil }
      try Interrupt.check()
      let report = try HeadReport(
        head, output: output.output, convention: convention, isRanked: isRanked)
      guard report.rowCount > 0 else {
        throw Failure(.data, "head '\(head.name)': expected a row with a target, found none")
      }
      return report
    }
    guard !reports.isEmpty else {
      throw Failure(.argument, "expected predictions of at least one head, found none")
    }
  }

  /// The report of one head.
  package subscript(name: String) -> HeadReport? { reports.first { $0.name == name } }
}
