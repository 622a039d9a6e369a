extension SVGDrawer {
  /// Names from left to right, a line of text for each leaf, with curves to their children.
  mutating func tree(_ tree: NameTree) {
    let size = tree.size
    guard size.nodes > 0 else { return nothing() }
    let leaves = min(size.leaves, 200)
    let step = min(30.0, max(16, 280 / Double(max(1, leaves))))
    let column = min(150.0, (canvas.width - 120) / Double(max(1, size.depth)))
    canvas.height = max(leastHeight, 70 + step * Double(leaves))
    for (level, heading) in tree.headings.enumerated() where level <= size.depth {
      canvas.text(
        short(heading, column), 20 + column * Double(level), 46, size: 11, color: "#555555")
    }
    var next = 66.0
    for root in tree.roots { _ = place(root, 0, column, step, size.depth, &next) }
  }

  /// Draws a name and what hangs below it; gives the height at which the name stands.
  private mutating func place(
    _ node: NameTree.Node, _ level: Int, _ column: Double, _ step: Double, _ depth: Int,
    _ next: inout Double
  ) -> Double? {
    guard level < NameTree.maximumDepth, next < canvas.height else { return nil }
    let x = 20 + column * Double(level)
    var heights: [Double] = []
    for child in node.children {
      if let height = place(child, level + 1, column, step, depth, &next) { heights.append(height) }
    }
    let y: Double
    if let first = heights.first, let last = heights.last {
      y = (first + last) / 2
    } else {
      y = next
      next += step
    }
    let text = short(node.text, column - 14)
    let end = x + min(column - 12, 7 * Double(cellWidth(text)) + 6)
    for height in heights {
      let (from, to) = (number(end), number(x + column - 4))
      let middle = number((end + x + column - 4) / 2)
      canvas.path(
        "M\(from) \(number(y - 4))C\(middle) \(number(y - 4)) \(middle) \(number(height - 4)) "
          + "\(to) \(number(height - 4))", stroke: "#999999", width: 1)
    }
    canvas.text(text, x, y)
    if !node.note.isEmpty {
      canvas.text(node.note, 20 + column * Double(depth), y, size: 11, isBold: true)
    }
    return y
  }
}
