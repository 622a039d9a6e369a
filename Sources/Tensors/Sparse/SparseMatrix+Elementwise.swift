/// Applies an operation that leaves 0 at 0 to every entry.
///
/// - Throws: `value` for an operation that gives 0 another value, as the result would be dense.
package func apply(_ operation: UnaryOperation, _ x: SparseMatrix) throws -> SparseMatrix {
  let zero = apply(operation, 0)
  guard zero == 0 else {
    throw TensorError.denseResult(
      "\(operation)(0) is \(TensorError.written(zero)), so \(operation) of a sparse matrix")
  }
  return try x.replacingEntries(by: apply(operation, Tensor(x.values)))
}

/// `x operation number`, where that leaves 0 at 0.
package func apply(
  _ operation: BinaryOperation, _ x: SparseMatrix, _ number: Double, kind: ElementKind = .number
) throws -> SparseMatrix {
  try TensorError.checkZero(operation, 0, number, isLeft: true)
  return try x.replacingEntries(
    by: apply(operation, Tensor(x.values, kind: x.kind), number, kind: kind))
}

/// `number operation x`, where that leaves 0 at 0.
package func apply(
  _ operation: BinaryOperation, _ number: Double, _ x: SparseMatrix, kind: ElementKind = .number
) throws -> SparseMatrix {
  try TensorError.checkZero(operation, number, 0, isLeft: false)
  return try x.replacingEntries(
    by: apply(operation, number, Tensor(x.values, kind: x.kind), kind: kind))
}

/// An operation on two sparse matrices, where 0 and 0 give 0; one of them may stretch.
///
/// - Throws: `shape` when the shapes do not fit, `value` when the result would be dense.
/// - Complexity: O(n + entries of both).
package func apply(
  _ operation: BinaryOperation, _ left: SparseMatrix, _ right: SparseMatrix
) throws -> SparseMatrix {
  guard let shape = Shape.broadcast(left.shape, right.shape) else {
    throw TensorError.unfitShapes(operation, left.shape, right.shape)
  }
  let zero = apply(operation, 0, 0)
  guard zero == 0 else {
    throw TensorError.denseResult(
      "0 \(operation.symbol) 0 is \(TensorError.written(zero, operation)), so \(operation.symbol) of sparse "
        + "matrices", comparing: operation)
  }
  let (a, b) = (try left.stretched(to: shape), try right.stretched(to: shape))
  var builder = SparseBuilder(rows: a.rowCount, entries: max(a.entryCount, b.entryCount))
  for i in 0..<a.rowCount {
    let (first, second) = (a.entries(ofRow: i), b.entries(ofRow: i))
    var (p, q) = (first.lowerBound, second.lowerBound)
    while p < first.upperBound || q < second.upperBound {
      let column = min(
        p < first.upperBound ? a.columns[p] : .max, q < second.upperBound ? b.columns[q] : .max)
      var (x, y) = (0.0, 0.0)
      if p < first.upperBound, a.columns[p] == column {
        x = a.values[p]
        p += 1
      }
      if q < second.upperBound, b.columns[q] == column {
        y = b.values[q]
        q += 1
      }
      builder.append(column, apply(operation, x, y))
    }
    try builder.endRow()
  }
  return builder.matrix(
    columnCount: a.columnCount, kind: operation.resultKind(left.kind, right.kind))
}

/// What an operation on a sparse and a dense matrix gives.
package enum SparseOrDense: Sendable {
  case sparse(SparseMatrix)
  case dense(Tensor)
}

/// `x operation y`; sparse for `* / // % ^`, dense for the other operations.
///
/// - Throws: `shape` when the shapes do not fit, `value` where an entry that is not stored would
///   become another value, `limit` when a dense result does not fit in memory.
package func apply(
  _ operation: BinaryOperation, _ x: SparseMatrix, _ y: Tensor
) throws -> SparseOrDense {
  switch operation {
  case .multiply, .divide, .floorDivide, .remainder, .power:
    if y.rank > 2 { break }
    try y.withElements { y in
      if let odd = y.first(where: { apply(operation, 0, $0) != 0 }) {
        try TensorError.checkZero(operation, 0, odd, isLeft: true)
      }
    }
    return .sparse(try x.combined(operation, y))
  default: break
  }
  return .dense(try apply(operation, x.dense(), y))
}

/// `x operation y`; sparse for `*`, dense for the other operations.
package func apply(
  _ operation: BinaryOperation, _ x: Tensor, _ y: SparseMatrix
) throws -> SparseOrDense {
  if operation == .multiply { return try apply(operation, y, x) }
  return .dense(try apply(operation, x, y.dense()))
}

extension SparseMatrix {
  /// The matrix with as many other values in the places of its entries; zeros are dropped.
  fileprivate func replacingEntries(by new: Tensor) throws -> SparseMatrix {
    var builder = SparseBuilder(rows: rowCount, entries: entryCount)
    try new.withElements { new in
      for i in 0..<rowCount {
        for k in entries(ofRow: i) { builder.append(columns[k], new[k]) }
        try builder.endRow()
      }
    }
    return builder.matrix(columnCount: columnCount, kind: new.kind)
  }

  /// Entries combined with the dense elements at their places.
  fileprivate func combined(
    _ operation: BinaryOperation, _ y: Tensor
  ) throws -> SparseMatrix {
    guard let target = Shape.broadcast(shape, y.shape), target.rank == 2 else {
      throw TensorError.unfitShapes(operation, shape, y.shape)
    }
    let x = try stretched(to: target)
    let (height, width) = (y.shape.size(ofAxis: 0, in: 2), y.shape.size(ofAxis: 1, in: 2))
    let (rowStep, columnStep) = (height == 1 ? 0 : width, width == 1 ? 0 : 1)
    let others = Tensor(Shape(x.entryCount)) { others in
      y.withElements { y in
        for i in 0..<x.rowCount {
          for k in x.entries(ofRow: i) {
            others[k] = y[i * rowStep + Int(x.columns[k]) * columnStep]
          }
        }
      }
    }
    return try x.replacingEntries(by: apply(operation, Tensor(x.values), others))
  }

  /// The matrix with its only row or column repeated up to a shape.
  func stretched(to target: Shape) throws -> SparseMatrix {
    guard shape != target else { return self }
    let (rows, width) = (target[0], target[1])
    let times = (rowCount == 1 ? rows : 1, columnCount == 1 ? width : 1)
    let (count, overflow) = entryCount.multipliedReportingOverflow(by: max(times.0, times.1))
    try Self.checkSizes(rows, width, entries: overflow ? .max : count)
    var builder = SparseBuilder(rows: rows, entries: count)
    for i in 0..<rows {
      for k in entries(ofRow: rowCount == 1 ? 0 : i) {
        if columnCount == width {
          builder.append(columns[k], values[k])
        } else {
          for j in 0..<width { builder.append(Int32(truncatingIfNeeded: j), values[k]) }
        }
      }
      try builder.endRow()
    }
    return builder.matrix(columnCount: width, kind: kind)
  }

  /// The entries rounded to `digits` decimals, halves to even.
  package func rounded(digits: Int = 0) throws -> SparseMatrix {
    try replacingEntries(by: Tensor(values).rounded(digits: digits))
  }

  /// The entries kept between two bounds, between which 0 lies.
  package func clipped(_ low: Double, _ high: Double) throws -> SparseMatrix {
    try replacingEntries(by: Tensor(values).clipped(low, high))
  }
}

extension TensorError {
  /// What would fill every place of a sparse matrix.
  static func denseResult(
    _ what: String, comparing operation: BinaryOperation? = nil
  ) -> TensorError {
    let advice =
      operation == .equal
      ? "nnz(x != y) == 0 asks whether they are equal"
      : "tensor(x) gives the dense matrix, which can do it"
    return TensorError(.value, "\(what) would not be sparse", notes: [advice])
  }

  /// Throws unless an operation leaves the entries that are not stored at 0.
  static func checkZero(
    _ operation: BinaryOperation, _ left: Double, _ right: Double, isLeft: Bool
  ) throws {
    let result = apply(operation, left, right)
    guard result != 0 else { return }
    let (a, b, symbol) = (written(left), written(right), operation.symbol)
    var error = denseResult(
      "\(a) \(symbol) \(b) is \(written(result, operation)), so "
        + (isLeft ? "a sparse matrix \(symbol) \(b)" : "\(a) \(symbol) a sparse matrix"))
    if ![.equal, .notEqual].contains(operation) {
      let call = isLeft ? "tensor(x) \(symbol) \(b)" : "\(a) \(symbol) tensor(x)"
      error = TensorError(.value, error.message, notes: ["\(call) is the dense result"])
    }
    throw error
  }

  /// A number as messages write it.
  static func written(_ number: Double, _ operation: BinaryOperation? = nil) -> String {
    if operation?.resultKind(.number, .number) == .bool { return number == 0 ? "false" : "true" }
    return number.isNaN ? "nan" : Int(exactly: number).map(String.init) ?? "\(number)"
  }
}
