extension Reduction {
  /// Whether the result for mostly absent zeros follows from the entries that are there.
  package var takesSparse: Bool {
    switch self {
    case .median, .argmin, .argmax, .logsumexp: false
    default: true
    }
  }

  /// The result for `count` stored elements and zeros up to `length` in all.
  fileprivate func evaluate(
    _ x: UnsafePointer<Double>, _ count: Int, of length: Double
  ) throws -> Double {
    let absent = length - Double(count)
    switch self {
    case .sum, .any, .norm: return try evaluate(x, count)
    case .all: return absent > 0 ? 0 : 1
    case .mean: return try Reduction.sum.evaluate(x, count) / length
    case .variance, .std:
      let mean = try Reduction.sum.evaluate(x, count) / length
      let squares = try pairwiseSum(x, count, SquaredTerm(center: mean))
      let variance = (squares + absent * mean * mean) / length
      return self == .std ? variance.squareRoot() : variance
    case .min, .max:
      guard count > 0 else { return 0 }
      let stored = try evaluate(x, count)
      return absent > 0 ? apply(self == .min ? .minimum : .maximum, stored, 0) : stored
    case .prod:
      guard absent > 0 else { return try evaluate(x, count) }
      return x.firstIndex(count) { !$0.isFinite } == nil ? 0 : .nan
    case .median, .argmin, .argmax, .logsumexp: return .nan
    }
  }
}

extension SparseMatrix {
  /// Reduces all elements, stored or not, to one number.
  ///
  /// - Throws: `value` for the extreme of no elements, and for a reduction that needs every element.
  package func reduced(by reduction: Reduction) throws -> Double {
    try check(reduction)
    let length = Double(rowCount) * Double(columnCount)
    guard length > 0 || reduction.hasEmptyResult else {
      throw TensorError(.value, "\(reduction.rawValue) of no elements: the matrix is \(shape)")
    }
    return try values.withUnsafeBufferPointer { x in
      try withPointer(x) { try reduction.evaluate($0, x.count, of: length) }
    }
  }

  /// Reduces along one axis, which stays with size 1: 1×d for axis 0, n×1 for axis 1, dense.
  package func reduced(by reduction: Reduction, axis: Int?) throws -> Tensor {
    guard let axis else {
      return Tensor(scalar: try reduced(by: reduction), kind: reduction.resultKind)
    }
    try check(reduction)
    guard try shape.resolve(axis: axis) == 1 else {
      let lanes = try transposed().reduced(by: reduction, axis: 1)
      return try lanes.reshaped(Shape(1, columnCount))
    }
    guard columnCount > 0 || rowCount == 0 || reduction.hasEmptyResult else {
      throw TensorError(.value, "\(reduction.rawValue) of no elements: the matrix is \(shape)")
    }
    try TensorMemory.check(Shape(rowCount))
    return try Tensor(Shape(rowCount, 1), kind: reduction.resultKind) { target in
      try values.withUnsafeBufferPointer { x in
        try withPointer(x) { x in
          for i in 0..<rowCount {
            if i & 0x3FF == 0 { try Interrupt.check() }
            let range = entries(ofRow: i)
            target[i] = try reduction.evaluate(
              x + range.lowerBound, range.count, of: Double(columnCount))
          }
        }
      }
    }
  }

  private func check(_ reduction: Reduction) throws {
    guard reduction.takesSparse else {
      throw TensorError(
        .type, "\(reduction.rawValue) needs every element, found a sparse matrix",
        notes: ["\(reduction.rawValue)(tensor(x)) takes the dense matrix"])
    }
  }

  /// An address even where there are no entries.
  private func withPointer<R>(
    _ buffer: UnsafeBufferPointer<Double>, _ body: (UnsafePointer<Double>) throws -> R
  ) rethrows -> R {
    if let base = buffer.baseAddress { return try body(base) }
    return try withUnsafePointer(to: 0.0) { try body($0) }
  }

  /// The elements on a diagonal: 0 the main one, positive ones above it.
  package func diagonal(_ offset: Int = 0) throws -> Tensor {
    let first = (row: max(0, offset > -rowCount ? -offset : rowCount), column: max(0, offset))
    let count = max(0, min(rowCount - first.row, columnCount - min(first.column, columnCount)))
    try TensorMemory.check(Shape(count))
    return Tensor(Shape(count), kind: kind) { target in
      for i in 0..<count { target[i] = self[first.row + i, first.column + i] }
    }
  }

  /// The sum of the main diagonal.
  package func trace() throws -> Double { try diagonal().reduced(by: .sum) }
}
