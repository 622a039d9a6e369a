internal import Charts
internal import Datasets
internal import Diagnostics
internal import Tensors

/// Several terms with corners that have no common proximal operator, by splitting: loss, terms with corners
/// and what is left of the quadratic terms each move a copy of W (see `ProximalSplitting`).
///
/// The weights reported are the copy whose zeros are exact. At the first, every fifth and the last iteration
/// the forces that hold the copies together are made a feasible dual point, and the duality gap tells how
/// far the optimum is.
struct SplittingSolver: TaskSolver {
  private var problem: TaskProblem
  private let model: MultiTaskModel
  private let coupling: TaskCoupling
  private let corners: [SplitTerm]
  private var loss: LossOperator
  private var search: ProximalSplitting
  private(set) var iterate: TaskIterate
  private(set) var stop: StopReason?

  init(_ problem: TaskProblem, _ model: MultiTaskModel, from start: TaskIterate?) throws {
    self.problem = problem
    self.model = model
    let (T, d) = (problem.data.taskCount, problem.data.featureCount)
    coupling = try TaskCoupling(problem.penalty, taskCount: T)
    corners = try PenaltyCorners(problem.penalty).splitTerms(scaledBy: 1)
    loss = try LossOperator(problem)
    var W = start?.W ?? TaskWeights(taskCount: T, featureCount: d)
    let weight = try loss.curvature
    let terms = try Self.terms(corners, coupling)
    let first = try loss.evaluate(W, from: start?.intercepts ?? Array(repeating: 0, count: T))
    var forces: [TaskWeights]?
    if start != nil {
      // At the optimum the proximal operator leaves W where it is, held by the right forces.
      let scaled = try Self.terms(
        PenaltyCorners(problem.penalty).splitTerms(scaledBy: 1 / weight), coupling,
        scaledBy: 1 / weight)
      let ridge = 2 * (coupling.ridge ?? 0)
      let pull = first.gradient.moved(by: ridge, along: W)
      let (outcome, _) = try ProximalSplitting.nearest(
        scaled, at: W.moved(by: -1 / weight, along: pull), accuracy: 1e-11, limit: 1000)
      W = outcome.weights
      forces = outcome.forces.map { $0.scaled(by: weight) }
    }
    search = ProximalSplitting(terms, from: W, forces: forces, weight: weight)
    let evaluation = start == nil ? first : try loss.evaluate(W, from: first.intercepts)
    iterate = TaskIterate(
      parts: [W], intercepts: evaluation.intercepts, loss: evaluation.loss,
      penalties: try problem.penalty.values([W]))
  }

  /// The terms with corners, and the quadratic ones unless they are a multiple of ‖W‖²_F, which goes with
  /// the loss.
  private static func terms(
    _ corners: [SplitTerm], _ coupling: TaskCoupling, scaledBy scale: Double = 1
  ) throws -> [SplitTerm] {
    guard coupling.ridge == nil else { return corners }
    return try corners + [.quadratic(coupling.spectrum(), weight: scale)]
  }

  var method: String { "alternating direction method of multipliers" }
  var measure: String { "relative duality gap" }
  var nextStage: String? { stop == nil ? "split step \(iterate.iteration + 1)" : nil }

  func changing(_ penalty: Penalty) throws -> any TaskSolver {
    var model = model
    model.penalty = penalty
    var other = problem
    other.penalty = penalty
    return try makeTaskSolver(other, model, from: iterate)
  }

  mutating func advance() throws -> Bool {
    guard stop == nil else { return false }
    var next = iterate
    next.iteration += 1
    let ridge = 2 * (coupling.ridge ?? 0)
    var (search, loss) = (search, loss)
    try search.advance { V, c in
      // c/2 ‖W − V‖² + ridge/2 ‖W‖² is the distance to a point nearer to 0, c + ridge times.
      try loss.prox(V.scaled(by: c / (c + ridge)), c + ridge)
    }
    let W = search.sharpest
    let evaluation = try loss.evaluate(W, from: iterate.intercepts)
    next.before = [search.before]
    next.parts = [W]
    next.step = 1 / search.weight
    next.intercepts = evaluation.intercepts
    next.loss = evaluation.loss
    next.penalties = try problem.penalty.values([W])
    next.events = []
    let isLast = next.iteration >= model.maximumIterations
    if next.iteration % 5 == 0 || next.iteration == 1 || isLast {
      next.accuracy = try gap(next, evaluation, search)
    }
    let old = search.weight
    if search.balance(search.center.norm, search.largestForce) {
      next.events.append(
        "step changed from \(shortNumber(1 / old)) to \(shortNumber(1 / search.weight))")
    }
    (self.search, self.loss, iterate) = (search, loss, next)
    if next.accuracy <= model.tolerance {
      stop = .gap
    } else if isLast {
      stop = .limit
    }
    return true
  }

  /// The objective less the value of a dual point, beside the objective.
  private func gap(
    _ iterate: TaskIterate, _ evaluation: LossOperator.Evaluation, _ search: ProximalSplitting
  ) throws -> Double {
    var wanted = evaluation.gradient
    var quadratic = 0.0
    if let M = coupling.M {
      let slope = try iterate.W.coupled(by: M)
      for i in wanted.values.indices {
        wanted.values[i] += 2 * slope.values[i]
        quadratic += slope.values[i] * iterate.W.values[i]
      }
    }
    let forces = Array(search.forces.prefix(corners.count))
    let scale = try corners.scale(forces, to: wanted.scaled(by: -1))
    let bound = loss.dual(evaluation, scale: scale, quadratic: quadratic)
    return max(0, iterate.objective - bound) / max(abs(iterate.objective), 1e-300)
  }
}
