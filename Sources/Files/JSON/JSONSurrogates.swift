/// Escapes of UTF-16 halves in a JSON text.
enum JSONSurrogates {
  /// The text with `\uFFFD` for every escape of a half that has no partner.
  static func replacingLone(in bytes: [UInt8]) -> [UInt8] {
    var result = bytes
    var index = 0
    while index < bytes.count {
      guard bytes[index] == UInt8(ascii: "\\") else {
        index += 1
        continue
      }
      guard let unit = escape(in: bytes, at: index), (0xD800...0xDFFF).contains(unit) else {
        index += 2
        continue
      }
      if unit < 0xDC00, let low = escape(in: bytes, at: index + 6),
        (0xDC00...0xDFFF).contains(low)
      {
        index += 12
        continue
      }
      result.replaceSubrange(index + 2..<index + 6, with: Array("FFFD".utf8))
      index += 6
    }
    return result
  }

  /// The number of an escape `\uXXXX` that begins at a place.
  private static func escape(in bytes: [UInt8], at start: Int) -> UInt16? {
    guard start + 6 <= bytes.count, bytes[start] == UInt8(ascii: "\\"),
      bytes[start + 1] == UInt8(ascii: "u")
    else { return nil }
    return UInt16(String(decoding: bytes[start + 2..<start + 6], as: UTF8.self), radix: 16)
  }
}
