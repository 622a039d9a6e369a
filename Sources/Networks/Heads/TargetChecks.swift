internal import Charts
internal import Datasets
internal import Diagnostics
package import Tensors

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
