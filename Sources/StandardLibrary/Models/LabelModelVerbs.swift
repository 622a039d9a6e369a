internal import Charts
internal import Datasets
internal import Diagnostics
internal import Learners
internal import MultiLabel
internal import Runtime
internal import Stepping
internal import Tensors

extension ModelObject: TrainableObject {
  func fitted(_ request: TrainingRequest) throws -> Value {
    try request.checkNoStart(self)
    return FittedObject(try model.erasedFit(try request.dataset())).value
  }

  func training(_ request: TrainingRequest) throws -> Stepper {
    try request.checkNoStart(self)
    let run: any Steppable = try model.training(on: try request.dataset(), test: request.test)
    return Stepper(run)
  }

  func smoothed(_ epsilon: Double, for function: String) throws -> any TrainableObject {
    guard var conversion = model as? any Conversion else {
      throw Failure(
        .argument,
        "\(function): \(summary) has no base learner whose labels could be smoothed",
        notes: ["smoothing works where a learner answers each question: binary_relevance(…), …"])
    }
    conversion.base = try LabelSmoothing(conversion.base, epsilon: epsilon)
    return ModelObject(conversion)
  }

  func compared(_ request: ComparisonRequest) throws -> ChartObject {
    try LabelComparison(request).chart()
  }

  func validated(_ request: ComparisonRequest) throws -> ChartObject {
    StandardLibrary.validated(
      try CrossValidation(
        [("model", model)], try request.dataset(), request.options, measures: request.measures))
  }
}

extension MultiLabelModel {
  /// The trained model with its type erased.
  fileprivate func erasedFit(_ data: Dataset) throws -> any FittedMultiLabel { try fit(data) }
}

extension FittedObject: FittedValue {
  var kind: String { "a model of several labels" }

  func predicted(_ request: PredictionRequest) throws -> Value {
    let X = try request.X.inputs(for: "predict").X
    return .tensor(try labels(X, request.decisions, parents: request.parents?.tensor))
  }

  private func labels(
    _ X: DesignMatrix, _ decisions: DecisionRequest, parents: Tensor?
  ) throws -> Tensor {
    guard let parents else { return try decisions.labels(model, X) }
    guard let chain = model as? FittedChain else {
      throw Failure(.argument, "predict: only chains have parents, found \(model.summary)")
    }
    guard decisions.inference == .greedy, decisions.loss == nil else {
      throw Failure(
        .argument, "predict: parents are told to greedy links, found another inference or loss")
    }
    let p = try chain.linkProbabilities(X, parents: parents.with(kind: .number))
    return hardened(p, thresholds: try decisions.thresholds(chain.labelNames))
  }

  func probabilities(of X: Samples) throws -> Value {
    .tensor(try model.probabilities(try X.inputs(for: "proba").X))
  }

  func evaluated(_ request: EvaluationRequest) throws -> Value {
    let data = try request.X.inputs(for: "evaluate")
      .dataset(request.Y?.numbers(for: "evaluate"), for: "evaluate")
    let record = try MultiLabel.evaluate(
      model, data, convention: request.convention, isRanked: request.isRanked)
    let remarks = model.remarks(on: data)
    return .flatRecord(
      record.entries.map { ($0.name, .number($0.value)) }
        + (remarks.isEmpty ? [] : [("note", .text(remarks.joined(separator: "; ")))]))
  }

  func predicting(_ request: TrainingRequest) throws -> Stepper {
    guard let model = model as? any SteppedPredictor else {
      throw Failure(
        .unsupported, "step: \(model.summary) predicts in one stage",
        notes: ["step(model, data) with a model not fitted yet shows its training"])
    }
    if case .matrix(let matrix) = try request.inputs, request.Y == nil {
      return Stepper(try model.predicting(matrix, truth: nil))
    }
    let data = try request.dataset(labels: model.labelNames)
    return Stepper(try model.predicting(data.X, truth: data.Y))
  }

  func compared(_ request: ComparisonRequest) throws -> ChartObject {
    try LabelComparison(request).chart()
  }
}

/// Models of several labels side by side: fitted ones measured on the data, others cross-validated.
struct LabelComparison {
  private let request: ComparisonRequest

  init(_ request: ComparisonRequest) { self.request = request }

  func chart() throws -> ChartObject {
    let (data, options) = (try request.dataset(), request.options)
    let unfitted = request.models.compactMap { name, value in
      ModelObject.from(value).map { (name: name, model: $0.model) }
    }
    if !unfitted.isEmpty, unfitted.count == request.models.count {
      return StandardLibrary.validated(
        try CrossValidation(unfitted, data, options, measures: request.measures))
    }
    let comparison = try Comparison(
      try request.models.map(fitted), data, convention: options.convention,
      measures: request.measures, isRanked: options.isRanked)
    let figures = zip(comparison.names, comparison.records).map {
      (name: $0, value: $1.record.value)
    }
    return ChartObject(
      Chart(.table(comparison.table)), figures: figures, notes: comparison.remarks)
  }

  private func fitted(
    _ name: String, _ value: Value
  ) throws -> (name: String, model: any FittedMultiLabel) {
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
}
