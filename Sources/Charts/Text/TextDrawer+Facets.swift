extension TextDrawer {
  /// Cells between small multiples, the narrowest body, and how many stand in a row at most.
  private static let (gap, narrowest, most) = (2, 20, 4)

  /// Small multiples in rows, on common axes; labels stand on the left and below only.
  func facets(_ chart: Chart, _ charts: [Chart]) -> Block {
    guard !charts.isEmpty else { return emptyFrame(chart) }
    let shown = chart.onCommonAxes(Array(charts.prefix(Chart.facetLimit)))
    let more = charts.count - shown.count
    let isPlot = shown.contains { $0.series != nil }
    let (blocks, note) = isPlot ? plots(chart, shown) : (figures(shown), nil)
    var legend = StyledText("")
    if chart.legend != .none, width >= 40, let common = chart.commonSeries(shown) {
      legend = joined(keys(common.chart, common.series))
    }
    return heading(chart, note: note, legend: legend) + blocks
      + footer([more > 0 ? "\(more) more of \(charts.count) not drawn" : nil])
  }

  /// Charts without axes, as many side by side as there is room for.
  private func figures(_ charts: [Chart]) -> Block {
    let least = charts.map(leastWidth).max() ?? 0
    let columns = max(1, min(Self.most, charts.count, (width + Self.gap) / (least + Self.gap)))
    let room = (width - (columns - 1) * Self.gap) / columns
    return rows(of: charts.count, columns: columns) { index, _ in
      narrowed(to: room).block(charts[index])
    }
  }

  /// The cells below which a chart is not put beside another one: the names of bars need room.
  private func leastWidth(_ chart: Chart) -> Int {
    guard case .bar(let bars) = chart.kind, !bars.isVertical else { return 30 }
    return 20 + (bars.names.map { measure(prepared($0)) }.max() ?? 0)
  }

  private func plots(_ chart: Chart, _ charts: [Chart]) -> (Block, note: String?) {
    let (columns, height) = arrangement(chart, charts)
    let all = charts.map { PlotData($0, $0.series ?? []) }
    guard let data = all.lazy.compactMap({ $0 }).first else { return (figures(charts), nil) }
    let vertical = verticalAxis(data.y, height: height)
    let margin = vertical.axis.labelWidth + 3
    let free = width - margin - (columns - 1) * (Self.gap + 1)
    let horizontal = horizontalAxis(data.x, room: max(2, free / columns))
    let block = rows(of: charts.count, columns: columns) { index, isLowest in
      let frame = PlotFrame(
        x: horizontal.axis, y: vertical.axis, columns: horizontal.columns, rows: vertical.rows,
        labelsX: isLowest, labelsY: index % columns == 0)
      return facet(charts[index], all[index], frame, xLabel: chart.xLabel)
    }
    return (block, vertical.axis.note(glyphs.times))
  }

  /// How many charts stand side by side, and how high each is.
  private func arrangement(_ chart: Chart, _ charts: [Chart]) -> (columns: Int, height: Int) {
    let height = min(max(chart.height, 3), 60)
    let fitting = (width - 8 + Self.gap) / (Self.narrowest + Self.gap + 1)
    var columns = max(1, min(Self.most, charts.count, fitting))
    let rows = (charts.count + columns - 1) / columns
    // As even as the number of rows allows: 5 + 4 rather than 6 + 3.
    columns = (charts.count + rows - 1) / rows
    return (columns, rows == 1 ? height : max(5, min(height, 2 * height / rows - 2)))
  }

  /// One of several plots: its title, its body, and what is not drawn.
  private func facet(
    _ chart: Chart, _ data: PlotData?, _ frame: PlotFrame, xLabel: String?
  ) -> Block {
    let size = frame.margin + frame.columns
    guard chart.series != nil else { return narrowed(to: size).block(chart) }
    let indent = StyledText(blanks(frame.margin - 1))
    let title = StyledText(prepared(chart.title ?? ""), .title)
    let name = indent + title.cut(to: size - frame.margin, options)
    guard let series = chart.series, let data else {
      return [name, indent + StyledText("nothing to draw", .dim).cut(to: frame.columns, options)]
    }
    return [name]
      + narrowed(to: size).framed(
        frame, canvas(chart, series, frame), xLabel: frame.labelsX ? xLabel ?? chart.xLabel : nil,
        tail: [:])
      + narrowed(to: size).footer([data.extent.footnote])
  }

  /// Blocks in rows of so many; the lowest of each column is told so.
  private func rows(
    of count: Int, columns: Int, _ block: (_ index: Int, _ isLowest: Bool) -> Block
  ) -> Block {
    var all: Block = []
    for start in stride(from: 0, to: count, by: columns) {
      let blocks = (start..<min(start + columns, count)).map { block($0, $0 + columns >= count) }
      all += beside(blocks, gap: Self.gap, options)
    }
    return all
  }
}
