import Testing

@testable import Tensors

@Suite("Functions of the vector library in single precision")
struct SingleVectorMathTests {
  private func row(
    _ operation: UnaryOperation, _ x: some Collection<Float>, _ math: VectorMath
  ) -> [Float] {
    var result = Array(x)
    result.withUnsafeMutableBufferPointer { y in
      guard let y = y.baseAddress else { return }
      computeRow(operation, y, into: y, count: x.count, with: math)
    }
    return result
  }

  /// Places between two floats that lie on one side of 0; NaN are equal.
  private func places(_ a: Float, _ b: Float) -> Int {
    if a.isNaN || b.isNaN { return a.isNaN == b.isNaN ? 0 : .max }
    guard a.sign == b.sign else { return .max }
    return abs(Int(a.magnitude.bitPattern) - Int(b.magnitude.bitPattern))
  }

  static let arguments: [Float] =
    VectorMathTests.arguments(20_000).map { Float($0) } + [
      0, -0.0, 1, -1, 0.5, -0.5, .infinity, -.infinity, .nan, 88.7, 88.8, -87.3, -103.9, 1e7, -1e7,
      .greatestFiniteMagnitude, -.greatestFiniteMagnitude, .leastNormalMagnitude, 0.99999994,
    ]

  @Test("floats give the rounded double result", arguments: UnaryOperation.allCases)
  func singlePrecision(operation: UnaryOperation) {
    let x = Self.arguments
    let expected = x.map { Float(apply(operation, Double($0))) }
    for math in VectorMathTests.libraries {
      let found = row(operation, x, math)
      for index in x.indices {
        // Subnormal results and those of a composed function may lose a place or two more.
        let isSmall = abs(expected[index]) < 0x1p-120 && abs(found[index]) < 0x1p-120
        #expect(
          isSmall || places(found[index], expected[index]) <= 2 * VectorMathTests.allowedDistance,
          "\(math.name ?? "scalar"): \(operation)(\(x[index])) is \(found[index])")
      }
    }
  }

  @Test("a float's result depends neither on its place nor on the row's length")
  func singlePlaceDoesNotMatter() {
    let x = Array(Self.arguments.suffix(150))
    for operation in UnaryOperation.allCases {
      for math in VectorMathTests.libraries {
        let alone = x.map { row(operation, [$0], math)[0] }
        for length in [1, 3, 8, 17, 20, 150] {
          for start in stride(from: 0, through: x.count - length, by: 7) {
            let part = start..<start + length
            #expect(
              zip(row(operation, x[part], math), alone[part]).allSatisfy {
                places($0, $1) == 0
              })
          }
        }
      }
    }
  }
}
