import Testing

@testable import Tensors

@Suite("Functions of the vector library")
struct VectorMathTests {
  /// What the library promises, in units in the last place.
  static let allowedDistance = 4

  static let functions = UnaryOperation.allCases.filter { $0.libraryName != nil }

  /// Every library and width that this machine can use, and none.
  static let libraries: [VectorMath] =
    VectorMath.sources.map { VectorMath([$0]) }.filter { $0.name != nil } + [.scalar]

  static let specials: [Double] = [
    0, -0.0, 1, -1, 0.5, -0.5, .infinity, -.infinity, .nan, .leastNonzeroMagnitude,
    -.leastNonzeroMagnitude, 0x1p-1030, -0x1p-1030,
    2.2250738585072014e-308, .greatestFiniteMagnitude, -.greatestFiniteMagnitude, 709.78, 709.79,
    -745.13, -745.2, 1e22, -1e22, 1e300, 0.9999999999999999, 1.0000000000000002,
  ]

  /// Arguments of every size and sign, and of the sizes that are common.
  static func arguments(_ count: Int) -> [Double] {
    var generator = CaseGenerator(state: 11)
    return (0..<count).map { index in
      switch index % 4 {
      case 0: Double.random(in: -1...1, using: &generator)
      case 1: Double.random(in: -30...30, using: &generator)
      case 2: Double.random(in: -700...700, using: &generator)
      default:
        Double(
          sign: Bool.random(using: &generator) ? .minus : .plus,
          exponent: Int.random(in: -1070...1020, using: &generator),
          significand: Double.random(in: 1..<2, using: &generator))
      }
    }
  }

  private func row(
    _ operation: UnaryOperation, _ x: some Collection<Double>, _ math: VectorMath
  ) -> [Double] {
    var result = Array(x)
    result.withUnsafeMutableBufferPointer { y in
      guard let y = y.baseAddress else { return }
      computeRow(operation, y, into: y, count: x.count, with: math)
    }
    return result
  }

  private func powers(_ x: [Double], _ e: [Double], _ math: VectorMath) -> [Double] {
    var result = x
    result.withUnsafeMutableBufferPointer { y in
      e.withUnsafeBufferPointer { e in
        guard let y = y.baseAddress, let e = e.baseAddress else { return }
        math.power(y, 1, e, 1, into: y, count: x.count)
      }
    }
    return result
  }

  #if arch(x86_64)
  @Test("glibc's vector functions are found")
  func found() { #expect(VectorMath.shared.name?.hasPrefix("libmvec") == true) }
  #endif

  @Test("results lie within four units in the last place of the C library's", arguments: functions)
  func accuracy(operation: UnaryOperation) {
    let x = Self.arguments(20_000)
    let expected = x.map { apply(operation, $0) }
    for math in Self.libraries {
      let distance = placesApart(row(operation, x, math), expected)
      #expect(distance <= Self.allowedDistance, "\(math.name ?? "scalar")")
    }
  }

  @Test("special arguments give what the C library gives", arguments: functions)
  func specialArguments(operation: UnaryOperation) {
    for math in Self.libraries {
      for x in Self.specials {
        let (found, expected) = (row(operation, [x], math)[0], apply(operation, x))
        #expect(
          placesApart([found], [expected]) <= Self.allowedDistance,
          "\(math.name ?? "scalar"): \(operation)(\(x)) is \(found), expected \(expected)")
      }
    }
  }

  @Test("powers of ordinary and special numbers are the C library's, and squares products")
  func powersAgree() {
    var bases: [Double] = []
    var exponents: [Double] = []
    for x in Self.specials + [2, -2, 3, -3] {
      for e in Self.specials + [2, 3, -2, 0.25] {
        bases.append(x)
        exponents.append(e)
      }
    }
    var generator = CaseGenerator(state: 5)
    for _ in 0..<5000 {
      bases.append(Double.random(in: 0...50, using: &generator))
      exponents.append(Double.random(in: -20...20, using: &generator))
    }
    let expected = zip(bases, exponents).map { apply(.power, $0, $1) }
    for math in Self.libraries {
      let found = powers(bases, exponents, math)
      for index in found.indices {
        #expect(
          placesApart([found[index]], [expected[index]]) <= Self.allowedDistance,
          "\(math.name ?? "scalar"): \(bases[index]) ^ \(exponents[index]) is \(found[index])")
      }
    }
  }

  @Test(
    "an element's result depends neither on its place nor on the row's length",
    arguments: UnaryOperation.allCases)
  func placeDoesNotMatter(operation: UnaryOperation) {
    let x = Self.arguments(300) + Self.specials
    for math in Self.libraries {
      let alone = x.map { row(operation, [$0], math)[0] }
      #expect(identical(row(operation, x, math), alone))
      for length in 1...20 {
        for start in stride(from: 0, to: x.count - length, by: 7) {
          let part = start..<start + length
          #expect(identical(row(operation, x[part], math), Array(alone[part])))
        }
      }
    }
  }

  @Test("sigmoid and softplus neither overflow nor lose NaN", arguments: libraries.indices)
  func composed(library: Int) {
    let math = Self.libraries[library]
    let x = Self.arguments(2000) + Self.specials
    for operation in [UnaryOperation.sigmoid, .softplus] {
      let expected = x.map { apply(operation, $0) }
      // A subnormal result is built from a rounded exponential.
      let found = row(operation, x, math)
      for index in x.indices where expected[index] > 1e-300 || expected[index].isNaN {
        #expect(placesApart([found[index]], [expected[index]]) <= 2 * Self.allowedDistance)
      }
      #expect(zip(found, expected).allSatisfy { $1 > 1e-300 || $1.isNaN || $0 <= 1e-300 })
    }
  }
}
