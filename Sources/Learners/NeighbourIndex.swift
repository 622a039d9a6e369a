package import Tensors

/// Training rows in which the nearest to other rows are looked up.
///
/// Squared distances of a block of rows come from one matrix product, `‖x‖² − 2 x·t + ‖t‖²`; every
/// row that rounding could place among the k nearest is measured again as `Σ (x − t)²`, so that the
/// answer is that of exact distances, of equal ones the smaller index. The questions of one design
/// share one index and one search.
package final class NeighbourIndex: Sendable {
  let X: DesignMatrix
  /// ‖t‖² a training row.
  private let norms: [Double]
  private let largestNorm: Double

  package init(_ X: DesignMatrix) throws {
    self.X = X
    var norms = [Double](repeating: 0, count: X.rowCount)
    let zero = [Double](repeating: 0, count: max(X.columnCount, 1))
    X.forEachRow(0..<X.rowCount) { i, x in norms[i] = squaredDistance(x, zero, X.columnCount) }
    self.norms = norms
    largestNorm = norms.max() ?? 0
  }

  package var rowCount: Int { X.rowCount }

  /// The positions of the k nearest training rows of each row, nearest first: m×k.
  ///
  /// k is at least 1 and at most the number of training rows.
  package func nearest(_ k: Int, to rows: DesignMatrix) throws -> [Int32] {
    let (m, n) = (rows.rowCount, rowCount)
    try TensorMemory.check(Shape(m, k))
    var found = [Int32](repeating: 0, count: m * k)
    let block = max(1, min(128, (1 << 18) / max(n, 1)))
    try found.withUnsafeMutableBufferPointer { found in
      guard let found = found.baseAddress else { return }
      try Parallel.forEachBlock(of: block, in: m, isLarge: m > block, "find neighbours") {
        start, length in
        let products = UnsafeMutablePointer<Double>.allocate(capacity: max(length * n, 1))
        defer { products.deallocate() }
        try multiply(rows, start, length, into: products)
        var search = NeighbourSearch(k)
        try rows.forEachRow(start..<start + length) { i, x in
          try Interrupt.check()
          search.run(x, products + (i - start) * n, self, into: found + i * k)
        }
      }
    }
    return found
  }

  /// `−2 x·t` of a block of rows with every training row, length×n.
  private func multiply(
    _ rows: DesignMatrix, _ start: Int, _ length: Int, into products: UnsafeMutablePointer<Double>
  ) throws {
    let (n, d) = (rowCount, X.columnCount)
    if case .dense(let train) = X, case .dense(let tested) = rows {
      try train.withElements { t in
        try tested.withElements { x in
          guard let t = t.baseAddress, let x = x.baseAddress else { return }
          try BLAS.gemm(
            false, true, length, n, d, -2, x + start * d, max(d, 1), t, max(d, 1), 0, products, n)
        }
      }
      return
    }
    try rows.forEachRow(start..<start + length) { i, x in
      try Interrupt.check()
      dot(x, into: products + (i - start) * n)
    }
  }

  /// `−2 x·t` of one row with every training row, by the entries when they are sparse.
  private func dot(_ x: UnsafePointer<Double>, into products: UnsafeMutablePointer<Double>) {
    let d = X.columnCount
    switch X {
    case .dense(let tensor):
      tensor.withElements { t in
        for i in 0..<rowCount {
          products[i] = -2 * (0..<d).reduce(0) { $0 + x[$1] * t[i * d + $1] }
        }
      }
    case .sparse(let matrix):
      matrix.withEntries { entries in
        for i in 0..<rowCount {
          var sum = 0.0
          for e in entries.starts[i]..<entries.starts[i + 1] {
            sum += x[Int(entries.columns[e])] * entries.values[e]
          }
          products[i] = -2 * sum
        }
      }
    }
  }

  /// Adds ‖t‖² to the products, and how far each sum may lie from the true one.
  fileprivate func complete(
    _ products: UnsafeMutablePointer<Double>, _ x: UnsafePointer<Double>
  ) -> Double {
    norms.withUnsafeBufferPointer { norms in
      for i in norms.indices { products[i] += norms[i] }
    }
    var own = 0.0
    for j in 0..<X.columnCount { own += x[j] * x[j] }
    // Each of the three sums of d terms is off by at most d ulps of its absolute terms.
    return 4 * Double(X.columnCount + 4) * .ulpOfOne * (own + largestNorm)
  }
}

/// The k nearest of many candidates, with room that one row after another uses.
private struct NeighbourSearch {
  let k: Int
  private var nearest: [Double]
  private var candidates: [(distance: Double, index: Int32)] = []

  init(_ k: Int) {
    self.k = k
    nearest = [Double](repeating: .infinity, count: k)
  }

  mutating func run(
    _ x: UnsafePointer<Double>, _ products: UnsafeMutablePointer<Double>, _ index: NeighbourIndex,
    into out: UnsafeMutablePointer<Int32>
  ) {
    let n = index.rowCount
    let error = index.complete(products, x)
    candidates.removeAll(keepingCapacity: true)
    if k == n {
      for i in 0..<n { candidates.append((0, Int32(i))) }
    } else {
      let limit = kthSmallest(products, n) + 2 * error
      for i in 0..<n where products[i] <= limit { candidates.append((0, Int32(i))) }
    }
    measure(x, index)
    candidates.sort { ($0.distance, $0.index) < ($1.distance, $1.index) }
    for place in 0..<min(k, candidates.count) { out[place] = candidates[place].index }
  }

  /// The k-th smallest of n numbers.
  private mutating func kthSmallest(_ values: UnsafePointer<Double>, _ n: Int) -> Double {
    nearest.withUnsafeMutableBufferPointer { nearest in
      for place in 0..<k { nearest[place] = .infinity }
      var worst = Double.infinity
      for i in 0..<n where values[i] < worst {
        var place = k - 1
        while place > 0, nearest[place - 1] > values[i] {
          nearest[place] = nearest[place - 1]
          place -= 1
        }
        nearest[place] = values[i]
        worst = nearest[k - 1]
      }
      return worst
    }
  }

  private mutating func measure(_ x: UnsafePointer<Double>, _ index: NeighbourIndex) {
    let d = index.X.columnCount
    for place in candidates.indices {
      let i = Int(candidates[place].index)
      index.X.forEachRow(i..<i + 1) { _, t in
        candidates[place].distance = squaredDistance(x, t, d)
      }
    }
  }
}
