internal import Glibc

extension Tensor {
  /// Calls `body` with each line along an axis and where its result goes; both of one length.
  ///
  /// `length` is the result's size on that axis.
  func mapLanes(
    axis: Int, length: Int,
    _ body: (UnsafePointer<Double>, Int, UnsafeMutablePointer<Double>) throws -> Void
  ) throws -> Tensor {
    let place = try shape.resolve(axis: axis)
    let lanes = try Lanes(shape, axis: axis)
    var result = shape
    result[place] = length
    try TensorMemory.check(result)
    let scratch = UnsafeMutablePointer<Double>.allocate(capacity: max(length, 1))
    defer { scratch.deallocate() }
    return try Tensor(result) { target in
      try withElements { x in
        guard let x = x.baseAddress else { return }
        try lanes.forEach(x) { lane, index in
          if lanes.inner == 1 {
            try body(lane, lanes.length, target + index * length)
            return
          }
          try body(lane, lanes.length, scratch)
          let start = index / lanes.inner * lanes.inner * length + index % lanes.inner
          for i in 0..<length { target[start + i * lanes.inner] = scratch[i] }
        }
      }
    }
  }

  /// The vector or, along an axis, the tensor of running sums; without an axis of all elements.
  package func cumulativeSum(axis: Int? = nil) throws -> Tensor {
    guard let axis else { return try flattened().cumulativeSum(axis: 0) }
    let length = shape[try shape.resolve(axis: axis)]
    return try mapLanes(axis: axis, length: length) { x, count, target in
      var total = 0.0
      for i in 0..<count {
        total += x[i]
        target[i] = total
      }
    }
  }

  /// The differences of neighbours along an axis, the last one unless told otherwise.
  package func differences(axis: Int = -1) throws -> Tensor {
    let length = max(shape[try shape.resolve(axis: axis)] - 1, 0)
    return try mapLanes(axis: axis, length: length) { x, _, target in
      for i in 0..<length { target[i] = x[i + 1] - x[i] }
    }
  }

  /// eˣ / Σ eˣ along an axis, or over all elements, without overflow.
  package func softmax(axis: Int? = nil) throws -> Tensor {
    guard let axis else { return try flattened().softmax(axis: 0).reshaped(shape) }
    let length = shape[try shape.resolve(axis: axis)]
    return try mapLanes(axis: axis, length: length) { x, count, target in
      guard count > 0 else { return }
      let largest = try Reduction.max.evaluate(x, count)
      for i in 0..<count { target[i] = x[i] - largest }
      computeRow(.exp, target, into: target, count: count)
      var total = 0.0
      for i in 0..<count { total += target[i] }
      for i in 0..<count { target[i] /= total }
    }
  }

  /// The elements in ascending order along an axis, NaN last.
  package func sorted(axis: Int = -1) throws -> Tensor {
    let length = shape[try shape.resolve(axis: axis)]
    return try mapLanes(axis: axis, length: length) { x, count, target in
      for (i, position) in try sortedPositions(x, count).enumerated() { target[i] = x[position] }
    }.with(kind: kind)
  }

  /// The positions that sort along an axis, NaN last, or the other way round; equal elements keep
  /// their order.
  package func sortingPositions(axis: Int = -1, isReversed: Bool = false) throws -> Tensor {
    let length = shape[try shape.resolve(axis: axis)]
    return try mapLanes(axis: axis, length: length) { x, count, target in
      var order = try sortedPositions(x, count)
      if isReversed { reverseKeepingTies(&order) { x[$0] } }
      for (i, position) in order.enumerated() { target[i] = Double(position) }
    }
  }

  /// Turns ascending positions round, those of equal values as they were.
  private func reverseKeepingTies(_ order: inout [Int], _ value: (Int) -> Double) {
    order.reverse()
    var start = 0
    for end in 1...max(order.count, 1) {
      if end < order.count {
        let (a, b) = (value(order[start]), value(order[end]))
        if a == b || a.isNaN && b.isNaN { continue }
      }
      order[start..<min(end, order.count)].reverse()
      start = end
    }
  }

  /// The different elements in ascending order, as a vector; all NaN count as one.
  package func unique() throws -> Tensor {
    let sorted = try withElements { x in
      guard let base = x.baseAddress else { return [Double]() }
      return try sortedElements(base, x.count)
    }
    var result: [Double] = []
    for value in sorted where result.last != value {
      if value.isNaN, result.last?.isNaN == true { break }
      result.append(value)
    }
    return Tensor(result, kind: kind)
  }
}
