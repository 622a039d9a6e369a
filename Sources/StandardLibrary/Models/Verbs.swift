internal import Charts
internal import Datasets
internal import Diagnostics
internal import Learners
internal import MultiLabel
internal import Runtime
internal import Tensors

/// What stands for 0/0 in precision, recall, F1 and Jaccard.
enum ConventionWord: String, Choice {
  case sklearn, mulan, meka

  var convention: UndefinedConvention {
    switch self {
    case .sklearn: .sklearn
    case .mulan: .mulan
    case .meka: .meka
    }
  }
}

extension StandardLibrary {
  private static let fitted = Parameter<FittedArgument>("model", "a fitted model")
  private static let inputs = Parameter<Inputs>("X", "a data set, or an n×d matrix")
  private static let labels = Parameter<Numbers?>(
    "Y", "the n×C labels that go with a matrix X", default: .some(nil))
  private static let convention = Parameter<ConventionWord>(
    "convention",
    "what 0/0 counts as: sklearn 0; mulan 1 where truth and prediction are both "
      + "empty; meka that for jaccard only", default: .sklearn)
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
        "Y", "the n×C labels that go with a matrix X; for a learner alone n class numbers",
        default: .some(nil)),
      examples: [
        Example(example + "print(m.labels, m.converged)", prints: "[\"y0\", \"y1\"] true")
      ],
      body: { model, X, Y in try trained(model, X, Y) }),
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
      "evaluate", "All measures of a fitted model: evaluate(model, data) or evaluate(model, X, Y).",
      fitted, inputs, labels, convention,
      details: "Predicts and compares as metrics(truth, predicted) does.",
      examples: [Example(example + "evaluate(m, X, Y).hamming", prints: "0")],
      body: { model, X, Y, convention in try evaluated(model, X, Y, convention.convention) }),
    Builtin(
      "compare", "A table of the measures of several fitted models on one data set.",
      Parameter<Record>("models", "a record of fitted models: {alone: m1, chain: m2}"), inputs,
      labels, convention,
      details: "The fields of the result are the measures of each model: compare(…).chain.hamming.",
      examples: [
        Example(example + "print(compare({a: m, b: m}, X, Y).b.zero_one)", prints: "0")
      ],
      body: { models, X, Y, convention in try compared(models, X, Y, convention.convention) }),
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
  private static func classNumbers(_ X: Inputs, _ Y: Numbers?) throws -> Tensor {
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

  private static func evaluated(
    _ model: FittedArgument, _ X: Inputs, _ Y: Numbers?, _ convention: UndefinedConvention
  ) throws -> Record {
    switch try model.trained(for: "evaluate") {
    case .labels(let model):
      let data = try X.dataset(Y, for: "evaluate")
      return try MultiLabel.evaluate(model, data, convention: convention).record
    case .classes(let model):
      let truth = try classNumbers(X, Y).flattened()
      let right = try Learners.accuracy(truth: truth, predicted: model.predict(X.X))
      return Record([("accuracy", .number(right)), ("zero_one", .number(1 - right))])
    case .unfitted: return Record()
    }
  }

  private static func compared(
    _ models: Record, _ X: Inputs, _ Y: Numbers?, _ convention: UndefinedConvention
  ) throws -> ChartObject {
    let list = try zip(models.names, models.values).map { name, value in
      guard let model = FittedObject.from(value)?.model else {
        throw Failure(
          .argument, "compare: \(name) must be a fitted model, found \(value.described)",
          notes: ModelObject.from(value) == nil
            ? [] : ["fit it first: \(name) = fit(\(name), train)"])
      }
      return (name: name, model: model)
    }
    let comparison = try Comparison(
      list, try X.dataset(Y, for: "compare"), convention: convention)
    let figures = zip(comparison.names, comparison.records).map {
      (name: $0, value: $1.record.value)
    }
    return ChartObject(Chart(.table(comparison.table)), figures: figures)
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

extension MetricRecord {
  /// The measures as a record of the language.
  var record: Record { Record(entries.map { ($0.name, .number($0.value)) }) }
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
