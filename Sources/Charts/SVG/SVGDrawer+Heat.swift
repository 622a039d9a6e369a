extension SVGDrawer {
  mutating func heat(_ map: HeatMap) {
    guard map.rows > 0, map.columns > 0 else { return nothing() }
    let scale = HeatScale(map)
    let decimals = commonDecimals(map.values, digits: chart.digits)
    let (rowPool, columnPool) = (Self.pool(map.rows), Self.pool(map.columns))
    let rows = (map.rows + rowPool - 1) / rowPool
    let columns = (map.columns + columnPool - 1) / columnPool
    let longest = map.rowNames.map { cellWidth($0) }.max() ?? 3
    left = min(canvas.width * 0.3, 28 + 7 * Double(longest))
    top = 56
    let across = (right - left) / Double(columns)
    let down = (bottom - top) / Double(rows)
    for row in 0..<rows {
      let y = top + down * Double(row)
      if down >= 9, rowPool == 1 {
        let name = row < map.rowNames.count ? map.rowNames[row] : "\(row)"
        canvas.text(short(name, left - 24), left - 6, y + down / 2 + 4, .end, size: min(12, down))
      }
      for column in 0..<columns {
        cell(
          map.mean(row * rowPool, rowPool, column * columnPool, columnPool), scale,
          left + across * Double(column), y, across, down,
          map.showsNumbers ? decimals : nil)
      }
    }
    if across >= 14, columnPool == 1 {
      for column in 0..<columns {
        let name = column < map.columnNames.count ? map.columnNames[column] : "\(column)"
        let x = left + across * (Double(column) + 0.5)
        canvas.text(short(name, across), x, top - 6, .middle, size: 11)
      }
    }
    canvas.text(chart.xLabel ?? "", (left + right) / 2, top - 20, .middle)
    canvas.text(chart.yLabel ?? "", left - 6, top - 6, .end, size: 11)
    colorScale(scale)
    let pooled =
      rowPool * columnPool > 1 ? "each shade is the mean of \(rowPool) × \(columnPool) cells" : nil
    footnote([scale.extent.footnote, pooled].compactMap { $0 }.joined(separator: "; "))
  }

  /// How many rows or columns share a shade, so that these are not smaller than can be seen.
  private static func pool(_ count: Int) -> Int { (count + 149) / 150 }

  /// The colours from the least value to the greatest, with both beside them.
  private mutating func colorScale(_ scale: HeatScale) {
    guard !scale.extent.isEmpty, scale.low < scale.high else {
      let words =
        scale.extent.isEmpty
        ? "no finite value" : "all values \(shortNumber(scale.low, digits: chart.digits))"
      return canvas.text(words, left, bottom + 20, size: 11)
    }
    let low = shortNumber(scale.low, digits: chart.digits)
    let high = (scale.isDiverging ? "+" : "") + shortNumber(scale.high, digits: chart.digits)
    let start = left + 7 * Double(low.count) + 6
    canvas.text(low, start - 6, bottom + 21, .end, size: 11)
    let room = canvas.width - 30 - start - 7 * Double(high.count)
    let size = min(4, max(room / 40, 0.5))
    for step in 0..<40 {
      let value = scale.low + (scale.high - scale.low) * (Double(step) + 0.5) / 40
      canvas.rectangle(
        start + size * Double(step), bottom + 11, size + 0.2, 12, fill: fill(value, scale).hex)
    }
    canvas.text(high, start + 40 * size + 6, bottom + 21, size: 11)
  }

  private func fill(_ value: Double, _ scale: HeatScale) -> PaletteColor {
    let dark = scale.darkness(value)
    let palette = chart.look.palette ?? .okabe
    guard scale.isDiverging else { return palette.shade(dark, on: .light) }
    return palette.balance(value < 0 ? -dark : dark)
  }

  private mutating func cell(
    _ value: Double, _ scale: HeatScale, _ x: Double, _ y: Double, _ width: Double,
    _ height: Double, _ decimals: Int?
  ) {
    guard !value.isNaN else {
      canvas.rectangle(x, y, width, height, fill: "#ffffff", stroke: SVGCanvas.faint)
      return canvas.text("·", x + width / 2, y + height / 2 + 4, .middle, color: "#777777")
    }
    let color = fill(value, scale)
    canvas.rectangle(x, y, width, height, fill: color.hex)
    guard let decimals, width >= 36, height >= 14 else { return }
    let light = 0.299 * Double(color.red) + 0.587 * Double(color.green) + 0.114 * Double(color.blue)
    canvas.text(
      fixed(value, decimals), x + width / 2, y + height / 2 + 4, .middle,
      size: 11, color: light < 140 ? "#ffffff" : SVGCanvas.ink)
  }
}
