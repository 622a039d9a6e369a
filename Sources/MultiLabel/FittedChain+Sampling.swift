internal import Learners
internal import Tensors

/// A random permutation of 0 ..< count, the same on every machine.
func shuffledPositions(_ count: Int, seed: Int) -> [Int] {
  var generator = RandomGenerator(seed: UInt64(bitPattern: Int64(seed)))
  var list = Array(0..<count)
  for i in stride(from: count - 1, to: 0, by: -1) {
    list.swapAt(i, Int(generator.integer(below: UInt64(i + 1))))
  }
  return list
}

extension FittedChain {
  /// Marginals as the mean of P(1) over label sets drawn link by link.
  ///
  /// Averaging each link's probability, not its draw, leaves the same mean with less noise.
  func sampledMarginals(_ X: DesignMatrix, samples: Int, seed: Int) throws -> Tensor {
    try InputChecks.width(X, expected: featureCount)
    let (n, width) = (X.rowCount, labelCount)
    let scores = try inputScores(links, X, featureCount: featureCount)
    var generator = RandomGenerator(seed: UInt64(bitPattern: Int64(seed)))
    var sums = [Double](repeating: 0, count: n * width)
    var drawn = Tensor(repeating: 0, Shape(n, width))
    for _ in 0..<samples {
      for c in order {
        try Interrupt.check()
        let column = try linkColumn(c, X, scores, drawn)
        drawn.withMutableElements { y in
          for i in 0..<n {
            sums[i * width + c] += column[i]
            y[i * width + c] = generator.uniform() < column[i] ? 1 : 0
          }
        }
      }
    }
    return Tensor(sums.map { $0 / Double(samples) }, Shape(n, width))
  }
}
