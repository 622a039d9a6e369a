internal import Learners
internal import Runtime
internal import Tensors

extension StandardLibrary {
  private static let scores = Parameter<Numbers>(
    "scores", "a number for each label, the greater the likelier, as many; proba(model, X) will do")
  private static let average = Parameter<Average>(
    "average",
    "macro: the mean over labels, weighted: by their frequency; micro: all entries together; "
      + "samples: the mean over rows; none: one value a label", default: .macro)
  private static let k = Parameter<Int>("k", "how many of the highest scores count", default: 5)
  private static let small = "[1, 0, 0; 0, 0, 1], [0.75, 0.5, 1; 1, 0.2, 0.1]"

  /// Measures of scores, by their order; ties count as in scikit-learn.
  static let rankingMeasures: [Builtin] = [
    Builtin(
      "ranking", "All ranking measures of label scores, as a record.", trueLabels, scores,
      details: "coverage, ranking_loss, one_error and log_loss are losses, the others scores. "
        + "one_class_labels counts the labels without both a 0 and a 1, which roc_auc_macro leaves "
        + "out; one_class_rows those rows. log_loss is nan unless scores are probabilities.",
      examples: [
        Example("round(ranking(\(small)).ranking_loss, 4)", prints: "0.75")
      ],
      body: { truth, scores in
        try rankingRecord(truth: matrix(truth), scores: matrix(scores)).record
      }),
    ranked(
      "coverage", "How far down the ranking all true labels are, on average over the rows.",
      "2.5", details: "Labels tied with the last true one count; 0 for a row without true labels."
    ) { $0.coverage },
    ranked(
      "ranking_loss",
      "The share of pairs of a true and another label in the wrong order, on average over rows.",
      "0.75", details: "A tie is wrong; a row of one class counts 0."
    ) { $0.rankingLoss },
    ranked(
      "one_error", "The share of rows whose highest score is that of a label that is not true.",
      "1", details: "Of equal scores the first counts; a row without true labels is an error."
    ) { $0.oneError },
    Builtin(
      "average_precision", "The mean precision down to each true label.", trueLabels, scores,
      average,
      details: "By label the sum of (R_n - R_n-1) P_n over the scores; a label without positives "
        + "counts 0. With samples it is label ranking average precision; a row of one class "
        + "counts 1.",
      examples: [
        Example("round(average_precision(\(small), average=\"samples\"), 4)", prints: "0.4167"),
        Example("average_precision([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8])", prints: "0.833333"),
      ],
      body: { truth, scores, average in
        let measures = try RankingMeasures(truth: matrix(truth), scores: matrix(scores))
        return averaged(try measures.averagePrecision(average).values, average)
      }),
    Builtin(
      "roc_auc", "The chance that a true label outscores one that is not; a tie is half a chance.",
      trueLabels, scores, average,
      details: "Labels with one class only are left out (nan with average=\"none\"); "
        + "ranking(truth, scores).one_class_labels counts them.",
      examples: [Example("roc_auc([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8])", prints: "0.75")],
      body: { truth, scores, average in
        let measures = try RankingMeasures(truth: matrix(truth), scores: matrix(scores))
        return averaged(try measures.areaUnderCurve(average).values, average)
      }),
    Builtin(
      "log_loss", "The mean of -log of the probability given to what is true.",
      Parameter<Numbers>("truth", "n×C labels 0 or 1, n of them, or n class numbers"),
      Parameter<Numbers>(
        "probabilities", "the probability of each label, as many; n×K for class numbers"),
      Parameter<LossAverage>(
        "average", "macro: the mean over all entries; none: one value a label", default: .macro),
      examples: [
        Example("round(log_loss([1, 0], [0.5, 0.5]), 4)", prints: "0.6931"),
        Example("round(log_loss([2, 0], [0.1, 0.1, 0.8; 0.5, 0.3, 0.2]), 4)", prints: "0.4581"),
      ],
      body: { truth, probabilities, average in
        let (truth, probabilities) = (truth.tensor, probabilities.tensor)
        if average == .none {
          return Tensor(try logLosses(truth: truth, probabilities: probabilities)).value
        }
        return .number(try logLoss(truth: truth, probabilities: probabilities))
      }),
    top(
      .precision, "precision_at", "The share of true labels among the k highest scores of a row.",
      "0.5"),
    top(
      .ndcg, "ndcg_at",
      "The gain of true labels among the k highest scores, less the further down, over the "
        + "greatest possible.", "0.8155"),
    Builtin(
      "psp_at",
      "Precision at k that weighs true labels by how rarely they are known, over the greatest.",
      trueLabels, scores, k,
      Parameter<Numbers>("propensities", "one a label, as propensities(train.Y) gives them"),
      details: "Jain, Prabhu and Varma, KDD 2016, as the extreme classification repository has it.",
      examples: [
        Example("psp_at([1, 0; 0, 1], [0.9, 0.1; 0.8, 0.2], 1, [0.5, 0.25])", prints: "0.333333")
      ],
      body: { truth, scores, k, propensities in
        try topMeasure(
          .psp, truth: matrix(truth), scores: matrix(scores), k: k,
          propensities: propensities.tensor.elements)
      }),
    Builtin(
      "propensities", "How likely each label is known where it is true, from training labels.",
      Parameter<Numbers>("Y", "the n×C training labels"),
      Parameter<Double>("a", "A of the formula", default: 0.55, .nonnegative),
      Parameter<Double>("b", "B of the formula", default: 1.5, .nonnegative),
      details: "1 / (1 + (ln n - 1)(B + 1)^A (n_l + B)^-A), n_l of n rows having label l.",
      examples: [
        Example(
          "p = propensities(concat([zeros(90, 1), ones(10, 1)])); print(round(p, 4))",
          prints: "[0.391]")
      ],
      body: { Y, a, b in Tensor(try propensities(of: matrix(Y), a: a, b: b)) }),
  ]

  private static func ranked(
    _ name: String, _ summary: String, _ output: String, details: String,
    _ value: @escaping @Sendable (RankingMeasures) -> Double
  ) -> Builtin {
    Builtin(
      name, summary, trueLabels, scores, details: details,
      examples: [Example("\(name)(\(small))", prints: output)],
      body: { truth, scores in
        value(try RankingMeasures(truth: matrix(truth), scores: matrix(scores)))
      })
  }

  private static func top(
    _ measure: TopMeasure, _ name: String, _ summary: String, _ output: String
  ) -> Builtin {
    Builtin(
      name, summary, trueLabels, scores, k,
      details: "Of equal scores the first count; a row without true labels counts 0.",
      examples: [
        Example(
          "round(\(name)([1, 0, 0; 0, 0, 1], [0.75, 0.5, 1; 0.9, 0.2, 1], 2), 4)",
          prints: output)
      ],
      body: { truth, scores, k in
        try topMeasure(measure, truth: matrix(truth), scores: matrix(scores), k: k)
      })
  }

  /// One number, or one a label.
  static func averaged(_ values: [Double], _ average: Average) -> Value {
    average == .none ? Tensor(values).value : .number(values.first ?? .nan)
  }
}

/// What a loss is averaged over.
enum LossAverage: String, Choice { case macro, none }
