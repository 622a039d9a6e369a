/// How two operands of different shapes are walked together.
///
/// Axes that both operands cross alike are merged, so equal shapes, a scalar, and a row over a
/// matrix all become one or two plain loops.
struct BroadcastPlan {
  /// One merged axis: its size and how far each operand moves along it.
  struct Axis {
    var size = 1
    var left = 0
    var right = 0
  }

  /// The result's shape.
  let shape: Shape
  /// Merged axes, innermost first; the first is the inner loop, where steps are 0 or 1.
  private(set) var axes = InlineArray<8, Axis>(repeating: Axis())
  private(set) var axisCount = 0

  /// Plans `left operation right`, or throws when the shapes do not fit.
  init(_ operation: BinaryOperation, _ left: Shape, _ right: Shape) throws {
    guard let shape = Shape.broadcast(left, right) else {
      throw TensorError.unfitShapes(operation, left, right)
    }
    self.shape = shape
    var steps = (left: 1, right: 1)
    for axis in stride(from: shape.rank - 1, through: 0, by: -1) {
      let leftSize = left.size(ofAxis: axis, in: shape.rank)
      let rightSize = right.size(ofAxis: axis, in: shape.rank)
      if shape[axis] != 1 {
        let next = Axis(
          size: shape[axis], left: leftSize == 1 ? 0 : steps.left,
          right: rightSize == 1 ? 0 : steps.right)
        merge(next)
      }
      steps = (steps.left &* leftSize, steps.right &* rightSize)
    }
    if axisCount == 0 { merge(Axis(size: 1, left: 0, right: 0)) }
  }

  /// Adds the next axis outwards, as part of the previous one when both operands run on.
  private mutating func merge(_ next: Axis) {
    if axisCount > 0 {
      let last = axes[axisCount - 1]
      if next.left == last.left &* last.size, next.right == last.right &* last.size {
        axes[axisCount - 1].size = last.size &* next.size
        return
      }
    }
    axes[axisCount] = next
    axisCount += 1
  }

  /// Computes every element into `target`, which may be an operand that has the result's shape.
  func run(
    _ operation: BinaryOperation, _ left: UnsafePointer<Double>, _ right: UnsafePointer<Double>,
    into target: UnsafeMutablePointer<Double>
  ) throws {
    var output = target
    try walk(operation, axisCount - 1, left, right, &output)
  }

  private func walk(
    _ operation: BinaryOperation, _ position: Int, _ left: UnsafePointer<Double>,
    _ right: UnsafePointer<Double>, _ output: inout UnsafeMutablePointer<Double>
  ) throws {
    let axis = axes[position]
    if position == 0 {
      try computeRow(
        operation, left, axis.left, right, axis.right, into: output, count: axis.size)
      output += axis.size
      return
    }
    for index in 0..<axis.size {
      try walk(
        operation, position - 1, left + index * axis.left, right + index * axis.right, &output)
    }
  }
}

extension Shape {
  /// The size of an axis of this shape seen with `rank` axes, missing outer ones being 1.
  func size(ofAxis axis: Int, in rank: Int) -> Int {
    let own = axis - (rank - self.rank)
    return own < 0 ? 1 : self[own]
  }

  /// The shape that two operands stretch to, or `nil` when they do not fit.
  ///
  /// NumPy's rule (axes are matched from the last; a size of 1 stretches), except that two
  /// operands of different rank may not both stretch.
  package static func broadcast(_ left: Shape, _ right: Shape) -> Shape? {
    if left == right || right.rank == 0 { return left }
    if left.rank == 0 { return right }
    guard let stretched = stretch(left, right) else { return nil }
    if left.rank != right.rank, stretched.byLeft, stretched.byRight { return nil }
    return stretched.shape
  }

  /// The common shape by NumPy's rule alone, and which operand has to stretch to reach it.
  static func stretch(
    _ left: Shape, _ right: Shape
  ) -> (shape: Shape, byLeft: Bool, byRight: Bool)? {
    let rank = max(left.rank, right.rank)
    var shape = left.rank == rank ? left : right
    var byLeft = false
    var byRight = false
    for axis in 0..<rank {
      let (a, b) = (left.size(ofAxis: axis, in: rank), right.size(ofAxis: axis, in: rank))
      if a == b {
        shape[axis] = a
      } else if a == 1 {
        shape[axis] = b
        byLeft = true
      } else if b == 1 {
        shape[axis] = a
        byRight = true
      } else {
        return nil
      }
    }
    return (shape, byLeft, byRight)
  }
}
