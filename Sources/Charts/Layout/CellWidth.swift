internal import CUTF8Proc

/// The number of terminal cells that a text occupies, counted grapheme by grapheme.
///
/// Wide characters and emoji take 2 cells, combining marks and controls 0, joined emoji sequences
/// and flags 2. `ambiguous` (1 or 2) is the width of East Asian Ambiguous characters such as `│`.
/// Widths are those of the library utf8proc, which follows Unicode Standard Annex #11.
///
/// - Complexity: O(length).
package func cellWidth(_ text: String, ambiguous: Int = 1) -> Int {
  var width = 0
  for character in text { width += cellWidth(of: character, ambiguous: ambiguous) }
  return width
}

/// The number of terminal cells that one grapheme occupies: 0, 1 or 2.
package func cellWidth(of character: Character, ambiguous: Int = 1) -> Int {
  if let ascii = character.asciiValue { return ascii >= 32 && ascii < 127 ? 1 : 0 }
  var width = 0
  for scalar in character.unicodeScalars {
    if scalar.value == 0xFE0F {
      width = max(width, 2)
    } else {
      width = max(width, cellWidth(of: scalar, ambiguous: ambiguous))
    }
    if isRegionalIndicator(scalar) { width = 2 }
  }
  return width
}

/// The longest beginning of a text that fits `width` cells; `…` (or `~` when that would be
/// two cells wide) stands for what was cut.
package func truncated(_ text: String, to width: Int, ambiguous: Int = 1) -> String {
  guard cellWidth(text, ambiguous: ambiguous) > width else { return text }
  guard width > 0 else { return "" }
  var result = ""
  var used = 0
  for character in text {
    let next = cellWidth(of: character, ambiguous: ambiguous)
    if used + next > width - 1 { break }
    used += next
    result.append(character)
  }
  return result + (ambiguous == 1 ? "…" : "~")
}

/// A text filled with blanks on the right, or cut, to exactly `width` cells.
package func padded(_ text: String, to width: Int, ambiguous: Int = 1) -> String {
  let short = truncated(text, to: width, ambiguous: ambiguous)
  return short + blanks(width - cellWidth(short, ambiguous: ambiguous))
}

/// As many spaces as asked for; none for a negative count.
func blanks(_ count: Int) -> String { String(repeating: " ", count: max(0, count)) }

private func cellWidth(of scalar: Unicode.Scalar, ambiguous: Int) -> Int {
  let value = scalar.value
  if value < 0x300 {
    if value < 32 || (value >= 127 && value < 160) { return 0 }
    return ambiguous == 2 && value >= 0xA1 && contains(ambiguousRanges, value) ? 2 : 1
  }
  if isJoiningJamo(value) { return 0 }
  let width = min(max(Int(utf8proc_charwidth(Int32(value))), 0), 2)
  return width == 1 && ambiguous == 2 && contains(ambiguousRanges, value) ? 2 : width
}

/// Whether a scalar is a Hangul vowel or final, which joins the initial before it.
private func isJoiningJamo(_ value: UInt32) -> Bool {
  (0x1160...0x11FF).contains(value) || (0xD7B0...0xD7FF).contains(value)
}

private func isRegionalIndicator(_ scalar: Unicode.Scalar) -> Bool {
  (0x1F1E6...0x1F1FF).contains(scalar.value)
}

/// Whether one of the ascending ranges holds a value; O(log ranges).
private func contains(_ ranges: [UInt32], _ value: UInt32) -> Bool {
  var low = 0
  var high = ranges.count / 2
  while low < high {
    let middle = (low + high) / 2
    if ranges[2 * middle + 1] < value {
      low = middle + 1
    } else if ranges[2 * middle] > value {
      high = middle
    } else {
      return true
    }
  }
  return false
}
