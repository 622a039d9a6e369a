/// The bookkeeping of how near the optimum a search is, by the relative duality gap.
///
/// Every dual value is a bound from below, so the best one found so far certifies all later iterates:
/// (F(W) − best)/|F(W)|. The gap is computed every few iterations, once the objective has settled to
/// 10⁻³.
///
/// S.-J. Kim, K. Koh, M. Lustig, S. Boyd, D. Gorinevsky, *An Interior-Point Method for Large-Scale
/// ℓ1-Regularized Least Squares*, IEEE Journal of Selected Topics in Signal Processing 1, 2007 (dual points
/// from scaled residuals).
struct OptimalityCertificate: Sendable {
  private let tolerance: Double
  /// The best bound from below.
  private var dual = -Double.infinity
  private var nextCheck = 10
  /// The objective of the last iteration.
  private var last = Double.infinity
  /// The lowest objective, and for how many iterations neither it nor the bound was improved.
  private var lowest = Double.infinity
  private var idle = 0

  /// Iterations without any progress after which rounding is taken to be all that is left.
  private static let patience = 300
  /// The gap up to which an objective at rest is an optimum, but for rounding.
  private static let roundingGap = 1e-8

  init(tolerance: Double) { self.tolerance = tolerance }

  /// What `accuracy` means.
  static let measure = "relative duality gap"

  /// Whether the gap should be computed at this iterate.
  mutating func isDue(_ iterate: TaskIterate) -> Bool {
    guard iterate.iteration >= nextCheck else { return false }
    guard abs(last - iterate.objective) <= 1e-3 * abs(iterate.objective) else { return false }
    nextCheck = iterate.iteration + 5 + iterate.iteration / 20
    return true
  }

  /// A bound of the optimum from below was found; a better one is progress, too, when the objective has
  /// come down to rounding already.
  mutating func add(_ bound: Double) {
    guard bound > dual else { return }
    (dual, idle) = (bound, 0)
  }

  /// How near the optimum the iterate is, and whether that is enough.
  mutating func judge(_ iterate: TaskIterate) -> (accuracy: Double, stop: StopReason?) {
    let objective = iterate.objective
    last = objective
    idle = objective < lowest ? 0 : idle + 1
    lowest = min(lowest, objective)
    let gap = dual == -.infinity ? Double.infinity : max(0, objective - dual)
    let accuracy = gap / max(abs(objective), 1e-300)
    if accuracy <= tolerance { return (accuracy, .gap) }
    guard idle >= Self.patience else { return (accuracy, nil) }
    return (accuracy, accuracy <= Self.roundingGap ? .settled : .stalled)
  }

  /// The search begins anew from where it stands.
  mutating func restart() { idle = 0 }
}

extension PenaltyTerm {
  /// Whether the term is part of the coupling and nothing else.
  var isQuadratic: Bool {
    switch self {
    case .coherence, .similarity, .l2: true
    default: false
    }
  }

  /// Whether the term has a quadratic part and corners.
  var isMixed: Bool { if case .elasticNet = self { true } else { false } }
}
