/// What was on the way to the present text of a cell, for taking changes back.
struct LineEditorUndo {
  private var past: [LineEditorText] = []
  private var present = LineEditorText()
  private static let limit = 200

  /// Takes note of a text that is on the screen now.
  ///
  /// Letters typed one after the other are one change.
  mutating func see(_ text: LineEditorText) {
    guard text.scalars != present.scalars else {
      present.cursor = text.cursor
      return
    }
    if !continuesWord(text) {
      past.append(present)
      if past.count > Self.limit { past.removeFirst() }
    }
    present = text
  }

  /// The text before the last change; `nil` when there was none.
  mutating func previous() -> LineEditorText? {
    guard let text = past.popLast() else { return nil }
    present = text
    return text
  }

  /// Whether a text is the present one with a letter more behind another letter.
  private func continuesWord(_ text: LineEditorText) -> Bool {
    let place = present.cursor
    guard text.scalars.count == present.scalars.count + 1, text.cursor == place + 1, place > 0,
      text.scalars[..<place].elementsEqual(present.scalars[..<place])
    else { return false }
    return [text.scalars[place], text.scalars[place - 1]].allSatisfy { $0 != " " && $0 != "\n" }
  }
}
