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
    #expect(CopiedPrompt.all[0].length("[3]> x") == 5)
    #expect(CopiedPrompt.all[0].length("[123]>") == 6)
    #expect(CopiedPrompt.all[0].length("[]> x") == nil)
    #expect(CopiedPrompt.all[0].length("[3] > x") == nil)
    #expect(CopiedPrompt.all[0].length("[3]>x") == nil)
  }

  @Test func `an empty line inside a copied block stays, output goes`() {
    let session =
      "[1]> fn f(x) {\n\n       x + 1\n     }\n[2]> 3\n3\n\n     text of an output\n[3]> 4"
    #expect(LineEditorPaste.cleaned(session) == "fn f(x) {\n\n  x + 1\n}\n3\n4")
  }

  @Test(arguments: [
    (">>> x = 1\n>>> for i in x:\n...     y\n...\nout\n>>> z", "x = 1\nfor i in x:\n    y\n\nz"),
    ("In [3]: f(\n   ...:   1)\nOut[3]: 7\nIn [4]: g", "f(\n  1)\ng"),
    ("julia> f(1,\n         2)\n3\n\njulia> 4", "f(1,\n  2)\n4"),
    ("octave:12> a = [1\n> 2]\na =\n\n   1\n   2\n\noctave:13> b", "a = [1\n2]\nb"),
    (">> a = 1\na = 1\n>> b", "a = 1\nb"),
    ("x > 1\n>>> y", "x > 1\n>>> y"),
  ])
  func `prompts of other shells are stripped, too`(copied: String, expected: String) {
    #expect(LineEditorPaste.cleaned(copied) == expected)
  }
}
