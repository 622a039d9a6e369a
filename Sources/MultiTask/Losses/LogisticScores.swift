internal import Datasets
internal import Tensors

/// The scores of one task without its intercept, and its targets.
struct LogisticScores {
  let scores: UnsafePointer<Double>
  let y: UnsafePointer<Double>
  let count: Int

  /// Fills in σ(s + b) − y.
  private func slopes(_ b: Double, _ r: UnsafeMutablePointer<Double>) {
    for i in 0..<count { r[i] = scores[i] + b }
    apply(.sigmoid, r, into: r, count: count)
    for i in 0..<count { r[i] -= y[i] }
  }

  /// The b with Σ σ(s + b) = Σ y, by Newton's method kept within the bracket that the signs of the sum
  /// give; where all targets are alike, one whose loss is nearly 0.
  func bestIntercept(from start: Double, _ r: UnsafeMutablePointer<Double>) -> Double {
    var b = start
    var (low, high) = (-Double.infinity, Double.infinity)
    for _ in 0..<60 {
      slopes(b, r)
      var (sum, bend, size) = (0.0, 0.0, 0.0)
      for i in 0..<count {
        let p = r[i] + y[i]
        sum += r[i]
        size += abs(r[i])
        bend += p * (1 - p)
      }
      // All targets alike have their optimum at infinity; the loss is then about the slopes' sum.
      if abs(sum) <= 4e-16 * size || size <= 1e-13 * Double(count) { break }
      if sum > 0 { high = min(high, b) } else { low = max(low, b) }
      let step = max(-4, min(4, sum / max(bend, 1e-12)))
      var next = b - step
      if next <= low || next >= high, low.isFinite, high.isFinite { next = (low + high) / 2 }
      if abs(next - b) <= 1e-15 * (1 + abs(b)) { break }
      b = next
    }
    return b
  }

  /// Σ log(1 + exp(−(2y − 1)(s + b))), and σ(s + b) − y in `r`.
  func loss(intercept b: Double, _ r: UnsafeMutablePointer<Double>) -> Double {
    for i in 0..<count { r[i] = (1 - 2 * y[i]) * (scores[i] + b) }
    apply(.softplus, r, into: r, count: count)
    var total = 0.0
    for i in 0..<count { total += r[i] }
    slopes(b, r)
    return total
  }
}

extension TaskSamples {
  /// The intercept that suits scores without one best under the logistic loss, sought from a first guess.
  func bestLogisticIntercept(_ scores: [Double], from guess: Double) -> Double {
    var slopes = scores
    return scores.withPointer { s in
      slopes.withMutablePointer { r in
        y.withElements { y in
          guard let y = y.baseAddress else { return guess }
          return LogisticScores(scores: s, y: y, count: scores.count).bestIntercept(from: guess, r)
        }
      }
    }
  }
}
