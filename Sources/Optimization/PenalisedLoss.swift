internal import Tensors

/// Value, residuals and curvature of a block's loss.
extension PenalisedProblem.Loss {
  /// Evaluates at `z + t·d` (K×n); writes the residuals ∂ℓ/∂z and returns the sum of the losses.
  func evaluate(
    _ z: Doubles, along d: Doubles?, _ t: Double, rows n: Int, residuals: MutableDoubles
  ) -> Double {
    switch self {
    case .likelihood(let loss):
      let count = n * loss.columnCount
      for i in 0..<count { residuals[i] = z[i] + (d.map { t * $0[i] } ?? 0) }
      return withUnsafeTemporaryAllocation(of: Double.self, capacity: 2 * max(n, 1)) { scratch in
        scratch.baseAddress.map {
          loss.evaluate(residuals, start: 0, count: n, scratch: $0)
        } ?? 0
      }
    case .squaredHinge(let yes, let no):
      var sum = 0.0
      for i in 0..<n {
        let score = z[i] + (d.map { t * $0[i] } ?? 0)
        let (short, long) = (max(0, 1 - score), max(0, 1 + score))
        sum += yes[i] * short * short + no[i] * long * long
        residuals[i] = 2 * (no[i] * long - yes[i] * short)
      }
      return sum
    }
  }

  /// Writes what the second derivatives are made of, from the residuals (K×n).
  ///
  /// One column: ∂²ℓ/∂z² a row. Several columns: their probabilities p, as the second derivatives are
  /// `p_k ([k = l] − p_l)`.
  func curvature(_ residuals: Doubles, _ scores: Doubles, rows n: Int, into out: MutableDoubles) {
    switch self {
    case .likelihood(.logistic(let targets)):
      for i in 0..<n {
        let p = min(max(residuals[i] + targets[i], 0), 1)
        out[i] = p * (1 - p)
      }
    case .likelihood(.softmax(let codes, let classes, let smoothing)):
      let share = smoothing / Double(classes)
      for k in 0..<classes {
        for i in 0..<n {
          let target = share + (codes[i] == k ? 1 - smoothing : 0)
          out[k * n + i] = min(max(residuals[k * n + i] + target, 0), 1)
        }
      }
    case .squaredHinge(let yes, let no):
      for i in 0..<n {
        out[i] = 2 * ((scores[i] < 1 ? yes[i] : 0) + (scores[i] > -1 ? no[i] : 0))
      }
    }
  }

  /// Where the intercepts would be if there were no inputs, or close by.
  func startingIntercepts() -> [Double] {
    guard case .likelihood(let loss) = self else { return [0] }
    let shares = loss.frequencies().map { min(max($0, 1e-12), 1 - 1e-12) }
    return shares.map { shares.count == 1 ? logOdds($0) : logarithm($0) }
  }
}
