import Testing

@testable import Notebook

@Suite struct MarkdownNodeTests {
  @Test func `prose is taken apart`() {
    let node = MarkdownNode.parsed("# A *b*\n\n1. x\n2. `y`\n")
    #expect(
      node
        == MarkdownNode(
          .document,
          [
            MarkdownNode(
              .heading,
              [
                MarkdownNode(.text("A ")), MarkdownNode(.emphasis, [MarkdownNode(.text("b"))]),
              ]),
            MarkdownNode(
              .list(start: 1, isTight: true),
              [
                MarkdownNode(.item, [MarkdownNode(.paragraph, [MarkdownNode(.text("x"))])]),
                MarkdownNode(.item, [MarkdownNode(.paragraph, [MarkdownNode(.codeSpan("y"))])]),
              ]),
          ]))
  }

  @Test func `a table has a header and rows of cells`() {
    let node = MarkdownNode.parsed("| a | b |\n|---|---|\n| 1 | 2 |\n")
    let table = node.children.first
    #expect(table?.kind == .table)
    #expect(table?.children.map(\.kind) == [.row(isHeader: true), .row(isHeader: false)])
    #expect(table?.children.flatMap(\.children).map(\.kind) == [.cell, .cell, .cell, .cell])
  }

  @Test func `without the library paragraphs are joined and other lines kept`() {
    #expect(
      MarkdownNode.unparsed("one\ntwo\n\n* a\n* b\n\n")
        == MarkdownNode(
          .document,
          [
            MarkdownNode(.paragraph, [MarkdownNode(.text("one two"))]),
            MarkdownNode(.code("* a\n* b\n", language: "")),
          ]))
  }
}
