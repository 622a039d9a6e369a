import Diagnostics
import Testing

@Suite("Source text")
struct SourceTextTests {
  @Test("a location counts lines and characters from 1")
  func location() {
    let source = SourceText(name: "t", text: "ab\nλμ = 1\n")
    #expect(source.location(of: 0) == SourceLocation(line: 1, column: 1))
    #expect(source.location(of: 3) == SourceLocation(line: 2, column: 1))
    // λ and μ take two bytes each.
    #expect(source.location(of: 7) == SourceLocation(line: 2, column: 3))
  }

  @Test("lines of a cell count from where the document has them")
  func firstLine() {
    let source = SourceText(name: "t", text: "a\nb", firstLine: 40)
    #expect(source.location(of: 2).line == 41)
  }

  @Test("ranges beyond the text are cut to it")
  func clamped() {
    let source = SourceText(name: "t", text: "abc")
    #expect(source[SourceRange(1, 99)] == "bc")
    #expect(source[SourceRange(-5, 2)] == "ab")
    #expect(source.line(0) == "abc")
  }

  @Test("every offset lies on the line that begins last before it")
  func lineIndex() {
    let text = "a\n\nbcd\n\n\ne"
    let source = SourceText(name: "t", text: text)
    var line = 0
    for (offset, byte) in text.utf8.enumerated() {
      #expect(source.lineIndex(at: offset) == line)
      if byte == UInt8(ascii: "\n") { line += 1 }
    }
  }
}
