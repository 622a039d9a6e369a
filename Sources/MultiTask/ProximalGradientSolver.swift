internal import Datasets
internal import Diagnostics
internal import Learners
internal import Tensors

/// Accelerated proximal gradient: W ← prox(Z − η ∇F(Z)), Z ahead of W by its momentum.
///
/// A. Beck, M. Teboulle, *A Fast Iterative Shrinkage-Thresholding Algorithm for Linear Inverse Problems*,
/// SIAM Journal on Imaging Sciences 2, 2009; B. O'Donoghue, E. Candès, *Adaptive Restart for Accelerated
/// Gradient Schemes*, Foundations of Computational Mathematics 15, 2015.
struct ProximalGradientSolver: TaskSolver {
  private var problem: TaskProblem
  private let tolerance: Double
  private let maximumIterations: Int
  private let coupling: [Double]?
  private(set) var iterate: TaskIterate
  private(set) var stop: StopReason?
  /// Z, the point that the next gradient is taken at, as parts; and its intercepts.
  private var ahead: [TaskWeights]
  private var aheadIntercepts: [Double]
  private var momentum = 1.0
  private var step: Double

  init(_ problem: TaskProblem, _ model: MultiTaskModel, from start: TaskIterate?) throws {
    self.problem = problem
    tolerance = model.tolerance
    maximumIterations = model.maximumIterations
    coupling = try problem.penalty.coupling(taskCount: problem.data.taskCount)
    let T = problem.data.taskCount
    let zero = TaskWeights(taskCount: T, featureCount: problem.data.featureCount)
    let count = problem.penalty.partCount
    let parts =
      start.flatMap { $0.parts.count == count ? $0.parts : nil }
      ?? Array(repeating: zero, count: count)
    let intercepts = start?.intercepts ?? Array(repeating: 0, count: T)
    ahead = parts
    aheadIntercepts = intercepts
    step = 1
    iterate = TaskIterate(
      parts: parts, intercepts: intercepts, loss: 0, penalties: try problem.penalty.values(parts))
    iterate.loss = problem.lossValue(iterate.W, intercepts)
  }

  var method: String { "accelerated proximal gradient" }
  var measure: String { "relative change of the objective" }
  var nextStage: String? { stop == nil ? "gradient step \(iterate.iteration + 1)" : nil }

  func changing(_ penalty: Penalty) throws -> any TaskSolver {
    var model = try MultiTaskModel(
      loss: problem.loss, penalty: penalty, intercept: problem.hasIntercepts, tol: tolerance,
      maxIterations: maximumIterations)
    model.penalty = penalty
    var other = problem
    other.penalty = penalty
    return try makeTaskSolver(other, model, from: iterate)
  }

  /// The smooth part at parts and intercepts: loss and quadratic terms.
  private func smooth(_ W: TaskWeights, _ b: [Double]) -> Double {
    problem.lossValue(W, b) + (coupling.map { W.quadratic($0) } ?? 0)
  }

  mutating func advance() throws -> Bool {
    guard stop == nil else { return false }
    let Z = ahead.dropFirst().reduce(ahead[0], +)
    var (gradient, slope) = problem.lossGradient(Z, aheadIntercepts)
    if let coupling { gradient = gradient + Z.quadraticGradient(coupling) }
    let at = smooth(Z, aheadIntercepts)
    var next = iterate
    while true {
      try Interrupt.check()
      let points = ahead.map { $0.moved(by: -step, along: gradient) }
      next.before = points
      next.parts = try problem.penalty.prox(points, step: step)
      next.intercepts = zip(aheadIntercepts, slope).map { $0 - step * $1 }
      var (linear, square) = (0.0, 0.0)
      for (new, old) in zip(next.parts, ahead) {
        for i in new.values.indices {
          let change = new.values[i] - old.values[i]
          linear += gradient.values[i] * change
          square += change * change
        }
      }
      for t in slope.indices {
        let change = next.intercepts[t] - aheadIntercepts[t]
        linear += slope[t] * change
        square += change * change
      }
      let value = smooth(next.W, next.intercepts)
      if value <= at + linear + square / (2 * step) + 1e-12 * abs(at) { break }
      step /= 2
    }
    next.step = step
    next.iteration += 1
    next.penalties = try problem.penalty.values(next.parts)
    next.loss = problem.lossValue(next.W, next.intercepts)
    let old = iterate
    var uphill = 0.0
    for (p, new) in next.parts.enumerated() {
      for i in new.values.indices {
        uphill += (ahead[p].values[i] - new.values[i]) * (new.values[i] - old.parts[p].values[i])
      }
    }
    next.events = []
    if uphill > 0 {
      momentum = 1
      next.events.append("momentum restarted")
    }
    let following = (1 + (1 + 4 * momentum * momentum).squareRoot()) / 2
    let share = (momentum - 1) / following
    momentum = following
    ahead = zip(next.parts, old.parts).map { new, old in
      var ahead = new
      for i in ahead.values.indices { ahead.values[i] += share * (new.values[i] - old.values[i]) }
      return ahead
    }
    aheadIntercepts = zip(next.intercepts, old.intercepts).map { $0 + share * ($0 - $1) }
    next.accuracy = abs(old.objective - next.objective) / max(abs(next.objective), 1e-300)
    iterate = next
    if next.accuracy <= tolerance * 1e-4 { stop = .change }
    if next.iteration >= maximumIterations { stop = stop ?? .limit }
    return true
  }
}

extension TaskProblem {
  /// The loss of weights and intercepts.
  func lossValue(_ W: TaskWeights, _ b: [Double]) -> Double {
    var total = 0.0
    for (t, task) in data.tasks.enumerated() {
      let f = scores(task, W, b, t)
      for i in f.indices { total += loss.value(task.y[flat: i], f[i]) }
    }
    return total
  }

  /// The loss's derivatives by weights and intercepts; those of intercepts are 0 without them.
  func lossGradient(_ W: TaskWeights, _ b: [Double]) -> (TaskWeights, [Double]) {
    var gradient = TaskWeights(taskCount: data.taskCount, featureCount: data.featureCount)
    var slope = Array(repeating: 0.0, count: data.taskCount)
    for (t, task) in data.tasks.enumerated() {
      let f = scores(task, W, b, t)
      for i in f.indices {
        let r = loss.derivative(task.y[flat: i], f[i])
        for k in 0..<data.featureCount { gradient[k, t] += r * task.X[i, k] }
        if hasIntercepts { slope[t] += r }
      }
    }
    return (gradient, slope)
  }

  private func scores(
    _ task: TaskSamples, _ W: TaskWeights, _ b: [Double], _ t: Int
  ) -> [Double] {
    let w = W.task(t)
    return (0..<task.rowCount).map { i in
      var f = b[t]
      for (k, w) in w.enumerated() { f += task.X[i, k] * w }
      return f
    }
  }
}

extension TaskWeights {
  /// tr(W M Wᵀ).
  func quadratic(_ M: [Double]) -> Double {
    let half = quadraticGradient(M)
    return zip(values, half.values).reduce(0) { $0 + $1.0 * $1.1 } / 2
  }

  /// 2 W M.
  func quadraticGradient(_ M: [Double]) -> TaskWeights {
    var result = TaskWeights(taskCount: taskCount, featureCount: featureCount)
    for t in 0..<taskCount {
      for s in 0..<taskCount where M[t * taskCount + s] != 0 {
        for k in 0..<featureCount { result[k, t] += 2 * M[t * taskCount + s] * self[k, s] }
      }
    }
    return result
  }

  /// W + length · D.
  func moved(by length: Double, along direction: TaskWeights) -> TaskWeights {
    var W = self
    for i in W.values.indices { W.values[i] += length * direction.values[i] }
    return W
  }
}
