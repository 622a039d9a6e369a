/// Draws a chart as an SVG document of 640 × 360, from its data; equal charts give equal bytes.
///
/// A table, or a bar chart of many rows, that needs more height gets it. Another `width`, of at least
/// 320, suits a phone.
package func svg(_ chart: Chart, width: Double = 640) -> String {
  var drawer = SVGDrawer(chart, width: min(max(width, 320), 640))
  drawer.draw()
  let title = chart.title ?? ""
  return drawer.canvas.document(
    title: title.isEmpty ? "chart" : title, description: describe(chart))
}

/// Puts the parts of a chart on an SVG canvas.
struct SVGDrawer {
  var chart: Chart
  var canvas = SVGCanvas()
  /// The body of the plot.
  var left = 64.0
  var right: Double
  var top = 40.0
  var bottom = 312.0
  /// A picture is at least so high; one inside another only as high as it needs.
  let leastHeight: Double

  init(_ chart: Chart, width: Double, leastHeight: Double = 360) {
    self.chart = chart
    self.leastHeight = leastHeight
    canvas.width = width
    right = width - 24
  }

  /// Whether the picture is as narrow as a phone, where names stand below rather than beside.
  var isNarrow: Bool { canvas.width < 480 }

  /// How many ticks an axis from left to right should have.
  var ticksAcross: Int { isNarrow ? 4 : 6 }

  mutating func draw() {
    canvas.text(chart.title ?? "", 16, 24, size: 15, isBold: true)
    switch chart.kind {
    case .line(let series), .step(let series), .scatter(let series), .spark(let series):
      plot(series)
    case .facet(let charts): facets(charts)
    case .bar(let bars): self.bars(bars)
    case .histogram(let histogram): self.histogram(histogram)
    case .box(let boxes): self.boxes(boxes)
    case .heat(let map): heat(map)
    case .confusion(let matrix): confusion(matrix)
    case .outcomes(let outcomes): self.outcomes(outcomes)
    case .spectrum(let spectrum): bars(spectrum.bars)
    case .tree(let tree): self.tree(tree)
    case .graph(let graph): self.graph(graph)
    case .table(let table): self.table(table)
    }
  }

  /// The colour of the n-th series on the white of the picture.
  func color(_ number: Int) -> String {
    (chart.look.palette ?? .okabe).series(number, on: .light)?.hex ?? SVGCanvas.ink
  }

  mutating func nothing() {
    canvas.text("nothing to draw", canvas.width / 2, 180, .middle, color: "#777777")
  }

  /// Grid, ticks and names of two axes.
  mutating func frame(_ x: Axis, _ y: Axis, labelsX: Bool = true, labelsY: Bool = true) {
    for tick in y.ticks {
      let height = bottom - tick.position * (bottom - top)
      canvas.line(left, height, right, height, SVGCanvas.faint)
      if labelsY { canvas.text(tick.label, left - 6, height + 4, .end, size: 11) }
    }
    var end = -Double.infinity
    for tick in x.ticks {
      let place = left + tick.position * (right - left)
      canvas.line(place, bottom, place, bottom + 5)
      let half = 3.5 * Double(tick.label.utf8.count)
      guard labelsX, place - half > end + 6 else { continue }
      canvas.text(tick.label, place, bottom + 18, .middle, size: 11)
      end = place + half
    }
    canvas.line(left, bottom, right, bottom)
    canvas.line(left, top, left, bottom)
    guard labelsX else { return }
    let across = [chart.xLabel, x.note("×")].compactMap { $0 }.joined(separator: "  ")
    canvas.text(across, (left + right) / 2, bottom + 36, .middle)
    let up = [chart.yLabel, y.note("×")].compactMap { $0 }.joined(separator: "  ")
    canvas.text(up, left, top - 4, size: 11)
  }

  mutating func footnote(_ extent: Extent) { footnote(extent.footnote ?? "") }

  mutating func footnote(_ text: String) {
    canvas.text(text, 16, canvas.height - 6, size: isNarrow ? 9 : 10, color: "#777777")
  }

  /// A text shortened to about so many pixels of 12-pixel letters.
  func short(_ text: String, _ pixels: Double) -> String {
    truncated(text, to: max(1, whole(pixels / 7)))
  }
}
