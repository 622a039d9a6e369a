/// The matrix product, as NumPy's `@` on vectors and matrices.
///
/// m×k @ k×n is m×n, m×k @ k is a vector of m, k @ k×n a vector of n, k @ k a tensor without axes.
///
/// - Throws: `shape` when the inner sizes differ, `type` of operands without axes or with three or
///   more, `limit` when the result does not fit in memory.
package func matmul(_ left: Tensor, _ right: Tensor) throws -> Tensor {
  let (a, b) = (left.shape, right.shape)
  guard (1...2).contains(a.rank), (1...2).contains(b.rank) else {
    throw TensorError(.shape, "@ takes vectors and matrices, found \(a) @ \(b)")
  }
  let (m, k) = a.rank == 2 ? (a[0], a[1]) : (1, a[0])
  let (inner, n) = b.rank == 2 ? (b[0], b[1]) : (b[0], 1)
  guard k == inner else { throw TensorError.unfitProduct(a, b) }
  var shape = Shape()
  if a.rank == 2 { shape.append(m) }
  if b.rank == 2 { shape.append(n) }
  try TensorMemory.check(shape)
  return try Tensor(shape) { target in
    try left.withElements { x in
      try right.withElements { y in
        guard let x = x.baseAddress, let y = y.baseAddress else { return }
        if b.rank == 1 && a.rank == 1 {
          target[0] = try BLAS.dot(k, x, y)
        } else if b.rank == 1 {
          try BLAS.gemv(false, m, k, 1, x, max(k, 1), y, 0, target)
        } else if a.rank == 1 {
          try BLAS.gemv(true, k, n, 1, y, max(n, 1), x, 0, target)
        } else {
          try BLAS.gemm(
            false, false, m, n, k, 1, x, max(k, 1), y, max(n, 1), 0, target, max(n, 1))
        }
      }
    }
  }
}

extension TensorError {
  /// A matrix product whose inner sizes differ, with the transposes that would fit.
  static func unfitProduct(_ left: Shape, _ right: Shape) -> TensorError {
    let k = left[left.rank - 1]
    let message = "shapes do not fit: \(left) @ \(right) needs \(k) = \(right[0])"
    var notes: [String] = []
    if left.rank == 2, left[0] == right[0] {
      let turned = Shape(left[1], left[0])
      notes.append(
        "left is \(left), right is \(right); did you mean left' @ right (\(turned) @ \(right))?")
    } else if right.rank == 2, k == right[1] {
      let turned = Shape(right[1], right[0])
      notes.append(
        "left is \(left), right is \(right); did you mean left @ right' (\(left) @ \(turned))?")
    } else if left.rank == 1, right.rank == 2, right[0] == 1 {
      notes.append("for all pairs of two vectors write outer(left, right)")
    }
    return TensorError(
      .shape, message, notes: notes, .unfitProduct,
      facts: ["left": "\(left)", "right": "\(right)", "a": "\(k)", "b": "\(right[0])"])
  }
}

extension Tensor {
  /// The transpose: the last two axes swapped; a vector stays.
  package func transposed() throws -> Tensor {
    guard rank >= 2 else { return self }
    try TensorMemory.check(shape)
    let (rows, columns) = (shape[rank - 2], shape[rank - 1])
    var turned = shape
    turned[rank - 2] = columns
    turned[rank - 1] = rows
    let size = max(rows * columns, 1)
    return try Tensor(turned, kind: kind) { target in
      try withElements { source in
        guard let source = source.baseAddress else { return }
        for start in stride(from: 0, to: count, by: size) {
          try transpose(source + start, rows, columns, into: target + start)
        }
      }
    }
  }
}

/// Copies a row-major matrix transposed, in tiles that stay in the cache.
func transpose(
  _ source: UnsafePointer<Double>, _ rows: Int, _ columns: Int,
  into target: UnsafeMutablePointer<Double>
) throws {
  let tile = 16
  for top in stride(from: 0, to: rows, by: tile) {
    try Interrupt.check()
    for left in stride(from: 0, to: columns, by: tile) {
      for i in top..<min(top + tile, rows) {
        for j in left..<min(left + tile, columns) {
          target[j * rows + i] = source[i * columns + j]
        }
      }
    }
  }
}
