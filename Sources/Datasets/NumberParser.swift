/// Decimal numbers from bytes, correctly rounded, without a string a field.
///
/// A mantissa below 2⁵³ and a power of ten up to 10²² are both exact doubles, so one product or
/// quotient of the two rounds once (Clinger, "How to read floating point numbers accurately",
/// PLDI 1990); everything else goes to the standard library.
enum NumberParser {
  private static let powers: InlineArray<23, Double> = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
  ]

  /// The number that starts at `position`, which moves behind it; `nil` (and no move) when none does.
  ///
  /// Takes a sign, digits with or without a point, and an exponent; words are `word`'s business.
  @inline(__always)
  static func scan(_ bytes: UnsafeBufferPointer<UInt8>, _ position: inout Int) -> Double? {
    let start = position
    var i = start
    let end = bytes.count
    guard i < end else { return nil }
    let isNegative = bytes[i] == UInt8(ascii: "-")
    if isNegative || bytes[i] == UInt8(ascii: "+") { i += 1 }
    var mantissa: UInt64 = 0
    let digitsStart = i
    while i < end, bytes[i].isDigit {
      mantissa = mantissa &* 10 &+ UInt64(bytes[i] &- 48)
      i += 1
    }
    var digits = i - digitsStart
    var exponent = 0
    if i < end, bytes[i] == UInt8(ascii: ".") {
      i += 1
      let fractionStart = i
      while i < end, bytes[i].isDigit {
        mantissa = mantissa &* 10 &+ UInt64(bytes[i] &- 48)
        i += 1
      }
      exponent = fractionStart - i
      digits -= exponent
    }
    guard digits > 0 else { return nil }
    if i < end, bytes[i] | 0x20 == UInt8(ascii: "e"), let power = scanExponent(bytes, &i) {
      exponent += power
    }
    position = i
    // Up to 18 digits cannot have wrapped around.
    guard digits <= 18, mantissa <= 1 << 53, exponent >= -22, exponent <= 22 else {
      return slowValue(bytes, start, i)
    }
    let magnitude = Double(mantissa)
    let value = exponent < 0 ? magnitude / powers[-exponent] : magnitude * powers[exponent]
    return isNegative ? -value : value
  }

  /// The exponent after an `e`, or `nil` (and no move) when no digit follows.
  private static func scanExponent(
    _ bytes: UnsafeBufferPointer<UInt8>, _ position: inout Int
  )
    -> Int?
  {
    var i = position + 1
    guard i < bytes.count else { return nil }
    let isNegative = bytes[i] == UInt8(ascii: "-")
    if isNegative || bytes[i] == UInt8(ascii: "+") { i += 1 }
    guard i < bytes.count, bytes[i].isDigit else { return nil }
    var value = 0
    while i < bytes.count, bytes[i].isDigit {
      value = min(value * 10 + Int(bytes[i] &- 48), 100_000)
      i += 1
    }
    position = i
    return isNegative ? -value : value
  }

  /// The value of a text that is known to be a decimal number; the standard library rounds
  /// correctly and knows no locale.
  private static func slowValue(
    _ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int
  )
    -> Double
  {
    Double(String(decoding: bytes[start..<end], as: UTF8.self)) ?? .nan
  }

  /// The value of a whole range: a number, or one of the words `nan`, `inf` and `infinity`.
  static func value(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int) -> Double? {
    var position = start
    let part = UnsafeBufferPointer(rebasing: bytes[..<end])
    if let number = scan(part, &position), position == end { return number }
    let isNegative = start < end && bytes[start] == UInt8(ascii: "-")
    let hasSign = isNegative || (start < end && bytes[start] == UInt8(ascii: "+"))
    let first = start + (hasSign ? 1 : 0)
    if word(bytes, first, end, is: "nan") { return .nan }
    if word(bytes, first, end, is: "inf") || word(bytes, first, end, is: "infinity") {
      return isNegative ? -.infinity : .infinity
    }
    return nil
  }

  /// Whether a range spells an ASCII word, whatever the case.
  static func word(
    _ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int, is word: StaticString
  ) -> Bool {
    guard end - start == word.utf8CodeUnitCount else { return false }
    for i in 0..<(end - start) where bytes[start + i].lowercased != word.utf8Start[i] {
      return false
    }
    return true
  }
}
