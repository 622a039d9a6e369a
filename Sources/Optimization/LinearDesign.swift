package import Tensors

/// The inputs that many linear problems share; an intercept is understood as a last column of ones.
///
/// The solver asks it for products with blocks of rows alone, so that sparse inputs stay sparse and
/// dense ones are not copied.
package struct LinearDesign: Sendable {
  let inputs: DesignMatrix
  /// n, the number of samples.
  package let rowCount: Int
  /// The columns that are inputs.
  package let featureCount: Int
  package let hasIntercept: Bool

  /// p: the parameters of one output.
  package var parameterCount: Int { featureCount + (hasIntercept ? 1 : 0) }

  /// A design of an n×d matrix.
  package init(_ X: DesignMatrix, intercept: Bool = true) throws {
    inputs = X
    rowCount = X.rowCount
    featureCount = X.columnCount
    hasIntercept = intercept
  }

  /// Read access to the rows; what the body is given must not outlive the call.
  func withRows<R>(_ body: (DesignRows) throws -> R) rethrows -> R {
    switch inputs {
    case .dense(let values):
      try values.withElements { x in
        // A matrix without elements has no address, and none of its elements is read.
        let empty = UnsafeMutablePointer<Double>.allocate(capacity: 1)
        defer { empty.deallocate() }
        return try body(
          DesignRows(
            form: .dense(x.baseAddress ?? Doubles(empty)), rowCount: rowCount,
            featureCount: featureCount, hasIntercept: hasIntercept))
      }
    case .sparse(let matrix):
      try matrix.withEntries { x in
        try body(
          DesignRows(
            form: .sparse(x), rowCount: rowCount, featureCount: featureCount,
            hasIntercept: hasIntercept))
      }
    }
  }

  // MARK: - Products

  /// Computes the scores (r×n) of r parameter vectors (r×p): `scores = parameters · Xᵀ`.
  func scores(of parameters: Doubles, rows r: Int, into scores: MutableDoubles) throws {
    try withRows { rows in
      let products = TileProducts(rows, parameters, columns: r)
      try products.scores(start: 0, count: rowCount, into: scores)
    }
  }

  /// Computes the gradients (r×p) of r residual vectors (r×n): `gradients = residuals · X`.
  func gradients(of residuals: Doubles, rows r: Int, into gradients: MutableDoubles) throws {
    try withRows { rows in
      let sums = TileGradients(rows, columns: r)
      try sums.add(residuals, start: 0, count: rowCount)
      sums.write(into: gradients)
    }
  }

  // MARK: - Second moments

  /// `Xᵀ D X` over some parameters, both halves filled; D is diagonal, the identity when `nil`.
  func gram(weights: [Double]? = nil, parameters: [Int]) throws -> Buffer {
    let size = parameters.count
    let out = Buffer(size * size)
    switch inputs {
    case .sparse(let matrix):
      var places = [Int](repeating: -1, count: parameterCount)
      for (place, j) in parameters.enumerated() { places[j] = place }
      try SparseKernels.gram(
        matrix, weights: weights, places: places, intercept: hasIntercept ? places.last : nil,
        size: size, into: out.pointer)
      for a in 0..<size {
        for b in 0..<a { out.pointer[b * size + a] = out.pointer[a * size + b] }
      }
    case .dense(let values):
      try values.withElements { x in
        guard let x = x.baseAddress else { return fillGramWithoutInputs(weights, out) }
        if weights == nil, size == parameterCount { return try fillGram(x, out) }
        let scaled = Buffer(rowCount * size)
        for i in 0..<rowCount {
          let root = weights.map { $0[i].squareRoot() } ?? 1
          for (a, j) in parameters.enumerated() {
            scaled.pointer[i * size + a] = j < featureCount ? root * x[i * featureCount + j] : root
          }
        }
        try DenseKernels.gram(scaled.pointer, rows: rowCount, columns: size, into: out.pointer)
      }
    }
    return out
  }

  /// The Gram matrix of all parameters of dense inputs, the intercept's row from column sums.
  private func fillGram(_ x: Doubles, _ out: Buffer) throws {
    let (n, d, p) = (rowCount, featureCount, parameterCount)
    try BLAS.syrk(true, d, n, 1, x, d, 0, out.pointer, p)
    guard hasIntercept else { return }
    let sums = out.pointer + d * p
    for i in 0..<n { DenseKernels.add(1, x + i * d, to: sums, d) }
    for j in 0..<d { out.pointer[j * p + d] = sums[j] }
    sums[d] = Double(n)
  }

  private func fillGramWithoutInputs(_ weights: [Double]?, _ out: Buffer) {
    if out.count == 1 { out.pointer[0] = weights?.reduce(0, +) ?? Double(rowCount) }
  }

  /// The sum of squares of each parameter's column, p values.
  func squares() -> [Double] {
    let p = parameterCount
    var sums = [Double](repeating: 0, count: p)
    switch inputs {
    case .dense(let values):
      values.withElements { x in
        for i in 0..<rowCount {
          for j in 0..<featureCount {
            sums[j] += x[i * featureCount + j] * x[i * featureCount + j]
          }
        }
      }
    case .sparse(let matrix):
      matrix.withEntries { x in
        for k in x.values.indices { sums[Int(x.columns[k])] += x.values[k] * x.values[k] }
      }
    }
    if hasIntercept { sums[p - 1] = Double(rowCount) }
    return sums
  }
}
