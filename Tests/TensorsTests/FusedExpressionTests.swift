import Testing

@testable import Tensors

@Suite("Fused expressions")
struct FusedExpressionTests {
  /// An expression and what its operations give one after the other, on tensors so small that none
  /// of them is fused.
  struct Pair {
    var fused: FusedExpression
    var parts: [Tensor]
  }

  static let rows = 60
  static let columns = 211

  /// A leaf that fits 60×211: a matrix, a row, a column, a tensor of bools, or a number.
  private static func leaf(_ generator: inout CaseGenerator) -> Pair {
    let (n, m) = (rows, columns)
    switch Int.random(in: 0...5, using: &generator) {
    case 0: return pair(generator.tensor([1, m]))
    case 1: return pair(generator.tensor([n, 1]))
    case 2: return pair(generator.tensor([n, m]))
    case 3:
      let bools = generator.tensor([n, m]).elements.map { $0 > 0 ? 1.0 : 0 }
      return pair(Tensor(bools, Shape(n, m), kind: .bool))
    case 4:
      let number = Double.random(in: -3...3, using: &generator).rounded()
      return Pair(
        fused: FusedExpression(number), parts: [Tensor](repeating: Tensor(scalar: number), count: n)
      )
    default:
      var matrix = generator.tensor([n, m])
      matrix[flat: Int.random(in: 0..<n * m, using: &generator)] = .nan
      matrix[flat: Int.random(in: 0..<n * m, using: &generator)] = .infinity
      return pair(matrix)
    }
  }

  /// A leaf with the part of it that belongs to each row of the result.
  private static func pair(_ tensor: Tensor) -> Pair {
    let width = tensor.shape[tensor.rank - 1]
    let isRow = tensor.count == width
    let parts = (0..<rows).map { row in
      let start = isRow ? 0 : row * width
      return Tensor(
        Array(tensor.elements[start..<start + width]), Shape(1, width), kind: tensor.kind)
    }
    return Pair(fused: FusedExpression(tensor), parts: parts)
  }

  private static func tree(_ depth: Int, _ generator: inout CaseGenerator) throws -> Pair {
    if depth == 0 { return leaf(&generator) }
    let first = try tree(depth - 1, &generator)
    switch Int.random(in: 0...9, using: &generator) {
    case 0...2:
      guard first.fused.shape.rank > 0 else { return first }
      let operation = UnaryOperation.allCases.randomElement(using: &generator) ?? .exp
      return Pair(
        fused: try .applying(operation, to: first.fused),
        parts: try first.parts.map { try apply(operation, $0) })
    case 3:
      guard first.fused.shape.rank > 0 else { return first }
      return Pair(
        fused: try first.fused.clipped(-1, 2),
        parts: try first.parts.map { try $0.clipped(-1, 2) })
    case 4:
      let (second, third) = try (tree(depth - 1, &generator), tree(depth - 1, &generator))
      return Pair(
        fused: try .choosing(by: first.fused, second.fused, third.fused),
        parts: try (0..<rows).map {
          try Tensor.choose(first.parts[$0], second.parts[$0], third.parts[$0])
        })
    default:
      let second = try tree(Int.random(in: 0..<depth, using: &generator), &generator)
      let operation = BinaryOperation.allCases.randomElement(using: &generator) ?? .add
      return Pair(
        fused: try .applying(operation, to: first.fused, second.fused),
        parts: try (0..<rows).map { try apply(operation, first.parts[$0], second.parts[$0]) })
    }
  }

  /// Trees whose result is as large as it can be.
  private static func cases(_ count: Int, seed: UInt64) throws -> [Pair] {
    var generator = CaseGenerator(state: seed)
    var found: [Pair] = []
    while found.count < count {
      let pair = try tree(Int.random(in: 1...5, using: &generator), &generator)
      if pair.fused.shape.count == rows * columns { found.append(pair) }
    }
    return found
  }

  @Test(
    "a fused expression equals its operations one after the other, bit by bit", arguments: 1...6)
  func equalsSeparateOperations(seed: UInt64) throws {
    for pair in try Self.cases(25, seed: seed) {
      let result = try pair.fused.materialized()
      #expect(result.shape == pair.fused.shape)
      #expect(identical(result.elements, pair.parts.flatMap(\.elements)))
      #expect(pair.parts.allSatisfy { $0.kind == result.kind })
    }
  }

  @Test(
    "a reduction of an expression equals that of its tensor, bit by bit",
    arguments: Reduction.allCases.filter { FusedExpression.reduces($0) })
  func reductionsEqual(reduction: Reduction) throws {
    for pair in try Self.cases(20, seed: 9) {
      let elements = pair.parts.flatMap(\.elements)
      let expected = try elements.withUnsafeBufferPointer { x in
        try x.baseAddress.map { try reduction.evaluate($0, x.count) } ?? 0
      }
      #expect(try identical([pair.fused.reduced(by: reduction) ?? 0], [expected]))
      #expect(try identical([pair.fused.materialized().reduced(by: reduction)], [expected]))
    }
  }

  /// In a process of its own, because the number of threads is global.
  @Test("the number of threads changes no bit")
  func threadsChangeNothing() async {
    await #expect(processExitsWith: .success) {
      let x = try Tensor.range(0, 1_000_003, 1)
      func results() throws -> [[Double]] {
        let scaled = try FusedExpression.applying(.multiply, to: .init(x), .init(1e-5))
        let wave = try FusedExpression.applying(.sin, to: scaled)
        let both = try FusedExpression.applying(.divide, to: wave, scaled)
        var updated = try wave.materialized()
        try updated.update(.add, with: x)
        return try [
          both.materialized().elements, updated.elements,
          Reduction.allCases.compactMap { try both.reduced(by: $0) },
          Reduction.allCases.map { try updated.reduced(by: $0) },
          apply(.exp, scaled.materialized()).elements,
        ]
      }
      Parallel.threadCount = 1
      let one = try results()
      for threads in [2, 3, 8] {
        Parallel.threadCount = threads
        let several = try results()
        precondition(zip(one, several).allSatisfy { identical($0, $1) }, "\(threads) threads")
      }
    }
  }

  @Test("operands of another shape are computed first")
  func innerShapes() throws {
    let column = try Tensor.range(0, 300, 1).reshaped(Shape(300, 1))
    let row = try Tensor.range(0, 100, 1).reshaped(Shape(1, 100))
    let inner = try FusedExpression.applying(.sin, to: .init(column))
    let outer = try FusedExpression.applying(.multiply, to: inner, .init(row))
    #expect(outer.operationCount == 1)
    let result = try outer.materialized()
    let sines = try apply(.sin, column)
    #expect(
      positions(of: [300, 100]).allSatisfy {
        result[$0[0], $0[1]] == sines[flat: $0[0]] * row[flat: $0[1]]
      })
  }

  @Test("long expressions are computed in between")
  func longExpressions() throws {
    let x = Tensor(repeating: 1, Shape(10_000))
    var sum = FusedExpression(x)
    for _ in 0..<500 {
      sum = try .applying(.add, to: sum, .init(x))
      #expect(sum.operationCount <= FusedExpression.largestOperationCount)
    }
    #expect(try sum.materialized().elements.allSatisfy { $0 == 501 })
  }

  @Test("shapes that do not fit are the errors of the single operations")
  func misfits() {
    let (a, b) = (Tensor(repeating: 0, Shape(300, 40)), Tensor(repeating: 0, Shape(299, 40)))
    let fused = tensorError { try FusedExpression.applying(.add, to: .init(a), .init(b)) }
    #expect(fused?.message == "shapes do not fit: 300×40 + 299×40")
    let chosen = tensorError { try FusedExpression.choosing(by: .init(a), .init(a), .init(b)) }
    #expect(chosen == tensorError { try Tensor.choose(a, a, b) })
    let clipped = tensorError { try FusedExpression(a).clipped(1, 0) }
    #expect(clipped == tensorError { try a.clipped(1, 0) })
  }

  @Test("a norm whose squares leave the range of doubles is rescaled")
  func largeNorms() throws {
    let x = try FusedExpression.applying(
      .multiply, to: .init(Tensor(repeating: 3e200, Shape(10_000))), .init(1))
    #expect(try x.reduced(by: .norm) == 3e202)
  }
}
