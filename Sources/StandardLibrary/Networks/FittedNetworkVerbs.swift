internal import Datasets
internal import Diagnostics
internal import Learners
internal import Networks
internal import Runtime
internal import Stepping
internal import Tensors

extension FittedNetworkObject: FittedValue {
  var kind: String { "a network" }

  /// A record by head: a number a row, of labels n×C.
  func predicted(_ request: PredictionRequest) throws -> Value {
    guard request.parents == nil, !request.decisions.isSearch else {
      throw Failure(
        .argument, "predict: a network has neither parents nor inference or loss",
        notes: ["threshold= changes from which probability on a label counts as present"])
    }
    let rows = try NetworkSamples(model.network, for: "predict").rows(request.X.value)
    if request.decisions.isPlain { return try byHead(rows) { try model.predictions($0) } }
    return try byHead(rows) { X in try decided(X, request.decisions) }
  }

  /// A record by head: n numbers, n×K for classes, n×C for labels; numbers have no probability.
  func probabilities(of X: Samples) throws -> Value {
    let heads = model.network.graph.heads
    guard heads.contains(where: { $0.head.kind != .regression }) else {
      throw Failure(
        .unsupported, "proba: the heads predict numbers, which have no probability",
        notes: ["predict(fitted, X) gives the numbers"])
    }
    let rows = try NetworkSamples(model.network, for: "proba").rows(X.value)
    return try byHead(rows) { X in
      try zip(heads, model.scores(X)).map { output, scores in
        try output.probabilities(of: scores)
      }
    }
  }

  /// A report by head: `loss`, the mean loss as training has it, and what is usual for its kind.
  func evaluated(_ request: EvaluationRequest) throws -> Value {
    let data = try NetworkSamples(model.network, for: "evaluate")
      .dataset(request.X.value, request.Y?.value)
    do {
      let evaluation = try HeadEvaluation(
        model, data, convention: request.convention, isRanked: request.isRanked)
      return HeadEvaluationObject(evaluation).value
    } catch let failure as Failure {
      throw failure.beginning(with: "evaluate: ")
    }
  }

  /// The prediction row by row, beside the truth where it is given.
  func predicting(_ request: TrainingRequest) throws -> Stepper {
    let samples = NetworkSamples(model.network, for: "step")
    if request.Y != nil || AnyDataset.from(request.X.value) != nil {
      let data = try samples.dataset(request.X.value, request.Y?.value)
      return Stepper(
        try NetworkPrediction(
          model, data.X, truth: data.heads.map(\.values), featureNames: data.featureNames))
    }
    guard case .shared(let X) = try samples.rows(request.X.value) else {
      throw Failure(
        .argument, "step: X must be one matrix of rows, found \(request.X.value.described)")
    }
    return Stepper(try NetworkPrediction(model, X))
  }

  func compared(_ request: ComparisonRequest) throws -> ChartObject {
    try NetworkComparison(request).chart
  }

  // MARK: - Rows

  /// A record of what a function makes of the rows, a tensor a head; heads without one are left out.
  private func byHead(
    _ rows: PredictedRows, _ function: (Tensor) throws -> [Tensor?]
  ) throws -> Value {
    let names = model.network.heads.map(\.name)
    switch rows {
    case .shared(let X):
      return .flatRecord(
        zip(names, try function(X)).compactMap { name, tensor in
          tensor.map { (name, .tensor($0)) }
        })
    case .own(let designs):
      return .flatRecord(
        try designs.compactMap { head, X in
          try function(X)[head].map { (names[head], .tensor($0)) }
        })
    }
  }

  /// Predictions with other thresholds than ½: one for all heads with labels, or one a head.
  private func decided(_ X: Tensor, _ decisions: DecisionRequest) throws -> [Tensor] {
    let heads = model.network.graph.heads
    let thresholds = try decisions.thresholds(model.network.heads.map(\.name))
    let usual = try model.predictions(X)
    return try zip(heads, try model.scores(X)).enumerated().map { h, pair in
      let (output, scores) = pair
      guard output.head.kind == .binary || output.head.kind.isMultilabel,
        let p = try output.probabilities(of: scores)
      else { return usual[h] }
      let threshold = thresholds.count == 1 ? thresholds[0] : thresholds[h]
      return Tensor(p.elements.map { $0 >= threshold ? 1 : 0 }, p.shape)
    }
  }
}
