internal import Diagnostics
internal import Tensors

extension Penalty {
  /// The value of each term at weights given as parts: one matrix, two for the dirty model.
  ///
  /// The dirty model takes a single matrix too: it is then split at the least cost.
  ///
  /// - Throws: `shape` when S of a similarity has another size, `value` when k of `aso` is too large.
  package func values(_ parts: [TaskWeights]) throws -> [Double] {
    try terms.map { try $0.value(parts) }
  }

  /// The penalty of W, all terms together.
  package func value(_ W: TaskWeights) throws -> Double {
    try values([W]).reduce(0, +)
  }
}

extension PenaltyTerm {
  /// The term's value; W is the sum of the parts.
  func value(_ parts: [TaskWeights]) throws -> Double {
    guard let first = parts.first else { return 0 }
    if case .dirty(let shared, let own) = self {
      let norm = DirtyNorm(shared: shared, own: own)
      return parts.count == 2 ? norm.value(first, parts[1]) : norm.value(first)
    }
    return try value(parts.dropFirst().reduce(first, +))
  }

  private func value(_ W: TaskWeights) throws -> Double {
    switch self {
    case .coherence(let strength): return strength * W.spread
    case .nuclear(let strength):
      if W.values.allSatisfy({ $0 == 0 }) { return 0 }
      return try strength * LinearAlgebra.svd(W.tensor).s.elements.reduce(0, +)
    case .similarity(let strength, let S):
      _ = try Penalty(self).coupling(taskCount: W.taskCount)
      return strength * W.distances(S)
    case .l21(let strength): return strength * W.rowNorms.reduce(0, +)
    case .l1(let strength): return strength * W.values.reduce(0) { $0 + abs($1) }
    case .l2(let strength): return strength * W.values.reduce(0) { $0 + $1 * $1 }
    case .elasticNet(let strength, let ratio):
      return strength
        * W.values.reduce(0) { $0 + ratio * abs($1) + (1 - ratio) / 2 * $1 * $1 }
    case .dirty(let shared, let own): return DirtyNorm(shared: shared, own: own).value(W)
    case .aso(let first, let second, let rank, let form):
      let norm = SharedStructureNorm(first, second, rank: rank)
      return try form == .convex ? norm.value(W) : norm.wholeValue(W)
    }
  }
}

extension TaskWeights {
  /// Σ_t ‖w_t − w̄‖².
  fileprivate var spread: Double {
    let mean = mean
    var total = 0.0
    for t in 0..<taskCount {
      for k in 0..<featureCount { total += (self[k, t] - mean[k]) * (self[k, t] - mean[k]) }
    }
    return total
  }

  /// Σ_{i≠j} s_ij ‖w_i − w_j‖², every pair twice; S is T×T.
  fileprivate func distances(_ S: Tensor) -> Double {
    var total = 0.0
    for i in 0..<taskCount {
      for j in 0..<i where S[i, j] > 0 {
        let distance = distance(i, j)
        total += 2 * S[i, j] * distance * distance
      }
    }
    return total
  }
}
