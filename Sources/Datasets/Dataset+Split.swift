internal import Diagnostics
internal import Tensors

extension Dataset {
  /// Two random parts: round(share · n) rows for training, the others for testing.
  ///
  /// - Parameters:
  ///   - share: the training part, between 0 and 1.
  ///   - seed: chooses the rows; the same seed always chooses the same ones.
  /// - Returns: the two parts, each in random order.
  /// - Throws: `argument` when the share is not between 0 and 1, or a part would have no rows.
  package func split(_ share: Double, seed: UInt64) throws -> (train: Dataset, test: Dataset) {
    guard share > 0, share < 1 else {
      throw Failure(
        .argument, "expected a share between 0 and 1, found \(share)",
        notes: ["0.7 puts 70 % of the rows into the first part"])
    }
    let count = Int((share * Double(rowCount)).rounded())
    guard count > 0, count < rowCount else {
      throw Failure(
        .argument, "a share of \(share) of \(rowCount) rows leaves a part without rows")
    }
    var random = RandomGenerator(seed: seed)
    let order = try random.permutation(rowCount)
    return (try rows(Array(order[..<count])), try rows(Array(order[count...])))
  }
}
