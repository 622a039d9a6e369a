internal import Charts
package import Datasets
internal import Diagnostics
package import Tensors

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

/// Whether a head's targets are what its kind needs.
package struct TargetChecks {
  private let head: Head
  private let values: Tensor
  private let rows: Int

  package init(_ head: Head, _ values: Tensor, rows: Int) {
    self.head = head
    self.values = values
    self.rows = rows
  }

  /// The targets and how many numbers a row has.
  ///
  /// - Throws: `shape`, `value` naming head and row.
  package func checked() throws -> (values: Tensor, width: Int) {
    guard values.rank >= 1, values.rank <= 2, values.shape[0] == rows else {
      throw Failure(
        .shape,
        "head '\(head.name)': expected targets for \(rows) rows, found a tensor of \(values.shape)")
    }
    let width = values.rank == 1 ? 1 : values.columnCount
    let allowed = head.kind.scoreCount
    guard width == allowed || (width == 1 && head.kind.isClasses) else {
      throw Failure(
        .shape,
        "head '\(head.name)' is \(head.kind.name) and needs \(counted(allowed, "target")) a row, found "
          + "\(width)"
      )
    }
    try values.withElements { values in
      for (position, value) in values.enumerated() where !value.isNaN {
        if position & 0xFFF == 0 { try Interrupt.check() }
        try check(value, row: position / width, isSoft: width > 1)
      }
    }
    return (values, width)
  }

  private func check(_ value: Double, row: Int, isSoft: Bool) throws {
    let expected: String
    switch head.kind {
    case .regression:
      if value.isFinite { return }
      expected = "a finite number"
    case .binary, .multilabel:
      if value >= 0, value <= 1 { return }
      expected = "a label from 0 to 1"
    case .classes(let count):
      if isSoft, value >= 0, value <= 1 { return }
      if !isSoft, value >= 0, value < Double(count), value == value.rounded() { return }
      expected = isSoft ? "a probability from 0 to 1" : "a class number from 0 to \(count - 1)"
    }
    throw Failure(
      .value, "head '\(head.name)': expected \(expected) in row \(row), found \(shortNumber(value))"
    )
  }
}

extension HeadKind {
  var isClasses: Bool {
    if case .classes = self { return true }
    return false
  }
}
