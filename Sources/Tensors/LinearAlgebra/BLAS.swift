/// Dense kernels on pointers; every matrix is row-major, `ld…` is the distance between its rows.
///
/// Few operations run as plain loops, so that small work never opens the library.
package enum BLAS {
  /// Below this many multiplications a plain loop is quicker than the call.
  @usableFromInline static let smallWork = 600

  /// C ← α op(A) op(B) + β C, where op transposes when asked to.
  ///
  /// op(A) is m×k, op(B) is k×n, C is m×n. With β = 0, C is not read. Panels of a large product
  /// depend on its sizes alone, so the number of threads changes no result.
  package static func gemm(
    _ transA: Bool, _ transB: Bool, _ m: Int, _ n: Int, _ k: Int, _ alpha: Double,
    _ a: UnsafePointer<Double>, _ lda: Int, _ b: UnsafePointer<Double>, _ ldb: Int,
    _ beta: Double, _ c: UnsafeMutablePointer<Double>, _ ldc: Int
  ) throws {
    guard m > 0, n > 0 else { return }
    if m * n * k <= smallWork || k == 0 {
      let (aRow, aColumn) = transA ? (1, lda) : (lda, 1)
      let (bRow, bColumn) = transB ? (1, ldb) : (ldb, 1)
      for i in 0..<m {
        for j in 0..<n {
          var total = 0.0
          for p in 0..<k { total += a[i * aRow + p * aColumn] * b[p * bRow + j * bColumn] }
          c[i * ldc + j] = beta == 0 ? alpha * total : alpha * total + beta * c[i * ldc + j]
        }
      }
      return
    }
    let sides = try ProductSides(transA, transB, lda, ldb, ldc)
    let call = try Functions.shared.gemm
    try forEachPanel(m, n, k) { panel in
      let rows = panel.row * (transA ? 1 : lda)
      let columns = panel.column * (transB ? ldb : 1)
      call(
        rowMajor, sides.transA, sides.transB, panel.rows, panel.columns, panel.depth, alpha,
        a + rows, sides.lda, b + columns, sides.ldb, beta, c + panel.row * ldc + panel.column,
        sides.ldc)
    }
  }

  /// y ← α op(A) x + β y, A being m×n as stored.
  ///
  /// With β = 0, y is not read.
  package static func gemv(
    _ trans: Bool, _ m: Int, _ n: Int, _ alpha: Double, _ a: UnsafePointer<Double>, _ lda: Int,
    _ x: UnsafePointer<Double>, _ beta: Double, _ y: UnsafeMutablePointer<Double>
  ) throws {
    let (outputs, inputs) = trans ? (n, m) : (m, n)
    if m * n <= smallWork {
      let (outStep, inStep) = trans ? (1, lda) : (lda, 1)
      for i in 0..<outputs {
        var total = 0.0
        for j in 0..<inputs { total += a[i * outStep + j * inStep] * x[j] }
        y[i] = beta == 0 ? alpha * total : alpha * total + beta * y[i]
      }
      return
    }
    try Functions.shared.gemv(
      rowMajor, code(trans), integer(m), integer(n), alpha, a, integer(lda), x, 1, beta, y, 1)
  }

  /// y ← A x for a symmetric n×n matrix, of which only the lower triangle is read.
  package static func symv(
    _ n: Int, _ a: UnsafePointer<Double>, _ lda: Int, _ x: UnsafePointer<Double>,
    _ y: UnsafeMutablePointer<Double>
  ) throws {
    guard n > 0 else { return }
    try Functions.shared.symv(
      rowMajor, lowerTriangle, integer(n), 1, a, integer(lda), x, 1, 0, y, 1)
  }

  /// The dot product of two vectors.
  package static func dot(
    _ n: Int, _ x: UnsafePointer<Double>, _ y: UnsafePointer<Double>
  ) throws -> Double {
    if n <= smallWork {
      var total = 0.0
      for i in 0..<n { total += x[i] * y[i] }
      return total
    }
    return try Functions.shared.dot(integer(n), x, 1, y, 1)
  }

  /// The Gram matrix C ← α A Aᵀ + β C (α Aᵀ A + β C with `trans`), both triangles filled in unless
  /// the lower one is enough.
  ///
  /// C is n×n; A is n×k, or k×n with `trans`. C must be symmetric beforehand when β is not 0.
  package static func syrk(
    _ trans: Bool, _ n: Int, _ k: Int, _ alpha: Double, _ a: UnsafePointer<Double>, _ lda: Int,
    _ beta: Double, _ c: UnsafeMutablePointer<Double>, _ ldc: Int, lowerOnly: Bool = false
  ) throws {
    guard n > 0 else { return }
    if n * n * k <= smallWork || k == 0 {
      try gemm(trans, !trans, n, n, k, alpha, a, lda, a, lda, beta, c, ldc)
      return
    }
    try Functions.shared.syrk(
      rowMajor, lowerTriangle, code(trans), integer(n), integer(k), alpha, a, integer(lda), beta,
      c, integer(ldc))
    if lowerOnly { return }
    for i in 0..<n {
      for j in 0..<i { c[j * ldc + i] = c[i * ldc + j] }
    }
  }

  /// Replaces the lower triangle of a symmetric n×n matrix by its Cholesky factor L, A = L Lᵀ.
  ///
  /// Only the lower triangle is read and written. Returns 0, or the order of the first leading
  /// minor that is not positive.
  package static func potrf(
    _ n: Int, _ a: UnsafeMutablePointer<Double>, _ lda: Int
  ) throws -> Int {
    if n > 8 { return try LAPACK.potrf(n, a, lda) }
    for j in 0..<n {
      var pivot = a[j * lda + j]
      for p in 0..<j { pivot -= a[j * lda + p] * a[j * lda + p] }
      guard pivot > 0 else { return j + 1 }
      let root = pivot.squareRoot()
      a[j * lda + j] = root
      for i in j + 1..<max(n, j + 1) {
        var value = a[i * lda + j]
        for p in 0..<j { value -= a[i * lda + p] * a[j * lda + p] }
        a[i * lda + j] = value / root
      }
    }
    return 0
  }

  /// Solves L Lᵀ X = B in place, with the factor that `potrf` left; B is n×columns.
  package static func potrs(
    _ n: Int, _ columns: Int, _ a: UnsafePointer<Double>, _ lda: Int,
    _ b: UnsafeMutablePointer<Double>, _ ldb: Int
  ) throws {
    if n * n * columns > smallWork {
      try Functions.shared.trsm(
        rowMajor, 141, lowerTriangle, 111, 131, integer(n), integer(columns), 1, a, integer(lda),
        b, integer(ldb))
      try Functions.shared.trsm(
        rowMajor, 141, lowerTriangle, 112, 131, integer(n), integer(columns), 1, a, integer(lda),
        b, integer(ldb))
      return
    }
    for i in 0..<n {
      for j in 0..<columns {
        var value = b[i * ldb + j]
        for p in 0..<i { value -= a[i * lda + p] * b[p * ldb + j] }
        b[i * ldb + j] = value / a[i * lda + i]
      }
    }
    for i in stride(from: n - 1, through: 0, by: -1) {
      for j in 0..<columns {
        var value = b[i * ldb + j]
        for p in i + 1..<max(n, i + 1) { value -= a[p * lda + i] * b[p * ldb + j] }
        b[i * ldb + j] = value / a[i * lda + i]
      }
    }
  }

  /// Solves L X = B in place, with the factor that `potrf` left; B is n×columns.
  package static func forwardSubstitute(
    _ n: Int, _ columns: Int, _ a: UnsafePointer<Double>, _ lda: Int,
    _ b: UnsafeMutablePointer<Double>, _ ldb: Int
  ) throws {
    guard n > 0, columns > 0 else { return }
    try Functions.shared.trsm(
      rowMajor, 141, lowerTriangle, 111, 131, integer(n), integer(columns), 1, a, integer(lda),
      b, integer(ldb))
  }

  private static let rowMajor: Int32 = 101
  private static let lowerTriangle: Int32 = 122
  private static func code(_ transposed: Bool) -> Int32 { transposed ? 112 : 111 }
  private static func integer(_ size: Int) throws -> Int32 {
    try LinearAlgebraLibrary.integer(size)
  }
}

extension BLAS {
  private typealias Input = UnsafePointer<Double>
  private typealias Output = UnsafeMutablePointer<Double>

  /// The functions of the C interface, resolved together at first use.
  private struct Functions {
    let gemm:
      @convention(c) (
        Int32, Int32, Int32, Int32, Int32, Int32, Double, Input, Int32, Input, Int32, Double,
        Output, Int32
      ) -> Void
    let gemv:
      @convention(c) (
        Int32, Int32, Int32, Int32, Double, Input, Int32, Input, Int32, Double, Output, Int32
      ) -> Void
    let symv:
      @convention(c) (
        Int32, Int32, Int32, Double, Input, Int32, Input, Int32, Double, Output, Int32
      ) -> Void
    let dot: @convention(c) (Int32, Input, Int32, Input, Int32) -> Double
    let syrk:
      @convention(c) (
        Int32, Int32, Int32, Int32, Int32, Double, Input, Int32, Double, Output, Int32
      ) -> Void
    let trsm:
      @convention(c) (
        Int32, Int32, Int32, Int32, Int32, Int32, Int32, Double, Input, Int32, Output, Int32
      ) -> Void

    private static let resolved = Result { try Functions() }
    static var shared: Functions { get throws { try resolved.get() } }

    private init() throws {
      let library = try LinearAlgebraLibrary.shared
      gemm = try library.function("cblas_dgemm")
      gemv = try library.function("cblas_dgemv")
      symv = try library.function("cblas_dsymv")
      dot = try library.function("cblas_ddot")
      syrk = try library.function("cblas_dsyrk")
      trsm = try library.function("cblas_dtrsm")
    }
  }
}
