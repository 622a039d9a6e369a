internal import StandardLibrary

/// Markdown prose as plain lines of a terminal.
struct ProseLayout {
  let width: Int

  /// What a run of lines is.
  private enum Block {
    case paragraph
    /// An item of a list, with the columns its text is set in by.
    case item(indent: Int)
    /// A heading, a row of a table, or an indented line, each on its own.
    case verbatim(String)
    case blank
  }

  /// Folds paragraphs and list items to the width; headings, tables and indented lines keep theirs.
  func folded(_ text: String) -> String {
    var lines: [String] = []
    var pending = ""
    var indent = 0
    func flush() {
      guard !pending.isEmpty else { return }
      lines.append(
        TextFolding.folded(ProseLayout.unmarked(pending), width: width, indent: indent))
      (pending, indent) = ("", 0)
    }
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      switch ProseLayout.block(line) {
      case .paragraph:
        let words = line.drop { $0 == " " }
        pending += pending.isEmpty ? String(words) : " " + words
      case .item(let width):
        flush()
        (pending, indent) = (String(line), width)
      case .verbatim(let kept):
        flush()
        lines.append(kept)
      case .blank:
        flush()
        lines.append("")
      }
    }
    flush()
    return lines.joined(separator: "\n")
  }

  private static func block(_ line: Substring) -> Block {
    let text = line.drop { $0 == " " }
    let depth = line.count - text.count
    guard let first = text.first else { return .blank }
    if first == "#" { return .verbatim(String(text.drop { $0 == "#" || $0 == " " })) }
    if first == "|" || depth >= 4 { return .verbatim(String(line)) }
    if "-*+".contains(first), text.dropFirst().first == " " { return .item(indent: depth + 2) }
    let digits = text.prefix(while: \.isNumber)
    if !digits.isEmpty, digits.count < 4, text.dropFirst(digits.count).hasPrefix(". ") {
      return .item(indent: depth + digits.count + 2)
    }
    return .paragraph
  }

  /// A text without the stars that mark emphasis; code between backticks is left alone.
  static func unmarked(_ text: String) -> String {
    var result = ""
    for (place, part) in text.split(separator: "`", omittingEmptySubsequences: false).enumerated() {
      if place > 0 { result += "`" }
      result += place % 2 == 1 ? String(part) : withoutStars(part)
    }
    return result
  }

  /// Drops stars that touch a word on one side only: those that open or close emphasis.
  private static func withoutStars(_ text: Substring) -> String {
    let characters = Array(text)
    var result = ""
    var place = 0
    while place < characters.count {
      guard characters[place] == "*" else {
        result.append(characters[place])
        place += 1
        continue
      }
      var end = place
      while end < characters.count, characters[end] == "*" { end += 1 }
      let before = place > 0 ? characters[place - 1] : " "
      let after = end < characters.count ? characters[end] : " "
      let opens = !after.isWhitespace && (before.isWhitespace || before.isPunctuation)
      let closes = !before.isWhitespace && (after.isWhitespace || after.isPunctuation)
      if !(opens || closes) { result += String(repeating: "*", count: end - place) }
      place = end
    }
    return result
  }
}
