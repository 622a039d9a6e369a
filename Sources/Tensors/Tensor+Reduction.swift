extension Tensor {
  /// Reduces all elements to one number.
  ///
  /// - Throws: `value` for the smallest or largest of no elements.
  package func reduced(by reduction: Reduction) throws -> Double {
    if count >= FusedExpression.smallestCount,
      let result = try FusedExpression(self).reduced(by: reduction)
    {
      return result
    }
    return try withElements { x in
      guard count > 0 || reduction.hasEmptyResult else { throw emptyError(reduction) }
      guard let base = x.baseAddress else { return .nan }
      return try reduction.evaluate(base, x.count)
    }
  }

  /// Reduces along one axis, which stays with size 1; a vector becomes a tensor without axes.
  ///
  /// Without an axis everything is reduced to a tensor without axes.
  package func reduced(by reduction: Reduction, axis: Int?) throws -> Tensor {
    guard let axis else {
      return Tensor(scalar: try reduced(by: reduction), kind: reduction.resultKind)
    }
    let lanes = try Lanes(shape, axis: axis)
    guard lanes.length > 0 || lanes.laneCount == 0 || reduction.hasEmptyResult else {
      throw emptyError(reduction)
    }
    let result = lanes.reducedShape
    try TensorMemory.check(result)
    return try Tensor(result, kind: reduction.resultKind) { target in
      try withElements { x in
        guard let x = x.baseAddress else { return }
        if (reduction == .sum || reduction == .mean) && lanes.inner > 1 {
          try lanes.sumRows(x, into: target)
          guard reduction == .mean else { return }
          for i in 0..<lanes.laneCount { target[i] /= Double(lanes.length) }
        } else {
          try lanes.forEach(x) { lane, index in
            target[index] = try reduction.evaluate(lane, lanes.length)
          }
        }
      }
    }
  }

  private func emptyError(_ reduction: Reduction) -> TensorError {
    TensorError(.value, "\(reduction.rawValue) of no elements: the tensor is \(shape)")
  }
}

/// The lines of a tensor along one axis: `outer × inner` lanes of `length` elements.
struct Lanes {
  let outer: Int
  let length: Int
  /// The number of lanes side by side, also the distance of a lane's elements.
  let inner: Int
  /// The tensor's shape with the axis reduced to 1, or without it for a vector.
  let reducedShape: Shape

  var laneCount: Int { outer * inner }

  init(_ shape: Shape, axis: Int) throws {
    let axis = try shape.resolve(axis: axis)
    outer = (0..<axis).reduce(1) { $0 * shape[$1] }
    length = shape[axis]
    inner = (axis + 1..<shape.rank).reduce(1) { $0 * shape[$1] }
    if shape.rank == 1 {
      reducedShape = Shape()
    } else {
      var reduced = shape
      reduced[axis] = 1
      reducedShape = reduced
    }
  }

  /// Calls `body` with each lane's elements side by side and its number.
  ///
  /// Distant elements are gathered eight lanes at a time: one cache line serves all eight.
  func forEach(
    _ x: UnsafePointer<Double>, _ body: (UnsafePointer<Double>, Int) throws -> Void
  ) throws {
    if inner == 1 {
      for lane in 0..<outer {
        if lane & 255 == 0 { try Interrupt.check() }
        try body(x + lane * length, lane)
      }
      return
    }
    let scratch = UnsafeMutablePointer<Double>.allocate(capacity: max(8 * length, 1))
    defer { scratch.deallocate() }
    for block in 0..<outer {
      let start = x + block * length * inner
      for first in stride(from: 0, to: inner, by: 8) {
        try Interrupt.check()
        let width = min(8, inner - first)
        for i in 0..<length {
          for j in 0..<width { scratch[j * length + i] = start[i * inner + first + j] }
        }
        for j in 0..<width { try body(scratch + j * length, block * inner + first + j) }
      }
    }
  }

  /// Adds up rows, in blocks of 128 so that rounding errors stay small.
  func sumRows(_ x: UnsafePointer<Double>, into target: UnsafeMutablePointer<Double>) throws {
    let partial = UnsafeMutablePointer<Double>.allocate(capacity: max(inner, 1))
    defer { partial.deallocate() }
    for block in 0..<outer {
      let sums = target + block * inner
      sums.initialize(repeating: 0, count: inner)
      for first in stride(from: 0, to: length, by: 128) {
        try Interrupt.check()
        partial.initialize(repeating: 0, count: inner)
        for i in first..<min(first + 128, length) {
          let row = x + (block * length + i) * inner
          for j in 0..<inner { partial[j] += row[j] }
        }
        for j in 0..<inner { sums[j] += partial[j] }
      }
    }
  }
}
