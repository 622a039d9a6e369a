internal import Datasets
internal import Diagnostics
internal import Learners
internal import MultiLabel
internal import Runtime
internal import Stepping
internal import Tensors

extension LearnerObject: TrainableObject {
  func fitted(_ request: TrainingRequest) throws -> Value {
    try request.checkNoStart(self)
    let X = try request.inputs
    return ClassModelObject(try learner.fit(X.X, try classNumbers(X, try request.labels))).value
  }

  func training(_ request: TrainingRequest) throws -> Stepper {
    try request.checkNoTest(self)
    throw Failure(
      .unsupported, "step: \(learner.summary) alone has no stages to watch",
      notes: ["step(binary_relevance(\(learner.summary)), data) watches it label by label"])
  }

  func smoothed(_ epsilon: Double, for function: String) throws -> any TrainableObject {
    LearnerObject(try LabelSmoothing(learner, epsilon: epsilon))
  }

  func compared(_ request: ComparisonRequest) throws -> ChartObject {
    try LabelComparison(request).chart()
  }

  func validated(_ request: ComparisonRequest) throws -> ChartObject {
    throw Failure(
      .argument, "cross_validate: a learner alone takes no label sets, found \(learner.summary)",
      notes: ["cross_validate(binary_relevance(\(learner.summary)), data)"])
  }
}

extension ClassModelObject: FittedValue {
  var kind: String { "a learner fitted alone" }

  func predicted(_ request: PredictionRequest) throws -> Value {
    let X = try request.X.inputs(for: "predict").X
    guard request.parents == nil, request.decisions.isPlain else {
      throw Failure(
        .argument,
        "predict: a learner fitted alone has neither parents nor inference, loss or threshold")
    }
    return .tensor(try model.predict(X))
  }

  func probabilities(of X: Samples) throws -> Value {
    .tensor(try model.probabilities(try X.inputs(for: "proba").X))
  }

  func evaluated(_ request: EvaluationRequest) throws -> Value {
    let X = try request.X.inputs(for: "evaluate")
    let truth = try classNumbers(X, try request.Y?.numbers(for: "evaluate")).flattened()
    let right = try Learners.accuracy(truth: truth, predicted: model.predict(X.X))
    return .flatRecord([("accuracy", .number(right)), ("zero_one", .number(1 - right))])
  }

  func predicting(_ request: TrainingRequest) throws -> Stepper {
    throw Failure(
      .argument, "step: model must be a model or a fitted one, found \(boxed.described)")
  }

  func compared(_ request: ComparisonRequest) throws -> ChartObject {
    try LabelComparison(request).chart()
  }
}

/// What a learner alone learns: Y, or the only label of a data set.
private func classNumbers(_ X: Inputs, _ Y: Numbers?) throws -> Tensor {
  if let Y { return Y.tensor.with(kind: .number) }
  guard case .data(let data) = X else {
    throw Failure(.argument, "fit: a matrix X needs its labels Y")
  }
  guard data.labelCount == 1 else {
    throw Failure(
      .argument,
      "fit: a learner alone takes one label, the data set has \(data.labelCount)",
      notes: ["binary_relevance(\(data.labelCount == 0 ? "…" : "logistic()")) learns several"])
  }
  return try data.Y.flattened()
}
