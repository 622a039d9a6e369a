internal import Tensors

/// The proximal operator of a penalty's terms with corners, with the value of these terms at its result
/// where that comes along.
///
/// A single `nuclear`, `l21` or `l1` is done here into memory at hand; everything else is
/// `Penalty.prox`.
struct CornerStep: Sendable {
  private let penalty: Penalty
  /// The one term, when it is `nuclear`, `l21` or `l1`.
  private let single: PenaltyTerm?
  private var spectrum = SpectrumShrinkage()
  private var factors: [Double] = []

  init(_ penalty: Penalty) {
    self.penalty = penalty
    let corners = penalty.corners
    switch corners.first {
    case .nuclear, .l21, .l1: single = corners.count == 1 ? corners.first : nil
    default: single = nil
    }
  }

  /// Puts argmin_P step · Σ corners(P) + ½ Σ ‖P − V‖²_F into `result`.
  ///
  /// - Returns: the terms' value at the result, or `nil` when it has to be measured.
  mutating func apply(
    _ V: [TaskWeights], step: Double, into result: inout [TaskWeights]
  ) throws -> Double? {
    guard let single, V.count == 1, result.count == 1 else {
      result = try penalty.prox(V, step: step)
      return nil
    }
    switch single {
    case .nuclear(let strength):
      return try strength * spectrum.shrink(V[0], by: step * strength, into: &result[0])
    case .l21(let strength):
      return strength * shrinkRows(V[0], by: step * strength, into: &result[0])
    case .l1(let strength):
      return strength * Self.shrinkEntries(V[0], by: step * strength, into: &result[0])
    default: return nil
    }
  }

  /// Soft-thresholds every entry; returns the sum of what is left.
  private static func shrinkEntries(
    _ V: TaskWeights, by threshold: Double, into W: inout TaskWeights
  ) -> Double {
    let count = V.values.count
    return V.values.withPointer { v in
      W.values.withMutablePointer { w in
        for i in 0..<count {
          w[i] = max(v[i] - threshold, 0) + min(v[i] + threshold, 0)
        }
        return VectorLoops.absoluteSum(w, count)
      }
    }
  }

  /// Soft-thresholds the norm of every feature's row; returns the sum of the norms left.
  private mutating func shrinkRows(
    _ V: TaskWeights, by threshold: Double, into W: inout TaskWeights
  ) -> Double {
    let (T, d) = (V.taskCount, V.featureCount)
    if factors.count != d { factors = Array(repeating: 0, count: d) }
    var total = 0.0
    V.values.withPointer { v in
      factors.withMutablePointer { f in
        for k in 0..<d { f[k] = 0 }
        for t in 0..<T {
          let v = v + t * d
          for k in 0..<d { f[k] += v[k] * v[k] }
        }
        for k in 0..<d {
          let norm = f[k].squareRoot()
          total += max(norm - threshold, 0)
          f[k] = norm > threshold ? 1 - threshold / norm : 0
        }
        W.values.withMutablePointer { w in
          for t in 0..<T {
            let (v, w) = (v + t * d, w + t * d)
            for k in 0..<d { w[k] = v[k] * f[k] }
          }
        }
      }
    }
    return total
  }
}

/// Soft-thresholding of singular values through the smaller of VVᵀ and VᵀV.
///
/// With eigenvectors E and eigenvalues σ² of the smaller one the result is E diag(1 − τ/σ)₊ Eᵀ V, for which
/// only the σ > τ are needed: those that rounding spoils, of about √ε times the largest, are cut off.
/// Thresholds below 10⁻⁴ of the largest singular value take the full decomposition instead.
struct SpectrumShrinkage: Sendable {
  private var gram: [Double] = []
  /// Eigenvalues of the smaller product, ascending.
  private var squares: [Double] = []
  /// Eigenvectors of the values above τ², a row each, and the same times 1 − τ/σ.
  private var vectors: [Double] = []
  private var scaled: [Double] = []
  /// The weights in those directions, rank × longer side.
  private var turned: [Double] = []

  /// Puts the result in `W`; returns the sum of its singular values.
  mutating func shrink(
    _ V: TaskWeights, by threshold: Double, into W: inout TaskWeights
  ) throws -> Double {
    let (T, d) = (V.taskCount, V.featureCount)
    let n = min(T, d)
    guard n > 0 else { return 0 }
    if gram.count != n * n {
      gram = Array(repeating: 0, count: n * n)
      squares = Array(repeating: 0, count: n)
      (vectors, scaled) = (gram, gram)
      turned = Array(repeating: 0, count: T * d)
    }
    let rank = try decompose(V, n, above: threshold * threshold)
    let largest = max(squares[n - 1], 0).squareRoot()
    guard threshold >= 1e-4 * largest else {
      try Interrupt.check()
      W = try V.singularValuesShrunk(by: threshold)
      try Interrupt.check()
      return try LinearAlgebra.svd(W.tensor).s.elements.reduce(0, +)
    }
    try Interrupt.check()
    guard rank > 0 else {
      for i in W.values.indices { W.values[i] = 0 }
      return 0
    }
    let total = scale(rank, n, by: threshold)
    try rebuild(V, rank, n, into: &W)
    return total
  }

  private mutating func decompose(
    _ V: TaskWeights, _ n: Int, above bound: Double
  ) throws -> Int {
    let (T, d) = (V.taskCount, V.featureCount)
    return try V.values.withPointer { v in
      try gram.withMutablePointer { a in
        try BLAS.syrk(T > d, n, max(T, d), 1, v, d, 0, a, n)
        return try squares.withMutablePointer { squares in
          try vectors.withMutablePointer {
            try LinearAlgebra.upperSpectrum(a, n, above: bound, values: squares, vectors: $0)
          }
        }
      }
    }
  }

  /// Σ (σ − τ) of the directions kept.
  private mutating func scale(_ rank: Int, _ n: Int, by threshold: Double) -> Double {
    var total = 0.0
    for j in 0..<rank {
      let value = squares[n - rank + j].squareRoot()
      total += value - threshold
      let factor = 1 - threshold / value
      for i in 0..<n { scaled[j * n + i] = factor * vectors[j * n + i] }
    }
    return total
  }

  private mutating func rebuild(
    _ V: TaskWeights, _ rank: Int, _ n: Int, into W: inout TaskWeights
  ) throws {
    let (T, d) = (V.taskCount, V.featureCount)
    try V.values.withPointer { v in
      try W.values.withMutablePointer { w in
        try turned.withMutablePointer { c in
          try vectors.withPointer { e in
            try scaled.withPointer { s in
              if T <= d {
                try BLAS.gemm(false, false, rank, d, T, 1, e, n, v, d, 0, c, d)
                try BLAS.gemm(true, false, T, d, rank, 1, s, n, c, d, 0, w, d)
              } else {
                try BLAS.gemm(false, true, T, rank, d, 1, v, d, e, n, 0, c, rank)
                try BLAS.gemm(false, false, T, d, rank, 1, c, rank, s, n, 0, w, d)
              }
            }
          }
        }
      }
    }
  }
}
