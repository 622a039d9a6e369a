/// The names of series around a plot.
struct SeriesLegend {
  /// What follows the body, by row.
  var tail: [Int: StyledText] = [:]
  /// The cells to be kept for it.
  var tailWidth = 0
  /// A line above the body.
  var above = StyledText("")
  /// A line below the axis.
  var below = StyledText("")
}

extension TextDrawer {
  /// The legend of a chart beside a body of so many rows; names beside it may take `room` cells, and
  /// there is no legend where that is `nil`.
  func legend(
    _ chart: Chart, _ series: [Series], _ axis: Axis, rows: Int, room: Int?
  ) -> SeriesLegend {
    let isNamed = series.count > 1 || !chart.drawsPoints && !(series.first?.name ?? "").isEmpty
    guard isNamed, chart.legend != .none, let room else { return SeriesLegend() }
    let keys = keys(chart, series)
    var legend = SeriesLegend()
    if chart.legend == .ends || chart.legend == .auto && !chart.drawsPoints {
      legend.tail = placed(endNames(chart, series, axis), rows: rows)
    } else if chart.legend == .right, keys.count <= rows {
      for (row, key) in keys.enumerated() {
        legend.tail[row] = key.cut(to: max(6, width * 2 / 5), options)
      }
    }
    legend.tailWidth = legend.tail.values.map { $0.width(options) + 1 }.max() ?? 0
    guard legend.tail.isEmpty || legend.tailWidth > room else { return legend }
    (legend.tail, legend.tailWidth) = ([:], 0)
    let line = joined(keys)
    if chart.legend == .auto {
      if series.count > 1 { legend.above = line }
    } else {
      legend.below = line
    }
    return legend
  }

  /// The sign and name of each series; for marks also the sign of several.
  func keys(_ chart: Chart, _ series: [Series]) -> [StyledText] {
    let keys = series.enumerated().map { number, part in
      StyledText(
        "\(key(number, chart)) " + prepared(part.label(number)), .series(number))
    }
    let hasMarks = chart.drawsPoints && series.count > 1 || chart.marksPoints && series.count > 1
    return hasMarks ? keys + ["# several"] : keys
  }

  /// What a series is drawn with.
  private func key(_ number: Int, _ chart: Chart) -> String {
    let mark = DotCanvas.marks[number % DotCanvas.marks.count]
    if chart.drawsPoints || canvasMode == .marks { return mark }
    let dash = glyphs.dashes[number % glyphs.dashes.count]
    return chart.marksPoints ? dash + mark : dash
  }

  func joined(_ parts: [StyledText]) -> StyledText {
    parts.enumerated().reduce(StyledText("")) { line, part in
      line + StyledText(part.offset == 0 ? "" : "   ") + part.element
    }
  }

  // MARK: - Ends

  /// `╌ valid 0.21` for each series, with the height at which its last value stands.
  private func endNames(
    _ chart: Chart, _ series: [Series], _ axis: Axis
  ) -> [(text: StyledText, position: Double)] {
    let map = axis.map
    return series.enumerated().map { number, part in
      let last = part.last { map.position($0).isFinite }
      let value = last.map { " " + axis.endValue($0, chart.digits) } ?? ""
      let room = max(6, width * 2 / 5 - measure(value))
      let name = "\(key(number, chart)) " + prepared(part.label(number))
      let short = StyledText(name).cut(to: room, options).plain
      let position = last.map { min(max(map.position($0), 0), 1) } ?? 1
      return (StyledText(short + value, .series(number)), position)
    }
  }

  /// The names by row, pushed apart so that each has a row of its own; none when rows do not suffice.
  private func placed(
    _ names: [(text: StyledText, position: Double)], rows: Int
  ) -> [Int: StyledText] {
    guard names.count <= rows else { return [:] }
    let wished = names.enumerated().map { number, name in
      (row: whole(((1 - name.position) * Double(rows - 1)).rounded()), number: number)
    }
    var taken = wished.sorted {
      let (a, b) = (names[$0.number].position, names[$1.number].position)
      return a != b ? a > b : $0.number < $1.number
    }
    for index in taken.indices.dropFirst() {
      taken[index].row = max(taken[index].row, taken[index - 1].row + 1)
    }
    var limit = rows - 1
    for index in taken.indices.reversed() {
      taken[index].row = min(taken[index].row, limit)
      limit = taken[index].row - 1
    }
    return Dictionary(taken.map { ($0.row, names[$0.number].text) }) { first, _ in first }
  }
}
