internal import Learners
internal import Runtime
internal import Tensors

extension StandardLibrary {
  /// Measures of predicted numbers.
  static let regressionMeasures: [Builtin] = [
    regression(.mse, "The mean squared error.", "0.333333"),
    regression(.mae, "The mean absolute error.", "0.333333"),
    regression(
      .r2, "The share of the truth's variance that a prediction explains.", "0.785714",
      details: "1 - Σ(y - ỹ)² / Σ(y - ȳ)²; for a constant truth 1 without errors, else 0."),
    regression(
      .explainedVariance,
      "The share of the truth's variance that a prediction explains, apart from a shift.",
      "0.857143", details: "1 - Var(y - ỹ) / Var(y)."),
  ]

  private static func regression(
    _ measure: RegressionMeasure, _ summary: String, _ output: String, details: String = ""
  ) -> Builtin {
    Builtin(
      measure.rawValue, summary,
      Parameter<Numbers>("truth", "n true numbers, or n×T of them, a column a task"),
      Parameter<Numbers>("predicted", "the predicted ones, as many"),
      Parameter<LossAverage>(
        "average", "macro: the mean over columns; none: one value a column", default: .macro),
      details: details,
      examples: [Example("\(measure.rawValue)([1, 2, 4], [1, 3, 4])", prints: output)],
      body: { truth, predicted, average in
        let values = try measure.values(
          truth: truth.tensor.with(kind: .number), predicted: predicted.tensor.with(kind: .number))
        if average == .none { return Tensor(values).value }
        return .number(values.reduce(0, +) / Double(values.count))
      })
  }
}
