/// Where names, bars and values of upright bars stand.
struct ColumnLayout {
  private let drawer: TextDrawer
  private let chart: Chart
  private let bars: Bars
  private let rows: [BarRow]
  private let extent: Extent
  private let axis: Axis
  /// Cells of the tallest bars above and below zero.
  private let above: Int
  private let below: Int
  /// Cells of one bar, and of the bars of one name with the gap behind them.
  private let barWidth: Int
  private let band: Int
  private let showsValues: Bool

  /// `nil` when so many bars do not fit beside each other.
  init?(_ chart: Chart, _ bars: Bars, _ rows: [BarRow], _ drawer: TextDrawer) {
    (self.chart, self.bars, self.rows, self.drawer) = (chart, bars, rows, drawer)
    extent = bars.extent(of: rows)
    let low = extent.isEmpty ? 0 : min(0, extent.low)
    let high = extent.isEmpty ? 0 : max(0, extent.high)
    let vertical = drawer.verticalAxis(
      AxisRequest(low: low, high: high, target: 5, needsZero: true), height: chart.height)
    axis = vertical.axis
    let zero = min(max(axis.map.position(0), 0), 1)
    below = whole((zero * Double(vertical.rows - 1)).rounded())
    above = vertical.rows - 1 - below
    let side = bars.arrangement == .stacked ? 1 : bars.parts.count
    let room = (drawer.width - axis.labelWidth - 4) / max(1, rows.count)
    guard room >= side + 1 else { return nil }
    let widest =
      rows.flatMap { Self.labels($0, bars, chart.digits, drawer) }.map(\.count).max() ?? 0
    let names = rows.map { drawer.measure(drawer.prepared($0.name)) }.max() ?? 0
    let wished = max(max(widest, 2) * side, min(names, 12), 3) + 1
    band = min(room, max(wished, side + 1), 24)
    barWidth = min(max(1, (band - 1) / side), 12)
    let fits = widest <= (side == 1 ? band - 1 : barWidth)
    // Lines have room for every value; columns side by side may go without.
    guard fits || side > 1 || !bars.showsValues else { return nil }
    showsValues = bars.showsValues && fits
  }

  private static func labels(
    _ row: BarRow, _ bars: Bars, _ digits: Int, _ drawer: TextDrawer
  ) -> [String] {
    if bars.arrangement == .stacked {
      return [row.total.map { plainNumber($0, digits: digits) } ?? ""]
    }
    return row.values.indices.map {
      row.values[$0].isNaN ? "" : drawer.prepared(row.label($0, digits))
    }
  }

  /// All lines of the chart.
  var block: Block {
    let note = axis.note(drawer.glyphs.times)
    var lines = drawer.heading(chart, note: note, legend: legend)
    let columns = rows.map { self.columns(of: $0) }
    for height in (0..<above + (showsValues ? 1 : 0)).reversed() {
      lines += [line(at: height, columns, side: 1)].filter { height < above || !$0.isBlank }
    }
    lines.append(axisLine)
    for depth in 0..<below + (showsValues && below > 0 ? 1 : 0) {
      lines += [line(at: depth, columns, side: -1)].filter { depth < below || !$0.isBlank }
    }
    return lines + nameLines
      + drawer.footer([
        extent.footnote,
        bars.showsValues && !showsValues ? "values left out, as they are wider than the bars" : nil,
      ])
  }

  private var legend: StyledText {
    guard bars.arrangement == .grouped, bars.parts.count > 1 else {
      return drawer.stackLegend(bars)
    }
    let names = bars.parts.indices.map { index in
      StyledText("\(index + 1) ", .series(index)) + StyledText(drawer.prepared(bars.name(index)))
    }
    return names.dropFirst().reduce(names.first ?? "") { $0 + StyledText("  ") + $1 }
  }

  /// One upright bar: its cells above and below zero, and its value.
  private struct Column {
    var up: [(glyph: String, part: Int)]
    var down: [(glyph: String, part: Int)]
    var label: String
    var part: Int
  }

  private func columns(of row: BarRow) -> [Column] {
    let labels = Self.labels(row, bars, chart.digits, drawer)
    let isStack = bars.arrangement == .stacked
    let groups =
      isStack
      ? [Array(row.values.enumerated())] : Array(row.values.enumerated()).map { [$0] }
    return zip(groups, labels).map { values, label in
      func lengths(_ suits: (Double) -> Bool) -> [(cells: Double, part: Int)] {
        values.filter { suits($0.element) }.map { (cells($0.element), $0.offset) }
      }
      let patterned = isStack && bars.parts.count > 1
      return Column(
        up: drawer.glyphs.upward.stack(lengths { $0 > 0 }, patterned: patterned),
        down: drawer.glyphs.downward.stack(lengths { $0 < 0 }, patterned: patterned),
        label: label, part: values.first?.offset ?? 0)
    }
  }

  private func cells(_ value: Double) -> Double {
    guard value.isFinite, value != 0 else { return 0 }
    let distance = abs(axis.map.position(value) - axis.map.position(0))
    return max(distance * Double(above + below), .leastNormalMagnitude)
  }

  private func line(at place: Int, _ columns: [[Column]], side: Int) -> StyledText {
    var line = head(at: place, side: side)
    for row in columns {
      var used = 0
      for column in row {
        let cells = side > 0 ? column.up : column.down
        let width = row.count == 1 ? min(band - 1, max(barWidth, column.label.count)) : barWidth
        if place < cells.count {
          let bar = String(repeating: cells[place].glyph, count: barWidth)
          line =
            line
            + StyledText(bar, .series(cells[place].part)).fitted(
              to: width, .center, drawer.options)
        } else if showsValues, place == cells.count, isLabelled(column, side) {
          line = line + StyledText(column.label).fitted(to: width, .center, drawer.options)
        } else {
          line = line + StyledText(blanks(width))
        }
        used += width
      }
      line = line + StyledText(blanks(band - used))
    }
    return line
  }

  /// Whether the value of a bar stands on this side of zero.
  private func isLabelled(_ column: Column, _ side: Int) -> Bool {
    side > 0 ? !column.up.isEmpty || column.down.isEmpty : column.up.isEmpty && !column.down.isEmpty
  }

  /// The label of a tick where one lies at the far edge of these cells, and the axis.
  private func head(at place: Int, side: Int) -> StyledText {
    guard place < (side > 0 ? above : below) else {
      return StyledText(blanks(axis.labelWidth + 4))
    }
    let row = side * (place + 1)
    let tick = axis.ticks.first { tick in
      whole(((tick.position - axis.map.position(0)) * Double(above + below)).rounded()) == row
    }
    let label = tick?.label ?? ""
    let edge = tick == nil ? drawer.glyphs.vertical : drawer.glyphs.tickLeft
    return StyledText(blanks(1 + axis.labelWidth - label.count) + label + " " + edge + " ")
  }

  private var axisLine: StyledText {
    let line = String(repeating: drawer.glyphs.horizontal, count: band * rows.count)
    return StyledText(blanks(axis.labelWidth) + "0 " + drawer.glyphs.corner + line)
  }

  /// The names below their bars, on up to three lines.
  private var nameLines: Block {
    let options = drawer.options
    let room = max(1, band - 1)
    let names = rows.map { row in
      Array(drawer.prepared(StyledText(row.name)).wrapped(to: room, options).prefix(3))
    }
    let margin = StyledText(blanks(axis.labelWidth + 4))
    let bodies = (bars.arrangement == .stacked ? 1 : bars.parts.count) * barWidth
    let numbers = bars.arrangement == .grouped && bars.parts.count > 1
    var lines: Block = []
    if numbers {
      lines.append(
        rows.reduce(margin) { line, _ in
          bars.parts.indices.reduce(line) {
            $0 + StyledText("\($1 + 1)", .series($1)).fitted(to: barWidth, .center, options)
          } + StyledText(blanks(band - bodies))
        })
    }
    for part in 0..<(names.map(\.count).max() ?? 0) {
      lines.append(
        names.reduce(margin) { line, name in
          let text = part < name.count ? name[part] : ""
          let width = min(room, max(bodies, text.width(options)))
          return line + text.fitted(to: width, .center, options)
            + StyledText(blanks(band - width))
        })
    }
    let title = chart.xLabel.map { drawer.prepared($0) } ?? ""
    guard !title.isEmpty else { return lines }
    return lines + [StyledText(title).fitted(to: drawer.width, .right, options)]
  }
}

extension StyledText {
  fileprivate var isBlank: Bool { runs.allSatisfy { $0.text.allSatisfy { $0 == " " } } }
}
