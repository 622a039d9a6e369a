/// The text of a cell in a document, of which only the words behind its fence are changed.
struct CellFence {
  private(set) var text: String

  /// The words behind the fence, `tandem` first.
  var words: [String] {
    let info = Fence(opening: opening.filter { $0 != "\r" })?.info ?? "tandem"
    return info.unicodeScalars.split { $0.properties.isWhitespace }.map(String.init)
  }

  private var opening: String { String(text[..<end]) }

  /// The end of the first line, before its line break.
  private var end: String.Index { text.utf8.firstIndex(of: 10) ?? text.endIndex }

  /// Replaces the words that match by one word, which comes last, or by none.
  mutating func replace(_ matches: (String) -> Bool, by word: String?) {
    let old = words
    let wanted = word.map { [$0] } ?? []
    guard old.filter(matches) != wanted else { return }
    let fence = opening.unicodeScalars.prefix { $0 == " " || $0 == "`" || $0 == "~" }
    let new = old.filter { !matches($0) } + wanted
    text =
      String(fence) + new.joined(separator: " ") + (opening.utf8.last == 13 ? "\r" : "")
      + text[end...]
  }

  /// Writes the cell's number where it would not be understood: cells count on from the one above.
  mutating func number(_ number: Int, below previous: Int) {
    let isWritten = words.contains { $0.hasPrefix("number=") }
    guard number != previous + 1 || isWritten else { return }
    replace({ $0.hasPrefix("number=") }, by: "number=\(number)")
  }
}
