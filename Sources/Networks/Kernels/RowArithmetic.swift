/// Sums and products over rows of numbers, several at a time.
enum RowArithmetic {
  /// Σ x_i y_i, in an order that depends on the count alone.
  @inline(__always)
  static func dot<S: NetworkScalar>(
    _ x: UnsafePointer<S>, _ y: UnsafePointer<S>, count: Int
  ) -> S {
    var sums = SIMD8<S>(repeating: 0)
    var i = 0
    while i + 8 <= count {
      sums += lanes(x + i) * lanes(y + i)
      i += 8
    }
    let four = sums.lowHalf + sums.highHalf
    let two = four.lowHalf + four.highHalf
    var sum = two.x + two.y
    while i < count {
      sum += x[i] * y[i]
      i += 1
    }
    return sum
  }

  /// y ← Σ_k f_k x_k, or y ← y + Σ_k f_k x_k when `keeps`.
  ///
  /// The factors f_k are `stride` apart, the rows x_k follow each other, `count` numbers each.
  @inline(__always)
  static func combine<S: NetworkScalar>(
    _ factors: UnsafePointer<S>, stride: Int, _ rows: UnsafePointer<S>, terms: Int,
    into y: UnsafeMutablePointer<S>, count: Int, keeps: Bool
  ) {
    var i = 0
    while i + 8 <= count {
      var sums = keeps ? lanes(y + i) : SIMD8<S>.zero
      for k in 0..<terms { sums += factors[k * stride] * lanes(rows + k * count + i) }
      UnsafeMutableRawPointer(y + i).storeBytes(of: sums, as: SIMD8<S>.self)
      i += 8
    }
    while i < count {
      var sum = keeps ? y[i] : 0
      for k in 0..<terms { sum += factors[k * stride] * rows[k * count + i] }
      y[i] = sum
      i += 1
    }
  }

  /// y ← a x, or y ← y + a x when `keeps`.
  @inline(__always)
  static func scale<S: NetworkScalar>(
    _ a: S, _ x: UnsafePointer<S>, into y: UnsafeMutablePointer<S>, count: Int, keeps: Bool
  ) {
    if keeps {
      for i in 0..<count { y[i] += a * x[i] }
    } else {
      for i in 0..<count { y[i] = a * x[i] }
    }
  }

  /// Eight neighbours.
  @inline(__always)
  static func lanes<S: NetworkScalar>(_ x: UnsafePointer<S>) -> SIMD8<S> {
    UnsafeRawPointer(x).loadUnaligned(as: SIMD8<S>.self)
  }
}
