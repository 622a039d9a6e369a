extension TextDrawer {
  /// Cells of the body below which names, and then tick labels, are left out.
  private static let (namedBody, labelledBody, leastBody) = (16, 12, 10)
  /// Cells below which a chart has no legend unless it is asked for.
  private static let legendWidth = 40

  /// Series along two axes, drawn as curves, steps or points; small multiples of more than four.
  ///
  /// Where the width does not suffice, first the names, then the tick labels are left out; at last
  /// each series becomes a line of small columns.
  func plot(_ chart: Chart, _ series: [Series]) -> Block {
    guard series.count <= Chart.seriesLimit else { return facets(chart, chart.facets(series)) }
    guard let data = PlotData(chart, series) else { return emptyFrame(chart) }
    guard width > Self.leastBody else { return sparks(chart, series) }
    let vertical = verticalAxis(data.y, height: chart.height)
    let labels = width - vertical.axis.labelWidth - 3 >= Self.labelledBody
    let margin = labels ? vertical.axis.labelWidth + 3 : 1
    let legend = legend(
      chart, series, vertical.axis, rows: vertical.rows,
      room: width < Self.legendWidth && chart.legend == .auto
        ? nil : width - margin - Self.namedBody)
    let horizontal = horizontalAxis(
      data.x, room: width - margin - max(legend.tailWidth, labels ? labelRoom(chart) : 0))
    let frame = PlotFrame(
      x: horizontal.axis, y: vertical.axis, columns: horizontal.columns, rows: vertical.rows,
      labelsX: labels, labelsY: labels)
    return heading(chart, note: labels ? frame.y.note(glyphs.times) : nil, legend: legend.above)
      + framed(
        frame, canvas(chart, series, frame), xLabel: labels ? chart.xLabel : nil, tail: legend.tail)
      + (legend.below.runs.isEmpty ? [] : legend.below.wrapped(to: width, options))
      + footer([
        labels ? nil : ends(data), lineNames(chart.annotations), data.extent.footnote,
      ])
  }

  /// What stands below a plot whose ticks have no labels.
  private func ends(_ data: PlotData) -> String {
    func text(_ request: AxisRequest) -> String {
      request.low > request.high
        ? "?" : "\(shortNumber(request.low)) to \(shortNumber(request.high))"
    }
    return "x \(text(data.x)), y \(text(data.y))"
  }

  /// The names of the vertical lines.
  private func lineNames(_ annotations: [Annotation]) -> String? {
    let names = annotations.filter { $0.y == nil }.map { prepared($0.name) }
    return names.isEmpty ? nil : "\(glyphs.markLine) " + names.joined(separator: ", ")
  }
}
