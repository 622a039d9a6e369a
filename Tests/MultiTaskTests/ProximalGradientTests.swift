import Datasets
import Glibc
import MultiTask
import Stepping
import Tensors
import Testing

@Suite("Accelerated proximal gradient")
struct ProximalGradientTests {
  @Test(arguments: try SeededTasks.all())
  func `gap bounds the distance to the optimum at every iteration`(tasks: SeededTasks) throws {
    let data = try tasks.data()
    let optimum = try tasks.model(tol: 1e-12).fit(data).iterate.objective
    var run = try tasks.model().training(on: data)
    while try run.advance() {
      let (objective, gap) = (run.iterate.objective, run.iterate.accuracy)
      #expect(objective >= optimum * (1 - 1e-11))
      #expect(gap == .infinity || objective - gap * abs(objective) <= optimum * (1 + 1e-11))
    }
    let end = try #require(run.output)
    #expect(end.stop == .gap && end.measure == "relative duality gap")
    #expect(end.iterate.accuracy <= 1e-8)
    #expect(end.iterate.objective <= optimum * (1 + 1e-8))
  }

  @Test(arguments: try SeededTasks.all())
  func `ends where the optimality conditions hold`(tasks: SeededTasks) throws {
    let data = try tasks.data()
    let fitted = try tasks.model(tol: 1e-12).fit(data)
    let (gradient, slopes) = try Self.gradient(tasks, data, fitted)
    for slope in slopes where tasks.hasIntercepts { #expect(abs(slope) < 1e-8) }
    let W = fitted.weights
    let (T, d) = (W.taskCount, W.featureCount)
    for corner in tasks.penalty.corners {
      switch corner {
      case .l1(let a):
        for (w, g) in zip(W.values, gradient.values) {
          #expect(w == 0 ? abs(g) <= a * (1 + 1e-5) : abs(g + (w > 0 ? a : -a)) < 1e-4 * a)
        }
      case .l21(let a):
        for k in 0..<d {
          let norm = (0..<T).reduce(0) { $0 + W[k, $1] * W[k, $1] }.squareRoot()
          let size = (0..<T).reduce(0) { $0 + gradient[k, $1] * gradient[k, $1] }.squareRoot()
          #expect(size <= a * (1 + 1e-5))
          guard norm > 0 else { continue }
          for t in 0..<T { #expect(abs(gradient[k, t] + a * W[k, t] / norm) < 1e-4 * a) }
        }
      case .nuclear(let a):
        #expect(try LinearAlgebra.svd(gradient.tensor).s[flat: 0] <= a * (1 + 1e-5))
        let nuclear = try LinearAlgebra.svd(W.tensor).s.elements.reduce(0, +)
        let product = zip(W.values, gradient.values).reduce(0) { $0 + $1.0 * $1.1 }
        #expect(abs(product + a * nuclear) <= 1e-5 * a * nuclear)
      default: Issue.record("\(corner) has no conditions here")
      }
    }
  }

  /// The gradient of loss and quadratic terms from their definitions, and the loss's by the intercepts.
  private static func gradient(
    _ tasks: SeededTasks, _ data: TaskDataset, _ fitted: FittedMultiTask
  ) throws -> (TaskWeights, [Double]) {
    let W = fitted.weights
    let (T, d) = (W.taskCount, W.featureCount)
    var gradient = TaskWeights(taskCount: T, featureCount: d)
    var slopes = [Double](repeating: 0, count: T)
    for (t, task) in data.tasks.enumerated() {
      for i in 0..<task.rowCount {
        let f = (0..<d).reduce(fitted.iterate.intercepts[t]) { $0 + task.X[i, $1] * W[$1, t] }
        let y = task.y[flat: i]
        let slope = tasks.loss == .squared ? 2 * (f - y) : 1 / (1 + exp(-f)) - y
        slopes[t] += slope
        for k in 0..<d { gradient[k, t] += slope * task.X[i, k] }
      }
    }
    for term in tasks.penalty.terms {
      for k in 0..<d {
        let mean = (0..<T).reduce(0) { $0 + W[k, $1] } / Double(T)
        for t in 0..<T {
          if case .l2(let a) = term { gradient[k, t] += 2 * a * W[k, t] }
          if case .coherence(let a) = term { gradient[k, t] += 2 * a * (W[k, t] - mean) }
        }
      }
    }
    return (gradient, slopes)
  }

  @Test(arguments: try SeededTasks.all())
  func `steps as it fits, and leaves earlier stages alone`(tasks: SeededTasks) throws {
    let data = try tasks.data()
    let fitted = try tasks.model().fit(data)
    var run = try tasks.model().training(on: data)
    var kept: [(run: MultiTaskTraining, iterate: TaskIterate)] = [(run, run.iterate)]
    while try run.advance() { kept.append((run, run.iterate)) }
    let end = try #require(run.output)
    #expect(end.weights == fitted.weights)
    #expect(end.iterate.intercepts == fitted.iterate.intercepts)
    #expect(end.iterate.objective == fitted.iterate.objective)
    #expect(end.history.map(\.objective) == fitted.history.map(\.objective))
    for (stage, iterate) in kept {
      #expect(stage.iterate.W == iterate.W && stage.iterate.objective == iterate.objective)
    }
    let middle = kept.count / 2
    var again = kept[middle].run
    try again.finish()
    #expect(try #require(again.output).weights == fitted.weights)
  }

  @Test(arguments: try SeededTasks.all())
  func `shows a step that leads from the gradient's point to the new weights`(
    tasks: SeededTasks
  ) throws {
    var run = try tasks.model().training(on: tasks.data())
    for _ in 0..<5 {
      guard try run.advance() else { break }
      let iterate = run.iterate
      let shrunk = try tasks.penalty.prox(try #require(iterate.before), step: iterate.step)
      for (a, b) in zip(shrunk[0].values, iterate.parts[0].values) {
        #expect(abs(a - b) < 1e-10)
      }
    }
  }

  @Test(arguments: [TaskLoss.squared, .logistic])
  func `on a shared design agrees with copies of it`(loss: TaskLoss) throws {
    let shared = SeededTasks(
      seed: 5, loss: loss, penalty: try Penalty(.l21(2)), hasIntercepts: true, isShared: true,
      rows: [25, 25, 25, 25], featureCount: 10)
    var data = try shared.data()
    let together = try shared.model(tol: 1e-12).fit(data)
    data.isShared = false
    let apart = try shared.model(tol: 1e-12).fit(data)
    #expect(
      abs(together.iterate.objective - apart.iterate.objective) < 1e-10 * apart.iterate.objective)
    for (a, b) in zip(together.weights.values, apart.weights.values) { #expect(abs(a - b) < 1e-6) }
  }

  /// Neither weights nor objective change when a constant is added to the inputs, however large; only
  /// intercepts do.
  ///
  /// Inputs are multiples of 2⁻²⁰, so that 2²⁰ is added without rounding. With more samples than features
  /// the Gram matrices are those of centred rows; what is left is the rounding of Xᵀy at 2²⁰, n ε 2²⁰ |y| or
  /// 4e-8, which the least eigenvalue of the Gram matrices, about 5, divides.
  @Test func `keeps its digits far from the origin`() throws {
    let (near, far) = try Self.fits(rows: [25, 18, 30, 21], shift: 0x1p20)
    #expect(near.stop == .gap && far.stop == .gap)
    #expect(abs(near.iterate.objective - far.iterate.objective) < 1e-10 * near.iterate.objective)
    for (a, b) in zip(near.weights.values, far.weights.values) { #expect(abs(a - b) < 8e-9) }
    for t in 0..<4 {
      let moved = far.iterate.intercepts[t] + 0x1p20 * far.weights.task(t).reduce(0, +)
      #expect(abs(moved - near.iterate.intercepts[t]) < 1e-7)
    }
  }

  /// A task of fewer samples than features takes its products from the inputs as they are, and along some
  /// directions the penalty alone bends the objective: the reported gap then bounds the objective and
  /// leaves the weights open.
  @Test func `says how far it came far from the origin with few samples`() throws {
    let (near, far) = try Self.fits(rows: [25, 7, 30, 9], shift: 0x1p20)
    #expect(near.stop == .gap && (far.stop == .gap || far.stop == .stalled))
    #expect(far.converged == (far.iterate.accuracy <= 1e-10))
    let excess = far.iterate.objective / near.iterate.objective - 1
    #expect(abs(excess) <= far.iterate.accuracy + 1e-9 && abs(excess) < 1e-7)
  }

  /// Fits to a gap of 1e-10 at the inputs, and at the inputs with a constant added.
  private static func fits(
    rows: [Int], shift: Double
  ) throws -> (near: FittedMultiTask, far: FittedMultiTask) {
    let tasks = SeededTasks(
      seed: 9, loss: .squared, penalty: try Penalty(.l21(2)), hasIntercepts: true, isShared: false,
      rows: rows, featureCount: 10)
    var data = try tasks.data()
    for t in data.tasks.indices {
      data.tasks[t].X = try data.tasks[t].X.mapped { ($0 * 0x1p20).rounded() * 0x1p-20 }
    }
    let near = try tasks.model(tol: 1e-10).fit(data)
    for t in data.tasks.indices { data.tasks[t].X = try data.tasks[t].X.mapped { $0 + shift } }
    return (near, try tasks.model(tol: 1e-10).fit(data))
  }

  @Test func `learns tasks whose targets are all alike`() throws {
    let X = Tensor([1, 2, 3, 4], Shape(4, 1))
    let data = try TaskDataset(
      name: "alike", featureNames: ["x"],
      tasks: [
        TaskSamples(name: "yes", X: X, y: Tensor([1, 1, 1, 1])),
        TaskSamples(name: "mixed", X: X, y: Tensor([0, 0, 1, 1])),
      ])
    let fitted = try MultiTaskModel(loss: .logistic, penalty: Penalty(.l1(0.1))).fit(data)
    #expect(fitted.weights[0, 0] == 0 && fitted.weights[0, 1] > 1)
    #expect(fitted.iterate.intercepts[0] > 20 && fitted.iterate.intercepts[0].isFinite)
  }

  @Test func `stops at once where every weight is 0`() throws {
    let tasks = SeededTasks(
      seed: 3, loss: .squared, penalty: try Penalty(.nuclear(1e6)), hasIntercepts: true,
      isShared: false, rows: [20, 20], featureCount: 3)
    let fitted = try tasks.model().fit(tasks.data())
    #expect(fitted.weights.values.allSatisfy { $0 == 0 })
    #expect(fitted.converged && fitted.iterate.iteration <= 12)
  }

  @Test func `needs fewer iterations from a neighbour's weights`() throws {
    let data = try ConvexProblem.small.regression()
    let first = try MultiTaskModel(penalty: Penalty(.nuclear(200)), intercept: false).fit(data)
    let model = try MultiTaskModel(penalty: Penalty(.nuclear(198)), intercept: false)
    let (cold, warm) = (try model.fit(data), try model.fit(data, from: first))
    #expect(warm.history[0].objective < cold.history[8].objective)
    #expect(
      abs(warm.iterate.objective - cold.iterate.objective) < 1e-8 * cold.iterate.objective)
  }

  @Test(arguments: [TaskLoss.squared, .logistic])
  func `does not depend on the number of threads`(loss: TaskLoss) throws {
    let problem = ConvexProblem.large
    let data = loss == .squared ? try problem.regression() : try problem.classification()
    let model = try MultiTaskModel(
      loss: loss, penalty: Penalty(.l21(loss == .squared ? 1000 : 10)), maxIterations: 12)
    let count = Parallel.threadCount
    defer { Parallel.threadCount = count }
    Parallel.threadCount = 1
    let alone = try model.fit(data)
    Parallel.threadCount = 3
    #expect(try model.fit(data).weights == alone.weights)
  }

  /// scikit-learn 1.9.1, MultiTaskElasticNet(alpha, l1_ratio=0.5, fit_intercept=False): its objective
  /// ‖Y − XW‖²/(2n) + α (½ ‖W‖₂₁ + ¼ ‖W‖²_F).
  @Test(arguments: [
    (ConvexProblem.smallShared, 1.0, 46.840965453), (.largeShared, 2.5, 1343.4455501),
  ])
  func `finds the elastic net of joint features`(
    problem: ConvexProblem, alpha: Double, optimum: Double
  ) throws {
    let n = Double(problem.rowCount)
    let penalty = try Penalty(.l21(n * alpha)) + Penalty(.l2(n * alpha / 2))
    let fitted = try MultiTaskModel(penalty: penalty, intercept: false).fit(problem.regression())
    #expect(abs(fitted.iterate.objective / (2 * n) - optimum) < 1e-8 * optimum)
  }

  /// Features of very unlike size.
  ///
  /// The optima are those of the scaled form, W_0 = V_0 / s, which SciPy's
  /// L-BFGS-B finds on corners smoothed less and less, ε from 0.01 to 10⁻¹⁰.
  @Test func `a search that comes to rest far from its bound is no optimum`() throws {
    let optima: [(scale: Double, nuclear: Double, l1: Double)] = [
      (1e3, 0.46571412765605663, 0.562999875), (1e5, 0.46527146650287443, 0.5625049999874999),
      (1e12, 0.46526699, 0.5625),
    ]
    for (scale, nuclear, l1) in optima {
      let X = Tensor([1 * scale, 1, 2 * scale, 3, 3 * scale, 1], Shape(3, 2))
      let tasks = [[1.0, 0, 1], [0, 1, 1]].enumerated().map {
        TaskSamples(name: "t\($0)", X: X, y: Tensor($1))
      }
      let data = try TaskDataset(name: "unlike", featureNames: ["a", "b"], tasks: tasks)
      for (penalty, optimum) in [(PenaltyTerm.nuclear(1), nuclear), (.l1(1), l1)] {
        let fitted = try MultiTaskModel(penalty: Penalty(penalty)).fit(data)
        let excess = (fitted.iterate.objective - optimum) / optimum
        #expect(excess > -1e-8)
        #expect(!fitted.converged || excess < 1e-8, "\(penalty) at \(scale): \(excess)")
      }
    }
  }
}
