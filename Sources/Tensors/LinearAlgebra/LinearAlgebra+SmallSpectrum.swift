extension LinearAlgebra {
  /// Numbers of workspace that ``eigenvectors(_:_:values:work:)`` needs.
  package static func eigenvectorWorkspace(_ n: Int) -> Int { max(3 * n, 1) }

  /// All eigenvalues and eigenvectors of a small symmetric n×n matrix, in the caller's memory; for
  /// inner loops that must not allocate.
  ///
  /// Tridiagonal form, then the implicit QR method (E. Anderson and others, *LAPACK Users' Guide*,
  /// SIAM, 1999).
  ///
  /// - Parameters:
  ///   - matrix: n×n, symmetric; receives an eigenvector of length 1 a row, the values ascending.
  ///   - n: the length of its side, at least 1.
  ///   - values: receives n eigenvalues, ascending.
  ///   - work: ``eigenvectorWorkspace(_:)`` numbers.
  /// - Throws: `numeric` when the method did not converge.
  package static func eigenvectors(
    _ matrix: UnsafeMutablePointer<Double>, _ n: Int, values: UnsafeMutablePointer<Double>,
    work: UnsafeMutablePointer<Double>
  ) throws {
    let info = try LAPACK.SmallSpectrum.resolved.get().syev(n, matrix, values, work)
    try checkConverged(info, "eig")
  }
}

extension LAPACK {
  /// The symmetric eigenvalue problem with a workspace of the caller's, resolved at first use.
  struct SmallSpectrum: @unchecked Sendable {
    private typealias Call =
      @convention(c) (
        Letter, Letter, Whole, Value, Whole, Value, Value, Whole, Whole, Int, Int
      ) -> Void

    private let call: Call

    static let resolved = Result { try SmallSpectrum() }

    private init() throws { call = try LinearAlgebraLibrary.shared.function("dsyev_") }

    /// Eigenvalues (ascending) and vectors, the vectors in place of the matrix.
    func syev(_ n: Int, _ a: Value, _ values: Value, _ work: Value) throws -> Int {
      var (size, distance, info) = try (integer(n), integer(n), Int32(0))
      var length = try integer(LinearAlgebra.eigenvectorWorkspace(n))
      call("V", "L", &size, a, &distance, values, work, &length, &info, 1, 1)
      return Int(info)
    }
  }
}
