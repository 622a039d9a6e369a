internal import Charts
internal import Tensors

/// Numbers on both sides of a stage, a line each: a label, a bar, before, after.
struct ShrinkTable {
  /// What a line is about, and its number on both sides.
  struct Row {
    let label: String
    let before: Double
    let after: Double
  }

  let heading: String
  let titles: (before: String, after: String)
  var rows: [Row]
  /// Lines that are shown at most.
  var limit = 5

  /// The table, the bars as long as the numbers before.
  ///
  /// Of more rows than the limit the largest are shown and those next to where `after` becomes 0.
  var table: Table {
    let shown = chosen.map { rows[$0] }
    let places = DecimalPlaces(shown.flatMap { [$0.before, $0.after] })
    let longest = shown.map(\.label.count).max() ?? 0
    // From a start at 0 the bars show what came out.
    let isFromNothing = shown.allSatisfy { $0.before == 0 }
    let lengths = shown.map { abs(isFromNothing ? $0.after : $0.before) }
    let top = max(lengths.max() ?? 0, 1e-300)
    var table = Table(columns: [
      .init(StyledText(heading)), .init(StyledText(titles.before), .decimal),
      .init(StyledText(titles.after), .decimal),
    ])
    for (row, length) in zip(shown, lengths) {
      let blanks = String(repeating: " ", count: longest - row.label.count + 1)
      table.rows.append([
        StyledText(row.label + blanks) + .bar(length, in: 0...top, width: 10),
        StyledText(places.text(row.before)),
        StyledText(places.text(row.after), row.after == 0 ? .dim : .emphasis),
      ])
    }
    return table
  }

  /// The table with a line below that says what made `after` of `before`.
  func panel(_ line: StyledText) -> Panel { .stack([.table(table), .table(.remark(line))]) }

  /// How many rows are not shown.
  var hidden: Int { max(rows.count - limit, 0) }

  private var chosen: [Int] {
    guard rows.count > limit else { return Array(rows.indices) }
    let order = rows.indices.sorted { (abs(rows[$1].before), $0) < (abs(rows[$0].before), $1) }
    let kept = order.count { rows[$0].after != 0 }
    guard kept > 2, kept < order.count else { return Array(order.prefix(limit)) }
    let start = min(max(kept - (limit - 2) / 2 - 1, 2), order.count - (limit - 2))
    return Array(order.prefix(2)) + order[start..<start + limit - 2]
  }
}

extension Table {
  /// A line as a table of its own, so that it stands where the tables around it do.
  static func remark(_ line: StyledText) -> Table {
    Table(columns: [.init("")], rows: [[line]])
  }
}
