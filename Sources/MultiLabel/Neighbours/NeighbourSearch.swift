package import Datasets
internal import Learners
package import Tensors

/// The training rows nearest to a row, by a distance that mixes numbers and nominal values.
///
/// `D(a, b)² = Σ_j d_j(a_j, b_j)²`. A numeric feature contributes the difference after
/// `x → (x − min_j) / (max_j − min_j)` with the training minimum and maximum (0 for a feature that
/// is constant in training), a nominal one 1 where the values differ and 0 where they agree; values
/// outside the training range are not clipped. Squares are summed in the order of the features. Of
/// rows equally far the one with the smaller number is nearer. With this rule ML-kNN gives the
/// figures of Mulan, whose search goes through Weka's `EuclideanDistance`.
package struct NeighbourSearch: Sendable {
  /// The nearest rows of one row, nearest first.
  package struct Neighbours: Sendable {
    package var rows: [Int] = []
    /// D², ascending.
    package var squares: [Double] = []
  }

  package let rowCount: Int
  package let featureCount: Int
  private let scale: FeatureScale
  private let storage: Storage

  private enum Storage: Sendable {
    /// Eight training rows a lane group, feature by feature.
    case dense([SIMD8<Double>])
    case sparse(SparseMatrix)
  }

  /// Query rows that one part of the work takes.
  private static let partLength = 32

  /// Prepares n×d training rows; kinds are those of the features.
  ///
  /// - Throws: `limit` when memory does not suffice.
  package init(_ X: DesignMatrix, kinds: [FeatureKind]) throws {
    rowCount = X.rowCount
    featureCount = X.columnCount
    let scale = FeatureScale(X, kinds: kinds)
    self.scale = scale
    switch X {
    case .dense(let tensor):
      let (n, d) = (rowCount, featureCount)
      try TensorMemory.check(Shape(n + 7, d))
      var lanes = [SIMD8<Double>](repeating: .zero, count: (n + 7) / 8 * d)
      tensor.withElements { x in
        for i in 0..<n {
          for j in 0..<d { lanes[i / 8 * d + j][i % 8] = scale.scaled(x[i * d + j], j) }
        }
      }
      storage = .dense(lanes)
    case .sparse(let matrix): storage = .sparse(matrix)
    }
  }

  /// The `count` nearest training rows of every row, fewer where there are not so many.
  ///
  /// With `skipsOwn`, the rows are the training rows and none is a neighbour of itself.
  ///
  /// - Complexity: O(m · n · d) for m rows, on all threads.
  package func nearest(
    to X: DesignMatrix, count: Int, skipsOwn: Bool = false
  ) throws -> [Neighbours] {
    let m = X.rowCount
    var result = [Neighbours](repeating: Neighbours(), count: m)
    let queries = try prepared(X)
    let parts = (m + NeighbourSearch.partLength - 1) / NeighbourSearch.partLength
    try result.withUnsafeMutableBufferPointer { target in
      nonisolated(unsafe) let target = target
      try Parallel.run(parts, "find neighbours") { part in
        let start = part * NeighbourSearch.partLength
        var squares = [Double](repeating: 0, count: rowCount)
        for i in start..<min(start + NeighbourSearch.partLength, m) {
          try Interrupt.check()
          measure(queries, i, &squares)
          target[i] = smallest(squares, count: count, skipping: skipsOwn ? i : nil)
        }
      }
    }
    return result
  }

  /// Rows in the storage of the training rows.
  private func prepared(_ X: DesignMatrix) throws -> DesignMatrix {
    switch (storage, X) {
    case (.dense, .sparse): .dense(try X.dense())
    case (.sparse, .dense(let tensor)): .sparse(try SparseMatrix(tensor))
    default: X
    }
  }

  // MARK: - One row

  /// D² from a row to every training row.
  private func measure(_ X: DesignMatrix, _ i: Int, _ squares: inout [Double]) {
    switch (storage, X) {
    case (.dense(let lanes), .dense(let tensor)): measureDense(lanes, tensor, i, &squares)
    case (.sparse(let matrix), .sparse(let rows)): measureSparse(matrix, rows, i, &squares)
    default: break
    }
  }

  private func measureDense(
    _ lanes: [SIMD8<Double>], _ tensor: Tensor, _ i: Int, _ squares: inout [Double]
  ) {
    let d = featureCount
    let query = tensor.withElements { x in (0..<d).map { scale.scaled(x[i * d + $0], $0) } }
    for block in 0..<(rowCount + 7) / 8 {
      var sum = SIMD8<Double>.zero
      lanes.withUnsafeBufferPointer { lanes in
        query.withUnsafeBufferPointer { query in
          for j in 0..<d {
            var difference = lanes[block * d + j] - query[j]
            if scale.isNominal[j] {
              difference.replace(with: 1, where: difference .!= 0)
            }
            sum += difference * difference
          }
        }
      }
      for lane in 0..<min(8, rowCount - block * 8) { squares[block * 8 + lane] = sum[lane] }
    }
  }

  private func measureSparse(
    _ matrix: SparseMatrix, _ rows: SparseMatrix, _ i: Int, _ squares: inout [Double]
  ) {
    matrix.withEntries { a in
      rows.withEntries { b in
        let (start, end) = (b.starts[i], b.starts[i + 1])
        for row in 0..<rowCount {
          var (p, q, sum) = (a.starts[row], start, 0.0)
          let last = a.starts[row + 1]
          while p < last || q < end {
            let left = p < last ? a.columns[p] : .max
            let right = q < end ? b.columns[q] : .max
            let j = min(left, right)
            let difference = scale.difference(
              left == j ? a.values[p] : 0, right == j ? b.values[q] : 0, Int(j))
            sum += difference * difference
            if left == j { p += 1 }
            if right == j { q += 1 }
          }
          squares[row] = sum
        }
      }
    }
  }

  /// The smallest entries in ascending order, of equals the earlier one first.
  private func smallest(_ squares: [Double], count: Int, skipping own: Int?) -> Neighbours {
    var found = Neighbours()
    guard count > 0 else { return found }
    for (row, square) in squares.enumerated() where row != own {
      if found.rows.count == count {
        guard square < found.squares[count - 1] else { continue }
        found.rows.removeLast()
        found.squares.removeLast()
      }
      var place = found.rows.count
      while place > 0, found.squares[place - 1] > square { place -= 1 }
      found.rows.insert(row, at: place)
      found.squares.insert(square, at: place)
    }
    return found
  }
}

/// How the values of each feature are compared, as learned from training rows.
private struct FeatureScale: Sendable {
  let isNominal: [Bool]
  private let lowest: [Double]
  private let range: [Double]

  init(_ X: DesignMatrix, kinds: [FeatureKind]) {
    let (n, d) = (X.rowCount, X.columnCount)
    var lowest = [Double](repeating: .infinity, count: d)
    var highest = [Double](repeating: -.infinity, count: d)
    var seen = [Int](repeating: 0, count: d)
    func take(_ value: Double, _ j: Int) {
      lowest[j] = min(lowest[j], value)
      highest[j] = max(highest[j], value)
      seen[j] += 1
    }
    switch X {
    case .dense(let tensor):
      tensor.withElements { x in for p in x.indices { take(x[p], p % max(d, 1)) } }
    case .sparse(let matrix):
      for (column, value) in zip(matrix.columns, matrix.values) { take(value, Int(column)) }
      for j in 0..<d where seen[j] < n { take(0, j) }
    }
    isNominal = (0..<d).map { j in
      if j < kinds.count, case .nominal = kinds[j] { return true }
      return false
    }
    self.lowest = lowest
    range = zip(lowest, highest).map { $1 > $0 ? $1 - $0 : 0 }
  }

  /// A value as its distance is measured: a nominal one as it is.
  @inline(__always)
  func scaled(_ value: Double, _ j: Int) -> Double {
    isNominal[j] ? value : range[j] > 0 ? (value - lowest[j]) / range[j] : 0
  }

  /// d_j, with its sign.
  @inline(__always)
  func difference(_ a: Double, _ b: Double, _ j: Int) -> Double {
    isNominal[j] ? (a == b ? 0 : 1) : scaled(a, j) - scaled(b, j)
  }
}
