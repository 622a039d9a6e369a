internal import Diagnostics
internal import Optimization
package import Tensors

/// A linear support vector machine with the squared hinge loss and probabilities by Platt scaling.
///
/// Minimises `C Σ_i max(0, 1 − s_i f(x_i))² + ½‖w‖²`, f(x) = w·x + b, s ∈ {−1, +1}; a target y between 0
/// and 1 takes the weighted pair `y max(0, 1 − f)² + (1 − y) max(0, 1 + f)²`. The intercept is not
/// penalised; scikit-learn's `LinearSVC` penalises it as if it were the weight of an input that is
/// always `intercept_scaling`, which this machine approaches as that grows. The sigmoid is fitted to
/// the scores of rows by machines that did not see them, in five folds. Several classes: one machine
/// each against the rest.
///
/// C. Cortes, V. Vapnik, *Support-Vector Networks*, Machine Learning 20, 1995; O. Chapelle, *Training a
/// Support Vector Machine in the Primal*, Neural Computation 19, 2007, for Newton's method.
package struct LinearSVM: OneVersusRestLearner, Equatable {
  /// C, the weight of the data against the penalty.
  package let strength: Double
  /// Stop at this share of the gradient's largest entry at parameters 0.
  package let tolerance: Double
  package let maximumIterations: Int
  /// Whether an intercept is fitted.
  package let intercept: Bool

  /// Throws when a hyper-parameter is out of its range.
  package init(
    C: Double = 1, tol: Double = 1e-6, maxIterations: Int = 1000, intercept: Bool = true
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
    strength = C
    tolerance = tol
    maximumIterations = maxIterations
    self.intercept = intercept
  }

  package var summary: String {
    var call = LearnerCall("linear_svm")
    call.add("C", strength)
    call.add("tol", tolerance, unless: 1e-6)
    call.add("max_iterations", Double(maximumIterations), unless: 1000)
    call.add("intercept", intercept, unless: true)
    return call.closed
  }

  /// All tasks on one design, then all their folds.
  package func fitBinary(_ X: DesignMatrix, _ tasks: [BinaryTask]) throws -> [any FittedBinary] {
    try InputChecks.features(X)
    try InputChecks.samples(X.rowCount)
    for task in tasks { try task.check(rowCount: X.rowCount) }
    let open = tasks.filter { $0.constant == nil }
    let design = try ColumnDesign(X, intercept: intercept)
    let solution = try solve(
      design,
      open.map { task in
        try Interrupt.check()
        return .init(hinge(task.targets), features: task.features)
      })
    let folds = try open.map { try CalibrationFolds(checking: $0.targets) }
    let scores = try heldOutScores(X, design, open, folds, solution)
    var place = 0
    return try tasks.map { task in
      try Interrupt.check()
      let features = task.features ?? Array(0..<X.columnCount)
      if let constant = task.constant {
        return ScaledModel(constant: constant, featureCount: features.count)
      }
      defer { place += 1 }
      let weights = solution.weights[place]
      return ScaledModel(
        LinearScore(
          weights: features.map { weights[$0] }, intercept: intercept ? weights[X.columnCount] : 0),
        PlattScaling(scores: scores[place], targets: task.targets), solution.reports[place],
        notes: folds[place].note.map { [$0] } ?? [])
    }
  }

  private func solve(
    _ design: ColumnDesign, _ blocks: [PenalisedProblem.Block]
  ) throws -> LinearSolution {
    try PenalisedProblem(
      design: design, strength: strength, penalty: .init(l1: 0, l2: 1), blocks: blocks
    ).solve(SolverOptions(tolerance: tolerance, maximumIterations: maximumIterations))
  }

  /// The loss of targets on the rows that are kept.
  private func hinge(
    _ targets: [Double], keeping isKept: (Int) -> Bool = { _ in true }
  ) -> PenalisedProblem.Loss {
    .squaredHinge(
      yes: targets.indices.map { isKept($0) ? targets[$0] : 0 },
      no: targets.indices.map { isKept($0) ? 1 - targets[$0] : 0 })
  }

  /// The score of each row by a machine that did not see it, or by the task's own where there are no
  /// folds.
  private func heldOutScores(
    _ X: DesignMatrix, _ design: ColumnDesign, _ tasks: [BinaryTask], _ folds: [CalibrationFolds],
    _ solution: LinearSolution
  ) throws -> [[Double]] {
    var blocks: [PenalisedProblem.Block] = []
    for (index, task) in tasks.enumerated() {
      guard let fold = folds[index].folds else { continue }
      for left in 0..<folds[index].count {
        try Interrupt.check()
        blocks.append(
          .init(
            hinge(task.targets) { fold[$0] != left }, features: task.features,
            start: solution.weights[index]))
      }
    }
    let machines = try solve(design, blocks).weights
    var place = 0
    return try tasks.indices.map { index in
      try Interrupt.check()
      guard let fold = folds[index].folds else {
        return try scores(X, [solution.weights[index]]).elements
      }
      let count = folds[index].count
      let table = try scores(X, Array(machines[place..<place + count]))
      place += count
      return fold.indices.map { table[$0, fold[$0]] }
    }
  }

  /// n×K scores of K parameter vectors.
  private func scores(_ X: DesignMatrix, _ parameters: [[Double]]) throws -> Tensor {
    let d = X.columnCount
    return try X.scores(
      weights: Tensor(parameters.flatMap { $0.prefix(d) }, Shape(parameters.count, d)),
      intercepts: parameters.map { intercept ? $0[d] : 0 })
  }
}
