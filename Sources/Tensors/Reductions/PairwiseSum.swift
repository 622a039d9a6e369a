/// What is added up for each element.
protocol SumTerm {
  func callAsFunction(_ x: SIMD8<Double>) -> SIMD8<Double>
  func callAsFunction(_ x: Double) -> Double
}

/// The element itself.
struct PlainTerm: SumTerm {
  @inline(__always) func callAsFunction(_ x: SIMD8<Double>) -> SIMD8<Double> { x }
  @inline(__always) func callAsFunction(_ x: Double) -> Double { x }
}

/// The squared distance from a centre.
struct SquaredTerm: SumTerm {
  var center = 0.0
  var scale = 1.0
  @inline(__always) func callAsFunction(_ x: SIMD8<Double>) -> SIMD8<Double> {
    let d = (x - center) * scale
    return d * d
  }
  @inline(__always) func callAsFunction(_ x: Double) -> Double {
    let d = (x - center) * scale
    return d * d
  }
}

/// Adds up by halves, with eight running sums in blocks of 128, as NumPy does.
///
/// The rounding error grows with log n instead of n. Higham, "The accuracy of floating point
/// summation", SIAM Journal on Scientific Computing 14, 1993.
func pairwiseSum<Term: SumTerm>(
  _ x: UnsafePointer<Double>, _ count: Int, _ term: Term
) throws -> Double {
  if count < 8 {
    var total = 0.0
    for i in 0..<count { total += term(x[i]) }
    return total
  }
  if count <= 128 { return blockSum(x, count, term) }
  if count > 1 << 18 { try Interrupt.check() }
  let half = PairwiseSplit.half(of: count)
  return try pairwiseSum(x, half, term) + pairwiseSum(x + half, count - half, term)
}

/// How a pairwise sum divides its elements.
enum PairwiseSplit {
  /// The number of elements in the first half.
  @inline(__always)
  static func half(of count: Int) -> Int { count / 2 / 8 * 8 }

  /// Calls `body` with the ranges, in order, that the sum of `count` elements is divided into until
  /// none is longer than `limit`, which is at least 128.
  static func forEachLeaf(
    of count: Int, from start: Int = 0, atMost limit: Int, _ body: (Range<Int>) -> Void
  ) {
    guard count > limit else { return body(start..<start + count) }
    let half = half(of: count)
    forEachLeaf(of: half, from: start, atMost: limit, body)
    forEachLeaf(of: count - half, from: start + half, atMost: limit, body)
  }

  /// The sum from those of the ranges that `forEachLeaf` gives, asked for in order.
  static func combine(_ count: Int, atMost limit: Int, _ next: () -> Double) -> Double {
    guard count > limit else { return next() }
    let half = half(of: count)
    let first = combine(half, atMost: limit, next)
    return first + combine(count - half, atMost: limit, next)
  }
}

@inline(__always)
private func blockSum<Term: SumTerm>(
  _ x: UnsafePointer<Double>, _ count: Int, _ term: Term
) -> Double {
  let raw = UnsafeRawPointer(x)
  var sums = term(raw.loadUnaligned(as: SIMD8<Double>.self))
  var i = 8
  while i + 8 <= count {
    sums += term(raw.loadUnaligned(fromByteOffset: i * 8, as: SIMD8<Double>.self))
    i += 8
  }
  var total =
    ((sums[0] + sums[1]) + (sums[2] + sums[3])) + ((sums[4] + sums[5]) + (sums[6] + sums[7]))
  while i < count {
    total += term(x[i])
    i += 1
  }
  return total
}
