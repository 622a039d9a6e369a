extension TextDrawer {
  /// Bars from a common zero with their values: lines of them, or columns when they fit.
  func bars(_ chart: Chart, _ bars: Bars) -> Block {
    let rows = bars.ordered(chart.order)
    guard !rows.isEmpty, !bars.parts.isEmpty else { return emptyFrame(chart) }
    if bars.isVertical {
      if let layout = ColumnLayout(chart, bars, rows, self) { return layout.block }
    }
    let shown = Array(rows.prefix(max(1, 200 / max(1, bars.linesPerRow))))
    let extent = bars.extent(of: shown)
    let layout = BarLayout(chart, bars, shown, extent, self)
    let hidden = rows.count - shown.count
    let footnotes = [
      extent.footnote, hidden > 0 ? "\(hidden) more rows not drawn" : nil,
      bars.isVertical ? "too many bars to stand upright on \(width) columns" : nil,
    ]
    return heading(chart, note: layout.note, legend: stackLegend(bars)) + layout.lines
      + layout.axisLines(xLabel: chart.xLabel) + footer(footnotes)
  }

  /// What the patterns of a stack stand for; empty for bars that are named themselves.
  func stackLegend(_ bars: Bars) -> StyledText {
    guard bars.arrangement == .stacked, bars.parts.count > 1 else { return "" }
    var legend = StyledText("")
    for index in bars.parts.indices {
      let sign = glyphs.rightward.pattern(index) + " "
      legend =
        legend + StyledText(index == 0 ? "" : "  ") + StyledText(sign, .series(index))
        + StyledText(prepared(bars.name(index)))
    }
    return legend
  }
}

extension Bars {
  /// The name of a part, made up where it has none.
  package func name(_ part: Int) -> String {
    parts[part].name.isEmpty ? "part \(part + 1)" : parts[part].name
  }

  fileprivate var linesPerRow: Int { arrangement == .stacked ? 1 : parts.count }
}

/// Where names, bars and values of horizontal bars stand.
struct BarLayout {
  /// One line: a bar, or a stack of them.
  private struct Line {
    var name: StyledText
    var part: StyledText
    var values: [(value: Double, part: Int)]
    var label: String
    var isNegative: Bool
  }

  private let drawer: TextDrawer
  private let entries: [Line]
  private let nameWidth: Int
  private let partWidth: Int
  /// Cells for what goes left: bars and the values before them.
  private let leftCells: Int
  private let rightCells: Int
  private let downCells: Int
  private let axis: Axis
  /// Cells of one unit of the axis.
  private let cellsPerUnit: Double

  init(
    _ chart: Chart, _ bars: Bars, _ rows: [BarRow], _ extent: Extent, _ drawer: TextDrawer
  ) {
    self.drawer = drawer
    let options = drawer.options
    var entries = rows.flatMap { Self.lines($0, bars, chart.digits, drawer) }
    let low = extent.isEmpty ? 0 : min(0, extent.low)
    let high = extent.isEmpty ? 0 : max(0, extent.high)
    let after = entries.map { $0.isNegative ? 0 : $0.label.count + 1 }.max() ?? 0
    let before = entries.map { $0.isNegative ? $0.label.count + 1 : 0 }.max() ?? 0
    let widest = max(1, min(drawer.width / 3, drawer.width - 7 - after - before))
    let widestPart = max(1, min(drawer.width / 5, drawer.width - 8 - after - before - widest))
    for index in entries.indices {
      entries[index].name = entries[index].name.cut(to: widest, options)
      entries[index].part = entries[index].part.cut(to: widestPart, options)
    }
    self.entries = entries
    nameWidth = entries.map { $0.name.width(options) }.max() ?? 0
    partWidth = entries.map { $0.part.width(options) }.max() ?? 0
    let margin = nameWidth + 3 + (partWidth > 0 ? partWidth + 1 : 0)
    let room = max(1, drawer.width - margin - after - before)
    axis = AxisRequest(
      low: -low < high / 3 ? 0 : low, high: high < -low / 3 ? 0 : high,
      target: min(max(room / 10, 2), 6), needsZero: true
    ).axis()
    let map = axis.map
    let span = axis.upper - axis.lower
    let down = (map.position(0) - map.position(low)) * span
    let up = max((map.position(high) - map.position(0)) * span, axis.upper)
    let step = span / Double(max(1, axis.ticks.count - 1))
    func unit(_ room: Int) -> Double {
      let fitting = Double(room) / max(down + up, .leastNormalMagnitude) * step
      let snapped = fitting.rounded(.down)
      return (snapped >= 2 ? snapped : max(fitting, 0)) / step
    }
    func cells(_ length: Double) -> Int { whole(min(length.rounded(.up), Double(room))) }
    // The cells on both sides of zero are whole ones: one more than the sum may be needed.
    let isWide = cells(down * unit(room)) + cells(up * unit(room)) > room
    cellsPerUnit = unit(isWide ? max(room - 1, 1) : room)
    downCells = cells(down * cellsPerUnit)
    leftCells = before + downCells
    rightCells = whole(min((up * cellsPerUnit).rounded(), Double(room)))
  }

  private static func lines(
    _ row: BarRow, _ bars: Bars, _ digits: Int, _ drawer: TextDrawer
  ) -> [Line] {
    func label(_ value: Double, _ text: String) -> String {
      if value.isNaN { return "missing" }
      return bars.showsValues || value.isInfinite ? drawer.prepared(text) : ""
    }
    let name = drawer.prepared(StyledText(row.name))
    if bars.arrangement == .stacked {
      let total = row.total ?? row.values.first { !$0.isNaN } ?? .nan
      let isNegative = row.values.contains { $0 < 0 } && !row.values.contains { $0 > 0 }
      return [
        Line(
          name: name, part: "", values: row.values.enumerated().map { ($1, $0) },
          label: label(total, plainNumber(total, digits: digits)), isNegative: isNegative)
      ]
    }
    return row.values.enumerated().map { index, value in
      let part = bars.parts.count > 1 ? drawer.prepared(StyledText(bars.name(index))) : ""
      return Line(
        name: index == 0 ? name : "", part: part, values: [(value, index)],
        label: label(value, row.label(index, digits, withErrors: drawer.width >= 40)),
        isNegative: value < 0)
    }
  }

  /// What the labels of the axis leave out.
  var note: String? { axis.note(drawer.glyphs.times) }

  /// The bars, one below the other.
  var lines: Block { entries.map(line) }

  private func cells(_ value: Double) -> Double {
    guard value.isFinite, value != 0 else { return 0 }
    let map = axis.map
    let distance = (map.position(value) - map.position(0)) * (axis.upper - axis.lower)
    return max(abs(distance) * cellsPerUnit, .leastNormalMagnitude)
  }

  private func line(_ entry: Line) -> StyledText {
    let options = drawer.options
    let glyphs = drawer.glyphs
    let up = entry.values.filter { $0.value > 0 }.map { (cells($0.value), $0.part) }
    let down = entry.values.filter { $0.value < 0 }.map { (cells($0.value), $0.part) }
    let isStack = entry.values.count > 1
    let right = glyphs.rightward.stack(up, patterned: isStack)
    let left = glyphs.leftward.stack(down, patterned: isStack)
    let before = entry.isNegative ? entry.label : ""
    let gap = max(0, leftCells - min(left.count, leftCells) - before.count)
    var line = StyledText(" ") + entry.name.fitted(to: nameWidth, .right, options)
    if partWidth > 0 {
      line = line + StyledText(" ") + entry.part.fitted(to: partWidth, .left, options)
    }
    line = line + StyledText(" " + blanks(gap) + before)
    line = line + styled(left.prefix(leftCells).reversed()) + StyledText(glyphs.vertical)
    line = line + styled(right)
    return entry.isNegative || entry.label.isEmpty ? line : line + StyledText(" " + entry.label)
  }

  private func styled(_ cells: [(glyph: String, part: Int)]) -> StyledText {
    cells.reduce(into: StyledText("")) { text, cell in
      if let last = text.runs.indices.last, text.runs[last].style == .series(cell.part) {
        text.runs[last].text += cell.glyph
      } else {
        text = text + StyledText(cell.glyph, .series(cell.part))
      }
    }
  }

  /// The axis below the bars and the labels of its ticks.
  func axisLines(xLabel: String?) -> Block {
    let glyphs = drawer.glyphs
    let map = axis.map
    let reach = rightCells
    let down = downCells
    let places = axis.ticks.compactMap { tick -> (label: String, column: Int)? in
      let distance = (tick.position - map.position(0)) * (axis.upper - axis.lower) * cellsPerUnit
      let column = whole(distance.rounded())
      return column >= -down && column <= reach ? (tick.label, column) : nil
    }
    let columns = Set(places.map(\.column))
    let margin = 2 + nameWidth + (partWidth > 0 ? partWidth + 1 : 0) + leftCells
    let line = (-down...reach).map { column in
      column == 0
        ? glyphs.corner : columns.contains(column) ? glyphs.tickDown : glyphs.horizontal
    }.joined()
    let title = xLabel.map { drawer.prepared($0) } ?? ""
    return [StyledText(blanks(margin - down) + line)]
      + drawer.labelLine(places, margin: margin, title: title)
  }
}
