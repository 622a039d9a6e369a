extension TensorError {
  /// Two operands whose shapes do not broadcast.
  static func unfitShapes(
    _ operation: BinaryOperation, _ left: Shape, _ right: Shape
  ) -> TensorError {
    let symbol = operation.symbol
    let message = "shapes do not fit: \(left) \(symbol) \(right)"
    guard let stretched = Shape.stretch(left, right) else {
      return TensorError(.shape, message, notes: mismatchNotes(left, right))
    }
    var notes = ["both would stretch, to \(stretched.shape)"]
    let leftIsLarger = left.rank > right.rank
    let (large, small) = leftIsLarger ? (left, right) : (right, left)
    func written(_ big: String, _ little: String) -> String {
      leftIsLarger ? "\(big) \(symbol) \(little)" : "\(little) \(symbol) \(big)"
    }
    if large.rank == 2, small.rank == 1 {
      if large[0] == small[0] {
        let column = written("x", "reshape(v, \(small[0]), 1)")
        notes.append("write \(written("x[:, 0]", "v")) for \(small), or \(column) for \(large)")
      }
      let all = written("x", "reshape(v, 1, \(small[0]))")
      notes.append("write \(all) for all pairs, \(stretched.shape)")
    } else {
      notes.append("give both the same number of axes with reshape")
    }
    return TensorError(.shape, message, notes: notes)
  }

  /// What keeps two shapes apart, and the reshaping that would join them.
  private static func mismatchNotes(_ left: Shape, _ right: Shape) -> [String] {
    var notes = ["sizes are compared from the last axis; they must be equal, or one of them 1"]
    let (large, small) = left.rank >= right.rank ? (left, right) : (right, left)
    if large.rank == 2, small.rank == 1, large[0] == small[0] {
      notes.append("for one number a row write reshape(v, \(small[0]), 1)")
    }
    return notes
  }

  /// A position outside an axis.
  static func outOfRange(_ index: Int, axis: Int, size: Int) -> TensorError {
    guard size > 0 else {
      return TensorError(.index, "index \(index) is out of range: axis \(axis) is empty")
    }
    return TensorError(
      .index,
      "index \(index) is out of range: axis \(axis) has size \(size), valid are -\(size) to "
        + "\(size - 1)")
  }

  /// An axis that the tensor does not have.
  static func noAxis(_ axis: Int, _ shape: Shape) -> TensorError {
    guard shape.rank > 0 else {
      return TensorError(.value, "axis \(axis) does not exist: a scalar has no axes")
    }
    return TensorError(
      .value,
      "axis \(axis) does not exist: \(shape) has \(shape.rank) "
        + "\(shape.rank == 1 ? "axis" : "axes"), valid are -\(shape.rank) to \(shape.rank - 1)")
  }
}

extension Shape {
  /// An axis counted from either end as a position from the start.
  package func resolve(axis: Int) throws -> Int {
    guard axis >= -rank, axis < rank else { throw TensorError.noAxis(axis, self) }
    return axis < 0 ? axis + rank : axis
  }
}

extension Int {
  /// A whole number given as a double; NaN, infinities, fractions and huge values are errors.
  package init(whole value: Double, _ name: String) throws {
    guard let exact = Int(exactly: value) else {
      throw TensorError(.value, "\(name) must be a whole number, found \(value)")
    }
    self = exact
  }
}
