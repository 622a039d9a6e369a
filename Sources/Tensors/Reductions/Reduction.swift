internal import Glibc

/// A number made from many.
package enum Reduction: String, Sendable, CaseIterable {
  case sum, prod, mean, median, variance, std, min, max, argmin, argmax, any, all, norm, logsumexp

  /// What the result means.
  var resultKind: ElementKind { self == .any || self == .all ? .bool : .number }

  /// Whether there is a result for no elements at all.
  var hasEmptyResult: Bool {
    switch self {
    case .min, .max, .argmin, .argmax: false
    default: true
    }
  }

  /// The result for `count` elements side by side, at least one where empty has no result.
  ///
  /// Variance and deviation are the population's (divided by n); the median of an even number is
  /// the mean of the middle two; `argmin` and `argmax` give the first position. NaN passes through
  /// all of them as in NumPy.
  func evaluate(_ x: UnsafePointer<Double>, _ count: Int) throws -> Double {
    switch self {
    case .sum: try pairwiseSum(x, count, PlainTerm())
    case .prod: try product(x, count)
    case .mean: try pairwiseSum(x, count, PlainTerm()) / Double(count)
    case .median: try middleValue(x, count)
    case .variance: try meanSquare(x, count)
    case .std: try meanSquare(x, count).squareRoot()
    case .min: try Reduction.extreme(x, count, .minimum)
    case .max: try Reduction.extreme(x, count, .maximum)
    case .argmin: try position(x, count, of: Reduction.extreme(x, count, .minimum))
    case .argmax: try position(x, count, of: Reduction.extreme(x, count, .maximum))
    case .any: x.firstIndex(count) { $0 != 0 } == nil ? 0 : 1
    case .all: x.firstIndex(count) { $0 == 0 } == nil ? 1 : 0
    case .norm: try euclideanNorm(x, count)
    case .logsumexp: try logSumExp(x, count)
    }
  }
}

/// Calls `body` with the start and length of each block, looking at the interrupt flag between.
@inline(__always)
func forEachBlock(_ count: Int, _ body: (Int, Int) throws -> Void) throws {
  var start = 0
  while start < count {
    if start > 0 { try Interrupt.check() }
    let length = Swift.min(interruptBlock, count - start)
    try body(start, length)
    start += length
  }
}

private func product(_ x: UnsafePointer<Double>, _ count: Int) throws -> Double {
  var total = 1.0
  try forEachBlock(count) { start, length in
    for i in start..<start + length { total *= x[i] }
  }
  return total
}

/// The mean squared distance from the mean, in two passes.
private func meanSquare(_ x: UnsafePointer<Double>, _ count: Int) throws -> Double {
  let mean = try pairwiseSum(x, count, PlainTerm()) / Double(count)
  return try pairwiseSum(x, count, SquaredTerm(center: mean)) / Double(count)
}

/// Whether a sum of squares lost nothing to the range of doubles.
func isSafeSquare(_ squares: Double) -> Bool {
  squares > 1e-290 && squares < .infinity || squares.isNaN
}

/// The Euclidean norm, rescaled when squares would leave the range of doubles.
private func euclideanNorm(_ x: UnsafePointer<Double>, _ count: Int) throws -> Double {
  let squares = try pairwiseSum(x, count, SquaredTerm())
  if isSafeSquare(squares) { return squares.squareRoot() }
  var largest = 0.0
  for i in 0..<count {
    if x[i].isNaN { return .nan }
    largest = Swift.max(largest, abs(x[i]))
  }
  if largest == 0 || largest == .infinity { return largest }
  // A power of two scales without rounding.
  let scale = scalbn(1, -Swift.max(Int(largest.exponent), -1020))
  return try pairwiseSum(x, count, SquaredTerm(scale: scale)).squareRoot() / scale
}

private func middleValue(_ x: UnsafePointer<Double>, _ count: Int) throws -> Double {
  guard count > 0 else { return .nan }
  let sorted = try sortedElements(x, count)
  // NaN sorts last.
  if sorted[count - 1].isNaN { return .nan }
  let middle = count / 2
  if count % 2 == 1 { return sorted[middle] }
  return sorted[middle - 1] == sorted[middle]
    ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

private func position(
  _ x: UnsafePointer<Double>, _ count: Int, of value: Double
) throws -> Double {
  let found = value.isNaN ? x.firstIndex(count) { $0.isNaN } : x.firstIndex(count) { $0 == value }
  return Double(found ?? 0)
}

private func logSumExp(_ x: UnsafePointer<Double>, _ count: Int) throws -> Double {
  guard count > 0 else { return -.infinity }
  let largest = try Reduction.extreme(x, count, .maximum)
  guard largest.isFinite else { return largest }
  var total = 0.0
  try withUnsafeTemporaryAllocation(of: Double.self, capacity: exponentialChunk) { scratch in
    guard let e = scratch.baseAddress else { return }
    for start in stride(from: 0, to: count, by: exponentialChunk) {
      try Interrupt.check()
      let length = Swift.min(exponentialChunk, count - start)
      for i in 0..<length { e[i] = x[start + i] - largest }
      computeRow(.exp, e, into: e, count: length)
      for i in 0..<length { total += e[i] }
    }
  }
  return largest + log(total)
}

/// Exponentials that are worked out together.
private let exponentialChunk = 512

extension Reduction {
  /// The smallest or largest of at least one number, the first of equal ones; NaN when one is NaN.
  @inline(__always)
  static func extreme(
    _ x: UnsafePointer<Double>, _ count: Int, _ operation: BinaryOperation
  ) throws -> Double {
    var best = x[0]
    var sawNaN = false
    try forEachBlock(count) { start, length in
      for i in start..<start + length {
        sawNaN = sawNaN || x[i] != x[i]
        best = (operation == .minimum ? x[i] < best : x[i] > best) ? x[i] : best
      }
    }
    return sawNaN ? .nan : best
  }
}

extension UnsafePointer<Double> {
  @inline(__always)
  func firstIndex(_ count: Int, _ isWanted: (Double) -> Bool) -> Int? {
    for i in 0..<count where isWanted(self[i]) { return i }
    return nil
  }
}
