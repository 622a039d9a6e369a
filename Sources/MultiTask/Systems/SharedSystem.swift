internal import Tensors

/// The system of tasks on one design, G W + W M = Zᵀ[z_1 … z_T]: a Sylvester equation.
///
/// In the bases of G's eigenvectors V (eigenvalues σ²) and M's eigenvectors E (values μ) it falls apart
/// into numbers: (VᵀWE)_ij = σ_i (UᵀzE)_ij / (σ_i² + μ_j), Z = U Σ Vᵀ. What nothing determines is 0: the
/// solution of smallest norm. (R. H. Bartels, G. W. Stewart, *Solution of the Matrix Equation
/// AX + XB = C*, Communications of the ACM 15, 1972, for symmetric A and B.)
struct SharedSystem: Sendable {
  /// Above this many numbers in Z the eigenvectors come from its Gram matrix, in less room.
  private static let sizeLimit = 1 << 22

  let rows: CentredRows
  /// σ², from large to small; 0 where nothing is left but rounding.
  private let squares: [Double]
  /// Vᵀ, r×d.
  private let vt: Tensor

  /// Takes Z apart.
  init(_ rows: CentredRows) throws {
    self.rows = rows
    let (n, d) = (rows.rowCount, rows.columnCount)
    if n * d <= Self.sizeLimit || !rows.isTall {
      let (_, s, vt) = try LinearAlgebra.svd(rows.tensor())
      let cutoff = (s.elements.first ?? 0) * .ulpOfOne * Double(max(n, d))
      squares = s.elements.map { $0 > cutoff ? $0 * $0 : 0 }
      self.vt = vt
    } else {
      let (values, vectors) = try LinearAlgebra.eigen(Tensor(rows.gram(), Shape(d, d)))
      let cutoff = (values.elements.last ?? 0) * .ulpOfOne * Double(d)
      squares = values.elements.map { $0 > cutoff ? $0 : 0 }
      vt = try vectors.transposed()
    }
  }

  /// The number of directions that the data determine.
  var rank: Int { squares.count { $0 > 0 } }

  /// The weights for the right sides z_t, with the ties of `graph`, refined.
  func solve(_ z: [[Double]], _ graph: CouplingGraph) throws -> CoupledSystem.Solution {
    let spectrum = try graph.spectrum()
    let right = try pulled(z)
    let scale = CoupledSystem.norm([right])
    var W = try solution(right, spectrum)
    var residual = try residual(W, z, graph)
    func measure(_ r: [Double], _ W: TaskWeights) -> Double {
      let size = CoupledSystem.norm([r])
      return size == 0 ? 0 : size / (scale + graph.largest * CoupledSystem.norm([W.values]))
    }
    var (best, refinements) = (measure(residual, W), 0)
    while refinements < 3, best > 4e-16 {
      let better = try W.moved(by: 1, along: solution(residual, spectrum))
      let left = try self.residual(better, z, graph)
      let new = measure(left, better)
      guard new < best else { break }
      let isWorthwhile = new < best / 2
      (W, residual, best) = (better, left, new)
      refinements += 1
      guard isWorthwhile else { break }
    }
    return CoupledSystem.Solution(W: W, residual: best, refinements: refinements)
  }

  /// Zᵀ z_t of every task, task by task.
  private func pulled(_ z: [[Double]]) throws -> [Double] {
    let (T, d, n) = (z.count, rows.columnCount, rows.rowCount)
    let all = z.flatMap { $0 }
    var result = Array(repeating: 0.0, count: T * d)
    try all.withUnsafeBufferPointer { all in
      guard let all = all.baseAddress else { return }
      try rows.forEachBlock(of: 512) { start, count, x in
        try BLAS.gemm(false, false, T, d, count, 1, all + start, n, x, d, 1, &result, d)
      }
    }
    return result
  }

  private func residual(
    _ W: TaskWeights, _ z: [[Double]], _ graph: CouplingGraph
  ) throws -> [Double] {
    let (T, d, n) = (z.count, rows.columnCount, rows.rowCount)
    var left = z.flatMap { $0 }
    try left.withUnsafeMutableBufferPointer { left in
      guard let left = left.baseAddress else { return }
      try rows.forEachBlock(of: 512) { start, count, x in
        try BLAS.gemm(
          false, true, T, count, d, -1, W.values, d, x, d, 1, left + start, n)
      }
    }
    let coupled = try graph.product(W)
    let pulls = try pulled((0..<T).map { Array(left[$0 * n..<($0 + 1) * n]) })
    return zip(pulls, coupled.values).map { $0 - $1 }
  }

  /// The weights for right sides in the row space of Z, T×d.
  private func solution(
    _ right: [Double], _ spectrum: (values: [Double], vectors: [Double]?)
  ) throws -> TaskWeights {
    let (T, d, r) = (spectrum.values.count, rows.columnCount, squares.count)
    var parts = Array(repeating: 0.0, count: T * r)
    var W = TaskWeights(taskCount: T, featureCount: d)
    try vt.withElements { vt in
      guard let vt = vt.baseAddress else { return }
      try BLAS.gemm(false, true, T, r, d, 1, right, d, vt, d, 0, &parts, r)
      try turn(&parts, spectrum.vectors, transposed: true)
      for j in 0..<T {
        for i in 0..<r {
          let size = squares[i] > 0 ? squares[i] + spectrum.values[j] : 0
          parts[j * r + i] = size > 0 ? parts[j * r + i] / size : 0
        }
      }
      try turn(&parts, spectrum.vectors, transposed: false)
      try BLAS.gemm(false, false, T, d, r, 1, parts, r, vt, d, 0, &W.values, d)
    }
    return W
  }

  /// E or Eᵀ times T×r numbers.
  private func turn(_ parts: inout [Double], _ E: [Double]?, transposed: Bool) throws {
    guard let E else { return }
    let (T, r) = (parts.count / max(squares.count, 1), squares.count)
    let old = parts
    try BLAS.gemm(transposed, false, T, r, T, 1, E, T, old, r, 0, &parts, r)
  }
}
