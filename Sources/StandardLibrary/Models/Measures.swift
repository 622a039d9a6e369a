internal import Charts
internal import Diagnostics
internal import Learners
internal import MultiLabel
internal import Runtime
internal import Tensors

extension Average: Choice {}

extension StandardLibrary {
  static let trueLabels = Parameter<Numbers>(
    "truth", "the true labels: n×C entries 0 or 1, or n of them for one label")
  static let predictedLabels = Parameter<Numbers>("predicted", "the predicted ones, as many")
  private static let average = Parameter<Average>(
    "average",
    "micro: all entries together; macro: the mean over labels, weighted: by their "
      + "frequency; samples: the mean over rows; none: one value a label", default: .micro)
  /// Measures of predictions.
  static let measures: [Builtin] = [
    Builtin(
      "metrics", "All measures of a 0/1 prediction, as a record.", trueLabels, predictedLabels,
      ConventionArgument.parameter,
      details: "zero_one and hamming are losses, the others scores; `undefined` counts how often "
        + "the convention decided; conventions(truth, predicted) says where.",
      examples: [
        Example("metrics([1, 0; 1, 1], [1, 0; 0, 1]).hamming", prints: "0.25"),
        Example("metrics([1, 0; 1, 1], [1, 0; 0, 1]).f1_micro", prints: "0.8"),
        Example("metrics([0, 0;], [0, 0;], convention=\"mulan\").f1_samples", prints: "1"),
      ],
      body: { truth, predicted, convention in
        try Learners.metrics(
          truth: matrix(truth), predicted: matrix(predicted), convention: convention.convention
        ).record
      }),
    Builtin(
      "conventions", "The measures under each convention for 0/0, side by side.", trueLabels,
      predictedLabels,
      Parameter<Double?>(
        "also", "a further number for 0/0; nan leaves such cases out of means",
        default: .some(nil)),
      details: "The last column counts the rows (samples) or labels (macro) that are 0/0. The "
        + "fields are records: sklearn, mulan, meka, also, and undefined with the counts.",
      examples: [
        Example(
          "c = conventions([1, 0; 0, 0], [1, 0; 0, 0]); "
            + "print(c.sklearn.f1_samples, c.mulan.f1_samples, c.undefined.f1_samples)",
          prints: "0.5 1 1")
      ],
      body: { truth, predicted, also in
        let comparison = try ConventionComparison(
          truth: matrix(truth), predicted: matrix(predicted),
          others: also.map { [.value($0)] } ?? [])
        let names = ["sklearn", "mulan", "meka", "also"]
        let figures = zip(names, comparison.records).map {
          (name: $0, value: $1.record.value)
        }
        return ChartObject(
          Chart(.table(comparison.table)),
          figures: figures + [("undefined", comparison.records[0].undefinedRecord.value)])
      }),
    Builtin(
      "hamming_loss", "The share of entries that are wrong.", trueLabels, predictedLabels,
      examples: [Example("hamming_loss([1, 0; 1, 1], [1, 0; 0, 1])", prints: "0.25")],
      body: { truth, predicted in
        try hammingLoss(truth: matrix(truth), predicted: matrix(predicted))
      }),
    Builtin(
      "zero_one_loss", "The share of rows with an error.", trueLabels, predictedLabels,
      examples: [Example("zero_one_loss([1, 0; 1, 1], [1, 0; 0, 1])", prints: "0.5")],
      body: { truth, predicted in
        try zeroOneLoss(truth: truth.tensor, predicted: predicted.tensor)
      }),
    Builtin(
      "accuracy", "The share of rows without an error; vectors may hold any class numbers.",
      Parameter<Numbers>("truth", "n×C true labels, or n class numbers"), predictedLabels,
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
  ]

  private static func score(
    _ score: SetScore, _ summary: String, _ source: String, _ output: String
  ) -> Builtin {
    Builtin(
      score.rawValue, summary, trueLabels, predictedLabels, average, ConventionArgument.parameter,
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
  static func matrix(_ labels: Numbers) throws -> Tensor {
    labels.tensor.rank == 1 ? try labels.tensor.reshaped(to: [-1, 1]) : labels.tensor
  }
}
