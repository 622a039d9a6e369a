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
    result.X = try X.rows(positions)
    result.Y = try Y.indexed(by: [.positions(positions)])
    return result
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
