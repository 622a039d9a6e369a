/// Applies an operation element by element, stretching axes of size 1.
///
/// - Throws: `TensorError` of kind `shape` when the shapes do not fit, `limit` when the result does
///   not fit in memory; `Interruption` when asked to stop.
package func apply(
  _ operation: BinaryOperation, _ left: Tensor, _ right: Tensor
) throws -> Tensor {
  let kind = operation.resultKind(left.kind, right.kind)
  let shape = left.shape
  if left.count >= FusedExpression.smallestCount || right.count >= FusedExpression.smallestCount {
    return try FusedExpression.applying(operation, to: .init(left), .init(right)).materialized()
  }
  if shape == right.shape {
    let count = left.count
    try TensorMemory.check(shape)
    return try Tensor(shape, kind: kind) { target in
      try left.withElements { a in
        try right.withElements { b in
          guard let a = a.baseAddress, let b = b.baseAddress else { return }
          try computeRow(operation, a, 1, b, 1, into: target, count: count)
        }
      }
    }
  }
  let plan = try BroadcastPlan(operation, shape, right.shape)
  try TensorMemory.check(plan.shape)
  guard plan.shape.count > 0 else { return Tensor(plan.shape, kind: kind) { _ in } }
  return try Tensor(plan.shape, kind: kind) { target in
    try left.withElements { a in
      try right.withElements { b in
        guard let a = a.baseAddress, let b = b.baseAddress else { return }
        try plan.run(operation, a, b, into: target)
      }
    }
  }
}

/// Applies an operation to every element and a number; `kind` says what the number means.
package func apply(
  _ operation: BinaryOperation, _ left: Tensor, _ right: Double, kind: ElementKind = .number
) throws -> Tensor {
  if left.count >= FusedExpression.smallestCount {
    return try FusedExpression.applying(operation, to: .init(left), .init(right, kind: kind))
      .materialized()
  }
  try TensorMemory.check(left.shape)
  return try Tensor(left.shape, kind: operation.resultKind(left.kind, kind)) { target in
    try left.withElements { a in
      guard let base = a.baseAddress else { return }
      try withUnsafePointer(to: right) {
        try computeRow(operation, base, 1, $0, 0, into: target, count: a.count)
      }
    }
  }
}

/// Applies an operation to a number and every element; `kind` says what the number means.
package func apply(
  _ operation: BinaryOperation, _ left: Double, _ right: Tensor, kind: ElementKind = .number
) throws -> Tensor {
  if right.count >= FusedExpression.smallestCount {
    return try FusedExpression.applying(operation, to: .init(left, kind: kind), .init(right))
      .materialized()
  }
  try TensorMemory.check(right.shape)
  return try Tensor(right.shape, kind: operation.resultKind(kind, right.kind)) { target in
    try right.withElements { b in
      guard let base = b.baseAddress else { return }
      try withUnsafePointer(to: left) {
        try computeRow(operation, $0, 0, base, 1, into: target, count: b.count)
      }
    }
  }
}

extension Tensor {
  /// A tensor without axes that holds one number.
  package init(scalar value: Double, kind: ElementKind = .number) {
    self.init(repeating: value, Shape(), kind: kind)
  }

  /// Replaces this tensor by `self operation other`, in place when it is the elements' only owner.
  ///
  /// An interrupted update leaves the elements half done: whoever catches `Interruption` discards
  /// the value (the shell restores every variable of the cell).
  package mutating func update(_ operation: BinaryOperation, with other: Tensor) throws {
    guard isKnownUniquelyReferenced(&buffer) else {
      self = try apply(operation, self, other)
      return
    }
    if isLarge, try updateFused(operation, with: FusedExpression(other)) { return }
    if shape == other.shape {
      buffer.header.kind = operation.resultKind(kind, other.kind)
      let count = count
      try buffer.withUnsafeMutablePointerToElements { own in
        try other.withElements { b in
          guard let b = b.baseAddress else { return }
          try computeRow(operation, own, 1, b, 1, into: own, count: count)
        }
      }
      return
    }
    let plan = try BroadcastPlan(operation, shape, other.shape)
    guard plan.shape == shape else {
      self = try apply(operation, self, other)
      return
    }
    buffer.header.kind = operation.resultKind(kind, other.kind)
    guard count > 0 else { return }
    try buffer.withUnsafeMutablePointerToElements { own in
      try other.withElements { b in
        guard let b = b.baseAddress else { return }
        try plan.run(operation, own, b, into: own)
      }
    }
  }

  /// Whether blocks and threads pay.
  private var isLarge: Bool { count >= FusedExpression.smallestCount }

  /// Computes a large update where the elements are; `false` when it changes the shape.
  private mutating func updateFused(
    _ operation: BinaryOperation, with other: FusedExpression
  ) throws -> Bool {
    let result = try FusedExpression.applying(operation, to: FusedExpression(self), other)
    guard result.shape == shape else { return false }
    buffer.header.kind = result.kind
    try buffer.withUnsafeMutablePointerToElements { try FusedProgram(result).run(into: $0) }
    return true
  }

  /// Replaces this tensor by `self operation value`, in place when it is the only owner.
  package mutating func update(
    _ operation: BinaryOperation, with value: Double, kind: ElementKind = .number
  ) throws {
    guard isKnownUniquelyReferenced(&buffer) else {
      self = try apply(operation, self, value, kind: kind)
      return
    }
    if isLarge, try updateFused(operation, with: FusedExpression(value, kind: kind)) { return }
    buffer.header.kind = operation.resultKind(self.kind, kind)
    let count = count
    try buffer.withUnsafeMutablePointerToElements { own in
      try withUnsafePointer(to: value) {
        try computeRow(operation, own, 1, $0, 0, into: own, count: count)
      }
    }
  }

  /// The elements repeated to a larger shape, as broadcasting does.
  package func broadcast(to target: Shape) throws -> Tensor {
    if shape == target { return self }
    guard let stretched = Shape.stretch(shape, target), stretched.shape == target else {
      throw TensorError(.shape, "\(shape) does not stretch to \(target)")
    }
    try TensorMemory.check(target)
    return try gather(Selection(stretching: shape, to: target))
  }
}
