extension SparseMatrix {
  /// The matrix with `values[k]` at row `rows[k]` and column `columns[k]`; entries at one place are
  /// added up, as SciPy's `coo_array` does.
  ///
  /// Without a shape it is the smallest that holds every entry.
  ///
  /// - Throws: `shape` for lists of different lengths, `index` for a place outside the shape,
  ///   `limit` for sizes that are too large.
  /// - Complexity: O(n + m log m), m entries.
  package init(
    rows: [Int], columns: [Int], values: [Double], shape: (rows: Int, columns: Int)? = nil,
    kind: ElementKind = .number
  ) throws {
    guard rows.count == columns.count, rows.count == values.count else {
      throw TensorError(
        .shape,
        "expected a row, a column and a value for each entry, found \(rows.count) rows, "
          + "\(columns.count) columns and \(values.count) values")
    }
    let size = shape ?? (Self.extent(rows), Self.extent(columns))
    try Self.checkSizes(size.rows, size.columns, entries: rows.count)
    for (positions, bound, axis) in [(rows, size.rows, 0), (columns, size.columns, 1)] {
      if let wrong = positions.first(where: { $0 < 0 || $0 >= bound }) {
        throw TensorError(
          .index,
          "entry at \(axis == 0 ? "row" : "column") \(wrong) lies outside of "
            + "\(size.rows)×\(size.columns)")
      }
    }
    var next = [Int](repeating: 0, count: size.rows + 1)
    for row in rows { next[row + 1] += 1 }
    for row in 0..<size.rows { next[row + 1] += next[row] }
    let starts = next
    var order = [Int](repeating: 0, count: rows.count)
    for (entry, row) in rows.enumerated() {
      order[next[row]] = entry
      next[row] += 1
    }
    var builder = SparseBuilder(rows: size.rows, entries: rows.count)
    for row in 0..<size.rows {
      let range = starts[row]..<starts[row + 1]
      order[range].sort { (columns[$0], $0) < (columns[$1], $1) }
      var place = range.lowerBound
      while place < range.upperBound {
        let column = columns[order[place]]
        var sum = values[order[place]]
        place += 1
        while place < range.upperBound, columns[order[place]] == column {
          sum += values[order[place]]
          place += 1
        }
        builder.append(Int32(truncatingIfNeeded: column), kind == .bool && sum != 0 ? 1 : sum)
      }
      try builder.endRow()
    }
    self = builder.matrix(columnCount: size.columns, kind: kind)
  }

  private static func extent(_ positions: [Int]) -> Int {
    // Saturates, so that the check of sizes sees what is too large.
    min(positions.max() ?? -1, .max - 1) + 1
  }

  /// The entries of a dense matrix that are not 0; a vector is one row.
  ///
  /// - Throws: `shape` for three axes or more, or for none.
  package init(_ dense: Tensor) throws {
    guard (1...2).contains(dense.rank) else {
      throw TensorError(
        .shape,
        "a sparse matrix is made of a matrix or a vector, found "
          + (dense.rank == 0 ? "a number" : "\(dense.shape)"))
    }
    let width = dense.rank == 1 ? dense.count : dense.shape[1]
    let height = dense.rank == 1 ? 1 : dense.shape[0]
    try Self.checkSizes(height, width)
    self = try dense.withElements { x in
      var builder = SparseBuilder(rows: height)
      for i in 0..<height {
        for j in 0..<width where x[i * width + j] != 0 {
          builder.append(Int32(truncatingIfNeeded: j), x[i * width + j])
        }
        if i & 0x3F == 0 { try Interrupt.check() }
        try builder.endRow()
      }
      return builder.matrix(columnCount: width, kind: dense.kind)
    }
  }

  /// All elements, n×d.
  ///
  /// - Throws: `limit` when they do not fit in memory.
  package func dense() throws -> Tensor {
    try TensorMemory.check(shape)
    var result = Tensor(repeating: 0, shape, kind: kind)
    try result.withMutableElements { target in
      for i in 0..<rowCount {
        if i & 0x3FF == 0 { try Interrupt.check() }
        for k in entries(ofRow: i) { target[i * columnCount + Int(columns[k])] = values[k] }
      }
    }
    return result
  }

  /// One row as a vector of d.
  package func denseRow(_ row: Int) throws -> Tensor {
    try TensorMemory.check(Shape(columnCount))
    var result = Tensor(repeating: 0, Shape(columnCount), kind: kind)
    result.withMutableElements { target in
      for k in entries(ofRow: row) { target[Int(columns[k])] = values[k] }
    }
    return result
  }

  /// The same entries with another meaning; numbers become bools as entries that are there.
  package func with(kind: ElementKind) -> SparseMatrix {
    guard kind != self.kind else { return self }
    let values = kind == .bool ? Array(repeating: 1, count: entryCount) : self.values
    return SparseMatrix(
      unchecked: rowStarts, columns, values, columnCount: columnCount, kind: kind)
  }

  /// Rows, columns and values of the entries, row by row.
  package var triplets: (rows: [Int], columns: [Int], values: [Double]) {
    var rows: [Int] = []
    rows.reserveCapacity(entryCount)
    for i in 0..<rowCount { rows += repeatElement(i, count: entries(ofRow: i).count) }
    return (rows, columns.map(Int.init), values)
  }
}
