extension TextDrawer {
  /// A line for each group: outliers, whiskers, box and median, with their figures beside them.
  func boxes(_ chart: Chart, _ boxes: BoxPlot) -> Block {
    guard !boxes.extent.isEmpty else { return emptyFrame(chart) }
    let layout = BoxLayout(chart, boxes, self)
    return heading(chart, note: layout.note) + layout.lines + footer([boxes.extent.footnote])
  }
}

/// Where names, boxes and figures of a box plot stand.
struct BoxLayout {
  private let drawer: TextDrawer
  private let chart: Chart
  private let boxes: BoxPlot
  private let names: [StyledText]
  private let nameWidth: Int
  private let counts: [String]
  /// The figures at the right, the first ones kept longest.
  private let figures: [(title: String, cells: [String])]
  private let axis: Axis
  private let columns: Int

  private var glyphs: Glyphs { drawer.glyphs }

  init(_ chart: Chart, _ boxes: BoxPlot, _ drawer: TextDrawer) {
    (self.chart, self.boxes, self.drawer) = (chart, boxes, drawer)
    names = boxes.names.map {
      drawer.prepared(StyledText($0)).cut(to: max(1, drawer.width / 5), drawer.options)
    }
    nameWidth = max(3, names.map { $0.width(drawer.options) }.max() ?? 0)
    let hasRoom = drawer.width >= 40
    counts = hasRoom ? boxes.summaries.map { "\($0?.count ?? 0)" } : []
    var figures = Self.figures(boxes, chart.digits)
    let used = nameWidth + 3 + (hasRoom ? Self.width("n", counts) + 2 : 0)
    func room(_ figures: [(title: String, cells: [String])]) -> Int {
      drawer.width - used - figures.reduce(0) { $0 + Self.width($1.title, $1.cells) + 2 }
    }
    while !figures.isEmpty, room(figures) < 20 { figures.removeLast() }
    self.figures = figures
    var range = boxes.extent
    range.limit(to: chart.xLimits)
    (axis, columns) = drawer.horizontalAxis(
      AxisRequest(low: range.low, high: range.high, target: 5), room: max(2, room(figures)))
  }

  private static func figures(
    _ boxes: BoxPlot, _ digits: Int
  ) -> [(title: String, cells: [String])] {
    func numbers(_ value: (BoxPlot.Summary) -> Double) -> [String] {
      let values = boxes.summaries.map { $0.map(value) }
      let decimals = commonDecimals(values.compactMap { $0 }, digits: digits)
      return values.map { $0.map { fixed($0, decimals) } ?? "" }
    }
    return [
      ("median", numbers(\.median)), ("IQR", numbers(\.interquartileRange)),
      ("out", boxes.summaries.map { $0.map { "\($0.outliers.count)" } ?? "" }),
    ]
  }

  private static func width(_ title: String, _ cells: [String]) -> Int {
    max(title.count, cells.map(\.count).max() ?? 0)
  }

  /// What the labels of the axis leave out.
  var note: String? { axis.note(glyphs.times) }

  var lines: Block {
    [header] + boxes.summaries.indices.map(line) + axisLines
  }

  /// The axis, the name of its values behind or below it.
  private var axisLines: Block {
    let line = StyledText(blanks(margin) + glyphs.corner + ruler)
    let title = StyledText(chart.xLabel.map { drawer.prepared($0) } ?? "")
    guard !title.runs.isEmpty else { return [line] }
    if line.width(drawer.options) + 1 + title.width(drawer.options) <= drawer.width {
      return [line + StyledText(" ") + title]
    }
    return [line, title.fitted(to: drawer.width, .right, drawer.options)]
  }

  /// Cells before the axis: a blank, the name, the number of values, a blank.
  private var margin: Int {
    2 + nameWidth + (counts.isEmpty ? 0 : Self.width("n", counts) + 2)
  }

  private var ruler: String {
    let marks = Set(axis.ticks.map { drawer.column(of: $0, columns) })
    return (0..<columns).map { marks.contains($0) ? glyphs.tickDown : glyphs.horizontal }.joined()
  }

  /// The names of the columns with the labels of the axis between them.
  private var header: StyledText {
    var left = StyledText("box").fitted(to: 1 + nameWidth, .left, drawer.options)
    if !counts.isEmpty {
      left = left + StyledText(blanks(2 + Self.width("n", counts) - 1) + "n")
    }
    var labels = [Character](repeating: " ", count: columns + 2)
    var end = -2
    for tick in axis.ticks {
      let size = tick.label.count
      let column = 1 + drawer.column(of: tick, columns)
      let start = max(0, min(column - (size - 1) / 2, columns + 2 - size))
      guard start >= end + 2 || end < 0 else { continue }
      for (place, character) in tick.label.enumerated() where start + place < labels.count {
        labels[start + place] = character
      }
      end = start + size
    }
    var line = left + StyledText(" " + String(labels))
    for (place, figure) in figures.enumerated() {
      let size = Self.width(figure.title, figure.cells)
      line =
        line + StyledText(blanks(place == 0 ? 1 : 2) + blanks(size - figure.title.count))
        + StyledText(figure.title)
    }
    return line
  }

  private func line(_ index: Int) -> StyledText {
    var line = StyledText(" ") + names[index].fitted(to: nameWidth, .left, drawer.options)
    if !counts.isEmpty {
      let size = Self.width("n", counts)
      line = line + StyledText(blanks(2 + size - counts[index].count) + counts[index])
    }
    line = line + StyledText(" " + glyphs.vertical)
    line = line + StyledText(picture(boxes.summaries[index]), .series(index))
    for figure in figures {
      let size = Self.width(figure.title, figure.cells)
      line = line + StyledText(blanks(2 + size - figure.cells[index].count) + figure.cells[index])
    }
    return line
  }

  /// The cells of one box; what lies beyond the limits of the axis is left out.
  private func picture(_ summary: BoxPlot.Summary?) -> String {
    var cells = [String](repeating: " ", count: columns)
    guard let summary else { return cells.joined() }
    func place(_ value: Double) -> Int {
      whole((min(max(axis.map.position(value), -1), 2) * Double(columns - 1)).rounded())
    }
    func draw(_ glyph: String, _ from: Int, _ to: Int) {
      for cell in max(0, from)..<max(max(0, from), min(columns, to + 1)) { cells[cell] = glyph }
    }
    for value in summary.outliers { draw(glyphs.middleDot, place(value), place(value)) }
    let (low, high) = (place(summary.whiskers.lowerBound), place(summary.whiskers.upperBound))
    let (start, end) = (place(summary.lowerQuartile), place(summary.upperQuartile))
    draw(glyphs.horizontal, low, start)
    draw(glyphs.horizontal, end, high)
    if low < start { draw(glyphs.branch, low, low) }
    if high > end { draw(glyphs.tickLeft, high, high) }
    draw(glyphs.upward.fills.last ?? "#", start, end)
    let median = place(summary.median)
    draw(glyphs.vertical, median, median)
    return cells.joined()
  }
}
