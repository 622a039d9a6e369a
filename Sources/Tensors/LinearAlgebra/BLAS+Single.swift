extension BLAS {
  /// C ← op(A) op(B) + β C in single precision, op(A) being m×k and op(B) k×n.
  ///
  /// With β = 0, C is not read. Panels of a large product depend on its sizes alone, so the number
  /// of threads changes no result.
  ///
  /// - Throws: `limit` when the library is missing or a side too long for it.
  package static func gemm(
    _ transA: Bool, _ transB: Bool, _ m: Int, _ n: Int, _ k: Int, _ a: UnsafePointer<Float>,
    _ lda: Int, _ b: UnsafePointer<Float>, _ ldb: Int, _ beta: Float,
    _ c: UnsafeMutablePointer<Float>, _ ldc: Int
  ) throws {
    guard m > 0, n > 0 else { return }
    let sides = try ProductSides(transA, transB, lda, ldb, ldc)
    let call = try Single.shared.get()
    try forEachPanel(m, n, k) { panel in
      let rows = panel.row * (transA ? 1 : lda)
      let columns = panel.column * (transB ? ldb : 1)
      call(
        101, sides.transA, sides.transB, panel.rows, panel.columns, panel.depth, 1, a + rows,
        sides.lda, b + columns, sides.ldb, beta, c + panel.row * ldc + panel.column, sides.ldc)
    }
  }

  /// The single-precision function, resolved at first use.
  private enum Single {
    typealias Product =
      @convention(c) (
        Int32, Int32, Int32, Int32, Int32, Int32, Float, UnsafePointer<Float>, Int32,
        UnsafePointer<Float>, Int32, Float, UnsafeMutablePointer<Float>, Int32
      ) -> Void

    static let shared = Result { () throws -> Product in
      try LinearAlgebraLibrary.shared.function("cblas_sgemm")
    }
  }
}
