extension SVGDrawer {
  /// Small multiples in rows, on common axes; labels stand on the left and below only.
  ///
  /// Charts without axes to share stand below each other.
  mutating func facets(_ charts: [Chart]) {
    guard !charts.isEmpty else { return nothing() }
    let all = chart.onCommonAxes(Array(charts.prefix(Chart.facetLimit)))
    guard all.allSatisfy({ $0.series != nil }) else {
      return list(all, more: charts.count - all.count)
    }
    let columns = all.count <= 4 || isNarrow ? min(all.count, 2) : all.count <= 9 ? 3 : 4
    let rows = (all.count + columns - 1) / columns
    let (width, height) = ((right - left + 22) / Double(columns), rows == 1 ? 250.0 : 130)
    canvas.height = max(leastHeight, 84 + height * Double(rows))
    let common = chart.legend == .none ? nil : chart.commonSeries(all)
    for (index, part) in all.enumerated() {
      var drawer = SVGDrawer(part, width: canvas.width)
      drawer.canvas = canvas
      drawer.left = left + width * Double(index % columns)
      drawer.right = drawer.left + width - 22
      drawer.top = 60 + height * Double(index / columns)
      drawer.bottom = drawer.top + height - 36
      drawer.facet(
        labelsX: index + columns >= all.count, labelsY: index % columns == 0, xLabel: chart.xLabel)
      canvas = drawer.canvas
    }
    if let common {
      var drawer = SVGDrawer(common.chart, width: canvas.width)
      (drawer.canvas, drawer.left) = (canvas, isNarrow ? 16 : 220)
      drawer.keysBelow(common.series, at: isNarrow ? 38 : 20)
      canvas = drawer.canvas
    }
    footnote(more: charts.count - all.count, of: charts.count)
  }

  private mutating func footnote(more: Int, of count: Int) {
    if more > 0 { footnote("\(more) more of \(count) not drawn") }
  }

  /// Whole charts below each other, each as high as it needs.
  private mutating func list(_ charts: [Chart], more: Int) {
    var height = (chart.title ?? "").isEmpty ? 0 : 32.0
    for part in charts {
      var drawer = SVGDrawer(part, width: canvas.width, leastHeight: 0)
      drawer.draw()
      canvas.embed(drawer.canvas, at: height)
      height += drawer.canvas.height
    }
    canvas.height = max(leastHeight, height + (more > 0 ? 20 : 0))
    footnote(more: more, of: charts.count + more)
  }

  /// One of several plots, with its title above.
  private mutating func facet(labelsX: Bool, labelsY: Bool, xLabel: String?) {
    canvas.text(short(chart.title ?? "", right - left), left, top - 6, size: 12, isBold: true)
    guard let series = chart.series, let data = PlotData(chart, series) else {
      return canvas.text(
        "nothing to draw", (left + right) / 2, (top + bottom) / 2, .middle, color: "#777777")
    }
    var (x, y) = (data.x, data.y)
    (x.target, y.target) = (isNarrow ? 3 : 4, 3)
    let axes = (x.axis(), y.axis())
    chart.xLabel = xLabel ?? chart.xLabel
    chart.yLabel = nil
    frame(axes.0, axes.1, labelsX: labelsX, labelsY: labelsY)
    draw(series, axes.0.map, axes.1.map)
    if let note = data.extent.footnote {
      canvas.text(note, right, top - 6, .end, size: 10, color: "#777777")
    }
  }
}
