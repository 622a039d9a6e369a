extension RandomGenerator {
  /// Uniform numbers in [0, 1) in a shape that a user gave.
  package mutating func uniform(_ sizes: [Int]) throws -> Tensor {
    let shape = try Shape(checking: sizes)
    return try Tensor(shape) { try fillUniform($0, count: shape.count) }
  }

  /// Standard normal numbers in a shape that a user gave.
  package mutating func normal(_ sizes: [Int]) throws -> Tensor {
    let shape = try Shape(checking: sizes)
    return try Tensor(shape) { try fillNormal($0, count: shape.count) }
  }

  /// Whole numbers from `low` up to, but without, `high`, in a shape that a user gave.
  ///
  /// - Throws: `value` when there is none.
  package mutating func integers(_ low: Int, _ high: Int, _ sizes: [Int]) throws -> Tensor {
    guard low < high else {
      throw TensorError(
        .value, "expected whole numbers below the upper end, found none from \(low) to \(high)",
        notes: ["the upper end itself is never drawn"])
    }
    let shape = try Shape(checking: sizes)
    let width = UInt64(bitPattern: Int64(high &- low))
    return try Tensor(shape) { target in
      try forEachBlock(shape.count) { start, length in
        for i in start..<start + length {
          target[i] = Double(low &+ Int(truncatingIfNeeded: integer(below: width)))
        }
      }
    }
  }

  /// The numbers 0 to count − 1 in random order, every order equally likely (Fisher and Yates).
  package mutating func permutation(_ count: Int) throws -> [Int] {
    _ = try Shape(checking: [count])
    var order = Array(0..<count)
    for i in stride(from: count - 1, to: 0, by: -1) {
      if i & 0xFFFF == 0 { try Interrupt.check() }
      order.swapAt(i, Int(integer(below: UInt64(i + 1))))
    }
    return order
  }

  /// A tensor with its entries along the first axis in random order.
  package mutating func shuffled(_ tensor: Tensor) throws -> Tensor {
    guard tensor.rank > 0 else {
      throw TensorError(.shape, "expected a tensor with axes to shuffle, found a number")
    }
    return try tensor.indexed(by: [.positions(permutation(tensor.rowCount))])
  }

  /// `size` positions below `count`, with or without repeats.
  ///
  /// - Throws: `value` when there are too few to choose from.
  package mutating func choice(
    _ count: Int, size: Int, replacement: Bool = true
  ) throws -> [Int] {
    _ = try Shape(checking: [size])
    guard size == 0 || count > 0 else {
      throw TensorError(.value, "expected something to choose from, found nothing")
    }
    if replacement {
      let bound = UInt64(max(count, 1))
      return (0..<size).map { _ in Int(integer(below: bound)) }
    }
    guard size <= count else {
      throw TensorError(
        .value, "cannot choose \(size) of \(count) without repeats",
        notes: ["allow repeats with replacement, or choose fewer"])
    }
    // The start of a shuffle; only entries that moved are remembered.
    var moved: [Int: Int] = [:]
    return (0..<size).map { i in
      let j = i + Int(integer(below: UInt64(count - i)))
      let chosen = moved[j] ?? j
      moved[j] = moved[i] ?? i
      return chosen
    }
  }

  /// `size` positions with the given probabilities, with repeats.
  ///
  /// - Throws: `value` unless the weights are finite, not negative and not all 0.
  package mutating func choice(weights: [Double], size: Int) throws -> [Int] {
    _ = try Shape(checking: [size])
    var running: [Double] = []
    var total = 0.0
    for weight in weights {
      guard weight >= 0, weight.isFinite else {
        throw TensorError(.value, "expected probabilities of 0 or more, found \(weight)")
      }
      total += weight
      running.append(total)
    }
    guard total > 0, total.isFinite, let last = weights.lastIndex(where: { $0 > 0 }) else {
      throw TensorError(.value, "expected probabilities with a sum above 0, found \(total)")
    }
    return (0..<size).map { _ in
      let wanted = uniform() * total
      var (low, high) = (0, last)
      while low < high {
        let middle = (low + high) / 2
        if running[middle] > wanted { high = middle } else { low = middle + 1 }
      }
      return low
    }
  }
}

extension Array {
  /// Puts the elements in a new order, every order being equally likely (Fisher and Yates).
  ///
  /// Inlined where it is called: elements of a type that is not known would be moved through memory
  /// of their own.
  @inlinable
  package mutating func shuffle(_ generator: inout RandomGenerator) {
    for i in stride(from: count - 1, to: 0, by: -1) {
      swapAt(i, Int(generator.integer(below: UInt64(i + 1))))
    }
  }
}
