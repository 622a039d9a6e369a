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
  func sampledMarginals(_ X: Tensor, samples: Int, seed: Int) throws -> Tensor {
    try InputChecks.width(X, expected: featureCount)
    let (n, width) = (X.rowCount, labelCount)
    let bases = try links.map { try inputScores($0, X) }
    var generator = RandomGenerator(seed: UInt64(bitPattern: Int64(seed)))
    var sums = [Double](repeating: 0, count: n * width)
    var drawn = [Double](repeating: 0, count: n * width)
    for _ in 0..<samples {
      for c in order {
        try Interrupt.check()
        let column = try sampledColumn(c, X, bases[c], drawn)
        for i in 0..<n {
          sums[i * width + c] += column[i]
          drawn[i * width + c] = generator.uniform() < column[i] ? 1 : 0
        }
      }
    }
    return Tensor(sums.map { $0 / Double(samples) }, Shape(n, width))
  }

  /// P(1) of one link a row, its parents being the drawn labels.
  private func sampledColumn(
    _ c: Int, _ X: Tensor, _ base: [Double]?, _ drawn: [Double]
  ) throws
    -> [Double]
  {
    let (n, width) = (X.rowCount, labelCount)
    guard let base, let linear = links[c].linear else {
      if let constant = links[c].constant { return [Double](repeating: constant, count: n) }
      let labels = selectColumns(Tensor(drawn, Shape(n, width)), parents[c])
      return try links[c].probabilities(parents[c].isEmpty ? X : sideBySide(X, labels))
    }
    let weights = linear.weights.suffix(parents[c].count)
    return (0..<n).map { i in
      sigmoid(
        zip(parents[c], weights).reduce(base[i]) { $0 + drawn[i * width + $1.0] * $1.1 })
    }
  }

  /// The part of a link's score that the inputs make; `nil` when it is not linear.
  private func inputScores(_ link: any FittedBinary, _ X: Tensor) throws -> [Double]? {
    guard let linear = link.linear else { return nil }
    let weights = Tensor(Array(linear.weights.prefix(featureCount)), Shape(1, featureCount))
    return try linearScores(X, weights: weights, intercepts: [linear.intercept]).elements
  }
}
