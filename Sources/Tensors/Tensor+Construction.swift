extension Shape {
  /// A shape from numbers that a user gave; whole, not negative, and affordable.
  ///
  /// - Throws: `value` for fractions, NaN and infinities, `shape` for negative sizes or more than
  ///   eight axes, `limit` when so many elements do not fit in memory.
  package init(checking sizes: [Double]) throws {
    let whole = try sizes.map { try Int(whole: $0, "a size") }
    try self.init(checking: whole)
  }

  /// A shape from sizes that a user gave; not negative, and affordable.
  package init(checking sizes: [Int]) throws {
    guard let shape = Shape(sizes) else {
      throw TensorError(
        .shape, "a tensor has at most \(Shape.maximumRank) axes, found \(sizes.count)")
    }
    try TensorMemory.check(shape)
    self = shape
  }
}

extension Tensor {
  /// Zeros of a shape that a user gave.
  package static func zeros(_ sizes: [Int]) throws -> Tensor { try full(sizes, 0) }

  /// Ones of a shape that a user gave.
  package static func ones(_ sizes: [Int]) throws -> Tensor { try full(sizes, 1) }

  /// One value everywhere, in a shape that a user gave.
  package static func full(
    _ sizes: [Int], _ value: Double, kind: ElementKind = .number
  ) throws -> Tensor {
    Tensor(repeating: value, try Shape(checking: sizes), kind: kind)
  }

  /// The identity matrix, or ones on the main diagonal of a rows×columns one.
  package static func eye(_ rows: Int, _ columns: Int? = nil) throws -> Tensor {
    let width = columns ?? rows
    var result = try zeros([rows, width])
    result.withMutableElements { target in
      for i in 0..<min(rows, width) { target[i * width + i] = 1 }
    }
    return result
  }

  /// The numbers `start + i * step` before `stop`: ⌈(stop − start) / step⌉ of them, or none.
  ///
  /// - Throws: `value` for a step of 0 or bounds that are NaN or infinite, `limit` for too many.
  package static func range(_ start: Double, _ stop: Double, _ step: Double = 1) throws -> Tensor {
    if let odd = [start, stop, step].first(where: { !$0.isFinite }) {
      throw TensorError(.value, "a range needs finite numbers, found \(odd)")
    }
    guard step != 0 else { throw TensorError(.value, "a range's step must not be 0") }
    let exact = ((stop - start) / step).rounded(.up)
    let count = exact > 0 ? Int(exactly: exact) ?? Int.max : 0
    try TensorMemory.check(Shape(count))
    return try Tensor(Shape(count)) { target in
      try forEachBlock(count) { first, length in
        for i in first..<first + length { target[i] = start + Double(i) * step }
      }
    }
  }

  /// `count` numbers from `start` to `stop`, evenly spaced, both ends exact.
  package static func linspace(_ start: Double, _ stop: Double, _ count: Int) throws -> Tensor {
    let shape = try Shape(checking: [count])
    let step = (stop - start) / Double(Swift.max(count - 1, 1))
    return Tensor(shape) { target in
      for i in 0..<count { target[i] = start + Double(i) * step }
      if count > 1 { target[count - 1] = stop }
    }
  }

  /// The same elements in another shape; one size may be −1, meaning what is left over.
  package func reshaped(to sizes: [Int]) throws -> Tensor {
    var sizes = sizes
    let open = sizes.indices.filter { sizes[$0] == -1 }
    guard open.count <= 1 else {
      throw TensorError(.shape, "one size of a shape may be -1, found \(open.count)")
    }
    if let position = open.first {
      sizes[position] = 1
      let known = try Shape(checking: sizes).count
      guard known > 0, count % known == 0 else {
        throw TensorError(
          .shape, "cannot reshape \(shape) (\(count) elements): no size fits in place of -1",
          notes: ["the other sizes hold \(known) elements"], .unfitReshape)
      }
      sizes[position] = count / known
    }
    return try reshaped(Shape(checking: sizes))
  }

  /// All elements as a vector, row by row.
  package func flattened() throws -> Tensor { try reshaped(Shape(count)) }

  /// The axes in another order: axis i of the result is axis `order[i]` of this tensor.
  package func permuted(_ order: [Int]) throws -> Tensor {
    let axes = try order.map { try shape.resolve(axis: $0) }
    guard axes.sorted() == Array(0..<rank) else {
      throw TensorError(.value, "expected each of \(rank) axes once, found \(order)")
    }
    try TensorMemory.check(shape)
    return try gather(Selection(permuting: shape, axes))
  }
}
