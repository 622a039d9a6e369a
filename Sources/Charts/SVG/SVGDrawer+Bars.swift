extension SVGDrawer {
  mutating func bars(_ bars: Bars) {
    let rows = Array(bars.ordered(chart.order).prefix(200))
    guard !rows.isEmpty, !bars.parts.isEmpty else { return nothing() }
    var extent = bars.extent(of: rows)
    if bars.arrangement == .grouped {
      for row in rows {
        for (low, high) in bars.parts.indices.compactMap({ reach(row, $0) }) {
          extent.add(low)
          extent.add(high)
        }
      }
    }
    if bars.parts.count > 1 { legend(bars.parts.indices.map { bars.name($0) }) }
    let values = AxisRequest(
      low: extent.isEmpty ? 0 : min(0, extent.low), high: extent.isEmpty ? 0 : max(0, extent.high),
      target: ticksAcross, needsZero: true
    ).axis()
    bars.isVertical ? columns(bars, rows, values) : lines(bars, rows, values)
    footnote(extent)
  }

  /// Names of series with their colours, from the upper right corner leftwards.
  mutating func legend(_ names: [String]) {
    var x = canvas.width - 24
    let share = isNarrow ? (x - 16) / Double(max(1, names.count)) - 28 : 120
    let height = isNarrow ? 38.0 : 24
    if isNarrow { top += 8 }
    for (index, name) in names.enumerated().reversed() {
      let text = short(name, share)
      x -= 7 * Double(cellWidth(text))
      canvas.text(text, x, height, size: 12)
      canvas.rectangle(x - 15, height - 10, 11, 11, fill: color(index))
      x -= 28
    }
  }

  /// Where each value of a row begins and ends.
  private func spans(_ row: BarRow, _ arrangement: Bars.Arrangement) -> [(from: Double, to: Double)]
  {
    var (up, down) = (0.0, 0.0)
    return row.values.map { value in
      guard value.isFinite else { return (0, 0) }
      guard arrangement == .stacked else { return (0, value) }
      if value < 0 {
        down += value
        return (down - value, down)
      }
      up += value
      return (up - value, up)
    }
  }

  private func label(_ value: Double) -> String {
    value.isNaN ? "missing" : plainNumber(value, digits: chart.digits)
  }

  private func label(_ row: BarRow, _ part: Int) -> String {
    row.values[part].isNaN ? "missing" : row.label(part, chart.digits)
  }

  /// Both ends of a value's error; `nil` where it has none.
  private func reach(_ row: BarRow, _ part: Int) -> (low: Double, high: Double)? {
    let (value, error) = (row.values[part], row.errors[part])
    return value.isFinite && error.isFinite && error > 0 ? (value - error, value + error) : nil
  }

  /// A position within the body, which the largest numbers lie beyond.
  private func held(_ position: Double) -> Double { min(max(position, 0), 1) }

  /// A line with a short stroke at both ends.
  private mutating func whisker(
    from start: (x: Double, y: Double), to end: (x: Double, y: Double)
  ) {
    let (dx, dy) = start.y == end.y ? (0.0, 3.0) : (3.0, 0.0)
    canvas.line(start.x, start.y, end.x, end.y)
    for tip in [start, end] { canvas.line(tip.x - dx, tip.y - dy, tip.x + dx, tip.y + dy) }
  }

  private mutating func lines(_ bars: Bars, _ rows: [BarRow], _ axis: Axis) {
    let side = bars.arrangement == .stacked ? 1 : bars.parts.count
    let longest = rows.map { cellWidth($0.name) }.max() ?? 0
    left = min(canvas.width * 0.3, 24 + 7 * Double(longest))
    right = canvas.width - 70
    let least = 9 * Double(side)
    let band = max(least, min(32 * Double(side), (bottom - top) / Double(rows.count)))
    bottom = top + band * Double(rows.count)
    canvas.height = max(leastHeight, bottom + 48)
    frame(axis, Axis(ticks: [], lower: 0, upper: 1))
    let map = axis.map
    func place(_ value: Double) -> Double { left + held(map.position(value)) * (right - left) }
    let zero = place(0)
    let thick = band * 0.76 / Double(side)
    for (index, row) in rows.enumerated() {
      let middle = top + band * (Double(index) + 0.5)
      canvas.text(short(row.name, left - 24), left - 6, middle + 4, .end, size: min(12, band))
      for (part, span) in spans(row, bars.arrangement).enumerated() {
        let y = side == 1 ? middle - thick / 2 : middle - band * 0.38 + thick * Double(part)
        let (from, to) = (place(span.from), place(span.to))
        if span.from != span.to {
          let length = max(1, abs(to - from))
          canvas.rectangle(
            to < from ? from - length : from, y, length, thick, fill: fill(bars, part, span))
        }
        guard bars.arrangement == .grouped else { continue }
        var end = max(to, zero)
        if let (low, high) = reach(row, part) {
          let height = y + thick / 2
          whisker(from: (place(low), height), to: (place(high), height))
          end = max(end, min(place(high), right))
        }
        guard bars.showsValues else { continue }
        canvas.text(label(row, part), end + 5, y + thick / 2 + 4, size: min(11, thick + 2))
      }
      guard bars.showsValues, bars.arrangement == .stacked else { continue }
      let end = place(row.reach(.stacked).high)
      canvas.text(label(row.total ?? .nan), max(end, zero) + 5, middle + 4, size: min(11, band))
    }
    canvas.line(zero, top, zero, bottom)
  }

  /// Parts have colours of their own; a single part shows its sign.
  private func fill(_ bars: Bars, _ part: Int, _ span: (from: Double, to: Double)) -> String {
    color(bars.parts.count > 1 ? part : span.to < 0 ? 1 : 0)
  }

  private mutating func columns(_ bars: Bars, _ rows: [BarRow], _ axis: Axis) {
    let side = bars.arrangement == .stacked ? 1 : bars.parts.count
    frame(Axis(ticks: [], lower: 0, upper: 1), axis)
    let map = axis.map
    func place(_ value: Double) -> Double { bottom - held(map.position(value)) * (bottom - top) }
    let zero = place(0)
    let band = (right - left) / Double(rows.count)
    let wide = min(band * 0.76, 80 * Double(side)) / Double(side)
    for (index, row) in rows.enumerated() {
      let middle = left + band * (Double(index) + 0.5)
      canvas.text(short(row.name, band), middle, bottom + 18, .middle, size: 11)
      for (part, span) in spans(row, bars.arrangement).enumerated() {
        let x = middle - wide * Double(side) / 2 + (side == 1 ? 0 : wide * Double(part))
        let (from, to) = (place(span.from), place(span.to))
        if span.from != span.to {
          let length = max(1, abs(to - from))
          canvas.rectangle(
            x, to < from ? from - length : from, wide, length, fill: fill(bars, part, span))
        }
        guard bars.arrangement == .grouped, !row.values[part].isNaN else { continue }
        var (below, above) = (to, min(to, zero))
        if let (low, high) = reach(row, part) {
          whisker(from: (x + wide / 2, place(low)), to: (x + wide / 2, place(high)))
          (below, above) = (max(below, place(low)), min(above, place(high)))
        }
        guard bars.showsValues, wide >= 24 else { continue }
        let height = row.values[part] < 0 ? below + 12 : above - 4
        canvas.text(label(row, part), x + wide / 2, height, .middle, size: 11)
      }
      guard bars.showsValues, bars.arrangement == .stacked, wide >= 24 else { continue }
      let end = place(row.reach(.stacked).high)
      canvas.text(label(row.total ?? .nan), middle, end - 4, .middle, size: 11)
    }
    canvas.line(left, zero, right, zero)
  }
}
