package import Datasets
internal import Diagnostics
internal import Learners
internal import Tensors

/// Which thresholds are searched, and by what.
package enum ThresholdMethod: String, Sendable, CaseIterable {
  /// One for each label, by the metric on that label: SCut of Yang, "A study on thresholding
  /// strategies for text categorization", Proceedings of the 24th ACM SIGIR Conference, 2001.
  case perLabel = "per_label"
  /// A single one with which as many labels are predicted as the validation rows have: Read,
  /// Pfahringer, Holmes and Frank, "Classifier chains for multi-label classification", Machine
  /// Learning 85, 2011.
  case cardinality
  /// A single one, by the metric on all entries together.
  case global
}

/// What thresholds are chosen by; the larger the better.
package enum ThresholdMetric: String, Sendable, CaseIterable {
  /// 2TP / (2TP + FP + FN).
  case f1
  /// TP / (TP + FP + FN).
  case jaccard
  /// (TP + TN) / all.
  case accuracy

  /// The value for counts; 0 for 0/0.
  func value(truePositives: Int, predicted: Int, positives: Int, total: Int) -> Double {
    let (tp, both) = (Double(truePositives), Double(predicted + positives))
    switch self {
    case .f1: return both > 0 ? 2 * tp / both : 0
    case .jaccard: return both > tp ? tp / (both - tp) : 0
    case .accuracy: return total > 0 ? (Double(total) - both + 2 * tp) / Double(total) : 0
    }
  }
}

/// Thresholds with what they were chosen by.
///
/// Candidates are the midpoints between neighbouring distinct probabilities, one below the smallest
/// (half of it) and one above the largest (midway to 1; infinity when it is 1). All of them are
/// tried. Of equally good ones the one nearest to ½ is taken, of two equally near ones the smaller.
package struct ThresholdTuning: Sendable {
  package let method: ThresholdMethod
  package let metric: ThresholdMetric
  /// One a label.
  package let thresholds: [Double]
  /// The metric on the validation set with every threshold ½: a value a label, or a single one.
  package let before: [Double]
  /// The metric with the thresholds.
  package let after: [Double]
  /// What a reader of the fit must know.
  package let notes: [String]
  /// The rows they were chosen on.
  package let fingerprints: RowFingerprints

  /// Searches the thresholds for a model's probabilities on a validation set.
  ///
  /// - Throws: `data` for labels other than 0 and 1 or no rows, `shape` for other labels than the
  ///   model's.
  /// - Complexity: O(nC log(nC)).
  package init(
    _ model: any FittedMultiLabel, _ data: Dataset, method: ThresholdMethod,
    metric: ThresholdMetric
  ) throws {
    try checkLabels(model, data)
    try InputChecks.labels(data.Y, rowCount: data.rowCount, names: data.labelNames)
    guard data.rowCount > 0 else {
      throw Failure(.data, "expected at least one row to choose thresholds on, found none")
    }
    let p = try model.probabilities(data.X)
    let C = model.labelCount
    let columns = try (0..<C).map { c in
      try Interrupt.check()
      return (0..<data.rowCount).map { (p: p[$0, c], isTrue: data.Y[$0, c] == 1) }
    }
    let parts = method == .perLabel ? columns : [columns.flatMap { $0 }]
    let searched = try Progress.map(parts, "search") { part in
      try Interrupt.check()
      let search = ThresholdSearch(part, metric)
      return (
        found: method == .cardinality ? search.matchingCount : search.best,
        before: search.value(at: 0.5)
      )
    }
    let found = searched.map(\.found)
    let before = searched.map(\.before)
    thresholds =
      method == .perLabel ? found.map(\.threshold) : Array(repeating: found[0].threshold, count: C)
    self.before = before
    after = found.map(\.value)
    notes = ThresholdTuning.notes(model, data, method)
    fingerprints = RowFingerprints(data)
    self.method = method
    self.metric = metric
  }

  private static func notes(
    _ model: any FittedMultiLabel, _ data: Dataset, _ method: ThresholdMethod
  ) -> [String] {
    var notes: [String] = []
    if looksLikeTest(data.name) {
      notes.append(
        "WARNING: thresholds were chosen on '\(data.name)', a test set by its name; scores on it "
          + "will flatter the model: choose them on rows held back from training")
    }
    let empty = model.labelNames.indices.filter { c in
      !(0..<data.rowCount).contains { data.Y[$0, c] == 1 }
    }
    if method == .perLabel, !empty.isEmpty {
      let names = empty.prefix(4).map { model.labelNames[$0] }.joined(separator: ", ")
      notes.append(
        "no validation row has \(names)\(empty.count > 4 ? " and \(empty.count - 4) more" : "")")
    }
    return notes
  }

  /// Whether a data set's name ends in `test`, as in `emotions-test`.
  private static func looksLikeTest(_ name: String) -> Bool {
    let lower = name.lowercased()
    return lower == "test" || ["-test", "_test", ".test", " test"].contains { lower.hasSuffix($0) }
  }
}
