internal import Charts
internal import Tensors

extension MultiTaskTraining {
  /// W = P + Q: the largest entry of each of P's rows on both sides of the stage, and how many entries
  /// of Q are left.
  func dirtyPanel(_ stage: StageComparison, _ limit: Int) -> Panel {
    guard stage.before.count == 2, stage.after.count == 2 else {
      return rowNormPanel(stage, nil, limit)
    }
    let rows = sharedRows(stage)
    let shrink = ShrinkTable(heading: "P: max|row|", titles: stage.titles, rows: rows, limit: limit)
    let own = stage.after.map(WeightFigures.init)
    let Q = count(
      WeightFigures(stage.before[1]).nonzeroEntries, WeightFigures(stage.after[1]).nonzeroEntries)
    return shrink.panel(
      StyledText(
        "P: \(own[0].usedFeatures) of \(rows.count) rows; Q: \(Q) of \(stage.after[1].values.count)",
        .dim))
  }

  /// max_t |P_kt| on both sides, a feature each.
  func sharedRows(_ stage: StageComparison) -> [ShrinkTable.Row] {
    guard let before = stage.before.first, let after = stage.after.first else { return [] }
    return zip(before.rowPeaks, after.rowPeaks).enumerated().map {
      ShrinkTable.Row(label: shortFeature($0), before: $1.0, after: $1.1)
    }
  }
}
