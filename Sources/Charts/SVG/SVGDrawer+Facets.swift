extension SVGDrawer {
  /// Small multiples in rows, on common axes; labels stand on the left and below only.
  mutating func facets(_ charts: [Chart]) {
    guard !charts.isEmpty else { return nothing() }
    let all = chart.onCommonAxes(Array(charts.prefix(Chart.facetLimit)))
    let columns = all.count <= 4 ? min(all.count, 2) : all.count <= 9 ? 3 : 4
    let rows = (all.count + columns - 1) / columns
    let (width, height) = ((right - left + 22) / Double(columns), rows == 1 ? 250.0 : 130)
    canvas.height = max(360, 84 + height * Double(rows))
    let common = chart.legend == .none ? nil : chart.commonSeries(all)
    for (index, part) in all.enumerated() {
      var drawer = SVGDrawer(part)
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
      var drawer = SVGDrawer(common.chart)
      (drawer.canvas, drawer.left) = (canvas, 220)
      drawer.keysBelow(common.series, at: 20)
      canvas = drawer.canvas
    }
    let more = charts.count - all.count
    if more > 0 { footnote("\(more) more of \(charts.count) not drawn") }
  }

  /// One of several plots, with its title above.
  private mutating func facet(labelsX: Bool, labelsY: Bool, xLabel: String?) {
    canvas.text(short(chart.title ?? "", right - left), left, top - 6, size: 12, isBold: true)
    guard let series = chart.series, let data = PlotData(chart, series) else {
      let words = chart.series == nil ? "drawn as text only" : "nothing to draw"
      return canvas.text(words, (left + right) / 2, (top + bottom) / 2, .middle, color: "#777777")
    }
    var (x, y) = (data.x, data.y)
    (x.target, y.target) = (4, 3)
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
