internal import Tensors

/// One result a row, computed in fixed blocks of rows on the thread pool.
///
/// A row's result must depend on the row alone; then neither the blocks nor the number of threads
/// matter.
///
/// - Parameters:
///   - n: rows in all.
///   - length: rows a block, at least 1.
///   - body: gives the results of a block of rows, in order.
/// - Returns: n results.
/// - Throws: what `body` throws, and `Interruption`.
func mapRowBlocks<R>(
  _ n: Int, of length: Int, _ body: (Range<Int>) throws -> [R]
) throws -> [R] {
  let length = max(1, length)
  let parts = (n + length - 1) / length
  var results = [[R]](repeating: [], count: parts)
  try results.withUnsafeMutableBufferPointer { buffer in
    let out = buffer
    try Parallel.run(parts, "predict") { part in
      out[part] = try body(part * length..<min(n, (part + 1) * length))
    }
  }
  return Array(results.joined())
}
