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
    let brackets = bracketCodes(styles)
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

  private func code(
    at index: Int, styles: [Int: HighlightStyle], brackets: [Int: String]
  ) -> String {
    (styles[index].map(Self.code) ?? "") + (brackets[index] ?? "")
  }

  /// The codes of the brackets at the cursor: a pair, or in red one that has no partner it fits.
  private func bracketCodes(_ styles: [Int: HighlightStyle]) -> [Int: String] {
    let found = bracketsAtCursor(styles: styles)
    let code = found.isMismatch ? "\u{1B}[1;31m" : "\u{1B}[7m"
    return Dictionary(uniqueKeysWithValues: found.places.map { ($0, code) })
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
  func painting(styles: [Int: HighlightStyle], hint: EditorHint?) -> String? {
    let end = start.placing(buffer)
    guard end.row < size.rows else { return nil }
    let here = start.placing(buffer[..<cursor])
    var output = "\u{1B}7" + Self.move(from: here, to: start)
    output += glyphs(styles: styles, brackets: bracketCodes(styles))
    let gap = hint?.isContinuation == true ? "" : "  "
    if let shown = hint?.shortened(to: size.columns - end.column - gap.count - 2) {
      let current = shown.current.isEmpty ? "" : "\u{1B}[0;4m\(shown.current)\u{1B}[0;2m"
      output += "\u{1B}8" + Self.move(from: here, to: end)
      output += "\u{1B}[2m\(gap)\(shown.before)\(current)\(shown.after)\u{1B}[0m"
    }
    return output + "\u{1B}8"
  }

  /// The escape sequences that remove a hint.
  func hintErasure() -> String {
    let here = start.placing(buffer[..<cursor])
    return "\u{1B}7" + Self.move(from: here, to: start.placing(buffer)) + "\u{1B}[K\u{1B}8"
  }

  /// The glyphs of the whole buffer, wrapped as libedit wraps them.
  private func glyphs(styles: [Int: HighlightStyle], brackets: [Int: String]) -> String {
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

  /// The bracket at the cursor (before it, else under it) and its partner; none without one.
  func matchingBrackets() -> [Int] {
    let found = bracketsAtCursor(styles: [:])
    return found.isMismatch ? [] : found.places
  }

  /// The bracket at the cursor with its partner, or with what stands where its partner should.
  ///
  /// Brackets in strings and comments are text. An opening bracket without a partner is no mistake:
  /// the rest is still to be typed.
  func bracketsAtCursor(styles: [Int: HighlightStyle]) -> (places: [Int], isMismatch: Bool) {
    func isCode(_ index: Int) -> Bool { styles[index] != .string && styles[index] != .comment }
    for index in [cursor - 1, cursor]
    where buffer.indices.contains(index) && isCode(index) && Self.partners[buffer[index]] != nil {
      let partner = partner(of: index, where: isCode)
      let isOpening = Self.opening.contains(buffer[index])
      guard let partner else {
        if isOpening { continue }
        return ([index], true)
      }
      let fits = Self.partners[buffer[index]] == buffer[partner]
      return ([index, partner].sorted(), !fits)
    }
    return ([], false)
  }

  private static let partners: [Unicode.Scalar: Unicode.Scalar] = [
    "(": ")", "[": "]", "{": "}", ")": "(", "]": "[", "}": "{",
  ]
  private static let opening: Set<Unicode.Scalar> = ["(", "[", "{"]

  /// The bracket at which as many were closed as opened, of whatever kind.
  private func partner(of index: Int, where isCode: (Int) -> Bool) -> Int? {
    let isOpening = Self.opening.contains(buffer[index])
    var depth = 0
    var place = index
    while buffer.indices.contains(place) {
      if isCode(place), Self.partners[buffer[place]] != nil {
        depth += Self.opening.contains(buffer[place]) ? 1 : -1
        if depth == 0 { return place }
      }
      place += isOpening ? 1 : -1
    }
    return nil
  }

  /// A program with the escape sequences of its colours, to be shown rather than edited.
  static func colored(_ program: String, _ spans: [HighlightSpan]) -> String {
    let bytes = Array(program.utf8)
    var result = ""
    var done = 0
    func add(to end: Int) {
      result += String(decoding: bytes[done..<end], as: UTF8.self)
      done = end
    }
    for span in spans where span.range.lowerBound >= done && span.range.upperBound <= bytes.count {
      add(to: span.range.lowerBound)
      result += code(span.style)
      add(to: span.range.upperBound)
      result += "\u{1B}[0m"
    }
    add(to: bytes.count)
    return result
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
    case .unknown: "\u{1B}[2m"
    case .match: "\u{1B}[1;4m"
    }
  }

  private static func move(from here: LineEditorLayout, to there: LineEditorLayout) -> String {
    var moves = "\r"
    if there.row < here.row { moves += "\u{1B}[\(here.row - there.row)A" }
    if there.row > here.row { moves += "\u{1B}[\(there.row - here.row)B" }
    if there.column > 0 { moves += "\u{1B}[\(there.column)C" }
    return moves
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
