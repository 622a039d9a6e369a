extension LinearAlgebra {
  /// Eigenvalues in ascending order, and eigenvectors of length 1 in the rows, of a symmetric n×n
  /// matrix in place.
  ///
  /// The signs of the vectors are as they come. For inner loops: the matrix is finite and symmetric,
  /// and only one triangle of it is read.
  ///
  /// - Throws: `numeric` when the method did not converge.
  package static func symmetricEigen(
    inPlace matrix: UnsafeMutablePointer<Double>, _ n: Int, values: UnsafeMutablePointer<Double>
  ) throws {
    try checkConverged(try LAPACK.syevd(n, matrix, values), "eig")
  }
}
