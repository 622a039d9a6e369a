internal import Tensors

extension BlockCurvature {
  /// Rows a column may list exactly.
  private static let mostRows = 12
  /// The curvature from which on a row is worth listing.
  private static let leastWeight = 0.02
  /// What a class's own rows are expected to be worth while it is learned: between 0 at the start and
  /// ¼ where its probability is ½.
  private static let expectedWeight = 0.15

  /// What can be expected of a block's columns, of known frequencies, before the first step.
  static func expected(_ loss: LinearProblem.Loss, _ shares: [Double]) -> [Column] {
    switch loss {
    case .logistic(let targets):
      var column = Column(mean: shares[0] * (1 - shares[0]))
      let isRare = min(shares[0], 1 - shares[0]) * Double(targets.count) <= Double(mostRows)
      guard isRare else { return [column] }
      let rare = targets.indices.filter { (targets[$0] > 0.5) == (shares[0] < 0.5) }
      column.rows = rare.prefix(mostRows).map { RowWeight(row: $0, weight: expectedWeight) }
      return [column]
    case .softmax(let codes, let classes, _):
      var rows = [[RowWeight]](repeating: [], count: classes)
      for (i, code) in codes.enumerated() where rows[code].count <= mostRows {
        rows[code].append(RowWeight(row: i, weight: expectedWeight))
      }
      return shares.enumerated().map { k, share in
        let mean = share * (1 - share)
        return rows[k].count <= mostRows
          ? Column(mean: mean, rows: rows[k]) : Column(mean: mean + expectedWeight * share)
      }
    }
  }

  /// The second derivatives `p (1 − p)` of every column at the given weights (K×p).
  static func surveyed(
    _ loss: LinearProblem.Loss, _ design: LinearDesign, at weights: Doubles
  ) throws -> [Column] {
    let pass = LinearPass(design, [loss])
    let mass = Buffer(pass.columns)
    var rows = [[RowWeight]](repeating: [], count: pass.columns)
    try design.withRows { source in
      let products = TileProducts(source, weights, columns: pass.columns)
      try pass.visit(0..<design.rowCount, products) { start, count, z, scratch in
        loss.probabilities(z, count: count, scratch: scratch)
        for k in 0..<pass.columns {
          let row = z + k * count
          for i in 0..<count { row[i] *= 1 - row[i] }
          mass.pointer[k] += DenseKernels.sum(row, count)
          for i in 0..<count where row[i] >= leastWeight {
            rows[k].append(RowWeight(row: start + i, weight: row[i]))
          }
        }
      }
    }
    return rows.enumerated().map { k, rows in
      let kept = rows.sorted { ($1.weight, $0.row) < ($0.weight, $1.row) }.prefix(mostRows)
      let rest = mass.pointer[k] - kept.reduce(0) { $0 + $1.weight }
      return Column(mean: max(rest, 0) / Double(design.rowCount), rows: Array(kept))
    }
  }
}
