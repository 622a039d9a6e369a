import Testing

@testable import Shell

@Suite struct LineEditorTextTests {
  /// A few hundred texts with line breaks, blanks and wide letters, always the same.
  static var samples: [LineEditorText] {
    var state: UInt64 = 7
    func next(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    let letters = ["a", "λ", "漢", " ", "  ", "\n", "(", "e\u{301}"]
    return (0..<300).map { _ in
      let text = (0..<next(12)).map { _ in letters[next(letters.count)] }.joined()
      return LineEditorText(text, cursor: next(text.unicodeScalars.count + 1))
    }
  }

  @Test func `taking a margin away undoes adding it`() {
    for text in Self.samples {
      for margin in [0, 5, 6] {
        let (scalars, cursor) = text.margined(margin)
        #expect(LineEditorText(margined: scalars, cursor: cursor, margin: margin) == text)
      }
    }
  }

  @Test func `a margin indents every line but the first`() {
    let (scalars, cursor) = LineEditorText("a\n b\n", cursor: 2).margined(3)
    #expect(LineEditorText.string(scalars[...]) == "a\n    b\n   ")
    #expect(cursor == 5)
  }

  @Test func `a damaged margin and a cursor inside it are put in order`() {
    let scalars = Array("a\n  b".unicodeScalars)
    let text = LineEditorText(margined: scalars, cursor: 3, margin: 5)
    #expect(text == LineEditorText("a\nb", cursor: 2))
  }

  /// Where the cursor goes by each move; `nil` where there is no line to go to.
  private func walk(_ start: LineEditorText, _ moves: [(inout LineEditorText) -> Bool]) -> [Int?] {
    var text = start
    return moves.map { $0(&text) ? text.cursor : nil }
  }

  @Test func `down undoes up where the lines are long enough`() {
    let up: (inout LineEditorText) -> Bool = { $0.moveUp() }
    let down: (inout LineEditorText) -> Bool = { $0.moveDown() }
    let text = LineEditorText("abc\ndef\nghi", cursor: 6)
    #expect(walk(text, [up, up, down, down, down]) == [2, nil, 6, 10, nil])
  }

  @Test func `a shorter line catches the cursor at its end`() {
    #expect(walk(LineEditorText("a\nlonger", cursor: 7), [{ $0.moveUp() }]) == [1])
  }

  @Test func `the start of a line is its first letter, then its first column`() {
    var text = LineEditorText("x\n  abc", cursor: 6)
    text.moveToLineStart()
    #expect(text.cursor == 4)
    text.moveToLineStart()
    #expect(text.cursor == 2)
  }

  @Test func `a letter with its accent is one step and one deletion`() {
    var text = LineEditorText("xe\u{301}", cursor: 3)
    #expect(text.previous == 1)
    text.deleteBackward()
    #expect(text.string == "x")
    let start = LineEditorText("e\u{301}x", cursor: 0)
    #expect(start.next == 2)
  }

  @Test func `an indentation is deleted two blanks at a time`() {
    var text = LineEditorText("    x", cursor: 4)
    text.deleteBackward()
    #expect(text.string == "  x")
    text = LineEditorText("   x", cursor: 3)
    text.deleteBackward()
    #expect(text.string == "  x")
  }

  @Test func `motions and deletions stay inside every text`() {
    for text in Self.samples {
      for place in [text.previous, text.next, text.previousWord, text.nextWord] {
        #expect((0...text.scalars.count).contains(place))
        var changed = text
        let removed = changed.delete(to: place)
        #expect(
          changed.scalars.count + removed.unicodeScalars.count == text.scalars.count)
        #expect((0...changed.scalars.count).contains(changed.cursor))
      }
      var moved = text
      _ = moved.moveUp()
      #expect((0...text.scalars.count).contains(moved.cursor))
      moved = text
      _ = moved.moveDown()
      #expect((0...text.scalars.count).contains(moved.cursor))
    }
  }
}
