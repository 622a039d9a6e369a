internal import Glibc
internal import Tensors

/// Value and derivatives of a block's loss along a line.
///
/// All work on scores stored a column at a time (K×n), so every inner loop is contiguous.
extension LinearProblem.Loss {
  /// Rows that are worked on together so that they stay in the first cache.
  private static var tile: Int { 256 }

  /// Evaluates at `z + t·d`; writes the residuals ∂ℓ/∂z and returns the loss and its slope in t.
  func evaluate(
    _ z: Doubles, along d: Doubles?, _ t: Double, rows n: Int, residuals: MutableDoubles
  )
    -> (loss: Double, slope: Double)
  {
    switch self {
    case .logistic(let targets):
      targets.withUnsafeBufferPointer { y in
        guard let y = y.baseAddress else { return (0, 0) }
        return Self.logistic(z, d, t, y, n, residuals)
      }
    case .softmax(let codes, let classes, let smoothing):
      codes.withUnsafeBufferPointer { codes in
        guard let codes = codes.baseAddress else { return (0, 0) }
        return Self.softmax(z, d, t, codes, classes, smoothing, n, residuals)
      }
    }
  }

  private static func logistic(
    _ z: Doubles, _ d: Doubles?, _ t: Double, _ y: Doubles, _ n: Int, _ r: MutableDoubles
  ) -> (Double, Double) {
    var loss = 0.0
    withUnsafeTemporaryAllocation(of: Double.self, capacity: tile) { scratch in
      guard let e = scratch.baseAddress else { return }
      for start in stride(from: 0, to: n, by: tile) {
        let count = min(tile, n - start)
        let u = r + start
        if let d = d.map({ $0 + start }) {
          for i in 0..<count { u[i] = z[start + i] + t * d[i] }
        } else {
          for i in 0..<count { u[i] = z[start + i] }
        }
        for i in 0..<count { e[i] = -abs(u[i]) }
        apply(.exp, e, into: e, count: count)
        loss += logisticTile(u, e, y + start, count)
      }
    }
    return (loss, d.map { DenseKernels.dot(r, $0, n) } ?? 0)
  }

  /// The loss of a tile of scores, which its residuals replace; `e` is e^−|u|.
  private static func logisticTile(
    _ u: MutableDoubles, _ e: Doubles, _ y: Doubles, _ count: Int
  ) -> Double {
    // Factors lie in [1, 2], so a tile's products cannot overflow: one logarithm a tile. Four
    // running sums and products do not wait for each other.
    var losses = SIMD4<Double>()
    var products = SIMD4<Double>(repeating: 1)
    for start in stride(from: 0, to: count, by: 4) {
      for lane in 0..<min(4, count - start) {
        let i = start + lane
        losses[lane] += max(u[i], 0) - y[i] * u[i]
        products[lane] *= 1 + e[i]
      }
    }
    for i in 0..<count {
      let q = 1 / (1 + e[i])
      u[i] = (u[i] >= 0 ? q : e[i] * q) - y[i]
    }
    return losses.sum() + log(products[0] * products[1] * (products[2] * products[3]))
  }

  private static func softmax(
    _ z: Doubles, _ d: Doubles?, _ t: Double, _ codes: UnsafePointer<Int>, _ classes: Int,
    _ smoothing: Double, _ n: Int, _ r: MutableDoubles
  ) -> (Double, Double) {
    var loss = 0.0
    // The scores of a tile are looked at three times: they stay in the second cache.
    let tile = max(16, min(tile, (1 << 16) / max(classes, 1)))
    withUnsafeTemporaryAllocation(of: Double.self, capacity: 2 * tile) { scratch in
      guard let top = scratch.baseAddress else { return }
      let sum = top + tile
      var start = 0
      while start < n {
        let count = min(tile, n - start)
        top.initialize(repeating: -.infinity, count: count)
        sum.initialize(repeating: 0, count: count)
        for k in 0..<classes {
          let row = r + k * n + start
          let from = z + k * n + start
          if let along = d.map({ $0 + k * n + start }) {
            for i in 0..<count { row[i] = from[i] + t * along[i] }
          } else {
            for i in 0..<count { row[i] = from[i] }
          }
          for i in 0..<count { top[i] = row[i] > top[i] ? row[i] : top[i] }
        }
        let kept = 1 - smoothing
        for i in 0..<count { loss += top[i] - kept * r[codes[start + i] * n + start + i] }
        let share = smoothing / Double(classes)
        if smoothing > 0 {
          for k in 0..<classes {
            for i in 0..<count { loss -= share * r[k * n + start + i] }
          }
        }
        for k in 0..<classes {
          let row = r + k * n + start
          for i in 0..<count { row[i] -= top[i] }
          apply(.exp, row, into: row, count: count)
          for i in 0..<count { sum[i] += row[i] }
        }
        for i in 0..<count {
          loss += log(sum[i])
          sum[i] = 1 / sum[i]
        }
        for k in 0..<classes {
          let row = r + k * n + start
          for i in 0..<count { row[i] = row[i] * sum[i] - share }
        }
        for i in 0..<count { r[codes[start + i] * n + start + i] -= kept }
        start += count
      }
    }
    return (loss, d.map { DenseKernels.dot(r, $0, n * classes) } ?? 0)
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
