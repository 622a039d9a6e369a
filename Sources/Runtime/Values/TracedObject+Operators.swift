internal import Autodiff
internal import Diagnostics
internal import Tensors

extension TracedObject {
  package func perform(_ operation: OperandOperation) throws -> Value {
    switch operation {
    case .binary(let operation, let left, let right):
      return try Self.binary(operation, left, right)
    case .matrixProduct(let left, let right):
      return try Self.matrixProduct(left, right)
    case .negate: return Value(try -variable)
    case .not(let value): return try Operators.not(value.plain)
    case .transpose: return Value(try variable.transposed())
    case .replace(let whole, let parts, let part):
      return try Self.replace(whole, parts, with: part)
    case .element(_, let position): return Value(try variable.indexed(by: [.at(position)]))
    }
  }

  private static func binary(
    _ operation: BinaryOperation, _ left: Value, _ right: Value
  ) throws -> Value {
    if operation.resultKind(.number, .number) == .bool {
      return try Operators.compare(operation, left.plain, right.plain)
    }
    guard let x = left.variable, let y = right.variable else {
      throw Operators.operandError(operation.symbol, left.plain, right.plain)
    }
    return Value(try Operation.row(for: operation)(x, y))
  }

  private static func matrixProduct(_ left: Value, _ right: Value) throws -> Value {
    guard let x = left.variable, let y = right.variable else {
      return try productWithObject(left, right)
    }
    // A number is no operand of @, and the plain operator says so.
    guard x.shape.rank > 0, y.shape.rank > 0 else {
      return try Operators.matrixProduct(left.plain, right.plain)
    }
    return Value(try x.matmul(y))
  }

  /// A product with an object that multiplies plain tensors, such as a sparse matrix.
  private static func productWithObject(_ left: Value, _ right: Value) throws -> Value {
    // Other operands are wrong, and the plain operator says so.
    func plainError() throws -> Value { try Operators.matrixProduct(left.plain, right.plain) }
    let isLeft = left.variable == nil
    let (other, traced) = isLeft ? (left, right) : (right, left)
    guard let object = other.operandObject, let x = traced.variable, x.shape.rank > 0 else {
      return try plainError()
    }
    @Sendable func times(_ object: any OperandObject, _ matrix: Value, _ x: Tensor) throws -> Tensor
    {
      let x = Value.reduced(x)
      let result = try object.perform(.matrixProduct(isLeft ? matrix : x, isLeft ? x : matrix))
      if let tensor = Tensor.from(result) { return tensor }
      throw Failure(
        .unsupported, "@ is not differentiable on \(left.described) and \(right.described)")
    }
    let map = LinearMap(
      forward: { try times(object, other, $0) },
      backward: { cotangent in
        let turned = try object.perform(.transpose(other))
        return try times(turned.operandObject ?? object, turned, cotangent)
      })
    return Value(try Operation.linear(x, setting: .map(map)))
  }

  // MARK: - Parts

  package func indexed(by parts: [IndexValue]) throws -> Value {
    guard variable.shape.rank > 0 else { return try Indexing.read(plain, parts) }
    guard let mask = Self.mask(parts) else {
      return Value(try variable.indexed(by: try parts.map(Indexing.axisIndex)))
    }
    // Found wrong by the same rules as for plain tensors.
    _ = try variable.value.masked(by: mask)
    return Value(try variable.flattened().indexed(by: [.mask(mask.elements.map { $0 != 0 })]))
  }

  private static func replace(
    _ whole: Value, _ parts: [IndexValue], with part: Value
  ) throws -> Value {
    guard let base = whole.variable, base.shape.rank > 0 else {
      throw Failure(.type, "\(whole.described) cannot be changed part by part")
    }
    guard let new = part.variable else {
      throw Failure(.type, "a tensor's elements are numbers or bools, found \(part.described)")
    }
    guard let mask = mask(parts) else {
      return Value(try base.replacing(try parts.map(Indexing.axisIndex), with: new))
    }
    var checked = base.value
    try checked.assign(mask: mask, new.value)
    let flags = AxisIndex.mask(mask.elements.map { $0 != 0 })
    let number = new.shape.rank > 0 && new.shape.count == 1 ? try new.reshaped(Shape()) : new
    return Value(try base.flattened().replacing([flags], with: number).reshaped(base.shape))
  }

  /// A mask of several axes, which picks elements wherever it is true.
  private static func mask(_ parts: [IndexValue]) -> Tensor? {
    guard parts.count == 1, case .value(.tensor(let mask)) = parts[0], mask.isBool, mask.rank > 1
    else { return nil }
    return mask
  }

  // MARK: - Brackets

  /// What `[a, b, c]` is when a part is traced: traced where plain parts would make a tensor.
  ///
  /// `nil` when no part is.
  static func bracket(_ parts: [Value], isAlone: Bool) throws -> Value? {
    guard parts.contains(where: { $0.traced != nil }) else { return nil }
    guard case .tensor = try Brackets.row(parts.map(\.plain), isAlone: isAlone) else {
      return try .list(of: parts)
    }
    let variables = parts.compactMap(\.variable)
    if isAlone, let only = variables.first, only.shape.rank > 0 { return Value(only) }
    return Value(try Variable.stack(variables))
  }

  /// What rows separated by `;` are when a part is traced; `nil` when none is.
  static func bracket(_ parts: [Value], _ layout: BracketLayout) throws -> Value? {
    guard parts.contains(where: { $0.traced != nil }) else { return nil }
    _ = try Brackets.value(parts.map(\.plain), layout)
    var rows: [Variable] = []
    var next = 0
    for count in layout.rowCounts {
      let row = try Brackets.row(Array(parts[next..<(next + count)]), isAlone: count == 1)
      next += count
      if let row = row.variable { rows.append(row) }
    }
    return Value(try Variable.stack(rows))
  }
}
