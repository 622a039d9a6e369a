internal import Datasets
internal import Tensors

extension TaskProblem {
  /// The scores X_t w_t + b_t of one task's samples.
  func taskScores(_ W: TaskWeights, _ b: [Double], _ t: Int) throws -> [Double] {
    try data.tasks[t].scores(W.task(t), intercept: b[t])
  }

  /// The loss over the samples of all tasks.
  func totalLoss(_ W: TaskWeights, _ b: [Double]) throws -> Double {
    try mapInParallel(data.taskCount) { t in
      try loss.total(data.tasks[t], taskScores(W, b, t))
    }.reduce(0, +)
  }

  /// The loss's derivatives by weights and intercepts; without intercepts theirs are 0.
  func totalGradient(_ W: TaskWeights, _ b: [Double]) throws -> (W: TaskWeights, b: [Double]) {
    let parts = try mapInParallel(data.taskCount) { t in
      let scores = try taskScores(W, b, t)
      let slopes = data.tasks[t].y.withElements { y in
        scores.indices.map { loss.derivative(y[$0], scores[$0]) }
      }
      let rows = try CentredRows(data.tasks[t].X, isCentred: false)
      return (try rows.transposedProduct(slopes), hasIntercepts ? slopes.reduce(0, +) : 0)
    }
    var gradient = TaskWeights(taskCount: data.taskCount, featureCount: data.featureCount)
    gradient.set(Array(parts.indices), parts.flatMap(\.0))
    return (gradient, parts.map(\.1))
  }

  /// The norm of the loss's gradient at weights of 0: what a tolerance is a share of.
  func startingGradientNorm() throws -> Double {
    let zero = TaskWeights(taskCount: data.taskCount, featureCount: data.featureCount)
    let b = data.tasks.map { task in
      guard hasIntercepts, loss == .squared else { return 0.0 }
      return task.y.elements.reduce(0, +) / Double(max(task.rowCount, 1))
    }
    let gradient = try totalGradient(zero, b)
    return CoupledSystem.norm([gradient.W.values, gradient.b])
  }
}
