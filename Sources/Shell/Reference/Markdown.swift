/// Text as Markdown shows it literally.
enum Markdown {
  /// Plain text with the characters escaped that Markdown would take for its own.
  static func escaped(_ text: String) -> String {
    let characters = Array(text)
    var result = ""
    for (index, character) in characters.enumerated() {
      if isSpecial(character, at: index, in: characters) { result += "\\" }
      result.append(character == "\n" ? " " : character)
    }
    return result
  }

  /// An underscore inside a word is a letter to Markdown, too.
  private static func isSpecial(
    _ character: Character, at index: Int, in text: [Character]
  ) -> Bool {
    guard character == "_" else { return "\\`*[]<>|#".contains(character) }
    let isInside =
      index > 0 && index + 1 < text.count && text[index - 1].isLetter && text[index + 1].isLetter
    return !isInside
  }

  /// A piece of code, between as many backticks as it needs.
  static func code(_ text: String) -> String {
    var longest = 0
    var run = 0
    for character in text {
      run = character == "`" ? run + 1 : 0
      longest = max(longest, run)
    }
    let ticks = String(repeating: "`", count: longest + 1)
    return longest == 0 ? ticks + text + ticks : "\(ticks) \(text) \(ticks)"
  }
}
