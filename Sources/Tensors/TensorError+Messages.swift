extension TensorError {
  /// Two operands whose shapes do not broadcast.
  static func unfitShapes(
    _ operation: BinaryOperation, _ left: Shape, _ right: Shape
  ) -> TensorError {
    let symbol = operation.symbol
    let message = "shapes do not fit: \(left) \(symbol) \(right)"
    guard let stretched = Shape.stretch(left, right) else {
      return TensorError(
        .shape, message, notes: mismatchNotes(left, right, symbol), .unequalSizes,
        facts: unequalAxis(left, right))
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
    return TensorError(
      .shape, message, notes: notes, .twofoldStretch,
      facts: ["left": "\(left)", "right": "\(right)", "result": "\(stretched.shape)"])
  }

  /// What keeps two shapes apart, and the reshaping that would join them.
  private static func mismatchNotes(_ left: Shape, _ right: Shape, _ symbol: String) -> [String] {
    var notes = ["sizes are compared from the last axis; they must be equal, or one of them 1"]
    if left.rank == 2, right.rank == 2, left[0] == right[1], left[1] == right[0] {
      notes.append(
        "left is \(left), right is \(right); did you mean left \(symbol) right' "
          + "(\(left) \(symbol) \(left))?")
    }
    let (large, small) = left.rank >= right.rank ? (left, right) : (right, left)
    if large.rank == 2, small.rank == 1, large[0] == small[0] {
      notes.append("for one number a row write reshape(v, \(small[0]), 1)")
    }
    return notes
  }

  /// The first axis from the end whose sizes keep two shapes apart.
  private static func unequalAxis(_ left: Shape, _ right: Shape) -> [String: String] {
    var facts = ["left": "\(left)", "right": "\(right)"]
    for back in 1...max(min(left.rank, right.rank), 1)
    where back <= left.rank && back <= right.rank {
      let (a, b) = (left[left.rank - back], right[right.rank - back])
      guard a != b, a != 1, b != 1 else { continue }
      facts["axis"] = back == 1 ? "the last axis" : "axis \(back) from the end"
      (facts["a"], facts["b"]) = ("\(a)", "\(b)")
      break
    }
    return facts
  }

  /// A position outside an axis.
  static func outOfRange(_ index: Int, axis: Int, size: Int) -> TensorError {
    guard size > 0 else {
      return TensorError(
        .index, "index \(index) is out of range: axis \(axis) is empty", .outOfRange,
        facts: ["index": "\(index)", "size": "0"])
    }
    return TensorError(
      .index,
      "index \(index) is out of range: axis \(axis) has size \(size), valid are -\(size) to "
        + "\(size - 1)",
      notes: index == size ? ["positions count from 0: the last is \(size - 1), or -1"] : [],
      .outOfRange, facts: ["index": "\(index)", "size": "\(size)", "last": "\(size - 1)"])
  }

  /// An axis that the tensor does not have.
  static func noAxis(_ axis: Int, _ shape: Shape) -> TensorError {
    guard shape.rank > 0 else {
      return TensorError(.value, "axis \(axis) does not exist: a scalar has no axes", .noAxis)
    }
    return TensorError(
      .value,
      "axis \(axis) does not exist: \(shape) has \(shape.rank) "
        + "\(shape.rank == 1 ? "axis" : "axes"), valid are -\(shape.rank) to \(shape.rank - 1)",
      .noAxis, facts: ["axis": "\(axis)", "shape": "\(shape)", "rank": "\(shape.rank)"])
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
