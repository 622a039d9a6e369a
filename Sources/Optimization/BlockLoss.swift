internal import Glibc
internal import Tensors

/// A block's loss on a tile: a few rows that are worked on together while they are in the cache.
///
/// Scores are stored a column at a time (K×count), so that every inner loop is contiguous.
extension LinearProblem.Loss {
  /// Replaces the scores of `count` rows from `start` on by the residuals ∂ℓ/∂z; returns the loss.
  ///
  /// `scratch` has room for `2·count` numbers.
  func evaluate(
    _ z: MutableDoubles, start: Int, count: Int, scratch: MutableDoubles
  ) -> Double {
    switch self {
    case .logistic(let targets):
      targets.withUnsafeBufferPointer { y in
        y.baseAddress.map { Self.logistic(z, $0 + start, count, scratch) } ?? 0
      }
    case .softmax(let codes, let classes, let smoothing):
      codes.withUnsafeBufferPointer { codes in
        codes.baseAddress.map {
          Self.softmax(z, $0 + start, classes, smoothing, count, scratch)
        } ?? 0
      }
    }
  }

  private static func logistic(
    _ u: MutableDoubles, _ y: Doubles, _ count: Int, _ e: MutableDoubles
  ) -> Double {
    for i in 0..<count { e[i] = -abs(u[i]) }
    apply(.exp, e, into: e, count: count)
    // Factors lie in [1, 2], so that many of them are multiplied before a logarithm is taken.
    var linear = SIMD8<Double>()
    var logarithms = 0.0
    var products = SIMD8<Double>(repeating: 1)
    let whole = count & ~7
    for i in stride(from: 0, to: whole, by: 8) {
      let score = load(u + i)
      linear += score.replacing(with: 0, where: score .< 0) - load(y + i) * score
      products *= 1 + load(e + i)
      if i & 0x3FF == 0x3F8 {
        logarithms += log(product(products))
        products = SIMD8(repeating: 1)
      }
    }
    var rest = 1.0
    var loss = linear.sum()
    for i in whole..<count {
      loss += max(u[i], 0) - y[i] * u[i]
      rest *= 1 + e[i]
    }
    for i in 0..<count {
      let q = 1 / (1 + e[i])
      u[i] = (u[i] >= 0 ? q : e[i] * q) - y[i]
    }
    return loss + logarithms + log(product(products)) + log(rest)
  }

  @inline(__always)
  private static func load(_ x: Doubles) -> SIMD8<Double> {
    UnsafeRawPointer(x).loadUnaligned(as: SIMD8<Double>.self)
  }

  private static func product(_ factors: SIMD8<Double>) -> Double {
    let quarters = factors.lowHalf * factors.highHalf
    return (quarters[0] * quarters[1]) * (quarters[2] * quarters[3])
  }

  private static func softmax(
    _ z: MutableDoubles, _ codes: UnsafePointer<Int>, _ classes: Int, _ smoothing: Double,
    _ count: Int, _ scratch: MutableDoubles
  ) -> Double {
    let sum = scratch + count
    var loss = 0.0
    let (kept, share) = (1 - smoothing, smoothing / Double(classes))
    for i in 0..<count { loss -= kept * z[codes[i] * count + i] }
    if smoothing > 0 { loss -= share * DenseKernels.sum(z, classes * count) }
    loss += shares(z, classes, count, scratch)
    for k in 0..<classes {
      let row = z + k * count
      for i in 0..<count { row[i] = row[i] * sum[i] - share }
    }
    for i in 0..<count { z[codes[i] * count + i] -= kept }
    return loss
  }

  /// Replaces scores by their exponentials, and the scratch's second half by the inverse of their
  /// sums; returns the sum of the logarithms of these sums, both before any was shifted.
  private static func shares(
    _ z: MutableDoubles, _ classes: Int, _ count: Int, _ scratch: MutableDoubles
  ) -> Double {
    let (top, sum) = (scratch, scratch + count)
    top.update(from: z, count: count)
    for k in 1..<max(classes, 1) {
      let row = z + k * count
      for i in 0..<count { top[i] = row[i] > top[i] ? row[i] : top[i] }
    }
    for k in 0..<classes {
      let row = z + k * count
      for i in 0..<count { row[i] -= top[i] }
    }
    apply(.exp, z, into: z, count: classes * count)
    sum.update(repeating: 0, count: count)
    for k in 0..<classes { DenseKernels.add(1, z + k * count, to: sum, count) }
    var total = DenseKernels.sum(top, count)
    apply(.log, sum, into: top, count: count)
    total += DenseKernels.sum(top, count)
    for i in 0..<count { sum[i] = 1 / sum[i] }
    return total
  }

  /// Replaces scores by probabilities.
  func probabilities(_ z: MutableDoubles, count: Int, scratch: MutableDoubles) {
    switch self {
    case .logistic:
      for i in 0..<count { z[i] = 1 / (1 + exp(-z[i])) }
    case .softmax(_, let classes, _):
      _ = Self.shares(z, classes, count, scratch)
      for k in 0..<classes {
        let row = z + k * count
        for i in 0..<count { row[i] *= scratch[count + i] }
      }
    }
  }

  /// The share of positive targets a column: how curved the loss is where only intercepts fit.
  func frequencies() -> [Double] {
    switch self {
    case .logistic(let targets):
      return [targets.reduce(0, +) / Double(max(targets.count, 1))]
    case .softmax(let codes, let classes, let smoothing):
      var counts = [Double](repeating: 0, count: classes)
      for code in codes { counts[code] += 1 }
      return counts.map {
        (1 - smoothing) * $0 / Double(max(codes.count, 1)) + smoothing / Double(classes)
      }
    }
  }
}
