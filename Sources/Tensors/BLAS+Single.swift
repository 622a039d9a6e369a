extension BLAS {
  /// C ← op(A) op(B) + β C in single precision, op(A) being m×k and op(B) k×n.
  ///
  /// With β = 0, C is not read.
  ///
  /// - Throws: `limit` when the library is missing or a side too long for it.
  package static func gemm(
    _ transA: Bool, _ transB: Bool, _ m: Int, _ n: Int, _ k: Int, _ a: UnsafePointer<Float>,
    _ lda: Int, _ b: UnsafePointer<Float>, _ ldb: Int, _ beta: Float,
    _ c: UnsafeMutablePointer<Float>, _ ldc: Int
  ) throws {
    guard m > 0, n > 0 else { return }
    let call = try Single.shared.get()
    func size(_ size: Int) throws -> Int32 { try LinearAlgebraLibrary.integer(size) }
    call(
      101, transA ? 112 : 111, transB ? 112 : 111, try size(m), try size(n), try size(k), 1, a,
      try size(lda), b, try size(ldb), beta, c, try size(ldc))
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
