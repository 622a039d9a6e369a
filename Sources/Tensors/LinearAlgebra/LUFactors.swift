/// The LU factors of a square matrix with row exchanges, and how close to singular it is.
struct LUFactors {
  /// The side of the matrix.
  let n: Int
  /// LAPACK's factors of the transpose.
  private(set) var factors: Tensor
  private var pivots: [Int32]
  /// Whether a pivot is exactly 0.
  private(set) var isSingular = false
  /// An estimate of 1 / condition number; 0 when singular.
  private(set) var reciprocalCondition = 0.0

  /// Factors a square matrix of finite numbers; `name` is the caller's, for messages.
  init(_ matrix: Tensor, for name: String) throws {
    try matrix.checkSquare(name)
    try matrix.checkFinite(name)
    try TensorMemory.check(matrix.shape)
    let n = matrix.rowCount
    self.n = n
    factors = matrix
    pivots = [Int32](repeating: 0, count: n)
    guard n > 0 else {
      reciprocalCondition = 1
      return
    }
    // The 1-norm of the transpose: the largest sum of a row.
    let norm = matrix.withElements { x in
      (0..<n).map { i in (0..<n).reduce(0) { $0 + abs(x[i * n + $1]) } }.max() ?? 0
    }
    var info = 0
    var condition = 0.0
    try factors.withMutableElements { lu in
      try pivots.withUnsafeMutableBufferPointer { pivots in
        guard let lu = lu.baseAddress, let pivots = pivots.baseAddress else { return }
        info = try LAPACK.getrf(n, lu, pivots)
        if info == 0 { condition = try LAPACK.gecon(n, lu, norm: norm) }
      }
    }
    isSingular = info > 0
    reciprocalCondition = condition
  }

  /// Throws when solutions would be made of rounding errors only.
  func checkRegular(_ name: String) throws {
    guard isSingular || reciprocalCondition < 0x1p-52 else { return }
    let found =
      isSingular ? "the matrix is singular" : "the matrix is singular to working precision"
    throw TensorError(
      .numeric, "\(name) needs an invertible matrix, and \(found)",
      notes: [
        "some row is a combination of the others, so there is no single solution",
        "lstsq gives the least squares solution, pinv the pseudo-inverse",
      ], .singularMatrix, facts: ["function": name])
  }

  /// The determinant: the product of the pivots, with a sign for each exchange.
  var determinant: Double {
    if isSingular { return 0 }
    return factors.withElements { lu in
      var result = 1.0
      for i in 0..<n { result *= pivots[i] == i + 1 ? lu[i * n + i] : -lu[i * n + i] }
      return result
    }
  }

  /// The solution of A X = B; B has n rows.
  func solve(_ right: Tensor) throws -> Tensor {
    let columns = right.columnCount
    // LAPACK wants right sides column after column.
    var work = try right.transposed()
    guard right.count > 0 else { return right }
    var (lu, pivots) = (factors, pivots)
    try lu.withMutableElements { lu in
      try pivots.withUnsafeMutableBufferPointer { pivots in
        try work.withMutableElements { b in
          guard let lu = lu.baseAddress, let pivots = pivots.baseAddress, let b = b.baseAddress
          else { return }
          _ = try LAPACK.getrs(n, columns, lu, pivots, b)
        }
      }
    }
    return try work.transposed()
  }

  /// The inverse.
  func inverse() throws -> Tensor {
    var result = factors
    guard n > 0 else { return result }
    var pivots = pivots
    try result.withMutableElements { lu in
      try pivots.withUnsafeMutableBufferPointer { pivots in
        guard let lu = lu.baseAddress, let pivots = pivots.baseAddress else { return }
        _ = try LAPACK.getri(n, lu, pivots)
      }
    }
    return result
  }
}
