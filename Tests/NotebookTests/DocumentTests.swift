import Diagnostics
import Testing

import Notebook

@Suite struct DocumentTests {
  private func failure(_ text: String) throws -> Diagnostic {
    try #require(throws: Diagnostic.self) { try Document(text) }
  }

  private func line(of diagnostic: Diagnostic) throws -> Int {
    let mark = try #require(diagnostic.marks.first)
    return mark.source.location(of: mark.range.start).line
  }

  @Test func `the text comes back byte for byte`() throws {
    let texts = [
      Sample.tutorial, "", "\n", "no newline", "a\r\n\r\n```tandem\r\n1\r\n```\r\n",
      "\u{FEFF}---\ntandem: 1\n---\nx", "~~~\n```tandem\n~~~\n", "````tandem\n```\n````",
      "  ```tandem\n  1\n  ```\n\n\n```output\n1\n```\n\n", "e\u{301} \u{1F469}\u{200D}\u{1F680}\n",
    ]
    for text in texts {
      #expect(Array(try Document(text).text.utf8) == Array(text.utf8))
    }
  }

  @Test func `a document cut off anywhere parses or is refused but never crashes`() {
    let bytes = Array((Sample.tutorial + "\u{1F680}\r\n````tandem\r\n```\r\n````\r\n").utf8)
    var parsed = 0
    for end in 0...bytes.count {
      let text = String(decoding: bytes[..<end], as: UTF8.self)
      guard let document = try? Document(text) else { continue }
      parsed += 1
      #expect(Array(document.text.utf8) == Array(text.utf8))
    }
    #expect(parsed > 100 && parsed < bytes.count)
  }

  @Test func `the front matter gives the settings`() throws {
    let header = try Document(Sample.tutorial).header
    #expect(header.title == "Two tasks, one trunk")
    #expect(header.kind == .tutorial)
    #expect(header.seed == 7)
    #expect(header.tolerance == 1e-6)
    #expect(!header.hidesSolutions)
    #expect(try Document("---\ntandem: 1\nsolutions: hidden\n---\n").header.hidesSolutions)
  }

  @Test func `cells know their text, attributes and lines`() throws {
    let document = try Document(Sample.tutorial)
    let cell = try #require(document.cell(id: "fit"))
    #expect(cell.line == 10)
    #expect(cell.attributes.tolerance == 1e-3)
    #expect(cell.source.hasPrefix("for i in") && cell.source.hasSuffix("}\n"))
    #expect(cell.output?.line == 15)
    #expect(cell.output?.text == "epoch 1  loss 0.6827\n...\nepoch 3  loss 0.6481\n")
    #expect(cell.error == nil)
    #expect(document.cells[1].error?.text == "...\n")
    let source = cell.sourceText(in: "lesson")
    #expect(source.location(of: 0).line == 11)
    let lines = Sample.tutorial.split(separator: "\n", omittingEmptySubsequences: false)
    for cell in document.cells { #expect(lines[cell.line - 1].hasPrefix("```tandem")) }
  }

  @Test func `attributes of every kind are read`() throws {
    let text = """
      ```tandem id=a tol=1e-3 chart=5% skip nocheck exercise=e
      ```
      ```tandem check=e chart=0.25 tol=2%
      ```
      """
    let cells = try Document(text).cells
    #expect(cells[0].attributes.chartShare == 0.05)
    #expect(cells[0].attributes.isSkipped && cells[0].attributes.isUnchecked)
    #expect(cells[0].attributes.role == .exercise("e"))
    #expect(cells[1].attributes.role == .check("e"))
    #expect(cells[1].attributes.chartShare == 0.25)
    #expect(cells[1].attributes.tolerance == 0.02)
  }

  @Test func `cells inside details count`() throws {
    let document = try Document(Sample.tutorial)
    let solution = try #require(document.solution(of: "hamming"))
    #expect(document.parts[solution.part].details == 1)
    #expect(document.details.map(\.summary) == ["Hint", "Solution", "Why"])
    #expect(document.details[0].body == "Compare label by label, then take the mean.")
    #expect(document.details[2].body == "One of four.")
  }

  @Test func `a longer fence holds backticks`() throws {
    let text = "````tandem\nx = \"\"\n```output\n````\n\n`````output\n````\n```\n`````\n"
    let cell = try #require(try Document(text).cells.first)
    #expect(cell.source == "x = \"\"\n```output\n")
    #expect(cell.output?.text == "````\n```\n")
  }

  @Test func `other fences are prose even with cells inside`() throws {
    let document = try Document("````markdown\n```tandem\n1\n```\n````\n~~~\n```tandem\n~~~\n")
    #expect(document.cells.isEmpty)
    #expect(document.parts.count == 1)
  }

  @Test func `output after prose still belongs to its cell`() throws {
    let text = "```tandem\n1\n```\nprints:\n```output\n1\n```\n"
    #expect(try Document(text).cells[0].output?.text == "1\n")
  }

  @Test func `a cell may have written before it failed`() throws {
    let text = "```tandem\n1\n```\n```output\n1\n```\n```error\nno\n```\n"
    let cell = try Document(text).cells[0]
    #expect(cell.output?.text == "1\n" && cell.error?.text == "no\n")
  }

  @Test func `a newer format is refused with its line`() throws {
    let error = try failure("---\ntitle: x\ntandem: 2\n---\n")
    #expect(error.kind == .unsupported)
    #expect(error.message == "the document has format 2, and this version reads up to 1")
    #expect(try line(of: error) == 3)
    #expect(try failure("---\ntandem: 99999999999999999999\n---\n").kind == .unsupported)
  }

  @Test(arguments: [
    ("---\ntandem: 1\n", 1), ("a\n```tandem\n1\n", 2), ("a\n\n```text\n1\n``\n", 3),
    ("```tandem\n1\n\n```output\n1\n```\n", 4), ("```output\n~~~\n", 1),
    ("---\ntandem: 1\ntandem: 1\n---\n", 3), ("---\nseed: -1\n---\n", 2),
    ("---\nkind: poem\n---\n", 2), ("---\ntandem: one\n---\n", 2), ("---\ntol: nan\n---\n", 2),
    ("```tandem id=a\n```\n```tandem id=a\n```\n", 3), ("```tandem tol=-1\n```\n", 1),
    ("```tandem tol=inf\n```\n", 1), ("```tandem chart=101%\n```\n", 1),
    ("```tandem chart=nan\n```\n", 1), ("```tandem id=\n```\n", 1), ("```tandem id\n```\n", 1),
    ("```tandem skip=1\n```\n", 1), ("```tandem exercise=a check=a\n```\n", 1),
    ("```tandem id=a id=b\n```\n", 1), ("\n```tandem check=a\n```\n", 2),
    ("```tandem solution=a\n```\n", 1),
    ("```tandem exercise=a\n```\n```tandem exercise=a\n```\n", 3),
  ])
  func `broken documents are refused at the line of the fault`(text: String, at: Int) throws {
    #expect(try line(of: try failure(text)) == at)
  }

  @Test func `unknown words are warnings with their line`() throws {
    let document = try Document(
      "---\ntandem: 1\ntitel: x\n---\n```tandem nochek id=a\n1\n```\n\ntext\n```output\n```\n")
    #expect(try document.warnings.map { try line(of: $0) } == [3, 5])
    #expect(document.warnings[0].notes == ["did you mean title?"])
    #expect(document.warnings[1].message == "attribute nochek is not known and does nothing")
    #expect(document.cell(id: "a") != nil)
  }

  @Test func `a block without a cell and an exercise without a check are warned about`() throws {
    let document = try Document("```output\n1\n```\n\n```tandem exercise=a\n```\n")
    #expect(
      document.warnings.map(\.message) == [
        "this output block belongs to no cell and is not compared", "exercise a has no check",
        "exercise a has no solution",
      ])
    #expect(document.parts.map(\.kind) == [.prose, .cell(0)])
  }

  @Test func `a fence in a list or quotation is warned about`() throws {
    let document = try Document("- x\n\n    ```tandem\n    1\n    ```\n\n> ```tandem\n> 1\n> ```\n")
    #expect(document.cells.isEmpty)
    #expect(try document.warnings.map { try line(of: $0) } == [3, 7])
  }

  @Test func `comments and quotes in the front matter fall away`() throws {
    let header = try Document("---\ntandem: 1 # now\n# all\ntitle: 'a # b: c'\nseed: 3 # s\n---\n")
      .header
    #expect(header.title == "a # b: c" && header.seed == 3)
  }
}
