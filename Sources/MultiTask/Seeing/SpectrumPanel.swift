internal import Charts
internal import Tensors

extension MultiTaskTraining {
  /// The singular values of W on both sides of the stage, and the rank.
  func spectrumPanel(_ stage: StageComparison, _ term: PenaltyTerm?, _ limit: Int) -> Panel {
    let rows = spectrumRows(stage)
    let table = ShrinkTable(
      heading: "singular value", titles: stage.titles, rows: rows, limit: limit)
    let ranks = count(
      TaskWeights.rank(of: rows.map(\.before)), TaskWeights.rank(of: rows.map(\.after)))
    let rule = rule(stage, rows, term.flatMap { threshold($0) })
    return table.panel(StyledText("\(rule): rank \(ranks) of \(rows.count)", .dim))
  }

  /// The singular values of both sides, paired by rank.
  func spectrumRows(_ stage: StageComparison) -> [ShrinkTable.Row] {
    let (before, after) = (stage.sumBefore.singularValues, stage.sumAfter.singularValues)
    let noise = max(before.max() ?? 0, after.max() ?? 0) * 1e-13
    return zip(before, after).enumerated().map { i, pair in
      ShrinkTable.Row(
        label: "\(i + 1)", before: pair.0 > noise ? pair.0 : 0,
        after: pair.1 > noise ? pair.1 : 0)
    }
  }
}
