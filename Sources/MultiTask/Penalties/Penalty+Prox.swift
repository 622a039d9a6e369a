internal import Diagnostics
internal import Tensors

extension Penalty {
  /// The proximal operator of the terms with corners:
  /// argmin_P step · Σ corners(P) + ½ Σ ‖P − V‖²_F over all parts.
  ///
  /// Exact for `nuclear`, `l21`, `l1`, `l21 + l1`, `dirty` (two parts) and the convex `aso`; `nuclear`
  /// added to `l21` or `l1` is solved by iterations until its conditions of optimality hold to 1e-12 (see `ProximalSplitting`).
  ///
  /// - Throws: `unsupported` with the reason when terms cannot be solved together, `value` when k of
  ///   `aso` is too large, `numeric` when the iterations do not settle.
  package func prox(_ V: [TaskWeights], step: Double) throws -> [TaskWeights] {
    let corners = try PenaltyCorners(self)
    guard let W = V.first, !corners.isEmpty else { return V }
    guard let dirty = corners.dirty else { return [try corners.prox(W, step: step)] }
    guard V.count == 2 else {
      throw Failure(
        .shape, "\(summary): expected two parts, W = P + Q, found \(V.count)",
        notes: ["the operator of the whole penalty takes W itself"])
    }
    return [
      W.rowPeaksShrunk(by: step * dirty.shared), V[1].entriesShrunk(by: step * dirty.own),
    ]
  }
}

extension PenaltyCorners {
  /// argmin_W step · corners(W) + ½ ‖W − V‖²_F, the dirty model's norm as one of W alone.
  func prox(_ V: TaskWeights, step: Double) throws -> TaskWeights {
    if isComposite {
      return try ProximalSplitting.prox(splitTerms(scaledBy: step), at: V).weights
    }
    if let dirty { return dirty.prox(V, step: step) }
    if let structure { return try structure.prox(V, step: step) }
    if nuclear > 0 { return try V.singularValuesShrunk(by: step * nuclear) }
    return V.sparsified(rows: step * rows, entries: step * entries)
  }

  /// The corners, each with an operator of its own, times a positive number.
  func splitTerms(scaledBy scale: Double) -> [SplitTerm] {
    var terms: [SplitTerm] = []
    if nuclear > 0 { terms.append(.nuclear(scale * nuclear)) }
    if let structure { terms.append(.structure(structure, weight: scale)) }
    if let dirty {
      terms.append(.dirty(DirtyNorm(shared: scale * dirty.shared, own: scale * dirty.own)))
    }
    if rows > 0 || entries > 0 {
      terms.append(.sparse(rows: scale * rows, entries: scale * entries))
    }
    return terms
  }
}

extension TaskWeights {
  /// The proximal operator of rows · ℓ2,1 + entries · ℓ1: entries first, rows after them.
  func sparsified(rows: Double, entries: Double) -> TaskWeights {
    let W = entries > 0 ? entriesShrunk(by: entries) : self
    return rows > 0 ? W.rowsShrunk(by: rows) : W
  }

  /// Soft-thresholds every entry.
  func entriesShrunk(by threshold: Double) -> TaskWeights {
    var W = self
    for i in W.values.indices {
      let value = W.values[i]
      W.values[i] =
        value > threshold ? value - threshold : value < -threshold ? value + threshold : 0
    }
    return W
  }

  /// Soft-thresholds the norm of every feature's row.
  func rowsShrunk(by threshold: Double) -> TaskWeights {
    let factors = rowNorms.map { $0 > threshold ? 1 - threshold / $0 : 0 }
    var W = self
    for t in 0..<taskCount {
      for k in 0..<featureCount { W[k, t] *= factors[k] }
    }
    return W
  }

  /// Soft-thresholds the singular values.
  func singularValuesShrunk(by threshold: Double) throws -> TaskWeights {
    let (u, s, vt) = try LinearAlgebra.svd(tensor)
    try Interrupt.check()
    var scaled = u
    let rank = s.count
    scaled.withMutableElements { u in
      for i in u.indices { u[i] *= max(0, s[flat: i % rank] - threshold) }
    }
    return TaskWeights(try matmul(scaled, vt))
  }
}
