package import Tensors

/// The inputs of linear models a column at a time, for solvers that move one parameter after another.
///
/// Dense columns are stored less their means when there is an intercept: scores stay the same once
/// the intercept has taken the means in, and columns no longer resemble the column of ones. Sparse
/// columns stay as they are.
package final class ColumnDesign {
  /// How the columns are held.
  enum Form {
    /// p×n, the ones among the rows.
    case dense(Buffer)
    /// n×d and its transpose; the ones are understood.
    case sparse(SparseMatrix, columns: SparseMatrix)
  }

  let form: Form
  /// n, the number of samples.
  package let rowCount: Int
  /// d, the columns that are inputs.
  package let featureCount: Int
  package let hasIntercept: Bool
  /// What was taken off each input's column.
  let means: [Double]

  /// p: the parameters of one output, the intercept last.
  package var parameterCount: Int { featureCount + (hasIntercept ? 1 : 0) }

  /// The columns of an n×d matrix.
  ///
  /// - Throws: `limit` when a copy of it does not fit in memory.
  package init(_ X: DesignMatrix, intercept: Bool = true) throws {
    let (n, d) = (X.rowCount, X.columnCount)
    (rowCount, featureCount, hasIntercept) = (n, d, intercept)
    switch X {
    case .sparse(let matrix):
      form = .sparse(matrix, columns: try matrix.transposed())
      means = [Double](repeating: 0, count: d)
    case .dense(let tensor):
      try TensorMemory.check(count: n * (d + 1), described: "\(d)×\(n)")
      let columns = Buffer(n * (d + (intercept ? 1 : 0)))
      means = tensor.withElements {
        Self.turn($0, n, d, centred: intercept, into: columns.pointer)
      }
      if intercept { (columns.pointer + d * n).update(repeating: 1, count: n) }
      form = .dense(columns)
    }
  }

  /// Writes the columns of x (n×d) one after another, less the means that it returns.
  private static func turn(
    _ x: UnsafeBufferPointer<Double>, _ n: Int, _ d: Int, centred: Bool, into out: MutableDoubles
  ) -> [Double] {
    var means = [Double](repeating: 0, count: d)
    if centred {
      for i in 0..<n {
        for j in 0..<d { means[j] += x[i * d + j] }
      }
      for j in 0..<d {
        means[j] /= Double(max(n, 1))
        if !means[j].isFinite { means[j] = 0 }
      }
    }
    // Blocks of rows keep the lines that are written to in the cache.
    for start in stride(from: 0, to: n, by: 8) {
      for j in 0..<d {
        for i in start..<min(start + 8, n) { out[j * n + i] = x[i * d + j] - means[j] }
      }
    }
    return means
  }

  // MARK: - All columns

  /// Computes the scores (r×n) of r parameter vectors (r×p).
  func scores(of parameters: Doubles, rows r: Int, into scores: MutableDoubles) throws {
    let (n, p) = (rowCount, parameterCount)
    switch form {
    case .dense(let x):
      try BLAS.gemm(
        false, false, r, n, p, 1, parameters, max(p, 1), x.pointer, max(n, 1), 0, scores, max(n, 1))
    case .sparse(let matrix, _):
      try LinearDesign(.sparse(matrix), intercept: hasIntercept).scores(
        of: parameters, rows: r, into: scores)
    }
  }

  /// Computes the products (r×p) of r vectors of n residuals with every column.
  func products(with residuals: Doubles, rows r: Int, into out: MutableDoubles) throws {
    let (n, p) = (rowCount, parameterCount)
    switch form {
    case .dense(let x):
      try BLAS.gemm(
        false, true, r, p, n, 1, residuals, max(n, 1), x.pointer, max(n, 1), 0, out, max(p, 1))
    case .sparse(let matrix, _):
      try LinearDesign(.sparse(matrix), intercept: hasIntercept).gradients(
        of: residuals, rows: r, into: out)
    }
  }

  /// `Xᵀ D X` over some parameters, both halves filled; D is diagonal and not negative.
  func gram(weights: Doubles, parameters: [Int]) throws -> Buffer {
    let width = parameters.count
    let out = Buffer(width * width)
    switch form {
    case .dense(let x):
      // Rows without weight, such as samples outside a margin, take no part.
      let rows = (0..<rowCount).filter { weights[$0] != 0 }
      let scaled = Buffer(width * rows.count)
      let roots = rows.map { weights[$0].squareRoot() }
      for (a, j) in parameters.enumerated() {
        let (from, to) = (x.pointer + j * rowCount, scaled.pointer + a * rows.count)
        for (place, i) in rows.enumerated() { to[place] = from[i] * roots[place] }
      }
      try BLAS.syrk(
        false, width, rows.count, 1, scaled.pointer, max(rows.count, 1), 0, out.pointer,
        max(width, 1))
    case .sparse(let matrix, _):
      var places = [Int](repeating: -1, count: parameterCount)
      for (place, j) in parameters.enumerated() { places[j] = place }
      try SparseKernels.gram(
        matrix, weights: Array(UnsafeBufferPointer(start: weights, count: rowCount)),
        places: places, intercept: hasIntercept ? places.last.flatMap { $0 < 0 ? nil : $0 } : nil,
        size: width, into: out.pointer)
      for a in 0..<width {
        for b in 0..<a { out.pointer[b * width + a] = out.pointer[a * width + b] }
      }
    }
    return out
  }
}
