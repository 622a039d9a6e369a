internal import Datasets
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
    let targets = pass.targets[head]
    var present = 0
    for i in 0..<pass.rows where !targets[i * width].isNaN { present += 1 }
    let share = 1 / Double(max(present, 1))
    let batch = ScoredBatch(
      scores: pass.values[output.scores], gradient: pass.gradients[output.scores],
      targets: targets, weights: pass.sampleWeights[head], rows: pass.rows, width: width,
      factor: S(weight * share))
    return (sum(batch) * share, present)
  }

  /// Σ w_i ℓ_i over the rows of a batch; leaves the gradient where the batch says.
  func sum<S: NetworkScalar>(_ batch: ScoredBatch<S>) -> Double {
    switch kind {
    case .regression: batch.squares()
    case .binary where output.link == .logProbability: batch.logProbabilities(smoothing)
    case .binary: batch.labels(1, smoothing)
    case .multilabel(let count): batch.labels(count, smoothing)
    case .classes(let count): batch.classes(count, smoothing)
    }
  }
}

/// The scores of a head for the rows of a batch, with their targets.
struct ScoredBatch<S: NetworkScalar> {
  let scores: UnsafePointer<S>
  let gradient: UnsafeMutablePointer<S>
  let targets: UnsafePointer<S>
  let weights: UnsafePointer<S>
  let rows: Int
  /// Targets of a row.
  let width: Int
  /// What the gradient of a row of weight 1 is multiplied with.
  let factor: S

  /// Σ w_i (s_i − y_i)².
  func squares() -> Double {
    var loss = 0.0
    for i in 0..<rows {
      let error = targets[i].isNaN ? 0 : scores[i] - targets[i]
      gradient[i] = 2 * factor * weights[i] * error
      loss += Double(weights[i] * error * error)
    }
    return loss
  }

  /// Σ w_i times the mean over a row's labels of max(s, 0) − y s + log(1 + e^−|s|).
  func labels(_ count: Int, _ smoothing: Double) -> Double {
    let (kept, level, share) = (S(1 - smoothing), S(smoothing / 2), 1 / S(count))
    var (loss, row, column) = (0.0, 0, 0)
    inChunks(rows * count) { start, length, e, l in
      for i in 0..<length { e[i] = -abs(scores[start + i]) }
      S.apply(.exp, e, into: e, count: length)
      S.apply(.log1p, e, into: l, count: length)
      for i in 0..<length {
        let place = start + i
        if targets[row * count].isNaN {
          gradient[place] = 0
        } else {
          let (s, label) = (scores[place], kept * targets[place] + level)
          let weight = weights[row] * share
          let p = (s >= 0 ? 1 : e[i]) / (1 + e[i])
          gradient[place] = factor * weight * (p - label)
          loss += Double(weight * (max(s, 0) - label * s + l[i]))
        }
        column += 1
        if column == count { (row, column) = (row + 1, 0) }
      }
    }
    return loss
  }

  /// Σ w_i Σ_k y_k (log Σ_l e^{s_l} − s_k).
  func classes(_ count: Int, _ smoothing: Double) -> Double {
    var loss = 0.0
    inChunks(rows) { start, length, tops, totals in
      for i in 0..<length { tops[i] = lower(start + i, count) }
      let e = gradient + start * count
      S.apply(.exp, e, into: e, count: length * count)
      for i in 0..<length {
        var total: S = 0
        for k in 0..<count { total += e[i * count + k] }
        totals[i] = total
      }
      S.apply(.log, totals, into: totals, count: length)
      for i in 0..<length {
        loss += row(start + i, count, smoothing, tops[i] + totals[i])
      }
    }
    return loss
  }

  /// Leaves s − max s in the gradient's place; tells max s.
  private func lower(_ row: Int, _ count: Int) -> S {
    let (s, g) = (scores + row * count, gradient + row * count)
    var top = s[0]
    for k in 1..<max(count, 1) where s[k] > top { top = s[k] }
    for k in 0..<count { g[k] = s[k] - top }
    return top
  }

  /// The loss of one row, whose exponentials lie in the gradient's place and sum to e^(level − top).
  private func row(_ row: Int, _ count: Int, _ smoothing: Double, _ level: S) -> Double {
    let (s, g) = (scores + row * count, gradient + row * count)
    let (y, weight) = (targets + row * width, weights[row])
    guard !y[0].isNaN else {
      g.update(repeating: 0, count: count)
      return 0
    }
    let (kept, spread) = (S(1 - smoothing), S(smoothing) / S(count))
    // Told probabilities need not sum to 1.
    var (loss, total, mass): (S, S, S) = (0, 0, width == 1 ? 1 : 0)
    for k in 0..<count { total += g[k] }
    if width > 1 { for k in 0..<count { mass += y[k] } }
    mass = kept * mass + S(smoothing)
    for k in 0..<count {
      let truth: S = width == 1 ? (y[0] == S(k) ? 1 : 0) : y[k]
      let label = kept * truth + spread
      if label > 0 { loss += label * (level - s[k]) }
      g[k] = factor * weight * (mass * g[k] / total - label)
    }
    return Double(weight * loss)
  }

  /// Goes through `count` places in chunks, with two rows of memory as long.
  @inline(__always)
  private func inChunks(
    _ count: Int,
    _ body: (Int, Int, UnsafeMutablePointer<S>, UnsafeMutablePointer<S>) -> Void
  ) {
    let chunk = VectorLoops.chunk(S.self)
    withUnsafeTemporaryAllocation(of: S.self, capacity: 2 * chunk) { scratch in
      guard let memory = scratch.baseAddress else { return }
      for start in stride(from: 0, to: count, by: chunk) {
        body(start, min(chunk, count - start), memory, memory + chunk)
      }
    }
  }
}
