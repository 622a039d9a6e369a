extension TextDrawer {
  /// The lines of a table, in blocks of columns when it is too wide.
  func block(_ table: Table) -> Block {
    var layout = TableLayout(table, self)
    layout.leaveOut(to: width)
    layout.shrinkTexts(to: width)
    var lines: Block = []
    if let title = table.title, !title.isEmpty {
      lines.append(prepared(StyledText(title, .title)))
    }
    guard !layout.columns.isEmpty else { return lines }
    let groups = layout.groups(of: width)
    for group in groups {
      if groups.count > 1 { lines.append(note(group, of: layout)) }
      lines += layout.lines(of: group)
    }
    if let parts = table.parts, let hidden = layout.note(of: parts) {
      lines += StyledText(prepared(hidden), .dim).wrapped(to: width, options)
    }
    return lines
  }

  private func note(_ group: [Int], of layout: TableLayout) -> StyledText {
    let shown = group.count > 1 && layout.hasRowNames ? Array(group.dropFirst()) : group
    let first = (shown.first ?? 0) + 1
    let last = (shown.last ?? 0) + 1
    let numbers = first == last ? "column \(first)" : "columns \(first)-\(last)"
    return StyledText("\(numbers) of \(layout.columns.count)", .dim)
  }
}

/// A table with its cells prepared and the widths of its columns known.
struct TableLayout {
  /// A column with decimal points lined up inside.
  struct Column {
    var title: StyledText
    var alignment: Table.Alignment
    var cells: [StyledText]
    var width: Int
    var leftOut: Int?
    /// Which of the table's columns it is.
    var number: Int
  }

  private(set) var columns: [Column]
  private let drawer: TextDrawer
  private let rules: Set<Int>
  private let rowCount: Int
  private let gap = 2

  init(_ table: Table, _ drawer: TextDrawer) {
    self.drawer = drawer
    rules = table.rules
    rowCount = table.rows.count
    let count = max(table.columns.count, table.rows.map(\.count).max() ?? 0)
    columns = (0..<count).map { index in
      let column =
        index < table.columns.count ? table.columns[index] : Table.Column("", .left)
      let cells = table.rows.map { row in
        index < row.count ? drawer.cell(row[index]) : StyledText("")
      }
      var prepared = Column(
        index, drawer.prepared(column.title), column.alignment, cells, drawer.options)
      prepared.leftOut = column.leftOut
      return prepared
    }
  }

  /// Whether the first column names the rows, so that every block repeats it.
  var hasRowNames: Bool { columns.count > 1 && columns[0].alignment == .left }

  /// Drops columns that may be, until the others fit with their texts shortened.
  mutating func leaveOut(to width: Int) {
    while shortestWidth > width {
      let candidates = columns.indices.filter { columns[$0].leftOut != nil }
      guard let next = candidates.max(by: { columns[$0].leftOut ?? 0 < columns[$1].leftOut ?? 0 })
      else { return }
      columns.remove(at: next)
    }
  }

  /// `tasks 1-4 of 20` where not all of the parts are shown.
  func note(of parts: Table.Parts) -> String? {
    let shown = columns.count { parts.columns.contains($0.number) }
    guard shown < parts.count else { return nil }
    return shown > 1
      ? "\(parts.name) 1-\(shown) of \(parts.count)" : "\(shown) of \(parts.count) \(parts.name)"
  }

  private var shortestWidth: Int {
    columns.reduce(-gap) { $0 + ($1.isText ? min($1.width, shortestText) : $1.width) + gap }
  }

  private let shortestText = 12

  /// Shortens long texts, never numbers, as far as the width asks for.
  mutating func shrinkTexts(to width: Int) {
    var excess = columns.reduce(-gap) { $0 + $1.width + gap } - width
    while excess > 0 {
      let candidates = columns.indices.filter {
        columns[$0].isText && columns[$0].width > shortestText
      }
      guard let widest = candidates.max(by: { columns[$0].width < columns[$1].width }) else {
        return
      }
      let cut = min(excess, columns[widest].width - shortestText)
      columns[widest].width -= cut
      excess -= cut
    }
  }

  /// The indices of the columns of each block, in order.
  func groups(of width: Int) -> [[Int]] {
    let names = hasRowNames ? [0] : []
    let start = names.isEmpty ? 0 : columns[0].width
    var groups: [[Int]] = []
    var group = names
    var used = start
    for index in names.count..<columns.count {
      let next = columns[index].width + (group.isEmpty ? 0 : gap)
      if group.count > names.count, used + next > width {
        groups.append(group)
        (group, used) = (names, start)
      }
      used += columns[index].width + (group.isEmpty ? 0 : gap)
      group.append(index)
    }
    groups.append(group)
    return groups
  }

  /// The heading, when there is one, and the rows of some columns.
  func lines(of group: [Int]) -> Block {
    let options = drawer.options
    func line(_ cell: (Column) -> StyledText) -> StyledText {
      var line = StyledText("")
      for (place, index) in group.enumerated() {
        if place > 0 { line = line + StyledText(blanks(gap)) }
        let column = columns[index]
        line = line + cell(column).fitted(to: column.width, column.alignment, options)
      }
      return line
    }
    var lines: Block = []
    if columns.contains(where: { !$0.title.runs.isEmpty }) {
      lines.append(line { $0.title })
    }
    let total = group.reduce(-gap) { $0 + columns[$1].width + gap }
    for row in 0..<rowCount {
      if rules.contains(row) {
        let rule = String(repeating: drawer.glyphs.horizontal, count: min(total, drawer.width))
        lines.append(StyledText(rule, .dim))
      }
      lines.append(line { $0.cells[row] })
    }
    return lines
  }
}

extension TableLayout.Column {
  fileprivate init(
    _ number: Int, _ title: StyledText, _ alignment: Table.Alignment, _ cells: [StyledText],
    _ options: DrawingOptions
  ) {
    self.number = number
    self.title = title
    self.alignment = alignment
    self.cells = alignment == .decimal ? alignedAtPoint(cells, options) : cells
    width = ([title] + self.cells).map { $0.width(options) }.max() ?? 0
  }

  /// Whether cells may be shortened: words in a column that is not one of numbers.
  fileprivate var isText: Bool {
    alignment == .left && cells.contains { cell in cell.plain.contains(where: \.isLetter) }
  }
}

/// Numbers filled up on the right so that their points stand below each other when right-aligned.
private func alignedAtPoint(_ cells: [StyledText], _ options: DrawingOptions) -> [StyledText] {
  let tails = cells.map { cell -> Int? in
    let text = cell.plain
    guard text.contains(where: { $0.isNumber }) else { return nil }
    guard let point = text.firstIndex(of: ".") else {
      let digits = text.lastIndex { $0.isNumber }.map { text.index(after: $0) } ?? text.endIndex
      return cellWidth(String(text[digits...]), ambiguous: options.ambiguous)
    }
    return cellWidth(String(text[point...]), ambiguous: options.ambiguous)
  }
  let longest = tails.compactMap { $0 }.max() ?? 0
  return zip(cells, tails).map { cell, tail in
    tail.map { cell + StyledText(blanks(longest - $0)) } ?? cell
  }
}

extension TextDrawer {
  /// A table cell ready for layout; a changed figure carries `*` so that it shows without colour.
  func cell(_ text: StyledText) -> StyledText {
    let ready = prepared(text)
    guard ready.runs.contains(where: { $0.style == .changed }), !ready.plain.hasSuffix("*"),
      text.runs.allSatisfy({ $0.figure == nil })
    else { return ready }
    return ready + StyledText("*", .changed)
  }
}
