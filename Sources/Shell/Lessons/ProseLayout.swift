internal import Notebook
internal import StandardLibrary

/// Markdown prose as lines of a terminal: folded to its width, with attributes in place of marks.
///
/// Without colour the text stays plain: emphasis is dropped, code keeps its backticks.
struct ProseLayout {
  let width: Int
  var usesColor = false
  var isASCII = false
  /// Colours a program.
  var colored: (String) -> String = { $0 }

  /// Prose of any number of paragraphs, without a line break at its end.
  func text(_ markdown: String) -> String {
    lines(MarkdownNode.parsed(markdown), max(width, 8)).joined(separator: "\n")
  }

  /// A program as it stands in prose.
  func code(_ program: String) -> String {
    let margin = String(repeating: " ", count: codeMargin)
    return colored(program).split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.isEmpty ? "" : margin + $0 }.joined(separator: "\n")
  }

  /// Narrow terminals have few columns to spare.
  private var codeMargin: Int { width < 48 ? 2 : 4 }

  // MARK: - Blocks

  private func lines(_ node: MarkdownNode, _ width: Int) -> [String] {
    switch node.kind {
    case .document, .item: return blocks(node.children, width)
    case .paragraph, .cell: return folded(inline(node), width)
    case .heading: return folded(inline(node, .strong), width)
    case .quotation:
      let bar = isASCII ? "| " : "│ "
      return blocks(node.children, width - 2).map { bar + $0 }
    case .list(let start, let isTight): return list(node.children, start, isTight, width)
    case .code(let text, let language): return code(text, language, width)
    case .rule: return [String(repeating: isASCII ? "-" : "─", count: min(width, 20))]
    case .table:
      return ProseTable(node.children.map { $0.children.map { inline($0) } }, self).lines(width)
    default: return node.children.isEmpty ? [] : folded(inline(node), width)
    }
  }

  /// Blocks below each other, with a blank line in between.
  private func blocks(
    _ nodes: [MarkdownNode], _ width: Int, isTight: Bool = false
  ) -> [String] {
    let parts = nodes.map { lines($0, max(width, 8)) }.filter { !$0.isEmpty }
    return Array(parts.joined(separator: isTight ? [] : [""]))
  }

  private func list(
    _ items: [MarkdownNode], _ start: Int?, _ isTight: Bool, _ width: Int
  ) -> [String] {
    let last = (start ?? 0) + items.count - 1
    let margin = start == nil ? 2 : "\(last). ".count
    var result: [String] = []
    for (index, item) in items.enumerated() {
      if index > 0, !isTight { result.append("") }
      let mark = start.map { "\($0 + index)." } ?? (isASCII ? "*" : "•")
      let lines = blocks(item.children, width - margin, isTight: isTight)
      for (row, line) in (lines.isEmpty ? [""] : lines).enumerated() {
        let head = row == 0 ? mark : ""
        result.append(head + String(repeating: " ", count: margin - head.count) + line)
      }
    }
    return result
  }

  /// A block that keeps its lines; those that are too long go on further in, programs apart.
  private func code(_ text: String, _ language: String, _ width: Int) -> [String] {
    var text = text
    if text.hasSuffix("\n") { text.removeLast() }
    if language.hasPrefix("tandem") { return [code(text)] }
    let margin = String(repeating: " ", count: codeMargin)
    return text.split(separator: "\n", omittingEmptySubsequences: false).flatMap { line in
      TextFolding.folded(margin + line, width: width, indent: codeMargin + 2)
        .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }
  }

  func folded(_ line: StyledLine, _ width: Int, indent: Int = 0) -> [String] {
    line.folded(width: width, indent: indent).map { $0.text(usesColor: usesColor) }
  }

  // MARK: - Inside of a line

  private func inline(_ node: MarkdownNode, _ style: StyledLine.Style = []) -> StyledLine {
    var line = StyledLine()
    for child in node.children { add(child, style, to: &line) }
    return line
  }

  private func add(
    _ node: MarkdownNode, _ style: StyledLine.Style, to line: inout StyledLine
  ) {
    switch node.kind {
    case .text(let text): line.append(text, style)
    case .codeSpan(let text):
      line.append(usesColor ? text : "`\(text)`", usesColor ? style.union(.code) : style)
    case .softBreak: line.append(" ", style)
    case .lineBreak: line.append("\n")
    case .emphasis: line.append(inline(node, style.union(.emphasis)))
    case .strong: line.append(inline(node, style.union(.strong)))
    case .struck: line.append(inline(node, style.union(.struck)))
    case .link(let address):
      line.append(inline(node, style.union(.link)))
      if address.contains("://"), node.children != [MarkdownNode(.text(address))] {
        line.append(" (\(address))", style)
      }
    case .image:
      line.append("[picture: ", style)
      line.append(inline(node, style))
      line.append("]", style)
    default: line.append(inline(node, style))
    }
  }
}
