internal import Charts
internal import Datasets
internal import Tensors

/// The numbers of an alternating-structure term.
struct Structure {
  /// ρ₁, ρ₂, k.
  let own: Double
  let ridge: Double
  let rank: Int
  let form: PenaltyTerm.StructureForm

  init(_ own: Double, _ ridge: Double, _ rank: Int, _ form: PenaltyTerm.StructureForm) {
    self.own = own
    self.ridge = ridge
    self.rank = rank
    self.form = form
  }

  /// η = ρ₂/ρ₁.
  var ratio: Double { ridge / own }

  /// The eigenvalues γ of the best M in the directions of W's singular vectors: they minimise
  /// Σ σ²/(η + γ) with Σ γ = k and 0 ≤ γ ≤ 1, so γ = c σ − η held within 0…1, one c for all.
  ///
  /// All are 1 where there are no more singular values than k.
  func shares(_ values: [Double]) -> [Double] {
    let present = values.filter { $0 > 0 }
    guard present.count > rank, let least = present.min() else {
      return values.map { $0 > 0 ? 1 : 0 }
    }
    func gamma(_ c: Double) -> [Double] { values.map { min(max($0 * c - ratio, 0), 1) } }
    var (low, high) = (0.0, (1 + ratio) / least)
    for _ in 0..<200 {
      let middle = (low + high) / 2
      if gamma(middle).reduce(0, +) < Double(rank) { low = middle } else { high = middle }
    }
    return gamma(high)
  }
}

extension MultiTaskTraining {
  /// The structure that the tasks share: of the convex form the singular values of W with the share γ
  /// that M has of each direction, of the alternating form Θ itself.
  func structurePanel(_ stage: StageComparison, _ structure: Structure, _ limit: Int) -> Panel {
    if structure.form == .alternating { return directionPanel(stage, limit) }
    let rows = spectrumRows(stage)
    let labelled = zip(rows, structure.shares(rows.map(\.after))).map { row, share in
      ShrinkTable.Row(
        label: "\(row.label)  \(fixed(share, 2))", before: row.before, after: row.after)
    }
    let table = ShrinkTable(
      heading: "s  gamma", titles: stage.titles, rows: labelled, limit: limit)
    return table.panel(
      StyledText("gamma 1: shared direction, 0: own; sum \(structure.rank)", .dim))
  }

  /// Θ, a direction a column, with the features that weigh most in it.
  func directionPanel(_ stage: StageComparison, _ limit: Int) -> Panel {
    guard let structure = iterate.structure, structure.columnCount > 0 else {
      return .stack([
        spectrumPanel(stage, nil, limit), .table(.remark("no structure yet: each task alone")),
      ])
    }
    let shown = min(structure.rowCount, 3)
    let old = previous?.structure.flatMap { $0.shape == structure.shape ? $0 : nil }
    var table = Table(
      columns: [.init("Theta")] + (0..<shown).map { .init(StyledText("row \($0 + 1)"), .decimal) })
    let weights = (0..<structure.columnCount).map { k in
      (0..<structure.rowCount).reduce(0) { $0 + structure[$1, k] * structure[$1, k] }
    }
    let order = weights.indices.sorted { (weights[$1], $0) < (weights[$0], $1) }
    for k in order.prefix(limit).sorted() {
      table.rows.append(
        [StyledText(shortFeature(k))]
          + (0..<shown).map { i in
            let isNew = old.map { $0[i, k] != structure[i, k] } ?? (previous != nil)
            return StyledText(signed(structure[i, k], 3), isNew ? .changed : .plain)
          })
    }
    let share = "inside: \(fixed(insideShare(iterate), 3)) of Σ‖w‖²"
    let count = "\(counted(structure.rowCount, "direction")) of \(structure.columnCount)"
    return .stack([.table(table), .table(.remark(StyledText("\(count); \(share)", .dim)))])
  }

  /// ‖ΘW‖²/‖W‖²: which part of the weights the shared structure explains.
  private func insideShare(_ iterate: TaskIterate) -> Double {
    let figures = WeightFigures(iterate.W)
    let all = figures.taskNorms.reduce(0) { $0 + $1 * $1 }
    return all > 0 ? 1 - outsideSquare(iterate) / all : 0
  }

  /// Σ_t ‖u_t‖², u_t = w_t − ΘᵀΘ w_t: what of the weights is the tasks' own.
  func outsideSquare(_ iterate: TaskIterate) -> Double {
    let W = iterate.W
    guard let structure = iterate.structure, structure.columnCount == W.featureCount,
      let inside = try? matmul(structure.transposed(), matmul(structure, W.tensor))
    else { return W.values.reduce(0) { $0 + $1 * $1 } }
    return zip(W.tensor.elements, inside.elements).reduce(0) {
      $0 + ($1.0 - $1.1) * ($1.0 - $1.1)
    }
  }
}
