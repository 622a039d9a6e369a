internal import Diagnostics
internal import Optimization
package import Tensors

/// Least squares to the targets −1 and +1 under `α‖w‖²`, with probabilities by Platt scaling.
///
/// Minimises `Σ_i (2y_i − 1 − w·x_i − b)² + α ‖w‖²`, the intercept not penalised: the objective of
/// scikit-learn's `RidgeClassifier`, and exactly its coefficients. The sigmoid is fitted to the scores
/// of rows by fits that did not see them, in five folds. Several classes: one column each against the
/// rest.
///
/// A. E. Hoerl, R. W. Kennard, *Ridge Regression: Biased Estimation for Nonorthogonal Problems*,
/// Technometrics 12, 1970.
package struct RidgeClassifier: OneVersusRestLearner, Equatable {
  /// α.
  package let alpha: Double
  /// Whether an intercept is fitted.
  package let intercept: Bool

  /// Throws unless α is a number above 0.
  package init(alpha: Double = 1, intercept: Bool = true) throws {
    guard alpha > 0, alpha.isFinite else {
      throw Failure(.value, "expected alpha to be a positive number, found \(alpha)")
    }
    self.alpha = alpha
    self.intercept = intercept
  }

  package var summary: String {
    var call = LearnerCall("ridge")
    call.add("alpha", alpha)
    call.add("intercept", intercept, unless: true)
    return call.closed
  }

  /// All tasks at once: those with the same inputs share one factor.
  package func fitBinary(_ X: DesignMatrix, _ tasks: [BinaryTask]) throws -> [any FittedBinary] {
    try InputChecks.features(X)
    try InputChecks.squares(X)
    try InputChecks.samples(X.rowCount)
    for task in tasks { try task.check(rowCount: X.rowCount) }
    let open = tasks.filter { $0.constant == nil }
    let folds = try open.map { try CalibrationFolds(checking: $0.targets) }
    let problem = try RidgeProblem(
      X, alpha: alpha,
      tasks: zip(open, folds).map { task, folds in
        .init(
          targets: task.targets.map { 2 * $0 - 1 }, features: task.features, folds: folds.folds)
      }, intercept: intercept)
    let solutions = try problem.solve()
    var place = 0
    return try tasks.map { task in
      try Interrupt.check()
      if let constant = task.constant {
        return ScaledModel(
          constant: constant, featureCount: task.features?.count ?? X.columnCount)
      }
      defer { place += 1 }
      let solution = solutions[place]
      return ScaledModel(
        LinearScore(weights: solution.weights, intercept: solution.intercept),
        PlattScaling(scores: solution.scores, targets: task.targets),
        SolverReport(method: .direct, loss: solution.loss, penalty: solution.penalty),
        notes: folds[place].note.map { [$0] } ?? [])
    }
  }
}
