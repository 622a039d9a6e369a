internal import Glibc

/// An operation on one number, applied to every element of a tensor.
@usableFromInline
package enum UnaryOperation: UInt8, Sendable, CaseIterable {
  case negate, not, abs, sign, sqrt, exp, expm1, log, log1p, log2, log10
  case sin, cos, tan, asin, acos, atan, sinh, cosh
  case sigmoid, tanh, relu, softplus, floor, ceil, isnan, isfinite

  /// What the result's elements mean.
  var resultKind: ElementKind {
    switch self {
    case .not, .isnan, .isfinite: .bool
    default: .number
    }
  }
}

/// The operation on one number; tensors' elements go through `computeRow`, whose transcendental
/// functions may differ from these in the last places.
///
/// `sign` of NaN is NaN; `sigmoid` is 1 / (1 + e⁻ˣ) and `softplus` log(1 + eˣ), both without
/// overflow; `relu` passes NaN on.
@inlinable @inline(__always)
package func apply(_ operation: UnaryOperation, _ x: Double) -> Double {
  switch operation {
  case .negate: -x
  case .not: x == 0 ? 1 : 0
  case .abs: Swift.abs(x)
  case .sign: x > 0 ? 1 : x < 0 ? -1 : x == 0 ? 0 : x
  case .sqrt: x.squareRoot()
  case .relu: x < 0 ? 0 : x
  case .floor: x.rounded(.down)
  case .ceil: x.rounded(.up)
  case .isnan: x != x ? 1 : 0
  case .isfinite: x.isFinite ? 1 : 0
  default: transcendental(operation, x)
  }
}

/// The operations that call the C library.
@usableFromInline
func transcendental(_ operation: UnaryOperation, _ x: Double) -> Double {
  switch operation {
  case .exp: Glibc.exp(x)
  case .expm1: Glibc.expm1(x)
  case .log: Glibc.log(x)
  case .log1p: Glibc.log1p(x)
  case .log2: Glibc.log2(x)
  case .log10: Glibc.log10(x)
  case .sin: Glibc.sin(x)
  case .cos: Glibc.cos(x)
  case .tan: Glibc.tan(x)
  case .asin: Glibc.asin(x)
  case .acos: Glibc.acos(x)
  case .atan: Glibc.atan(x)
  case .sinh: Glibc.sinh(x)
  case .cosh: Glibc.cosh(x)
  case .tanh: Glibc.tanh(x)
  case .sigmoid: sigmoid(x)
  case .softplus: Swift.max(x, 0) + Glibc.log1p(Glibc.exp(-Swift.abs(x)))
  default: preconditionFailure("not an operation of the C library")
  }
}

/// The logistic function; the exponential's argument is never positive, so nothing overflows.
private func sigmoid(_ x: Double) -> Double {
  if x >= 0 { return 1 / (1 + Glibc.exp(-x)) }
  let e = Glibc.exp(x)
  return e / (1 + e)
}

/// Applies an operation to every element.
package func apply(_ operation: UnaryOperation, _ x: Tensor) throws -> Tensor {
  try TensorMemory.check(x.shape)
  if x.count >= FusedExpression.smallestCount {
    return try FusedExpression.applying(operation, to: FusedExpression(x)).materialized()
  }
  return Tensor(x.shape, kind: operation.resultKind) { target in
    x.withElements { source in
      guard let base = source.baseAddress else { return }
      computeRow(operation, base, into: target, count: source.count)
    }
  }
}

extension Tensor {
  /// A tensor of the same shape with `transform` of every element.
  @inline(__always)
  package func mapped(
    kind: ElementKind = .number, _ transform: (Double) -> Double
  ) throws -> Tensor {
    try TensorMemory.check(shape)
    return try Tensor(shape, kind: kind) { target in
      try withElements { source in
        guard let x = source.baseAddress else { return }
        try forEachBlock(source.count) { start, length in
          for i in start..<start + length { target[i] = transform(x[i]) }
        }
      }
    }
  }

  /// The elements rounded to `digits` decimals, halves to even, as NumPy does.
  package func rounded(digits: Int = 0) throws -> Tensor {
    try mapped { round($0, digits: digits) }
  }

  /// The elements kept between `low` and `high`; NaN stays.
  ///
  /// - Throws: `value` when a bound is NaN or `low` is above `high`.
  package func clipped(_ low: Double, _ high: Double) throws -> Tensor {
    try Tensor.checkBounds(low, high)
    return try mapped { clip($0, low, high) }
  }

  static func checkBounds(_ low: Double, _ high: Double) throws {
    guard low <= high else {
      throw TensorError(
        .value, "expected a lower bound no larger than the upper one, found \(low) and \(high)")
    }
  }
}

/// A number kept between two bounds; NaN stays.
@inline(__always)
func clip(_ x: Double, _ low: Double, _ high: Double) -> Double {
  x < low ? low : x > high ? high : x
}

/// A number rounded to `digits` decimals (to tens and hundreds when negative), halves to even.
package func round(_ value: Double, digits: Int) -> Double {
  if digits == 0 { return value.rounded(.toNearestOrEven) }
  // Beyond 308 digits there is nothing to round, or nothing left.
  guard digits <= 308, value.isFinite else { return value }
  guard digits >= -308 else { return value * 0 }
  let scale = pow(10, Double(Swift.abs(digits)))
  if digits < 0 { return (value / scale).rounded(.toNearestOrEven) * scale }
  let scaled = value * scale
  return scaled.isFinite ? scaled.rounded(.toNearestOrEven) / scale : value
}
