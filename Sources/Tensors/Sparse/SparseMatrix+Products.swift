extension SparseMatrix {
  /// The transpose, d×n, by a counting sort: O(n + d + entries).
  package func transposed() throws -> SparseMatrix {
    try Self.checkSizes(columnCount, rowCount, entries: entryCount)
    var next = [Int](repeating: 0, count: columnCount + 1)
    for column in columns { next[Int(column) + 1] += 1 }
    for column in 0..<columnCount { next[column + 1] += next[column] }
    let starts = next
    var turned = [Int32](repeating: 0, count: entryCount)
    var moved = [Double](repeating: 0, count: entryCount)
    for i in 0..<rowCount {
      if i & 0x3FF == 0 { try Interrupt.check() }
      for k in entries(ofRow: i) {
        let place = next[Int(columns[k])]
        next[Int(columns[k])] = place + 1
        turned[place] = Int32(truncatingIfNeeded: i)
        moved[place] = values[k]
      }
    }
    return SparseMatrix(unchecked: starts, turned, moved, columnCount: rowCount, kind: kind)
  }
}

/// n×d sparse @ d×k dense is n×k dense; @ a vector of d it is a vector of n.
///
/// - Throws: `shape` when the sizes do not fit, `limit` when the result does not fit in memory.
/// - Complexity: O(n·k + entries·k).
package func matmul(_ left: SparseMatrix, _ right: Tensor) throws -> Tensor {
  guard (1...2).contains(right.rank) else {
    throw TensorError(.shape, "@ takes vectors and matrices, found \(left.shape) @ \(right.shape)")
  }
  guard left.columnCount == right.shape[0] else {
    throw TensorError.unfitProduct(left.shape, right.shape)
  }
  let width = right.columnCount
  let shape = right.rank == 1 ? Shape(left.rowCount) : Shape(left.rowCount, width)
  try TensorMemory.check(shape)
  return try Tensor(shape) { target in
    try right.withElements { y in
      try left.withEntries { x in
        for i in 0..<left.rowCount {
          if i & 0xFF == 0 { try Interrupt.check() }
          let row = target + i * width
          row.initialize(repeating: 0, count: width)
          for k in x.starts[i]..<x.starts[i + 1] {
            let (value, start) = (x.values[k], Int(x.columns[k]) * width)
            for j in 0..<width { row[j] += value * y[start + j] }
          }
        }
      }
    }
  }
}

/// m×n dense @ n×d sparse is m×d dense; a vector of n @ it is a vector of d.
///
/// - Throws: `shape` when the sizes do not fit, `limit` when the result does not fit in memory.
/// - Complexity: O(m·d + m·entries).
package func matmul(_ left: Tensor, _ right: SparseMatrix) throws -> Tensor {
  guard (1...2).contains(left.rank) else {
    throw TensorError(.shape, "@ takes vectors and matrices, found \(left.shape) @ \(right.shape)")
  }
  let inner = left.shape[left.rank - 1]
  guard inner == right.rowCount else { throw TensorError.unfitProduct(left.shape, right.shape) }
  let width = right.columnCount
  let height = left.rank == 1 ? 1 : left.shape[0]
  let shape = left.rank == 1 ? Shape(width) : Shape(height, width)
  try TensorMemory.check(shape)
  return try Tensor(shape) { target in
    try left.withElements { x in
      try right.withEntries { y in
        for i in 0..<height {
          let row = target + i * width
          row.initialize(repeating: 0, count: width)
          for j in 0..<inner {
            if j & 0x3FF == 0 { try Interrupt.check() }
            let factor = x[i * inner + j]
            for k in y.starts[j]..<y.starts[j + 1] {
              row[Int(y.columns[k])] += factor * y.values[k]
            }
          }
        }
      }
    }
  }
}

/// n×d sparse @ d×k sparse is n×k sparse.
///
/// F. G. Gustavson, "Two fast algorithms for sparse matrices: multiplication and permuted
/// transposition", ACM Transactions on Mathematical Software 4, 1978.
///
/// - Throws: `shape` when the sizes do not fit, `limit` when the result does not fit in memory.
package func matmul(_ left: SparseMatrix, _ right: SparseMatrix) throws -> SparseMatrix {
  guard left.columnCount == right.rowCount else {
    throw TensorError.unfitProduct(left.shape, right.shape)
  }
  // Sums are kept for columns that occur, so that very wide matrices cost no more.
  let occurring = Array(Set(right.columns)).sorted()
  let places = Dictionary(uniqueKeysWithValues: occurring.enumerated().map { ($1, $0) })
  let placed = right.columns.map { places[$0] ?? 0 }
  var sums = [Double](repeating: 0, count: occurring.count)
  var lastRow = [Int](repeating: -1, count: occurring.count)
  var touched: [Int] = []
  var builder = SparseBuilder(rows: left.rowCount)
  for i in 0..<left.rowCount {
    touched.removeAll(keepingCapacity: true)
    for k in left.entries(ofRow: i) {
      for m in right.entries(ofRow: Int(left.columns[k])) {
        let place = placed[m]
        if lastRow[place] != i {
          lastRow[place] = i
          sums[place] = 0
          touched.append(place)
        }
        sums[place] += left.values[k] * right.values[m]
      }
      if k & 0x3F == 0 { try Interrupt.check() }
    }
    touched.sort()
    for place in touched { builder.append(occurring[place], sums[place]) }
    try builder.endRow()
  }
  return builder.matrix(columnCount: right.columnCount)
}
