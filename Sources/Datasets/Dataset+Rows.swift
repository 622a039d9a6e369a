internal import Diagnostics
internal import Tensors

extension Dataset {
  /// The rows at some positions, in that order; a position may come more than once.
  ///
  /// - Throws: `index` when a position is not one of the rows, `limit` when the rows do not fit in
  ///   memory.
  package func rows(_ positions: [Int]) throws -> Dataset {
    if let wrong = positions.first(where: { $0 < 0 || $0 >= rowCount }) {
      throw Failure(
        .index, "row \(wrong) is out of range for \(rowCount) rows",
        notes: rowCount > 0 ? ["rows are numbered 0 to \(rowCount - 1)"] : [])
    }
    var copy = self
    copy.X = try X.selectingRows(positions)
    copy.Y = try Y.selectingRows(positions)
    return copy
  }
}

extension Tensor {
  /// The rows of a matrix at positions that are known to be in range.
  func selectingRows(_ positions: [Int]) throws -> Tensor {
    let width = columnCount
    try TensorMemory.check(Shape(positions.count, width))
    return withElements { source in
      Tensor(Shape(positions.count, width), kind: kind) { target in
        guard let base = source.baseAddress else { return }
        for (row, position) in positions.enumerated() {
          (target + row * width).initialize(from: base + position * width, count: width)
        }
      }
    }
  }
}
