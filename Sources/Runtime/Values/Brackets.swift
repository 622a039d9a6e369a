internal import Diagnostics
internal import Tensors

/// What a bracket literal makes of its parts.
package enum Brackets {
  /// What `[a, b, c]` is: a tensor when the parts fit together, else a list.
  package static func value(of parts: [Value]) throws -> Value { try row(parts) }

  static func value(_ parts: [Value], _ layout: BracketLayout) throws -> Value {
    guard layout.hasRows else { return try row(parts) }
    if let traced = try TracedObject.bracket(parts, layout) { return traced }
    var rows: [Tensor] = []
    var next = 0
    for (index, count) in layout.rowCounts.enumerated() {
      let part = try row(Array(parts[next..<(next + count)]), isAlone: count == 1)
      next += count
      guard case .tensor(let tensor) = part else {
        throw Failure(
          .type, "rows are made of numbers or bools, found \(part.described) in row \(index)",
          notes: ["a list of lists is written [[…], […]]"])
      }
      if let first = rows.first, first.shape != tensor.shape {
        throw raggedError(rows, tensor)
      }
      if let first = rows.first, first.isBool != tensor.isBool { throw mixtureError() }
      rows.append(tensor)
    }
    return .tensor(try Tensor.stack(rows))
  }

  private static func raggedError(_ rows: [Tensor], _ tensor: Tensor) -> Failure {
    let sizes = (rows + [tensor]).prefix(8).map { $0.shape.description }.joined(separator: ", ")
    return Failure(
      .shape, "rows of a tensor are of one size, found \(sizes)",
      notes: ["row \(rows.count) differs from row 0"], .raggedRows)
  }

  private static func mixtureError() -> Failure {
    Failure(
      .type, "numbers and bools do not mix in a tensor",
      notes: ["number(x) turns a bool into 0 or 1"])
  }

  /// Parts between commas: a tensor when they fit together, else a list.
  ///
  /// A part that stands alone in a row is the row itself.
  static func row(_ parts: [Value], isAlone: Bool = false) throws -> Value {
    if let traced = try TracedObject.bracket(parts, isAlone: isAlone) { return traced }
    if isAlone, case .tensor(let tensor) = parts[0], tensor.rank > 0 { return parts[0] }
    guard let first = parts.first else { return .tensor(Tensor([])) }
    switch first {
    case .number, .bool: return try scalars(parts)
    case .tensor: return try tensors(parts)
    default: return try .list(of: parts)
    }
  }

  private static func scalars(_ parts: [Value]) throws -> Value {
    var numbers: [Double] = []
    numbers.reserveCapacity(parts.count)
    var boolCount = 0
    for part in parts {
      switch part {
      case .number(let number): numbers.append(number)
      case .bool(let bool):
        numbers.append(bool ? 1 : 0)
        boolCount += 1
      default: return try .list(of: parts)
      }
    }
    guard boolCount == 0 || boolCount == parts.count else {
      let bool = parts.firstIndex { if case .bool = $0 { true } else { false } } ?? 0
      let number = parts.firstIndex { if case .number = $0 { true } else { false } } ?? 0
      throw Failure(
        .type,
        "numbers and bools do not mix in a tensor: part \(number) is "
          + "\(parts[number].literal), part \(bool) is \(parts[bool].literal)",
        notes: ["number(x) turns a bool into 0 or 1"])
    }
    return .tensor(Tensor(numbers, kind: boolCount > 0 ? .bool : .number))
  }

  private static func tensors(_ parts: [Value]) throws -> Value {
    var tensors: [Tensor] = []
    for part in parts {
      guard case .tensor(let tensor) = part, tensor.count > 0,
        tensors.first.map({ $0.shape == tensor.shape && $0.isBool == tensor.isBool }) ?? true
      else { return try .list(of: parts) }
      tensors.append(tensor)
    }
    return .tensor(try Tensor.stack(tensors))
  }
}
