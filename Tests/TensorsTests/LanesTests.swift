import Testing

@testable import Tensors

@Suite("Sorting, running sums and unary operations")
struct LanesTests {
  @Test("sorting equals the standard library's, on both sides of the insertion limit")
  func sorting() throws {
    var generator = CaseGenerator(state: 12)
    for n in [0, 1, 2, 63, 64, 65, 5000] {
      let x = generator.tensor([n])
      #expect(try x.sorted().elements == x.elements.sorted())
      // Few different values, so that stability shows.
      let coarse = try x.rounded()
      let stable = coarse.elements.enumerated().sorted {
        ($0.element, $0.offset) < ($1.element, $1.offset)
      }
      #expect(try coarse.sortingPositions().elements == stable.map { Double($0.offset) })
      let backwards = coarse.elements.enumerated().sorted {
        ($1.element, $0.offset) < ($0.element, $1.offset)
      }
      #expect(
        try coarse.sortingPositions(isReversed: true).elements
          == backwards.map { Double($0.offset) })
    }
  }

  @Test("NaN sorts last, zeros of either sign are equal", arguments: [3, 100])
  func specialOrder(copies: Int) throws {
    let x = Tensor((0..<copies).flatMap { _ in [Double.nan, 0.0, -0.0, .infinity, -.infinity] })
    let sorted = try x.sorted().elements
    #expect(sorted.prefix(copies).allSatisfy { $0 == -.infinity })
    #expect(sorted.suffix(copies).allSatisfy { $0.isNaN })
    let order = try x.sortingPositions().elements
    #expect(Array(order[copies..<copies + 4]) == [1, 2, 6, 7])
    #expect(try same(x.unique().elements, [-.infinity, 0, .infinity, .nan]))
  }

  @Test("sorting along an axis sorts each line")
  func sortingLines() throws {
    let x = Tensor(rows: [[3, 1], [2, 5], [1, 4]])
    #expect(try x.sorted(axis: 0).elements == [1, 1, 2, 4, 3, 5])
    #expect(try x.sorted().elements == [1, 3, 2, 5, 1, 4])
    #expect(try x.sortingPositions(axis: 0).elements == [2, 0, 1, 2, 0, 1])
  }

  @Test("differences undo running sums along every axis")
  func runningSums() throws {
    let x = Tensor((1...12).map(Double.init), Shape(3, 4))
    for axis in 0..<2 {
      let tail = AxisIndex.slice(start: 1, stop: nil, step: 1)
      let index = axis == 0 ? [tail] : [.all, tail]
      let back = try x.cumulativeSum(axis: axis).differences(axis: axis)
      #expect(try back.elements == x.indexed(by: index).elements)
    }
    #expect(try x.cumulativeSum().elements.last == 78)
    #expect(try Tensor([5]).differences().count == 0)
  }

  /// Figures of scipy 1.17.1, `special.softmax`.
  @Test("softmax equals SciPy's, sums to one, and does not overflow")
  func softmax() throws {
    let figures = Tensor([0.09003057317038046, 0.24472847105479764, 0.6652409557748218])
    #expect(try distance(Tensor([1, 2, 3]).softmax(), figures) < 1e-15)
    #expect(try distance(Tensor([1001, 1002, 1003]).softmax(), figures) < 1e-15)
    let columns = try Tensor(rows: [[1, 5], [2, 5], [3, 5]]).softmax(axis: 0)
    #expect(try distance(columns.indexed(by: [.all, .at(0)]), figures) < 1e-15)
    #expect(abs(columns[0, 1] - 1.0 / 3) < 1e-15)
  }

  /// Figures of scipy 1.17.1, `special.expit`.
  @Test(
    "the sigmoid equals SciPy's in both tails",
    arguments: [
      (-1000.0, 0.0), (-40, 4.248354255291589e-18), (-1, 0.2689414213699951),
      (-1e-9, 0.4999999997500000), (0, 0.5), (1, 0.7310585786300049), (40, 1), (1000, 1),
    ])
  func sigmoid(x: Double, expected: Double) {
    #expect(abs(apply(.sigmoid, x) - expected) <= 2e-16 * expected)
  }

  /// Figures of numpy 2.4.6, `round`.
  @Test("rounding goes to even halves as in NumPy")
  func rounding() throws {
    #expect(try Tensor([0.5, 1.5, 2.5, -0.5]).rounded().elements == [0, 2, 2, 0])
    #expect(
      try Tensor([2.675, 1.005, 0.125, 0.375, 1e300]).rounded(digits: 2).elements
        == [2.68, 1.0, 0.12, 0.38, 1e300])
    #expect(try Tensor([15, 25, 149, -151]).rounded(digits: -1).elements == [20, 20, 150, -150])
    #expect(round(1.25, digits: .max) == 1.25 && round(1.25, digits: .min) == 0)
    #expect(round(.infinity, digits: 3) == .infinity && round(.nan, digits: -3).isNaN)
  }

  @Test(
    "operations on tensors equal those on numbers, functions of the vector library nearly",
    arguments: UnaryOperation.allCases)
  func unary(operation: UnaryOperation) throws {
    let x = [-2, -0.5, 0, 0.5, 1, 30, .infinity, -.infinity, .nan]
    let result = try apply(operation, Tensor(x))
    let allowed =
      operation.libraryName == nil && operation != .sigmoid && operation != .softplus
      ? 0 : VectorMathTests.allowedDistance
    #expect(placesApart(result.elements, x.map { apply(operation, $0) }) <= allowed)
    #expect(result.isBool == [.not, .isnan, .isfinite].contains(operation))
  }

  @Test("special values of unary operations follow IEEE and NumPy")
  func special() {
    #expect(apply(.sqrt, -1).isNaN && apply(.log, 0) == -.infinity && apply(.log, -1).isNaN)
    #expect(apply(.sign, -3) == -1 && apply(.sign, 0) == 0 && apply(.sign, .nan).isNaN)
    #expect(apply(.relu, -2) == 0 && apply(.relu, .nan).isNaN)
    #expect(apply(.softplus, 800) == 800 && apply(.softplus, -800) == 0)
    #expect(apply(.negate, 0).sign == .minus)
  }

  @Test("clipping keeps NaN and refuses bounds in the wrong order")
  func clipping() throws {
    #expect(try same(Tensor([-5, 0.5, 9, .nan]).clipped(0, 1).elements, [0, 0.5, 1, .nan]))
    #expect(tensorError { try Tensor([1]).clipped(1, 0) }?.kind == .value)
    #expect(tensorError { try Tensor([1]).clipped(.nan, 0) }?.kind == .value)
  }
}
