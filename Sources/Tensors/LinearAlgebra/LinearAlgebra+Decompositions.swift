extension LinearAlgebra {
  /// The thin singular value decomposition A = U diag(s) Vᵀ of an m×n matrix, k = min(m, n).
  ///
  /// U is m×k, s descending, Vᵀ k×n. Signs are fixed: the (first) entry of largest size in each
  /// column of U is positive.
  package static func svd(_ matrix: Tensor) throws -> (u: Tensor, s: Tensor, vt: Tensor) {
    try svd(matrix, for: "svd")
  }

  static func svd(
    _ matrix: Tensor, for name: String
  ) throws -> (u: Tensor, s: Tensor, vt: Tensor) {
    try matrix.checkMatrix(name)
    try matrix.checkFinite(name)
    try checkElements(matrix, name)
    let (m, n) = (matrix.shape[0], matrix.shape[1])
    let k = min(m, n)
    try TensorMemory.check(count: m * n + (m + n) * k, described: "\(matrix.shape)")
    // LAPACK, which sees a transpose, is quicker with a matrix that is tall to it.
    if m < n {
      var (u, s, vt) = try tallFactors(matrix, rows: n, columns: m, k, name)
      swap(&u, &vt)
      fixSigns(columnsOf: &u, rowsOf: &vt)
      return (u, s, vt)
    }
    let (left, s, right) = try tallFactors(matrix.transposed(), rows: m, columns: n, k, name)
    var u = try left.transposed()
    var vt = try right.transposed()
    fixSigns(columnsOf: &u, rowsOf: &vt)
    return (u, s, vt)
  }

  /// The factors of a column-major matrix, column-major themselves: U in a k×rows tensor and Vᵀ in a
  /// columns×k one.
  private static func tallFactors(
    _ matrix: Tensor, rows: Int, columns: Int, _ k: Int, _ name: String
  ) throws -> (u: Tensor, s: Tensor, vt: Tensor) {
    var work = matrix
    var u = Tensor(repeating: 0, Shape(k, rows))
    var s = Tensor(repeating: 0, Shape(k))
    var vt = Tensor(repeating: 0, Shape(columns, k))
    var info = 0
    try work.withMutableElements { a in
      try s.withMutableElements { s in
        try u.withMutableElements { u in
          try vt.withMutableElements { vt in
            guard let a = a.baseAddress, let s = s.baseAddress, let u = u.baseAddress,
              let vt = vt.baseAddress
            else { return }
            info = try LAPACK.gesdd(rows, columns, a, s, u, vt)
          }
        }
      }
    }
    try checkConverged(info, name)
    return (u, s, vt)
  }

  /// Eigenvalues in ascending order, and eigenvectors of length 1 in the columns of a matrix.
  ///
  /// A symmetric matrix (to rounding) goes to the symmetric method. Signs are fixed: the
  /// (first) entry of largest size in each vector is positive.
  ///
  /// - Throws: `numeric` when a general matrix has complex eigenvalues.
  package static func eigen(_ matrix: Tensor) throws -> (values: Tensor, vectors: Tensor) {
    try matrix.checkSquare("eig")
    try matrix.checkFinite("eig")
    try checkElements(matrix, "eig")
    try TensorMemory.check(count: 3 * matrix.count, described: "\(matrix.shape)")
    return isSymmetric(matrix) ? try symmetricEigen(matrix) : try generalEigen(matrix)
  }

  private static func symmetricEigen(
    _ matrix: Tensor
  ) throws -> (values: Tensor, vectors: Tensor) {
    let n = matrix.rowCount
    var rows = matrix
    var values = Tensor(repeating: 0, Shape(n))
    var info = 0
    try rows.withMutableElements { a in
      try values.withMutableElements { w in
        guard let a = a.baseAddress, let w = w.baseAddress else { return }
        info = try LAPACK.syevd(n, a, w)
      }
    }
    try checkConverged(info, "eig")
    var vectors = try rows.transposed()
    fixSigns(columnsOf: &vectors)
    return (values, vectors)
  }

  private static func generalEigen(_ matrix: Tensor) throws -> (values: Tensor, vectors: Tensor) {
    let n = matrix.rowCount
    var work = try matrix.transposed()
    var real = Tensor(repeating: 0, Shape(n))
    var imaginary = real
    var rows = Tensor(repeating: 0, Shape(n, n))
    var info = 0
    try work.withMutableElements { a in
      try real.withMutableElements { re in
        try imaginary.withMutableElements { im in
          try rows.withMutableElements { v in
            guard let a = a.baseAddress, let re = re.baseAddress, let im = im.baseAddress,
              let v = v.baseAddress
            else { return }
            info = try LAPACK.geev(n, a, real: re, imaginary: im, v)
          }
        }
      }
    }
    try checkConverged(info, "eig")
    try checkReal(real.elements, imaginary.elements)
    let order = AxisIndex.positions(try real.sortingPositions().elements.map { Int($0) })
    var vectors = try rows.indexed(by: [order]).transposed()
    fixSigns(columnsOf: &vectors)
    return (try real.indexed(by: [order]), vectors)
  }

  private static func checkReal(_ real: [Double], _ imaginary: [Double]) throws {
    guard let first = imaginary.firstIndex(where: { $0 != 0 }) else { return }
    let (a, b) = (round(real[first], digits: 6), round(abs(imaginary[first]), digits: 6))
    throw TensorError(
      .numeric, "eig needs real eigenvalues, and this matrix has complex ones: \(a) ± \(b)i",
      notes: ["a symmetric matrix has real eigenvalues only", "svd takes any matrix"])
  }

  /// The lower triangular L with L Lᵀ = A; only A's lower triangle is read, as in NumPy.
  ///
  /// - Throws: `numeric`, naming the leading minor, when A is not positive definite.
  package static func cholesky(_ matrix: Tensor) throws -> Tensor {
    try matrix.checkSquare("cholesky")
    try matrix.checkFinite("cholesky")
    let n = matrix.rowCount
    var factor = try matrix.lowerTriangle()
    let failed = try factor.withMutableElements { a in
      guard let a = a.baseAddress else { return 0 }
      return try BLAS.potrf(n, a, max(n, 1))
    }
    guard failed == 0 else {
      throw TensorError(
        .numeric,
        "cholesky needs a positive definite matrix: the leading minor of order \(failed) is not "
          + "positive",
        notes: ["adding a small multiple of eye(\(n)) makes a nearly definite matrix definite"],
        .indefiniteMatrix)
    }
    return factor
  }

  /// The thin QR decomposition A = Q R of an m×n matrix: Q is m×k, R k×n, k = min(m, n).
  package static func qr(_ matrix: Tensor) throws -> (q: Tensor, r: Tensor) {
    try matrix.checkMatrix("qr")
    try matrix.checkFinite("qr")
    try checkElements(matrix, "qr")
    let (m, n) = (matrix.shape[0], matrix.shape[1])
    let k = min(m, n)
    var columns = try matrix.transposed()
    var scales = [Double](repeating: 0, count: k)
    try columns.withMutableElements { a in
      guard let a = a.baseAddress else { return }
      _ = try LAPACK.geqrf(m, n, a, &scales)
    }
    let top = AxisIndex.slice(start: 0, stop: k, step: 1)
    let r = try columns.indexed(by: [.all, top]).transposed().upperTriangle()
    var turned = try columns.indexed(by: [top])
    try turned.withMutableElements { a in
      guard let a = a.baseAddress else { return }
      _ = try LAPACK.orgqr(m, k, a, &scales)
    }
    return (try turned.transposed(), r)
  }

  /// Whether a square matrix equals its transpose, but for rounding.
  private static func isSymmetric(_ matrix: Tensor) -> Bool {
    let n = matrix.rowCount
    return matrix.withElements { x in
      let largest = x.reduce(0) { max($0, abs($1)) }
      for i in 0..<n {
        for j in 0..<i where abs(x[i * n + j] - x[j * n + i]) > 8 * .ulpOfOne * largest {
          return false
        }
      }
      return true
    }
  }

  /// Makes the largest entry of each column positive.
  private static func fixSigns(columnsOf u: inout Tensor) {
    for j in flippedColumns(u) { flip(&u, start: j, step: u.columnCount, count: u.rowCount) }
  }

  private static func fixSigns(columnsOf u: inout Tensor, rowsOf vt: inout Tensor) {
    for j in flippedColumns(u) {
      flip(&u, start: j, step: u.columnCount, count: u.rowCount)
      flip(&vt, start: j * vt.columnCount, step: 1, count: vt.columnCount)
    }
  }

  /// The columns whose entry of largest size is negative; of entries that differ by rounding only,
  /// the first one decides.
  private static func flippedColumns(_ u: Tensor) -> [Int] {
    let (rows, columns) = (u.rowCount, u.columnCount)
    var limits = [Double](repeating: 0, count: columns)
    var isOpen = [Bool](repeating: true, count: columns)
    var flipped: [Int] = []
    u.withElements { x in
      for i in 0..<rows {
        for j in 0..<columns { limits[j] = max(limits[j], abs(x[i * columns + j])) }
      }
      for j in 0..<columns { limits[j] *= 1 - 1e-8 }
      for i in 0..<rows {
        for j in 0..<columns where isOpen[j] && abs(x[i * columns + j]) >= limits[j] {
          isOpen[j] = false
          if x[i * columns + j] < 0 { flipped.append(j) }
        }
      }
    }
    return flipped
  }

  private static func flip(_ x: inout Tensor, start: Int, step: Int, count: Int) {
    x.withMutableElements { x in
      for i in 0..<count { x[start + i * step] = -x[start + i * step] }
    }
  }
}
