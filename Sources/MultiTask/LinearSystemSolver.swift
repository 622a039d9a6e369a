internal import Datasets
internal import Diagnostics
internal import Tensors

/// The squared loss with quadratic terms: one linear system.
struct LinearSystemSolver: TaskSolver {
  private var problem: TaskProblem
  private let model: MultiTaskModel
  private(set) var iterate: TaskIterate
  private(set) var stop: StopReason?

  init(_ problem: TaskProblem, _ model: MultiTaskModel, from start: TaskIterate?) throws {
    self.problem = problem
    self.model = model
    let (T, d) = (problem.data.taskCount, problem.data.featureCount)
    let parts = start?.parts ?? [TaskWeights(taskCount: T, featureCount: d)]
    let intercepts = start?.intercepts ?? Array(repeating: 0, count: T)
    iterate = TaskIterate(
      parts: parts, intercepts: intercepts, loss: problem.lossValue(parts[0], intercepts),
      penalties: try problem.penalty.values(parts))
  }

  var method: String { "linear system" }
  var measure: String { "residual" }
  var nextStage: String? { stop == nil ? "solve the linear system" : nil }

  func changing(_ penalty: Penalty) throws -> any TaskSolver {
    var model = model
    model.penalty = penalty
    var other = problem
    other.penalty = penalty
    return try makeTaskSolver(other, model, from: iterate)
  }

  mutating func advance() throws -> Bool {
    guard stop == nil else { return false }
    let (T, d) = (problem.data.taskCount, problem.data.featureCount)
    let width = d + (problem.hasIntercepts ? 1 : 0)
    var A = try Tensor.zeros([T * width, T * width])
    var right = try Tensor.zeros([T * width, 1])
    let M = try problem.penalty.coupling(taskCount: T)
    A.withMutableElements { A in
      right.withMutableElements { q in
        for (t, task) in problem.data.tasks.enumerated() {
          for i in 0..<task.rowCount {
            func x(_ k: Int) -> Double { k < d ? task.X[i, k] : 1 }
            for k in 0..<width {
              q[t * width + k] += x(k) * task.y[flat: i]
              for l in 0..<width { A[(t * width + k) * T * width + t * width + l] += x(k) * x(l) }
            }
          }
        }
        guard let M else { return }
        for t in 0..<T {
          for s in 0..<T {
            for k in 0..<d { A[(t * width + k) * T * width + s * width + k] += M[t * T + s] }
          }
        }
      }
    }
    let solution = try LinearAlgebra.leastSquares(A, right).solution
    var next = iterate
    next.iteration += 1
    next.before = next.parts
    for t in 0..<T {
      for k in 0..<d { next.parts[0][k, t] = solution[flat: t * width + k] }
      next.intercepts[t] = width > d ? solution[flat: t * width + d] : 0
    }
    next.loss = problem.lossValue(next.parts[0], next.intercepts)
    next.penalties = try problem.penalty.values(next.parts)
    next.accuracy = 0
    iterate = next
    stop = .exact
    return true
  }
}
