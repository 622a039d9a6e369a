import Testing

@testable import Shell

@Suite struct HighlighterTests {
  init() { Terminal.prepareLocale() }

  private func highlighter(
    _ text: String, cursor: Int, rows: Int = 10, columns: Int = 20
  ) -> Highlighter {
    Highlighter(
      buffer: Array(text.unicodeScalars), cursor: cursor, promptWidth: 5,
      size: Terminal.Size(rows: rows, columns: columns))
  }

  /// A screen as the editor leaves it: prompt and text, the cursor at its place.
  private func screen(_ text: String, cursor: Int, rows: Int, columns: Int) -> VirtualScreen {
    let scalars = Array(text.unicodeScalars)
    var screen = VirtualScreen(rows: rows, columns: columns)
    let start = LineEditorLayout(promptWidth: 5, columns: columns)
    let end = start.placing(scalars)
    let place = start.placing(scalars[..<cursor])
    screen.feed("[1]> ")
    var layout = start
    for scalar in scalars {
      let before = layout.row
      layout.place(scalar)
      if scalar == "\n" {
        screen.feed(screen.cursorRow < before ? "\r\n\r\n" : "\r\n")
      } else {
        screen.feed(String(Character(scalar)))
      }
    }
    while screen.cursorRow < end.row { screen.feed("\r\n") }
    screen.feed("\r\u{1B}[\(end.row + 1)A\u{1B}[\(place.row + 1);\(place.column + 1)H")
    return screen
  }

  @Test(arguments: [
    "", "short", "exactly fifteen", "exactly fifteen\nnext", "more than fifteen letters",
    "[1,\n     2]", "漢字漢字漢字漢字漢字", "a漢字漢字漢字漢字漢字", "12345678901234567890123456789012345",
  ])
  func `painting changes no glyph and leaves the cursor alone`(text: String) throws {
    let scalars = Array(text.unicodeScalars)
    for cursor in 0...scalars.count {
      var screen = screen(text, cursor: cursor, rows: 10, columns: 20)
      let before = (screen.lines, screen.cursorRow, screen.cursorColumn)
      let styles = Dictionary(
        uniqueKeysWithValues: scalars.indices.map { ($0, HighlightStyle.number) })
      let painting = try #require(
        highlighter(text, cursor: cursor).painting(styles: styles, hint: nil))
      screen.feed(painting)
      #expect(screen.lines == before.0)
      #expect(screen.cursorRow == before.1 && screen.cursorColumn == before.2)
      #expect(text.isEmpty || painting.contains("\u{1B}[36m"))
    }
  }

  @Test func `a hint stands behind the text and goes without a trace`() throws {
    var screen = screen("train(", cursor: 3, rows: 5, columns: 40)
    let highlighter = highlighter("train(", cursor: 3, rows: 5, columns: 40)
    screen.feed(try #require(highlighter.painting(styles: [:], hint: "train(model, data)")))
    #expect(screen.lines == ["[1]> train(  train(model, data)"])
    screen.feed(highlighter.hintErasure())
    #expect(screen.lines == ["[1]> train("])
    #expect(screen.cursorRow == 0 && screen.cursorColumn == 8)
  }

  @Test func `a hint never wraps`() throws {
    for columns in 12...60 {
      var screen = screen("train(", cursor: 6, rows: 5, columns: columns)
      let highlighter = highlighter("train(", cursor: 6, rows: 5, columns: columns)
      screen.feed(try #require(highlighter.painting(styles: [:], hint: "train(model, data)")))
      #expect(screen.lines.count == 1)
    }
  }

  @Test func `text taller than the screen is left alone`() {
    let text = Array(repeating: "x", count: 12).joined(separator: "\n")
    #expect(highlighter(text, cursor: 0).painting(styles: [0: .number], hint: nil) == nil)
  }

  @Test func `the bracket before the cursor and its partner are found`() {
    #expect(highlighter("f(a[1])", cursor: 7).matchingBrackets() == [1, 6])
    #expect(highlighter("f(a[1])", cursor: 6).matchingBrackets() == [3, 5])
    #expect(highlighter("f(a[1])", cursor: 1).matchingBrackets() == [1, 6])
    #expect(highlighter("(((", cursor: 3).matchingBrackets() == [])
    #expect(highlighter("abc", cursor: 1).matchingBrackets() == [])
  }

  @Test func `a bracket of another kind is a mistake, one that is not closed yet is none`() {
    let wrong = highlighter("(1]", cursor: 3).bracketsAtCursor(styles: [:])
    #expect(wrong.places == [0, 2] && wrong.isMismatch)
    let alone = highlighter("1)", cursor: 2).bracketsAtCursor(styles: [:])
    #expect(alone.places == [1] && alone.isMismatch)
    #expect(highlighter("(1", cursor: 1).bracketsAtCursor(styles: [:]).places == [])
  }

  @Test func `brackets in strings and comments are text`() {
    let text = "f(\")\")"
    let styles: [Int: HighlightStyle] = [2: .string, 3: .string, 4: .string]
    #expect(highlighter(text, cursor: 2).bracketsAtCursor(styles: styles).places == [1, 5])
    #expect(highlighter(text, cursor: 4).bracketsAtCursor(styles: styles).places == [])
  }
}
