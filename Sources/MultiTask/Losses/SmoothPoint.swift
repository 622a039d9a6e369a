/// The smooth part of the objective, loss and quadratic terms, at one point W.
struct SmoothPoint: Sendable {
  /// The derivatives by W, intercepts at their best.
  var gradient: TaskWeights
  /// The loss with the best intercepts.
  var loss = 0.0
  /// tr(W M Wᵀ), all quadratic terms.
  var quadratic = 0.0
  /// W M task by task; empty without quadratic terms.
  var coupled: [Double] = []
  /// b of every task that minimises the loss at W; 0 without intercepts.
  var intercepts: [Double]
  /// Σ r·y of the residuals r = y − f; squared loss only.
  var correlation = 0.0
  /// X_t w_t of every task, one after the other; logistic loss only.
  var scores: [Double] = []
  /// The loss's derivatives by the scores, in that order; logistic loss only.
  var slopes: [Double] = []

  /// Whether nothing but the scores is known yet; logistic loss only.
  var isExtrapolated = false

  init(taskCount: Int, featureCount: Int) {
    gradient = TaskWeights(taskCount: taskCount, featureCount: featureCount)
    intercepts = Array(repeating: 0, count: taskCount)
  }

  var value: Double { loss + quadratic }
}

/// A loss with the quadratic terms of a penalty, as proximal steps need it: values and gradients by the
/// weights alone, since every intercept is at its optimum for the given weights.
///
/// With b eliminated the function of W stays convex, its gradient is X_tᵀ ∂ℓ/∂f at that b, and no
/// curvature becomes larger.
protocol SmoothLoss: Sendable {
  /// The smooth part without anything evaluated.
  func makePoint() -> SmoothPoint
  /// Evaluates at W; the gradient may be left to `complete`.
  func evaluate(_ W: TaskWeights, _ M: [Double]?, into point: inout SmoothPoint) throws
  /// Makes sure of the gradient at a point that was evaluated or extrapolated.
  func complete(_ W: TaskWeights, _ M: [Double]?, _ point: inout SmoothPoint) throws
  /// The point at W + share · (W − W_old), from those at W and W_old.
  func extrapolate(
    _ point: SmoothPoint, beyond old: SmoothPoint, by share: Double, into ahead: inout SmoothPoint)
  /// The curvature from one point to another: ΔᵀHΔ for the squared loss, twice the Bregman distance for
  /// others; Δ = W − Z.
  func bend(
    _ point: SmoothPoint, at W: TaskWeights, from ahead: SmoothPoint, at Z: TaskWeights
  ) -> Double
  /// gᵀHg, or an estimate of it, of a direction g.
  func bend(along direction: TaskWeights, _ M: [Double]?) throws -> Double
  /// The value of the dual point that the residuals at W make when scaled by s ∈ [0, 1], or by the
  /// best number below s.
  func dualValue(_ point: SmoothPoint, scale s: Double) -> Double
}

extension SmoothLoss {
  /// Adds tr(W M Wᵀ) to the value, and 2 W M to the gradient if asked to.
  func addQuadratic(
    _ W: TaskWeights, _ M: [Double]?, into point: inout SmoothPoint, withGradient: Bool = true
  ) throws {
    point.quadratic = 0
    guard let M else { return }
    let slope = try W.coupled(by: M)
    let count = W.values.count
    slope.values.withPointer { s in
      W.values.withPointer { w in point.quadratic = VectorLoops.dot(s, w, count) }
      guard withGradient else { return }
      point.gradient.values.withMutablePointer { VectorLoops.add(s, times: 2, to: $0, count) }
    }
    point.coupled = slope.values
  }
}
