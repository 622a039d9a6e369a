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
  private static let inputs = Parameter<Inputs>("X", "a data set, or an n×d matrix")
  private static let labels = Parameter<Numbers?>(
    "Y", "the n×C labels that go with a matrix X", default: .some(nil))
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
      fitted, inputs, labels, ConventionArgument.parameter, isRanked,
      details:
        "Predicts and compares as metrics(truth, predicted) does; ranking=true adds those of "
        + "ranking(truth, scores), for which chains of many labels take longer. A field note says "
        + "when the figures flatter, as on data that thresholds were chosen on.",
      examples: [
        Example(example + "evaluate(m, X, Y).hamming", prints: "0"),
        Example(example + "evaluate(m, X, Y, ranking=true).roc_auc_macro", prints: "1"),
      ],
      body: { model, X, Y, convention, isRanked in
        try evaluated(model, X, Y, convention.convention, isRanked)
      }),
    Builtin(
      "compare", "A table of the measures of several models on one data set.",
      Parameter<Record>(
        "models", "a record {alone: m1, chain: m2} of fitted models, or of models not fitted yet"),
      inputs, labels, ConventionArgument.parameter, chosenMeasures, isRanked,
      Parameter<Int>("folds", "of models not fitted yet: how many folds", default: 5),
      Parameter<Bool>(
        "stratify", "whether each label occurs about as often in every fold", default: true),
      Parameter<Int>("seed", "what the folds are drawn from", default: 0),
      Parameter<Bool>(
        "standardize", "whether each round standardises the features first", default: false),
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
        models, X, Y, convention, measures, isRanked, folds, stratify, seed, standardize in
        var options = CrossValidationOptions()
        options.folds = folds
        options.isStratified = stratify
        options.seed = seed
        options.convention = convention.convention
        options.isRanked = isRanked
        options.isStandardized = standardize
        return try compared(models, try X.dataset(Y, for: "compare"), options, measures)
      }),
    Builtin(
      "step_metrics",
      "The measures of a prediction worked out row by row and formula by formula, as a stepper.",
      trueLabels, predictedLabels,
      Parameter<[String]?>(
        "names", "names of the labels, as data.labels; none: A, B, C, …", default: .some(nil)),
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

  private static func evaluated(
    _ model: FittedArgument, _ X: Inputs, _ Y: Numbers?, _ convention: UndefinedConvention,
    _ isRanked: Bool
  ) throws -> Record {
    switch try model.trained(for: "evaluate") {
    case .labels(let model):
      let data = try X.dataset(Y, for: "evaluate")
      let record = try MultiLabel.evaluate(
        model, data, convention: convention, isRanked: isRanked)
      let remarks = model.remarks(on: data)
      return Record(
        record.entries.map { ($0.name, .number($0.value)) }
          + (remarks.isEmpty ? [] : [("note", .text(remarks.joined(separator: "; ")))]))
    case .classes(let model):
      let truth = try classNumbers(X, Y).flattened()
      let right = try Learners.accuracy(truth: truth, predicted: model.predict(X.X))
      return Record([("accuracy", .number(right)), ("zero_one", .number(1 - right))])
    case .unfitted: return Record()
    }
  }

  private static func compared(
    _ models: Record, _ data: Dataset, _ options: CrossValidationOptions, _ measures: [String]?
  ) throws -> ChartObject {
    let pairs = Array(zip(models.names, models.values))
    let unfitted = pairs.compactMap { name, value in
      ModelObject.from(value).map { (name: name, model: $0.model) }
    }
    if !unfitted.isEmpty, unfitted.count == pairs.count {
      return validated(try CrossValidation(unfitted, data, options, measures: measures))
    }
    let list = try pairs.map { name, value in
      guard let model = FittedObject.from(value)?.model else {
        throw Failure(
          .argument, "compare: \(name) must be a fitted model, found \(value.described)",
          notes: ModelObject.from(value) == nil
            ? []
            : [
              "fit it first: \(name) = fit(\(name), train)",
              "models of which none is fitted are cross-validated",
            ])
      }
      return (name: name, model: model)
    }
    let comparison = try Comparison(
      list, data, convention: options.convention, measures: measures, isRanked: options.isRanked)
    let figures = zip(comparison.names, comparison.records).map {
      (name: $0, value: $1.record.value)
    }
    return ChartObject(
      Chart(.table(comparison.table)), figures: figures, notes: comparison.remarks)
  }

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
