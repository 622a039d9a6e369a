internal import Tensors

/// The inverse Hessian that L-BFGS starts from when there are few classes: classes and inputs each
/// in their own eigenvectors.
///
/// Where the probabilities π are the same in every row, the Hessian of a softmax is
/// `C M ⊗ XᵀX + I ⊗ P` with `M = Diag(π) − π πᵀ`. The eigenvectors of M take the classes apart, those of
/// `XᵀX` the inputs, and what remains is diagonal (R. A. Horn and C. R. Johnson, *Topics in Matrix
/// Analysis*, 1991, chapter 4). Unlike a block a class, this knows that one class gains what the others
/// lose.
struct ClassCurvature {
  /// More classes than this are not worth the eigenvectors.
  static let mostClasses = 32
  /// What is added to the curvature of all, in rows: probabilities move away from π while they are
  /// learned, and those of a rare class do so most of all.
  private static let reservedRows = 8.0

  private let spectrum: DesignSpectrum
  private let classes: Int
  private let parameters: Int
  /// The eigenvectors of M, one a column, K×K.
  private let rotation: Tensor
  /// C times M's eigenvalues.
  private let weights: [Double]

  /// The curvature of a block whose classes have the given shares of the rows.
  init(_ spectrum: DesignSpectrum, _ problem: LinearProblem, _ shares: [Double]) throws {
    self.spectrum = spectrum
    classes = shares.count
    parameters = problem.design.parameterCount
    var matrix = [Double](repeating: 0, count: shares.count * shares.count)
    for (a, share) in shares.enumerated() {
      for (b, other) in shares.enumerated() { matrix[a * shares.count + b] = -(share * other) }
      matrix[a * shares.count + a] += share
    }
    let eigen = try LinearAlgebra.eigen(Tensor(matrix, Shape(shares.count, shares.count)))
    rotation = eigen.vectors
    let reserve = min(Self.reservedRows / Double(max(problem.design.rowCount, 1)), 0.03)
    weights = eigen.values.elements.map { problem.strength * (max($0, 0) + reserve) }
  }

  /// Applies the inverse to a gradient (K×p), in place.
  func apply(_ q: MutableDoubles) throws {
    let (K, p) = (classes, parameters)
    let rotated = Buffer(K * p)
    try rotation.withElements { u in
      guard let u = u.baseAddress else { return }
      try BLAS.gemm(true, false, K, p, K, 1, u, K, q, p, 0, rotated.pointer, p)
      try spectrum.solve(rotated.pointer, weights)
      try BLAS.gemm(false, false, K, p, K, 1, u, K, rotated.pointer, p, 0, q, p)
    }
  }
}
