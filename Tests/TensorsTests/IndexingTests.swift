import Testing

@testable import Tensors

@Suite("Indexing")
struct IndexingTests {
  /// Python's slice, walked step by step.
  static func slice(_ start: Int?, _ stop: Int?, _ step: Int, _ size: Int) -> [Int] {
    var first = start ?? (step > 0 ? 0 : size - 1)
    if let start, start < 0 { first = start + size }
    var last = stop ?? (step > 0 ? size : -1)
    if let stop, stop < 0 { last = stop + size }
    if step > 0 { first = max(first, 0) } else { first = min(first, size - 1) }
    var result: [Int] = []
    var i = first
    while step > 0 ? i < min(last, size) : i > max(last, -1) {
      result.append(i)
      i += step
    }
    return result
  }

  /// A random index of one axis with the positions it means; `at` drops the axis.
  static func index(
    _ size: Int, _ generator: inout CaseGenerator
  ) -> (AxisIndex, positions: [Int], drops: Bool) {
    if size > 0, Bool.random(using: &generator) {
      let at = Int.random(in: -size..<size, using: &generator)
      return (.at(at), [at < 0 ? at + size : at], true)
    }
    func bound() -> Int? {
      Bool.random(using: &generator) ? nil : Int.random(in: -6...6, using: &generator)
    }
    let (start, stop) = (bound(), bound())
    var step = Int.random(in: -3...2, using: &generator)
    if step >= 0 { step += 1 }
    return (
      .slice(start: start, stop: stop, step: step), slice(start, stop, step, size), false
    )
  }

  @Test("slices and positions equal walking over every element")
  func slicesEqualLoops() throws {
    var generator = CaseGenerator(state: 5)
    for _ in 0..<500 {
      let rank = Int.random(in: 1...3, using: &generator)
      let sizes = (0..<rank).map { _ in Int.random(in: 0...5, using: &generator) }
      let x = generator.tensor(sizes)
      let parts = sizes.map { Self.index($0, &generator) }
      let result = try x.indexed(by: parts.map(\.0))
      let expected = positions(of: parts.map(\.positions.count)).map { position in
        stretchedElement(x, position.indices.map { parts[$0].positions[position[$0]] })
      }
      #expect(result.shape.dimensions == parts.filter { !$0.drops }.map(\.positions.count))
      #expect(result.elements == expected)

      var target = x
      try target.assign(at: parts.map(\.0), scalar: 99)
      var loops = x
      for position in positions(of: parts.map(\.positions.count)) {
        var flat = 0
        for axis in position.indices {
          flat = flat * sizes[axis] + parts[axis].positions[position[axis]]
        }
        loops[flat: flat] = 99
      }
      #expect(target.elements == loops.elements)

      let values = generator.tensor(result.shape.dimensions)
      try target.assign(at: parts.map(\.0), values)
      #expect(try target.indexed(by: parts.map(\.0)).elements == values.elements)
      try target.assign(at: parts.map(\.0), scalar: 99)
      #expect(target.elements == loops.elements)
    }
  }

  let x = Tensor((0..<24).map(Double.init), Shape([2, 3, 4]) ?? Shape())

  /// Shapes and figures of numpy 2.4 for `np.arange(24).reshape(2, 3, 4)`.
  @Test("lists of positions pair up as in NumPy")
  func lists() throws {
    let paired = try x.indexed(by: [.all, .positions([0, 2]), .positions([1, 3])])
    #expect(paired.shape == Shape(2, 2) && paired.elements == [1, 11, 13, 23])
    let apart = try x.indexed(by: [.positions([0, 1]), .all, .positions([0, 3])])
    #expect(apart.shape == Shape(2, 3) && apart.elements == [0, 4, 8, 15, 19, 23])
    let mixed = try x.indexed(by: [.at(0), .all, .positions([0, 1])])
    #expect(mixed.shape == Shape(2, 3) && mixed.elements == [0, 4, 8, 1, 5, 9])
    let first = try x.indexed(by: [.positions([1, 1, 0]), .at(0), .at(-1)])
    #expect(first.elements == [15, 15, 3])
    let unequal = tensorError {
      try x.indexed(by: [.positions([0, 1]), .positions([0, 1, 2])])
    }
    #expect(unequal?.message == "lists of positions pair up: 2 and 3 do not fit")
  }

  @Test("an ellipsis stands for the axes left over")
  func ellipsis() throws {
    #expect(try x.indexed(by: [.ellipsis, .at(0)]).elements == [0, 4, 8, 12, 16, 20])
    #expect(try x.indexed(by: [.at(1), .ellipsis, .at(0)]).elements == [12, 16, 20])
    #expect(try x.indexed(by: [.at(1), .at(2), .ellipsis, .at(3)]).elements == [23])
  }

  @Test("a position on every axis gives a tensor without axes")
  func fullIndex() throws {
    let value = try x.indexed(by: [.at(1), .at(-1), .at(2)])
    #expect(value.rank == 0 && value.elements == [22])
    let matrix = Tensor(rows: [[1, 2], [3, 4]])
    #expect(try matrix.element(-1, 0) == 3 && Tensor([5, 6]).element(1) == 6)
  }

  @Test("positions outside are errors that name the valid range")
  func outOfRange() {
    let vector = Tensor([1, 2, 3])
    let message = "index 5 is out of range: axis 0 has size 3, valid are -3 to 2"
    #expect(tensorError { try vector.indexed(by: [.at(5)]) }?.message == message)
    #expect(tensorError { try vector.indexed(by: [.positions([0, 5])]) }?.message == message)
    #expect(tensorError { try vector.element(5) }?.message == message)
    #expect(tensorError { try vector.indexed(by: [.at(Int.min)]) } != nil)
    #expect(
      tensorError { try Tensor([]).indexed(by: [.at(0)]) }?.message
        == "index 0 is out of range: axis 0 is empty")
    #expect(
      tensorError { try vector.indexed(by: [.at(0), .at(0)]) }?.message
        == "2 indices for a tensor of 1 axis (3)")
  }

  @Test("extreme slices clamp and a step of 0 is an error")
  func extremeSlices() throws {
    let vector = Tensor([1, 2, 3])
    let extremes: [Int?] = [nil, Int.min, -1, 0, 2, Int.max]
    for start in extremes {
      for stop in extremes {
        for step in [Int.min, -1, 1, Int.max] {
          let part = try vector.indexed(by: [.slice(start: start, stop: stop, step: step)])
          #expect(part.count <= 3)
        }
      }
    }
    let reversed = try vector.indexed(by: [.slice(start: nil, stop: nil, step: -1)])
    #expect(reversed.elements == [3, 2, 1])
    #expect(
      tensorError { try vector.indexed(by: [.slice(start: 0, stop: 1, step: 0)]) }?.message
        == "a slice's step must not be 0")
  }

  @Test("assigned values stretch to the selection")
  func assignment() throws {
    var matrix = Tensor(repeating: 0, Shape(2, 3))
    try matrix.assign(at: [.at(0)], Tensor([1, 2, 3]))
    try matrix.assign(at: [.all, .at(2)], Tensor([7, 8]))
    #expect(matrix.elements == [1, 2, 7, 0, 0, 8])
    try matrix.assign(at: [.all, .positions([1, 0])], Tensor(rows: [[5], [6]]))
    #expect(matrix.elements == [5, 5, 7, 6, 6, 8])
    let copy = matrix
    let error = tensorError { try matrix.assign(at: [.at(0)], Tensor([1, 2])) }
    #expect(error?.message == "shapes do not fit: 2 put into a selection of 3")
    #expect(matrix.elements == copy.elements)
  }

  @Test("masks select, assign, and must fit")
  func masks() throws {
    var matrix = Tensor(rows: [[1, 2], [3, 4]])
    let mask = try apply(.greater, matrix, 2)
    #expect(try matrix.masked(by: mask).elements == [3, 4])
    try matrix.assign(mask: mask, Tensor([30, 40]))
    #expect(matrix.elements == [1, 2, 30, 40])
    try matrix.assign(mask: mask, Tensor(scalar: 0))
    #expect(matrix.elements == [1, 2, 0, 0])
    #expect(try matrix.indexed(by: [.mask([false, true])]).elements == [0, 0])
    #expect(
      tensorError { try matrix.indexed(by: [.mask([true])]) }?.message
        == "a mask of 1 does not fit axis 0 of size 2")
    #expect(tensorError { try matrix.masked(by: Tensor([1, 1], kind: .bool)) }?.kind == .index)
    #expect(tensorError { try matrix.masked(by: matrix) }?.kind == .type)
  }

  @Test("numbers do not go among bools")
  func kinds() throws {
    var flags = Tensor([1, 0], kind: .bool)
    #expect(tensorError { try flags.assign(at: [.at(0)], scalar: 3) }?.kind == .type)
    try flags.assign(at: [.at(1)], scalar: 1, kind: .bool)
    #expect(flags.isBool && flags.elements == [1, 1])
  }
}
