internal import Charts
internal import Datasets
internal import Diagnostics
internal import Tensors

/// The squared loss with quadratic terms: each task's system alone, then the system that ties them.
///
/// Exact: what is left of the normal equations is measured and reported. Where all tasks have one
/// design it is a Sylvester equation (`SharedSystem`), else see `CoupledSystem`. Without ties the joint
/// problem separates: there is one stage, a system of its own for every task.
struct LinearSystemSolver: TaskSolver {
  private let problem: TaskProblem
  private let model: MultiTaskModel
  private let graph: CouplingGraph
  private(set) var iterate: TaskIterate
  private(set) var stop: StopReason?
  private var data: SystemData?

  init(_ problem: TaskProblem, _ model: MultiTaskModel, from start: TaskIterate?) throws {
    self.problem = problem
    self.model = model
    let (T, d) = (problem.data.taskCount, problem.data.featureCount)
    graph = CouplingGraph(problem.penalty, taskCount: T)
    let W = start?.W ?? TaskWeights(taskCount: T, featureCount: d)
    let b = start?.intercepts ?? Array(repeating: 0, count: T)
    iterate = TaskIterate(
      parts: [W], intercepts: b, loss: try problem.totalLoss(W, b),
      penalties: try problem.penalty.values([W]))
  }

  var method: String {
    guard graph.hasEdges else { return "a linear system for each task" }
    return problem.data.isShared
      ? "linear system (one design: Sylvester equation)" : "linear system"
  }
  var measure: String { "residual of the linear system" }

  /// A residual that is no more than rounding.
  private static let rounding = 1e-13

  var nextStage: String? {
    guard stop == nil else { return nil }
    if !graph.hasEdges { return "solve each task's own system" }
    return data == nil ? "solve each task alone" : "solve the coupled system"
  }

  func changing(_ penalty: Penalty) throws -> any TaskSolver {
    var (model, problem) = (model, problem)
    model.penalty = penalty
    problem.penalty = penalty
    let next = try makeTaskSolver(problem, model, from: iterate)
    guard var next = next as? LinearSystemSolver, knowsTasksAlone, next.graph.hasEdges,
      next.graph.ridge == graph.ridge
    else { return next }
    next.data = try data ?? SystemData(problem)
    return next
  }

  /// Whether the weights are those of the tasks alone, so that only the ties are left to do.
  private var knowsTasksAlone: Bool {
    data != nil || (!graph.hasEdges && iterate.iteration > 0)
  }

  mutating func advance() throws -> Bool {
    guard stop == nil else { return false }
    if let result = try data?.solveCoupled(graph), let data {
      try finish(result, data)
      self.data = nil
      return true
    }
    var made = try SystemData(problem)
    let alone = try made.solveAlone(graph.withoutEdges, keepingGrams: graph.hasEdges)
    if graph.hasEdges {
      try show(alone.solution, made)
      iterate.events += made.remarks(alone.undetermined, problem)
      data = made
    } else {
      try finish(alone, made)
    }
    return true
  }

  /// Takes weights over, with the intercepts that suit them.
  private mutating func show(_ solution: CoupledSystem.Solution, _ data: SystemData) throws {
    var next = iterate
    next.iteration += 1
    next.before = next.parts
    next.parts = [solution.W]
    next.intercepts = data.intercepts(solution.W)
    next.loss = try problem.totalLoss(solution.W, next.intercepts)
    next.penalties = try problem.penalty.values(next.parts)
    guard next.objective.isFinite, solution.residual.isFinite else {
      throw Failure(
        .numeric, "the linear system has no solution in double precision: its numbers overflow",
        notes: ["standardize the features and the targets first"])
    }
    next.accuracy = solution.residual
    next.events = []
    if solution.refinements > 0, solution.residual > Self.rounding {
      next.events.append(
        "refined \(solution.refinements == 1 ? "once" : "\(solution.refinements) times"), "
          + "residual \(shortNumber(solution.residual))")
    }
    iterate = next
  }

  private mutating func finish(
    _ result: (solution: CoupledSystem.Solution, undetermined: [Int]), _ data: SystemData
  ) throws {
    try show(result.solution, data)
    iterate.events += data.remarks(result.undetermined, problem)
    if result.solution.residual <= max(model.tolerance, 1e-10) {
      stop = .exact
    } else {
      stop = .rounding
      iterate.events.append(
        "the system is ill-conditioned: a residual of \(shortNumber(result.solution.residual)) is left"
      )
    }
  }
}

/// What the systems of a problem with the squared loss are made of.
private struct SystemData: Sendable {
  private let rows: [CentredRows]
  private let z: [[Double]]
  private let means: [Double]
  private let shared: SharedSystem?
  private var grams: [[Double]]?

  init(_ problem: TaskProblem) throws {
    let tasks = problem.data.tasks
    if problem.data.isShared {
      let one = try CentredRows(tasks[0].X, isCentred: problem.hasIntercepts)
      rows = Array(repeating: one, count: tasks.count)
      shared = try SharedSystem(one)
    } else {
      rows = try mapInParallel(tasks.count) {
        try CentredRows(tasks[$0].X, isCentred: problem.hasIntercepts)
      }
      shared = nil
    }
    let targets = zip(rows, tasks).map { $0.targets($1.y.elements) }
    z = targets.map(\.z)
    means = targets.map(\.mean)
  }

  /// The tasks alone; the Gram matrices may serve again.
  mutating func solveAlone(
    _ graph: CouplingGraph, keepingGrams: Bool
  ) throws -> (solution: CoupledSystem.Solution, undetermined: [Int]) {
    if let shared { return try solve(shared, graph) }
    grams = keepingGrams ? [] : nil
    return try CoupledSystem.alone(rows, ridge: graph.ridge, z, grams: &grams)
  }

  /// The tasks together; uses the Gram matrices up.
  mutating func solveCoupled(
    _ graph: CouplingGraph
  ) throws -> (solution: CoupledSystem.Solution, undetermined: [Int]) {
    if let shared { return try solve(shared, graph) }
    let kept = grams
    grams = nil
    let rows = rows
    let system = try CoupledSystem(
      rows, graph, grams: kept ?? mapInParallel(rows.count) { try rows[$0].gram() })
    return (try system.solve(z), system.undetermined)
  }

  private func solve(
    _ shared: SharedSystem, _ graph: CouplingGraph
  ) throws -> (solution: CoupledSystem.Solution, undetermined: [Int]) {
    let isOpen = graph.ridge == 0 && shared.rank < shared.rows.columnCount
    return (try shared.solve(z, graph), isOpen ? Array(z.indices) : [])
  }

  func intercepts(_ W: TaskWeights) -> [Double] {
    rows.indices.map { rows[$0].intercept(W.task($0), mean: means[$0]) }
  }

  /// A sentence about tasks whose weights nothing determines.
  func remarks(_ undetermined: [Int], _ problem: TaskProblem) -> [String] {
    guard let first = undetermined.first else { return [] }
    let name = problem.data.taskNames[first]
    let whose =
      undetermined.count == problem.data.taskCount && undetermined.count > 1
      ? "all tasks"
      : "task '\(name)'"
        + (undetermined.count > 1 ? " and \(undetermined.count - 1) more" : "")
    return ["the data of \(whose) leave weights undetermined: the smallest are taken"]
  }
}
