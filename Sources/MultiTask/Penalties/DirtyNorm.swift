/// The norm that the dirty model puts on W: the least λ₁ Σ_k max_t |P_kt| + λ₂ ‖Q‖₁ over W = P + Q.
///
/// Its dual ball holds the Z whose rows have Σ_t |z_t| ≤ λ₁ and |z_t| ≤ λ₂, so every question is one of
/// single rows and has an exact answer. A. Jalali, P. Ravikumar, S. Sanghavi, C. Ruan, *A Dirty Model for
/// Multi-task Learning*, NeurIPS 2010.
struct DirtyNorm: Sendable, Equatable {
  /// λ₁, of the part whose features are shared.
  let shared: Double
  /// λ₂, of the part that is each task's own.
  let own: Double

  /// The norm of W.
  func value(_ W: TaskWeights) -> Double {
    (0..<W.featureCount).reduce(0) { total, k in
      let row = W.row(k)
      let bound = level(row)
      let peak = row.reduce(0) { max($0, abs($1)) }
      let rest = row.reduce(0) { $0 + max(0, abs($1) - bound) }
      return total + shared * min(bound, peak) + own * rest
    }
  }

  /// Its value at given parts.
  func value(_ P: TaskWeights, _ Q: TaskWeights) -> Double {
    shared * P.rowPeaks.reduce(0, +) + own * Q.values.reduce(0) { $0 + abs($1) }
  }

  /// P and Q of least cost with W = P + Q.
  func parts(of W: TaskWeights) -> [TaskWeights] {
    let P = W.mappingRows { row in
      let bound = level(row)
      return row.map { min(max($0, -bound), bound) }
    }
    var Q = W
    for i in Q.values.indices { Q.values[i] -= P.values[i] }
    return [P, Q]
  }

  /// The size that a row's shared part is cut at: lowering it saves λ₁ and costs λ₂ for each entry
  /// above it.
  private func level(_ row: [Double]) -> Double {
    let sizes = row.map { abs($0) }.sorted(by: >)
    for (j, size) in sizes.enumerated() where Double(j + 1) * own >= shared {
      // With λ₁ = 0 all of the row is shared.
      return shared == 0 ? sizes[0] : size
    }
    return 0
  }

  /// argmin_W step · norm(W) + ½ ‖W − V‖²_F.
  ///
  /// It is what is left of V without its nearest point in the dual ball (J. Moreau, *Proximité et
  /// dualité dans un espace hilbertien*, Bulletin de la Société Mathématique de France 93, 1965).
  func prox(_ V: TaskWeights, step: Double) -> TaskWeights {
    V.mappingRows { row in
      let near = Self.projected(row, sum: step * shared, bound: step * own)
      return zip(row, near).map { $0 - $1 }
    }
  }

  /// The point nearest to v of those with Σ |z_i| ≤ sum and |z_i| ≤ bound.
  static func projected(_ v: [Double], sum: Double, bound: Double) -> [Double] {
    func total(_ cut: Double) -> Double {
      v.reduce(0) { $0 + min(max(abs($1) - cut, 0), bound) }
    }
    var cut = 0.0
    if total(0) > sum {
      let knots = [0] + v.map { abs($0) } + v.map { max(0, abs($0) - bound) }
      cut = crossing(of: total, at: sum, between: knots.sorted())
    }
    return v.map { value in
      let size = min(max(abs(value) - cut, 0), bound)
      return value < 0 ? -size : size
    }
  }

  /// The largest s ≤ 1 with s · G in the dual ball.
  func feasibleScale(_ G: TaskWeights) -> Double {
    var scale = 1.0
    for k in 0..<G.featureCount {
      let row = G.row(k)
      let sum = row.reduce(0) { $0 + abs($1) }
      let peak = row.reduce(0) { max($0, abs($1)) }
      if sum * scale > shared { scale = shared / sum }
      if peak * scale > own { scale = own / peak }
    }
    return scale
  }
}

/// Where a monotone function that is linear between its knots takes a level.
///
/// The level lies between its values at the first and the last knot; knots ascend. O(log of the knots)
/// evaluations.
func crossing(
  of f: (Double) -> Double, at level: Double, between knots: [Double]
) -> Double {
  guard var low = knots.indices.first, var high = knots.indices.last else { return 0 }
  let rises = f(knots[low]) < f(knots[high])
  while high - low > 1 {
    let middle = (low + high) / 2
    if (f(knots[middle]) < level) == rises { low = middle } else { high = middle }
  }
  let (below, above) = (f(knots[low]), f(knots[high]))
  guard below != above else { return knots[low] }
  return knots[low] + (level - below) / (above - below) * (knots[high] - knots[low])
}

extension TaskWeights {
  /// The proximal operator of threshold · Σ_k max_t |W_kt|: the largest entries of a row are cut to one
  /// size, so that together they lose the threshold.
  ///
  /// What is taken away is the point of the ℓ1 ball nearest to the row (J. Duchi, S. Shalev-Shwartz,
  /// Y. Singer, T. Chandra, *Efficient Projections onto the ℓ1-Ball for Learning in High Dimensions*,
  /// ICML 2008).
  func rowPeaksShrunk(by threshold: Double) -> TaskWeights {
    guard threshold > 0 else { return self }
    return mappingRows { row in
      let sizes = row.map { abs($0) }.sorted(by: >)
      var (sum, level) = (0.0, 0.0)
      for (j, size) in sizes.enumerated() {
        sum += size
        let next = j + 1 < sizes.count ? sizes[j + 1] : 0
        level = (sum - threshold) / Double(j + 1)
        if level >= next { break }
      }
      let cut = max(level, 0)
      return row.map { min(max($0, -cut), cut) }
    }
  }
}
