internal import Datasets
internal import Diagnostics
internal import Glibc
internal import Learners
internal import Networks
internal import Runtime
internal import Stepping
internal import Tensors

extension FittedNetworkObject: FittedValue {
  var kind: String { "a network" }

  /// A record by head: a number a row, of labels n×C.
  func predicted(_ request: PredictionRequest) throws -> Value {
    guard request.parents == nil, request.decisions.isPlain else {
      throw Failure(
        .argument, "predict: a network has neither parents nor inference, loss or threshold",
        notes: ["proba(fitted, X) gives the probabilities to decide by"])
    }
    let X = try NetworkSamples(model.network, for: "predict").inputs(request.X.value)
    return byHead(try model.predictions(X))
  }

  /// A record by head: n numbers, n×K for classes, n×C for labels; numbers have no probability.
  func probabilities(of X: Samples) throws -> Value {
    let heads = model.network.graph.heads
    guard heads.contains(where: { $0.head.kind != .regression }) else {
      throw Failure(
        .unsupported, "proba: the heads predict numbers, which have no probability",
        notes: ["predict(fitted, X) gives the numbers"])
    }
    let X = try NetworkSamples(model.network, for: "proba").inputs(X.value)
    let scores = try model.scores(X)
    return .flatRecord(
      zip(heads, scores).compactMap { output, scores in
        output.probabilities(of: scores).map { (output.head.name, .tensor($0)) }
      })
  }

  func evaluated(_ request: EvaluationRequest) throws -> Record {
    throw Failure(.unsupported, "evaluate: a network is not measured yet")
  }

  func predicting(_ request: TrainingRequest) throws -> Stepper {
    throw Failure(
      .unsupported, "step: \(model.network.summary) predicts in one stage",
      notes: ["step(net, X, Y) with a network not fitted yet shows its training"])
  }

  func compared(_ request: ComparisonRequest) throws -> ChartObject {
    throw Failure(.unsupported, "compare: networks are not compared yet")
  }

  /// A record of tensors, one a head.
  private func byHead(_ tensors: [Tensor]) -> Value {
    .flatRecord(zip(model.network.heads, tensors).map { ($0.name, .tensor($1)) })
  }
}

extension HeadOutput {
  /// What scores mean as probabilities: n, n×K or n×C; `nil` for numbers.
  func probabilities(of scores: Tensor) -> Tensor? {
    switch (head.kind, link) {
    case (.regression, _): return nil
    case (.binary, .score): return Tensor(scores.elements.map(sigmoid))
    case (.binary, .logProbability): return Tensor(scores.elements.map(exp))
    case (.multilabel, .score): return Tensor(scores.elements.map(sigmoid), scores.shape)
    case (.multilabel, .logProbability), (.classes, .logProbability):
      return Tensor(scores.elements.map(exp), scores.shape)
    case (.classes, .score): return try? scores.softmax(axis: 1)
    }
  }
}
