internal import Charts
internal import Diagnostics
internal import Tensors

/// A term that has a proximal operator of its own.
enum SplitTerm: Sendable {
  case nuclear(Double)
  /// rows · ℓ2,1 + entries · ℓ1.
  case sparse(rows: Double, entries: Double)
  case dirty(DirtyNorm)
  case structure(SharedStructureNorm, weight: Double)
  case quadratic(CouplingSpectrum, weight: Double)

  func prox(_ V: TaskWeights, step: Double) throws -> TaskWeights {
    switch self {
    case .nuclear(let strength): try V.singularValuesShrunk(by: step * strength)
    case .sparse(let rows, let entries):
      V.sparsified(rows: step * rows, entries: step * entries)
    case .dirty(let norm): norm.prox(V, step: step)
    case .structure(let norm, let weight): try norm.prox(V, step: step * weight)
    case .quadratic(let spectrum, let weight): try spectrum.prox(V, step: step * weight)
    }
  }

  /// The largest s ≤ 1 with s · Y in the term's dual ball; 1 where there is none.
  func feasibleScale(_ Y: TaskWeights) throws -> Double {
    switch self {
    case .nuclear(let strength): try Y.spectralScale(strength)
    case .sparse(let rows, let entries): Y.rowScale(rows: rows, entries: entries)
    case .dirty(let norm): norm.feasibleScale(Y)
    case .structure, .quadratic: 1
    }
  }
}

/// The search for the least f(W) + Σ_j g_j(W), where f and every g_j have proximal operators of their own
/// but their sum has none: each g_j has a copy Z_j of W, which a force Y_j keeps together with the others.
///
/// An iteration is W ← argmin f + mρ/2 ‖W − mean_j(Z_j − Y_j/ρ)‖², then for each j with W relaxed
/// Z_j ← prox of g_j/ρ at W + Y_j/ρ and Y_j ← ρ (W + Y_j/ρ − Z_j), a subgradient of g_j at Z_j. At the
/// optimum all copies agree and ∇f(W) + Σ_j Y_j = 0. S. Boyd, N. Parikh, E. Chu, B. Peleato, J. Eckstein,
/// *Distributed Optimization and Statistical Learning via the Alternating Direction Method of Multipliers*,
/// Foundations and Trends in Machine Learning 3, 2011; over-relaxation after J. Eckstein, D. Bertsekas,
/// Mathematical Programming 55, 1992.
struct ProximalSplitting: Sendable {
  let terms: [SplitTerm]
  /// W, the point of the last step on f.
  private(set) var center: TaskWeights
  /// Z_j.
  private(set) var copies: [TaskWeights]
  /// Y_j.
  private(set) var forces: [TaskWeights]
  /// What the last operator was given.
  private(set) var before: TaskWeights
  /// ρ.
  private(set) var weight: Double
  private(set) var iteration = 0
  /// √Σ ‖W − Z_j‖², how far the copies are apart.
  private(set) var distance = Double.infinity
  /// ‖∇f(W) + Σ Y_j‖, by how much the forces are out of balance.
  private(set) var imbalance = Double.infinity
  private var nextBalancing = 10

  /// Between 1 and 2; large values shorten the way here.
  private static let relaxation = 1.7

  /// The search from W = `start`, with a force for each term or all 0.
  init(
    _ terms: [SplitTerm], from start: TaskWeights, forces: [TaskWeights]? = nil, weight: Double
  ) {
    self.terms = terms
    self.weight = weight
    center = start
    before = start
    copies = Array(repeating: start, count: terms.count)
    self.forces = forces ?? copies.map { $0.scaled(by: 0) }
  }

  /// An iteration; `step` is the proximal operator of f, argmin f + ½ c ‖W − V‖² for V and c.
  mutating func advance(
    _ step: (_ V: TaskWeights, _ c: Double) throws -> TaskWeights
  ) throws {
    try Interrupt.check()
    let count = Double(terms.count)
    var V = TaskWeights(taskCount: center.taskCount, featureCount: center.featureCount)
    for (Z, Y) in zip(copies, forces) {
      for i in V.values.indices { V.values[i] += (Z.values[i] - Y.values[i] / weight) / count }
    }
    center = try step(V, count * weight)
    var balance = V.values.indices.map { count * weight * (V.values[$0] - center.values[$0]) }
    var apart = 0.0
    for j in terms.indices {
      var point = copies[j]
      for i in point.values.indices {
        let relaxed =
          copies[j].values[i]
          + Self.relaxation * (center.values[i] - copies[j].values[i])
        point.values[i] = relaxed + forces[j].values[i] / weight
      }
      let Z = try terms[j].prox(point, step: 1 / weight)
      for i in Z.values.indices {
        forces[j].values[i] = weight * (point.values[i] - Z.values[i])
        balance[i] += forces[j].values[i]
        apart += (center.values[i] - Z.values[i]) * (center.values[i] - Z.values[i])
      }
      copies[j] = Z
      before = point
    }
    iteration += 1
    distance = apart.squareRoot()
    imbalance = balance.reduce(0) { $0 + $1 * $1 }.squareRoot()
  }

  /// Changes ρ where distance and imbalance are far apart; returns whether it did.
  ///
  /// That happens ever more rarely, so that the search still converges. The lengths are what the two
  /// are to be compared with.
  mutating func balance(_ length: Double, _ force: Double) -> Bool {
    guard iteration >= nextBalancing, length > 0, force > 0 else { return false }
    nextBalancing = iteration + max(5, iteration / 5)
    let ratio = (distance / length) / max(imbalance / force, 1e-300)
    let factor = min(max(ratio.squareRoot(), 0.2), 5)
    guard factor > 1.5 || factor < 1 / 1.5 else { return false }
    weight *= factor
    return true
  }

  /// The copy of the last term with corners, whose zeros are exact.
  var sharpest: TaskWeights {
    let last = terms.lastIndex { if case .quadratic = $0 { false } else { true } }
    return last.map { copies[$0] } ?? center
  }

  /// The largest norm among the forces.
  var largestForce: Double { forces.reduce(0) { max($0, $1.norm) } }
}

extension ProximalSplitting {
  /// Where the proximal operator of a sum ended: the weights, and the forces that sum to V − W.
  struct Outcome {
    let weights: TaskWeights
    let forces: [TaskWeights]
  }

  /// argmin_W Σ_j g_j(W) + ½ ‖W − V‖²_F, until copies agree and forces balance to 1e-12 beside ‖V‖.
  ///
  /// Then W = V − Σ Y_j with Y_j a subgradient of g_j at a point no further away. Inputs on the very edge
  /// of what the terms take away come near it slowly; after many iterations 1e-9 is enough for them.
  ///
  /// - Throws: `numeric` when 20,000 iterations do not reach that.
  static func prox(_ terms: [SplitTerm], at V: TaskWeights) throws -> Outcome {
    let (outcome, error) = try nearest(terms, at: V, accuracy: 1e-12, limit: 20_000)
    guard error <= 1e-9 else {
      throw Failure(
        .numeric,
        "the proximal operator of several terms did not settle: after 20000 iterations it is still "
          + "\(shortNumber(error)) of the input's size from meeting its conditions")
    }
    return outcome
  }

  /// As `prox`, but to any accuracy, or as far as a number of iterations leads; and what was reached.
  static func nearest(
    _ terms: [SplitTerm], at V: TaskWeights, accuracy: Double, limit: Int
  ) throws -> (Outcome, error: Double) {
    var search = ProximalSplitting(terms, from: V, weight: 1)
    let size = V.norm
    guard size > 0 else { return (Outcome(weights: V, forces: search.forces), 0) }
    var error = Double.infinity
    while error > accuracy, search.iteration < limit {
      try search.advance { point, c in
        var W = V
        for i in W.values.indices { W.values[i] = (V.values[i] + c * point.values[i]) / (1 + c) }
        return W
      }
      error = max(search.distance, search.imbalance) / size
      if error > accuracy { _ = search.balance(size, size) }
    }
    return (Outcome(weights: search.sharpest, forces: search.forces), error)
  }
}

extension PenaltyCorners {
  /// The largest s found with s · G = Σ Y_j, every Y_j in the ball of its term.
  ///
  /// G is shared out by the proximal operator of the sum at G, which leaves what no term takes.
  func sharedScale(_ G: TaskWeights) throws -> Double {
    let terms = splitTerms(scaledBy: 1)
    let (outcome, _) = try ProximalSplitting.nearest(terms, at: G, accuracy: 1e-11, limit: 1000)
    return try terms.scale(outcome.forces, to: G)
  }
}

extension [SplitTerm] {
  /// The largest s of a few ways to give the terms what forces that sum to about G leave of it.
  func scale(_ forces: [TaskWeights], to G: TaskWeights) throws -> Double {
    var rest = G
    for Y in forces {
      for i in rest.values.indices { rest.values[i] -= Y.values[i] }
    }
    var best = 0.0
    for share in [0, 0.5, 1] {
      var scale = 1.0
      for (j, term) in enumerated() {
        let part = j == 0 ? share : (1 - share) / Double(Swift.max(count - 1, 1))
        scale = Swift.min(scale, try term.feasibleScale(forces[j].moved(by: part, along: rest)))
      }
      best = Swift.max(best, scale)
    }
    return best
  }
}
