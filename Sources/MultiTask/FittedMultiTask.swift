internal import Diagnostics
internal import Learners
package import Tensors

/// How far a fit had come after an iteration.
package struct TaskProgress: Sendable, Equatable {
  package let objective: Double
  /// Seconds of computation until then, set-up included.
  package let seconds: Double
  /// What the tolerance is compared with; see `TaskSolver.measure`.
  package let accuracy: Double
}

/// Trained linear models of several tasks.
package struct FittedMultiTask: Sendable {
  package let model: MultiTaskModel
  package let taskNames: [String]
  package let featureNames: [String]
  /// Where the solver ended.
  package let iterate: TaskIterate
  package let method: String
  package let measure: String
  package let stop: StopReason
  /// The start and then every iteration.
  package let history: [TaskProgress]
  /// Whether the tasks were trained on the same inputs, row by row.
  package let isShared: Bool
  /// Why no minimum exists, each sentence naming a task; empty where there is one.
  package let remarks: [String]

  /// W, d×T.
  package var weights: TaskWeights { iterate.W }
  package var converged: Bool { stop.isConverged }
  package var taskCount: Int { taskNames.count }
  package var featureCount: Int { featureNames.count }

  /// w_t·x + b_t of each row, for one task.
  ///
  /// - Throws: `shape`, `data` when the inputs do not suit.
  package func scores(_ X: Tensor, task t: Int) throws -> Tensor {
    try InputChecks.width(.dense(X), expected: featureCount)
    let w = Tensor(Array(weights.task(t)), Shape(featureCount, 1))
    var f = try matmul(X, w).flattened()
    let b = iterate.intercepts[t]
    f.withMutableElements { f in for i in f.indices { f[i] += b } }
    return f
  }

  /// What one task predicts: numbers, or with the logistic loss 0 and 1.
  package func predict(_ X: Tensor, task t: Int) throws -> Tensor {
    var f = try scores(X, task: t)
    if model.loss == .logistic {
      f.withMutableElements { f in for i in f.indices { f[i] = f[i] >= 0 ? 1 : 0 } }
    }
    return f
  }

  /// p(y = 1) of one task, for the logistic loss.
  package func probabilities(_ X: Tensor, task t: Int) throws -> Tensor {
    guard model.loss == .logistic else {
      throw Failure(
        .unsupported, "the squared loss predicts numbers, which have no probability",
        notes: ["multitask(loss=\"logistic\") learns probabilities of 0/1 targets"])
    }
    var f = try scores(X, task: t)
    f.withMutableElements { f in for i in f.indices { f[i] = sigmoid(f[i]) } }
    return f
  }
}
