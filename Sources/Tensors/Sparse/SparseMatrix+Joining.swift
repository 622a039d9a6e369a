extension SparseMatrix {
  /// Matrices one below the other (axis 0) or side by side (axis 1).
  ///
  /// - Throws: `shape` when the other sizes differ, `value` when there is nothing to join.
  package static func concat(_ parts: [SparseMatrix], axis: Int = 0) throws -> SparseMatrix {
    guard let first = parts.first else {
      throw TensorError(.value, "expected matrices to join, found none")
    }
    let axis = try first.shape.resolve(axis: axis)
    if let other = parts.first(where: { $0.shape[1 - axis] != first.shape[1 - axis] }) {
      throw TensorError(
        .shape,
        "shapes do not fit: concat along axis \(axis) needs equal \(axis == 0 ? "columns" : "rows"), "
          + "found \(first.shape) and \(other.shape)")
    }
    // Sizes are below 2³¹ each, so sums of as many as fit in memory stay whole numbers.
    let length = parts.reduce(0) { $0 + $1.shape[axis] }
    let total = parts.reduce(0) { $0 + $1.entryCount }
    let shape = axis == 0 ? Shape(length, first.columnCount) : Shape(first.rowCount, length)
    try checkSizes(shape[0], shape[1], entries: total)
    let kind: ElementKind = parts.allSatisfy(\.isBool) ? .bool : .number
    var builder = SparseBuilder(rows: shape[0], entries: total)
    if axis == 0 {
      for part in parts {
        for i in 0..<part.rowCount {
          part.appendRow(i, to: &builder, shiftedBy: 0)
          try builder.endRow()
        }
      }
    } else {
      for i in 0..<first.rowCount {
        var start = 0
        for part in parts {
          part.appendRow(i, to: &builder, shiftedBy: start)
          start += part.columnCount
        }
        try builder.endRow()
      }
    }
    return builder.matrix(columnCount: shape[1], kind: kind)
  }

  private func appendRow(_ row: Int, to builder: inout SparseBuilder, shiftedBy shift: Int) {
    let shift = Int32(truncatingIfNeeded: shift)
    for k in entries(ofRow: row) { builder.append(columns[k] &+ shift, values[k]) }
  }
}
