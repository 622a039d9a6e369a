internal import Tensors

/// A symmetric positive semidefinite system A x = r, solved by Cholesky's factor; where A is
/// singular, or nearly, by its eigenvalues: the solution of smallest norm.
struct DefiniteSystem: Sendable {
  private enum Form {
    case factor([Double])
    case spectrum(inverses: [Double], vectors: Tensor)
  }

  let size: Int
  private let form: Form
  /// How many directions the matrix leaves undetermined.
  let nullity: Int

  /// Takes the n×n matrix, row by row.
  init(_ matrix: [Double], size n: Int) throws {
    size = n
    var factor = matrix
    let failed = try BLAS.potrf(n, &factor, max(n, 1))
    if failed == 0, Self.isRegular(factor, matrix, n) {
      form = .factor(factor)
      nullity = 0
      return
    }
    let (values, vectors) = try LinearAlgebra.eigen(Tensor(matrix, Shape(n, n)))
    let cutoff = values.elements.reduce(0) { max($0, abs($1)) } * .ulpOfOne * Double(n)
    let inverses = values.elements.map { $0 > cutoff ? 1 / $0 : 0 }
    form = .spectrum(inverses: inverses, vectors: vectors)
    nullity = inverses.count { $0 == 0 }
  }

  /// Whether Cholesky's factor of a matrix, given with its diagonal, can be trusted: no column is
  /// nearly a combination of those before it, and none has vanished.
  ///
  /// The pivots are measured by their own diagonal, because columns of different size do no harm.
  static func isRegular(
    _ factor: [Double], _ matrix: [Double], shift: Double = 0, _ n: Int
  ) -> Bool {
    let diagonal = (0..<n).map { matrix[$0 * n + $0] + shift }
    let largest = diagonal.max() ?? 1
    return (0..<n).allSatisfy { k in
      let pivot = factor[k * n + k]
      return pivot * pivot > 1e-11 * diagonal[k] && diagonal[k] > 1e-28 * largest
    } && largest.isFinite
  }

  /// x of A x = r.
  func solution(_ right: [Double]) throws -> [Double] {
    var x = right
    switch form {
    case .factor(let factor):
      try BLAS.potrs(size, 1, factor, size, &x, 1)
    case .spectrum(let inverses, let vectors):
      try vectors.withElements { v in
        guard let v = v.baseAddress else { return }
        var parts = Array(repeating: 0.0, count: size)
        try BLAS.gemv(true, size, size, 1, v, size, right, 0, &parts)
        for i in 0..<size { parts[i] *= inverses[i] }
        try BLAS.gemv(false, size, size, 1, v, size, parts, 0, &x)
      }
    }
    return x
  }
}
