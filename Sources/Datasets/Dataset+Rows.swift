internal import Diagnostics
internal import Tensors

extension Dataset {
  /// The samples at the given positions, in that order; positions may repeat.
  ///
  /// - Throws: `index` for a position that is not from 0 to n − 1.
  package func rows(_ positions: [Int]) throws -> Dataset {
    let n = rowCount
    if let wrong = positions.first(where: { $0 < 0 || $0 >= n }) {
      throw Failure(
        .index, "expected a row from 0 to \(n - 1), found \(wrong)",
        notes: ["the data set has \(n) rows"])
    }
    var result = self
    result.X = try Dataset.rows(X, positions)
    result.Y = try Dataset.rows(Y, positions)
    return result
  }

  private static func rows(_ matrix: Tensor, _ positions: [Int]) throws -> Tensor {
    var shape = matrix.shape
    guard shape.rank > 0 else { return matrix }
    shape[0] = positions.count
    try TensorMemory.check(shape)
    let width = matrix.rowCount == 0 ? 0 : matrix.count / matrix.rowCount
    return try matrix.withElements { source in
      try Tensor(shape, kind: matrix.kind) { target in
        guard let base = source.baseAddress, width > 0 else { return }
        for (i, position) in positions.enumerated() {
          if i & 0xFF == 0 { try Interrupt.check() }
          (target + i * width).initialize(from: base + position * width, count: width)
        }
      }
    }
  }

  /// Two parts at random: the first holds round(share · n) samples, the second the rest.
  ///
  /// Which samples fall into the first part is drawn by a permutation of the rows; in each part
  /// the samples keep their order in the file.
  ///
  /// - Parameters:
  ///   - share: between 0 and 1.
  ///   - seed: what the permutation is drawn from.
  /// - Returns: the two parts.
  /// - Throws: `argument` for another share.
  package func split(share: Double, seed: Int) throws -> (train: Dataset, test: Dataset) {
    guard share >= 0, share <= 1 else {
      throw Failure(
        .argument, "expected a share from 0 to 1, found \(share)",
        notes: ["0.7 keeps 70 % of the rows in the first part"])
    }
    var generator = RandomGenerator(seed: UInt64(bitPattern: Int64(seed)))
    let order = try generator.permutation(rowCount)
    let count = Int((share * Double(rowCount)).rounded())
    return (try rows(order[..<count].sorted()), try rows(order[count...].sorted()))
  }
}
