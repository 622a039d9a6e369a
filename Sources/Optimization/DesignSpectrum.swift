internal import Tensors

/// The eigenvectors of a design's second moments about its means.
///
/// With `S = Xᵀ X − n x̄ x̄ᵀ = V Diag(s) Vᵀ` every system `(μ Xᵀ X + P) z = g` is solved by two products
/// with V, whatever μ: the intercept is eliminated first, and what is left is diagonal.
final class DesignSpectrum {
  private let rowCount: Int
  private let size: Int
  private let hasIntercept: Bool
  /// s, the smallest first; what rounding made negative is 0.
  private let values: [Double]
  /// V, an eigenvector a column, d×d.
  private let vectors: Tensor
  /// x̄, zeros without an intercept.
  private let means: [Double]

  /// The spectrum of a design, from its Gram matrix (p×p).
  init(_ design: LinearDesign, gram: Buffer) throws {
    let (n, d, p) = (design.rowCount, design.featureCount, design.parameterCount)
    (rowCount, size, hasIntercept) = (n, d, design.hasIntercept)
    let means = (0..<d).map {
      design.hasIntercept ? gram.pointer[d * p + $0] / Double(max(n, 1)) : 0
    }
    var moments = [Double](repeating: 0, count: d * d)
    for i in 0..<d {
      for j in 0..<d {
        moments[i * d + j] = gram.pointer[i * p + j] - Double(n) * (means[i] * means[j])
      }
    }
    let eigen = try LinearAlgebra.eigen(Tensor(moments, Shape(d, d)))
    self.means = means
    values = eigen.values.elements.map { max($0, 0) }
    vectors = eigen.vectors
  }

  /// Replaces vectors of p parameters (one for each μ, row-major) by the solutions of
  /// `(μ Xᵀ X + P) z = g`, where P is 1 for inputs and 0 for the intercept.
  func solve(_ vectors: MutableDoubles, _ weights: [Double]) throws {
    guard size > 0 else { return solveIntercepts(vectors, weights) }
    let (d, count) = (size, weights.count)
    let p = d + (hasIntercept ? 1 : 0)
    if hasIntercept {
      for k in 0..<count {
        let g = vectors + k * p
        for j in 0..<d { g[j] -= g[d] * means[j] }
      }
    }
    let rotated = Buffer(count * d)
    try self.vectors.withElements { v in
      guard let v = v.baseAddress else { return }
      try BLAS.gemm(false, false, count, d, d, 1, vectors, p, v, d, 0, rotated.pointer, d)
      for (k, weight) in weights.enumerated() {
        let row = rotated.pointer + k * d
        for j in 0..<d { row[j] /= weight * values[j] + 1 }
      }
      if hasIntercept { solveIntercepts(vectors, weights) }
      try BLAS.gemm(false, true, count, d, d, 1, rotated.pointer, d, v, d, 0, vectors, p)
    }
    guard hasIntercept else { return }
    for k in 0..<count {
      let z = vectors + k * p
      for j in 0..<d { z[d] -= means[j] * z[j] }
    }
  }

  /// Divides the intercepts' entries by what they are worth when the inputs are centred.
  private func solveIntercepts(_ vectors: MutableDoubles, _ weights: [Double]) {
    guard hasIntercept else { return }
    for (k, weight) in weights.enumerated() {
      vectors[k * (size + 1) + size] /= weight * Double(rowCount)
    }
  }
}
