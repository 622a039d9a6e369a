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

  package init(
    _ models: [(name: String, model: any FittedMultiLabel)], _ data: Dataset,
    convention: UndefinedConvention = .sklearn
  ) throws {
    guard !models.isEmpty else {
      throw Failure(.argument, "expected at least one model to compare, found none")
    }
    names = models.map(\.name)
    records = try models.map { try evaluate($0.model, data, convention: convention) }
  }

  /// The measures shown in the table.
  package static let columns = [
    "zero_one", "hamming", "precision_samples", "recall_samples", "f1_samples", "jaccard_samples",
    "f1_micro", "f1_macro", "predicted_cardinality",
  ]

  /// A row a model, a column a measure; the best of each measure emphasised.
  package var table: Table {
    var table = Table(columns: [.init("model")])
    for name in Self.columns {
      let title = name == "predicted_cardinality" ? "labels" : name
      table.columns.append(.init(StyledText(title), .decimal))
    }
    for (name, record) in zip(names, records) {
      var row: [StyledText] = [StyledText(name)]
      for column in Self.columns {
        let value = record[column] ?? .nan
        row.append(StyledText(fixed(value, 4), isBest(value, column) ? .emphasis : .plain))
      }
      table.rows.append(row)
    }
    return table
  }

  private func isBest(_ value: Double, _ column: String) -> Bool {
    guard records.count > 1, column != "predicted_cardinality" else { return false }
    let all = records.compactMap { $0[column] }
    return value == (["zero_one", "hamming"].contains(column) ? all.min() : all.max())
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
