internal import Datasets
internal import Diagnostics
internal import Learners
internal import MultiLabel
internal import Networks
internal import Runtime
internal import Tensors

/// Networks trained and measured on the same folds.
struct NetworkFolds {
  /// For each network the evaluation of each fold.
  let evaluations: [[HeadEvaluation]]

  /// - Throws: `argument` for a model that is no network, or one that is fitted; else as `fit`, naming
  ///   the network.
  init(_ request: ComparisonRequest) throws {
    let networks = try request.models.map { name, value in
      guard let object = NetworkObject.from(value) else {
        throw Self.unsuited(name, value, request)
      }
      let data = try NetworkComparison.named(name, request) {
        try NetworkSamples(object.network, for: request.function)
          .dataset(request.X.value, request.Y?.value, allowsMore: request.models.count > 1)
      }
      return (name: name, object: object, data: data)
    }
    guard let first = networks.first else {
      throw Failure(.argument, "\(request.function): expected at least one network, found none")
    }
    let folds = try Self.folds(first.data, request.options)
    evaluations = try networks.map { name, object, data in
      guard data.rowCount == first.data.rowCount else {
        throw Failure(
          .shape,
          "\(request.function): expected the same rows for every network, found "
            + "\(first.data.rowCount) and \(data.rowCount)")
      }
      return try NetworkComparison.named(name, request) {
        try Progress.map(folds, "validate") { train, test in
          try Self.round(object, try data.rows(train), try data.rows(test), request)
        }
      }
    }
  }

  /// The rows of the training and test set of each round.
  private static func folds(
    _ data: HeadDataset, _ options: CrossValidationOptions
  ) throws -> [(train: [Int], test: [Int])] {
    let isStratified = options.isStratified && data.heads.contains { $0.kind != .regression }
    var numbered = data
    numbered.X = Tensor((0..<data.rowCount).map(Double.init), Shape(data.rowCount, 1))
    return try numbered.folds(options.folds, seed: options.seed, isStratified: isStratified).map {
      ($0.train.X.elements.map { Int($0) }, $0.test.X.elements.map { Int($0) })
    }
  }

  private static func round(
    _ object: NetworkObject, _ train: HeadDataset, _ test: HeadDataset,
    _ request: ComparisonRequest
  ) throws -> HeadEvaluation {
    var (train, test) = (train, test)
    if request.options.isStandardized {
      let standardizer = try HeadStandardizer(fittedOn: train)
      (train, test) = (try standardizer.apply(train), try standardizer.apply(test))
    }
    let plan = try NetworkPlan(
      object.network, object.options, function: request.function, given: request.training)
    try plan.traces.checkNone(for: request.function)
    let model = try object.trained(on: train, plan)
    return try HeadEvaluation(
      model, test, convention: request.options.convention, isRanked: request.options.isRanked)
  }

  private static func unsuited(
    _ name: String, _ value: Value, _ request: ComparisonRequest
  ) -> Failure {
    Failure(
      .argument,
      "\(request.function): \(name) must be a network that is not fitted, found "
        + value.described,
      notes: ["models are compared when all are fitted, or cross-validated when none is"])
  }
}
