internal import Diagnostics
package import Tensors

extension DesignMatrix {
  /// The columns at positions inside the matrix, in that order.
  ///
  /// - Throws: `limit` when they do not fit in memory.
  package func columns(_ positions: [Int]) throws -> DesignMatrix {
    switch self {
    case .dense(let tensor): .dense(try tensor.indexed(by: [.all, .positions(positions)]))
    case .sparse(let matrix): .sparse(try matrix.columns(positions))
    }
  }

  /// Calls `body` with the number and the elements of each row, one after the other; a sparse row is
  /// written out in memory that all rows share.
  func forEachRow(
    _ rows: Range<Int>, _ body: (_ row: Int, _ elements: UnsafePointer<Double>) throws -> Void
  ) rethrows {
    let width = columnCount
    switch self {
    case .dense(let tensor):
      try tensor.withElements { x in
        guard let base = x.baseAddress else { return }
        for i in rows { try body(i, base + i * width) }
      }
    case .sparse(let matrix):
      var scratch = [Double](repeating: 0, count: max(width, 1))
      try scratch.withUnsafeMutableBufferPointer { scratch in
        guard let base = scratch.baseAddress else { return }
        try matrix.withEntries { entries in
          for i in rows {
            let places = entries.starts[i]..<entries.starts[i + 1]
            for e in places { base[Int(entries.columns[e])] = entries.values[e] }
            try body(i, base)
            for e in places { base[Int(entries.columns[e])] = 0 }
          }
        }
      }
    }
  }

  /// Copies one row into memory of its width.
  func copyRow(_ row: Int, into target: UnsafeMutablePointer<Double>) {
    let d = columnCount
    switch self {
    case .dense(let tensor):
      tensor.withElements { x in
        if let base = x.baseAddress { target.update(from: base + row * d, count: d) }
      }
    case .sparse(let matrix):
      target.update(repeating: 0, count: d)
      for e in matrix.entries(ofRow: row) { target[Int(matrix.columns[e])] = matrix.values[e] }
    }
  }

  /// Fills an n×K tensor from its rows, blocks of them on several threads.
  func mapRows(
    width K: Int,
    _ body: (_ elements: UnsafePointer<Double>, _ out: UnsafeMutablePointer<Double>) -> Void
  ) throws -> Tensor {
    let n = rowCount
    try TensorMemory.check(Shape(n, K))
    var table = Tensor(repeating: 0, Shape(n, K))
    let block = max(1, min(256, (1 << 16) / max(columnCount, 1)))
    try table.withMutableElements { out in
      guard let out = out.baseAddress else { return }
      try Parallel.forEachBlock(of: block, in: n, isLarge: n > block, "predict") { start, length in
        forEachRow(start..<start + length) { i, x in body(x, out + i * K) }
      }
    }
    return table
  }
}

extension InputChecks {
  /// Sizes from which on sums of squares may overflow.
  private static let largest = 1e150

  /// Throws unless the squares of all inputs are numbers.
  static func squares(_ X: DesignMatrix) throws {
    let bad = X.withStored { x in
      x.firstIndex { !(abs($0) <= largest) }.map { ($0, x[$0]) }
    }
    guard let (position, value) = bad else { return }
    let (row, column) = X.place(ofStored: position)
    throw Failure(
      .data,
      "expected inputs whose squares are numbers (at most 1e150 in size), found \(value) "
        + "in row \(row), column \(column)",
      notes: ["standardize(train, test) brings inputs to one scale"])
  }
}

/// The results of parts that may run on several threads, in order; with a title, people are told how
/// many are done.
func inParallel<T: Sendable>(
  _ count: Int, _ title: String? = nil, _ body: (Int) throws -> T
) throws -> [T] {
  var results = [T?](repeating: nil, count: count)
  try results.withUnsafeMutableBufferPointer { results in
    try Parallel.run(count, title) { results[$0] = try body($0) }
  }
  return results.compactMap { $0 }
}

/// Eight numbers side by side.
@inline(__always)
func lanes(_ x: UnsafePointer<Double>) -> SIMD8<Double> {
  UnsafeRawPointer(x).loadUnaligned(as: SIMD8<Double>.self)
}

/// `Σ (x_j − y_j)²`.
func squaredDistance(
  _ x: UnsafePointer<Double>, _ y: UnsafePointer<Double>, _ count: Int
) -> Double {
  var total = SIMD8<Double>.zero
  var j = 0
  while j + 8 <= count {
    let difference = lanes(x + j) - lanes(y + j)
    total += difference * difference
    j += 8
  }
  var sum = total.sum()
  while j < count {
    sum += (x[j] - y[j]) * (x[j] - y[j])
    j += 1
  }
  return sum
}

/// `Σ w_j (x_j − m_j)²`.
func weightedDistance(
  _ x: UnsafePointer<Double>, _ m: UnsafePointer<Double>, _ w: UnsafePointer<Double>, _ count: Int
) -> Double {
  var total = SIMD8<Double>.zero
  var j = 0
  while j + 8 <= count {
    let difference = lanes(x + j) - lanes(m + j)
    total += difference * difference * lanes(w + j)
    j += 8
  }
  var sum = total.sum()
  while j < count {
    sum += (x[j] - m[j]) * (x[j] - m[j]) * w[j]
    j += 1
  }
  return sum
}
