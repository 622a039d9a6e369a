extension LinearAlgebra {
  /// All eigenvalues of a symmetric n×n matrix, and the eigenvectors of those above a bound; for inner
  /// loops that need few of the vectors.
  ///
  /// Tridiagonal form, its eigenvalues by the QR method without square roots, then inverse iteration for
  /// the vectors wanted, or divide and conquer when these are many (E. Anderson and others, *LAPACK Users'
  /// Guide*, SIAM, 1999). The signs of the vectors are as they come.
  ///
  /// - Parameters:
  ///   - matrix: n×n, symmetric; destroyed.
  ///   - n: the length of its side.
  ///   - bound: eigenvectors are found for values above it.
  ///   - values: receives n eigenvalues, ascending.
  ///   - vectors: memory for n×n numbers; receives an eigenvector of length 1 a row, the values ascending.
  /// - Returns: how many eigenvectors there are.
  /// - Throws: `numeric` when the matrix is not finite or the method did not converge.
  package static func upperSpectrum(
    _ matrix: UnsafeMutablePointer<Double>, _ n: Int, above bound: Double,
    values: UnsafeMutablePointer<Double>, vectors: UnsafeMutablePointer<Double>
  ) throws -> Int {
    var trace = 0.0
    for i in 0..<n { trace += matrix[i * n + i] }
    guard trace.isFinite else {
      throw TensorError(.numeric, "the spectrum of a matrix with infinite elements was asked for")
    }
    guard n > 1 else {
      if n == 1 { (values[0], vectors[0]) = (matrix[0], 1) }
      return n == 1 && values[0] > bound ? 1 : 0
    }
    return try withUnsafeTemporaryAllocation(of: Double.self, capacity: 5 * n) { scratch in
      guard let diagonal = scratch.baseAddress else { return 0 }
      let (beside, scales, copy) = (diagonal + n, diagonal + 2 * n, diagonal + 3 * n)
      let calls = try LAPACK.Spectrum.shared
      try checkConverged(try calls.tridiagonal(n, matrix, diagonal, beside, scales), "eig")
      values.update(from: diagonal, count: n)
      copy.update(from: beside, count: n - 1)
      try checkConverged(try calls.values(n, values, copy), "eig")
      let first = (0..<n).first { values[$0] > bound } ?? n
      let count = n - first
      guard count > 0 else { return 0 }
      var isFound = false
      if count <= n / 3 {
        isFound = try calls.vectors(n, diagonal, beside, values + first, count, vectors) == 0
      }
      if !isFound {
        try checkConverged(try calls.allVectors(n, diagonal, beside, vectors), "eig")
        vectors.update(from: vectors + first * n, count: count * n)
      }
      try checkConverged(try calls.turnBack(n, matrix, scales, vectors, count), "eig")
      return count
    }
  }
}
