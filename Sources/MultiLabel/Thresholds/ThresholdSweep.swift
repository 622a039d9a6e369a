package import Datasets
internal import Diagnostics
package import Learners
internal import Tensors

/// Measures of a model at several thresholds.
package struct ThresholdSweep: Sendable {
  package let thresholds: [Double]
  /// One record a threshold.
  package let records: [MetricRecord]

  /// Cuts a model's probabilities (mean votes, for groups) at thresholds; a probability at the
  /// threshold counts as present.
  ///
  /// - Throws: `value` without thresholds or for one that is no number.
  package init(
    _ model: any FittedMultiLabel, _ data: Dataset, thresholds: [Double],
    convention: UndefinedConvention = .sklearn
  ) throws {
    try checkLabels(model, data)
    guard !thresholds.isEmpty, !thresholds.contains(where: \.isNaN) else {
      throw Failure(
        .value,
        "expected thresholds as numbers, found "
          + (thresholds.isEmpty ? "none" : "NaN"))
    }
    let p = try model.probabilities(data.X)
    self.thresholds = thresholds
    records = try thresholds.map { t in
      try Interrupt.check()
      return try metrics(
        truth: data.Y, predicted: hardened(p, threshold: t), convention: convention)
    }
  }

  /// A measure at every threshold.
  package func values(_ measure: String) -> [Double] { records.map { $0[measure] ?? .nan } }
}
