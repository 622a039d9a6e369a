/// Element-wise operations that wait to be computed together, over tensors of one shape and what
/// stretches to it.
///
/// An expression such as `exp(-x^2) * 2 + sin(x) / 3` is computed in blocks that stay in the first
/// cache, each element's operations one after the other, and only its result reaches memory. Every
/// element goes through the same functions as in an operation of its own, so the result is the same
/// to the last bit.
package struct FusedExpression: @unchecked Sendable {
  /// What an element is computed from.
  indirect enum Node {
    case tensor(Tensor)
    case number(Double)
    case unary(UnaryOperation, Node)
    case binary(BinaryOperation, Node, Node)
    /// The second where the first is not 0, else the third.
    case choice(Node, Node, Node)
    /// The first kept between the other two, whatever NaN the first is staying.
    case clip(Node, Double, Double)
  }

  /// From this many elements on an expression is worth its preparation.
  package static let smallestCount = 1 << 13
  /// More operations are not gathered before they are computed.
  package static let largestOperationCount = 64

  /// The result's shape.
  package let shape: Shape
  /// What the result's elements mean.
  package let kind: ElementKind
  /// How many operations wait.
  package let operationCount: Int
  let node: Node

  private init(_ node: Node, _ shape: Shape, _ kind: ElementKind, operationCount: Int) {
    self.node = node
    self.shape = shape
    self.kind = kind
    self.operationCount = operationCount
  }

  /// A tensor as it is.
  package init(_ tensor: Tensor) {
    self.init(.tensor(tensor), tensor.shape, tensor.kind, operationCount: 0)
  }

  /// A number, which stretches to every shape.
  package init(_ number: Double, kind: ElementKind = .number) {
    self.init(.number(number), Shape(), kind, operationCount: 0)
  }

  // MARK: - Operations

  /// An operation on every element.
  package static func applying(
    _ operation: UnaryOperation, to x: FusedExpression
  ) throws -> FusedExpression {
    try wrapped([x], x.shape, operation.resultKind) { .unary(operation, $0[0]) }
  }

  /// An operation on the elements of two operands, axes of size 1 stretching.
  ///
  /// - Throws: `TensorError` of kind `shape` when the shapes do not fit, `limit` when the result
  ///   does not fit in memory; `Interruption` when asked to stop.
  package static func applying(
    _ operation: BinaryOperation, to left: FusedExpression, _ right: FusedExpression
  ) throws -> FusedExpression {
    guard let shape = Shape.broadcast(left.shape, right.shape) else {
      throw TensorError.unfitShapes(operation, left.shape, right.shape)
    }
    return try wrapped([left, right], shape, operation.resultKind(left.kind, right.kind)) {
      .binary(operation, $0[0], $0[1])
    }
  }

  /// `whenTrue` where the condition holds, else `whenFalse`; all three stretch to one shape.
  package static func choosing(
    by condition: FusedExpression, _ whenTrue: FusedExpression, _ whenFalse: FusedExpression
  ) throws -> FusedExpression {
    let shape = try Shape.ofChoice(condition.shape, whenTrue.shape, whenFalse.shape)
    let kind: ElementKind = whenTrue.kind == .bool && whenFalse.kind == .bool ? .bool : .number
    return try wrapped([condition, whenTrue, whenFalse], shape, kind) {
      .choice($0[0], $0[1], $0[2])
    }
  }

  /// The elements kept between `low` and `high`; NaN stays.
  ///
  /// - Throws: `value` when a bound is NaN or `low` is above `high`.
  package func clipped(_ low: Double, _ high: Double) throws -> FusedExpression {
    try Tensor.checkBounds(low, high)
    return try FusedExpression.wrapped([self], shape, .number) { .clip($0[0], low, high) }
  }

  /// An operation over operands, those of another shape being computed first.
  private static func wrapped(
    _ operands: [FusedExpression], _ shape: Shape, _ kind: ElementKind, _ make: ([Node]) -> Node
  ) throws -> FusedExpression {
    try TensorMemory.check(shape)
    var operands = operands
    var count = operands.reduce(1) { $0 + $1.operationCount }
    for (position, operand) in operands.enumerated()
    where operand.operationCount > 0 && (operand.shape != shape || count > largestOperationCount) {
      operands[position] = FusedExpression(try operand.materialized())
      count -= operand.operationCount
    }
    return FusedExpression(make(operands.map(\.node)), shape, kind, operationCount: count)
  }

  // MARK: - Results

  /// The tensor of all elements.
  package func materialized() throws -> Tensor {
    if case .tensor(let tensor) = node { return tensor }
    let program = FusedProgram(self)
    return try Tensor(shape, kind: kind) { try program.run(into: $0) }
  }

  /// Replaces a tensor that is not needed any more by the tensor of all elements, in its memory when
  /// nobody else holds it and it has as many: fresh memory would have to be cleared first.
  ///
  /// After an interruption the elements are half done.
  package func replace(_ old: inout Tensor) throws {
    guard operationCount > 0, old.count == shape.count, isKnownUniquelyReferenced(&old.buffer)
    else {
      old = try materialized()
      return
    }
    old.buffer.header.shape = shape
    old.buffer.header.kind = kind
    let program = FusedProgram(self)
    try old.buffer.withUnsafeMutablePointerToElements { try program.run(into: $0) }
  }
}
