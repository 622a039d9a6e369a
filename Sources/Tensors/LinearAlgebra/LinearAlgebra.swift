/// Linear systems and inverses.
///
/// Every function throws `shape` for tensors that are no matrices of the needed form and `numeric`
/// for NaN and infinities, which LAPACK might never return from.
package enum LinearAlgebra {
  /// The solution of A X = B; B is a vector of n or an n×k matrix.
  ///
  /// - Throws: `numeric` when A is singular to working precision.
  package static func solve(_ matrix: Tensor, _ right: Tensor) throws -> Tensor {
    try matrix.checkSquare("solve")
    try checkRight(right, matrix, "solve")
    let factors = try LUFactors(matrix, for: "solve")
    try factors.checkRegular("solve")
    return try factors.solve(right)
  }

  /// The inverse of a square matrix.
  ///
  /// - Throws: `numeric` when the matrix is singular to working precision.
  package static func inverse(_ matrix: Tensor) throws -> Tensor {
    let factors = try LUFactors(matrix, for: "inv")
    try factors.checkRegular("inv")
    return try factors.inverse()
  }

  /// The determinant of a square matrix; 1 for a 0×0 one.
  package static func determinant(_ matrix: Tensor) throws -> Double {
    try LUFactors(matrix, for: "det").determinant
  }

  /// A least squares solution with what was learned about the matrix.
  package struct LeastSquares: Sendable {
    /// The minimiser of ‖A x − b‖ with the smallest norm: n, or n×k.
    package let solution: Tensor
    /// The number of singular values above the cutoff.
    package let rank: Int
    /// The singular values of A, descending.
    package let singularValues: Tensor
  }

  /// The least squares solution of smallest norm of A X ≈ B, A being m×n.
  ///
  /// Singular values below ε max(m, n) times the largest count as 0, as in NumPy.
  package static func leastSquares(_ matrix: Tensor, _ right: Tensor) throws -> LeastSquares {
    try matrix.checkMatrix("lstsq")
    try checkRight(right, matrix, "lstsq")
    try matrix.checkFinite("lstsq")
    try checkElements(matrix, "lstsq")
    let (m, n, columns) = (matrix.shape[0], matrix.shape[1], right.columnCount)
    let height = max(m, n)
    try TensorMemory.check(Shape(columns, height))
    var work = try matrix.transposed()
    var sides = Tensor(repeating: 0, Shape(columns, height))
    try sides.assign(
      at: [.all, .slice(start: 0, stop: m, step: 1)], right.reshaped(Shape(m, columns)).transposed()
    )
    var values = Tensor(repeating: 0, Shape(min(m, n)))
    var rank: Int32 = 0
    var info = 0
    try work.withMutableElements { a in
      try sides.withMutableElements { b in
        try values.withMutableElements { s in
          guard let a = a.baseAddress, let b = b.baseAddress, let s = s.baseAddress else { return }
          let cutoff = Double.ulpOfOne * Double(height)
          info = try LAPACK.gelsd(m, n, columns, a, b, s, cutoff: cutoff, rank: &rank)
        }
      }
    }
    try checkConverged(info, "lstsq")
    let solution = try sides.indexed(by: [.all, .slice(start: 0, stop: n, step: 1)]).transposed()
    return LeastSquares(
      solution: right.rank == 1 ? try solution.reshaped(Shape(n)) : solution, rank: Int(rank),
      singularValues: values)
  }

  /// The Moore–Penrose pseudo-inverse of an m×n matrix, n×m.
  ///
  /// Singular values below ε max(m, n) times the largest count as 0.
  package static func pseudoInverse(_ matrix: Tensor) throws -> Tensor {
    let (u, s, vt) = try svd(matrix, for: "pinv")
    let limit = cutoff(s, matrix.shape)
    let inverse = try s.mapped { $0 > limit ? 1 / $0 : 0 }
    return try matmul(vt.transposed(), apply(.multiply, u, inverse).transposed())
  }

  /// The number of singular values above ε max(m, n) times the largest.
  package static func rank(_ matrix: Tensor) throws -> Int {
    let (_, s, _) = try svd(matrix, for: "matrix_rank")
    let limit = cutoff(s, matrix.shape)
    return s.elements.count { $0 > limit }
  }

  private static func cutoff(_ singularValues: Tensor, _ shape: Shape) -> Double {
    (singularValues.elements.first ?? 0) * Double.ulpOfOne * Double(max(shape[0], shape[1]))
  }

  private static func checkRight(_ right: Tensor, _ matrix: Tensor, _ name: String) throws {
    guard (1...2).contains(right.rank), right.rowCount == matrix.rowCount else {
      throw TensorError(
        .shape, "shapes do not fit: \(name)(\(matrix.shape), \(right.shape))",
        notes: ["the right side has as many rows as the matrix, \(matrix.rowCount)"])
    }
    try right.checkFinite(name)
  }

  /// Throws for matrices without elements.
  static func checkElements(_ matrix: Tensor, _ name: String) throws {
    guard matrix.count > 0 else {
      throw TensorError(
        .value, "\(name) takes a matrix with elements, found \(matrix.shape)")
    }
  }

  /// Throws when LAPACK gave up.
  static func checkConverged(_ info: Int, _ name: String) throws {
    guard info == 0 else {
      throw TensorError(
        .numeric, "\(name) did not converge",
        notes: ["look for elements of very different size, or scale the matrix first"])
    }
  }
}
