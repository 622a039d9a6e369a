internal import Datasets
internal import Networks
internal import Runtime

extension StandardLibrary {
  private static let several = Constraint<Int>("a whole number from 2 to 100,000") {
    (2...100_000).contains($0)
  }

  /// What the outputs of a network mean.
  static let heads: [Builtin] = [
    Builtin(
      "binary", "The head of a yes-or-no question: targets 0 and 1, or between them.",
      details:
        "Its loss is −y log p − (1 − y) log(1 − p) with p = sigmoid(score); it predicts 0 or "
        + "1, proba gives p.",
      examples: [Example("print({click: binary()})", prints: "{click: binary()}")],
      body: { HeadObject(.binary) }),
    Builtin(
      "classes", "The head of a choice among K classes: targets 0 … K−1, or n×K probabilities.",
      Parameter<Int>("K", "how many classes", several),
      details: "Its loss is −log p of the true class with p = softmax(scores); it predicts the "
        + "number of the most probable class, proba gives n×K.",
      examples: [
        Example("print(classes(10))", prints: "classes(10)"),
        Example(
          "classes(1)",
          fails: "classes: K must be a whole number from 2 to 100,000, found the number 1"),
      ],
      body: { K in HeadObject(.classes(K)) }),
    Builtin(
      "regression", "The head of a number: its loss is (score − y)².",
      examples: [Example("print(regression())", prints: "regression()")],
      body: { HeadObject(.regression) }),
    Builtin(
      "multilabel", "The head of C labels, each yes or no: targets n×C.",
      Parameter<Int>("C", "how many labels", layerWidth),
      details: "Its loss is the mean over its labels of that of binary(); it predicts n×C labels.",
      examples: [Example("print(multilabel(5))", prints: "multilabel(5)")],
      body: { C in HeadObject(.multilabel(C)) }),
  ]
}
