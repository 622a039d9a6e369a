internal import Charts
package import Datasets
internal import Diagnostics
internal import Learners
internal import Stepping
internal import Tensors

/// Linear models of several tasks, learned together: minimises
/// Σ_t Σ_i ℓ(y_ti, w_t·x_ti + b_t) + penalty(W).
package struct MultiTaskModel: Sendable, Equatable {
  package var loss: TaskLoss
  package var penalty: Penalty
  /// Whether each task has an intercept, which no term punishes.
  package var hasIntercepts: Bool
  /// Stop at this relative duality gap where there is one, else at this share of the gradient's norm at
  /// the start.
  package var tolerance: Double
  package var maximumIterations: Int

  /// Throws when a hyper-parameter is out of its range.
  package init(
    loss: TaskLoss = .squared, penalty: Penalty = .none, intercept: Bool = true,
    tol: Double = 1e-8, maxIterations: Int = 10_000
  ) throws {
    guard tol > 0, tol < 1 else {
      throw Failure(.value, "expected tol to lie between 0 and 1, found \(shortNumber(tol))")
    }
    guard maxIterations > 0 else {
      throw Failure(.value, "expected at least one iteration, found \(maxIterations)")
    }
    self.loss = loss
    self.penalty = penalty
    hasIntercepts = intercept
    tolerance = tol
    maximumIterations = maxIterations
  }

  /// The call that makes it: `multitask(penalty=nuclear(0.3))`.
  package var summary: String {
    var parts: [String] = []
    if loss != .squared { parts.append("loss=\"\(loss.rawValue)\"") }
    if !penalty.terms.isEmpty { parts.append("penalty=\(penalty.summary)") }
    if !hasIntercepts { parts.append("intercept=false") }
    if tolerance != 1e-8 { parts.append("tol=\(InputChecks.shown(tolerance))") }
    if maximumIterations != 10_000 { parts.append("max_iterations=\(maximumIterations)") }
    return "multitask(\(parts.joined(separator: ", ")))"
  }

  /// The training run on a data set, before its first iteration; from given weights when there are
  /// some, as along a path of λ.
  ///
  /// - Throws: when data do not suit, naming the task, or the penalty's terms cannot be solved together.
  package func training(
    on data: TaskDataset, from start: FittedMultiTask? = nil
  ) throws -> MultiTaskTraining {
    try MultiTaskTraining(self, data, from: start?.start(of: self, on: data))
  }

  /// Trains: the training run, run to its end.
  package func fit(
    _ data: TaskDataset, from start: FittedMultiTask? = nil
  ) throws -> FittedMultiTask {
    var run = try training(on: data, from: start)
    try run.finish()
    guard let output = run.output else { preconditionFailure("a finished run has an output") }
    return output
  }
}
