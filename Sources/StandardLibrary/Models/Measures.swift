internal import Diagnostics
internal import Learners
internal import Runtime
internal import Tensors

extension Average: Choice {}

extension StandardLibrary {
  private static let truth = Parameter<Numbers>(
    "truth", "the true labels: n×C entries 0 or 1, or n of them for one label")
  private static let predicted = Parameter<Numbers>("predicted", "the predicted ones, as many")
  private static let average = Parameter<Average>(
    "average",
    "micro: all entries together; macro: the mean over labels, weighted: by their "
      + "frequency; samples: the mean over rows; none: one value a label", default: .micro)
  private static let convention = Parameter<ConventionWord>(
    "convention", "what 0/0 counts as, see metrics", default: .sklearn)

  /// Measures of predictions.
  static let measures: [Builtin] = [
    Builtin(
      "metrics", "All measures of a 0/1 prediction, as a record.", truth, predicted,
      Parameter<ConventionWord>(
        "convention",
        "what 0/0 counts as: sklearn 0; mulan 1 where truth and prediction are "
          + "both empty; meka that for jaccard only", default: .sklearn),
      details: "zero_one and hamming are losses, the others scores; `undefined` counts how often "
        + "the convention decided.",
      examples: [
        Example("metrics([1, 0; 1, 1], [1, 0; 0, 1]).hamming", prints: "0.25"),
        Example("metrics([1, 0; 1, 1], [1, 0; 0, 1]).f1_micro", prints: "0.8"),
      ],
      body: { truth, predicted, convention in
        try Learners.metrics(
          truth: matrix(truth), predicted: matrix(predicted), convention: convention.convention
        ).record
      }),
    Builtin(
      "hamming_loss", "The share of entries that are wrong.", truth, predicted,
      examples: [Example("hamming_loss([1, 0; 1, 1], [1, 0; 0, 1])", prints: "0.25")],
      body: { truth, predicted in
        try hammingLoss(truth: matrix(truth), predicted: matrix(predicted))
      }),
    Builtin(
      "zero_one_loss", "The share of rows with an error.", truth, predicted,
      examples: [Example("zero_one_loss([1, 0; 1, 1], [1, 0; 0, 1])", prints: "0.5")],
      body: { truth, predicted in
        try zeroOneLoss(truth: truth.tensor, predicted: predicted.tensor)
      }),
    Builtin(
      "accuracy", "The share of rows without an error; vectors may hold any class numbers.",
      Parameter<Numbers>("truth", "n×C true labels, or n class numbers"), predicted,
      examples: [Example("accuracy([0, 1, 2, 2], [0, 1, 2, 1])", prints: "0.75")],
      body: { truth, predicted in
        try Learners.accuracy(truth: truth.tensor, predicted: predicted.tensor)
      }),
    score(
      .precision, "The share of predicted labels that are true.",
      "precision([1, 0; 1, 1], [1, 1; 0, 1])", "0.666667"),
    score(
      .recall, "The share of true labels that are predicted.",
      "recall([1, 0; 1, 1], [1, 0; 0, 1], average=\"none\")", "tensor 2\n  0.5  1"),
    score(
      .f1, "The harmonic mean of precision and recall.",
      "f1([1, 0; 1, 1], [1, 0; 0, 1], average=\"samples\")", "0.833333"),
    score(
      .jaccard, "Labels that are both true and predicted, as a share of those that are either.",
      "jaccard([1, 0; 1, 1], [1, 0; 0, 1], average=\"macro\")", "0.75"),
    Builtin(
      "confusion", "Counts of true classes (rows) against predicted ones (columns), K×K.",
      Parameter<Numbers>("truth", "n class numbers from 0"),
      Parameter<Numbers>("predicted", "n class numbers from 0"),
      examples: [
        Example("print(confusion([0, 0, 1, 1], [0, 1, 1, 1]))", prints: "[1, 1; 0, 2]")
      ],
      body: { truth, predicted in
        try Learners.confusion(truth: truth.tensor, predicted: predicted.tensor)
      }),
    Builtin(
      "log_loss", "The mean of -log of the probability given to what is true.", truth,
      Parameter<Numbers>("probabilities", "the probability of each label, as many"),
      examples: [Example("round(log_loss([1, 0], [0.5, 0.5]), 4)", prints: "0.6931")],
      body: { truth, probabilities in
        try logLoss(truth: truth.tensor, probabilities: probabilities.tensor)
      }),
  ]

  private static func score(
    _ score: SetScore, _ summary: String, _ source: String, _ output: String
  ) -> Builtin {
    Builtin(
      score.rawValue, summary, truth, predicted, average, convention,
      examples: [Example(source, prints: output)],
      body: { truth, predicted, average, convention in
        let values = try setScore(
          score, truth: matrix(truth), predicted: matrix(predicted), average: average,
          convention: convention.convention
        ).values
        return average == .none ? Tensor(values).value : .number(values[0])
      })
  }

  /// A vector as the one column of a matrix.
  private static func matrix(_ labels: Numbers) throws -> Tensor {
    labels.tensor.rank == 1 ? try labels.tensor.reshaped(to: [-1, 1]) : labels.tensor
  }
}
