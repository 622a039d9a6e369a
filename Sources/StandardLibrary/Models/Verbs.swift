internal import Charts
internal import Datasets
internal import Diagnostics
internal import Learners
internal import MultiLabel
internal import Runtime
internal import Tensors


extension StandardLibrary {
  private static let fitted = Parameter<FittedArgument>("model", "a fitted model")
  private static let inputs = Parameter<Inputs>("X", "a data set, or an n×d matrix")
  private static let labels = Parameter<Numbers?>(
    "Y", "the n×C labels that go with a matrix X", default: .some(nil))
  private static let example =
    "X = [-2; -1; 1; 2]; Y = [0, 0; 0, 1; 1, 1; 1, 1]; m = "
    + "fit(binary_relevance(logistic()), X, Y); "

  /// What is done with models.
  static let verbs: [Builtin] = [
    Builtin(
      "fit", "Trains a model: fit(model, data) or fit(model, X, Y); the result is a new value.",
      Parameter<Value>("model", "a model such as binary_relevance(logistic()), or a learner"),
      inputs,
      Parameter<Numbers?>(
        "Y",
        "the n×C labels that go with a matrix X, 0, 1 or between; for a learner alone n class "
          + "numbers", default: .some(nil)),
      smoothing,
      details: "binary_relevance and classifier_chain learn from labels between 0 and 1, too. "
        + "smoothing=ε puts label_smoothing(base, ε) in the place of the base learner.",
      examples: [
        Example(example + "print(m.labels, m.converged)", prints: "[\"y0\", \"y1\"] true")
      ],
      body: { model, X, Y, smoothing in try trained(smoothed(model, smoothing, for: "fit"), X, Y) }),
    Builtin(
      "predict", "The labels that a fitted model gives each row, 0 or 1.", fitted, inputs,
      DecisionParameters.inference, DecisionParameters.width, DecisionParameters.samples,
      DecisionParameters.seed, DecisionParameters.threshold, DecisionParameters.loss,
      Parameter<Numbers?>(
        "parents", "for chains: the true n×C labels, which every link is told instead of guesses",
        default: .some(nil)),
      details: DecisionParameters.explanation
        + " A label powerset takes the most probable label set. A learner fitted alone gives class "
        + "numbers. decisions(…) takes the same options and also gives risk, visited nodes and "
        + "probability.",
      examples: [Example(example + "print(predict(m, [-3; 3]))", prints: "[0, 0; 1, 1]")],
      body: { model, X, inference, width, samples, seed, threshold, loss, parents in
        let request = DecisionRequest(
          inference: inference, width: width, samples: samples, seed: seed, threshold: threshold,
          loss: loss)
        return try predicted(model, X.X, request, parents?.tensor)
      }),
    Builtin(
      "proba", "The probability of each label in each row, n×C.", fitted, inputs,
      details: "For chains the marginals: exact up to 15 labels, beyond that shares of 1,000 label "
        + "sets drawn with seed 0. For a learner fitted alone a column a class.",
      examples: [Example(example + "shape(proba(m, X))", prints: "tensor 2\n  4  2")],
      body: { model, X in try model.probabilities(X.X) }),
    Builtin(
      "errors", "What wrong guesses of parents cost a chain, link by link.", fitted, inputs, labels,
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

  private static func trained(_ model: Value, _ X: Inputs, _ Y: Numbers?) throws -> Value {
    if let model = ModelObject.from(model)?.model {
      return FittedObject(try model.fitted(X.dataset(Y, for: "fit"))).value
    }
    if let learner = LearnerObject.from(model)?.learner {
      return ClassModelObject(try learner.fit(X.X, try classNumbers(X, Y))).value
    }
    if FittedArgument.from(model) != nil {
      throw Failure(
        .argument, "fit: model must be one that is not fitted yet, found \(model.described)",
        notes: ["fit the model it was made from once more: fit(binary_relevance(…), data)"])
    }
    throw Failure(
      .argument, "fit: model must be a model or a learner, found \(model.described)",
      notes: ["binary_relevance(logistic(C=1)) is a model"])
  }

  /// What a learner alone learns: Y, or the only label of a data set.
  static func classNumbers(_ X: Inputs, _ Y: Numbers?) throws -> Tensor {
    if let Y { return Y.tensor.with(kind: .number) }
    guard case .data(let data) = X else {
      throw Failure(.argument, "fit: a matrix X needs its labels Y")
    }
    guard data.labelCount == 1 else {
      throw Failure(
        .argument,
        "fit: a learner alone takes one label, the data set has \(data.labelCount)",
        notes: ["binary_relevance(\(data.labelCount == 0 ? "…" : "logistic())")) learns several"])
    }
    return try data.Y.flattened()
  }

  private static func predicted(
    _ model: FittedArgument, _ X: DesignMatrix, _ request: DecisionRequest, _ parents: Tensor?
  ) throws -> Tensor {
    guard case .labels(let model) = try model.trained(for: "predict") else {
      guard case .classes(let model) = model else { return Tensor([]) }
      guard parents == nil, request.isPlain else {
        throw Failure(
          .argument,
          "predict: a learner fitted alone has neither parents nor inference, loss or threshold")
      }
      return try model.predict(X)
    }
    guard let parents else { return try request.labels(model, X) }
    guard let chain = model as? FittedChain else {
      throw Failure(.argument, "predict: only chains have parents, found \(model.summary)")
    }
    guard request.inference == .greedy, request.loss == nil else {
      throw Failure(
        .argument, "predict: parents are told to greedy links, found another inference or loss")
    }
    let p = try chain.linkProbabilities(X, parents: parents.with(kind: .number))
    return hardened(p, thresholds: try request.thresholds(chain.labelNames))
  }

  private static func propagated(
    _ model: FittedArgument, _ X: Inputs, _ Y: Numbers?
  ) throws -> ScreenObject {
    guard case .labels(let model) = try model.trained(for: "errors"),
      let chain = model as? FittedChain
    else {
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

extension MultiLabelModel {
  /// The trained model with its type erased.
  fileprivate func fitted(_ data: Dataset) throws -> any FittedMultiLabel { try fit(data) }
}

/// A fitted model in an argument: of several labels, or of one column of classes.
enum FittedArgument: ValueConvertible, Sendable {
  case labels(any FittedMultiLabel)
  case classes(ClassModel)
  /// A model without figures yet, kept so that the error can say what to do.
  case unfitted(String)

  static var typeName: String { "fitted model" }

  static func from(_ value: Value) -> FittedArgument? {
    if let model = FittedObject.from(value)?.model { return .labels(model) }
    if let model = ModelObject.from(value) { return .unfitted(model.summary) }
    if let learner = LearnerObject.from(value) { return .unfitted(learner.summary) }
    return ClassModelObject.from(value).map { .classes($0.model) }
  }

  var value: Value {
    switch self {
    case .labels(let model): FittedObject(model).value
    case .classes(let model): ClassModelObject(model).value
    case .unfitted: .none
    }
  }

  /// The model, once it is known to be fitted.
  func trained(for function: String) throws -> FittedArgument {
    guard case .unfitted(let summary) = self else { return self }
    throw Failure(
      .argument, "\(function): \(summary) is not fitted yet",
      notes: ["fit it first: fitted = fit(model, data), then \(function)(fitted, …)"])
  }

  func probabilities(_ X: DesignMatrix) throws -> Tensor {
    switch try trained(for: "proba") {
    case .labels(let model): return try model.probabilities(X)
    case .classes(let model): return try model.probabilities(X)
    case .unfitted: return Tensor([])
    }
  }
}
