internal import Learners
internal import Tensors

extension FittedChain {
  /// P(1) of every link for every setting of its parents, for one row after another.
  ///
  /// Bit j of a setting is the j-th parent.
  private struct LinkTable {
    let settings: Int
    /// n×settings.
    let probabilities: [Double]
  }

  /// All marginals by running through the 2^C label sets a link at a time.
  func exactMarginals(_ X: DesignMatrix) throws -> Tensor {
    try InputChecks.width(X, expected: featureCount)
    let n = X.rowCount
    var marginals = Tensor(repeating: 0, Shape(n, labelCount))
    let widest = parents.map(\.count).max() ?? 0
    let block = max(1, min(n, (1 << 16) >> widest))
    for start in stride(from: 0, to: n, by: block) {
      let rows = try X.rows(Array(start..<min(start + block, n)))
      let tables = try labelNames.indices.map { try linkTable($0, rows) }
      for i in 0..<rows.rowCount {
        try Interrupt.check()
        let row = rowMarginals(tables, i)
        for c in 0..<labelCount { marginals[start + i, c] = row[c] }
      }
    }
    return marginals
  }

  private func linkTable(_ c: Int, _ rows: DesignMatrix) throws -> LinkTable {
    let count = parents[c].count
    let settings = 1 << count
    let n = rows.rowCount
    var table = [Double](repeating: 0, count: n * settings)
    if let linear = links[c].linear {
      let weights = Tensor(Array(linear.weights.prefix(featureCount)), Shape(1, featureCount))
      let scores = try rows.scores(weights: weights, intercepts: [linear.intercept]).elements
      let offsets = settingOffsets(Array(linear.weights.suffix(count)))
      for i in 0..<n {
        for s in 0..<settings { table[i * settings + s] = sigmoid(scores[i] + offsets[s]) }
      }
    } else {
      for s in 0..<settings {
        try Interrupt.check()
        let bits = Tensor(
          (0..<n).flatMap { _ in (0..<count).map { Double((s >> $0) & 1) } }, Shape(n, count))
        let column = try links[c].probabilities(count == 0 ? rows : rows.appending(bits))
        for i in 0..<n { table[i * settings + s] = column[i] }
      }
    }
    return LinkTable(settings: settings, probabilities: table)
  }

  /// What each setting of the parents adds to the log odds.
  private func settingOffsets(_ weights: [Double]) -> [Double] {
    var offsets = [0.0]
    for weight in weights { offsets += offsets.map { $0 + weight } }
    return offsets
  }

  /// Grows the joint distribution a link at a time; bit t of a label set is the t-th link.
  private func rowMarginals(_ tables: [LinkTable], _ row: Int) -> [Double] {
    var place = [Int](repeating: 0, count: labelCount)
    for (t, c) in order.enumerated() { place[c] = t }
    var joint = [1.0]
    var marginals = [Double](repeating: 0, count: labelCount)
    for c in order {
      let table = tables[c]
      let places = parents[c].map { place[$0] }
      var next = joint
      next.append(contentsOf: repeatElement(0, count: joint.count))
      for set in joint.indices {
        var setting = 0
        for (j, t) in places.enumerated() { setting |= ((set >> t) & 1) << j }
        let p = table.probabilities[row * table.settings + setting]
        next[joint.count + set] = joint[set] * p
        next[set] = joint[set] * (1 - p)
        marginals[c] += joint[set] * p
      }
      joint = next
    }
    return marginals
  }
}
