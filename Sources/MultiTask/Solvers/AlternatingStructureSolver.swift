internal import Datasets
internal import Diagnostics
internal import Tensors

/// Alternating structure optimisation: weights given the shared structure, the structure given the
/// weights, in turn.
///
/// Minimises Σ_t Σ_i ℓ(y_ti, w_t·x_ti + b_t) + ρ₁ Σ_t ‖u_t‖² + ρ₂ Σ_t ‖w_t‖² over u_t, v_t, b_t and Θ with
/// w_t = u_t + Θᵀv_t, ΘΘᵀ = I, Θ k×d. Given Θ the best v_t is Θ w_t; what is left is quadratic in each w_t
/// alone. Given W the best Θ has the first k left singular vectors of W as rows. Both halves lower the
/// objective; it is not convex, so that the end is a stationary point. The convex form is a relaxation
/// (0 ⪯ M ⪯ I, tr M = k instead of M = ΘᵀΘ): its optimum is a lower bound.
///
/// R. K. Ando, T. Zhang, *A Framework for Learning Predictive Structures from Multiple Tasks and
/// Unlabeled Data*, Journal of Machine Learning Research 6, 2005; with the ridge ρ₂ as in J. Chen, L. Tang,
/// J. Liu, J. Ye, *A Convex Formulation for Learning Shared Structures from Multiple Tasks*, ICML 2009.
struct AlternatingStructureSolver: TaskSolver {
  private let problem: TaskProblem
  private let model: MultiTaskModel
  private let shared: SharedStructure
  private(set) var iterate: TaskIterate
  private(set) var stop: StopReason?
  /// Whether the structure comes next, and not the weights.
  private var isStructureNext: Bool
  private let startingNorm: Double
  /// The objective after the last search for weights.
  private var lastRound = Double.infinity
  /// Of the squared loss: the tasks' factors and targets, which no structure changes.
  private var systems: [(factor: TaskFactor, z: [Double], mean: Double)] = []

  /// Whether a penalty asks for it.
  static func suits(_ penalty: Penalty) -> Bool {
    penalty.terms.contains { if case .aso(_, _, _, .alternating) = $0 { true } else { false } }
  }

  init(_ problem: TaskProblem, _ model: MultiTaskModel, from start: TaskIterate?) throws {
    self.problem = problem
    self.model = model
    let (T, d) = (problem.data.taskCount, problem.data.featureCount)
    shared = try SharedStructure(problem.penalty, featureCount: d)
    let W = start?.W ?? TaskWeights(taskCount: T, featureCount: d)
    let b = start?.intercepts ?? Array(repeating: 0, count: T)
    startingNorm = try problem.startingGradientNorm()
    isStructureNext = start != nil && W.values.contains { $0 != 0 }
    iterate = TaskIterate(
      parts: [W], intercepts: b, loss: try problem.totalLoss(W, b), penalties: [])
    iterate.structure = start?.structure.flatMap { $0.shape == Shape(shared.rank, d) ? $0 : nil }
    iterate.penalties = try penalties(W, iterate.structure)
  }

  var method: String { "alternating structure optimisation" }
  var measure: String { "gradient's norm relative to that at weights of 0" }

  var nextStage: String? {
    guard stop == nil else { return nil }
    if isStructureNext { return "the structure that suits the weights" }
    return iterate.structure == nil ? "each task alone" : "the weights, given the structure"
  }

  func changing(_ penalty: Penalty) throws -> any TaskSolver {
    var (model, problem) = (model, problem)
    model.penalty = penalty
    problem.penalty = penalty
    return try makeTaskSolver(problem, model, from: iterate)
  }

  private func penalties(_ W: TaskWeights, _ structure: Tensor?) throws -> [Double] {
    try problem.penalty.terms.map { term in
      if case .aso = term { return try shared.value(W, structure) }
      return try term.value([W])
    }
  }

  mutating func advance() throws -> Bool {
    guard stop == nil else { return false }
    var next = iterate
    next.iteration += 1
    next.before = next.parts
    next.events = []
    if isStructureNext {
      next.structure = try shared.best(for: next.parts[0])
    } else {
      (next.parts[0], next.intercepts) = try weights(next)
    }
    let W = next.parts[0]
    next.loss = try problem.totalLoss(W, next.intercepts)
    next.penalties = try penalties(W, next.structure)
    guard next.objective.isFinite else {
      throw Failure(
        .numeric, "the weights left the range of numbers: the objective is not finite",
        notes: ["standardize the features first"])
    }
    next.accuracy = try gradientShare(next)
    iterate = next
    if isStructureNext { decide() } else { lastRound = min(lastRound, next.objective) }
    isStructureNext.toggle()
    return true
  }

  /// Ends the run once the weights are stationary for the structure that suits them best.
  private mutating func decide() {
    if iterate.accuracy <= model.tolerance {
      stop = .gradient
    } else if lastRound - iterate.objective <= 1e-15 * abs(iterate.objective),
      iterate.iteration > 2
    {
      stop = .settled
    } else if iterate.iteration >= model.maximumIterations {
      stop = .limit
    }
    guard stop != nil else { return }
    iterate.events.append(
      "not convex: a stationary point, which the convex form's optimum bounds from below")
  }

  private func gradientShare(_ iterate: TaskIterate) throws -> Double {
    let W = iterate.parts[0]
    var gradient = try problem.totalGradient(W, iterate.intercepts)
    let weight = 2 * (shared.own + shared.all + shared.ridge)
    for i in W.values.indices { gradient.W.values[i] += weight * W.values[i] }
    if let structure = iterate.structure {
      let part = try SharedStructure.projected(W, on: structure)
      for i in W.values.indices { gradient.W.values[i] -= 2 * shared.own * part.values[i] }
    }
    let size = CoupledSystem.norm([gradient.W.values, gradient.b])
    return size == 0 ? 0 : size / (startingNorm > 0 ? startingNorm : 1)
  }
}

extension AlternatingStructureSolver {
  /// The weights and intercepts that suit an iterate's structure.
  private mutating func weights(_ iterate: TaskIterate) throws -> (TaskWeights, [Double]) {
    let structure = Self.rows(iterate.structure)
    var found: [(w: [Double], b: Double)]
    switch problem.loss {
    case .squared:
      if systems.isEmpty { systems = try makeSystems() }
      let (systems, strength) = (systems, shared.own)
      found = try mapInParallel(systems.count) { t in
        let task = try StructuredTask(
          systems[t].factor, structure: structure, strength: strength)
        let w = try task.solution(systems[t].z)
        return (w, systems[t].factor.rows.intercept(w[...], mean: systems[t].mean))
      }
    case .logistic:
      found = try mapInParallel(problem.data.taskCount) { t in
        try StructuredLogistic(
          task: problem.data.tasks[t], hasIntercept: problem.hasIntercepts, structure: structure,
          shared: shared
        ).solution(from: iterate.parts[0].task(t), iterate.intercepts[t])
      }
    }
    var W = iterate.parts[0]
    W.set(Array(found.indices), found.flatMap(\.w))
    return (W, found.map(\.b))
  }

  private static func rows(_ structure: Tensor?) -> [[Double]] {
    guard let structure else { return [] }
    let d = structure.columnCount
    let elements = structure.elements
    return (0..<structure.rowCount).map { Array(elements[$0 * d..<($0 + 1) * d]) }
  }

  private func makeSystems() throws -> [(factor: TaskFactor, z: [Double], mean: Double)] {
    let shift = shared.own + shared.all + shared.ridge
    return try mapInParallel(problem.data.taskCount) { t in
      let task = problem.data.tasks[t]
      let rows = try CentredRows(task.X, isCentred: problem.hasIntercepts)
      let target = rows.targets(task.y.elements)
      let factor = try TaskFactor(rows, gram: rows.gram(), shift: shift)
      return (factor, target.z, target.mean)
    }
  }
}
