package import Charts
package import Datasets
internal import Diagnostics
package import Learners
internal import Tensors

/// All measures of a trained model on a data set.
package func evaluate(
  _ model: any FittedMultiLabel, _ data: Dataset, convention: UndefinedConvention = .sklearn
) throws -> MetricRecord {
  try checkLabels(model, data)
  return try metrics(truth: data.Y, predicted: model.predict(data.X), convention: convention)
}

/// Measures of several trained models side by side.
package struct Comparison: Sendable {
  /// Names in the order given.
  package let names: [String]
  /// One record a name.
  package let records: [MetricRecord]
  /// What a reader of the scores must know, each with the name of its model.
  package let warnings: [String]

  package init(
    _ models: [(name: String, model: any FittedMultiLabel)], _ data: Dataset,
    convention: UndefinedConvention = .sklearn
  ) throws {
    guard !models.isEmpty else {
      throw Failure(.argument, "expected at least one model to compare, found none")
    }
    names = models.map(\.name)
    warnings = models.compactMap { name, model in
      (model as? any JudgedCarefully)?.warning(for: data).map { "\(name): \($0)" }
    }
    records = try models.map { try evaluate($0.model, data, convention: convention) }
  }

  /// The measures shown in the table.
  package static let measures = [
    "zero_one", "hamming", "precision_samples", "recall_samples", "f1_samples", "jaccard_samples",
    "precision_micro", "recall_micro", "f1_micro", "precision_macro", "recall_macro", "f1_macro",
    "predicted_cardinality", "undefined",
  ]

  /// A row a measure, a column a model; the best model of each measure emphasised.
  package var table: Table {
    var table = Table(columns: [.init("measure")] + names.map { .init(StyledText($0), .decimal) })
    for measure in Self.measures {
      let values = records.map { $0[measure] ?? .nan }
      let digits = measure == "undefined" ? 0 : 4
      table.rows.append(
        [StyledText(measure)]
          + values.map {
            StyledText(fixed($0, digits), isBest($0, values, measure) ? .emphasis : .plain)
          })
    }
    return table
  }

  private func isBest(_ value: Double, _ values: [Double], _ measure: String) -> Bool {
    guard records.count > 1, !["predicted_cardinality", "undefined"].contains(measure) else {
      return false
    }
    return value == (["zero_one", "hamming"].contains(measure) ? values.min() : values.max())
  }
}

/// Throws unless a data set has the labels a model was trained on.
func checkLabels(_ model: any FittedMultiLabel, _ data: Dataset) throws {
  guard data.labelCount == model.labelCount else {
    throw Failure(
      .shape,
      "expected \(model.labelCount) labels, as in training, found \(data.labelCount)")
  }
}
