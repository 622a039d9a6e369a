extension Tensor {
  /// Tensors one after the other along an axis; the other sizes are equal.
  package static func concat(_ parts: [Tensor], axis: Int = 0) throws -> Tensor {
    guard let first = parts.first else {
      throw TensorError(.value, "expected tensors to join, found none")
    }
    guard first.rank > 0 else {
      throw TensorError(.shape, "expected tensors with axes to join, found a number")
    }
    let axis = try first.shape.resolve(axis: axis)
    var shape = first.shape
    for part in parts.dropFirst() {
      try checkFit(part.shape, first.shape, except: axis)
      let (sum, overflow) = shape[axis].addingReportingOverflow(part.shape[axis])
      shape[axis] = overflow ? .max : sum
    }
    try TensorMemory.check(shape)
    let outer = (0..<axis).reduce(1) { $0 * shape[$1] }
    return try Tensor(shape, kind: commonKind(parts)) { target in
      var start = target
      for block in 0..<outer {
        try Interrupt.check()
        for part in parts {
          let length = part.count / outer
          part.withElements { source in
            guard let base = source.baseAddress else { return }
            start.initialize(from: base + block * length, count: length)
          }
          start += length
        }
      }
    }
  }

  /// Tensors of one shape side by side along a new axis.
  package static func stack(_ parts: [Tensor], axis: Int = 0) throws -> Tensor {
    guard let first = parts.first else {
      throw TensorError(.value, "expected tensors to stack, found none")
    }
    guard let other = parts.first(where: { $0.shape != first.shape }) else {
      var sizes = first.shape.dimensions
      let place = axis < 0 ? axis + first.rank + 1 : axis
      guard place >= 0, place <= first.rank else {
        throw TensorError(
          .value, "axis \(axis) does not exist: the result has \(first.rank + 1) axes")
      }
      sizes.insert(1, at: place)
      let shape = try Shape(checking: sizes)
      return try concat(parts.map { try $0.reshaped(shape) }, axis: place)
    }
    throw TensorError(
      .shape,
      "shapes do not fit: stack takes one shape, found "
        + "\(first.shape) and \(other.shape)")
  }

  /// The elements with those of `other` behind them, along an axis; without one, both flattened.
  package func appending(_ other: Tensor, axis: Int? = nil) throws -> Tensor {
    guard let axis else { return try Tensor.concat([flattened(), other.flattened()]) }
    return try Tensor.concat([self, other], axis: axis)
  }

  /// Every element `times` times in a row, along an axis; without one, of the flattened tensor.
  package func repeated(_ times: Int, axis: Int? = nil) throws -> Tensor {
    guard times >= 0 else {
      throw TensorError(.value, "expected 0 or more repetitions, found \(times)")
    }
    guard let axis else { return try flattened().repeated(times, axis: 0) }
    let place = try shape.resolve(axis: axis)
    var result = shape
    result[place] =
      result[place].multipliedReportingOverflow(by: times).overflow
      ? .max : result[place] * times
    try TensorMemory.check(result)
    let inner = (place + 1..<rank).reduce(1) { $0 * shape[$1] }
    return try Tensor(result, kind: kind) { target in
      try withElements { source in
        guard let base = source.baseAddress, inner > 0 else { return }
        var output = target
        for row in 0..<count / inner {
          if row & 1023 == 0 { try Interrupt.check() }
          for _ in 0..<times {
            output.initialize(from: base + row * inner, count: inner)
            output += inner
          }
        }
      }
    }
  }

  /// `whenTrue` where the condition holds, else `whenFalse`; all three stretch to one shape.
  package static func choose(
    _ condition: Tensor, _ whenTrue: Tensor, _ whenFalse: Tensor
  ) throws -> Tensor {
    let shape = try Shape.ofChoice(condition.shape, whenTrue.shape, whenFalse.shape)
    let (c, a, b) = try (
      condition.broadcast(to: shape), whenTrue.broadcast(to: shape), whenFalse.broadcast(to: shape)
    )
    try TensorMemory.check(shape)
    return Tensor(shape, kind: commonKind([whenTrue, whenFalse])) { target in
      c.withElements { c in
        a.withElements { a in
          b.withElements { b in
            for i in 0..<c.count { target[i] = c[i] != 0 ? a[i] : b[i] }
          }
        }
      }
    }
  }

  /// The positions, in row-major order, of the elements that are true, a vector for each axis.
  package func positionsOfTrue() throws -> [Tensor] {
    let found = withElements { x in x.indices.filter { x[$0] != 0 } }
    var step = 1
    var result: [Tensor] = []
    for axis in stride(from: rank - 1, through: 0, by: -1) {
      let (size, distance) = (shape[axis], step)
      result.append(Tensor(found.map { Double($0 / distance % size) }))
      step *= size
    }
    return result.reversed()
  }

  /// Bools only when all parts are bools.
  private static func commonKind(_ parts: [Tensor]) -> ElementKind {
    parts.allSatisfy(\.isBool) ? .bool : .number
  }

  private static func checkFit(_ shape: Shape, _ first: Shape, except axis: Int) throws {
    let fits =
      shape.rank == first.rank
      && (0..<first.rank).allSatisfy { $0 == axis || shape[$0] == first[$0] }
    guard !fits else { return }
    throw TensorError(
      .shape, "shapes do not fit: \(first) and \(shape) joined along axis \(axis)",
      notes: ["all sizes but that of axis \(axis) must be equal"])
  }
}

extension Shape {
  /// The shape that a condition and the two values it chooses between stretch to.
  static func ofChoice(
    _ condition: Shape, _ whenTrue: Shape, _ whenFalse: Shape
  ) throws -> Shape {
    guard let values = Shape.broadcast(whenTrue, whenFalse),
      let shape = Shape.broadcast(condition, values)
    else {
      throw TensorError(
        .shape, "shapes do not fit: where(\(condition), \(whenTrue), \(whenFalse))")
    }
    return shape
  }
}
