internal import Datasets
internal import Diagnostics
internal import Glibc
internal import Tensors

/// The λ at which a path begins.
package struct GreatestStrength: Sendable, Equatable {
  package let value: Double
  /// Whether W = 0 is the optimum from `value` on: so for terms with corners, never for quadratic
  /// ones, whose W only shrinks.
  package let makesZero: Bool
}

extension TaskProblem {
  /// The λ at which W becomes 0, or for quadratic terms one that outweighs the data.
  ///
  /// With G the loss's gradient at W = 0 and the intercepts that are best there, W = 0 is an optimum
  /// when −G is a subgradient of the penalty at 0: λ is the dual norm of G. For the nuclear norm that
  /// is G's largest singular value, for `l21` its largest row norm, for `l1` its largest entry, for
  /// `dirty` the larger of max_k Σ_t |G_kt| and max |G| λ₁/λ₂. Several such terms together may bring W
  /// to 0 earlier: then λ is the least that one of them alone needs. A quadratic term begins where its
  /// curvature equals that of the steepest task's loss, averaged over the features.
  ///
  /// - Throws: `value` when no term can be varied, `data` when G = 0: no input tells anything.
  package func greatestStrength(_ target: PathTarget) throws -> GreatestStrength {
    let terms: [PenaltyTerm]
    switch target {
    case .all: terms = penalty.terms
    case .term(let place): terms = [try penalty.term(place)]
    }
    guard let first = terms.first else { throw Penalty.nothingToVary }
    // Each with the λ that it has when λ of the path is 1.
    let unit = try terms.map { term in
      terms.count == 1 ? try term.strengthened(to: 1) : term.scaled(by: 1 / first.strength)
    }.filter { $0.strength > 0 && $0.strength.isFinite }
    guard !unit.isEmpty else { throw Penalty.nothingToVary }
    let gradient = try gradientAtZero()
    let zeroing = try unit.compactMap { try $0.zeroingStrength(gradient) }
    if let least = zeroing.min() {
      guard least > 0, least.isFinite else { throw noSlope }
      return GreatestStrength(value: least, makesZero: true)
    }
    let curvature = greatestCurvature()
    let least = unit.map { curvature / $0.curvature(taskCount: data.taskCount) }.min() ?? 0
    guard least > 0, least.isFinite else { throw noSlope }
    return GreatestStrength(value: least, makesZero: false)
  }

  private var noSlope: Failure {
    Failure(
      .data,
      "expected inputs that tell something about the targets, found none: W is 0 for every "
        + "lambda", notes: ["targets or inputs that are the same in every row teach nothing"])
  }

  /// The loss's gradient at W = 0, d×T, with the intercepts that are best there: −c Xᵀ(y − ȳ), c = 2
  /// for the squared loss, 1 for the logistic one; without intercepts 0 or ½ stands for ȳ.
  func gradientAtZero() throws -> TaskWeights {
    var gradient = TaskWeights(taskCount: data.taskCount, featureCount: data.featureCount)
    let d = data.featureCount
    for (t, task) in data.tasks.enumerated() {
      try Interrupt.check()
      let n = task.rowCount
      let y = task.y.elements
      let center =
        hasIntercepts ? y.reduce(0, +) / Double(n) : loss == .logistic ? 0.5 : 0
      let factor: Double = loss == .squared ? -2 : -1
      let residual = Tensor(y.map { factor * ($0 - center) }, Shape(1, n))
      let product = try matmul(residual, task.X)
      for k in 0..<d { gradient[k, t] = product[flat: k] }
    }
    return gradient
  }

  /// The largest trace, over tasks, of the loss's second derivatives at 0, divided by the features.
  private func greatestCurvature() -> Double {
    let d = data.featureCount
    var greatest = 0.0
    for (t, task) in data.tasks.enumerated() {
      if data.isShared, t > 0 { break }
      var means = [Double](repeating: 0, count: d)
      var squares = 0.0
      task.X.withElements { x in
        for (i, value) in x.enumerated() {
          means[i % d] += value
          squares += value * value
        }
      }
      if hasIntercepts { squares -= means.reduce(0) { $0 + $1 * $1 } / Double(task.rowCount) }
      greatest = max(greatest, squares)
    }
    return loss.curvature * greatest / Double(max(d, 1))
  }
}

extension PenaltyTerm {
  /// The factor of this term from which on W = 0 is the optimum under it alone; `nil` for terms
  /// without a corner at 0.
  fileprivate func zeroingStrength(_ G: TaskWeights) throws -> Double? {
    func largest() -> Double { G.values.reduce(0) { max($0, abs($1)) } }
    switch self {
    case .nuclear(let a): return try G.spectralNorm() / a
    case .l21(let a): return (G.rowNorms.max() ?? 0) / a
    case .l1(let a): return largest() / a
    case .elasticNet(let a, let ratio): return a * ratio > 0 ? largest() / (a * ratio) : nil
    case .dirty(let a, let b):
      var sums = [Double](repeating: 0, count: G.featureCount)
      for (i, value) in G.values.enumerated() { sums[i % G.featureCount] += abs(value) }
      return max((sums.max() ?? 0) / a, largest() / b)
    case .coherence, .similarity, .l2, .aso: return nil
    }
  }

  /// About the largest second derivative of a quadratic term.
  fileprivate func curvature(taskCount T: Int) -> Double {
    switch self {
    case .coherence(let a), .l2(let a): return 2 * a
    case .elasticNet(let a, let ratio): return a * (1 - ratio)
    case .similarity(let a, let S):
      let degrees = (0..<min(T, S.rowCount)).map { i in
        (0..<S.columnCount).reduce(0) { $1 == i ? $0 : $0 + S[i, $1] }
      }
      return 4 * a * (degrees.max() ?? 0)
    case .aso(_, let b, _, _): return 2 * b
    default: return 0
    }
  }
}

/// `count` numbers that fall from `first` to `ratio` of it, each by the same factor.
package func geometric(from first: Double, ratio: Double, count: Int) -> [Double] {
  guard count > 1 else { return count == 1 ? [first] : [] }
  return (0..<count).map { first * pow(ratio, Double($0) / Double(count - 1)) }
}
