internal import Charts
internal import Tensors

extension MultiTaskTraining {
  /// How far every task's weights are from the mean of all tasks, on both sides of the stage.
  func distancePanel(_ stage: StageComparison, _ limit: Int) -> Panel {
    let rows = distanceRows(stage)
    let table = ShrinkTable(
      heading: "‖w - mean‖", titles: stage.titles, rows: rows, limit: limit)
    let places = DecimalPlaces(rows.flatMap { [$0.before, $0.after] })
    func mean(_ side: KeyPath<ShrinkTable.Row, Double>) -> String {
      places.text(rows.map { $0[keyPath: side] }.reduce(0, +) / Double(max(rows.count, 1)))
    }
    let hidden = table.hidden > 0 ? " of all \(rows.count)" : ""
    return table.panel(
      StyledText("mean distance\(hidden) \(mean(\.before)) → \(mean(\.after))", .dim))
  }

  /// The distances of both sides, a task each.
  func distanceRows(_ stage: StageComparison) -> [ShrinkTable.Row] {
    zip(stage.sumBefore.W.distancesToMean, stage.sumAfter.W.distancesToMean).enumerated().map {
      ShrinkTable.Row(label: shortTask($0), before: $1.0, after: $1.1)
    }
  }

  /// The length of every task's weights on both sides of the stage: what a ridge shrinks.
  func taskNormPanel(_ stage: StageComparison, _ term: PenaltyTerm?, _ limit: Int) -> Panel {
    let rows = zip(stage.sumBefore.W.taskNorms, stage.sumAfter.W.taskNorms).enumerated().map {
      ShrinkTable.Row(label: shortTask($0), before: $1.0, after: $1.1)
    }
    let table = ShrinkTable(heading: "‖w‖", titles: stage.titles, rows: rows, limit: limit)
    let line =
      term == nil
      ? "no term couples the tasks" : "every task shrinks by itself"
    return table.panel(StyledText(line, .dim))
  }
}
