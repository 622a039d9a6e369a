extension TextDrawer {
  /// The lines of a screen: header, panels, why, footer.
  ///
  /// Of the arrangements of the panels the first is taken that keeps within `Screen.rowLimit` lines, or
  /// else the last.
  func block(_ screen: Screen) -> Block {
    let head = header(screen)
    let tail = why(screen.why) + footer(screen)
    var body = screen.panels.flatMap { block($0, indent: 1) }
    for panels in screen.smaller where head.count + body.count + tail.count > Screen.rowLimit {
      body = panels.flatMap { block($0, indent: 1) }
    }
    // What a title has no room for gets a line of its own only where that leaves room for the rest.
    let isTall = head.count + body.count + tail.count > Screen.rowLimit
    return (isTall ? header(screen, isCut: true) : head) + body + tail
      + screen.below.flatMap { prepared($0).wrapped(to: width, options) }
  }

  /// The lines of a panel; tables and charts stand `indent` cells in.
  func block(_ panel: Panel, indent: Int = 0) -> Block {
    switch panel {
    case .lines(let lines): lines.flatMap { flowed(prepared($0)) }
    case .table(let table): indented(indent) { $0.block(table) }
    case .chart(let chart): indented(indent) { $0.block(chart) }
    case .beside(let panels): besideBlock(panels, indent: indent)
    case .stack(let panels): panels.flatMap { block($0, indent: indent) }
    }
  }

  /// A line as it stands, or wrapped when it is too long and plain prose without columns.
  private func flowed(_ line: StyledText) -> Block {
    let text = line.plain
    let indent = text.prefix { $0 == " " }.count
    guard line.width(options) > width, indent < width / 2, !text.dropFirst(indent).contains("  "),
      !text.contains(where: { "─│►▲└┴┬".contains($0) })
    else { return [line] }
    let margin = StyledText(blanks(indent))
    return line.wrapped(to: width - indent, options).map { margin + $0 }
  }

  private func indented(_ indent: Int, _ draw: (TextDrawer) -> Block) -> Block {
    let lines = draw(narrowed(to: width - indent))
    guard indent > 0 else { return lines }
    return lines.map { StyledText(blanks(indent)) + $0 }
  }

  /// Panels side by side when their lines fit, charts taking what the others leave.
  private func besideBlock(_ panels: [Panel], indent: Int) -> Block {
    let gap = 3
    let charts = panels.count { isElastic($0) }
    let blocks = panels.map { isElastic($0) ? [] : narrowed(to: width - indent).block($0) }
    let used = blocks.reduce(0) { sum, block in
      sum + (block.map { $0.width(options) }.max() ?? 0)
    }
    let free = width - indent - used - gap * max(0, panels.count - 1)
    let share = charts == 0 ? free : free / charts
    guard share >= (charts == 0 ? 0 : 24) else {
      return panels.flatMap { block($0, indent: indent) }
    }
    let drawn = zip(panels, blocks).map { panel, block in
      isElastic(panel) ? narrowed(to: share).block(panel) : block
    }
    return beside(drawn, gap: gap, options).map { StyledText(blanks(indent)) + $0 }
  }

  private func isElastic(_ panel: Panel) -> Bool {
    if case .chart(let chart) = panel { return chart.fillsWidth }
    return false
  }

  private func header(_ screen: Screen, isCut: Bool = false) -> Block {
    let title = prepared(StyledText(screen.title, .title))
    let position = prepared(StyledText(screen.position, .dim))
    let tail = position.width(options)
    guard tail > 0 else { return whole(title) }
    guard tail <= width / 2 else {
      return (isCut ? [title.cut(to: width, options)] : whole(title)) + whole(position)
    }
    let (first, rest) = isCut ? (screen.title, "") : parted(screen.title, to: width - tail - 1)
    let line = prepared(StyledText(first, .title)).fitted(to: width - tail - 1, .left, options)
    return [line + StyledText(" ") + position]
      + (rest.isEmpty ? [] : whole(prepared(StyledText(rest, .title))))
  }

  /// A title as much of which as has room, whole parts between bars or else whole levels of its path,
  /// and what is left for the line below.
  private func parted(_ title: String, to room: Int) -> (first: String, rest: String) {
    guard prepared(StyledText(title)).width(options) > room else { return (title, "") }
    for bar in [" | ", " › "] {
      guard let place = lastBreak(bar, in: title, room) else { continue }
      let rest = title[place...].drop { $0 == " " || $0 == "|" }
      return (String(title[..<place]), String(rest))
    }
    return (title, "")
  }

  /// Where the last break stands that leaves a part of a title with room for it.
  private func lastBreak(_ bar: String, in title: String, _ room: Int) -> String.Index? {
    title.indices.last { place in
      place > title.startIndex && title[place...].hasPrefix(bar)
        && prepared(StyledText(String(title[..<place]))).width(options) <= room
    }
  }

  /// A line, or as many as its words need.
  private func whole(_ line: StyledText) -> Block {
    line.wrapped(to: width, options).map { $0.cut(to: width, options) }
  }

  private func why(_ lines: [StyledText]) -> Block {
    lines.enumerated().flatMap { index, line in
      prepared(line).wrapped(to: width - 4, options).enumerated().map { part, text in
        (index == 0 && part == 0 ? StyledText("why ", .emphasis) : StyledText("    ")) + text
      }
    }
  }

  private func footer(_ screen: Screen) -> Block {
    let next = screen.next.map { "next: " + prepared($0) } ?? "finished"
    let keys =
      screen.keys
      ?? (screen.next == nil
        ? ["b", "to", "show", "why", "restart", "q"]
        : ["n", "b", "c", "to", "show", "why", "what-if", "q"])
    guard !keys.isEmpty else { return StyledText(next).wrapped(to: width, options) }
    let line = StyledText("\(next) | ") + StyledText(keys.joined(separator: "  "), .dim)
    guard line.width(options) > width else { return [line] }
    return StyledText(next).wrapped(to: width, options)
      + StyledText(keys.joined(separator: " "), .dim).wrapped(to: width, options)
  }
}
