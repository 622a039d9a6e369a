internal import Datasets
internal import Diagnostics
internal import Learners
internal import MultiLabel
internal import Runtime

extension StandardLibrary {
  private static let data = Parameter<AnyDataset>("data", "a data set")
  private static let seed = Parameter<Int>(
    "seed", "the same seed gives the same rows everywhere", default: 0)
  private static let folds = Parameter<Int>("folds", "how many folds, at least 2", default: 5)

  /// Data sets divided for training and test.
  static let splits: [Builtin] = [
    Builtin(
      "stratify",
      "Two parts of a data set in which each label is about as frequent as in the whole.", data,
      Parameter<Double>("share", "the share of the rows in the first part", default: 0.7, .share),
      seed,
      details:
        "Iterative stratification: rare labels are dealt out first. Sizes may differ from the "
        + "share by a few rows. Sechidis, Tsoumakas and Vlahavas, ECML PKDD 2011.",
      examples: [
        Example(
          "d = make_labels(rows=100, seed=3); train, test = stratify(d, 0.8); "
            + "print(sum(d.Y, axis=0), sum(test.Y, axis=0))",
          prints: "[51, 47, 52;] [10, 9, 10;]")
      ],
      body: { data, share, seed in try data.stratified(share: share, seed: seed) }),
    Builtin(
      "k_fold", "The rounds of a cross-validation: a list of records {train, test}.", data, folds,
      seed,
      Parameter<Bool>(
        "stratify", "whether each label is about as frequent in every fold", default: false),
      details:
        "Each row is in the test set of one round and in the training set of all others. Tasks "
        + "are divided one by one, so that every task has rows in every fold.",
      examples: [
        Example(
          "print(map(k_fold(make_labels(rows=10), 3), f -> len(f.test)))", prints: "[4, 3, 3]")
      ],
      body: { data, folds, seed, stratify in
        try data.folds(folds, seed: seed, isStratified: stratify)
      }),
  ]

  /// Models measured on data they were not trained on.
  static let validation: [Builtin] = [
    Builtin(
      "cross_validate", "Every measure of a model as mean ± standard deviation over folds.",
      Parameter<Value>("model", "a model not fitted yet"),
      samples, targets, folds,
      Parameter<Bool>(
        "stratify", "whether each label is about as frequent in every fold", default: true),
      seed, ConventionArgument.parameter, isRanked, chosenMeasures,
      Parameter<Bool>(
        "standardize", "whether each round standardises the features first", default: false),
      networkTraining,
      details:
        "Each round trains on all folds but one and measures on that one. The fields are the "
        + "measures, each {mean, std, folds}, std being the population's as std gives it; compare "
        + "does the same for several models.",
      examples: [
        Example(
          "d = make_labels(rows=60, seed=1); "
            + "c = cross_validate(binary_relevance(logistic()), d, folds=3); "
            + "print(c.hamming.mean == mean(c.hamming.folds), len(c.f1_macro.folds))",
          prints: "true 3")
      ],
      body: {
        model, X, Y, folds, stratify, seed, convention, isRanked, measures, standardize, training in
        guard let object = model.trainable else { throw unsuited(model) }
        var options = CrossValidationOptions()
        options.folds = folds
        options.isStratified = stratify
        options.seed = seed
        options.convention = convention.convention
        options.isRanked = isRanked
        options.isStandardized = standardize
        let request = ComparisonRequest(
          function: "cross_validate", models: [(name: "model", value: model)], X: X, Y: Y,
          options: options, measures: measures, training: GivenOptions(training))
        try request.checkNoTraining(object)
        return try object.validated(request)
      })
  ]

  private static func unsuited(_ model: Value) -> Failure {
    Failure(
      .argument,
      "cross_validate: model must be a model that is not fitted yet, found \(model.described)",
      notes: FittedObject.from(model) == nil
        ? [] : ["give the model it was made from: every fold trains it anew"])
  }
}
