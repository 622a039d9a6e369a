/// Loops over rows of numbers side by side, in a fixed order.
///
/// What has no sums in it is left to the compiler, which takes as many numbers at once as the
/// processor's vectors hold; sums go eight at a time, so that their order is always the same.
enum VectorLoops {
  /// sums_j ← sums_j + Σ_i x_ij, the rows of x being `stride` apart.
  static func addColumnSums<S: NetworkScalar>(
    of x: UnsafePointer<S>, _ stride: Int, rows: Int, columns: Int,
    to sums: UnsafeMutablePointer<S>
  ) {
    if columns == 1 {
      var total: S = 0
      for i in 0..<rows { total += x[i * stride] }
      sums[0] += total
      return
    }
    for i in 0..<rows {
      let row = x + i * stride
      for j in 0..<columns { sums[j] += row[j] }
    }
  }

  /// Σ x_i².
  static func sumOfSquares<S: NetworkScalar>(_ x: UnsafePointer<S>, _ count: Int) -> Double {
    var total = 0.0
    for start in stride(from: 0, to: count, by: 4096) {
      let (part, length) = (x + start, min(4096, count - start))
      let whole = length & ~7
      var sums = SIMD8<S>.zero
      for i in stride(from: 0, to: whole, by: 8) {
        let v = UnsafeRawPointer(part + i).loadUnaligned(as: SIMD8<S>.self)
        sums += v * v
      }
      total += Double(sums.sum())
      for i in whole..<length { total += Double(part[i] * part[i]) }
    }
    return total
  }

  /// y ← f(x), or y + f(x).
  @inline(__always)
  static func put<S: NetworkScalar>(
    into y: UnsafeMutablePointer<S>, adding: Bool, _ count: Int, _ f: (Int) -> S
  ) {
    if adding {
      for i in 0..<count { y[i] += f(i) }
    } else {
      for i in 0..<count { y[i] = f(i) }
    }
  }

  /// How many numbers a loop that needs memory on the stack takes at a time: with two rows of them it
  /// stays within the kilobyte up to which temporary memory is on the stack.
  @inline(__always)
  static func chunk<S>(_: S.Type) -> Int { 512 / MemoryLayout<S>.stride }
}
