package import Tensors

extension LinearDesign {
  /// The output with the largest score `w_k · x_i + b_k` for each of n rows, from K×d weights and K
  /// intercepts; of equals the one with the smaller number.
  ///
  /// Scores are looked at in tiles of rows, so that n×K numbers are never kept. The design has an
  /// intercept.
  package func largestScores(weights: Tensor, intercepts: [Double]) throws -> [Int] {
    let (n, d, K) = (rowCount, featureCount, intercepts.count)
    let points = Buffer(K * (d + 1))
    weights.withElements { w in
      for k in 0..<K {
        let row = points.pointer + k * (d + 1)
        for j in 0..<d { row[j] = w[k * d + j] }
        row[d] = intercepts[k]
      }
    }
    let best = Buffer(n)
    let tile = max(32, min(256, (1 << 16) / max(K, 1) & ~7))
    try withRows { rows in
      let products = TileProducts(rows, points.pointer, columns: K)
      try Parallel.forEachBlock(of: 4 * tile, in: n, isLarge: n * K * d > 1 << 22) {
        first, length in
        let scores = Buffer(K * tile)
        let top = Buffer(tile)
        for start in stride(from: first, to: first + length, by: tile) {
          let count = min(tile, first + length - start)
          try products.scores(start: start, count: count, into: scores.pointer)
          Self.findLargest(scores.pointer, K, count, top.pointer, best.pointer + start)
        }
      }
    }
    return (0..<n).map { Int(best.pointer[$0]) }
  }

  /// The number of the largest of K scores in each of `count` columns.
  private static func findLargest(
    _ z: Doubles, _ K: Int, _ count: Int, _ top: MutableDoubles, _ best: MutableDoubles
  ) {
    top.update(from: z, count: count)
    for k in 1..<max(K, 1) {
      let row = z + k * count
      let number = Double(k)
      for i in 0..<count {
        let isLarger = row[i] > top[i]
        top[i] = isLarger ? row[i] : top[i]
        best[i] = isLarger ? number : best[i]
      }
    }
  }
}
