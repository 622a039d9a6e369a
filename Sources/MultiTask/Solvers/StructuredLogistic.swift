internal import Datasets
internal import Tensors

/// One task's logistic problem given a shared structure, by Newton's method:
/// Σ_i ℓ(y_i, w·x_i + b) + c ‖w‖² − ρ₁ ‖Θw‖², c = ρ₁ + ρ₂ + f.
struct StructuredLogistic {
  let task: TaskSamples
  let hasIntercept: Bool
  let structure: [[Double]]
  let shared: SharedStructure

  private var weight: Double { shared.own + shared.all + shared.ridge }

  /// The weights and the intercept, from given ones; no step ever raises the objective.
  func solution(
    from w: ArraySlice<Double>, _ b: Double
  ) throws -> (w: [Double], b: Double) {
    var (w, b) = (Array(w), b)
    var scores = try scores(w, b)
    var value = self.value(w, scores)
    for _ in 0..<60 {
      try Interrupt.check()
      let local = try LogisticTask(task, scores: scores, w[...], b, hasIntercept: hasIntercept)
      let factor = try TaskFactor(local.rows, gram: local.rows.gram(), shift: 2 * weight)
      let end = try StructuredTask(factor, structure: structure, strength: 2 * shared.own)
        .solution(local.z)
      let endIntercept = local.intercept(end[...])
      var step = 1.0
      var isBetter = false
      let before = value
      while step > 1e-9, !isBetter {
        let w1 = zip(w, end).map { $0 + step * ($1 - $0) }
        let b1 = b + step * (endIntercept - b)
        let f = try self.scores(w1, b1)
        let new = self.value(w1, f)
        if new < value {
          (w, b, scores, value) = (w1, b1, f, new)
          isBetter = true
        }
        step /= 2
      }
      guard isBetter, before - value > 1e-15 * abs(value) else { break }
    }
    return (w, b)
  }

  private func scores(_ w: [Double], _ b: Double) throws -> [Double] {
    try task.scores(w[...], intercept: b)
  }

  private func value(_ w: [Double], _ scores: [Double]) -> Double {
    var total = weight * w.reduce(0) { $0 + $1 * $1 }
    for row in structure {
      let share = zip(row, w).reduce(0) { $0 + $1.0 * $1.1 }
      total -= shared.own * share * share
    }
    return total + TaskLoss.logistic.total(task, scores)
  }
}
