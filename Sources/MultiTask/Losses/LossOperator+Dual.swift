internal import Datasets
internal import Glibc
internal import Tensors

extension LossOperator {
  /// The loss at weights with the intercepts that suit them best, and what a dual point is made of.
  struct Evaluation: Sendable {
    let loss: Double
    let intercepts: [Double]
    /// The loss's derivative by W.
    let gradient: TaskWeights
    /// θ, the loss's derivatives by the scores, task after task; they sum to 0 over a task that has
    /// an intercept.
    let slopes: [[Double]]
  }

  /// The loss of W.
  func evaluate(_ W: TaskWeights, from guess: [Double]) throws -> Evaluation {
    let tasks = problem.data.tasks
    var intercepts = guess
    var gradient = TaskWeights(taskCount: W.taskCount, featureCount: W.featureCount)
    var slopes: [[Double]] = []
    var loss = 0.0
    for (t, task) in tasks.enumerated() {
      try Interrupt.check()
      var f = try task.scores(W.task(t), intercept: 0)
      let b = problem.hasIntercepts ? intercept(task, f, guess[t]) : 0
      intercepts[t] = b
      var slope = f
      for i in f.indices {
        f[i] += b
        let y = task.y[flat: i]
        loss += problem.loss.value(y, f[i])
        slope[i] = problem.loss.derivative(y, f[i])
      }
      try gradient.add(task.X, transposedTimes: slope, to: t)
      slopes.append(slope)
    }
    return Evaluation(loss: loss, intercepts: intercepts, gradient: gradient, slopes: slopes)
  }

  private func intercept(_ task: TaskSamples, _ f: [Double], _ guess: Double) -> Double {
    guard problem.loss == .squared else {
      return task.bestLogisticIntercept(f, from: guess)
    }
    var mean = 0.0
    for (i, f) in f.enumerated() { mean += (task.y[flat: i] - f) / Double(task.rowCount) }
    return mean
  }

  /// The largest value of the dual at s · θ, 0 ≤ s ≤ `scale`: −Σ ℓ*(sθ) − s² quadratic, where ℓ* is the
  /// conjugate of the loss of one sample and `quadratic` the value of the quadratic terms.
  ///
  /// Squared: ℓ*(θ) = θy + θ²/4, and the best s is known; logistic, with u = y + θ:
  /// ℓ*(θ) = u log u + (1 − u) log(1 − u), and s is the largest.
  func dual(_ evaluation: Evaluation, scale: Double, quadratic: Double) -> Double {
    var (linear, square, entropy) = (0.0, quadratic, 0.0)
    for (task, slopes) in zip(problem.data.tasks, evaluation.slopes) {
      for (i, slope) in slopes.enumerated() {
        let y = task.y[flat: i]
        if problem.loss == .squared {
          linear += slope * y
          square += slope * slope / 4
        } else {
          let u = min(max(y + scale * slope, 0), 1)
          if u > 0, u < 1 { entropy += u * log(u) + (1 - u) * log1p(-u) }
        }
      }
    }
    guard problem.loss == .squared else { return -entropy - scale * scale * quadratic }
    let best = square > 0 ? -linear / (2 * square) : scale
    let s = min(max(best, 0), scale)
    return -(s * linear + s * s * square)
  }
}
