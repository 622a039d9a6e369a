extension SVGDrawer {
  /// A line for each label: its name, a bar of the rows that were found, missed and wrongly given, its
  /// counts and rates; all of them together below.
  mutating func outcomes(_ outcomes: LabelOutcomes) {
    let rows = outcomes.labels.prefix(LabelOutcomes.maximumLabels)
    guard !rows.isEmpty else { return nothing() }
    legend(["true positive", "false negative", "false positive"])
    let titles = ["TP", "FP", "FN", "TN"] + outcomes.rateNames
    let numbers = titles.indices.map { canvas.width - 14 - 40 * Double(titles.count - 1 - $0) }
    left = 110
    right = max(left + 40, (numbers.first ?? right) - 44)
    let most = rows.map { $0.concerned.reduce(0, +) }.max() ?? 0
    write(titles, numbers, 52, isBold: true)
    var y = 72.0
    for row in rows {
      canvas.text(short(row.name, left - 24), left - 6, y, .end)
      bar(row.concerned, most: max(most, 1), at: y - 10)
      write(row.counts + row.rates, numbers, y)
      y += 20
    }
    if rows.count < outcomes.labels.count {
      canvas.text("\(outcomes.labels.count - rows.count) more labels", left, y, color: "#777777")
      y += 20
    }
    canvas.line(16, y - 14, canvas.width - 14, y - 14, "#999999")
    canvas.text(outcomes.micro.name, left - 6, y + 2, .end)
    write(outcomes.micro.counts + outcomes.micro.rates, numbers, y + 2)
    canvas.text("macro", left - 6, y + 22, .end)
    write(["", "", "", ""] + outcomes.macro, numbers, y + 22)
    canvas.height = max(leastHeight, y + 40)
  }

  private mutating func write(
    _ texts: [String], _ places: [Double], _ y: Double, isBold: Bool = false
  ) {
    for (text, x) in zip(texts, places) {
      canvas.text(text, x, y, .end, size: 11, isBold: isBold)
    }
  }

  /// Parts end to end, the longest bar as wide as the body.
  private mutating func bar(_ parts: [Double], most: Double, at y: Double) {
    var x = left
    for (part, value) in parts.enumerated() where value > 0 {
      let width = value / most * (right - left)
      canvas.rectangle(x, y, width, 12, fill: color(part))
      x += width
    }
  }
}
