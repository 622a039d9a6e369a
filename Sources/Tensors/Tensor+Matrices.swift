extension Tensor {
  /// All products of the elements of two tensors, flattened: m×n.
  package func outer(_ other: Tensor) throws -> Tensor {
    let column = try reshaped(Shape(count, 1))
    return try apply(.multiply, column, other.reshaped(Shape(1, other.count)))
  }

  /// The matrix with zeros below diagonal `offset` (0 is the main one, positive ones above).
  package func upperTriangle(_ offset: Int = 0) throws -> Tensor {
    try keeping("triu") { column, row in column - row >= offset }
  }

  /// The matrix with zeros above diagonal `offset`.
  package func lowerTriangle(_ offset: Int = 0) throws -> Tensor {
    try keeping("tril") { column, row in column - row <= offset }
  }

  private func keeping(_ name: String, _ isKept: (Int, Int) -> Bool) throws -> Tensor {
    try checkMatrix(name)
    let (rows, columns) = (shape[0], shape[1])
    try TensorMemory.check(shape)
    return Tensor(shape, kind: kind) { target in
      withElements { x in
        for i in 0..<rows {
          for j in 0..<columns {
            target[i * columns + j] = isKept(j, i) ? x[i * columns + j] : 0
          }
        }
      }
    }
  }

  /// Diagonal `offset` of a matrix, or the square matrix with a vector on that diagonal.
  ///
  /// - Throws: `limit` when the matrix does not fit in memory; a diagonal that a matrix does not
  ///   have is empty.
  package func diagonal(_ offset: Int = 0) throws -> Tensor {
    if rank == 1 { return try matrixWithDiagonal(offset) }
    try checkMatrix("diag")
    let (rows, columns) = (shape[0], shape[1])
    // Offsets outside the matrix all mean an empty diagonal.
    let place = min(max(offset, -rows), columns)
    let (top, left) = (max(-place, 0), max(place, 0))
    let n = min(rows - top, columns - left)
    return Tensor(Shape(n), kind: kind) { target in
      withElements { x in
        for i in 0..<n { target[i] = x[(top + i) * columns + left + i] }
      }
    }
  }

  private func matrixWithDiagonal(_ offset: Int) throws -> Tensor {
    let (sum, overflow) = count.addingReportingOverflow(Int(clamping: offset.magnitude))
    let n = overflow ? .max : sum
    var result = try Tensor.zeros([n, n]).with(kind: kind)
    let (top, left) = (max(0, offset == .min ? .max : -offset), max(offset, 0))
    withElements { x in
      result.withMutableElements { target in
        for i in 0..<count { target[(top + i) * n + left + i] = x[i] }
      }
    }
    return result
  }

  /// The sum of a matrix's diagonal.
  package func trace() throws -> Double {
    try checkMatrix("trace")
    return try diagonal().reduced(by: .sum)
  }

  /// The Kronecker product of two matrices; a vector counts as one row.
  package func kron(_ other: Tensor) throws -> Tensor {
    guard (1...2).contains(rank), (1...2).contains(other.rank) else {
      throw TensorError(
        .shape, "kron takes vectors and matrices, found \(shape) and \(other.shape)")
    }
    let (m, n) = rank == 2 ? (shape[0], shape[1]) : (1, count)
    let (p, q) = other.rank == 2 ? (other.shape[0], other.shape[1]) : (1, other.count)
    let (rows, tooTall) = m.multipliedReportingOverflow(by: p)
    let (columns, tooWide) = n.multipliedReportingOverflow(by: q)
    let full = Shape(tooTall ? .max : rows, tooWide ? .max : columns)
    try TensorMemory.check(full)
    let flat = rank == 1 && other.rank == 1
    return try Tensor(flat ? Shape(columns) : full) { target in
      try withElements { x in
        try other.withElements { y in
          for i in 0..<rows {
            try Interrupt.check()
            let (left, right) = (i / p * n, i % p * q)
            for j in 0..<columns {
              target[i * columns + j] = x[left + j / q] * y[right + j % q]
            }
          }
        }
      }
    }
  }

  /// Throws unless this is a matrix.
  func checkMatrix(_ name: String) throws {
    guard rank == 2 else {
      throw TensorError(
        .shape, "\(name) takes a matrix, found \(rank == 0 ? "a number" : "\(shape)")")
    }
  }

  /// Throws unless this is a square matrix.
  func checkSquare(_ name: String) throws {
    guard rank == 2, shape[0] == shape[1] else {
      throw TensorError(
        .shape, "\(name) takes a square matrix, found \(rank == 0 ? "a number" : "\(shape)")")
    }
  }

  /// Throws when an element is NaN or infinite: LAPACK need not return then.
  func checkFinite(_ name: String) throws {
    let found = withElements { x in x.first { !$0.isFinite } }
    guard let found else { return }
    throw TensorError(.numeric, "\(name) takes finite numbers, found \(found)")
  }
}
