internal import Tensors

extension Penalty {
  /// The largest s ≤ 1 with s · gradient in the dual ball of the corners; `nil` where there is no ball.
  ///
  /// The ball holds every G that the corners outweigh, ⟨G, W⟩ ≤ corners(W) for all W; the largest singular
  /// value is bounded for `nuclear`, the largest row norm for `l21`, the largest entry for `l1`. For `nuclear`
  /// added to others G is shared out between their balls by a thousand iterations at most, and s is a lower
  /// bound, within about a thousandth where G lies on the very edge. No corners and `aso` (see
  /// `conjugate`) have no ball.
  ///
  /// - Throws: `unsupported` when terms cannot be solved together.
  package func feasibleScale(_ gradient: TaskWeights) throws -> Double? {
    let corners = try PenaltyCorners(self)
    if corners.isEmpty || corners.structure != nil { return nil }
    if let dirty = corners.dirty { return dirty.feasibleScale(gradient) }
    if corners.isComposite { return try corners.sharedScale(gradient) }
    if corners.nuclear > 0 { return try gradient.spectralScale(corners.nuclear) }
    return gradient.rowScale(rows: corners.rows, entries: corners.entries)
  }

  /// sup_W ⟨gradient, W⟩ − aso(W), the conjugate of the convex `aso`; `nil` for every other penalty.
  ///
  /// As −gradient of the smooth part at any weights is a feasible dual point, the duality gap needs no
  /// scaling: loss + loss* + aso(W) + aso*(−gradient), quadratic terms counted twice.
  package func conjugate(_ gradient: TaskWeights) throws -> Double? {
    try PenaltyCorners(self).structure?.conjugate(gradient)
  }

  /// A bound of the optimum from below: the value of the dual point that the smooth part's gradient G at
  /// a point gives.
  ///
  /// With a ball of the corners it is s · G, s as large as the ball allows. The convex `aso` allows every
  /// G and takes its conjugate off, which for s · G, s ≤ 1, is no more than for G.
  func dualBound(_ smooth: any SmoothLoss, _ point: SmoothPoint) throws -> Double {
    if let conjugate = try conjugate(point.gradient) {
      return smooth.dualValue(point, scale: 1) - conjugate
    }
    return smooth.dualValue(point, scale: try feasibleScale(point.gradient) ?? 0)
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

  /// The largest s ≤ 1 whose s · G has no singular value above a bound.
  func spectralScale(_ bound: Double) throws -> Double {
    let largest = try spectralNorm()
    return largest > bound ? bound / largest : 1
  }

  /// The largest s ≤ 1 whose s · G lies in the ball of rows · ℓ2,1 + entries · ℓ1: every row, without what
  /// its entries are allowed, has at most the norm that rows are.
  func rowScale(rows: Double, entries: Double) -> Double {
    if rows == 0 || entries == 0 {
      let largest =
        entries == 0 ? rowNorms.reduce(0, max) : values.reduce(0) { max($0, abs($1)) }
      return largest > rows + entries ? (rows + entries) / largest : 1
    }
    return (0..<featureCount).reduce(1) {
      min($0, Self.scale(row($1), rows: rows, entries: entries))
    }
  }

  /// The s with Σ_i max(0, s |g_i| − a)² = b²: a quadratic equation once it is known how many of the
  /// largest entries count.
  private static func scale(_ row: [Double], rows b: Double, entries a: Double) -> Double {
    let sizes = row.map { abs($0) }.sorted(by: >)
    guard let largest = sizes.first, largest > 0 else { return 1 }
    // In units of the largest entry.
    var (sum, squares) = (0.0, 0.0)
    for (j, size) in sizes.enumerated() {
      let g = size / largest
      sum += g
      squares += g * g
      let root = a * a * sum * sum - squares * (Double(j + 1) * a * a - b * b)
      let s = (a * sum + max(root, 0).squareRoot()) / squares
      let next = j + 1 < sizes.count ? sizes[j + 1] / largest : 0
      if s * next <= a { return min(1, s / largest) }
    }
    return 1
  }
}
