package import Tensors

/// The inputs that many linear problems share, with a last column of ones for the intercept.
///
/// The solver asks it for products alone, so that sparse inputs stay sparse.
package struct LinearDesign: Sendable {
  /// How the inputs are held.
  enum Form: Sendable {
    /// n×p, the column of ones among them.
    case dense(Tensor)
    /// n×d and its transpose; the ones are understood.
    case sparse(SparseMatrix, transpose: SparseMatrix)
  }

  let form: Form
  /// n, the number of samples.
  package let rowCount: Int
  /// The columns that are inputs.
  package let featureCount: Int
  package let hasIntercept: Bool

  /// p: the parameters of one output.
  package var parameterCount: Int { featureCount + (hasIntercept ? 1 : 0) }

  /// A design of an n×d matrix.
  ///
  /// - Throws: `limit` when it does not fit in memory beside the inputs.
  package init(_ X: DesignMatrix, intercept: Bool = true) throws {
    rowCount = X.rowCount
    featureCount = X.columnCount
    hasIntercept = intercept
    switch X {
    case .sparse(let matrix): form = .sparse(matrix, transpose: try matrix.transposed())
    case .dense(let tensor):
      let ones = Tensor(repeating: 1, Shape(X.rowCount, 1))
      form = .dense(intercept ? try Tensor.concat([tensor, ones], axis: 1) : tensor)
    }
  }

  // MARK: - Products

  /// Computes the scores (r×n) of r parameter vectors (r×p): `scores = parameters · Xᵀ`.
  func scores(of parameters: Doubles, rows r: Int, into scores: MutableDoubles) throws {
    let (n, p) = (rowCount, parameterCount)
    switch form {
    case .dense(let values):
      try values.withElements { x in
        guard let x = x.baseAddress else { return }
        try DenseKernels.multiplyTransposed(
          parameters, x, rows: r, inner: p, columns: n, into: scores)
      }
    case .sparse(let matrix, _):
      try SparseKernels.multiply(matrix, parameters, stride: p, rows: r, into: scores, stride: n)
      guard hasIntercept else { return }
      for k in 0..<r {
        let intercept = parameters[k * p + p - 1]
        for i in 0..<n { scores[k * n + i] += intercept }
      }
    }
  }

  /// Computes the gradients (r×p) of r residual vectors (r×n): `gradients = residuals · X`.
  func gradients(of residuals: Doubles, rows r: Int, into gradients: MutableDoubles) throws {
    let (n, p) = (rowCount, parameterCount)
    switch form {
    case .dense(let values):
      try values.withElements { x in
        guard let x = x.baseAddress else { return }
        try DenseKernels.multiply(residuals, x, rows: r, inner: n, columns: p, into: gradients)
      }
    case .sparse(_, let transpose):
      try SparseKernels.multiply(
        transpose, residuals, stride: n, rows: r, into: gradients, stride: p)
      guard hasIntercept else { return }
      for k in 0..<r {
        var sum = 0.0
        for i in 0..<n { sum += residuals[k * n + i] }
        gradients[k * p + p - 1] = sum
      }
    }
  }

  // MARK: - Second moments

  /// `Xᵀ D X` over some parameters, its lower half filled; D is diagonal, the identity when `nil`.
  func gram(weights: [Double]? = nil, parameters: [Int]) throws -> Buffer {
    let out = Buffer(parameters.count * parameters.count)
    switch form {
    case .sparse(let matrix, _):
      var places = [Int](repeating: -1, count: parameterCount)
      for (place, j) in parameters.enumerated() { places[j] = place }
      try SparseKernels.gram(
        matrix, weights: weights, places: places, intercept: hasIntercept ? places.last : nil,
        size: parameters.count, into: out.pointer)
    case .dense(let values):
      let (n, p, width) = (rowCount, parameterCount, parameters.count)
      try values.withElements { x in
        guard let x = x.baseAddress else { return }
        if weights == nil, width == p {
          return try DenseKernels.gram(x, rows: n, columns: p, into: out.pointer)
        }
        let scaled = Buffer(n * width)
        for i in 0..<n {
          let root = weights.map { $0[i].squareRoot() } ?? 1
          for (a, j) in parameters.enumerated() {
            scaled.pointer[i * width + a] = root * x[i * p + j]
          }
        }
        try DenseKernels.gram(scaled.pointer, rows: n, columns: width, into: out.pointer)
      }
    }
    return out
  }

  /// The sum of squares of each parameter's column, p values.
  func squares() -> [Double] {
    let p = parameterCount
    var sums = [Double](repeating: 0, count: p)
    switch form {
    case .dense(let values):
      values.withElements { x in
        for i in 0..<rowCount {
          for j in 0..<p { sums[j] += x[i * p + j] * x[i * p + j] }
        }
      }
    case .sparse(let matrix, _):
      matrix.withEntries { x in
        for k in x.values.indices { sums[Int(x.columns[k])] += x.values[k] * x.values[k] }
      }
      if hasIntercept { sums[p - 1] = Double(rowCount) }
    }
    return sums
  }
}
