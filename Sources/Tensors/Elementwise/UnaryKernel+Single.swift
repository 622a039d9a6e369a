/// Applies an operation to `count` floats side by side, perhaps in place.
///
/// The cheap operations are plain loops, the others go through `VectorMath`. An element's result
/// depends on nothing but the element.
package func apply(
  _ operation: UnaryOperation, _ x: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>,
  count: Int
) {
  computeRow(operation, x, into: y, count: count)
}

/// As for doubles, with a library of choice.
func computeRow(
  _ operation: UnaryOperation, _ x: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>,
  count: Int, with math: VectorMath = .shared
) {
  switch operation {
  case .negate: fill(y, from: x, count) { -$0 }
  case .not: fill(y, from: x, count) { $0 == 0 ? 1 : 0 }
  case .abs: fill(y, from: x, count) { Swift.abs($0) }
  case .sign: fill(y, from: x, count) { $0 > 0 ? 1 : $0 < 0 ? -1 : $0 == 0 ? 0 : $0 }
  case .relu: fill(y, from: x, count) { $0 < 0 ? 0 : $0 }
  case .isnan: fill(y, from: x, count) { $0 != $0 ? 1 : 0 }
  case .isfinite: fill(y, from: x, count) { $0.isFinite ? 1 : 0 }
  case .sqrt: fill(y, from: x, count) { $0.squareRoot() }
  case .floor: fill(y, from: x, count) { $0.rounded(.down) }
  case .ceil: fill(y, from: x, count) { $0.rounded(.up) }
  case .sigmoid:
    withExponentials(x, into: y, count, math) { x, e in (x >= 0 ? 1 : e) / (1 + e) }
  case .softplus:
    withExponentials(x, into: y, count, math, then: .log1p) { x, l in (x > 0 ? x : 0) + l }
  default: math.apply(operation, x, into: y, count: count)
  }
}

/// A loop that is inlined with the operation, so that LLVM vectorises it.
@inline(__always)
private func fill(
  _ y: UnsafeMutablePointer<Float>, from x: UnsafePointer<Float>, _ count: Int,
  _ operation: (Float) -> Float
) {
  for i in 0..<count { y[i] = operation(x[i]) }
}

/// y = f(x, e^−|x|), or f(x, g(e^−|x|)): the exponential never overflows.
@inline(__always)
private func withExponentials(
  _ x: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>, _ count: Int, _ math: VectorMath,
  then second: UnaryOperation? = nil, _ combine: (Float, Float) -> Float
) {
  withUnsafeTemporaryAllocation(of: Float.self, capacity: VectorMath.chunk) { scratch in
    guard let e = scratch.baseAddress else { return }
    for start in stride(from: 0, to: count, by: VectorMath.chunk) {
      let length = min(VectorMath.chunk, count - start)
      for i in 0..<length { e[i] = -abs(x[start + i]) }
      math.apply(.exp, e, into: e, count: length)
      if let second { math.apply(second, e, into: e, count: length) }
      for i in 0..<length { y[start + i] = combine(x[start + i], e[i]) }
    }
  }
}
