import Testing

@testable import Tensors

/// Sparse matrices against the dense ones that they stand for.
@Suite("Sparse matrices")
struct SparseMatrixTests {
  /// Calls `body` with random matrices of every size.
  private func forEachCase(
    seed: UInt64, _ body: (inout CaseGenerator, Tensor, SparseMatrix) throws -> Void
  ) throws {
    var random = CaseGenerator(state: seed)
    for (rows, columns) in sparseSizes {
      let dense = random.mostlyZeros(rows, columns)
      try body(&random, dense, try SparseMatrix(dense))
    }
  }

  // MARK: - Construction

  @Test("made from a dense matrix hold its elements other than 0")
  func conversion() throws {
    try forEachCase(seed: 1) { _, dense, x throws in
      #expect(agrees(x, dense))
      #expect(x.entryCount == dense.elements.count { $0 != 0 })
      for i in 0..<x.rowCount {
        for j in 0..<x.columnCount { #expect(x[i, j] == dense[i, j]) }
      }
    }
  }

  @Test("made from triplets in any order add up entries at one place and drop sums of 0")
  func triplets() throws {
    let x = try SparseMatrix(
      rows: [2, 0, 2, 0, 1, 1], columns: [1, 3, 1, 0, 2, 2], values: [5, 1, 2, 4, 3, -3])
    #expect(agrees(x, Tensor(rows: [[4, 0, 0, 1], [0, 0, 0, 0], [0, 7, 0, 0]])))
    #expect(x.entryCount == 3)
    let wide = try SparseMatrix(rows: [0], columns: [0], values: [2], shape: (2, 5))
    #expect(wide.shape == Shape(2, 5))
    try forEachCase(seed: 2) { random, dense, x throws in
      var order = Array(0..<x.entryCount)
      order.shuffle(using: &random)
      let (rows, columns, values) = x.triplets
      let again = try SparseMatrix(
        rows: order.map { rows[$0] }, columns: order.map { columns[$0] },
        values: order.map { values[$0] }, shape: (x.rowCount, x.columnCount))
      #expect(again == x)
    }
  }

  @Test("NaN and infinities are entries")
  func notFinite() throws {
    let dense = Tensor(rows: [[0, .nan], [.infinity, 0]])
    let x = try SparseMatrix(dense)
    #expect(x.entryCount == 2)
    #expect(agrees(x, dense))
    #expect(try x.reduced(by: .max, axis: 0).elements[0] == .infinity)
    #expect(try x.reduced(by: .sum).isNaN)
  }

  @Test("storage that breaks a rule is turned down")
  func invariants() {
    func error(_ starts: [Int], _ columns: [Int32], _ values: [Double], _ width: Int) -> Bool {
      tensorError {
        try SparseMatrix(rowStarts: starts, columns: columns, values: values, columnCount: width)
      }?.kind == .value
    }
    #expect(error([], [], [], 2))
    #expect(error([0, 1], [0, 1], [1, 1], 2))
    #expect(error([0, 2], [1, 0], [1, 1], 2))
    #expect(error([0, 2], [1, 1], [1, 1], 2))
    #expect(error([0, 1], [2], [1], 2))
    #expect(error([0, 1], [-1], [1], 2))
    #expect(error([0, 1], [0], [0], 2))
    #expect(error([0, 2, 1], [0], [3], 2))
    #expect(error([0, 1], [0], [], 2))
    #expect(!error([0, 1], [1], [3], 2))
  }

  @Test("entries outside of the shape, and lists that differ in length, are errors")
  func badTriplets() {
    #expect(
      tensorError { try SparseMatrix(rows: [2], columns: [0], values: [1], shape: (2, 2)) }?.message
        == "entry at row 2 lies outside of 2×2")
    #expect(
      tensorError { try SparseMatrix(rows: [0], columns: [-1], values: [1]) }?.kind == .index)
    #expect(tensorError { try SparseMatrix(rows: [0], columns: [], values: [1]) }?.kind == .shape)
    #expect(
      tensorError { try SparseMatrix(rows: [.max], columns: [0], values: [1]) }?.kind == .limit)
    #expect(tensorError { try SparseMatrix.empty(-1, 2) }?.kind == .shape)
    #expect(tensorError { try SparseMatrix.empty(1 << 40, 2) }?.kind == .limit)
  }

  @Test("a million by a million with ten entries works, and is too large to be made dense")
  func hugeShape() throws {
    let n = 1_000_000
    let places = (0..<10).map { $0 * 99_991 }
    let x = try SparseMatrix(
      rows: places, columns: places.reversed(), values: (1...10).map(Double.init), shape: (n, n))
    #expect(try x.transposed().transposed() == x)
    #expect(try x.reduced(by: .sum) == 55)
    #expect(try x.reduced(by: .mean) == 55e-12)
    #expect(try matmul(x, x).entryCount == 10)
    #expect(try matmul(x, Tensor(repeating: 1, Shape(n))).reduced(by: .sum) == 55)
    #expect(try apply(.add, x, x) == apply(.multiply, x, 2))
    #expect(x[places[1], places[8]] == 2)
    let error = tensorError { try x.dense() }
    #expect(error?.kind == .limit)
    #expect(error?.message == "a tensor of 1000000×1000000 does not fit in memory")
  }

  // MARK: - Products

  @Test("the transpose is the dense one, and twice it is the matrix itself")
  func transpose() throws {
    try forEachCase(seed: 3) { _, dense, x throws in
      #expect(try agrees(x.transposed(), dense.transposed()))
      #expect(try x.transposed().transposed() == x)
    }
  }

  @Test("products with dense matrices and vectors, on either side, are the dense ones")
  func denseProducts() throws {
    try forEachCase(seed: 4) { random, dense, x throws in
      let (n, d) = (x.rowCount, x.columnCount)
      for right in [random.tensor([d, 3]), random.tensor([d]), random.tensor([d, 0])] {
        #expect(try distance(matmul(x, right), matmul(dense, right)) < 1e-12)
      }
      for left in [random.tensor([4, n]), random.tensor([n]), random.tensor([0, n])] {
        #expect(try distance(matmul(left, x), matmul(left, dense)) < 1e-12)
      }
    }
  }

  @Test("products of two sparse matrices are the dense ones")
  func sparseProducts() throws {
    try forEachCase(seed: 5) { random, dense, x throws in
      for width in [0, 1, 6] {
        let other = random.mostlyZeros(x.columnCount, width)
        // Small whole numbers: every product and sum is exact.
        let product = try matmul(x, try SparseMatrix(other))
        #expect(try agrees(product, matmul(dense, other)))
      }
    }
  }

  @Test("products whose inner sizes differ are errors")
  func badProducts() throws {
    let x = try SparseMatrix.empty(3, 4)
    let message = "shapes do not fit: 3×4 @ 3×4 needs 4 = 3"
    #expect(tensorError { try matmul(x, x) }?.message == message)
    #expect(tensorError { try matmul(x, Tensor(repeating: 0, Shape(3, 4))) }?.message == message)
    #expect(tensorError { try matmul(Tensor(repeating: 0, Shape(3, 4)), x) }?.message == message)
    #expect(tensorError { try matmul(x, Tensor(repeating: 0, Shape())) }?.kind == .shape)
  }

  // MARK: - Element by element

  @Test("functions that leave 0 at 0 keep the matrix sparse, the others are errors")
  func unary() throws {
    try forEachCase(seed: 6) { _, dense, x throws in
      for operation in UnaryOperation.allCases {
        if apply(operation, 0) == 0 {
          #expect(try agrees(apply(operation, x), apply(operation, dense)), "\(operation)")
        } else {
          #expect(tensorError { try apply(operation, x) }?.kind == .value, "\(operation)")
        }
      }
    }
  }

  @Test("operations with a number are the dense ones where 0 stays 0, else errors")
  func withNumbers() throws {
    try forEachCase(seed: 7) { _, dense, x throws in
      for operation in BinaryOperation.allCases {
        for number in [2, -1.5, 0, .infinity, .nan] {
          if apply(operation, 0, number) == 0 {
            #expect(
              try agrees(apply(operation, x, number), apply(operation, dense, number)),
              "x \(operation) \(number)")
          } else {
            #expect(tensorError { try apply(operation, x, number) }?.kind == .value)
          }
          if apply(operation, number, 0) == 0 {
            #expect(
              try agrees(apply(operation, number, x), apply(operation, number, dense)),
              "\(number) \(operation) x")
          } else {
            #expect(tensorError { try apply(operation, number, x) }?.kind == .value)
          }
        }
      }
    }
  }

  @Test("operations of two sparse matrices are the dense ones where 0 and 0 give 0")
  func withSparse() throws {
    try forEachCase(seed: 8) { random, dense, x throws in
      let (n, d) = (x.rowCount, x.columnCount)
      let others = [random.mostlyZeros(n, d), random.mostlyZeros(1, d), random.mostlyZeros(n, 1)]
      for other in others {
        let y = try SparseMatrix(other)
        for operation in BinaryOperation.allCases {
          if apply(operation, 0, 0) == 0 {
            #expect(try agrees(apply(operation, x, y), apply(operation, dense, other)))
            #expect(try agrees(apply(operation, y, x), apply(operation, other, dense)))
          } else {
            #expect(tensorError { try apply(operation, x, y) }?.kind == .value)
          }
        }
      }
    }
    let misfit = tensorError { try apply(.add, SparseMatrix.empty(2, 3), SparseMatrix.empty(3, 2)) }
    #expect(misfit?.message == "shapes do not fit: 2×3 + 3×2")
  }

  @Test("operations with dense tensors are the dense ones; products stay sparse")
  func withDense() throws {
    try forEachCase(seed: 9) { random, dense, x throws in
      let (n, d) = (x.rowCount, x.columnCount)
      let others = [
        random.tensor([n, d], in: 1...3), random.tensor([d], in: 1...3),
        random.tensor([1, d], in: 1...3), random.tensor([n, 1], in: 1...3), Tensor(scalar: 2),
      ]
      for other in others {
        for operation in BinaryOperation.allCases {
          switch try apply(operation, x, other) {
          case .sparse(let result):
            #expect([.multiply, .divide, .floorDivide, .remainder, .power].contains(operation))
            #expect(try agrees(result, apply(operation, dense, other)))
          case .dense(let result):
            #expect(try same(result.elements, apply(operation, dense, other).elements))
          }
          switch try apply(operation, other, x) {
          case .sparse(let result):
            #expect(operation == .multiply)
            #expect(try agrees(result, apply(operation, other, dense)))
          case .dense(let result):
            #expect(try same(result.elements, apply(operation, other, dense).elements))
          }
        }
      }
    }
  }

  @Test("a single row or column stretches over a dense matrix")
  func stretching() throws {
    let row = Tensor(rows: [[0, 2, 0]])
    let column = Tensor(rows: [[1], [0]])
    let other = Tensor(rows: [[1, 2, 3], [4, 5, 6]])
    for x in [row, column] {
      guard case .sparse(let result) = try apply(.multiply, SparseMatrix(x), other) else {
        Issue.record("a product is sparse")
        continue
      }
      #expect(try agrees(result, apply(.multiply, x, other)))
    }
  }

  @Test("dividing by a dense 0 where nothing is stored is an error that names the quotient")
  func divisionByZero() throws {
    let x = try SparseMatrix(Tensor(rows: [[1, 0]]))
    let error = tensorError { try apply(.divide, x, Tensor([1, 0])) }
    #expect(error?.message.hasPrefix("0 / 0 is nan, so a sparse matrix / 0") == true)
  }

  // MARK: - Reductions

  @Test("reductions, along an axis or of everything, are the dense ones")
  func reductions() throws {
    try forEachCase(seed: 10) { _, dense, x throws in
      for reduction in Reduction.allCases {
        for axis in [nil, 0, 1, -1, -2] {
          let expected = try? dense.reduced(by: reduction, axis: axis)
          let found = try? x.reduced(by: reduction, axis: axis)
          guard reduction.takesSparse else {
            #expect(found == nil)
            continue
          }
          #expect(found?.shape == expected?.shape, "\(reduction) of \(x.shape) along \(axis ?? 9)")
          #expect(found?.kind == expected?.kind)
          guard let found, let expected else { continue }
          for (a, b) in zip(found.elements, expected.elements) {
            #expect(abs(a - b) < 1e-12 || a.isNaN && b.isNaN, "\(reduction), \(axis ?? 9)")
          }
        }
      }
      #expect(tensorError { try x.reduced(by: .sum, axis: 2) }?.kind == .value)
    }
  }

  @Test("diagonals and the trace are the dense ones")
  func diagonals() throws {
    try forEachCase(seed: 11) { _, dense, x throws in
      for offset in [0, 1, -1, 3, -3, 100, -100] {
        #expect(try x.diagonal(offset).elements == dense.diagonal(offset).elements)
      }
      #expect(try x.trace() == dense.trace())
    }
    #expect(try SparseMatrix.empty(2, 2).diagonal(.min).count == 0)
    #expect(try SparseMatrix.empty(2, 2).diagonal(.max).count == 0)
  }

  // MARK: - Parts

  @Test("every kind of index picks what it picks of the dense matrix")
  func indexing() throws {
    var random = CaseGenerator(state: 12)
    let dense = random.mostlyZeros(6, 5, share: 0.5)
    let x = try SparseMatrix(dense)
    func indices(_ size: Int) -> [AxisIndex] {
      [
        .at(1), .at(-1), .all, .slice(start: 1, stop: 4, step: 1),
        .slice(start: nil, stop: nil, step: -1), .slice(start: 4, stop: 1, step: 1),
        .slice(start: nil, stop: nil, step: 1 << 60), .positions([3, 0, 3]), .positions([-1]),
        .positions([]), .mask((0..<size).map { $0 % 2 == 0 }),
      ]
    }
    for row in indices(6) {
      try expect(x, dense, [row])
      try expect(x, dense, [row, .ellipsis])
      for column in indices(5) { try expect(x, dense, [row, column]) }
    }
    try expect(x, dense, [.ellipsis, .at(2)])
    try expect(x, dense, [])
  }

  private func expect(_ x: SparseMatrix, _ dense: Tensor, _ index: [AxisIndex]) throws {
    let expected = try? dense.indexed(by: index)
    switch try? x.indexed(by: index) {
    case .element(let value): #expect(expected?.rank == 0 && expected?[flat: 0] == value)
    case .vector(let vector):
      #expect(expected?.shape == vector.shape && expected?.elements == vector.elements)
    case .matrix(let matrix): #expect(expected.map { agrees(matrix, $0) } == true, "\(index)")
    case nil: #expect(expected == nil, "\(index)")
    }
  }

  @Test("positions outside, masks of another length and a third index are errors")
  func badIndices() throws {
    let x = try SparseMatrix.empty(2, 3)
    let bad: [[AxisIndex]] = [
      [.at(2)], [.at(0), .at(-4)], [.positions([0, 5])], [.mask([true])], [.at(0), .at(0), .at(0)],
      [.ellipsis, .ellipsis], [.positions([0, 1]), .positions([0, 1, 2])],
    ]
    for index in bad { #expect(tensorError { try x.indexed(by: index) }?.kind == .index) }
  }

  @Test("joined along either axis they are the dense ones joined")
  func joining() throws {
    try forEachCase(seed: 13) { random, dense, x throws in
      let below = random.mostlyZeros(2, x.columnCount)
      let beside = random.mostlyZeros(x.rowCount, 3)
      #expect(
        try agrees(
          .concat([x, SparseMatrix(below)]), Tensor.concat([dense, below])))
      #expect(
        try agrees(
          .concat([x, SparseMatrix(beside), x], axis: -1),
          Tensor.concat([dense, beside, dense], axis: 1)))
    }
    let misfit = tensorError {
      try SparseMatrix.concat([.empty(2, 3), .empty(3, 2)], axis: 0)
    }
    #expect(misfit?.kind == .shape)
    #expect(tensorError { try SparseMatrix.concat([]) }?.kind == .value)
  }

  /// In a process of its own: the request is global and would stop other tests.
  @Test("long work stops when asked to")
  func interruption() async {
    await #expect(processExitsWith: .success) {
      let x = try SparseMatrix(
        rows: Array(0..<50_000), columns: Array(repeating: 0, count: 50_000),
        values: Array(repeating: 1, count: 50_000))
      let ones = Tensor(repeating: 1, Shape(1))
      Interrupt.request()
      var calls = 0
      func check(_ body: () throws -> Void) {
        do {
          try body()
        } catch Interruption.interrupted {
          calls += 1
        } catch {
          Issue.record("unexpected error")
        }
      }
      check { _ = try x.transposed() }
      check { _ = try matmul(x, ones) }
      check { _ = try apply(.multiply, x, 2) }
      check { _ = try apply(.add, x, x) }
      check { _ = try x.reduced(by: .sum, axis: 1) }
      check { _ = try x.dense() }
      precondition(calls == 6, "every computation looks at the request")
    }
  }
}
