/// Reads decimal numbers from bytes, correctly rounded.
package enum NumberParser {
  private static let powers: [Double] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
  ]

  /// The number that the bytes spell, or `nil` when they are no decimal number.
  ///
  /// Up to 15 digits with a power of ten within ±22 take one multiplication or division of exact
  /// doubles, which rounds once (Clinger, "How to Read Floating Point Numbers Accurately", PLDI
  /// 1990); everything else goes to the standard library. `inf` and `infinity` are numbers.
  package static func parse(_ bytes: UnsafeBufferPointer<UInt8>) -> Double? {
    var i = 0
    let count = bytes.count
    let isNegative = count > 0 && bytes[0] == UInt8(ascii: "-")
    if count > 0, isNegative || bytes[0] == UInt8(ascii: "+") { i = 1 }
    var mantissa: UInt64 = 0
    var digits = 0
    var scale = 0
    var seen = 0
    while i < count, case let digit = bytes[i] &- 48, digit < 10 {
      if mantissa != 0 || digit != 0 { digits += 1 }
      if digits <= 19 { mantissa = mantissa &* 10 &+ UInt64(digit) }
      seen += 1
      i += 1
    }
    if i < count, bytes[i] == UInt8(ascii: ".") {
      i += 1
      while i < count, case let digit = bytes[i] &- 48, digit < 10 {
        if mantissa != 0 || digit != 0 { digits += 1 }
        if digits <= 19 { mantissa = mantissa &* 10 &+ UInt64(digit) }
        seen += 1
        scale -= 1
        i += 1
      }
    }
    guard seen > 0 else { return infinity(bytes) }
    if i < count {
      guard let exponent = exponent(bytes, at: i) else { return nil }
      scale += exponent
    }
    if digits <= 15, scale >= -22, scale <= 22 {
      let value = Double(mantissa)
      let scaled = scale < 0 ? value / powers[-scale] : value * powers[scale]
      return isNegative ? -scaled : scaled
    }
    return Double(String(decoding: bytes, as: UTF8.self))
  }

  /// The exponent that fills the rest of the bytes; clamped, as larger ones change nothing here.
  private static func exponent(_ bytes: UnsafeBufferPointer<UInt8>, at start: Int) -> Int? {
    guard bytes[start] | 32 == UInt8(ascii: "e") else { return nil }
    var i = start + 1
    let isNegative = i < bytes.count && bytes[i] == UInt8(ascii: "-")
    if i < bytes.count, isNegative || bytes[i] == UInt8(ascii: "+") { i += 1 }
    guard i < bytes.count else { return nil }
    var value = 0
    while i < bytes.count {
      let digit = bytes[i] &- 48
      guard digit < 10 else { return nil }
      value = min(value * 10 + Int(digit), 1_000_000)
      i += 1
    }
    return isNegative ? -value : value
  }

  private static func infinity(_ bytes: UnsafeBufferPointer<UInt8>) -> Double? {
    guard bytes.count <= 9 else { return nil }
    switch String(decoding: bytes, as: UTF8.self).lowercased() {
    case "inf", "+inf", "infinity", "+infinity": return .infinity
    case "-inf", "-infinity": return -.infinity
    default: return nil
    }
  }
}
