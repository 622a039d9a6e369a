extension TextDrawer {
  /// Horizontal bars from a common zero, negative ones to the left, with their values.
  func bars(_ chart: Chart, _ bars: Bars) -> Block {
    let rows = bars.ordered(chart.order)
    let shown = Array(rows.prefix(100))
    var extent = Extent()
    for row in shown { extent.add(row.value) }
    guard !shown.isEmpty else { return emptyFrame(chart) }
    let layout = BarLayout(chart, shown, extent, self)
    let lines = shown.enumerated().map { index, row in layout.line(index, row.value) }
    let hidden = rows.count - shown.count
    let footnotes = [
      extent.footnote, hidden > 0 ? "\(hidden) more rows not drawn" : nil,
    ]
    return heading(chart, note: layout.note) + lines + layout.axisLines(xLabel: chart.xLabel)
      + footer(footnotes)
  }
}

extension Bars {
  /// Names with their values in the order of drawing; missing values count as least.
  func ordered(_ order: Chart.Order) -> [(name: String, value: Double)] {
    let rows = zip(names, values).map { (name: $0, value: $1) }
    func key(_ value: Double) -> Double { value.isNaN ? -.infinity : value }
    let numbered = rows.enumerated()
    switch order {
    case .asGiven: return rows
    case .byName: return rows.sorted { $0.name < $1.name }
    case .ascending, .descending:
      let sign: Double = order == .ascending ? 1 : -1
      return numbered.sorted { a, b in
        let (left, right) = (sign * key(a.element.value), sign * key(b.element.value))
        return left != right ? left < right : a.offset < b.offset
      }.map(\.element)
    }
  }
}

/// Where names, bars and values of a bar chart stand.
struct BarLayout {
  private let drawer: TextDrawer
  private let names: [StyledText]
  private let labels: [String]
  private let nameWidth: Int
  /// Cells for what goes left: bars and the values before them.
  private let leftCells: Int
  private let rightCells: Int
  private let downCells: Int
  private let axis: Axis
  /// Cells of one unit of the axis.
  private let cellsPerUnit: Double

  init(
    _ chart: Chart, _ rows: [(name: String, value: Double)], _ extent: Extent, _ drawer: TextDrawer
  ) {
    self.drawer = drawer
    let options = drawer.options
    labels = rows.map { $0.value.isNaN ? "missing" : shortNumber($0.value, digits: chart.digits) }
    let low = extent.isEmpty ? 0 : min(0, extent.low)
    let high = extent.isEmpty ? 0 : max(0, extent.high)
    let after = zip(rows, labels).map { $0.value < 0 ? 0 : $1.count + 1 }.max() ?? 0
    let before = zip(rows, labels).map { $0.value < 0 ? $1.count + 1 : 0 }.max() ?? 0
    let widest = max(1, min(drawer.width / 3, drawer.width - 7 - after - before))
    names = rows.map { drawer.prepared(StyledText($0.name)).cut(to: widest, options) }
    nameWidth = names.map { $0.width(options) }.max() ?? 0
    let room = max(1, drawer.width - nameWidth - 3 - after - before)
    axis = AxisRequest(
      low: -low < high / 3 ? 0 : low, high: high < -low / 3 ? 0 : high,
      target: min(max(room / 10, 2), 6), needsZero: true
    ).axis()
    let map = axis.map
    let span = axis.upper - axis.lower
    let down = (map.position(0) - map.position(low)) * span
    let up = max((map.position(high) - map.position(0)) * span, axis.upper)
    let step = span / Double(max(1, axis.ticks.count - 1))
    let fitting = Double(room) / max(down + up, .leastNormalMagnitude) * step
    let snapped = fitting.rounded(.down)
    cellsPerUnit = (snapped >= 2 ? snapped : max(fitting, 0)) / step
    downCells = whole(min((down * cellsPerUnit).rounded(.up), Double(room)))
    leftCells = before + downCells
    rightCells = whole(min((up * cellsPerUnit).rounded(), Double(room)))
  }

  var note: String? { axis.note(drawer.glyphs.times) }

  func line(_ index: Int, _ value: Double) -> StyledText {
    let name = names[index].fitted(to: nameWidth, .right, drawer.options)
    let label = labels[index]
    let map = axis.map
    let distance = (map.position(value) - map.position(0)) * (axis.upper - axis.lower)
    let cells = value.isFinite ? abs(distance) * cellsPerUnit : 0
    var left = blanks(leftCells)
    var right = " " + label
    if value < 0 {
      let width = min(leftCells, whole(cells.rounded(.up)))
      let bar = drawLeftBar(width == 0 ? 0 : cells / Double(width), width: width, drawer.glyphs)
      left = blanks(leftCells - width - label.count) + label + bar
      right = ""
    } else if cells > 0 {
      let width = max(1, whole(cells.rounded(.up)))
      let bar = drawBar(cells / Double(width), width: width, drawer.glyphs)
      right = trimmed(bar) + " " + label
    }
    return StyledText(" ") + name + StyledText(" ") + StyledText(left, .series(0))
      + StyledText(drawer.glyphs.vertical) + StyledText(right, .series(0))
  }

  private func trimmed(_ bar: String) -> String {
    var bar = bar
    while bar.last == " " { bar.removeLast() }
    return bar
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
    let margin = 2 + nameWidth + leftCells
    let line = (-down...reach).map { column in
      column == 0
        ? glyphs.corner : columns.contains(column) ? glyphs.tickDown : glyphs.horizontal
    }.joined()
    let title = xLabel.map { drawer.prepared($0) } ?? ""
    return [StyledText(blanks(margin - down) + line)]
      + drawer.labelLine(places, margin: margin, title: title)
  }
}
