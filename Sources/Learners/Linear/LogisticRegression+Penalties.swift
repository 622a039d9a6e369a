internal import Diagnostics
internal import Optimization
internal import Tensors

extension LogisticRegression.Penalty {
  /// The penalty of a name: `l2`, `l1`, `elasticnet` (with its share of ‖w‖₁) or `none`.
  init(_ name: String, l1Ratio: Double) throws {
    guard l1Ratio >= 0, l1Ratio <= 1 else {
      throw Failure(.value, "expected l1_ratio to lie between 0 and 1, found \(l1Ratio)")
    }
    switch name {
    case "l2": self = .l2
    case "l1": self = .l1
    case "elasticnet": self = .elasticNet(l1Ratio)
    case "none": self = .none
    default:
      throw Failure(
        .value, "expected the penalty \"l2\", \"l1\", \"elasticnet\" or \"none\", found \"\(name)\""
      )
    }
  }

  /// λ₁ and λ₂ of `λ₁‖w‖₁ + ½ λ₂‖w‖²`.
  var terms: PenalisedProblem.Penalty {
    switch self {
    case .l2: .init(l1: 0, l2: 1)
    case .l1: .init(l1: 1, l2: 0)
    case .elasticNet(let ratio): .init(l1: ratio, l2: 1 - ratio)
    case .none: .init(l1: 0, l2: 0)
    }
  }
}

extension LogisticRegression {
  /// Every hyper-parameter but those at their defaults; C always.
  package var summary: String {
    var call = LearnerCall("logistic")
    call.add("C", strength)
    switch penalty {
    case .l2: break
    case .l1: call.add("penalty", word: "l1")
    case .none: call.add("penalty", word: "none")
    case .elasticNet(let ratio):
      call.add("penalty", word: "elasticnet")
      call.add("l1_ratio", ratio, unless: 0.5)
    }
    call.add("tol", tolerance, unless: 1e-6)
    call.add("max_iterations", Double(maximumIterations), unless: 1000)
    call.add("intercept", intercept, unless: true)
    return call.closed
  }

  /// All tasks under a penalty other than `½‖w‖²`, several at a time.
  func fitPenalised(_ X: DesignMatrix, _ tasks: [BinaryTask]) throws -> [any FittedBinary] {
    let open = tasks.filter { $0.constant == nil }
    let design = try ColumnDesign(X, intercept: intercept)
    let problem = PenalisedProblem(
      design: design, strength: strength, penalty: penalty.terms,
      blocks: open.map {
        .init(.likelihood(.logistic(targets: $0.targets)), features: $0.features)
      })
    return models(tasks, try problem.solve(options), inputCount: X.columnCount)
  }

  /// All problems of several classes under a penalty other than `½‖W‖²`.
  func fitPenalisedSoftmax(_ X: DesignMatrix, _ tasks: [ClassTask]) throws -> [SoftmaxModel] {
    let problem = PenalisedProblem(
      design: try ColumnDesign(X, intercept: intercept), strength: strength,
      penalty: penalty.terms,
      blocks: tasks.map {
        .init(
          .likelihood(
            .softmax(codes: $0.codes, classes: $0.classCount, smoothing: $0.smoothing)))
      })
    let solution = try problem.solve(options)
    return tasks.indices.map {
      SoftmaxModel(
        weights: solution.weights[$0], classCount: tasks[$0].classCount,
        featureCount: X.columnCount, hasIntercept: intercept, report: solution.reports[$0])
    }
  }
}
