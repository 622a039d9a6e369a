/// A piece of prose, taken apart: a block, a part of one, or a run of characters in a line.
package struct MarkdownNode: Sendable, Equatable {
  /// What a piece is.
  package enum Kind: Sendable, Equatable {
    case document, paragraph, heading, quotation, item, rule
    /// A list; one that is numbered says where it begins.
    case list(start: Int?, isTight: Bool)
    /// A block that keeps its lines, with the language behind its fence.
    case code(String, language: String)
    case table
    case row(isHeader: Bool)
    case cell
    case text(String)
    case codeSpan(String)
    case emphasis, strong, struck
    case link(to: String)
    case image
    case softBreak, lineBreak
    /// Markup that says nothing to a reader, such as a comment.
    case other
  }

  package var kind: Kind
  package var children: [MarkdownNode]

  package init(_ kind: Kind, _ children: [MarkdownNode] = []) {
    self.kind = kind
    self.children = children
  }

  /// Takes prose apart.
  ///
  /// Without the Markdown library paragraphs are found by the blank lines between them; what looks
  /// like a list, a table or a formula keeps its lines, and marks stay as they are written.
  package static func parsed(_ text: String) -> MarkdownNode {
    if let library = try? MarkdownLibrary.shared, let tree = library.tree(text) { return tree }
    return unparsed(text)
  }

  /// Prose by its blank lines alone.
  static func unparsed(_ text: String) -> MarkdownNode {
    var blocks: [[Substring]] = [[]]
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.allSatisfy(\.isWhitespace) {
        blocks.append([])
      } else {
        blocks[blocks.count - 1].append(line)
      }
    }
    return MarkdownNode(.document, blocks.filter { !$0.isEmpty }.map(block))
  }

  private static func block(_ lines: [Substring]) -> MarkdownNode {
    let isProse = lines.allSatisfy { $0.first.map { !" -*+|>`".contains($0) } ?? false }
    guard isProse else {
      return MarkdownNode(.code(lines.joined(separator: "\n") + "\n", language: ""))
    }
    return MarkdownNode(.paragraph, [MarkdownNode(.text(lines.joined(separator: " ")))])
  }
}
