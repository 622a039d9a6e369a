/// What is made of text that comes in by paste.
enum LineEditorPaste {
  /// The sequences a terminal puts around pasted text once it is asked to.
  static let start = "\u{1B}[200~"
  static let end = "\u{1B}[201~"
  /// The sequences that ask for it and that stop it.
  static let enable = "\u{1B}[?2004h"
  static let disable = "\u{1B}[?2004l"

  /// Pasted text as it enters the buffer: line breaks made one kind, tabs two spaces, other control
  /// characters dropped, copied prompts stripped, final line breaks gone.
  static func cleaned(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    var previous: Unicode.Scalar = " "
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\n" where previous == "\r": break
      case "\r", "\n": result.append("\n")
      case "\t": result.append(contentsOf: "  ".unicodeScalars)
      default: if isPrintable(scalar) { result.append(scalar) }
      }
      previous = scalar
    }
    var lines = String(result).split(separator: "\n", omittingEmptySubsequences: false)
    lines = withoutPrompts(lines)
    while let last = lines.last, last.allSatisfy({ $0 == " " }) { lines.removeLast() }
    return lines.joined(separator: "\n")
  }

  /// Whether the editor can show a character in the cells it claims.
  static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII { return scalar.value >= 32 && scalar.value != 127 }
    return scalar.value > 0x9F && scalar.properties.generalCategory != .unassigned
      && scalar.properties.generalCategory != .surrogate
      && scalar.properties.generalCategory != .lineSeparator
      && scalar.properties.generalCategory != .paragraphSeparator
  }

  /// Of a copied piece of session, only what was typed.
  ///
  /// Prompts and margins are stripped, the output between them is dropped. Text without a prompt at
  /// its start stays as it is.
  static func withoutPrompts(_ lines: [Substring]) -> [Substring] {
    guard let first = lines.first(where: { !$0.allSatisfy { $0 == " " } }),
      promptLength(first) != nil
    else { return lines }
    var result: [Substring] = []
    var margin = 0
    for line in lines {
      if let length = promptLength(line) {
        margin = length
        result.append(line.dropFirst(length))
      } else if line.prefix(margin).count == margin, line.prefix(margin).allSatisfy({ $0 == " " }) {
        result.append(line.dropFirst(margin))
      }
    }
    return result
  }

  /// The length of a prompt such as `[3]> ` at the start of a line, the blank behind it included.
  static func promptLength(_ line: Substring) -> Int? {
    guard line.hasPrefix("[") else { return nil }
    let digits = line.dropFirst().prefix { $0.isASCII && $0.isNumber }
    guard !digits.isEmpty else { return nil }
    let rest = line.dropFirst(1 + digits.count)
    if rest == "]>" { return digits.count + 3 }
    return rest.hasPrefix("]> ") ? digits.count + 4 : nil
  }
}
