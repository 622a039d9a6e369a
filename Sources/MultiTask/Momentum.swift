/// The weight of the momentum in accelerated proximal gradient, with adaptive restart.
///
/// t grows as t ← (1 + √(1 + 4t²))/2 and the next point lies (t_old − 1)/t beyond the last change. When
/// a step goes against that change, ⟨Z − W_new, W_new − W_old⟩ > 0, t begins anew at 1: so the speed of
/// strong convexity is had without knowing it.
///
/// A. Beck, M. Teboulle, *A Fast Iterative Shrinkage-Thresholding Algorithm for Linear Inverse Problems*,
/// SIAM Journal on Imaging Sciences 2, 2009; B. O'Donoghue, E. Candès, *Adaptive Restart for Accelerated
/// Gradient Schemes*, Foundations of Computational Mathematics 15, 2015.
struct Momentum: Sendable {
  private var t = 1.0

  /// How far ahead of the new weights the next gradient is taken, as a share of their last change.
  mutating func advance() -> Double {
    let next = (1 + (1 + 4 * t * t).squareRoot()) / 2
    defer { t = next }
    return (t - 1) / next
  }

  mutating func restart() { t = 1 }
}
