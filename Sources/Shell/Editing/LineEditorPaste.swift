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
    if let prompt = CopiedPrompt.of(lines) { lines = prompt.input(of: lines) }
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
}
