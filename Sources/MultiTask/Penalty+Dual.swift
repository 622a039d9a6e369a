internal import Tensors

extension Penalty {
  /// The largest s ≤ 1 for which s·G lies in the dual ball of the terms with corners, so that
  /// ⟨s·G, W⟩ ≤ corners(W) for all W; `nil` where that is not known or there are no such terms.
  ///
  /// | corners | s·G is feasible when |
  /// |---|---|
  /// | `nuclear` | s ‖G‖₂ ≤ λ, the largest singular value |
  /// | `l21` | s ‖G_k,:‖₂ ≤ λ for all features k |
  /// | `l1` | s |G_kt| ≤ λ for all entries |
  /// | `l1` + `l21` | s ‖soft(G_k,:, λ₁/s)‖₂ ≤ λ₂₁ for all k |
  ///
  /// - Parameter gradient: G, the gradient of loss and quadratic terms by each of the parts, d×T.
  /// - Returns: s, positive unless G is infinite.
  /// - Throws: `numeric` when a spectrum was not found.
  func feasibleScale(_ gradient: TaskWeights) throws -> Double? {
    let corners = corners
    var (entries, rows) = (0.0, 0.0)
    for corner in corners {
      switch corner {
      case .l1(let strength): entries += strength
      case .l21(let strength): rows += strength
      case .nuclear(let strength):
        guard corners.count == 1 else { return nil }
        return Self.scale(strength, try gradient.spectralNorm())
      default: return nil
      }
    }
    switch (entries > 0, rows > 0) {
    case (false, false): return nil
    case (true, false):
      let count = gradient.values.count
      return Self.scale(entries, gradient.values.withPointer { VectorLoops.largest($0, count) })
    case (false, true): return Self.scale(rows, gradient.rowNorms.reduce(0, max))
    case (true, true): return gradient.sparseGroupScale(entries: entries, rows: rows)
    }
  }

  private static func scale(_ strength: Double, _ size: Double) -> Double {
    size <= strength ? 1 : strength / size
  }
}

extension TaskWeights {
  /// ‖W‖₂, the largest singular value, by the smaller of WᵀW and WWᵀ.
  func spectralNorm() throws -> Double {
    let (T, d) = (taskCount, featureCount)
    let n = min(T, d)
    guard n > 0 else { return 0 }
    var gram = Array(repeating: 0.0, count: n * n)
    var squares = Array(repeating: 0.0, count: n)
    try values.withPointer { w in
      try gram.withMutablePointer { a in
        try BLAS.syrk(T > d, n, max(T, d), 1, w, d, 0, a, n)
        try squares.withMutablePointer {
          _ = try LinearAlgebra.upperSpectrum(a, n, above: .infinity, values: $0, vectors: a)
        }
      }
    }
    return max(squares[n - 1], 0).squareRoot()
  }

  /// The largest s ≤ 1 with s ‖soft(G_k,:, λ₁/s)‖₂ ≤ λ₂₁ for all rows k, by bisection from below.
  func sparseGroupScale(entries: Double, rows: Double) -> Double {
    func isFeasible(_ k: Int, _ s: Double) -> Bool {
      var square = 0.0
      for t in 0..<taskCount {
        let rest = max(s * abs(self[k, t]) - entries, 0)
        square += rest * rest
      }
      return square <= rows * rows
    }
    var scale = 1.0
    for k in 0..<featureCount where !isFeasible(k, scale) {
      var (low, high) = (0.0, scale)
      for _ in 0..<60 {
        let middle = (low + high) / 2
        if isFeasible(k, middle) { low = middle } else { high = middle }
      }
      scale = low
    }
    return scale
  }
}
