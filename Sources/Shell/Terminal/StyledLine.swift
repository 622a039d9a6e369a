/// A line of prose whose characters stand out or do not.
struct StyledLine {
  /// How characters stand out.
  struct Style: OptionSet {
    let rawValue: Int
    static let strong = Style(rawValue: 1)
    static let emphasis = Style(rawValue: 2)
    static let code = Style(rawValue: 4)
    static let link = Style(rawValue: 8)
    static let struck = Style(rawValue: 16)

    /// The parameters that switch a terminal to each.
    private static let attributes: [(style: Style, code: String)] = [
      (.strong, "1"), (.emphasis, "3"), (.code, "36"), (.link, "4"), (.struck, "9"),
    ]

    var escape: String {
      let codes = Self.attributes.filter { contains($0.style) }.map(\.code)
      return codes.isEmpty ? "" : "\u{1B}[\(codes.joined(separator: ";"))m"
    }
  }

  private var characters: [(character: Character, style: Style)] = []

  init() {}

  private init(_ characters: some Sequence<(character: Character, style: Style)>) {
    self.characters = Array(characters)
  }

  mutating func append(_ text: String, _ style: Style = []) {
    for character in text { characters.append((character, style)) }
  }

  mutating func append(_ other: StyledLine) { characters += other.characters }

  /// The line without blanks at its end.
  var trimmed: StyledLine {
    var line = self
    while line.characters.last?.character == " " { line.characters.removeLast() }
    return line
  }

  /// The number of cells it takes.
  var width: Int { characters.reduce(0) { $0 + Terminal.width(of: String($1.character)) } }

  /// The text, with the escape sequences of its styles when it may have colour.
  func text(usesColor: Bool) -> String {
    guard usesColor else { return String(characters.map(\.character)) }
    var result = ""
    var current: Style = []
    for (character, style) in characters {
      if style != current {
        result += (current.isEmpty ? "" : "\u{1B}[0m") + style.escape
        current = style
      }
      result.append(character)
    }
    return result + (current.isEmpty ? "" : "\u{1B}[0m")
  }

  /// The line broken at blanks to a width; where it holds a line break it is broken, too.
  ///
  /// A word that is too wide stands on a line of its own; lines after the first may stand further in.
  func folded(width: Int, indent: Int = 0) -> [StyledLine] {
    var lines: [StyledLine] = []
    for part in characters.split(omittingEmptySubsequences: false, whereSeparator: { $0.0 == "\n" })
    {
      var line = StyledLine()
      // Blanks wait until a word follows them in the same line.
      var gap = StyledLine()
      var rest = part
      while !rest.isEmpty {
        let blanks = rest.prefix { $0.character == " " }
        rest = rest.dropFirst(blanks.count)
        let word = StyledLine(rest.prefix { $0.character != " " })
        rest = rest.dropFirst(word.characters.count)
        gap.append(StyledLine(blanks))
        guard !word.characters.isEmpty else { break }
        if !line.characters.isEmpty, line.width + gap.width + word.width > width {
          lines.append(line)
          line = StyledLine()
          line.append(String(repeating: " ", count: indent))
        } else if !line.characters.isEmpty {
          line.append(gap)
        }
        gap = StyledLine()
        line.append(word)
      }
      lines.append(line)
    }
    return lines
  }
}
