extension SVGDrawer {
  mutating func histogram(_ histogram: Histogram) {
    guard let bins = Bins(histogram, limits: chart.xLimits, most: 200) else { return nothing() }
    let heights = histogram.groups.indices.map { bins.heights($0, histogram.measure) }
    var request = HistogramLayout.request(heights, chart.yScale, histogram.measure)
    request.target = histogram.groups.count > 1 ? 3 : 5
    let y = request.axis()
    let x = AxisRequest(low: bins.edges[0], high: bins.edges[bins.count], target: ticksAcross + 1)
      .axis()
    let (start, end) = (top, bottom)
    let groups = histogram.groups.count
    let share = (end - start) / Double(max(1, groups))
    for (number, group) in histogram.groups.enumerated() {
      top = start + share * Double(number) + (groups > 1 ? 16 : 0)
      bottom = start + share * Double(number + 1) - (number + 1 < groups ? 6 : 0)
      number + 1 < groups ? frame(bare: y) : frame(x, y)
      columns(heights[number], bins, x.map, y.map, color(number))
      guard groups > 1 else { continue }
      let name = group.name.isEmpty ? "group \(number + 1)" : group.name
      let count = bins.counts[number].reduce(0, +)
      canvas.text("\(short(name, 300))  n = \(count)", left + 6, top - 3, size: 11)
    }
    canvas.text(bins.footnote ?? "", 16, canvas.height - 6, size: 10, color: "#777777")
  }

  private mutating func columns(
    _ heights: [Double], _ bins: Bins, _ x: AxisMap, _ y: AxisMap, _ color: String
  ) {
    for (bin, value) in heights.enumerated() where value > 0 {
      let from = left + x.position(bins.edges[bin]) * (right - left)
      let to = left + x.position(bins.edges[bin + 1]) * (right - left)
      let height = max(1, y.position(value) * (bottom - top))
      canvas.rectangle(from, bottom - height, to - from, height, fill: color, stroke: "#ffffff")
    }
  }

  /// A frame without labels below, for a group above others.
  private mutating func frame(bare y: Axis) {
    for tick in y.ticks {
      let height = bottom - tick.position * (bottom - top)
      canvas.line(left, height, right, height, SVGCanvas.faint)
      canvas.text(tick.label, left - 6, height + 4, .end, size: 11)
    }
    canvas.line(left, bottom, right, bottom)
    canvas.line(left, top, left, bottom)
  }

  mutating func boxes(_ boxes: BoxPlot) {
    guard !boxes.extent.isEmpty else { return nothing() }
    let longest = boxes.names.map { cellWidth($0) }.max() ?? 0
    left = min(canvas.width * 0.3, 28 + 7 * Double(longest))
    right = canvas.width - (isNarrow ? 24 : 170)
    let band = max(16, min(56, (bottom - top) / Double(max(1, boxes.names.count))))
    bottom = top + band * Double(boxes.names.count)
    canvas.height = max(leastHeight, bottom + 48)
    var range = boxes.extent
    range.limit(to: chart.xLimits)
    let axis = AxisRequest(low: range.low, high: range.high, target: ticksAcross).axis()
    frame(axis, Axis(ticks: [], lower: 0, upper: 1))
    let places = isNarrow ? [] : [140.0, 95, 55, 12].map { canvas.width - $0 }
    for (title, x) in zip(["n", "median", "IQR", "outliers"], places) {
      canvas.text(title, x, top - 4, .end, size: 10, color: "#555555")
    }
    for (index, name) in boxes.names.enumerated() {
      let middle = top + band * (Double(index) + 0.5)
      canvas.text(short(name, left - 24), left - 6, middle + 4, .end)
      guard let summary = boxes.summaries[index] else { continue }
      box(summary, axis.map, middle, min(band * 0.3, 14), color(index))
      let figures = [
        "\(summary.count)", plainNumber(summary.median, digits: chart.digits),
        plainNumber(summary.interquartileRange, digits: chart.digits), "\(summary.outliers.count)",
      ]
      for (figure, x) in zip(figures, places) {
        canvas.text(figure, x, middle + 4, .end, size: 11)
      }
    }
  }

  private mutating func box(
    _ summary: BoxPlot.Summary, _ map: AxisMap, _ y: Double, _ half: Double, _ color: String
  ) {
    func place(_ value: Double) -> Double {
      left + min(max(map.position(value), 0), 1) * (right - left)
    }
    let (low, high) = (place(summary.whiskers.lowerBound), place(summary.whiskers.upperBound))
    let (start, end) = (place(summary.lowerQuartile), place(summary.upperQuartile))
    canvas.line(low, y, start, y)
    canvas.line(end, y, high, y)
    canvas.line(low, y - half / 2, low, y + half / 2)
    canvas.line(high, y - half / 2, high, y + half / 2)
    canvas.rectangle(start, y - half, end - start, 2 * half, fill: color, stroke: SVGCanvas.ink)
    canvas.line(place(summary.median), y - half, place(summary.median), y + half, width: 2)
    let circles = summary.outliers.reduce(into: [Int]()) { places, value in
      let pixel = whole(place(value).rounded())
      if places.last != pixel { places.append(pixel) }
    }
    canvas.path(
      circles.map { "M\(number(Double($0) - 2)) \(number(y))a2 2 0 1 0 4 0a2 2 0 1 0 -4 0" }
        .joined(), stroke: SVGCanvas.ink, width: 1)
  }
}
