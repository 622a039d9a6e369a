internal import Diagnostics
package import Tensors

/// The measures of a 0/1 prediction, in a fixed order, by name.
package struct MetricRecord: Sendable {
  package var entries: [(name: String, value: Double)]
  /// How often each score was 0/0 and the convention decided: in how many rows for `_samples`, in
  /// how many labels for `_macro`.
  package var undefinedCounts: [(name: String, count: Int)]

  /// Measures by name, and how often those had no value.
  package init(
    entries: [(name: String, value: Double)], undefinedCounts: [(name: String, count: Int)]
  ) {
    self.entries = entries
    self.undefinedCounts = undefinedCounts
  }

  /// How often any score was 0/0.
  package var undefined: Int { undefinedCounts.reduce(0) { $0 + $1.count } }

  package subscript(name: String) -> Double? { entries.first { $0.name == name }?.value }

  /// How often a measure was 0/0; 0 for one that never is.
  package func undefined(in name: String) -> Int {
    undefinedCounts.first { $0.name == name }?.count ?? 0
  }

  /// The measures of which less is better.
  package static let losses: Set<String> = [
    "zero_one", "hamming", "coverage", "ranking_loss", "one_error", "log_loss",
  ]
  /// The measures that are neither good nor bad.
  package static let counts: Set<String> = [
    "cardinality", "predicted_cardinality", "undefined", "one_class_labels", "one_class_rows",
  ]
}

/// All measures of an n×C prediction at once.
///
/// - Throws: `shape` and `data` as `LabelTally`.
package func metrics(
  truth: Tensor, predicted: Tensor, convention: UndefinedConvention = .sklearn
) throws -> MetricRecord {
  metrics(try LabelTally(truth: truth, predicted: predicted), convention: convention)
}

/// All measures that counts at hand give.
package func metrics(_ tally: LabelTally, convention: UndefinedConvention) -> MetricRecord {
  let n = Double(max(tally.samples.count, 1))
  let exact = Double(tally.samples.count { $0.wrong == 0 })
  let overall = tally.overall
  var record = MetricRecord(
    entries: [
      ("zero_one", 1 - exact / n),
      ("hamming", Double(overall.wrong) / Double(max(overall.total, 1))),
      ("accuracy", exact / n),
    ], undefinedCounts: [])
  for average in [Average.samples, .micro, .macro] {
    for score in SetScore.allCases {
      let name = "\(score.rawValue)_\(average.rawValue)"
      let result = score.average(tally, average, convention)
      record.entries.append((name, result.values[0]))
      record.undefinedCounts.append((name, result.undefined))
    }
  }
  record.entries.append(("cardinality", Double(overall.support) / n))
  record.entries.append(("predicted_cardinality", Double(overall.predicted) / n))
  record.entries.append(("undefined", Double(record.undefined)))
  return record
}

/// The share of cells that differ, `(1/nC) Σ δ(y_ic ≠ ỹ_ic)`.
package func hammingLoss(truth: Tensor, predicted: Tensor) throws -> Double {
  let counts = try LabelTally(truth: truth, predicted: predicted).overall
  return Double(counts.wrong) / Double(max(counts.total, 1))
}

/// The share of rows with an error, `(1/n) Σ δ(y_i ≠ ỹ_i)`.
package func zeroOneLoss(truth: Tensor, predicted: Tensor) throws -> Double {
  1 - (try accuracy(truth: truth, predicted: predicted))
}

/// The share of rows without an error; vectors may hold any class numbers.
///
/// - Throws: `shape` for shapes that differ, `data` for a missing value.
package func accuracy(truth: Tensor, predicted: Tensor) throws -> Double {
  guard truth.shape == predicted.shape, truth.rank == 1 || truth.rank == 2, truth.count > 0 else {
    throw InputChecks.shapes(truth, predicted)
  }
  try InputChecks.present(truth, "true")
  try InputChecks.present(predicted, "predicted")
  let width = truth.columnCount
  let same = truth.withElements { y in
    predicted.withElements { p in
      (0..<truth.rowCount).count { i in
        (0..<width).allSatisfy { y[i * width + $0] == p[i * width + $0] }
      }
    }
  }
  return Double(same) / Double(truth.rowCount)
}

/// Precision, recall, F1 or Jaccard; one value, or one a label for `.none`.
package func setScore(
  _ score: SetScore, truth: Tensor, predicted: Tensor, average: Average,
  convention: UndefinedConvention = .sklearn
) throws -> (values: [Double], undefined: Int) {
  score.average(try LabelTally(truth: truth, predicted: predicted), average, convention)
}

/// One prediction judged by several conventions for 0/0.
package struct ConventionComparison: Sendable {
  /// The conventions, in order.
  package let conventions: [UndefinedConvention]
  /// The measures, one record a convention.
  package let records: [MetricRecord]

  /// Measures n×C 0/1 labels by scikit-learn's, Mulan's and MEKA's conventions and `others`.
  ///
  /// - Throws: as `metrics`.
  package init(truth: Tensor, predicted: Tensor, others: [UndefinedConvention] = []) throws {
    let tally = try LabelTally(truth: truth, predicted: predicted)
    conventions = UndefinedConvention.named + others
    records = conventions.map { metrics(tally, convention: $0) }
  }

  /// The measures that a convention can decide, with the number of cases where it does.
  package var measures: [(name: String, undefined: Int)] {
    records[0].undefinedCounts.map { ($0.name, $0.count) }
  }
}
