/// A table of prose: columns where they fit, else a line for each entry.
struct ProseTable {
  private let rows: [[StyledLine]]
  private let layout: ProseLayout
  private static let gap = 2
  /// The fewest columns of the terminal in which words can be read.
  private static let narrowest = 6

  /// A table of cells; the first row is the header.
  init(_ rows: [[StyledLine]], _ layout: ProseLayout) {
    self.rows = rows
    self.layout = layout
  }

  func lines(_ width: Int) -> [String] {
    guard let header = rows.first, !header.isEmpty else { return [] }
    guard let widths = columnWidths(header.count, width) else { return entries(header, width) }
    let rule = widths.map { String(repeating: layout.isASCII ? "-" : "─", count: $0) }
    let between = String(repeating: " ", count: Self.gap)
    return row(header, widths) + [rule.joined(separator: between)]
      + rows.dropFirst().flatMap { row($0, widths) }
  }

  /// The widths of the columns, the widest cut until all fit; `nil` when that leaves too little.
  private func columnWidths(_ count: Int, _ width: Int) -> [Int]? {
    let natural = (0..<count).map { column in
      max(1, rows.map { column < $0.count ? $0[column].width : 0 }.max() ?? 0)
    }
    let room = width - Self.gap * (count - 1)
    var limit = natural.max() ?? 0
    while natural.reduce(0, { $0 + min($1, limit) }) > room, limit >= Self.narrowest { limit -= 1 }
    return limit < Self.narrowest && natural.contains { $0 > limit }
      ? nil : natural.map { min($0, limit) }
  }

  /// A row, over as many lines as its tallest cell needs.
  private func row(_ cells: [StyledLine], _ widths: [Int]) -> [String] {
    let folded = zip(cells, widths).map { $0.folded(width: $1) }
    let height = folded.map(\.count).max() ?? 0
    return (0..<height).map { line in
      var text = StyledLine()
      for (column, width) in widths.enumerated() where column < folded.count {
        let cell = line < folded[column].count ? folded[column][line] : StyledLine()
        text.append(cell)
        text.append(String(repeating: " ", count: max(0, width - cell.width) + Self.gap))
      }
      return text.trimmed.text(usesColor: layout.usesColor)
    }
  }

  /// Each row as lines `header: entry`, with a blank line between rows.
  private func entries(_ header: [StyledLine], _ width: Int) -> [String] {
    let blocks = rows.dropFirst().map { row in
      zip(header, row).flatMap { name, cell in
        var line = name
        line.append(": ")
        line.append(cell)
        return layout.folded(line, width, indent: 2)
      }
    }
    return Array(blocks.joined(separator: [""]))
  }
}
