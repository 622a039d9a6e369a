package import Charts

extension TaskEvaluation {
  /// Tasks that a table lists; of more, the worst and the best.
  private static let maximumTasks = 16
  private static let worstCount = 10
  private static let bestCount = 3

  /// The measure by which tasks are sorted when not all of them are listed.
  private var rankingMeasure: TaskMeasure { measures.contains(.r2) ? .r2 : .accuracy }

  /// A row a task, and below them the mean of the tasks and the measures of all rows.
  ///
  /// More than 16 tasks are sorted, worst first by R² or accuracy, and the middle is left out.
  package var table: Table {
    let order = listed
    let isWhole = order.count == taskNames.count
    var table = Table(
      columns: [
        .init(StyledText(isWhole ? "task" : "worst by \(rankingMeasure.rawValue)")),
        .init("rows", .right, leftOut: 2),
      ]
        + measures.map { measure in
          .init(
            StyledText("\(Self.heading(measure)) \(measure.isLoss ? "↓" : "↑")"), .decimal,
            leftOut: measure == .rmse ? 3 : measure == .mae ? 1 : nil)
        })
    for (place, t) in order.enumerated() {
      if !isWhole, place == Self.worstCount {
        table.rows.append([
          StyledText("… \(taskNames.count - order.count) more, then the best", .dim)
        ])
      }
      table.rows.append(
        cells(Self.shortened(taskNames[t]), rowCounts[t], values.map { $0[t] }, .plain))
    }
    table.rules.insert(table.rows.count)
    let rows = rowCounts.reduce(0, +)
    table.rows.append(cells("mean of tasks", nil, measures.map(mean), .emphasis))
    table.rows.append(cells("all rows", rows, total, .emphasis))
    return table
  }

  private func cells(
    _ name: String, _ rows: Int?, _ values: [Double], _ style: TextStyle
  ) -> [StyledText] {
    [StyledText(name, style), StyledText(rows.map(String.init) ?? "")]
      + values.map {
        $0.isNaN ? StyledText("-", .dim) : StyledText(shortNumber($0, digits: 4), style)
      }
  }

  private static func heading(_ measure: TaskMeasure) -> String {
    measure == .explainedVariance ? "explained" : measure.rawValue
  }

  private static func shortened(_ name: String) -> String {
    name.count <= 24 ? name : String(name.prefix(23)) + "…"
  }

  private var listed: [Int] {
    let all = Array(taskNames.indices)
    guard all.count > Self.maximumTasks, let m = measures.firstIndex(of: rankingMeasure) else {
      return all
    }
    // Tasks without a value stand between the worst and the best.
    let known = all.filter { !values[m][$0].isNaN }
      .sorted { (values[m][$0], $0) < (values[m][$1], $1) }
    guard known.count > Self.maximumTasks else {
      return Array(
        (known + all.filter { values[m][$0].isNaN }).prefix(Self.worstCount + Self.bestCount))
    }
    return Array(known.prefix(Self.worstCount) + known.suffix(Self.bestCount))
  }
}
