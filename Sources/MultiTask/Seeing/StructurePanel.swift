internal import Charts
internal import Datasets
internal import Tensors

extension MultiTaskTraining {
  /// The structure that the tasks share: of the convex form the singular values of W with the share γ
  /// that M has of each direction, of the alternating form Θ itself.
  func structurePanel(
    _ stage: StageComparison, _ norm: SharedStructureNorm, _ form: PenaltyTerm.StructureForm,
    _ limit: Int
  ) -> Panel {
    if form == .alternating { return directionPanel(stage, limit) }
    let rows = spectrumRows(stage)
    let labelled = zip(rows, norm.shares(rows.map(\.after))).map { row, share in
      ShrinkTable.Row(
        label: "\(row.label)  \(fixed(share, 2))", before: row.before, after: row.after)
    }
    let table = ShrinkTable(
      heading: "s  gamma", titles: stage.titles, rows: labelled, limit: limit)
    return table.panel(
      StyledText("gamma 1: shared direction, 0: own; sum \(norm.rank)", .dim))
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
    let all = iterate.W.taskNorms.reduce(0) { $0 + $1 * $1 }
    return all > 0 ? 1 - outsideSquare(iterate) / all : 0
  }

  /// Σ_t ‖u_t‖², u_t = w_t − ΘᵀΘ w_t: what of the weights is the tasks' own.
  func outsideSquare(_ iterate: TaskIterate) -> Double {
    let apart = try? SharedStructure.outside(iterate.W, of: iterate.structure)
    return (apart ?? iterate.W).values.reduce(0) { $0 + $1 * $1 }
  }
}
