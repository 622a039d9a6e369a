internal import Diagnostics
package import Tensors

/// What the operators of the language do to values.
package enum Operators {
  /// Replaces `left` by `left operation right`, in place where it is the only owner.
  static func update(_ left: inout Value, _ operation: BinaryOperation, with right: Value) throws {
    if case .tensor = left, try updateTensor(&left, operation, with: right) { return }
    if operation == .add, try appendText(&left, right) || appendList(&left, right) { return }
    switch (left, right) {
    case (.number, .tensor(let other)), (.bool, .tensor(let other)):
      left = .tensor(
        try apply(operation, left.scalar ?? 0, other, kind: left.scalarKind))
    case (.tensor(let tensor), .list(let box)) where operation == .add && tensor.count == 0:
      left = .list(box)
    default:
      if let x = left.scalar, let y = right.scalar {
        left = .number(apply(operation, x, y))
      } else if let value = try OperandOperation.binary(operation, left, right).performed() {
        left = value
      } else {
        throw operandError(operation.symbol, left, right)
      }
    }
  }

  /// Joins two strings, the left one in place where it is the only owner; `false` for others.
  private static func appendText(_ left: inout Value, _ right: Value) throws -> Bool {
    guard case .string(let other) = right, case .string(var box) = left else { return false }
    left = .none
    defer { left = .string(box) }
    try StringBox.append(other, to: &box)
    return true
  }

  /// Joins two lists, the left one in place where it is the only owner; `false` for others.
  private static func appendList(_ left: inout Value, _ right: Value) throws -> Bool {
    guard case .list(var box) = left else { return false }
    switch right {
    case .list(let other):
      try ValueLimits.checkList(box.elements.count + other.elements.count)
      left = .none
      defer { left = .list(box) }
      if isKnownUniquelyReferenced(&box) {
        box.elements += other.elements
        box.depth = max(box.depth, other.depth)
      } else {
        box = ListBox(box.elements + other.elements, depth: max(box.depth, other.depth))
      }
      return true
    // [] is an empty tensor.
    case .tensor(let tensor): return tensor.count == 0
    default: return false
    }
  }

  /// Updates a tensor by a tensor, number or bool; `false` for other operands.
  private static func updateTensor(
    _ left: inout Value, _ operation: BinaryOperation, with right: Value
  ) throws -> Bool {
    guard case .tensor(var tensor) = left else { return false }
    switch right {
    case .tensor(let other):
      left = .none
      defer { left = .tensor(tensor) }
      try tensor.update(operation, with: other)
    case .number, .bool:
      left = .none
      defer { left = .tensor(tensor) }
      try tensor.update(operation, with: right.scalar ?? 0, kind: right.scalarKind)
    default: return false
    }
    return true
  }

  static func operandError(_ symbol: String, _ left: Value, _ right: Value) -> Failure {
    var notes: [String] = []
    var mistake = Mistake.operandTypes
    switch (left, right) {
    case (.string, .number), (.number, .string), (.string, .bool), (.string, .tensor),
      (.tensor, .string):
      notes = [
        symbol == "+"
          ? "put a value into a string with \"{…}\" or string(x)"
          : "number(x) reads a number from a string"
      ]
      mistake = .textAndNumber
    case (.list, .number), (.number, .list), (.list, .tensor), (.tensor, .list):
      notes = ["a list is not a tensor; arithmetic needs numbers: tensor(list)"]
    case (.none, _), (_, .none): notes = ["none is no number; does a function return nothing?"]
    case (.function(let function), _), (_, .function(let function)):
      notes = ["a function is called with parentheses: \(function.name ?? "f")(…)"]
    default: break
    }
    return Failure(
      .type, "\(symbol) does not work on \(left.described) and \(right.described)", notes: notes,
      mistake,
      facts: ["operator": symbol, "left": left.described, "right": right.described])
  }

  static func matrixProduct(_ left: Value, _ right: Value) throws -> Value {
    guard case .tensor(let a) = left, case .tensor(let b) = right else {
      if let value = try OperandOperation.matrixProduct(left, right).performed() { return value }
      let advice = left.scalar != nil || right.scalar != nil ? ["a number multiplies with *"] : []
      throw Failure(
        .type, "@ is the product of tensors, found \(left.described) and \(right.described)",
        notes: advice)
    }
    return .reduced(try matmul(a, b))
  }

  // MARK: - One operand

  static func negate(_ value: Value) throws -> Value {
    if case .tensor(let tensor) = value { return .tensor(try apply(.negate, tensor)) }
    guard let number = value.scalar else {
      if let value = try OperandOperation.negate(value).performed() { return value }
      throw Failure(.type, "- needs a number or a tensor, found \(value.described)")
    }
    return .number(-number)
  }

  static func not(_ value: Value) throws -> Value {
    switch value {
    case .bool(let bool): return .bool(!bool)
    case .tensor(let tensor) where tensor.isBool: return .tensor(try apply(.not, tensor))
    default:
      if let value = try OperandOperation.not(value).performed() { return value }
      throw Failure(
        .type, "not needs a bool, found \(value.described)", notes: ["compare it first: x == 0"])
    }
  }

  static func transpose(_ value: Value) throws -> Value {
    switch value {
    case .tensor(let tensor): return .tensor(try tensor.transposed())
    case .number, .bool: return value
    default:
      if let value = try OperandOperation.transpose(value).performed() { return value }
      throw Failure(
        .type, "' is the transpose and needs a tensor, found \(value.described)",
        notes: ["strings use double quotes"])
    }
  }

  // MARK: - Comparison

  static func compare(_ operation: BinaryOperation, _ left: Value, _ right: Value) throws -> Value {
    switch (left, right) {
    case (.tensor(let a), .tensor(let b)): return .reduced(try apply(operation, a, b))
    case (.tensor(let a), .number), (.tensor(let a), .bool):
      return .tensor(try apply(operation, a, right.scalar ?? 0, kind: right.scalarKind))
    case (.number, .tensor(let b)), (.bool, .tensor(let b)):
      return .tensor(try apply(operation, left.scalar ?? 0, b, kind: left.scalarKind))
    case (.number, .bool), (.bool, .number): break
    default:
      if let x = left.scalar, let y = right.scalar {
        return .bool(apply(operation, x, y) != 0)
      }
      if let value = try OperandOperation.binary(operation, left, right).performed() {
        return value
      }
    }
    switch operation {
    case .equal: return .bool(left.isEqual(to: right))
    case .notEqual: return .bool(!left.isEqual(to: right))
    default: return .bool(try isOrdered(operation, left, right))
    }
  }

  private static func isOrdered(
    _ operation: BinaryOperation, _ left: Value, _ right: Value
  ) throws -> Bool {
    guard case .string(let a) = left, case .string(let b) = right else {
      throw operandError(operation.symbol, left, right)
    }
    switch operation {
    case .less: return a.text < b.text
    case .lessEqual: return a.text <= b.text
    case .greater: return a.text > b.text
    default: return a.text >= b.text
    }
  }

  static func combine(
    _ operation: BinaryOperation, _ left: Value, _ right: Value
  ) throws -> Value {
    switch (left, right) {
    case (.tensor(let a), .tensor(let b)): .tensor(try apply(operation, a, b))
    case (.tensor(let a), .bool(let b)):
      .tensor(try apply(operation, a, b ? 1 : 0, kind: .bool))
    case (.bool(let a), .tensor(let b)):
      .tensor(try apply(operation, a ? 1 : 0, b, kind: .bool))
    default: .bool(apply(operation, left.scalar ?? 0, right.scalar ?? 0) != 0)
    }
  }

  /// Whether `element in container`.
  package static func contains(_ container: Value, _ element: Value) throws -> Bool {
    let element = element.plain
    switch container.plain {
    case .list(let box): return box.elements.contains { $0.isEqual(to: element) }
    case .record(let box):
      guard case .string(let name) = element else { return false }
      return box.record.position(of: name.text) != nil
    case .string(let box):
      guard case .string(let part) = element else {
        throw Failure(.type, "a string holds strings, found \(element.described)")
      }
      return try TextSearch.first(part.text, in: box.text) != nil
    case .tensor(let tensor):
      guard let wanted = element.scalar else {
        if case .tensor(let row) = element { return try containsRow(tensor, row) }
        return false
      }
      return tensor.withElements { $0.contains(wanted) }
    default:
      throw Failure(
        .type, "in looks into a list, tensor, record or string, found \(container.described)")
    }
  }

  private static func containsRow(_ tensor: Tensor, _ row: Tensor) throws -> Bool {
    guard tensor.rank == row.rank + 1 else { return false }
    for index in 0..<tensor.rowCount
    where Value.tensor(row).isEqual(to: Operators.row(tensor, index)) {
      return true
    }
    return false
  }

  // MARK: - Parts

  /// A position along the first axis, which the caller has checked.
  package static func row(_ tensor: Tensor, _ index: Int) -> Value {
    if tensor.rank == 1 {
      let element = tensor[flat: index]
      return tensor.isBool ? .bool(element != 0) : .number(element)
    }
    var shape = Shape()
    for axis in 1..<max(tensor.rank, 1) { shape.append(tensor.shape[axis]) }
    let count = shape.count
    return .tensor(
      Tensor(shape, kind: tensor.kind) { target in
        tensor.withElements { source in
          guard let base = source.baseAddress else { return }
          target.initialize(from: base + index * count, count: count)
        }
      })
  }
}

extension Value {
  /// A number, or a bool as 0 or 1.
  package var scalar: Double? {
    switch self {
    case .number(let number): number
    case .bool(let bool): bool ? 1 : 0
    case .tensor(let tensor) where tensor.rank == 0: tensor[flat: 0]
    default: nil
    }
  }

  var scalarKind: ElementKind {
    if case .bool = self { return .bool }
    return .number
  }
}
