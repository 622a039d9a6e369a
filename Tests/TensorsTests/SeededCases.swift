@testable import Tensors

/// Small seeded random numbers for test cases, independent of the generator under test.
struct CaseGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    // SplitMix64.
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
    return z ^ z >> 31
  }

  mutating func tensor(_ sizes: [Int], in range: ClosedRange<Double> = -5...5) -> Tensor {
    let shape = Shape(sizes) ?? Shape()
    return Tensor((0..<shape.count).map { _ in Double.random(in: range, using: &self) }, shape)
  }
}

/// Every position of a shape, in row-major order.
func positions(of sizes: [Int]) -> [[Int]] {
  sizes.reduce([[]]) { partial, size in partial.flatMap { p in (0..<size).map { p + [$0] } } }
}

/// The element at a position, missing outer axes ignored and axes of size 1 stretched.
func stretchedElement(_ x: Tensor, _ position: [Int]) -> Double {
  let sizes = x.shape.dimensions
  var flat = 0
  for (size, index) in zip(sizes, position.suffix(sizes.count)) {
    flat = flat * size + (size == 1 ? 0 : index)
  }
  return x.elements[flat]
}

/// Equality that takes NaN as equal to NaN.
func same(_ a: [Double], _ b: [Double]) -> Bool {
  a.count == b.count && zip(a, b).allSatisfy { $0 == $1 || $0.isNaN && $1.isNaN }
}

/// The largest number of doubles that lie between two elements, plus one where they differ at all;
/// NaN equals NaN, and zeros of different sign count as far apart.
func placesApart(_ a: [Double], _ b: [Double]) -> Int {
  guard a.count == b.count else { return .max }
  return zip(a, b).map { x, y in
    if x.isNaN || y.isNaN { return x.isNaN == y.isNaN ? 0 : .max }
    guard x.sign == y.sign else { return .max }
    return abs(Int(x.magnitude.bitPattern) - Int(y.magnitude.bitPattern))
  }.max() ?? 0
}

/// Equality of every bit, but for the payload and the sign of NaN.
func identical(_ a: [Double], _ b: [Double]) -> Bool { placesApart(a, b) == 0 }

/// The largest distance between elements.
func distance(_ a: Tensor, _ b: Tensor) -> Double {
  guard a.shape == b.shape else { return .infinity }
  return zip(a.elements, b.elements).map { abs($0 - $1) }.max() ?? 0
}

/// The error that a call throws, if it throws a `TensorError`.
func tensorError(_ body: () throws -> some Any) -> TensorError? {
  do {
    _ = try body()
    return nil
  } catch {
    return error as? TensorError
  }
}
