/// Loops over rows of numbers side by side, eight at a time, in a fixed order.
enum VectorLoops {
  typealias Input = UnsafePointer<Double>
  typealias Output = UnsafeMutablePointer<Double>

  @inline(__always)
  private static func load(_ x: Input, _ i: Int) -> SIMD8<Double> {
    UnsafeRawPointer(x + i).loadUnaligned(as: SIMD8<Double>.self)
  }

  /// Σ x_i y_i.
  static func dot(_ x: Input, _ y: Input, _ count: Int) -> Double {
    var sums = SIMD8<Double>.zero
    let whole = count & ~7
    for i in stride(from: 0, to: whole, by: 8) { sums += load(x, i) * load(y, i) }
    var total = sums.sum()
    for i in whole..<count { total += x[i] * y[i] }
    return total
  }

  /// Σ |x_i|.
  static func absoluteSum(_ x: Input, _ count: Int) -> Double {
    var sums = SIMD8<Double>.zero
    let whole = count & ~7
    for i in stride(from: 0, to: whole, by: 8) {
      let v = load(x, i)
      sums += v.replacing(with: -v, where: v .< 0)
    }
    var total = sums.sum()
    for i in whole..<count { total += abs(x[i]) }
    return total
  }

  /// y ← x + share · (x − old).
  static func extrapolate(
    _ x: Input, beyond old: Input, by share: Double, into y: Output, _ count: Int
  ) {
    for i in 0..<count { y[i] = x[i] + share * (x[i] - old[i]) }
  }

  /// y ← x − length · g.
  static func descend(_ x: Input, along g: Input, by length: Double, into y: Output, _ count: Int) {
    for i in 0..<count { y[i] = x[i] - length * g[i] }
  }

  /// y ← y + factor · x.
  static func add(_ x: Input, times factor: Double, to y: Output, _ count: Int) {
    for i in 0..<count { y[i] += factor * x[i] }
  }

  /// Σ (x_i − z_i)² and Σ (z_i − x_i)(x_i − old_i).
  static func distances(
    _ x: Input, from z: Input, and old: Input, _ count: Int
  ) -> (square: Double, uphill: Double) {
    var squares = SIMD8<Double>.zero
    var products = SIMD8<Double>.zero
    let whole = count & ~7
    for i in stride(from: 0, to: whole, by: 8) {
      let x = load(x, i)
      let change = x - load(z, i)
      squares += change * change
      products -= change * (x - load(old, i))
    }
    var (square, uphill) = (squares.sum(), products.sum())
    for i in whole..<count {
      let change = x[i] - z[i]
      square += change * change
      uphill -= change * (x[i] - old[i])
    }
    return (square, uphill)
  }

  /// Σ (a_i − b_i)(x_i − z_i).
  static func correlation(
    of a: Input, less b: Input, with x: Input, less z: Input, _ count: Int
  ) -> Double {
    var sums = SIMD8<Double>.zero
    let whole = count & ~7
    for i in stride(from: 0, to: whole, by: 8) {
      sums += (load(a, i) - load(b, i)) * (load(x, i) - load(z, i))
    }
    var total = sums.sum()
    for i in whole..<count { total += (a[i] - b[i]) * (x[i] - z[i]) }
    return total
  }
}

extension [Double] {
  /// Read access by a pointer, which is valid for at least one number.
  @inline(__always)
  func withPointer<R>(_ body: (UnsafePointer<Double>) throws -> R) rethrows -> R {
    try withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else {
        var nothing = 0.0
        return try body(&nothing)
      }
      return try body(base)
    }
  }

  /// Write access by a pointer, which is valid for at least one number.
  @inline(__always)
  mutating func withMutablePointer<R>(
    _ body: (UnsafeMutablePointer<Double>) throws -> R
  ) rethrows -> R {
    try withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else {
        var nothing = 0.0
        return try body(&nothing)
      }
      return try body(base)
    }
  }
}
