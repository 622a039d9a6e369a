internal import Datasets
internal import Files
internal import Diagnostics
internal import Tensors

/// What tells one data set of a network from another: its sizes and a hash of inputs and of the
/// targets of each head.
package struct DataFingerprint: Sendable, Equatable {
  package let rowCount: Int
  package let inputCount: Int
  package let inputs: UInt64
  /// By head of the network, in its order.
  package let targets: [UInt64]
  package let heads: [String]
  /// Of what each row counts.
  package let weights: UInt64
  /// Of the rows that are only looked at.
  package let validation: UInt64

  /// The fingerprint of what a network learns from.
  package init(_ rows: TrainingRows, for network: Network) {
    let data = rows.data
    weights = Self.hash(
      network.heads.flatMap { rows.weights.values(of: $0).map { [1] + $0 } ?? [0] })
    validation =
      rows.validation.map { data in
        data.heads.reduce(Self.hash(data.X)) { $0 &* 31 ^ Self.hash($1.values) }
      } ?? 0
    rowCount = data.rowCount
    inputCount = data.X.columnCount
    inputs = Self.hash(data.X)
    heads = network.heads.map(\.name)
    targets = network.heads.map { head in
      data.heads.first { $0.name == head.name }.map { Self.hash($0.values) } ?? 0
    }
  }

  /// A hash of a tensor's shape and bits.
  static func hash(_ tensor: Tensor) -> UInt64 {
    let sizes = (0..<tensor.rank).lazy.map { UInt64(truncatingIfNeeded: tensor.shape[$0]) }
    return tensor.withElements { values in
      Checksum.fnv(values.lazy.map(\.bitPattern), after: Checksum.fnv(sizes))
    }
  }

  private static func hash(_ numbers: [Double]) -> UInt64 { hash(Tensor(numbers)) }

  // MARK: - Archives

  func write(to archive: inout Archive) {
    archive["data.sizes"] = .integers([Int64(rowCount), Int64(inputCount)])
    archive["data.hashes"] = .integers(
      ([inputs] + targets + [weights, validation]).map { Int64(bitPattern: $0) })
  }

  /// Expects the data that an archive was written with.
  ///
  /// - Throws: `file` with what differs.
  func check(_ archive: Archive, named path: String) throws {
    let sizes = try archive.integers("data.sizes", count: 2)
    let hashes = try archive.integers("data.hashes", count: 3 + targets.count)
    let found: String
    if sizes[0] != Int64(rowCount) {
      found = "it was trained on \(sizes[0]) rows, found \(rowCount)"
    } else if sizes[1] != Int64(inputCount) {
      found = "it was trained on \(sizes[1]) inputs a row, found \(inputCount)"
    } else if hashes[0] != Int64(bitPattern: inputs) {
      found = "the inputs are not those it was trained on"
    } else if let head = targets.indices.first(where: {
      hashes[1 + $0] != Int64(bitPattern: targets[$0])
    }) {
      found = "the targets of head '\(heads[head])' are not those it was trained on"
    } else if hashes[1 + targets.count] != Int64(bitPattern: weights) {
      found = "the sample weights are not those it was trained with"
    } else if hashes[2 + targets.count] != Int64(bitPattern: validation) {
      found = "the rows to validate on are not those it was trained with"
    } else {
      return
    }
    throw Failure(
      .file, "\(path) is a checkpoint of other data: \(found)",
      notes: ["a run goes on only on the rows it began with, in their order"])
  }
}
