import Testing

@testable import Shell

@Suite struct LineEditorUndoTests {
  private func typed(_ text: String, in undo: inout LineEditorUndo) {
    var line = ""
    for letter in text {
      line.append(letter)
      undo.see(LineEditorText(line))
    }
  }

  @Test func `a word typed letter by letter is one change`() {
    var undo = LineEditorUndo()
    typed("one two", in: &undo)
    var steps: [String] = []
    while let text = undo.previous() { steps.append(text.string) }
    #expect(steps == ["one ", "one", ""])
  }

  @Test func `a cut is taken back as a whole, down to the empty line`() {
    var undo = LineEditorUndo()
    undo.see(LineEditorText("alpha beta"))
    undo.see(LineEditorText("alpha "))
    undo.see(LineEditorText(""))
    #expect(undo.previous()?.string == "alpha ")
    #expect(undo.previous()?.string == "alpha beta")
    #expect(undo.previous()?.string == "")
    #expect(undo.previous() == nil)
  }

  @Test func `moving the cursor is no change`() {
    var undo = LineEditorUndo()
    undo.see(LineEditorText("abc"))
    undo.see(LineEditorText("abc", cursor: 1))
    #expect(undo.previous()?.string == "")
    #expect(undo.previous() == nil)
  }
}
