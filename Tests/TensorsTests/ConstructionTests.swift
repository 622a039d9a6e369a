import Testing

@testable import Tensors

@Suite("Construction and joining")
struct ConstructionTests {
  /// Figures of numpy 2.4.6, `arange` and `linspace`.
  @Test("ranges and even spacings equal NumPy's")
  func ranges() throws {
    #expect(
      try Tensor.range(0, 1, 0.1).elements == [
        0.0, 0.1, 0.2, 0.30000000000000004, 0.4, 0.5, 0.6000000000000001, 0.7000000000000001, 0.8,
        0.9,
      ])
    #expect(try Tensor.range(1, 0, -0.3).count == 4)
    #expect(try Tensor.range(3, 0).count == 0 && Tensor.range(0, 3).elements == [0, 1, 2])
    #expect(try Tensor.linspace(0, 1, 3).elements == [0, 0.5, 1])
    #expect(try Tensor.linspace(2, 5, 1).elements == [2] && Tensor.linspace(0, 1, 0).count == 0)
    let fine = try Tensor.linspace(0.1, 0.7, 12)
    #expect(fine.elements.first == 0.1 && fine.elements.last == 0.7)
  }

  @Test("ranges that cannot be made are errors")
  func badRanges() {
    #expect(
      tensorError { try Tensor.range(0, 1, 0) }?.message == "a range's step must not be 0")
    for bad in [Double.nan, .infinity, -.infinity] {
      #expect(tensorError { try Tensor.range(0, bad) }?.kind == .value)
      #expect(tensorError { try Tensor.range(bad, 0) }?.kind == .value)
      #expect(tensorError { try Tensor.range(0, 1, bad) }?.kind == .value)
    }
    for (stop, step) in [(1e12, 1.0), (1, 1e-18), (1e308, 1e-308)] {
      #expect(tensorError { try Tensor.range(0, stop, step) }?.kind == .limit)
    }
  }

  @Test("sizes that cannot be made are errors, never crashes")
  func badSizes() {
    #expect(tensorError { try Tensor.zeros([1_000_000, 1_000_000]) }?.kind == .limit)
    #expect(tensorError { try Tensor.zeros([.max, .max, .max]) }?.kind == .limit)
    #expect(
      tensorError { try Tensor.zeros([2, -3]) }?.message
        == "sizes must be 0 or more, found -3")
    #expect(tensorError { try Tensor.zeros([0, .max, .max]) }?.kind == .limit)
    #expect(tensorError { try Tensor.zeros([.max, 0]) }?.kind == .limit)
    #expect(tensorError { try Tensor.eye(.max) }?.kind == .limit)
    #expect(tensorError { try Tensor.eye(-1) }?.kind == .shape)
    #expect(tensorError { try Tensor.linspace(0, 1, 1 << 40) }?.kind == .limit)
    #expect(tensorError { try Tensor.zeros([Int](repeating: 1, count: 9)) }?.kind == .shape)
    #expect(tensorError { try Tensor([1]).repeated(.max) }?.kind == .limit)
    for bad in [Double.nan, .infinity, 1e300, 2.5] {
      #expect(tensorError { try Shape(checking: [bad]) }?.kind == .value)
    }
    let vector = Tensor(repeating: 1, Shape(1_000_000))
    #expect(tensorError { try vector.outer(vector) }?.kind == .limit)
    #expect(tensorError { try vector.diagonal() }?.kind == .limit)
    #expect(tensorError { try vector.kron(vector) }?.kind == .limit)
    var generator = RandomGenerator(seed: 0)
    #expect(tensorError { try generator.uniform([1 << 40]) }?.kind == .limit)
  }

  @Test("one size of a reshape may be left open")
  func reshape() throws {
    let x = try Tensor.range(0, 12)
    #expect(try x.reshaped(to: [3, -1]).shape == Shape(3, 4))
    #expect(try x.reshaped(to: [-1]).elements == x.elements)
    #expect(tensorError { try x.reshaped(to: [5, -1]) }?.kind == .shape)
    #expect(tensorError { try x.reshaped(to: [-1, -1]) }?.kind == .shape)
    #expect(
      tensorError { try x.reshaped(to: [5, 2]) }?.message
        == "cannot reshape 12 (12 elements) to 5×2 (10)")
    #expect(tensorError { try Tensor([]).reshaped(to: [0, -1]) }?.kind == .shape)
  }

  @Test("transposing swaps the last two axes")
  func transpose() throws {
    var generator = CaseGenerator(state: 8)
    for sizes in [[3], [2, 5], [40, 33], [2, 3, 4], [0, 3]] {
      let x = generator.tensor(sizes)
      let y = try x.transposed()
      for p in positions(of: sizes) {
        var q = p
        if q.count > 1 { q.swapAt(q.count - 1, q.count - 2) }
        #expect(stretchedElement(y, q) == stretchedElement(x, p))
      }
      #expect(try y.transposed().shape == x.shape)
    }
    let cube = generator.tensor([2, 3, 4])
    let turned = try cube.permuted([2, 0, 1])
    #expect(turned.shape.dimensions == [4, 2, 3])
    for p in positions(of: [2, 3, 4]) {
      #expect(stretchedElement(turned, [p[2], p[0], p[1]]) == stretchedElement(cube, p))
    }
    #expect(tensorError { try cube.permuted([0, 0, 1]) }?.kind == .value)
  }

  @Test("joining along any axis places every element")
  func joining() throws {
    var generator = CaseGenerator(state: 9)
    for axis in 0..<3 {
      var other = [2, 3, 4]
      other[axis] = 2
      let (a, b) = (generator.tensor([2, 3, 4]), generator.tensor(other))
      let joined = try Tensor.concat([a, b], axis: axis)
      for p in positions(of: joined.shape.dimensions) {
        var q = p
        q[axis] -= a.shape[axis]
        let expected = q[axis] < 0 ? stretchedElement(a, p) : stretchedElement(b, q)
        #expect(stretchedElement(joined, p) == expected)
      }
    }
    let (a, b) = (Tensor([1, 2]), Tensor([3, 4]))
    #expect(try Tensor.stack([a, b]).elements == [1, 2, 3, 4])
    #expect(try Tensor.stack([a, b], axis: -1).elements == [1, 3, 2, 4])
    #expect(try a.appending(b).elements == [1, 2, 3, 4])
    #expect(try a.repeated(2).elements == [1, 1, 2, 2])
    let matrix = Tensor(rows: [[1, 2], [3, 4]])
    #expect(try matrix.repeated(2, axis: 0).elements == [1, 2, 1, 2, 3, 4, 3, 4])
    #expect(try matrix.repeated(2, axis: 1).elements == [1, 1, 2, 2, 3, 3, 4, 4])
    #expect(tensorError { try Tensor.concat([]) }?.kind == .value)
    #expect(
      tensorError { try Tensor.concat([matrix, Tensor(rows: [[1]])]) }?.message
        == "shapes do not fit: 2×2 and 1×1 joined along axis 0")
    #expect(
      tensorError { try Tensor.stack([a, matrix]) }?.message
        == "shapes do not fit: stack takes one shape, found 2 and 2×2")
  }

  @Test("choosing by a condition stretches all three")
  func choosing() throws {
    let condition = Tensor([1, 0], kind: .bool)
    let chosen = try Tensor.choose(
      condition, Tensor(rows: [[1, 2], [3, 4]]), Tensor(scalar: 9))
    #expect(chosen.elements == [1, 9, 3, 9])
    let found = try Tensor(rows: [[0, 1], [1, 0]]).positionsOfTrue()
    #expect(found.map(\.elements) == [[0, 1], [1, 0]])
    #expect(
      tensorError { try Tensor.choose(Tensor([1, 0, 1]), condition, condition) }?.message
        == "shapes do not fit: where(3, 2, 2)")
  }

  /// The Kronecker product is numpy 2.4.6's.
  @Test("matrix builders have their textbook entries")
  func builders() throws {
    #expect(try Tensor.eye(2, 3).elements == [1, 0, 0, 0, 1, 0])
    let matrix = Tensor(rows: [[1, 2], [3, 4]])
    #expect(try matrix.upperTriangle().elements == [1, 2, 0, 4])
    #expect(try matrix.lowerTriangle(-1).elements == [0, 0, 3, 0])
    #expect(try matrix.diagonal().elements == [1, 4] && matrix.trace() == 5)
    #expect(try Tensor([7, 8]).diagonal().elements == [7, 0, 0, 8])
    #expect(try Tensor([1, 2]).outer(Tensor([3, 4, 5])).elements == [3, 4, 5, 6, 8, 10])
    #expect(
      try matrix.kron(Tensor(rows: [[0, 5], [6, 7]])).elements
        == [0, 5, 0, 10, 6, 7, 12, 14, 0, 15, 0, 20, 18, 21, 24, 28])
    #expect(
      tensorError { try Tensor([1]).trace() }?.message == "trace takes a matrix, found 1")
  }
}
