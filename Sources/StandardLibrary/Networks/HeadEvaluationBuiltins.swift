internal import Datasets
internal import Diagnostics
internal import Learners
internal import Runtime
internal import Tensors

extension StandardLibrary {
  /// How well heads are predicted.
  static let headMeasures: [Builtin] = [
    Builtin(
      "evaluate_heads", "How well predictions of each head meet a data set's targets.",
      Parameter<HeadDatasetObject>("data", "a data set of heads"),
      Parameter<Record>(
        "predicted",
        "by head: probabilities of 1, n×K probabilities or class numbers, n×C probabilities, or "
          + "numbers"), ConventionArgument.parameter, isRanked,
      details:
        "What evaluate(fitted, data) makes of a network, for predictions from anywhere. Rows "
        + "whose target is missing do not count. Each head is a field with its measures: loss, what "
        + "training makes small; accuracy, tpr tnr ppv npv fpr, precision recall f1, roc_auc and "
        + "average_precision of a binary head; accuracy, balanced_accuracy, precision_macro "
        + "recall_macro f1_macro of classes; those of metrics(truth, predicted) of labels; mse rmse "
        + "mae r2 explained_variance of numbers; log_loss where probabilities are given. .rows, "
        + ".confusion, .counts and .rates hold how many rows count, the matrix, the four counts and "
        + "the five rates of each class. 0/0 counts as 0 unless convention= says otherwise.",
      examples: [
        Example(
          "d = head_data([1; 2; 3; 4], {up: [0, 0, 1, 1], size: [1, 2, nan, 4]}); "
            + "e = evaluate_heads(d, {up: [0.2, 0.7, 0.9, 0.6], size: [1, 2, 3, 5]}); "
            + "print(e.up.accuracy, e.up.fpr, e.up.confusion, e.size.rows, e.size.mae)",
          prints: "0.75 0.5 [1, 1; 0, 2] 3 0.333333")
      ],
      body: { data, predicted, convention, isRanked in
        let outputs = try zip(predicted.names, predicted.values).map { name, value in
          guard let tensor = Numbers.from(value)?.tensor else {
            throw Failure(
              .argument,
              "evaluate_heads: predictions of '\(name)' must be a tensor, found \(value.described)")
          }
          return (name: name, output: tensor)
        }
        return HeadEvaluationObject(
          try HeadEvaluation(
            data.data, outputs: outputs, convention: convention.convention, isRanked: isRanked))
      })
  ]
}
