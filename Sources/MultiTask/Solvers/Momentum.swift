/// The weight of the momentum in accelerated proximal gradient, with adaptive restart.
///
/// t grows as t ← (1 + √(1 + 4t²))/2 and the next point lies (t_old − 1)/t beyond the last change. When
/// a step goes against that change, ⟨Z − W_new, W_new − W_old⟩ > 0, t begins anew at 1: so the speed of
/// strong convexity is had without knowing it.
///
/// Problems that take long gain from more: after 25 iterations and a restart the next point lies a whole
/// change ahead, until the next restart.
///
/// A. Beck, M. Teboulle, *A Fast Iterative Shrinkage-Thresholding Algorithm for Linear Inverse Problems*,
/// SIAM Journal on Imaging Sciences 2, 2009; B. O'Donoghue, E. Candès, *Adaptive Restart for Accelerated
/// Gradient Schemes*, Foundations of Computational Mathematics 15, 2015; J. Liang, T. Luo, C.-B. Schönlieb,
/// *Improving "Fast Iterative Shrinkage-Thresholding Algorithm": Faster, Smarter, and Greedier*, SIAM
/// Journal on Scientific Computing 44, 2022.
struct Momentum: Sendable {
  private var t = 1.0
  private var steps = 0
  private var restarts = 0
  private var isFresh = true

  /// Iterations before a whole change is tried.
  private static let patience = 25

  /// Whether the next point lies a whole change ahead.
  var isGreedy: Bool { restarts > 0 && steps > Self.patience }

  /// How far ahead of the new weights the next gradient is taken, as a share of their last change.
  mutating func advance() -> Double {
    steps += 1
    let next = (1 + (1 + 4 * t * t).squareRoot()) / 2
    defer { (t, isFresh) = (next, false) }
    return isGreedy && !isFresh ? 1 : (t - 1) / next
  }

  mutating func restart() { (t, restarts, isFresh) = (1, restarts + 1, true) }
}
