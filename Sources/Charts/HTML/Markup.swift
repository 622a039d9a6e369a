/// A text of one line as it stands between the tags of a page or a picture, or in the quotes of an
/// attribute: without controls, and with nothing left that a browser would take for a tag.
func markup(_ text: String) -> String {
  let clean = cleaned(text, DrawingOptions(), Glyphs(DrawingOptions()))
  guard clean.utf8.contains(where: { isSpecial($0) || $0 == 0xEF }) else { return clean }
  var result = ""
  for scalar in clean.unicodeScalars {
    switch scalar {
    case "&": result += "&amp;"
    case "<": result += "&lt;"
    case ">": result += "&gt;"
    case "\"": result += "&quot;"
    case "\u{FFFE}", "\u{FFFF}": continue  // XML has no such characters
    default: result.unicodeScalars.append(scalar)
    }
  }
  return result
}

private func isSpecial(_ byte: UInt8) -> Bool {
  [UInt8(ascii: "&"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\"")].contains(byte)
}
