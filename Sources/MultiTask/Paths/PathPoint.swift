internal import Datasets
internal import Diagnostics
internal import Tensors

/// The optimum at one λ of a path.
package struct PathPoint: Sendable {
  package let lambda: Double
  /// W, d×T.
  package let weights: TaskWeights
  package let intercepts: [Double]
  package let objective: Double
  package let loss: Double
  /// The value of each of the penalty's terms.
  package let terms: [Double]
  /// Iterations that this λ took, from where the path stood.
  package let iterations: Int
  package let converged: Bool
  /// The singular values of W, the largest first.
  package let singularValues: [Double]
  /// ‖W_k,:‖ of each feature.
  package let rowNorms: [Double]
  /// Singular values that are not negligible beside the largest of the path.
  package var rank = 0
  /// Features whose row is not negligible beside the largest of the path.
  package var usedFeatures = 0
}

/// Fits of one model under one λ after another, each from the optimum before it.
struct PathSweep {
  private let model: MultiTaskModel
  private let data: TaskDataset
  private let target: PathTarget
  private let isWarm: Bool
  /// The run of the λ before, finished.
  private var run: MultiTaskTraining?

  /// A sweep; `isWarm` says whether a fit begins where the one before ended or at 0.
  init(_ model: MultiTaskModel, _ data: TaskDataset, _ target: PathTarget, isWarm: Bool = true) {
    self.model = model
    self.data = data
    self.target = target
    self.isWarm = isWarm
  }

  /// The optimum under the next λ.
  mutating func next(_ lambda: Double) throws -> (fitted: FittedMultiTask, iterations: Int) {
    let penalty = try model.penalty.strengthened(to: lambda, target)
    var run = try started(penalty)
    var iterations = 0
    while try run.advance() {
      try Interrupt.check()
      iterations += 1
    }
    guard let fitted = run.output else { preconditionFailure("a finished run has an output") }
    self.run = isWarm ? run : nil
    return (fitted, iterations)
  }

  private func started(_ penalty: Penalty) throws -> MultiTaskTraining {
    var model = model
    model.penalty = penalty
    guard let run else { return try model.training(on: data) }
    do {
      return try run.changing(penalty)
    } catch let failure as Failure where failure.kind == .unsupported {
      // Another solver serves this λ, as a linear system does where a corner has λ = 0.
      return try model.training(on: data, from: run.output)
    }
  }
}
