internal import Charts
internal import Stepping
internal import Tensors

extension MultiTaskTraining {
  /// The loss and up to `limit` terms before and after the current stage, with the course of their sum.
  func objectivePanel(limit: Int = 3) -> Panel {
    let now = iterate
    let names = problem.penalty.termNames
    let all = [now.loss, now.objective] + now.penalties
    let places = DecimalPlaces(
      all + (previous.map { [$0.loss, $0.objective] } ?? []), significant: 6)
    let (left, right) = columnTitles
    var table = Table(columns: [.init("objective")])
    if previous != nil { table.columns.append(.init(StyledText(left), .decimal)) }
    table.columns.append(.init(StyledText(right), .decimal))
    func add(_ name: StyledText, _ before: Double?, _ value: Double) {
      var row = [name]
      if previous != nil { row.append(StyledText(before.map(places.text) ?? "-")) }
      let isNew = previous != nil && before != value
      row.append(StyledText(places.text(value), isNew ? .changed : .plain))
      table.rows.append(row)
    }
    let old = previous.flatMap { $0.penalties.count == names.count ? $0.penalties : nil }
    add("data loss", previous?.loss, now.loss)
    for (i, name) in names.prefix(limit).enumerated() {
      add(StyledText(clipped(name, 12)), old?[i], now.penalties[i])
    }
    if names.count > limit {
      let rest = now.penalties.dropFirst(limit).reduce(0, +)
      add(
        StyledText("\(names.count - limit) more"), old.map { $0.dropFirst(limit).reduce(0, +) },
        rest)
    }
    add(StyledText("total", .emphasis), previous?.objective, now.objective)
    return .stack([.table(table), .table(.remark(historyLine))])
  }

  /// `iter 3` and `iter 4`; after a change, what was before it and now.
  private var columnTitles: (String, String) {
    let done = position.done
    if change != nil { return ("before", "now") }
    return (iterationName(done - 1), iterationName(done))
  }

  /// The objective from the start to here, as small columns.
  private var historyLine: StyledText {
    let values = history.map(\.objective)
    guard let first = values.first, let last = values.last, values.count > 1 else { return "" }
    let cells = min(values.count, 10)
    let shown = (0..<cells).map { values[$0 * (values.count - 1) / max(cells - 1, 1)] }
    return StyledText("history  ") + .spark(shown)
      + StyledText(" \(brief(first)) → \(brief(last))")
  }
}
