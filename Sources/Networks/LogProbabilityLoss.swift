internal import Glibc

/// The loss of a yes-or-no target whose score is the logarithm ℓ of a probability.
///
/// −y ℓ − (1−y) log(1−e^ℓ), with slope −y + (1−y) / (e^{−ℓ} − 1) by ℓ. log(1−e^ℓ) is log(−expm1 ℓ) near
/// 0 and log1p(−e^ℓ) elsewhere: M. Mächler, *Accurately Computing log(1 − exp(−|a|))*, vignette of the
/// R package Rmpfr, 2012.
enum LogProbabilityLoss {
  /// Loss and slope at ℓ ≤ 0.
  ///
  /// `nearest` is the largest ℓ that counts, below 0, so that a probability
  /// that rounds to 1 has a finite loss.
  static func evaluate(
    _ logarithm: Double, label: Double, nearest: Double
  ) -> (loss: Double, slope: Double) {
    let level = min(logarithm, nearest)
    let rest = level > -0.6931471805599453 ? log(-expm1(level)) : log1p(-exp(level))
    let slope = (1 - label) / expm1(-level) - label
    return (-label * level - (1 - label) * rest, slope)
  }
}
