internal import Tensors

/// The rows of a design as memory, with the operations on single rows.
struct DesignRows {
  enum Form {
    /// n×d, row-major.
    case dense(Doubles)
    case sparse(SparseEntries)
  }

  let form: Form
  let rowCount: Int
  let featureCount: Int
  let hasIntercept: Bool

  var parameterCount: Int { featureCount + (hasIntercept ? 1 : 0) }

  /// `x_i · v`, the intercept's 1 included, for a vector of p parameters.
  func dot(_ i: Int, _ v: Doubles) -> Double {
    let constant = hasIntercept ? v[featureCount] : 0
    switch form {
    case .dense(let x): return constant + DenseKernels.dot(x + i * featureCount, v, featureCount)
    case .sparse(let x):
      var sum = constant
      for k in x.starts[i]..<x.starts[i + 1] { sum += x.values[k] * v[Int(x.columns[k])] }
      return sum
    }
  }

  /// Adds `factor · x_i` to a vector of p parameters.
  func add(_ factor: Double, _ i: Int, to v: MutableDoubles) {
    if hasIntercept { v[featureCount] += factor }
    switch form {
    case .dense(let x): DenseKernels.add(factor, x + i * featureCount, to: v, featureCount)
    case .sparse(let x):
      for k in x.starts[i]..<x.starts[i + 1] { v[Int(x.columns[k])] += factor * x.values[k] }
    }
  }
}

/// Scores of packed parameter vectors on blocks of rows.
struct TileProducts {
  private let rows: DesignRows
  private let points: Doubles
  private let columns: Int
  private let areIntercepts: Bool
  /// The vectors of sparse designs, eight side by side.
  private let lanes: SparseLanes?

  /// Takes vectors of p parameters, `columns`×p, which must outlive it; `areIntercepts` says that all
  /// their other entries are 0.
  init(_ rows: DesignRows, _ points: Doubles, columns: Int, areIntercepts: Bool = false) {
    self.areIntercepts = areIntercepts
    self.rows = rows
    self.points = points
    self.columns = columns
    if case .sparse = rows.form, !areIntercepts {
      lanes = SparseLanes(columns: columns, width: rows.parameterCount)
      lanes?.fill(from: points)
    } else {
      lanes = nil
    }
  }

  /// Writes the scores of `count` rows from `start` on, `columns`×`count`.
  func scores(start: Int, count: Int, into out: MutableDoubles) throws {
    let (d, p) = (rows.featureCount, rows.parameterCount)
    guard !areIntercepts else {
      for k in 0..<columns {
        (out + k * count).update(
          repeating: rows.hasIntercept ? points[k * p + d] : 0, count: count)
      }
      return
    }
    switch rows.form {
    case .dense(let x):
      guard rows.hasIntercept else {
        return try BLAS.gemm(
          false, true, columns, count, d, 1, points, max(p, 1), x + start * d, max(d, 1), 0, out,
          count)
      }
      for k in 0..<columns {
        (out + k * count).update(repeating: points[k * p + d], count: count)
      }
      try BLAS.gemm(
        false, true, columns, count, d, 1, points, p, x + start * d, max(d, 1), 1, out, count)
    case .sparse(let x):
      lanes?.scores(x, start: start, count: count, intercept: rows.hasIntercept, into: out)
    }
  }
}

/// Sums of residuals times rows: the gradients of packed columns.
struct TileGradients {
  private let rows: DesignRows
  private let columns: Int
  private let sums: Buffer
  private let lanes: SparseLanes?

  init(_ rows: DesignRows, columns: Int) {
    self.rows = rows
    self.columns = columns
    if case .sparse = rows.form {
      lanes = SparseLanes(columns: columns, width: rows.parameterCount)
      sums = Buffer(0)
    } else {
      lanes = nil
      sums = Buffer(columns * rows.parameterCount)
    }
  }

  /// Adds what the residuals (`columns`×`count`) of `count` rows from `start` on contribute.
  func add(_ residuals: Doubles, start: Int, count: Int) throws {
    let (d, p) = (rows.featureCount, rows.parameterCount)
    switch rows.form {
    case .dense(let x):
      if d > 0 {
        try BLAS.gemm(
          false, false, columns, d, count, 1, residuals, count, x + start * d, d, 1,
          sums.pointer, p)
      }
      guard rows.hasIntercept else { return }
      for k in 0..<columns {
        sums.pointer[k * p + d] += DenseKernels.sum(residuals + k * count, count)
      }
    case .sparse(let x):
      lanes?.add(x, residuals, start: start, count: count, intercept: rows.hasIntercept)
    }
  }

  /// Writes the sums, `columns`×p.
  func write(into out: MutableDoubles) {
    if let lanes { return lanes.write(into: out) }
    out.update(from: sums.pointer, count: columns * rows.parameterCount)
  }

  /// Adds the sums to `out`, `columns`×p.
  func add(to out: MutableDoubles) {
    let count = columns * rows.parameterCount
    guard let lanes else { return DenseKernels.add(1, sums.pointer, to: out, count) }
    let plain = Buffer(count)
    lanes.write(into: plain.pointer)
    DenseKernels.add(1, plain.pointer, to: out, count)
  }
}
