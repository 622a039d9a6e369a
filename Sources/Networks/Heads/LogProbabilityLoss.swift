internal import Glibc

extension ScoredBatch {
  /// Σ w_i ℓ_i for yes-or-no targets whose scores s ≤ 0 are logarithms of probabilities:
  /// ℓ = −y s − (1−y) log(1−eˢ), with slope −y + (1−y) / (e⁻ˢ − 1).
  ///
  /// A probability that rounds to 1 counts as the nearest below, so that its loss is finite.
  func logProbabilities(_ smoothing: Double) -> Double {
    var loss = 0.0
    for i in 0..<rows {
      guard !targets[i].isNaN else {
        gradient[i] = 0
        continue
      }
      let label = Double(targets[i]) * (1 - smoothing) + smoothing / 2
      let level = min(Double(scores[i]), -Double(S.leastNormalMagnitude))
      let slope = (1 - label) / expm1(-level) - label
      gradient[i] = factor * weights[i] * S(slope)
      loss -= Double(weights[i]) * (label * level + (1 - label) * logOfRest(level))
    }
    return loss
  }

  /// log(1 − eˢ) for s < 0, without losing digits near 0 or far from it.
  ///
  /// M. Mächler, *Accurately Computing log(1 − exp(−|a|))*, vignette of the R package Rmpfr, 2012.
  private func logOfRest(_ s: Double) -> Double {
    s > -0.6931471805599453 ? log(-expm1(s)) : log1p(-exp(s))
  }
}
