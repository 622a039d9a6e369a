/// A cell while it is edited: its characters and the place of the cursor.
///
/// libedit holds the same text with a *margin*: as many spaces after each line break as the prompt
/// is wide, so that continuation lines stand below the first. `init(margined:…)` and
/// `margined(_:)` convert.
struct LineEditorText: Equatable {
  var scalars: [Unicode.Scalar]
  /// Between 0 and `scalars.count`.
  var cursor: Int

  init(_ text: String = "", cursor: Int? = nil) {
    scalars = Array(text.unicodeScalars)
    self.cursor = min(cursor ?? scalars.count, scalars.count)
  }

  /// Takes the margin away; a margin that lost some of its spaces counts as a margin still.
  init(margined: [Unicode.Scalar], cursor: Int, margin: Int) {
    scalars = []
    var position = 0
    var missing = 0
    for (index, scalar) in margined.enumerated() {
      if index == cursor { position = scalars.count }
      if scalar == " ", missing > 0 {
        missing -= 1
        continue
      }
      scalars.append(scalar)
      missing = scalar == "\n" ? margin : 0
    }
    self.cursor = cursor >= margined.count ? scalars.count : position
  }

  /// The characters with the margin, and where the cursor stands among them.
  func margined(_ margin: Int) -> (scalars: [Unicode.Scalar], cursor: Int) {
    guard scalars.contains("\n") else { return (scalars, cursor) }
    var result: [Unicode.Scalar] = []
    var position = 0
    for (index, scalar) in scalars.enumerated() {
      if index == cursor { position = result.count }
      result.append(scalar)
      if scalar == "\n" { result.append(contentsOf: repeatElement(" ", count: margin)) }
    }
    return (result, cursor >= scalars.count ? result.count : position)
  }

  var string: String { Self.string(scalars[...]) }
  var beforeCursor: String { Self.string(scalars[..<cursor]) }
  var isEmpty: Bool { scalars.isEmpty }
  var isMultiline: Bool { scalars.contains("\n") }
  /// The cursor as an offset in UTF-8 bytes.
  var cursorInUTF8: Int { beforeCursor.utf8.count }

  static func string(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return String(view)
  }

  // MARK: - Lines

  var lineStart: Int { scalars[..<cursor].lastIndex(of: "\n").map { $0 + 1 } ?? 0 }
  var lineEnd: Int { scalars[cursor...].firstIndex(of: "\n") ?? scalars.count }

  /// Moves to the same column of the line above; `false` on the first line.
  mutating func moveUp() -> Bool {
    let start = lineStart
    guard start > 0 else { return false }
    let column = cursor - start
    let above = scalars[..<(start - 1)].lastIndex(of: "\n").map { $0 + 1 } ?? 0
    cursor = min(above + column, start - 1)
    return true
  }

  /// Moves to the same column of the line below; `false` on the last line.
  mutating func moveDown() -> Bool {
    let end = lineEnd
    guard end < scalars.count else { return false }
    let column = cursor - lineStart
    let below = end + 1
    let belowEnd = scalars[below...].firstIndex(of: "\n") ?? scalars.count
    cursor = min(below + column, belowEnd)
    return true
  }

  /// Moves to the first character of the line that is not a space, or to column 0 from there.
  mutating func moveToLineStart() {
    let start = lineStart
    let text = scalars[start..<lineEnd].firstIndex { $0 != " " } ?? lineEnd
    cursor = cursor == text ? start : text
  }

  mutating func moveToLineEnd() { cursor = lineEnd }

  // MARK: - Characters and words

  /// The place one character to the left, with its combining marks and whatever is joined to it.
  var previous: Int {
    let start = lineStart
    guard cursor > start else { return max(0, cursor - 1) }
    return cursor - (Self.string(scalars[start..<cursor]).last?.unicodeScalars.count ?? 1)
  }

  /// The place one character to the right, with its combining marks and whatever is joined to it.
  var next: Int {
    let end = lineEnd
    guard cursor < end else { return min(scalars.count, cursor + 1) }
    return cursor + (Self.string(scalars[cursor..<end]).first?.unicodeScalars.count ?? 1)
  }

  /// The start of the word at or before the cursor.
  var previousWord: Int {
    var index = cursor
    while index > 0, !isWord(scalars[index - 1]) { index -= 1 }
    while index > 0, isWord(scalars[index - 1]) { index -= 1 }
    return index
  }

  /// The end of the word at or after the cursor.
  var nextWord: Int {
    var index = cursor
    while index < scalars.count, !isWord(scalars[index]) { index += 1 }
    while index < scalars.count, isWord(scalars[index]) { index += 1 }
    return index
  }

  mutating func insert(_ text: String) {
    let added = Array(text.unicodeScalars)
    scalars.insert(contentsOf: added, at: cursor)
    cursor += added.count
  }

  /// Deletes between the cursor and another place; returns what went.
  @discardableResult
  mutating func delete(to place: Int) -> String {
    let range = min(cursor, place)..<max(cursor, place)
    let removed = Self.string(scalars[range])
    scalars.removeSubrange(range)
    cursor = range.lowerBound
    return removed
  }

  /// Deletes one character to the left; at the end of an indentation, back to a multiple of two.
  mutating func deleteBackward() {
    let start = lineStart
    let column = cursor - start
    let isIndentation = column > 1 && scalars[start..<cursor].allSatisfy { $0 == " " }
    delete(to: isIndentation ? start + (column - 1) / 2 * 2 : previous)
  }

  /// Inserts a closing bracket; alone on its line, it first moves one indentation to the left.
  mutating func insertClosing(_ bracket: Unicode.Scalar) {
    let start = lineStart
    let column = cursor - start
    if start > 0, column >= 2, scalars[start..<cursor].allSatisfy({ $0 == " " }) {
      delete(to: cursor - 2)
    }
    insert(String(bracket))
  }

  private func isWord(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "_" || scalar.properties.isAlphabetic || scalar.properties.numericType != nil
      || isCombining(scalar)
  }

  private func isCombining(_ scalar: Unicode.Scalar) -> Bool {
    scalar != "\n" && !scalar.isASCII && Terminal.width(of: scalar) == 0
  }
}
