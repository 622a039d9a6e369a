/// A string on the heap, with what makes its characters reachable by position in constant time.
package final class StringBox: Sendable {
  package let text: String
  /// Where each character begins in UTF-8; empty when every character is one byte.
  ///
  /// Made when first asked for; only the interpreter's thread asks.
  nonisolated(unsafe) private var starts: [Int]?

  package init(_ text: String) { self.text = text }

  /// The number of characters.
  package var characterCount: Int {
    let starts = characterStarts
    return starts.isEmpty ? text.utf8.count : starts.count
  }

  /// The character at a position, which the caller has checked.
  func character(_ position: Int) -> String {
    let starts = characterStarts
    let offset = starts.isEmpty ? position : starts[position]
    return String(text[text.utf8.index(text.startIndex, offsetBy: offset)])
  }

  private var characterStarts: [Int] {
    if let starts { return starts }
    let made = StringBox.starts(of: text)
    starts = made
    return made
  }

  /// Whether every character of a text is one byte.
  ///
  /// A carriage return may join the following newline to one character.
  static func isPlain(_ text: String) -> Bool {
    text.utf8.allSatisfy { $0 < 0x80 && $0 != 0x0D }
  }

  private static func starts(of text: String) -> [Int] {
    if isPlain(text) { return [] }
    var starts: [Int] = []
    var offset = 0
    for character in text {
      starts.append(offset)
      offset += character.utf8.count
    }
    return starts
  }
}
