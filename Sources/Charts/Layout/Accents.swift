internal import CUTF8Proc

/// A letter with accents in ASCII: the hat, tilde and bar of formulas behind it, as in `m^`, others left
/// out; `nil` for what has no letter below its accents.
func spelled(_ character: Character, _ glyphs: Glyphs) -> String? {
  let parts = character.unicodeScalars.flatMap(decomposed)
  guard let first = parts.first, parts.dropFirst().allSatisfy(isAccent) else { return nil }
  let base: String
  if let substitute = glyphs.substitutes?[Character(first)] {
    base = substitute
  } else if first.value >= 32, first.value < 127, parts.count > 1 {
    base = String(Character(first))
  } else {
    return nil
  }
  return base + parts.dropFirst().compactMap { formulaAccents[$0.value] }.joined()
}

/// Combining accents that mean something in formulas.
private let formulaAccents: [UInt32: String] = [0x302: "^", 0x303: "~", 0x304: "_", 0x305: "_"]

private func isAccent(_ scalar: Unicode.Scalar) -> Bool {
  scalar.properties.generalCategory == .nonspacingMark
}

/// The scalars that a scalar stands for, canonically decomposed.
private func decomposed(_ scalar: Unicode.Scalar) -> [Unicode.Scalar] {
  var buffer = [Int32](repeating: 0, count: 8)
  var boundary: Int32 = 0
  let count = utf8proc_decompose_char(
    Int32(bitPattern: scalar.value), &buffer, buffer.count, UTF8PROC_DECOMPOSE, &boundary)
  guard count > 0, count <= buffer.count else { return [scalar] }
  return buffer.prefix(count).compactMap { Unicode.Scalar(UInt32(bitPattern: $0)) }
}
