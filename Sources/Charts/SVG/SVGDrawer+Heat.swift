extension SVGDrawer {
  mutating func heat(_ map: HeatMap) {
    guard map.rows > 0, map.columns > 0 else { return nothing() }
    let scale = HeatScale(map)
    let rows = min(map.rows, 200)
    let columns = min(map.columns, 200)
    let longest = map.rowNames.map { cellWidth($0) }.max() ?? 3
    left = min(200, 28 + 7 * Double(longest))
    top = 56
    let across = (right - left) / Double(columns)
    let down = (bottom - top) / Double(rows)
    for row in 0..<rows {
      let y = top + down * Double(row)
      if down >= 9 {
        let name = row < map.rowNames.count ? map.rowNames[row] : "\(row)"
        canvas.text(short(name, left - 24), left - 6, y + down / 2 + 4, .end, size: min(12, down))
      }
      for column in 0..<columns {
        cell(map[row, column], scale, left + across * Double(column), y, across, down, map)
      }
    }
    if across >= 14 {
      for column in 0..<columns {
        let name = column < map.columnNames.count ? map.columnNames[column] : "\(column)"
        let x = left + across * (Double(column) + 0.5)
        canvas.text(short(name, across), x, top - 6, .middle, size: 11)
      }
    }
    canvas.text(
      scale.line(Glyphs(DrawingOptions()), chart.digits).plain, left, bottom + 20, size: 11)
    footnote(scale.extent)
  }

  private mutating func cell(
    _ value: Double, _ scale: HeatScale, _ x: Double, _ y: Double, _ width: Double,
    _ height: Double, _ map: HeatMap
  ) {
    guard !value.isNaN else {
      return canvas.rectangle(x, y, width, height, fill: "#ffffff", stroke: SVGCanvas.faint)
    }
    let share =
      scale.isDiverging
      ? (value < 0 ? 0.5 - scale.darkness(value) / 2 : 0.5 + scale.darkness(value) / 2)
      : scale.darkness(value)
    let palette = chart.look.palette ?? .okabe
    let color =
      scale.isDiverging
      ? palette.balance(2 * share - 1) : palette.shade(share, on: .light)
    canvas.rectangle(x, y, width, height, fill: color.hex)
    guard map.showsNumbers, width >= 36, height >= 14 else { return }
    let light = 0.299 * Double(color.red) + 0.587 * Double(color.green) + 0.114 * Double(color.blue)
    canvas.text(
      shortNumber(value, digits: chart.digits), x + width / 2, y + height / 2 + 4, .middle,
      size: 11, color: light < 140 ? "#ffffff" : SVGCanvas.ink)
  }
}
