package import Tensors

/// Many penalised least squares problems on one design: `Σ_i (t_i − w·x_i − b)² + α ‖w‖²`, the
/// intercept not penalised.
///
/// Solved exactly. With centred inputs and targets, `(XᵀX + αI) w = Xᵀt` is one Cholesky factor for
/// all tasks with the same inputs; with more inputs than samples `w = Xᵀa`, `(XXᵀ + αI) a = t`.
package struct RidgeProblem: Sendable {
  /// Targets on the design's rows.
  package struct Task: Sendable {
    /// n numbers.
    package let targets: [Double]
    /// The inputs it may use, all when `nil`.
    package let features: [Int]?
    /// The fold of each row, from 0; without folds nothing is predicted out of fold.
    package let folds: [Int]?

    package init(targets: [Double], features: [Int]? = nil, folds: [Int]? = nil) {
      self.targets = targets
      self.features = features
      self.folds = folds
    }
  }

  /// What was learned of one task.
  package struct Solution: Sendable {
    /// One an input of the task.
    package var weights: [Double]
    package var intercept: Double
    /// The sum of squared errors.
    package var loss: Double
    /// `α ‖w‖²`.
    package var penalty: Double
    /// The score of each row, by weights that its own fold had no part in where there are folds.
    package var scores: [Double]
  }

  let design: RidgeDesign
  /// α, above 0.
  package let alpha: Double
  package let tasks: [Task]

  /// Throws `limit` when a copy of X does not fit in memory.
  package init(
    _ X: DesignMatrix, alpha: Double, tasks: [Task], intercept: Bool = true
  ) throws {
    design = try RidgeDesign(X, intercept: intercept)
    self.alpha = alpha
    self.tasks = tasks
  }

  /// Solves every task, in order.
  ///
  /// Throws when interrupted, when memory does not suffice, and when the inputs' squares are too
  /// large for numbers.
  package func solve() throws -> [Solution] {
    var solutions = [Solution?](repeating: nil, count: tasks.count)
    var groups: [[Int]?: [Int]] = [:]
    for (index, task) in tasks.enumerated() { groups[task.features, default: []].append(index) }
    let shared = groups.count > 1 && design.rowCount > design.featureCount
    let moments = shared ? try design.moments(of: Array(0..<design.featureCount)) : nil
    for (features, members) in groups.sorted(by: { ($0.value.first ?? 0) < ($1.value.first ?? 0) })
    {
      let inputs = features ?? Array(0..<design.featureCount)
      let found =
        usesKernel(inputs, tasks: members.count)
        ? try solveByKernel(inputs, members)
        : try solveByMoments(inputs, members, moments?.block(inputs))
      for (index, solution) in zip(members, found) { solutions[index] = solution }
    }
    return solutions.compactMap { $0 }
  }

  /// Whether the n×n matrix is less work than the d×d one, counted with the folds.
  ///
  /// With fewer inputs than samples only α keeps it from being singular: it must count.
  private func usesKernel(_ inputs: [Int], tasks: Int) -> Bool {
    let (n, d) = (design.rowCount, inputs.count)
    if d > n { return true }
    let (rows, columns, count) = (Double(n), Double(d), Double(tasks))
    let kernel = rows * rows * rows * (1 + count / 75)
    let moments = count * columns * columns * (rows + 5 / 3 * columns)
    return kernel < moments && n <= 5000 && alpha >= 1e-7 * design.meanSquare(inputs)
  }

  /// The objective's terms for weights of the stored inputs.
  func finished(
    _ task: Task, _ inputs: [Int], _ weights: [Double], _ intercept: Double
  ) -> Solution {
    let scores = design.scores(weights, inputs, intercept)
    var loss = 0.0
    for (t, score) in zip(task.targets, scores) { loss += (t - score) * (t - score) }
    var square = 0.0
    var shifted = intercept
    for (weight, j) in zip(weights, inputs) {
      square += weight * weight
      shifted -= weight * design.shifts[j]
    }
    return Solution(
      weights: weights, intercept: shifted, loss: loss, penalty: alpha * square, scores: scores)
  }

  /// What to say when a factor cannot be had.
  var overflow: TensorError {
    TensorError(
      .numeric, "ridge needs inputs whose squares are numbers, and they are not",
      notes: ["standardize(train, test) scales inputs to mean 0 and deviation 1"])
  }
}
