internal import Charts
internal import Diagnostics
package import Optimization
package import Tensors

/// The k nearest training rows decide: a class's probability is the mean of its weights among them.
///
/// Distances are Euclidean, all neighbours count alike, and of equally near rows the one with the
/// smaller index is nearer: scikit-learn's `KNeighborsClassifier` with uniform weights. With fewer
/// than k training rows all of them are neighbours, and the report says so.
package struct NearestNeighbours: TargetLearner, Equatable {
  /// k.
  package let neighbours: Int

  /// Throws unless there is at least one neighbour.
  package init(k: Int = 5) throws {
    guard k > 0 else {
      throw Failure(.value, "expected at least one neighbour, found k=\(k)")
    }
    neighbours = k
  }

  package var summary: String { "knn(k=\(neighbours))" }

  /// Keeps the rows; questions about the same inputs share them.
  package func fit(
    _ X: DesignMatrix, _ targets: [ClassTargets]
  ) throws -> [any ExplainedClassifier] {
    try InputChecks.squares(X)
    var models = [NeighbourModel?](repeating: nil, count: targets.count)
    for group in ClassTargets.byFeatures(targets) {
      try Interrupt.check()
      let index = try NeighbourIndex(targets[group[0]].inputs(of: X))
      for t in group { models[t] = NeighbourModel(index, targets[t], asked: neighbours) }
    }
    return models.compactMap { $0 }
  }
}

/// A fitted k-NN model: the training rows and what they say of one question.
package struct NeighbourModel: ExplainedClassifier {
  let index: NeighbourIndex
  let targets: ClassTargets
  /// The neighbours that are asked, at most the training rows.
  package let neighbourCount: Int
  private let asked: Int

  init(_ index: NeighbourIndex, _ targets: ClassTargets, asked: Int) {
    self.index = index
    self.targets = targets
    self.asked = asked
    neighbourCount = min(asked, index.rowCount)
  }

  package var classCount: Int { targets.classCount }
  package var featureCount: Int { index.X.columnCount }

  package var report: SolverReport {
    var report = SolverReport(method: .direct)
    if asked > neighbourCount {
      report.remarks = [
        "k is \(asked) and there are \(neighbourCount) training rows: all of them are neighbours"
      ]
    }
    return report
  }

  package func probabilities(_ X: DesignMatrix) throws -> Tensor {
    table(try nearest(X), rowCount: X.rowCount)
  }

  /// The neighbours of each row, nearest first, n×k.
  func nearest(_ X: DesignMatrix) throws -> [Int32] {
    try InputChecks.width(X, expected: featureCount)
    try InputChecks.squares(X)
    return try index.nearest(neighbourCount, to: X)
  }

  /// The probabilities that the neighbours of each row give.
  func table(_ neighbours: [Int32], rowCount n: Int) -> Tensor {
    let (K, k) = (classCount, neighbourCount)
    var table = Tensor(repeating: 0, Shape(n, K))
    table.withMutableElements { out in
      for i in 0..<n {
        for place in i * k..<(i + 1) * k {
          targets.forEachWeight(ofRow: Int(neighbours[place])) { out[i * K + $0] += $1 }
        }
        var sum = 0.0
        for c in 0..<K { sum += out[i * K + c] }
        for c in 0..<K { out[i * K + c] /= sum }
      }
    }
    return table
  }

  // MARK: - Explanation

  package var learned: [Double] {
    let kept = (0..<index.rowCount).flatMap { i in
      var row = [Double](repeating: 0, count: featureCount)
      row.withUnsafeMutableBufferPointer { row in
        if let base = row.baseAddress { index.X.copyRow(i, into: base) }
      }
      return row
    }
    switch targets.content {
    case .binary(let t): return kept + t
    case .codes(let codes, let smoothing): return kept + codes.map(Double.init) + [smoothing]
    }
  }

  package func headline(_ names: ModelNames) -> String {
    "\(index.rowCount) rows kept, the \(neighbourCount) nearest decide"
  }

  package func outline(_ names: ModelNames, limit: Int) -> [String] {
    let shares = targets.shares
    let order = shares.indices.sorted { (shares[$1], $0) < (shares[$0], $1) }
    return ["\(index.rowCount) rows kept; \(neighbourCount) nearest decide"]
      + order.prefix(max(0, limit - 1)).map {
        "\(clipped(names.name(ofClass: $0), 20)) share \(share(shares[$0]))"
      }
  }

  /// The neighbours of a row with their distances and what they vote for.
  package func explanation(of row: [Double], _ names: ModelNames) throws -> [String] {
    let X = DesignMatrix.dense(Tensor(row, Shape(1, row.count)))
    let neighbours = try nearest(X)
    let p = table(neighbours, rowCount: 1)
    let votes = neighbours.prefix(6).map { i in
      var distance = 0.0
      index.X.forEachRow(Int(i)..<Int(i) + 1) { _, t in
        distance = squaredDistance(row, t, row.count).squareRoot()
      }
      return "row \(i) at \(shortNumber(distance)): \(vote(Int(i), names))"
    }
    let best = p.elements.indices.max { (p[0, $0], $1) < (p[0, $1], $0) } ?? 0
    let asked = classCount == 2 ? 1 : best
    return [
      "\(neighbourCount) nearest: \(votes.joined(separator: ", "))"
        + (neighbours.count > 6 ? ", …" : ""),
      "P(\(names.name(ofClass: asked))) = their share = \(share(p[0, asked]))",
    ]
  }

  private func vote(_ i: Int, _ names: ModelNames) -> String {
    switch targets.content {
    case .binary(let t): shortNumber(t[i])
    case .codes(let codes, _): clipped(names.name(ofClass: codes[i]), 12)
    }
  }
}
