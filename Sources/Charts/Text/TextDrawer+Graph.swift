extension TextDrawer {
  /// A label graph: its longest path as a line with the other arrows below, or a source-row,
  /// target-column form when arrows leave that path or the line is too long.
  func graph(_ chart: Chart, _ graph: Graph) -> Block {
    guard !graph.names.isEmpty else { return emptyFrame(chart) }
    return heading(chart, note: nil) + (spine(graph) ?? arrowMatrix(graph))
  }

  private func spine(_ graph: Graph) -> Block? {
    guard let path = graph.longestPath, path.count > 1 else { return nil }
    var place: [Int: Int] = [:]
    for (index, name) in path.enumerated() { place[name] = index }
    guard graph.edges.allSatisfy({ place[$0.from] != nil && place[$0.to] != nil }) else {
      return nil
    }
    let names = graph.names.map { prepared($0) }
    let arrow = " " + glyphs.horizontal + glyphs.horizontal + glyphs.arrow + " "
    var line = " "
    var centers: [Int] = []
    for (index, name) in path.enumerated() {
      if index > 0 { line += arrow }
      centers.append(measure(line) + measure(names[name]) / 2)
      line += names[name]
    }
    let alone = graph.names.indices.filter { place[$0] == nil }.map { names[$0] }
    if !alone.isEmpty { line += "     " + alone.joined(separator: "  ") }
    let skips = graph.edges.map { (from: place[$0.from] ?? 0, to: place[$0.to] ?? 0) }
      .filter { $0.to - $0.from > 1 }.sorted {
        ($0.to - $0.from, $0.from) < ($1.to - $1.from, $1.from)
      }
    guard measure(line) <= width, skips.count <= 6 else { return nil }
    return [StyledText(line)] + detours(skips, centers)
  }

  /// Arrows that pass names by, short ones first; every end has a column of its own.
  private func detours(_ skips: [(from: Int, to: Int)], _ centers: [Int]) -> Block {
    var grid = [[String]](
      repeating: [String](repeating: " ", count: width), count: skips.count)
    for (row, skip) in skips.enumerated() {
      let start = min(centers[skip.from], width - 1)
      let end = min(centers[skip.to], width - 1)
      guard start < end else { continue }
      for above in 0..<row {
        grid[above][start] = joined(grid[above][start], glyphs.vertical)
        grid[above][end] = joined(grid[above][end], glyphs.vertical)
      }
      for column in start + 1..<end {
        grid[row][column] = joined(grid[row][column], glyphs.horizontal)
      }
      grid[row][start] = glyphs.bend
      grid[row][end] = glyphs.bendEnd
    }
    for skip in skips { grid[0][min(centers[skip.to], width - 1)] = glyphs.arrowUp }
    return grid.map { cells in
      let end = (cells.lastIndex { $0 != " " } ?? -1) + 1
      return StyledText(cells[..<end].joined())
    }
  }

  private func joined(_ old: String, _ new: String) -> String {
    if old == " " || old == new { return new }
    if old == glyphs.bend { return new == glyphs.vertical ? glyphs.branch : old }
    if old == glyphs.bendEnd { return new == glyphs.vertical ? glyphs.tickLeft : old }
    return old == glyphs.branch || old == glyphs.tickLeft ? old : glyphs.corner
  }

  private func arrowMatrix(_ graph: Graph) -> Block {
    let sources = graph.names.indices.filter { name in graph.edges.contains { $0.from == name } }
    let targets = graph.names.indices.filter { name in graph.edges.contains { $0.to == name } }
    let names = graph.names.map {
      StyledText(prepared($0)).cut(to: max(3, width / 3), options)
    }
    let alone = graph.names.indices.filter { !sources.contains($0) && !targets.contains($0) }
    let first = 1 + (sources.map { names[$0].width(options) }.max() ?? 0)
    var lines: Block = []
    var rest = targets[...]
    while !rest.isEmpty {
      var group: [Int] = []
      var used = first
      while let target = rest.first,
        group.isEmpty || used + 1 + names[target].width(options) <= width
      {
        used += 1 + names[target].width(options)
        group.append(target)
        rest.removeFirst()
      }
      if !lines.isEmpty { lines.append("") }
      lines += matrixBlock(graph, sources, group, names, first)
    }
    guard !alone.isEmpty else { return lines }
    let list = alone.map { names[$0].plain }.joined(separator: "  ")
    return lines + StyledText(" alone: \(list)").wrapped(to: width, options)
  }

  private func matrixBlock(
    _ graph: Graph, _ sources: [Int], _ targets: [Int], _ names: [StyledText], _ first: Int
  ) -> Block {
    let arrows = Set(graph.edges)
    var head = StyledText(blanks(first))
    for target in targets { head = head + StyledText(" ") + names[target] }
    let rows = sources.map { source -> StyledText in
      var cells: [String] = []
      for target in targets {
        let size = names[target].width(options)
        let isArrow = arrows.contains(.init(source, target))
        let left = [String](repeating: " ", count: 1 + size / 2)
        let right = [String](repeating: " ", count: max(0, size - size / 2 - 1))
        cells += left + [isArrow ? glyphs.mark : " "] + right
      }
      if let start = cells.firstIndex(of: glyphs.mark), let end = cells.lastIndex(of: glyphs.mark) {
        for column in start..<end where cells[column] == " " { cells[column] = glyphs.horizontal }
      }
      return StyledText(" ") + names[source].fitted(to: first - 1, .left, options)
        + StyledText(cells.joined())
    }
    return [head] + rows
  }
}
