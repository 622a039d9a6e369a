internal import Tensors

/// Weight, mean and sum of squared deviations of every column in every class.
///
/// Two passes, the second about the means, so that nothing cancels; a sparse design is read by its
/// entries alone, the zeros between them being counted.
struct ClassMoments: Sendable {
  let classCount: Int
  let columnCount: Int
  /// K.
  private(set) var weights: [Double]
  /// K×p; 0 for a class without weight.
  private(set) var means: [Double]
  /// K×p, `Σ w (x − mean)²`.
  private(set) var squares: [Double]

  /// The moments of all rows as one class.
  init(_ X: DesignMatrix) throws {
    try self.init(X, classes: 1) { _, body in body(0, 1) }
  }

  init(_ X: DesignMatrix, _ targets: ClassTargets) throws {
    guard case .codes(let codes, let smoothing) = targets.content, smoothing > 0 else {
      try self.init(X, classes: targets.classCount) { targets.forEachWeight(ofRow: $0, $1) }
      return
    }
    try self.init(X, classes: targets.classCount) { i, body in body(codes[i], 1) }
    smooth(smoothing, towards: try ClassMoments(X))
  }

  private init(
    _ X: DesignMatrix, classes K: Int, _ weigh: (Int, (Int, Double) -> Void) -> Void
  ) throws {
    classCount = K
    columnCount = X.columnCount
    weights = [Double](repeating: 0, count: K)
    means = [Double](repeating: 0, count: K * columnCount)
    squares = means
    try TensorMemory.check(count: 3 * means.count, described: "\(K) classes of \(columnCount)")
    switch X {
    case .dense(let tensor): try addRows(tensor, weigh)
    case .sparse(let matrix): try addEntries(matrix, weigh)
    }
  }

  // MARK: - Dense

  private mutating func addRows(
    _ X: Tensor, _ weigh: (Int, (Int, Double) -> Void) -> Void
  ) throws {
    let (n, p) = (X.rowCount, columnCount)
    try X.withElements { x in
      try means.withUnsafeMutableBufferPointer { sums in
        for i in 0..<n {
          if i & 1023 == 0 { try Interrupt.check() }
          weigh(i) { k, w in
            weights[k] += w
            for j in 0..<p { sums[k * p + j] += w * x[i * p + j] }
          }
        }
      }
      divideByWeights()
      try squares.withUnsafeMutableBufferPointer { squares in
        try means.withUnsafeBufferPointer { means in
          for i in 0..<n {
            if i & 1023 == 0 { try Interrupt.check() }
            weigh(i) { k, w in
              for j in 0..<p {
                let deviation = x[i * p + j] - means[k * p + j]
                squares[k * p + j] += w * deviation * deviation
              }
            }
          }
        }
      }
    }
  }

  private mutating func divideByWeights() {
    for k in 0..<classCount where weights[k] > 0 {
      for place in k * columnCount..<(k + 1) * columnCount { means[place] /= weights[k] }
    }
  }

  // MARK: - Sparse

  private mutating func addEntries(
    _ X: SparseMatrix, _ weigh: (Int, (Int, Double) -> Void) -> Void
  ) throws {
    let p = columnCount
    /// The weight of a class's entries a column; what is missing to the class's weight are zeros.
    var stored = [Double](repeating: 0, count: means.count)
    try X.withEntries { entries in
      for i in 0..<X.rowCount {
        if i & 1023 == 0 { try Interrupt.check() }
        weigh(i) { k, w in
          weights[k] += w
          for e in entries.starts[i]..<entries.starts[i + 1] {
            means[k * p + Int(entries.columns[e])] += w * entries.values[e]
            stored[k * p + Int(entries.columns[e])] += w
          }
        }
      }
      divideByWeights()
      for i in 0..<X.rowCount {
        if i & 1023 == 0 { try Interrupt.check() }
        weigh(i) { k, w in
          for e in entries.starts[i]..<entries.starts[i + 1] {
            let place = k * p + Int(entries.columns[e])
            let deviation = entries.values[e] - means[place]
            squares[place] += w * deviation * deviation
          }
        }
      }
    }
    for place in means.indices {
      let zeros = max(0, weights[place / p] - stored[place])
      squares[place] += zeros * means[place] * means[place]
    }
  }

  // MARK: - Label smoothing

  /// Every class becomes `1 − ε` of itself and `ε/K` of all rows.
  private mutating func smooth(_ epsilon: Double, towards all: ClassMoments) {
    let share = epsilon / Double(classCount)
    for k in 0..<classCount {
      let own = (1 - epsilon) * weights[k]
      let common = share * all.weights[0]
      let total = own + common
      for j in 0..<columnCount {
        let place = k * columnCount + j
        let mean = (own * means[place] + common * all.means[j]) / total
        let (mine, others) = (means[place] - mean, all.means[j] - mean)
        squares[place] =
          (1 - epsilon) * squares[place] + own * mine * mine + share * all.squares[j]
          + common * others * others
        means[place] = mean
      }
      weights[k] = total
    }
  }
}
