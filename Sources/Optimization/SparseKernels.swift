internal import Tensors

/// The products with a sparse matrix that the solvers need.
enum SparseKernels {
  /// Rows of the dense operand that go through the matrix together: one line of the cache.
  private typealias Lane = SIMD8<Double>

  /// Computes out (r×n) = a (r×d) · Xᵀ for a sparse X of n×d; rows of `a` and `out` lie `stride`
  /// apart.
  ///
  /// Eight rows of `a` are packed side by side, so that an entry of X meets all of them at one
  /// address.
  static func multiply(
    _ X: SparseMatrix, _ a: Doubles, stride inStride: Int, rows r: Int, into out: MutableDoubles,
    stride outStride: Int
  ) throws {
    let packed = UnsafeMutablePointer<Lane>.allocate(capacity: max(X.columnCount, 1))
    defer { packed.deallocate() }
    try X.withEntries { x in
      var first = 0
      while first < r {
        let width = min(Lane.scalarCount, r - first)
        let (source, target) = (a + first * inStride, out + first * outStride)
        if width == 1 {
          try multiplyOne(x, source, rows: X.rowCount, into: target)
        } else {
          for j in 0..<X.columnCount {
            var lane = Lane()
            for k in 0..<width { lane[k] = source[k * inStride + j] }
            packed[j] = lane
          }
          try multiplyLane(
            x, packed, rows: X.rowCount, width: width, into: target, stride: outStride)
        }
        first += width
      }
    }
  }

  private static func multiplyLane(
    _ x: SparseEntries, _ packed: UnsafePointer<Lane>, rows: Int, width: Int,
    into out: MutableDoubles, stride: Int
  ) throws {
    for i in 0..<rows {
      if i & 0xFF == 0 { try Interrupt.check() }
      var sum = Lane()
      for k in x.starts[i]..<x.starts[i + 1] {
        sum += Lane(repeating: x.values[k]) * packed[Int(x.columns[k])]
      }
      for k in 0..<width { out[k * stride + i] = sum[k] }
    }
  }

  private static func multiplyOne(
    _ x: SparseEntries, _ a: Doubles, rows: Int, into out: MutableDoubles
  ) throws {
    for i in 0..<rows {
      if i & 0x3FF == 0 { try Interrupt.check() }
      var sum = 0.0
      for k in x.starts[i]..<x.starts[i + 1] { sum += x.values[k] * a[Int(x.columns[k])] }
      out[i] = sum
    }
  }

  /// Adds `Xᵀ D X` to the lower half of `out`, size×size, from pairs of entries of each row.
  ///
  /// Column j of X has the place `places[j]` of the result, none when it is −1. D's diagonal are the
  /// weights, ones when `nil`; a column of ones has the place `intercept`.
  static func gram(
    _ X: SparseMatrix, weights: [Double]?, places: [Int], intercept: Int?, size: Int,
    into out: MutableDoubles
  ) throws {
    try X.withEntries { x in
      var row: [(place: Int, value: Double)] = []
      for i in 0..<X.rowCount {
        if i & 0x3F == 0 { try Interrupt.check() }
        row.removeAll(keepingCapacity: true)
        for k in x.starts[i]..<x.starts[i + 1] {
          let place = places[Int(x.columns[k])]
          if place >= 0 { row.append((place, x.values[k])) }
        }
        if let intercept { row.append((intercept, 1)) }
        let weight = weights?[i] ?? 1
        for (a, left) in row.enumerated() {
          let scaled = weight * left.value
          for right in row[0...a] {
            let (low, high) = (min(left.place, right.place), max(left.place, right.place))
            out[high * size + low] += scaled * right.value
          }
        }
      }
    }
  }
}
