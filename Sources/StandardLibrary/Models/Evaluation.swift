internal import Charts
internal import Datasets
internal import Diagnostics
internal import Learners
internal import MultiLabel
internal import Runtime
internal import Stepping
internal import Tensors

extension StandardLibrary {
  private static let fitted = Parameter<FittedArgument>("model", "a fitted model")
  /// The `ranking=` of what measures models.
  static let isRanked = Parameter<Bool>(
    "ranking", "whether to add the ranking measures of proba(model, X)", default: false)
  /// The `measures=` of tables.
  static let chosenMeasures = Parameter<[String]?>(
    "measures", "the rows of the table by name; none: the usual ones", default: .some(nil))
  private static let example =
    "X = [-2; -1; 1; 2]; Y = [0, 0; 0, 1; 1, 1; 1, 1]; m = "
    + "fit(binary_relevance(logistic()), X, Y); "

  /// How well fitted models predict.
  static let evaluation: [Builtin] = [
    Builtin(
      "evaluate", "All measures of a fitted model: evaluate(model, data) or evaluate(model, X, Y).",
      fitted, samples, targets, ConventionArgument.parameter, isRanked,
      details:
        "Predicts and compares as metrics(truth, predicted) does; ranking=true adds those of "
        + "ranking(truth, scores), for which chains of many labels take longer. A field note says "
        + "when the figures flatter, as on data that thresholds were chosen on. Of models of tasks: mse "
        + "r2 explained_variance … or accuracy roc_auc log_loss over all rows, with _macro as means over "
        + "the tasks, and tasks, the table of the tasks. Of networks: a field a head with loss, the "
        + "measures of its kind, confusion and rates, as evaluate_heads makes them.",
      examples: [
        Example(example + "evaluate(m, X, Y).hamming", prints: "0"),
        Example(example + "evaluate(m, X, Y, ranking=true).roc_auc_macro", prints: "1"),
        Example(
          "m = fit(multitask(), [0; 1; 2], [0, 1; 1, 3; 2, 4]); e = evaluate(m, [3; 4], [3, 6; 5, 7]); "
            + "print(round(e.mse, 3), round(e.tasks.mse, 3))", prints: "0.285 [0.5, 0.069]"),
      ],
      body: { model, X, Y, convention, isRanked in
        try model.trained(for: "evaluate").evaluated(
          EvaluationRequest(
            X: X, Y: Y, convention: convention.convention, isRanked: isRanked))
      }),
    Builtin(
      "compare", "A table of the measures of several models on one data set.",
      Parameter<Record>(
        "models", "a record {alone: m1, chain: m2} of fitted models, or of models not fitted yet"),
      samples, targets, ConventionArgument.parameter, chosenMeasures, isRanked,
      Parameter<Int>("folds", "of models not fitted yet: how many folds", default: 5),
      Parameter<Bool>(
        "stratify", "whether each label occurs about as often in every fold", default: true),
      Parameter<Int>("seed", "what the folds are drawn from", default: 0),
      Parameter<Bool>(
        "standardize", "whether each round standardises the features first", default: false),
      networkTraining,
      details: "Fitted models are measured on the data: less is better where ↓ stands, more where "
        + "↑ stands. Models not fitted yet are cross-validated on the same folds and shown as mean "
        + "± standard deviation. The fields of the result are the measures of each model: "
        + "compare(…).chain.hamming.",
      examples: [
        Example(
          example + "print(compare({a: m, b: m}, X, Y).b.zero_one)", prints: "0"),
        Example(
          "d = make_labels(rows=60, seed=1); b = binary_relevance(logistic()); "
            + "c = compare({br: b, chain: classifier_chain(logistic())}, d, folds=3); "
            + "len(c.chain.hamming.folds)", prints: "3"),
      ],
      body: {
        models, X, Y, convention, measures, isRanked, folds, stratify, seed, standardize, training
        in
        var options = CrossValidationOptions()
        options.folds = folds
        options.isStratified = stratify
        options.seed = seed
        options.convention = convention.convention
        options.isRanked = isRanked
        options.isStandardized = standardize
        let request = ComparisonRequest(
          function: "compare",
          models: zip(models.names, models.values).map { (name: $0, value: $1) }, X: X, Y: Y,
          options: options, measures: measures, training: GivenOptions(training))
        guard let model = models.values.first?.model else {
          return try LabelComparison(request).chart()
        }
        try request.checkNoTraining(model)
        return try model.compared(request)
      }),
    Builtin(
      "step_metrics",
      "The measures of a prediction worked out row by row and formula by formula, as a stepper.",
      trueLabels, predictedLabels,
      Parameter<[String]?>(
        "names", "names of the labels, as data.labels; none: A, B, C, …", default: .some(nil),
        naming: [.labels]),
      ConventionArgument.parameter,
      details:
        "In the stepper: set guess row 2 = 1100, set truth row 2 = …, set convention = mulan "
        + "show each measure before and after; why micro≠macro; show conventions. The result is "
        + "the record of metrics(truth, predicted).",
      examples: [
        Example(
          "s = step_metrics([1, 0; 0, 1], [1, 0; 1, 1]); print(s.next, result(finish(s)).hamming)",
          prints: "compare row 0 0.25")
      ],
      body: { truth, predicted, names, convention in
        StepperObject(
          Stepper(
            try MetricsRun(
              truth: matrix(truth), predicted: matrix(predicted), labelNames: names,
              convention: convention.convention)))
      }),
  ]

  /// A cross-validation as a table, with a record of measures for each model.
  static func validated(_ validation: CrossValidation) -> ChartObject {
    let records = validation.names.indices.map { validation.record(of: $0) }
    return ChartObject(
      Chart(.table(validation.table)),
      figures: validation.names.count == 1
        ? Array(zip(records[0].names, records[0].values)).map { (name: $0, value: $1) }
        : zip(validation.names, records).map { (name: $0, value: $1.value) },
      notes: [
        "mean ± standard deviation over \(counted(validation.foldSizes.count, "fold")) of "
          + validation.sizeText
      ] + validation.remarks.prefix(4)
        + (validation.remarks.count > 4 ? ["… \(validation.remarks.count - 4) notes more"] : []))
  }
}

extension CrossValidation {
  /// Every measure of a model as {mean, std, folds}.
  fileprivate func record(of model: Int) -> Record {
    Record(
      scores(of: model).map { name, scores in
        (
          name,
          Record([
            ("mean", .number(scores.mean)), ("std", .number(scores.deviation)),
            ("folds", Tensor(scores.folds).value),
          ]).value
        )
      })
  }

  /// `12 rows`, or `11 to 13 rows`.
  fileprivate var sizeText: String {
    let (least, most) = (foldSizes.min() ?? 0, foldSizes.max() ?? 0)
    return least == most ? counted(least, "row") : "\(least) to \(most) rows"
  }
}
