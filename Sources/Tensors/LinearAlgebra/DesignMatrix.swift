/// The inputs of samples, a row each: a dense matrix, or a sparse one that stays sparse.
package enum DesignMatrix: Sendable {
  case dense(Tensor)
  case sparse(SparseMatrix)
}

extension DesignMatrix {
  /// n×d; a dense tensor's own shape, whatever its rank.
  package var shape: Shape {
    switch self {
    case .dense(let tensor): tensor.shape
    case .sparse(let matrix): matrix.shape
    }
  }

  /// n, the number of samples.
  package var rowCount: Int {
    switch self {
    case .dense(let tensor): tensor.rowCount
    case .sparse(let matrix): matrix.rowCount
    }
  }

  /// d, the number of inputs.
  package var columnCount: Int {
    switch self {
    case .dense(let tensor): tensor.columnCount
    case .sparse(let matrix): matrix.columnCount
    }
  }

  /// Whether only entries other than 0 are stored.
  package var isSparse: Bool {
    if case .sparse = self { return true }
    return false
  }

  /// The element at a place inside the matrix.
  package subscript(row: Int, column: Int) -> Double {
    switch self {
    case .dense(let tensor): tensor[row, column]
    case .sparse(let matrix): matrix[row, column]
    }
  }

  /// All elements, n×d.
  ///
  /// - Throws: `limit` when they do not fit in memory.
  package func dense() throws -> Tensor {
    switch self {
    case .dense(let tensor): tensor
    case .sparse(let matrix): try matrix.dense()
    }
  }

  /// Read access to what is stored: every element of a dense matrix, the entries of a sparse one.
  package func withStored<R>(_ body: (UnsafeBufferPointer<Double>) throws -> R) rethrows -> R {
    switch self {
    case .dense(let tensor): try tensor.withElements(body)
    case .sparse(let matrix): try matrix.values.withUnsafeBufferPointer(body)
    }
  }

  /// The row and column of the element at a position of what is stored.
  package func place(ofStored position: Int) -> (row: Int, column: Int) {
    switch self {
    case .dense(let tensor):
      return (position / max(tensor.columnCount, 1), position % max(tensor.columnCount, 1))
    case .sparse(let matrix):
      let row = (matrix.rowStarts.firstIndex { $0 > position } ?? 1) - 1
      return (row, Int(matrix.columns[position]))
    }
  }

  /// The rows at positions inside the matrix, in that order, repeats allowed.
  ///
  /// - Throws: `limit` when they do not fit in memory.
  package func rows(_ positions: [Int]) throws -> DesignMatrix {
    switch self {
    case .dense(let tensor): .dense(try tensor.indexed(by: [.positions(positions)]))
    case .sparse(let matrix): .sparse(try matrix.rows(positions))
    }
  }

  /// The matrix with the columns of a dense one of as many rows behind its own.
  ///
  /// - Throws: `shape` when the numbers of rows differ, `limit` when memory does not suffice.
  package func appending(_ columns: Tensor) throws -> DesignMatrix {
    switch self {
    case .dense(let tensor): .dense(try Tensor.concat([tensor, columns], axis: 1))
    case .sparse(let matrix):
      .sparse(try SparseMatrix.concat([matrix, SparseMatrix(columns)], axis: 1))
    }
  }

  /// n×K scores `X Wᵀ + b` from K×d weights and K intercepts.
  ///
  /// - Throws: `limit` when the result does not fit in memory.
  package func scores(weights: Tensor, intercepts: [Double]) throws -> Tensor {
    var result: Tensor
    switch self {
    case .dense(let tensor): result = try matmul(tensor, weights.transposed())
    case .sparse(let matrix): result = try matmul(matrix, weights.transposed())
    }
    let width = intercepts.count
    result.withMutableElements { z in
      for start in stride(from: 0, to: z.count, by: max(width, 1)) {
        for k in 0..<width { z[start + k] += intercepts[k] }
      }
    }
    return result
  }
}
