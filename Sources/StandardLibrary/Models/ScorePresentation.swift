internal import Learners
internal import Runtime
internal import Tensors

/// The weights of scores, a row each.
func coefficients(_ scores: [LinearScore]) -> Tensor {
  Tensor(scores.flatMap(\.weights), Shape(scores.count, scores.first?.weights.count ?? 0))
}

extension ClassModelObject {
  /// Fields of a learner whose probabilities are made of scores by a sigmoid: the scores' weights,
  /// and the sigmoid's two numbers a class.
  var scaledFields: [(name: String, value: Value)] {
    let models: [any FittedBinary]
    switch model.model {
    case let several as OneVersusRest: models = several.models
    case let two as BinaryClassifier: models = [two.model]
    default: return []
    }
    let scaled = models.compactMap { $0 as? ScaledModel }
    guard scaled.count == models.count else { return [] }
    let scores = scaled.map(\.score)
    return [
      ("score_coefficients", .tensor(coefficients(scores))),
      ("score_intercepts", Tensor(scores.map(\.intercept)).value),
      (
        "platt",
        .tensor(
          Tensor(scaled.flatMap { [$0.scaling.slope, $0.scaling.offset] }, Shape(scaled.count, 2)))
      ),
    ]
  }
}
