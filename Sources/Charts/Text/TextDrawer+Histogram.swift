extension TextDrawer {
  /// Columns that stand on the x axis, as high as the counts.
  func histogram(_ chart: Chart, _ histogram: Histogram) -> Block {
    let most = max(4, min(width - 12, 60))
    guard let bins = Bins(histogram, limits: chart.xLimits, most: most) else {
      return emptyFrame(chart)
    }
    let top = Double(bins.counts.max() ?? 0)
    let request = AxisRequest(
      low: 0, high: max(top, 1), target: 3, isInteger: true, needsZero: true)
    let vertical = verticalAxis(request, height: chart.height)
    let margin = vertical.axis.labelWidth + 3
    let cells = max(1, (width - margin - 1) / bins.counts.count)
    var lines = columns(bins, vertical.axis, rows: vertical.rows, cells: min(cells, 8))
    lines += edgeLabels(bins, margin: margin, cells: min(cells, 8), chart)
    let count = bins.counts.reduce(0, +)
    let size = shortNumber(bins.width, digits: 3)
    let about = "n = \(count), bins of \(size)"
    let note = [vertical.axis.note(glyphs.times), about].compactMap { $0 }.joined(separator: "  ")
    return heading(chart, note: note) + lines + footer([bins.extent.footnote])
  }

  private func columns(_ bins: Bins, _ axis: Axis, rows: Int, cells: Int) -> Block {
    let map = axis.map
    let parts = glyphs.levels.count
    let heights = bins.counts.map { count -> Int in
      let height = whole((map.position(Double(count)) * Double((rows - 1) * parts)).rounded())
      return count > 0 ? max(1, height) : 0
    }
    var labels: [Int: String] = [:]
    for tick in axis.ticks {
      labels[whole(((1 - tick.position) * Double(rows - 1)).rounded())] = tick.label
    }
    return (0..<rows - 1).map { row in
      let floor = (rows - 2 - row) * parts
      let body = heights.map { height -> String in
        let level = min(max(height - floor, 0), parts)
        return String(repeating: level == 0 ? " " : glyphs.levels[level - 1], count: cells)
      }.joined()
      let label = labels[row] ?? ""
      let edge = label.isEmpty ? glyphs.vertical : glyphs.tickLeft
      return StyledText(blanks(1 + axis.labelWidth - label.count) + label + " " + edge)
        + StyledText(body, .series(0))
    }
  }

  private func edgeLabels(_ bins: Bins, margin: Int, cells: Int, _ chart: Chart) -> Block {
    let count = bins.counts.count
    let axis = bins.axis
    let stride = [1, 2, 4, 5, 10, 20, 50].first { $0 * cells >= axis.labelWidth + 2 } ?? count
    let zero = bins.edges.firstIndex { abs($0) < bins.width / 1000 } ?? 0
    var places: [(label: String, column: Int)] = []
    for (index, tick) in axis.ticks.enumerated() where (index - zero) % stride == 0 {
      places.append((tick.label, whole((tick.position * Double(count * cells)).rounded())))
    }
    places = zip(places, withoutCommonZeros(places.map(\.label))).map { ($1, $0.column) }
    let marks = Set(places.map(\.column))
    let line = (0...count * cells).map { column in
      marks.contains(column) ? glyphs.tickDown : glyphs.horizontal
    }.joined()
    let title = [chart.xLabel.map { prepared($0) }, axis.note(glyphs.times)]
      .compactMap { $0 }.joined(separator: "  ")
    return [StyledText(blanks(margin - 3) + "0 " + glyphs.corner + line)]
      + labelLine(places, margin: margin, title: title)
  }
}

/// Labels without the zeros after the point that all of them end with.
func withoutCommonZeros(_ labels: [String]) -> [String] {
  var labels = labels
  while labels.allSatisfy({ $0.contains(".") && ($0.hasSuffix("0") || $0.hasSuffix(".")) }),
    !labels.isEmpty
  {
    labels = labels.map { String($0.dropLast()) }
  }
  return labels
}
