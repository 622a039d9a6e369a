internal import Charts
internal import Tensors

extension MultiTaskTraining {
  /// The norm of every feature's row of W on both sides of the stage: what is 0 is used by no task.
  func rowNormPanel(_ stage: StageComparison, _ term: PenaltyTerm?, _ limit: Int) -> Panel {
    let rows = rowNormRows(stage)
    let table = ShrinkTable(heading: "row norm", titles: stage.titles, rows: rows, limit: limit)
    let used = count(rows.count { $0.before != 0 }, rows.count { $0.after != 0 })
    let rule = rule(stage, rows, term.flatMap { threshold($0) })
    return table.panel(StyledText("\(rule): used \(used) of \(rows.count)", .dim))
  }

  /// The norms of both sides, a feature each.
  func rowNormRows(_ stage: StageComparison) -> [ShrinkTable.Row] {
    zip(stage.sumBefore.W.rowNorms, stage.sumAfter.W.rowNorms).enumerated().map { k, pair in
      ShrinkTable.Row(label: shortFeature(k), before: pair.0, after: pair.1)
    }
  }
}
