internal import Charts
internal import Datasets
internal import Diagnostics
internal import Learners
internal import MultiLabel
internal import Runtime
internal import Tensors

extension StandardLibrary {
  private static let fitted = Parameter<FittedArgument>("model", "a fitted model")
  /// The `X=` of verbs that serve every kind of model.
  static let samples = Parameter<Samples>(
    "X", "a data set, an n×d matrix, or for several tasks a list with a matrix a task")
  /// The `Y=` of verbs that serve every kind of model.
  static let targets = Parameter<Targets?>(
    "Y",
    "what goes with a matrix X: n×C labels or a column a task; with a list X a vector a task",
    default: .some(nil))
  private static let example =
    "X = [-2; -1; 1; 2]; Y = [0, 0; 0, 1; 1, 1; 1, 1]; m = "
    + "fit(binary_relevance(logistic()), X, Y); "

  /// What is done with models.
  static let verbs: [Builtin] = [
    Builtin(
      "fit", "Trains a model: fit(model, data) or fit(model, X, Y); the result is a new value.",
      Parameter<Value>("model", "a model such as binary_relevance(logistic()), or a learner"),
      samples,
      Parameter<Targets?>(
        "Y",
        "the n×C labels that go with a matrix X, 0, 1 or between; for a learner alone n class "
          + "numbers; for tasks a column a task, with a list X a vector a task",
        default: .some(nil)),
      smoothing,
      Parameter<Value>(
        "start",
        "for multitask and networks: a fitted model whose weights the training begins from",
        default: Value.none),
      options: networkOptions.map(\.info),
      details: "binary_relevance and classifier_chain learn from labels between 0 and 1, too. "
        + "smoothing=ε puts label_smoothing(base, ε) in the place of the base learner. The labels of "
        + "a data set are tasks to multitask(…).",
      examples: [
        Example(example + "print(m.labels, m.converged)", prints: "[\"y0\", \"y1\"] true"),
        Example(
          "m = fit(multitask(penalty=l2(1)), [1; 2; 3], [1, 2; 2, 4; 3, 6]); print(round(m.W, 3))",
          prints: "[0.667, 1.333;]"),
      ],
      handingOn: { interpreter, options, model, X, Y, smoothing, start in
        try trained(
          try smoothed(model, smoothing, for: "fit"),
          TrainingRequest(
            function: "fit", X: X, Y: Y, start: start, options: options, files: interpreter.files,
            services: interpreter.services))
      }),
    Builtin(
      "predict", "What a fitted model predicts for each row: labels 0 or 1, or a number a task.",
      fitted, samples,
      DecisionParameters.inference, DecisionParameters.width, DecisionParameters.samples,
      DecisionParameters.seed, DecisionParameters.threshold, DecisionParameters.loss,
      Parameter<Numbers?>(
        "parents", "for chains: the true n×C labels, which every link is told instead of guesses",
        default: .some(nil)),
      details: DecisionParameters.explanation
        + " A label powerset takes the most probable label set. A learner fitted alone gives class "
        + "numbers. Models of tasks give n×T numbers for a matrix, every task on every row, and for a "
        + "list of matrices or a data set of tasks a vector a task. decisions(…) takes the same "
        + "options and also gives risk, visited nodes and probability.",
      examples: [
        Example(example + "print(predict(m, [-3; 3]))", prints: "[0, 0; 1, 1]"),
        Example(
          "m = fit(multitask(), [0; 1; 2], [0, 1; 1, 1; 2, 1]); print(round(predict(m, [3;]), 6))",
          prints: "[3, 1;]"),
      ],
      body: { model, X, inference, width, samples, seed, threshold, loss, parents in
        let request = DecisionRequest(
          inference: inference, width: width, samples: samples, seed: seed, threshold: threshold,
          loss: loss)
        return try model.trained(for: "predict").predicted(
          PredictionRequest(X: X, decisions: request, parents: parents))
      }),
    Builtin(
      "proba", "The probability of each label in each row, n×C.", fitted, samples,
      details: "For chains the marginals: exact up to 15 labels, beyond that shares of 1,000 label "
        + "sets drawn with seed 0. For a learner fitted alone a column a class. For tasks with the "
        + "logistic loss p(y = 1), in the form that predict has.",
      examples: [Example(example + "shape(proba(m, X))", prints: "tensor 2\n  4  2")],
      body: { model, X in try model.trained(for: "proba").probabilities(of: X) }),
    Builtin(
      "errors", "What wrong guesses of parents cost a chain, link by link.", fitted,
      Parameter<Inputs>("X", "a data set, or an n×d matrix"),
      Parameter<Numbers?>("Y", "the n×C labels that go with a matrix X", default: .some(nil)),
      details: "Compares each link on the chain's own guesses with the same link told the truth. "
        + "Senge, del Coz and Hüllermeier, On the Problem of Error Propagation in Classifier "
        + "Chains, 2014.",
      examples: [
        Example(
          "X = [-2; -1; 1; 2]; Y = [0, 0; 0, 1; 1, 1; 1, 1]; m = "
            + "fit(classifier_chain(logistic()), X, Y); errors(m, X, Y).wrong", prints: "0")
      ],
      body: { model, X, Y in try propagated(model, X, Y) }),
  ]

  // MARK: - Implementations

  private static func trained(_ model: Value, _ request: TrainingRequest) throws -> Value {
    if let model = model.trainable {
      if !model.takesNetworkOptions { try request.checkNoNetworkOptions(model) }
      return try model.fitted(request)
    }
    if model.model != nil {
      throw Failure(
        .argument, "fit: model must be one that is not fitted yet, found \(model.described)",
        notes: ["fit the model it was made from once more: fit(binary_relevance(…), data)"])
    }
    throw Failure(
      .argument, "fit: model must be a model or a learner, found \(model.described)",
      notes: ["binary_relevance(logistic(C=1)) is a model"])
  }

  private static func propagated(
    _ model: FittedArgument, _ X: Inputs, _ Y: Numbers?
  ) throws -> ScreenObject {
    guard let chain = try model.labelModel(for: "errors") as? FittedChain else {
      throw Failure(
        .argument, "errors: model must be a fitted chain",
        notes: ["only the links of a chain hand their errors on"])
    }
    let errors = try ErrorPropagation(chain, try X.dataset(Y, for: "errors"))
    let links = errors.links
    func vector(_ value: (ErrorPropagation.Link) -> Double) -> Value {
      Tensor(links.map(value)).value
    }
    return ScreenObject(
      .report(errors.screen),
      figures: [
        ("links", links.map(\.name).value), ("own_guesses", vector(\.ownAccuracy)),
        ("true_parents", vector(\.trueAccuracy)), ("rescued", vector { Double($0.rescued) }),
        ("spoiled", vector { Double($0.spoiled) }), ("misled", vector { Double($0.misled) }),
        ("wrong", .number(Double(errors.wrong))),
        ("wrong_with_truth", .number(Double(errors.wrongWithTruth))),
      ])
  }
}
