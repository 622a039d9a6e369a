extension SVGDrawer {
  mutating func bars(_ bars: Bars) {
    let rows = bars.ordered(chart.order).prefix(200)
    var extent = Extent()
    for row in rows { extent.add(row.value) }
    guard !rows.isEmpty else { return nothing() }
    let longest = rows.map { cellWidth($0.name) }.max() ?? 0
    left = min(200, 24 + 7 * Double(longest))
    right = 570
    let band = max(9, min(32, (bottom - top) / Double(rows.count)))
    bottom = top + band * Double(rows.count)
    canvas.height = max(360, bottom + 48)
    let axis = AxisRequest(
      low: extent.isEmpty ? 0 : min(0, extent.low), high: extent.isEmpty ? 0 : max(0, extent.high),
      target: 6, needsZero: true
    ).axis()
    let y = Axis(ticks: [], lower: 0, upper: 1)
    frame(axis, y)
    let map = axis.map
    let zero = left + map.position(0) * (right - left)
    for (index, row) in rows.enumerated() {
      let height = top + band * (Double(index) + 0.5)
      canvas.text(short(row.name, left - 24), left - 6, height + 4, .end, size: min(12, band))
      let end = row.value.isFinite ? left + map.position(row.value) * (right - left) : zero
      let length = row.value == 0 || !row.value.isFinite ? 0 : max(1, abs(end - zero))
      canvas.rectangle(
        end < zero ? zero - length : zero, height - band * 0.35, length, band * 0.7,
        fill: color(end < zero ? 1 : 0))
      let label = row.value.isNaN ? "missing" : shortNumber(row.value, digits: chart.digits)
      canvas.text(label, max(end, zero) + 5, height + 4, size: min(11, band))
    }
    canvas.line(zero, top, zero, bottom)
    footnote(extent)
  }

  mutating func histogram(_ histogram: Histogram) {
    guard let bins = Bins(histogram, limits: chart.xLimits, most: 100) else { return nothing() }
    let high = Double(max(1, bins.counts.max() ?? 1))
    let y = AxisRequest(low: 0, high: high, target: 5, isInteger: true, needsZero: true).axis()
    let low = bins.edges[0]
    let last = bins.edges[bins.counts.count]
    let x = AxisRequest(low: low, high: last, target: 7).axis()
    frame(x, y)
    for (bin, count) in bins.counts.enumerated() where count > 0 {
      let from = left + x.map.position(bins.edges[bin]) * (right - left)
      let to = left + x.map.position(bins.edges[bin + 1]) * (right - left)
      let height = y.map.position(Double(count)) * (bottom - top)
      canvas.rectangle(
        from, bottom - height, to - from, height, fill: color(0), stroke: "#ffffff")
    }
    footnote(bins.extent)
  }
}
