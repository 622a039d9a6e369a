internal import CVectorMath

/// A step of the optimizer Adam, with all that depends on its settings and its number worked out.
///
/// g ← gradient + decay w; m ← β₁ m + (1−β₁) g; v ← β₂ v + (1−β₂) g²;
/// w ← kept w − length m / (correction √v + ε). D. P. Kingma, J. Ba, *Adam: A Method for Stochastic
/// Optimization*, ICLR 2015. An element's result depends on nothing but the element.
package struct AdamStep: Sendable {
  package var beta1: Double
  package var beta2: Double
  package var epsilon: Double
  /// What of a weight is added to its gradient.
  package var decay: Double
  /// What is left of a weight before it moves.
  package var kept: Double
  package var length: Double
  package var correction: Double

  package init(
    beta1: Double, beta2: Double, epsilon: Double, decay: Double, kept: Double, length: Double,
    correction: Double
  ) {
    self.beta1 = beta1
    self.beta2 = beta2
    self.epsilon = epsilon
    self.decay = decay
    self.kept = kept
    self.length = length
    self.correction = correction
  }

  /// Moves `count` weights; the four rows must not overlap.
  package func move(
    _ w: UnsafeMutablePointer<Double>, _ gradient: UnsafePointer<Double>,
    _ m: UnsafeMutablePointer<Double>, _ v: UnsafeMutablePointer<Double>, count: Int
  ) {
    var step = settings
    #if arch(x86_64)
    if Self.hasAVX2 { return vector_math_adam_double_avx2(&step, w, gradient, m, v, count) }
    #endif
    vector_math_adam_double(&step, w, gradient, m, v, count)
  }

  /// Moves `count` weights in single precision; the four rows must not overlap.
  package func move(
    _ w: UnsafeMutablePointer<Float>, _ gradient: UnsafePointer<Float>,
    _ m: UnsafeMutablePointer<Float>, _ v: UnsafeMutablePointer<Float>, count: Int
  ) {
    var step = settings
    #if arch(x86_64)
    if Self.hasAVX2 { return vector_math_adam_float_avx2(&step, w, gradient, m, v, count) }
    #endif
    vector_math_adam_float(&step, w, gradient, m, v, count)
  }

  private var settings: vector_math_adam_step {
    vector_math_adam_step(
      decay: decay, beta1: beta1, rest1: 1 - beta1, beta2: beta2, rest2: 1 - beta2, kept: kept,
      length: length, correction: correction, epsilon: epsilon)
  }

  #if arch(x86_64)
  private static let hasAVX2 = vector_math_has_avx2() != 0
  #endif
}

/// A power by squaring, the same on every machine.
package func power(_ base: Double, _ exponent: Int) -> Double {
  var (result, square, rest) = (1.0, base, exponent)
  while rest > 0 {
    if rest & 1 == 1 { result *= square }
    square *= square
    rest >>= 1
  }
  return result
}
