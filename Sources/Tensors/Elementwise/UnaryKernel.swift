internal import CVectorMath

/// Applies an operation to `count` numbers side by side, perhaps in place.
///
/// What every tensor's elements go through, few or many: the cheap operations as plain loops, the
/// others through `VectorMath`.
func computeRow(
  _ operation: UnaryOperation, _ x: UnsafePointer<Double>,
  into y: UnsafeMutablePointer<Double>, count: Int, with math: VectorMath = .shared
) {
  switch operation {
  case .negate: fill(y, from: x, count) { apply(.negate, $0) }
  case .not: fill(y, from: x, count) { apply(.not, $0) }
  case .abs: fill(y, from: x, count) { apply(.abs, $0) }
  case .sign: fill(y, from: x, count) { apply(.sign, $0) }
  case .relu: fill(y, from: x, count) { apply(.relu, $0) }
  case .isnan: fill(y, from: x, count) { apply(.isnan, $0) }
  case .isfinite: fill(y, from: x, count) { apply(.isfinite, $0) }
  case .sqrt: ProcessorLoops.sqrt(x, y, count)
  case .floor: ProcessorLoops.floor(x, y, count)
  case .ceil: ProcessorLoops.ceil(x, y, count)
  case .sigmoid: sigmoidRow(x, into: y, count: count, with: math)
  case .softplus: softplusRow(x, into: y, count: count, with: math)
  default: math.apply(operation, x, into: y, count: count)
  }
}

/// Applies an operation to `count` numbers side by side, perhaps in place, as tensors' elements.
package func apply(
  _ operation: UnaryOperation, _ x: UnsafePointer<Double>,
  into y: UnsafeMutablePointer<Double>, count: Int
) {
  computeRow(operation, x, into: y, count: count)
}

/// A loop that is inlined with the operation, so that LLVM vectorises it.
@inline(__always)
private func fill(
  _ y: UnsafeMutablePointer<Double>, from x: UnsafePointer<Double>, _ count: Int,
  _ operation: (Double) -> Double
) {
  for i in 0..<count { y[i] = operation(x[i]) }
}

/// 1 / (1 + e⁻ˣ), as e / (1 + e) with e = eˣ below 0: the exponential never overflows.
private func sigmoidRow(
  _ x: UnsafePointer<Double>, into y: UnsafeMutablePointer<Double>, count: Int,
  with math: VectorMath
) {
  withExponentials(x, count: count, with: math) { x, e, start, length in
    for i in 0..<length {
      let numerator = x[i] >= 0 ? 1 : e[i]
      y[start + i] = numerator / (1 + e[i])
    }
  }
}

/// log(1 + eˣ) = max(x, 0) + log(1 + e^−|x|), without overflow.
private func softplusRow(
  _ x: UnsafePointer<Double>, into y: UnsafeMutablePointer<Double>, count: Int,
  with math: VectorMath
) {
  withExponentials(x, count: count, with: math) { x, e, start, length in
    math.apply(.log1p, e, into: e, count: length)
    for i in 0..<length { y[start + i] = (x[i] > 0 ? x[i] : 0) + e[i] }
  }
}

/// Hands over chunks of a row with e^−|x|, the chunk's start and its length.
private func withExponentials(
  _ x: UnsafePointer<Double>, count: Int, with math: VectorMath,
  _ body: (UnsafePointer<Double>, UnsafeMutablePointer<Double>, Int, Int) -> Void
) {
  withUnsafeTemporaryAllocation(of: Double.self, capacity: VectorMath.chunk) { scratch in
    guard let e = scratch.baseAddress else { return }
    for start in stride(from: 0, to: count, by: VectorMath.chunk) {
      let length = min(VectorMath.chunk, count - start)
      for i in 0..<length { e[i] = -abs(x[start + i]) }
      math.apply(.exp, e, into: e, count: length)
      body(x + start, e, start, length)
    }
  }
}

/// Loops over instructions that only newer processors have, chosen when they run.
enum ProcessorLoops {
  #if arch(x86_64)
  private static let hasAVX2 = vector_math_has_avx2() != 0
  #endif

  static func sqrt(_ x: UnsafePointer<Double>, _ y: UnsafeMutablePointer<Double>, _ count: Int) {
    #if arch(x86_64)
    if hasAVX2 { return vector_math_sqrt_avx2(x, y, count) }
    #endif
    for i in 0..<count { y[i] = x[i].squareRoot() }
  }

  static func floor(_ x: UnsafePointer<Double>, _ y: UnsafeMutablePointer<Double>, _ count: Int) {
    #if arch(x86_64)
    if hasAVX2 { return vector_math_floor_avx2(x, y, count) }
    #endif
    for i in 0..<count { y[i] = x[i].rounded(.down) }
  }

  static func ceil(_ x: UnsafePointer<Double>, _ y: UnsafeMutablePointer<Double>, _ count: Int) {
    #if arch(x86_64)
    if hasAVX2 { return vector_math_ceil_avx2(x, y, count) }
    #endif
    for i in 0..<count { y[i] = x[i].rounded(.up) }
  }

  /// Quotients; steps are 0 (one number for the row) or 1.
  static func divide(
    _ a: UnsafePointer<Double>, _ aStep: Int, _ b: UnsafePointer<Double>, _ bStep: Int,
    into y: UnsafeMutablePointer<Double>, count: Int
  ) {
    #if arch(x86_64)
    if hasAVX2 { return vector_math_divide_avx2(a, aStep, b, bStep, y, count) }
    #endif
    if aStep == 1, bStep == 1 {
      for i in 0..<count { y[i] = a[i] / b[i] }
    } else {
      for i in 0..<count { y[i] = a[i * aStep] / b[i * bStep] }
    }
  }
}
