extension SVGDrawer {
  mutating func table(_ table: Table) {
    let drawer = TextDrawer(DrawingOptions())
    let layout = TableLayout(table, drawer)
    guard !layout.columns.isEmpty else { return nothing() }
    let cells = layout.columns.reduce(0) { $0 + Double($1.width) + 2 }
    let unit = min(7.5, (canvas.width - 32) / max(cells, 1))
    let size = min(13, unit * 1.7)
    if chart.title == nil { canvas.text(table.title ?? "", 16, 24, size: 15, isBold: true) }
    canvas.height = max(leastHeight, 64 + 18 * Double(table.rows.count))
    var x = 16.0
    for column in layout.columns {
      let width = Double(column.width) * unit
      write(column.title.plain, column.alignment, x, width, 48, size, isBold: true)
      for (row, cell) in column.cells.enumerated() {
        let y = 68 + 18 * Double(row)
        write(cell.plain, column.alignment, x, width, y, size, isBold: false)
      }
      x += width + 2 * unit
    }
    for row in table.rules where table.rows.indices.contains(row) {
      canvas.line(16, 55 + 18 * Double(row), x, 55 + 18 * Double(row), "#999999")
    }
  }

  private mutating func write(
    _ text: String, _ alignment: Table.Alignment, _ x: Double, _ width: Double, _ y: Double,
    _ size: Double, isBold: Bool
  ) {
    switch alignment {
    case .left: canvas.text(text, x, y, .start, size: size, isBold: isBold)
    case .center: canvas.text(text, x + width / 2, y, .middle, size: size, isBold: isBold)
    case .right: canvas.text(text, x + width, y, .end, size: size, isBold: isBold)
    case .decimal:
      // Blanks that line up the points in text become room to the right here.
      let tail = Double(text.reversed().prefix { $0 == " " }.count)
      let digits = width / max(1, Double(cellWidth(text)) + 1e-9)
      let unit = min(digits, size / 1.7)
      canvas.text(text, x + width - tail * unit, y, .end, size: size, isBold: isBold)
    }
  }
}
