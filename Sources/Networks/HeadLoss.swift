internal import Datasets
internal import Glibc
internal import Tensors

/// The loss of one head over a batch, and its gradient by the scores.
///
/// The mean over the rows that have a target of w_i ℓ_i, w_i being the row's weight:
/// `binary` −y log p − (1−y) log(1−p) with p = 1/(1+e⁻ˢ); `classes` −Σ_k y_k log p_k with
/// p = softmax(s); `regression` (s − y)²; `multilabel` the mean over its labels of the binary loss.
/// Smoothing ε tells labels less surely: y becomes (1−ε) y + ε/K, with K = 2 for binary ones.
struct HeadLoss: Sendable {
  let output: HeadOutput
  let width: Int
  let smoothing: Double

  var kind: HeadKind { output.head.kind }

  /// The mean loss and how many rows have a target; the gradient, times `weight`, is left in that of
  /// the scores.
  func evaluate<S: NetworkScalar>(
    _ pass: Workspace<S>, head: Int, weight: Double
  ) -> (loss: Double, rows: Int) {
    let (scores, gradient) = (pass.values[output.scores], pass.gradients[output.scores])
    let (targets, weights) = (pass.targets[head], pass.sampleWeights[head])
    let count = kind.scoreCount
    var present = 0
    for i in 0..<pass.rows where !targets[i * width].isNaN { present += 1 }
    let scale = weight / Double(max(present, 1))
    var loss = 0.0
    for i in 0..<pass.rows {
      let (s, g, y) = (scores + i * count, gradient + i * count, targets + i * width)
      guard !y[0].isNaN else {
        for k in 0..<count { g[k] = 0 }
        continue
      }
      let factor = S(scale) * weights[i]
      loss += Double(weights[i]) * row(s, y, g, factor)
    }
    return (loss / Double(max(present, 1)), present)
  }

  /// The loss of one row; `factor` times its gradient goes to `g`.
  private func row<S: NetworkScalar>(
    _ s: UnsafeMutablePointer<S>, _ y: UnsafeMutablePointer<S>, _ g: UnsafeMutablePointer<S>,
    _ factor: S
  ) -> Double {
    switch kind {
    case .regression:
      let error = s[0] - y[0]
      g[0] = 2 * factor * error
      return Double(error * error)
    case .binary:
      return output.link == .logProbability
        ? logProbability(s[0], y[0], g, factor) : binary(s[0], y[0], g, factor)
    case .multilabel(let count):
      let share = factor / S(count)
      return (0..<count).reduce(0.0) { $0 + binary(s[$1], y[$1], g + $1, share) } / Double(count)
    case .classes(let count):
      return softmax(s, y, g, factor, count)
    }
  }

  private func binary<S: NetworkScalar>(
    _ s: S, _ y: S, _ g: UnsafeMutablePointer<S>, _ factor: S
  ) -> Double {
    let (score, label) = (Double(s), Double(y) * (1 - smoothing) + smoothing / 2)
    let e = exp(-abs(score))
    let p = score >= 0 ? 1 / (1 + e) : e / (1 + e)
    g[0] = factor * S(p - label)
    return max(score, 0) - label * score + log1p(e)
  }

  private func logProbability<S: NetworkScalar>(
    _ s: S, _ y: S, _ g: UnsafeMutablePointer<S>, _ factor: S
  ) -> Double {
    let label = Double(y) * (1 - smoothing) + smoothing / 2
    let (loss, slope) = LogProbabilityLoss.evaluate(
      Double(s), label: label, nearest: -Double(S.leastNormalMagnitude))
    g[0] = factor * S(slope)
    return loss
  }

  private func softmax<S: NetworkScalar>(
    _ s: UnsafeMutablePointer<S>, _ y: UnsafeMutablePointer<S>, _ g: UnsafeMutablePointer<S>,
    _ factor: S, _ count: Int
  ) -> Double {
    var top = s[0]
    for k in 1..<max(count, 1) where s[k] > top { top = s[k] }
    var sum = 0.0
    for k in 0..<count {
      let e = exp(Double(s[k] - top))
      g[k] = S(e)
      sum += e
    }
    let level = Double(top) + log(sum)
    var loss = 0.0
    for k in 0..<count {
      let truth = width == 1 ? (y[0] == S(k) ? 1 : 0) : Double(y[k])
      let label = truth * (1 - smoothing) + smoothing / Double(count)
      if label > 0 { loss += label * (level - Double(s[k])) }
      g[k] = factor * S(Double(g[k]) / sum - label)
    }
    return loss
  }
}
