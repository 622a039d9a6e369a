extension TextDrawer {
  /// A tree from left to right when it fits, else from top to bottom.
  func tree(_ chart: Chart, _ tree: NameTree) -> Block {
    guard !tree.roots.isEmpty else { return emptyFrame(chart) }
    let across = tree.form == .down ? nil : TreeLayout(tree, self).across
    let lines = across ?? TreeLayout(tree, self).down
    let hidden = lines.count - 200
    return heading(chart, note: nil) + lines.prefix(200)
      + footer([hidden > 0 ? "\(hidden) more lines not drawn" : nil])
  }
}

/// The lines of a tree in either direction.
struct TreeLayout {
  private let tree: NameTree
  /// Cells of the connectors between two levels.
  private static let gap = 5
  private let drawer: TextDrawer

  private var glyphs: Glyphs { drawer.glyphs }

  init(_ tree: NameTree, _ drawer: TextDrawer) {
    (self.tree, self.drawer) = (tree, drawer)
  }

  // MARK: - From top to bottom

  /// A line a name, `├─` before each child and `└─` before the last.
  var down: Block {
    var lines: Block = []
    append(tree.roots, "", isRoot: true, level: 0, to: &lines)
    return lines
  }

  private func append(
    _ nodes: [NameTree.Node], _ prefix: String, isRoot: Bool, level: Int, to lines: inout Block
  ) {
    for (index, node) in nodes.enumerated() {
      guard lines.count <= 400 else { return }
      let isLast = index == nodes.count - 1
      let branch =
        isRoot ? "" : (isLast ? glyphs.bend : glyphs.branch) + glyphs.horizontal + " "
      let head = StyledText(prefix + branch, .dim)
      guard level < NameTree.maximumDepth, drawer.measure(prefix) + 6 < drawer.width else {
        return lines.append(head + StyledText("…").prepared(drawer.options, glyphs))
      }
      lines.append(head + label(node))
      append(
        node.children, isRoot ? prefix : prefix + (isLast ? "   " : glyphs.vertical + "  "),
        isRoot: false, level: level + 1, to: &lines)
    }
  }

  private func label(_ node: NameTree.Node) -> StyledText {
    let note = node.note.isEmpty ? "" : "  " + node.note
    return drawer.prepared(
      StyledText(node.name) + StyledText(node.value.isEmpty ? "" : " " + node.value)
        + StyledText(note, .emphasis))
  }

  // MARK: - From left to right

  /// A line a leaf; `nil` when the levels do not fit beside each other.
  var across: Block? {
    let size = tree.size
    guard size.depth <= 12, size.leaves <= 100, size.depth > 1 || tree.form == .across else {
      return nil
    }
    let widths = columnWidths(size.depth)
    let total = widths.reduce(1, +) + Self.gap * (widths.count - 1)
    var notes = 0
    visit(tree.roots, 0) { node, _ in notes = max(notes, drawer.measure(drawer.prepared(node.note)))
    }
    guard total + (notes > 0 ? notes + 2 : 0) <= drawer.width else { return nil }
    return header(widths) + lines(tree.roots, 0, widths).map { StyledText(" ") + $0 }
  }

  private func visit(_ nodes: [NameTree.Node], _ level: Int, _ see: (NameTree.Node, Int) -> Void) {
    for node in nodes {
      see(node, level)
      visit(node.children, level + 1, see)
    }
  }

  private func columnWidths(_ depth: Int) -> [Int] {
    var widths = (0..<depth).map { level in
      level < tree.headings.count ? drawer.measure(drawer.prepared(tree.headings[level])) : 1
    }
    visit(tree.roots, 0) { node, level in
      guard level < depth else { return }
      widths[level] = max(widths[level], drawer.measure(drawer.prepared(node.text)))
    }
    return widths
  }

  private func header(_ widths: [Int]) -> Block {
    guard !tree.headings.isEmpty else { return [] }
    let cells = widths.enumerated().map { level, width -> String in
      let name = level < tree.headings.count ? drawer.prepared(tree.headings[level]) : ""
      return name + blanks(width - drawer.measure(name))
    }
    let last =
      tree.headings.count > widths.count ? "  " + drawer.prepared(tree.headings[widths.count]) : ""
    return [StyledText(" " + cells.joined(separator: blanks(Self.gap)) + last, .dim)]
  }

  /// The lines of some siblings with all that hangs below them.
  private func lines(_ nodes: [NameTree.Node], _ level: Int, _ widths: [Int]) -> Block {
    nodes.flatMap { node -> Block in
      let text = StyledText(drawer.prepared(node.text))
      let space = blanks(widths[level] - text.width(drawer.options))
      guard !node.children.isEmpty, level + 1 < widths.count else {
        let rest = widths[(level + 1)...].reduce(0) { $0 + $1 + Self.gap }
        let note = drawer.prepared(StyledText(node.note, .emphasis))
        return [text + StyledText(space + blanks(node.note.isEmpty ? 0 : rest + 2)) + note]
      }
      return joined(text + StyledText(space), node.children, level, widths)
    }
  }

  /// A name before the lines of its children, with the connectors between.
  private func joined(
    _ head: StyledText, _ children: [NameTree.Node], _ level: Int, _ widths: [Int]
  ) -> Block {
    let empty = StyledText(blanks(widths[level]))
    let groups = children.map { lines([$0], level + 1, widths) }
    let rule = glyphs.horizontal
    return groups.enumerated().flatMap { index, group in
      group.enumerated().map { row, line -> StyledText in
        let isLast = index == groups.count - 1
        let connector =
          switch (index, row) {
          case (0, 0): " " + rule + (groups.count > 1 ? glyphs.tickDown : rule) + rule + " "
          case (_, 0): "  " + (isLast ? glyphs.bend : glyphs.branch) + rule + " "
          default: isLast ? blanks(Self.gap) : "  " + glyphs.vertical + "  "
          }
        return (index == 0 && row == 0 ? head : empty) + StyledText(connector, .dim) + line
      }
    }
  }
}
