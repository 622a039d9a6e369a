internal import Tensors

/// Parameter vectors packed eight side by side, so that an entry of a sparse row meets eight of them
/// at one address.
final class SparseLanes {
  /// One line of the cache.
  private typealias Lane = SIMD8<Double>

  private let columns: Int
  private let width: Int
  private let groupCount: Int
  private let lanes: UnsafeMutablePointer<Lane>

  /// Zeros for `columns` vectors of `width` parameters.
  init(columns: Int, width: Int) {
    self.columns = columns
    self.width = width
    groupCount = (columns + Lane.scalarCount - 1) / Lane.scalarCount
    lanes = .allocate(capacity: max(groupCount * width, 1))
    lanes.initialize(repeating: Lane(), count: groupCount * width)
  }

  deinit { lanes.deallocate() }

  /// The columns of a group.
  private func size(_ group: Int) -> Int {
    min(Lane.scalarCount, columns - group * Lane.scalarCount)
  }

  /// Takes over vectors, `columns`×`width`.
  func fill(from points: Doubles) {
    for group in 0..<groupCount {
      let source = points + group * Lane.scalarCount * width
      for j in 0..<width {
        var lane = Lane()
        for k in 0..<size(group) { lane[k] = source[k * width + j] }
        lanes[group * width + j] = lane
      }
    }
  }

  /// Gives the vectors back, `columns`×`width`.
  func write(into out: MutableDoubles) {
    for group in 0..<groupCount {
      let target = out + group * Lane.scalarCount * width
      for j in 0..<width {
        let lane = lanes[group * width + j]
        for k in 0..<size(group) { target[k * width + j] = lane[k] }
      }
    }
  }

  /// Writes the scores of `count` rows from `start` on, `columns`×`count`.
  func scores(
    _ x: SparseEntries, start: Int, count: Int, intercept: Bool, into out: MutableDoubles
  ) {
    for group in 0..<groupCount {
      let packed = lanes + group * width
      let target = out + group * Lane.scalarCount * count
      let size = size(group)
      for i in 0..<count {
        var sum = intercept ? packed[width - 1] : Lane()
        for k in x.starts[start + i]..<x.starts[start + i + 1] {
          sum += Lane(repeating: x.values[k]) * packed[Int(x.columns[k])]
        }
        for k in 0..<size { target[k * count + i] = sum[k] }
      }
    }
  }

  /// Adds residuals (`columns`×`count`) times rows.
  func add(
    _ x: SparseEntries, _ residuals: Doubles, start: Int, count: Int, intercept: Bool
  ) {
    for group in 0..<groupCount {
      let packed = lanes + group * width
      let source = residuals + group * Lane.scalarCount * count
      let size = size(group)
      for i in 0..<count {
        var lane = Lane()
        for k in 0..<size { lane[k] = source[k * count + i] }
        if intercept { packed[width - 1] += lane }
        for k in x.starts[start + i]..<x.starts[start + i + 1] {
          packed[Int(x.columns[k])] += Lane(repeating: x.values[k]) * lane
        }
      }
    }
  }
}

/// The second moments of a sparse matrix.
enum SparseKernels {
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
