extension SVGDrawer {
  /// Squares shaded by their share of the row, with recall at the right and precision below.
  mutating func confusion(_ matrix: Confusion) {
    let count = min(matrix.names.count, 60)
    guard count > 0 else { return nothing() }
    let longest = matrix.names.map { cellWidth($0) }.max() ?? 3
    left = min(canvas.width / 4, max(72, 24 + 7 * Double(longest)))
    (top, right) = (70, canvas.width - 120)
    let across = (right - left) / Double(count)
    let down = max(12, min(60, 220 / Double(count)))
    bottom = top + down * Double(count)
    canvas.height = max(leastHeight, bottom + 60)
    canvas.text("predicted", (left + right) / 2, top - 24, .middle, size: 11, color: "#555555")
    canvas.text("true", left - 6, top - 6, .end, size: 11, color: "#555555")
    for (title, x) in [("n", right + 34), ("recall", right + 88)] {
      canvas.text(title, x, top - 6, .end, size: 11, color: "#555555")
    }
    let sums = matrix.rowSums
    for row in 0..<count {
      let y = top + down * Double(row)
      let line = y + down / 2 + 4
      canvas.text(short(matrix.names[row], left - 24), left - 6, line, .end, size: min(12, down))
      for column in 0..<count {
        let share = sums[row] > 0 ? matrix[row, column] / sums[row] : 0
        square(matrix[row, column], share, left + across * Double(column), y, across, down)
      }
      canvas.text(shortNumber(sums[row]), right + 34, line, .end, size: 11)
      canvas.text(
        matrix.recall[row].map { fixed($0, 3) } ?? "0/0", right + 88, line, .end, size: 11)
    }
    for column in 0..<count where across >= 14 {
      let x = left + across * (Double(column) + 0.5)
      canvas.text(short(matrix.names[column], across), x, top - 6, .middle, size: 11)
      let precision = matrix.precision[column].map { fixed($0, across < 34 ? 2 : 3) } ?? "0/0"
      if across >= 28 { canvas.text(precision, x, bottom + 16, .middle, size: 11) }
    }
    canvas.text("precision", left - 6, bottom + 16, .end, size: 11, color: "#555555")
    canvas.text(
      matrix.accuracyText + "; shade = share of the row", left, bottom + 38, size: 11)
  }

  private mutating func square(
    _ count: Double, _ share: Double, _ x: Double, _ y: Double, _ width: Double, _ height: Double
  ) {
    // White for nothing, the first colour of the palette for the whole row.
    let full = color(0)
    let (red, green, blue) = blended(["ffffff", String(full.dropFirst())], share)
    let fill = PaletteColor(red: red, green: green, blue: blue, index: 0, basic: 0).hex
    canvas.rectangle(x, y, width, height, fill: fill, stroke: SVGCanvas.faint)
    guard width >= 20, height >= 12 else { return }
    canvas.text(
      shortNumber(count), x + width / 2, y + height / 2 + 4, .middle, size: 11,
      color: share > 0.6 ? "#ffffff" : SVGCanvas.ink)
  }
}
