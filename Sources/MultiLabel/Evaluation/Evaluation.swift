package import Datasets
internal import Diagnostics
package import Learners
internal import Tensors

/// All measures of a trained model on a data set.
///
/// - Parameters:
///   - model: a trained model.
///   - data: inputs with their true labels, 0 or 1.
///   - convention: what 0/0 counts as.
///   - isRanked: whether to add the ranking measures of its probabilities, which for some models
///     take much longer than the predicted labels.
/// - Returns: the measures in their order.
/// - Throws: `shape` for another number of labels than in training; `data` for labels other than 0
///   and 1, with row and label name.
package func evaluate(
  _ model: any FittedMultiLabel, _ data: Dataset, convention: UndefinedConvention = .sklearn,
  isRanked: Bool = false
) throws -> MetricRecord {
  try checkLabels(model, data)
  var record = try metrics(
    truth: data.Y, predicted: model.predict(data.X), convention: convention)
  if isRanked {
    let scores = try model.probabilities(data.X)
    record.entries += try rankingRecord(truth: data.Y, scores: scores).entries
  }
  return record
}

/// Throws unless a data set has the labels a model was trained on, 0 or 1 in at least one row.
func checkLabels(_ model: any FittedMultiLabel, _ data: Dataset) throws {
  guard data.labelCount == model.labelCount else {
    throw Failure(
      .shape,
      "expected \(model.labelCount) labels, as in training, found \(data.labelCount)")
  }
  guard data.rowCount > 0 else {
    throw Failure(.data, "expected at least one row to measure on, found none")
  }
  try InputChecks.labels(data.Y, rowCount: data.X.rowCount, names: data.labelNames)
}
