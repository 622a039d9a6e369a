internal import Datasets
internal import Diagnostics
internal import Learners
internal import Tensors

/// Accelerated proximal gradient: W ← prox(Z − η ∇F(Z)), Z ahead of W by its momentum, F loss and
/// quadratic terms.
///
/// The step η = 1/L follows the curvature that was met: it grows by 2 % an iteration and shrinks when
/// a step bends more than L allows. Such a step is still taken when it lowered the objective, only
/// the next one is shorter; else it is taken back and repeated. Parts of W (the dirty model) are
/// variables of their own that share the gradient.
///
/// A. Beck, M. Teboulle, *A Fast Iterative Shrinkage-Thresholding Algorithm for Linear Inverse Problems*,
/// SIAM Journal on Imaging Sciences 2, 2009; B. O'Donoghue, E. Candès, *Adaptive Restart for Accelerated
/// Gradient Schemes*, Foundations of Computational Mathematics 15, 2015; K. Scheinberg, D. Goldfarb,
/// X. Bai, *Fast First-Order Methods for Composite Convex Optimization with Backtracking*, Foundations of
/// Computational Mathematics 14, 2014 (steps that may grow).
struct ProximalGradientSolver: TaskSolver {
  private var problem: TaskProblem
  private let model: MultiTaskModel
  private let smooth: any SmoothLoss
  private let coupling: [Double]?
  private var corners: CornerStep
  private var certificate: OptimalityCertificate
  private(set) var iterate: TaskIterate
  private(set) var stop: StopReason?

  /// The smooth part at the iterate, and at Z, the point that the next gradient is taken at.
  private var point: SmoothPoint
  private var ahead: SmoothPoint
  private var Z: [TaskWeights]
  private var momentum = Momentum()
  /// L, of which the step is the inverse.
  private var curvature: Double

  /// The objective at which the search last came to rest, far from its bound, and began anew.
  private var resting = Double.infinity

  /// Memory that the next iteration writes to.
  private var spare: (parts: [TaskWeights], before: [TaskWeights], point: SmoothPoint)
  /// The weights before the last, which who keeps the last iterate too does not hold.
  private var older: [TaskWeights]

  /// How much the step grows an iteration.
  private static let growth = 1.02

  init(_ problem: TaskProblem, _ model: MultiTaskModel, from start: TaskIterate?) throws {
    let smooth: any SmoothLoss =
      problem.loss == .squared ? try SquaredLoss(problem) : LogisticLoss(problem)
    try self.init(problem, model, smooth, from: start)
  }

  /// A search whose products with the data were prepared before.
  private init(
    _ problem: TaskProblem, _ model: MultiTaskModel, _ smooth: any SmoothLoss,
    from start: TaskIterate?
  ) throws {
    let (T, d) = (problem.data.taskCount, problem.data.featureCount)
    let zero = TaskWeights(taskCount: T, featureCount: d)
    let count = problem.penalty.partCount
    var parts = Array(repeating: zero, count: count)
    if let given = start?.parts, given.allSatisfy({ $0.values.count == T * d }) {
      if given.count == count { parts = given } else if let W = start?.W { parts[0] = W }
    }
    self.problem = problem
    self.model = model
    self.smooth = smooth
    coupling = try problem.penalty.coupling(taskCount: T)
    corners = CornerStep(problem.penalty)
    certificate = OptimalityCertificate(tolerance: model.tolerance)
    Z = parts
    point = smooth.makePoint()
    spare = (parts, parts, point)
    older = parts
    iterate = TaskIterate(
      parts: parts, intercepts: point.intercepts, loss: 0,
      penalties: try problem.penalty.values(parts))
    let W = iterate.W
    try smooth.evaluate(W, coupling, into: &point)
    try smooth.complete(W, coupling, &point)
    ahead = point
    curvature = try Self.firstCurvature(smooth, coupling, point.gradient) * Double(count)
    iterate.intercepts = point.intercepts
    iterate.loss = point.loss
  }

  /// The curvature along the gradient, gᵀHg / gᵀg.
  private static func firstCurvature(
    _ smooth: any SmoothLoss, _ M: [Double]?, _ g: TaskWeights
  ) throws -> Double {
    let count = g.values.count
    let square = g.values.withPointer { VectorLoops.dot($0, $0, count) }
    guard square > 0, square.isFinite else { return 1 }
    let bend = try smooth.bend(along: g, M) / square
    return bend > 0 && bend.isFinite ? bend : 1
  }

  var method: String { "accelerated proximal gradient" }
  var measure: String { OptimalityCertificate.measure }
  var nextStage: String? { stop == nil ? "gradient step \(iterate.iteration + 1)" : nil }

  func changing(_ penalty: Penalty) throws -> any TaskSolver {
    var (other, model) = (problem, model)
    other.penalty = penalty
    model.penalty = penalty
    let solver = try makeTaskSolver(other, model, from: iterate, prepared: smooth)
    return solver
  }

  /// The same with the products at hand.
  static func prepared(
    _ problem: TaskProblem, _ model: MultiTaskModel, _ smooth: any SmoothLoss,
    from start: TaskIterate?
  ) throws -> ProximalGradientSolver {
    try ProximalGradientSolver(problem, model, smooth, from: start)
  }

  mutating func advance() throws -> Bool {
    guard stop == nil else { return false }
    try Interrupt.check()
    try smooth.complete(sum(Z), coupling, &ahead)
    try finish(try takeStep())
    return true
  }
}

// MARK: - One iteration

extension ProximalGradientSolver {
  /// What a proximal step led to; its weights lie in `spare`.
  private struct Trial {
    var curvature: Double
    var step = 0.0
    /// The value of each of the penalty's terms.
    var penalties: [Double] = []
    var objective = Double.infinity
    /// ⟨Z − W_new, W_new − W_old⟩.
    var uphill = 0.0
    var repetitions = 0
    var isTooLong = false
  }

  /// Steps from Z until the step suits the curvature, or lowers the objective.
  private mutating func takeStep() throws -> Trial {
    var trial = Trial(curvature: curvature / (iterate.iteration > 0 ? Self.growth : 1))
    let old = iterate.objective
    while true {
      trial.step = 1 / trial.curvature
      for p in Z.indices { descend(p, by: trial.step) }
      let value = try corners.apply(spare.before, step: trial.step, into: &spare.parts)
      let W = sum(spare.parts)
      try smooth.evaluate(W, coupling, into: &spare.point)
      trial.penalties = try termValues(spare.parts, value, spare.point.quadratic)
      trial.objective = trial.penalties.reduce(spare.point.loss, +)
      let (square, uphill) = changes()
      trial.uphill = uphill
      guard let met = curvatureMet(W, square), met > trial.curvature * (1 + 1e-10) else { break }
      if trial.objective <= old {
        trial.isTooLong = true
        trial.curvature = met * 1.01
        break
      }
      trial.curvature = max(trial.curvature * 1.05, met * 1.01)
      trial.repetitions += 1
      guard trial.repetitions < 100, trial.curvature.isFinite else { break }
      try Interrupt.check()
    }
    return trial
  }

  /// The curvature from Z to the new point; `nil` where it cannot be told from rounding.
  private func curvatureMet(_ W: TaskWeights, _ square: Double) -> Double? {
    let count = W.values.count
    let size = W.values.withPointer { VectorLoops.dot($0, $0, count) }
    guard square > 1e-20 * size, square > 0 else { return nil }
    let bend = smooth.bend(spare.point, at: W, from: ahead, at: sum(Z))
    return bend / square
  }

  private mutating func descend(_ p: Int, by step: Double) {
    let count = Z[p].values.count
    Z[p].values.withPointer { z in
      ahead.gradient.values.withPointer { g in
        spare.before[p].values.withMutablePointer {
          VectorLoops.descend(z, along: g, by: step, into: $0, count)
        }
      }
    }
  }

  private func changes() -> (square: Double, uphill: Double) {
    var total = (square: 0.0, uphill: 0.0)
    for p in Z.indices {
      let count = Z[p].values.count
      let part = spare.parts[p].values.withPointer { w in
        Z[p].values.withPointer { z in
          iterate.parts[p].values.withPointer { VectorLoops.distances(w, from: z, and: $0, count) }
        }
      }
      total.square += part.square
      total.uphill += part.uphill
    }
    return total
  }

  /// The value of each term, those known already among them.
  private func termValues(
    _ parts: [TaskWeights], _ corners: Double?, _ quadratic: Double
  ) throws -> [Double] {
    let terms = problem.penalty.terms
    let quadratics = terms.count { $0.isQuadratic }
    guard let corners, quadratics <= 1, terms.count == quadratics + 1,
      !terms.contains(where: \.isMixed)
    else { return try problem.penalty.values(parts) }
    return terms.map { $0.isQuadratic ? quadratic : corners }
  }

  private func sum(_ parts: [TaskWeights]) -> TaskWeights {
    parts.count == 1 ? parts[0] : parts.dropFirst().reduce(parts[0], +)
  }

  /// Makes the trial the iterate, and looks where the next gradient is taken.
  private mutating func finish(_ trial: Trial) throws {
    let old = iterate.objective
    swap(&iterate.parts, &spare.parts)
    swap(&point, &spare.point)
    let before = iterate.before
    iterate.before = spare.before
    spare.before = before ?? spare.before
    iterate.iteration += 1
    iterate.step = trial.step
    iterate.loss = point.loss
    iterate.penalties = trial.penalties
    iterate.intercepts = point.intercepts
    iterate.events = []
    if trial.repetitions > 0 {
      iterate.events.append(
        trial.repetitions == 1
          ? "step shortened once" : "step shortened \(trial.repetitions) times")
    } else if trial.isTooLong {
      iterate.events.append("next step shortened")
    }
    curvature = trial.curvature
    // A whole change ahead may be too far: then the objective says so.
    if trial.uphill > 0 || (momentum.isGreedy && trial.objective > old * (1 + 1e-13)) {
      momentum.restart()
      iterate.events.append("momentum restarted")
    }
    lookAhead()
    swap(&older, &spare.parts)
    try judge()
  }

  private mutating func lookAhead() {
    let share = momentum.advance()
    for p in Z.indices {
      let count = Z[p].values.count
      iterate.parts[p].values.withPointer { w in
        spare.parts[p].values.withPointer { old in
          Z[p].values.withMutablePointer {
            VectorLoops.extrapolate(w, beyond: old, by: share, into: $0, count)
          }
        }
      }
    }
    smooth.extrapolate(point, beyond: spare.point, by: share, into: &ahead)
  }

  /// Goes on from the iterate as from a start: without momentum, with the curvature that is met there.
  private mutating func beginAnew() throws {
    (resting, stop) = (iterate.objective, nil)
    let W = iterate.W
    try smooth.evaluate(W, coupling, into: &point)
    try smooth.complete(W, coupling, &point)
    (Z, ahead, momentum) = (iterate.parts, point, Momentum())
    curvature =
      try Self.firstCurvature(smooth, coupling, point.gradient) * Double(iterate.parts.count)
    certificate.restart()
    iterate.events.append("begun anew where the objective came to rest")
  }

  /// Decides whether the search is over; then measures the objective from the data once more.
  private mutating func judge() throws {
    if certificate.isDue(iterate) || iterate.iteration >= model.maximumIterations {
      try smooth.complete(iterate.W, coupling, &point)
      certificate.add(try problem.penalty.dualBound(smooth, point))
    }
    (iterate.accuracy, stop) = certificate.judge(iterate)
    if stop == .stalled, resting - iterate.objective > 1e-12 * abs(iterate.objective) {
      try beginAnew()
    }
    if stop == nil, iterate.iteration >= model.maximumIterations { stop = .limit }
    guard stop != nil else { return }
    iterate.loss = try problem.totalLoss(iterate.W, iterate.intercepts)
    iterate.penalties = try problem.penalty.values(iterate.parts)
  }
}
