package import Datasets
internal import Diagnostics
internal import Tensors

/// The rows that a network learns from, checked against it, in its precision.
package final class NetworkData<S: NetworkScalar>: Sendable {
  package let rowCount: Int
  /// n×d.
  let inputs: [S]
  let inputCount: Int
  /// By head: n×width.
  let targets: [[S]]
  /// By head: 1, or K for soft classes, or C for labels.
  package let widths: [Int]

  /// - Throws: `shape` or `value` when inputs or targets do not go with the network, naming the head
  ///   and the row.
  package init(_ data: HeadDataset, for network: Network) throws {
    guard data.X.columnCount == network.inputCount else {
      throw Failure(
        .shape,
        "expected \(network.inputCount) inputs a row, found \(data.X.columnCount)")
    }
    guard data.rowCount > 0 else {
      throw Failure(.argument, "expected at least one row, found none")
    }
    rowCount = data.rowCount
    inputCount = network.inputCount
    inputs = data.X.withElements { $0.map { S($0) } }
    let ordered = try network.heads.map { head in
      guard let found = data.heads.first(where: { $0.name == head.name }) else {
        throw Failure(
          .argument,
          "expected targets for head '\(head.name)', found targets for "
            + data.heads.map { "'\($0.name)'" }.joined(separator: ", "))
      }
      return try TargetChecks(head, found.values, rows: data.rowCount).checked()
    }
    targets = ordered.map { $0.values.withElements { $0.map { S($0) } } }
    widths = ordered.map(\.width)
  }

  /// Puts rows into a workspace.
  func load(_ rows: UnsafeBufferPointer<Int32>, into pass: Workspace<S>) {
    pass.rows = rows.count
    let x = pass.values[0]
    inputs.withUnsafeBufferPointer { source in
      guard let source = source.baseAddress else { return }
      for (i, row) in rows.enumerated() {
        (x + i * inputCount).update(from: source + Int(row) * inputCount, count: inputCount)
      }
    }
    for h in targets.indices {
      let (y, width, weights) = (pass.targets[h], widths[h], pass.sampleWeights[h])
      targets[h].withUnsafeBufferPointer { source in
        guard let source = source.baseAddress else { return }
        for (i, row) in rows.enumerated() {
          (y + i * width).update(from: source + Int(row) * width, count: width)
          weights[i] = 1
        }
      }
    }
  }
}
