import Diagnostics
import Testing

@Suite("Drawing diagnostics")
struct DiagnosticRendererTests {
  private func mark(
    _ text: String, _ part: String, _ style: SourceMark.Style = .primary
  )
    -> SourceMark
  {
    let source = SourceText(name: "cell 7", text: text)
    return mark(source, part, style)
  }

  private func mark(
    _ source: SourceText, _ part: String, _ style: SourceMark.Style = .primary
  )
    -> SourceMark
  {
    let text = String(decoding: source.utf8, as: UTF8.self)
    let start = text.firstRange(of: part).map {
      text.utf8.distance(from: text.utf8.startIndex, to: $0.lowerBound)
    }
    return SourceMark(source, SourceRange(start ?? 0, (start ?? 0) + part.utf8.count), style)
  }

  @Test("carets mark the operator, tildes its operands")
  func operands() {
    let source = SourceText(name: "cell 7", text: "W @ X")
    let diagnostic = Diagnostic(
      .shape, "shapes do not fit: 3×4 @ 3×2 needs 4 = 3",
      marks: [
        mark(source, "@"), mark(source, "W", .secondary), mark(source, "X", .secondary),
      ], notes: ["W is 3×4, X is 3×2; did you mean W' @ X (4×3 @ 3×2)?"])
    #expect(
      DiagnosticRenderer().render(diagnostic) == """
        error: shapes do not fit: 3×4 @ 3×2 needs 4 = 3
          cell 7, line 1
          |  W @ X
          |  ~ ^ ~
          = W is 3×4, X is 3×2; did you mean W' @ X (4×3 @ 3×2)?

        """)
  }

  @Test("the line that holds the mistake is quoted")
  func rightLine() {
    let text = "a = 1\nb = qqq\nc = 3"
    let rendered = DiagnosticRenderer().render(
      Diagnostic(.name, "there is no name qqq", marks: [mark(text, "qqq")]))
    #expect(rendered.contains("cell 7, line 2\n  |  b = qqq\n  |      ^^^\n"))
  }

  @Test("wide characters before the mistake move the caret by two columns")
  func wideCharacters() {
    let rendered = DiagnosticRenderer().render(
      Diagnostic(.name, "no", marks: [mark("\"漢字\" + zz", "zz")]))
    #expect(rendered.contains("|  \"漢字\" + zz\n  |           ^^"))
  }

  @Test("a tab before the mistake keeps the caret under it")
  func tabs() {
    let rendered = DiagnosticRenderer().render(
      Diagnostic(.name, "no", marks: [mark("\tzz", "zz")]))
    #expect(rendered.contains("|    zz\n  |    ^^"))
  }

  @Test("no quoted line is wider than the terminal", arguments: [20, 40, 80])
  func width(_ width: Int) {
    let text = String(repeating: "x + ", count: 100) + "zz" + String(repeating: " + y", count: 50)
    let rendered = DiagnosticRenderer(width: width).render(
      Diagnostic(.name, "no", marks: [mark(text, "zz")]))
    let quoted = rendered.split(separator: "\n").filter { $0.hasPrefix("  |") }
    #expect(quoted.allSatisfy { $0.count <= width })
    #expect(quoted.contains { $0.contains("zz") } && quoted.contains { $0.contains("^^") })
  }

  @Test("ASCII output has no other bytes")
  func ascii() {
    let rendered = DiagnosticRenderer(isASCII: true).render(
      Diagnostic(.shape, "3×4 … λ", marks: [mark("é = 漢", "漢")], notes: ["→ ≥"]))
    #expect(rendered.utf8.allSatisfy { $0 == 10 || (32...126).contains($0) })
    #expect(rendered.contains("3x4 ... lambda"))
  }

  @Test("without colour there is no escape byte, with colour the text is the same")
  func color() {
    let diagnostic = Diagnostic(.name, "no", marks: [mark("zz", "zz")], notes: ["note"])
    let plain = DiagnosticRenderer().render(diagnostic)
    let colored = DiagnosticRenderer(usesColor: true).render(diagnostic)
    #expect(!plain.contains("\u{1B}"))
    #expect(colored.contains("\u{1B}["))
    #expect(colored.replacing(/\u{1B}\[[0-9;]*m/, with: "") == plain)
  }

  @Test("a long way of calls is cut")
  func calls() {
    let call = CallSite(function: "f", mark: mark("f(n + 1)", "f(n + 1)"))
    let rendered = DiagnosticRenderer().render(
      Diagnostic(.limit, "too deep", calls: Array(repeating: call, count: 50)))
    #expect(rendered.split(separator: "\n").count < 12)
    #expect(rendered.contains("44 calls more"))
  }
}
