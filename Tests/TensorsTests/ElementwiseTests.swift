import Testing

@testable import Tensors

@Suite("Element-wise operations")
struct ElementwiseTests {
  /// A random pair of shapes that broadcast, of one rank unless only one side stretches.
  static func pair(_ generator: inout CaseGenerator) -> ([Int], [Int]) {
    let rank = Int.random(in: 0...4, using: &generator)
    let target = (0..<rank).map { _ in Int.random(in: 0...4, using: &generator) }
    var left = target
    var right = target
    for axis in target.indices {
      switch Int.random(in: 0...3, using: &generator) {
      case 0: left[axis] = 1
      case 1: right[axis] = 1
      default: break
      }
    }
    return (left, right)
  }

  @Test("broadcasting equals naive loops", arguments: BinaryOperation.allCases)
  func broadcastingEqualsLoops(operation: BinaryOperation) throws {
    var generator = CaseGenerator(state: 7)
    for _ in 0..<60 {
      let (a, b) = Self.pair(&generator)
      let left = generator.tensor(a)
      let right = generator.tensor(b)
      let result = try apply(operation, left, right)
      let sizes = zip(a, b).map { $0 == 1 ? $1 : $0 }
      #expect(result.shape.dimensions == sizes)
      let expected = positions(of: sizes).map {
        apply(operation, stretchedElement(left, $0), stretchedElement(right, $0))
      }
      // Powers come from the vector library, whose last places differ from the C library's.
      let allowed = operation == .power ? VectorMathTests.allowedDistance : 0
      #expect(placesApart(result.elements, expected) <= allowed)
    }
  }

  @Test("a lower rank stretches over a higher one from either side")
  func lowerRankStretches() throws {
    let matrix = Tensor(rows: [[1, 2, 3], [4, 5, 6]])
    let row = Tensor([10, 20, 30])
    #expect(try apply(.subtract, row, matrix).elements == [9, 18, 27, 6, 15, 24])
    #expect(try apply(.subtract, matrix, row).elements == [-9, -18, -27, -6, -15, -24])
    #expect(try apply(.add, matrix, Tensor([1])).elements == [2, 3, 4, 5, 6, 7])
  }

  @Test("operands of different rank may not both stretch, and the error offers the fix")
  func bothStretchingIsAnError() {
    let column = Tensor(repeating: 1, Shape(5, 1))
    let vector = Tensor(repeating: 1, Shape(5))
    let error = tensorError { try apply(.subtract, column, vector) }
    #expect(error?.message == "shapes do not fit: 5×1 - 5")
    #expect(
      error?.notes.contains("write x[:, 0] - v for 5, or x - reshape(v, 5, 1) for 5×1") == true)
    let turned = tensorError { try apply(.subtract, vector, column) }
    #expect(
      turned?.notes.contains("write v - x[:, 0] for 5, or reshape(v, 5, 1) - x for 5×1") == true)
  }

  @Test("unequal sizes are an error that shows both shapes")
  func unequalSizes() {
    let error = tensorError {
      try apply(.add, Tensor(repeating: 0, Shape(3, 4)), Tensor(repeating: 0, Shape(2, 4)))
    }
    #expect(error?.kind == .shape)
    #expect(error?.message == "shapes do not fit: 3×4 + 2×4")
  }

  @Test("an axis of size 1 stretches to none")
  func emptyAxes() throws {
    let empty = Tensor([], Shape(0, 3))
    #expect(try apply(.add, empty, Tensor(repeating: 1, Shape(1, 3))).shape == Shape(0, 3))
    #expect(tensorError { try apply(.add, empty, Tensor(repeating: 1, Shape(2, 3))) } != nil)
  }

  /// Figures of Python 3 floats (`//`, `%`) and numpy 2.4 (`floor_divide`, `remainder`).
  @Test(
    "floor division and remainder follow NumPy",
    arguments: [
      (7.0, 2.0, 3.0, 1.0), (-7, 2, -4, 1), (7, -2, -4, -1), (-7, -2, 3, -1),
      (0, -3, -0.0, -0.0), (1, .infinity, 0, 1), (-1, .infinity, -1, .infinity),
      (.infinity, 1, .nan, .nan), (1, 0, .infinity, .nan), (-1, 0, -.infinity, .nan),
      (0, 0, .nan, .nan), (6, 0.1, 59, 0.09999999999999967), (.nan, 1, .nan, .nan),
    ])
  func floorDivision(a: Double, b: Double, quotient: Double, remainder: Double) {
    let q = apply(.floorDivide, a, b)
    let r = apply(.remainder, a, b)
    #expect(q == quotient && q.sign == quotient.sign || q.isNaN && quotient.isNaN)
    #expect(r == remainder && r.sign == remainder.sign || r.isNaN && remainder.isNaN)
  }

  @Test("comparisons give bools and arithmetic on bools gives numbers")
  func kinds() throws {
    let x = Tensor([1, 2])
    let flags = try apply(.less, x, 2)
    #expect(flags.isBool && flags.elements == [1, 0])
    let total = try apply(.add, flags, flags)
    #expect(!total.isBool && total.elements == [2, 0])
    #expect(try apply(.and, flags, flags).isBool)
    #expect(try apply(.maximum, flags, flags).isBool)
  }

  @Test("minimum and maximum pass NaN on from either side")
  func nanPropagates() {
    for operation in [BinaryOperation.minimum, .maximum] {
      #expect(apply(operation, .nan, 1).isNaN && apply(operation, 1, .nan).isNaN)
    }
  }

  @Test("a scalar on the left and on the right is the same as a tensor of it")
  func scalars() throws {
    var generator = CaseGenerator(state: 3)
    let x = generator.tensor([3, 5])
    let filled = Tensor(repeating: 1.5, x.shape)
    for operation in BinaryOperation.allCases {
      #expect(
        try same(apply(operation, x, 1.5).elements, apply(operation, x, filled).elements))
      #expect(
        try same(apply(operation, 1.5, x).elements, apply(operation, filled, x).elements))
    }
  }

  @Test("updating in place equals the operation and leaves copies alone")
  func updates() throws {
    var x = Tensor(rows: [[1, 2], [3, 4]])
    let before = x
    try x.update(.add, with: Tensor([10, 20]))
    #expect(x.elements == [11, 22, 13, 24])
    #expect(before.elements == [1, 2, 3, 4])
    try x.update(.multiply, with: 2)
    #expect(x.elements == [22, 44, 26, 48])
    var row = Tensor([1, 2])
    try row.update(.add, with: before)
    #expect(row.shape == Shape(2, 2) && row.elements == [2, 4, 4, 6])
    try row.update(.less, with: 4)
    #expect(row.isBool)
  }

  @Test("an update with itself sees the old elements")
  func selfUpdate() throws {
    var x = Tensor([1, 2, 3])
    try x.update(.multiply, with: x)
    #expect(x.elements == [1, 4, 9])
  }

  @Test("stretching to a trillion elements is an error")
  func tooLarge() {
    let side = Tensor(repeating: 0, Shape(1_000_000, 1))
    let other = Tensor(repeating: 0, Shape(1, 1_000_000))
    #expect(tensorError { try apply(.add, side, other) }?.kind == .limit)
    #expect(tensorError { try matmul(side, other) }?.kind == .limit)
  }
}
