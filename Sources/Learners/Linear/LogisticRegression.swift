internal import Diagnostics
package import Optimization
package import Tensors

/// Penalised logistic regression, for two classes or several.
///
/// Two classes: `C · Σ_i log(1 + exp(−s_i f(x_i))) + ½‖w‖²`, s ∈ {−1, +1}, f(x) = w·x + b. K classes:
/// cross entropy of the softmax with the same C and `½‖W‖²` over all K weight vectors. Intercepts
/// are fitted and never penalised. Other penalties take the place of `½‖w‖²`: `‖w‖₁`,
/// `ρ‖w‖₁ + ½(1 − ρ)‖w‖²`, or nothing. These are the objectives of scikit-learn's
/// `LogisticRegression`.
package struct LogisticRegression: Learner, Equatable {
  /// What keeps the weights small.
  package enum Penalty: Sendable, Equatable {
    case l2, l1, none
    /// ρ, the share of `‖w‖₁`.
    case elasticNet(Double)
  }

  /// C, the weight of the data against the penalty.
  package let strength: Double
  package let penalty: Penalty
  /// Stop at this share of the gradient's largest entry at the start.
  package let tolerance: Double
  package let maximumIterations: Int
  /// Whether an intercept is fitted.
  package let intercept: Bool

  /// Throws when a hyper-parameter is out of its range.
  package init(
    C: Double = 1, penalty: String = "l2", tol: Double = 1e-6, maxIterations: Int = 1000,
    intercept: Bool = true, l1Ratio: Double = 0.5
  ) throws {
    guard C > 0, C.isFinite else {
      throw Failure(.value, "expected C to be a positive number, found \(C)")
    }
    guard tol > 0, tol < 1 else {
      throw Failure(.value, "expected tol to lie between 0 and 1, found \(tol)")
    }
    guard maxIterations > 0 else {
      throw Failure(.value, "expected at least one iteration, found \(maxIterations)")
    }
    self.penalty = try Penalty(penalty, l1Ratio: l1Ratio)
    strength = C
    tolerance = tol
    maximumIterations = maxIterations
    self.intercept = intercept
  }

  var options: SolverOptions {
    SolverOptions(tolerance: tolerance, maximumIterations: maximumIterations)
  }

  /// All tasks in one batch: two matrix products an iteration for the lot.
  package func fitBinary(_ X: DesignMatrix, _ tasks: [BinaryTask]) throws -> [any FittedBinary] {
    try InputChecks.features(X)
    try InputChecks.samples(X.rowCount)
    for task in tasks { try task.check(rowCount: X.rowCount) }
    guard penalty == .l2 else { return try fitPenalised(X, tasks) }
    let open = tasks.indices.filter { tasks[$0].constant == nil }
    let design = try LinearDesign(X, intercept: intercept)
    let problem = LinearProblem(
      design: design, strength: strength,
      blocks: open.map {
        .init(.logistic(targets: tasks[$0].targets), features: tasks[$0].features)
      })
    return models(tasks, try problem.solve(options), inputCount: X.columnCount)
  }

  /// The model of each task, from the solution of those that are not constant.
  func models(
    _ tasks: [BinaryTask], _ solution: LinearSolution, inputCount: Int
  ) -> [any FittedBinary] {
    var place = 0
    return tasks.map { task in
      let features = task.features ?? Array(0..<inputCount)
      if let constant = task.constant { return LogisticModel(constant, features.count) }
      defer { place += 1 }
      let weights = solution.weights[place]
      return LogisticModel(
        LinearScore(
          weights: features.map { weights[$0] },
          intercept: intercept ? weights[inputCount] : 0),
        solution.reports[place])
    }
  }

  /// Softmax regression, all tasks in one batch; two classes are the ordinary binary model, one
  /// class is a constant.
  package func fitClasses(
    _ X: DesignMatrix, _ tasks: [ClassTask]
  ) throws -> [any FittedClassifier] {
    try InputChecks.features(X)
    try InputChecks.samples(X.rowCount)
    for task in tasks { try task.check(rowCount: X.rowCount) }
    let pairs = tasks.indices.filter { tasks[$0].classCount <= 2 }
    let several = tasks.indices.filter { tasks[$0].classCount > 2 }
    var models: [Int: any FittedClassifier] = [:]
    if !pairs.isEmpty {
      let fitted = try fitBinary(X, pairs.map { tasks[$0].binary })
      for (index, model) in zip(pairs, fitted) {
        models[index] = BinaryClassifier(model, classCount: max(tasks[index].classCount, 1))
      }
    }
    if !several.isEmpty {
      for (index, model) in zip(several, try fitSoftmax(X, several.map { tasks[$0] })) {
        models[index] = model
      }
    }
    return tasks.indices.compactMap { models[$0] }
  }

  private func fitSoftmax(_ X: DesignMatrix, _ tasks: [ClassTask]) throws -> [SoftmaxModel] {
    guard penalty == .l2 else { return try fitPenalisedSoftmax(X, tasks) }
    let problem = LinearProblem(
      design: try LinearDesign(X, intercept: intercept), strength: strength,
      blocks: tasks.map {
        .init(.softmax(codes: $0.codes, classes: $0.classCount, smoothing: $0.smoothing))
      })
    let solution = try problem.solve(options)
    return tasks.indices.map {
      SoftmaxModel(
        weights: solution.weights[$0], classCount: tasks[$0].classCount,
        featureCount: X.columnCount, hasIntercept: intercept, report: solution.reports[$0])
    }
  }
}

extension ClassTask {
  /// Throws unless there is a class number below K for each row, and ε is a share.
  package func check(rowCount: Int) throws {
    guard codes.count == rowCount, codes.allSatisfy({ $0 >= 0 && $0 < max(classCount, 1) }) else {
      throw Failure(
        .shape,
        "expected a class from 0 to \(classCount - 1) for each of \(rowCount) rows, "
          + "found \(codes.count) from \(codes.min() ?? 0) to \(codes.max() ?? 0)")
    }
    guard smoothing >= 0, smoothing < 1 else {
      throw Failure(.value, "expected smoothing from 0 to below 1, found \(smoothing)")
    }
  }

  /// The same question of two classes as yes or no, its targets smoothed.
  package var binary: BinaryTask {
    BinaryTask(
      name: name, targets: codes.map { Double($0) * (1 - smoothing) + smoothing / 2 })
  }
}

extension BinaryTask {
  /// Throws unless there is a target between 0 and 1 for each row.
  func check(rowCount: Int) throws {
    guard targets.count == rowCount else {
      throw Failure(
        .shape, "expected \(rowCount) targets for '\(name)', found \(targets.count)")
    }
    if let i = targets.firstIndex(where: { !($0 >= 0 && $0 <= 1) }) {
      throw Failure(
        .data, "expected targets from 0 to 1, found \(targets[i]) in row \(i) of '\(name)'")
    }
  }

  /// The value of all targets when they are equal.
  package var constant: Double? {
    guard let first = targets.first, targets.allSatisfy({ $0 == first }) else { return nil }
    return first
  }
}

/// A fitted binary logistic regression, or the constant its label was in training.
package struct LogisticModel: FittedBinary, Equatable {
  package let featureCount: Int
  package let report: SolverReport
  package let constant: Double?
  private let score: LinearScore

  /// The model that always answers with one value.
  init(_ constant: Double, _ featureCount: Int) {
    self.featureCount = featureCount
    self.constant = constant
    report = SolverReport(method: .constant)
    score = LinearScore(weights: [], intercept: 0)
  }

  init(_ score: LinearScore, _ report: SolverReport) {
    featureCount = score.weights.count
    constant = nil
    self.report = report
    self.score = score
  }

  package var linear: LinearScore? { constant == nil ? score : nil }

  package func probabilities(_ X: DesignMatrix) throws -> [Double] {
    try InputChecks.width(X, expected: featureCount)
    let n = X.rowCount
    if let constant { return [Double](repeating: constant, count: n) }
    let weights = Tensor(score.weights, Shape(1, featureCount))
    return try X.scores(weights: weights, intercepts: [score.intercept]).elements.map(sigmoid)
  }
}
