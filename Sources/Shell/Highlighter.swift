/// Draws the text being edited a second time, in colour, over the plain glyphs libedit drew.
///
/// The cursor is saved and restored, and every glyph stays in its cell, so libedit's picture of the
/// screen remains true.
struct Highlighter {
  /// What is on the screen: the buffer with its margins, and the cursor in it.
  let buffer: [Unicode.Scalar]
  let cursor: Int
  let promptWidth: Int
  let size: Terminal.Size
  /// What stands before the text, with its colours.
  var prompt = ""

  /// Whether the text has more rows than the screen.
  var isTall: Bool { start.placing(buffer).row >= size.rows }

  /// Fills a screen that the text does not fit with the part around the cursor.
  ///
  /// libedit shows the last rows wherever the cursor is, and believes the cursor in its own row or,
  /// from there on, in the last one of the screen; the part shown fits that belief.
  func window(styles: [Int: HighlightStyle]) -> String {
    let here = start.placing(buffer[..<cursor])
    let top = max(0, here.row - (size.rows - 1))
    var rows: [Int: String] = top == 0 ? [0: prompt] : [:]
    var layout = start
    let brackets = matchingBrackets()
    for (index, scalar) in buffer.enumerated() {
      let before = layout.row
      let row = layout.place(scalar) ? before + 1 : before
      if scalar == "\n" || row < top || row >= top + size.rows { continue }
      let code = code(at: index, styles: styles, brackets: brackets)
      rows[row - top, default: ""] += code + String(scalar) + (code.isEmpty ? "" : "\u{1B}[0m")
    }
    var output = ""
    for row in 0..<size.rows { output += "\u{1B}[\(row + 1);1H\u{1B}[2K" + (rows[row] ?? "") }
    return output + "\u{1B}[\(here.row - top + 1);\(here.column + 1)H"
  }

  private func code(at index: Int, styles: [Int: HighlightStyle], brackets: [Int]) -> String {
    (styles[index].map(Self.code) ?? "") + (brackets.contains(index) ? "\u{1B}[7m" : "")
  }

  private var start: LineEditorLayout {
    LineEditorLayout(promptWidth: promptWidth, columns: size.columns)
  }

  /// Colours the text.
  ///
  /// - Parameters:
  ///   - styles: A style for each character of the buffer that has one.
  ///   - hint: A line to show dim behind the text, as far as it fits.
  /// - Returns: Escape sequences; `nil` when the text is taller than the screen.
  func painting(styles: [Int: HighlightStyle], hint: String?) -> String? {
    let end = start.placing(buffer)
    guard end.row < size.rows else { return nil }
    let here = start.placing(buffer[..<cursor])
    var output = "\u{1B}7" + Self.move(from: here, to: start)
    output += glyphs(styles: styles, brackets: matchingBrackets())
    if let hint, let shown = Self.shortened(hint, to: size.columns - end.column - 4) {
      output += "\u{1B}8" + Self.move(from: here, to: end) + "\u{1B}[2m  \(shown)\u{1B}[0m"
    }
    return output + "\u{1B}8"
  }

  /// The escape sequences that remove a hint.
  func hintErasure() -> String {
    let here = start.placing(buffer[..<cursor])
    return "\u{1B}7" + Self.move(from: here, to: start.placing(buffer)) + "\u{1B}[K\u{1B}8"
  }

  /// The glyphs of the whole buffer, wrapped as libedit wraps them.
  private func glyphs(styles: [Int: HighlightStyle], brackets: [Int]) -> String {
    var output = ""
    var layout = start
    var row = layout.row
    var current = ""
    for (index, scalar) in buffer.enumerated() {
      let code = code(at: index, styles: styles, brackets: brackets)
      if code != current {
        output += (current.isEmpty ? "" : "\u{1B}[0m") + code
        current = code
      }
      let wanted = layout.row
      let isWrapped = layout.place(scalar)
      if scalar == "\n" { continue }
      while row < wanted + (isWrapped ? 1 : 0) {
        output += "\r\n"
        row += 1
      }
      output.unicodeScalars.append(scalar)
    }
    return output + (current.isEmpty ? "" : "\u{1B}[0m")
  }

  /// The bracket at the cursor (before it, else under it) and its partner.
  func matchingBrackets() -> [Int] {
    for index in [cursor - 1, cursor] where buffer.indices.contains(index) {
      if let partner = partner(of: index) { return [index, partner].sorted() }
    }
    return []
  }

  private func partner(of index: Int) -> Int? {
    let opening: [Unicode.Scalar] = ["(", "[", "{"]
    let closing: [Unicode.Scalar] = [")", "]", "}"]
    let isOpening = opening.contains(buffer[index])
    guard isOpening || closing.contains(buffer[index]) else { return nil }
    var depth = 0
    var place = index
    while buffer.indices.contains(place) {
      if opening.contains(buffer[place]) { depth += 1 }
      if closing.contains(buffer[place]) { depth -= 1 }
      if depth == 0 { return place }
      place += isOpening ? 1 : -1
    }
    return nil
  }

  /// The colour of a style, chosen to be legible on dark and on light backgrounds.
  static func code(_ style: HighlightStyle) -> String {
    switch style {
    case .keyword: "\u{1B}[35m"
    case .number: "\u{1B}[36m"
    case .string: "\u{1B}[32m"
    case .comment: "\u{1B}[90m"
    case .builtin: "\u{1B}[34m"
    case .command: "\u{1B}[33m"
    case .error: "\u{1B}[31m"
    }
  }

  private static func move(from here: LineEditorLayout, to there: LineEditorLayout) -> String {
    var moves = "\r"
    if there.row < here.row { moves += "\u{1B}[\(here.row - there.row)A" }
    if there.row > here.row { moves += "\u{1B}[\(there.row - here.row)B" }
    if there.column > 0 { moves += "\u{1B}[\(there.column)C" }
    return moves
  }

  /// A text cut to a width with an ellipsis; `nil` where not even a word would show.
  static func shortened(_ text: String, to width: Int) -> String? {
    guard width >= 8 else { return nil }
    guard Terminal.width(of: text) > width else { return text }
    return truncated(text, to: width)
  }

  /// The longest beginning of a text that fits a width together with an ellipsis.
  static func truncated(_ text: String, to width: Int) -> String {
    if Terminal.width(of: text) <= width { return text }
    var result = String.UnicodeScalarView()
    var used = 1
    for scalar in text.unicodeScalars {
      used += Terminal.width(of: scalar)
      if used > width { break }
      result.append(scalar)
    }
    return String(result) + "…"
  }
}
