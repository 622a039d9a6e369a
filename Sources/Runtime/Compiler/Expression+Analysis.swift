internal import Syntax
internal import Tensors

extension Expression {
  /// The number, when the expression is one with or without a sign.
  var numberLiteral: Double? {
    switch kind {
    case .number(let value): value
    case .negate(let inner): inner.numberLiteral.map { -$0 }
    default: nil
    }
  }

  /// The number or bool, when the expression is nothing else.
  var scalarLiteral: Value? {
    if case .bool(let value) = kind { return .bool(value) }
    return numberLiteral.map(Value.number)
  }

  /// Whether evaluating the expression may assign a variable of the same function.
  var mayAssign: Bool {
    switch kind {
    case .number, .bool, .none, .missing, .name, .function: false
    case .conditional, .tryCatch, .block: true
    case .string(let parts):
      parts.contains { if case .value(let value, _) = $0 { value.mayAssign } else { false } }
    case .bracket(let rows, _): rows.contains { $0.contains(where: \.mayAssign) }
    case .record(let parts):
      parts.contains { part in
        switch part {
        case .field(_, let value), .spread(let value): value.mayAssign
        }
      }
    case .range(let start, let stop, let step):
      start.mayAssign || stop.mayAssign || step?.mayAssign ?? false
    case .negate(let value), .not(let value), .transpose(let value), .field(let value, _):
      value.mayAssign
    case .binary(_, let left, let right, _), .and(let left, let right), .or(let left, let right):
      left.mayAssign || right.mayAssign
    case .comparison(let first, let parts):
      first.mayAssign || parts.contains { $0.operand.mayAssign }
    case .call(let callee, let arguments):
      callee.mayAssign || arguments.contains { $0.value.mayAssign }
    case .index(let base, let parts):
      base.mayAssign
        || parts.contains { part in
          switch part {
          case .value(let value): value.mayAssign
          case .slice(let start, let stop, let step, _):
            [start, stop, step].contains { $0?.mayAssign ?? false }
          case .ellipsis: false
          }
        }
    }
  }
}

extension FunctionCompiler {
  /// The tensor that a bracket of plain numbers or plain bools denotes; made once.
  func constantTensor(_ rows: [[Expression]], hasRows: Bool) -> Tensor? {
    guard let width = rows.first?.count, width > 0, rows.allSatisfy({ $0.count == width }) else {
      return nil
    }
    let parts = rows.flatMap { $0 }
    let shape = hasRows ? Shape(rows.count, width) : Shape(width)
    let numbers = parts.compactMap(\.numberLiteral)
    if numbers.count == parts.count { return Tensor(numbers, shape) }
    let bools = parts.compactMap { part -> Double? in
      if case .bool(let value) = part.kind { return value ? 1 : 0 }
      return nil
    }
    return bools.count == parts.count ? Tensor(bools, shape, kind: .bool) : nil
  }
}
