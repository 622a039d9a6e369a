import Testing

@testable import Shell

@Suite struct LineEditorPasteTests {
  @Test func `plain text stays as it is`() {
    #expect(LineEditorPaste.cleaned("x = 1\n  y = [2]> 3") == "x = 1\n  y = [2]> 3")
  }

  @Test func `line breaks of all kinds become one kind, those at the end go`() {
    #expect(LineEditorPaste.cleaned("a\r\nb\rc\nd\n\n") == "a\nb\nc\nd")
  }

  @Test func `tabs become blanks and other controls vanish`() {
    #expect(LineEditorPaste.cleaned("a\tb\u{1B}[31mc\u{0}\u{7F}\u{90}d") == "a  b[31mcd")
  }

  @Test func `of a copied session only the input remains`() {
    let session = """
      [7]> fn f(x) {
             x + 1
           }
      [8]> f(2)
      3
      [9]>
      """
    #expect(LineEditorPaste.cleaned(session) == "fn f(x) {\n  x + 1\n}\nf(2)")
  }

  @Test func `the width of the copied prompt is the width that is stripped`() {
    #expect(LineEditorPaste.cleaned("[12]> [1,\n        2]") == "[1,\n  2]")
  }

  @Test func `prompts are recognised by their exact form`() {
    #expect(LineEditorPaste.promptLength("[3]> x") == 5)
    #expect(LineEditorPaste.promptLength("[123]>") == 6)
    #expect(LineEditorPaste.promptLength("[]> x") == nil)
    #expect(LineEditorPaste.promptLength("[3] > x") == nil)
    #expect(LineEditorPaste.promptLength("[3]>x") == nil)
  }
}
