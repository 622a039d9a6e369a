internal import Charts
internal import Tensors

extension MultiTaskTraining {
  /// Single weights on both sides of the stage, the largest and those next to the threshold; and how
  /// many are 0.
  func entryPanel(_ stage: StageComparison, _ term: PenaltyTerm?, _ limit: Int) -> Panel {
    let rows = entryRows(stage, limit)
    let table = ShrinkTable(heading: "entry", titles: stage.titles, rows: rows.shown, limit: limit)
    let (before, after) = (stage.sumBefore, stage.sumAfter)
    let kept = count(before.nonzeroEntries, after.nonzeroEntries)
    let rule = rule(stage, rows.shown, term.flatMap { threshold($0) })
    return table.panel(
      StyledText("\(rule): kept \(kept) of \(after.W.values.count)", .dim))
  }

  /// Of all entries the two largest, and those on both sides of where they become 0.
  private func entryRows(
    _ stage: StageComparison, _ limit: Int
  ) -> (shown: [ShrinkTable.Row], count: Int) {
    let (before, after) = (stage.sumBefore.W, stage.sumAfter.W)
    let order = before.values.indices.sorted {
      (abs(before.values[$1]), $0) < (abs(before.values[$0]), $1)
    }
    let kept = order.filter { after.values[$0] != 0 }
    let gone = order.filter { after.values[$0] == 0 }
    let near = max(limit - 2, 1) / 2
    var chosen = Array(kept.prefix(2)) + kept.dropFirst(2).suffix(max(limit - 2, 0) - near)
    chosen += gone.prefix(limit - chosen.count)
    if chosen.count < limit {
      chosen += kept.filter { !chosen.contains($0) }.prefix(limit - chosen.count)
    }
    let d = max(before.featureCount, 1)
    let rows = chosen.sorted { (abs(before.values[$1]), $0) < (abs(before.values[$0]), $1) }.map {
      ShrinkTable.Row(
        label: "\(shortFeature($0 % d)) \(shortTask($0 / d))", before: before.values[$0],
        after: after.values[$0])
    }
    return (rows, before.values.count)
  }
}
