/// Reads decimal numbers from bytes, correctly rounded.
///
/// Digits are taken eight at a time (Lemire, "Number parsing at a gigabyte per second", Software:
/// Practice and Experience 51, 2021). Up to 2^53 with a power of ten within ±22 takes one
/// multiplication or division of exact doubles, which rounds once (Clinger, "How to read floating
/// point numbers accurately", PLDI 1990); up to 19 digits take one product of 128 bits
/// (`rounded`); what remains is left to the standard library.
package enum NumberParser {
  package typealias Position = UnsafePointer<UInt8>

  /// The number that the bytes spell, or `nil` when they are no decimal number.
  ///
  /// `inf` and `infinity` are numbers.
  package static func parse(_ bytes: UnsafeBufferPointer<UInt8>) -> Double? {
    guard let start = bytes.baseAddress else { return nil }
    var position = start
    let end = start + bytes.count
    if let value = scan(&position, before: end) { return position == end ? value : nil }
    return infinity(bytes)
  }

  /// Reads the decimal number that begins at a position, and moves behind it.
  ///
  /// - Parameters:
  ///   - position: where the number begins; left alone when none does.
  ///   - end: where the bytes end.
  /// - Returns: the number, or `nil` when there is none: an `e` must be followed by an exponent.
  @inline(__always)
  static func scan(_ position: inout Position, before end: Position) -> Double? {
    var p = position
    guard p < end else { return nil }
    // Signs of data are as good as random: arithmetic instead of a branch that is guessed wrong.
    let sign: UInt64 = p.pointee == UInt8(ascii: "-") ? 1 : 0
    p += Int(sign)
    if p < end, p.pointee == UInt8(ascii: "+"), sign == 0 { p += 1 }
    let start = p
    var mantissa: UInt64 = 0
    // Most numbers have one digit before the point.
    if end - p >= 2, p[0] &- 48 < 10, p[1] &- 48 >= 10 {
      mantissa = UInt64(p[0] &- 48)
      p += 1
    } else {
      takeDigits(&p, before: end, &mantissa)
    }
    var digits = p - start
    var scale = 0
    if p < end, p.pointee == UInt8(ascii: ".") {
      p += 1
      let fraction = p
      takeDigits(&p, before: end, &mantissa)
      scale = fraction - p
      digits -= scale
    }
    guard digits > 0 else { return nil }
    let mantissaEnd = p
    if p < end, p.pointee | 32 == UInt8(ascii: "e") {
      guard let exponent = takeExponent(&p, before: end) else { return nil }
      scale += exponent
    }
    let magnitude: Double
    if digits > 19 {
      magnitude = long(start, mantissaEnd, scale: scale)
    } else if mantissa <= 1 << 53, scale <= 0, scale >= -22 {
      magnitude = Double(mantissa) / exactPowers[-scale]
    } else {
      magnitude = rounded(mantissa, scale)
    }
    position = p
    return Double(bitPattern: magnitude.bitPattern | sign << 63)
  }

  /// Powers of ten that doubles hold exactly.
  private static let exactPowers: [Double] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
  ]

  private static let smallPowers: [UInt64] = [
    1, 10, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000,
  ]

  /// Appends the digits from a position on; more than 19 of them overflow, which the caller sees.
  @inline(__always)
  private static func takeDigits(
    _ p: inout Position, before end: Position, _ mantissa: inout UInt64
  ) {
    while end - p >= 8 {
      let word = UInt64(
        littleEndian: UnsafeRawPointer(p).loadUnaligned(as: UInt64.self) ^ 0x3030_3030_3030_3030)
      // The high bit of each byte that is no digit; exact up to the first of them.
      let others = (word &+ 0x7676_7676_7676_7676 | word) & 0x8080_8080_8080_8080
      let count = others.trailingZeroBitCount >> 3
      // Zeros in front in place of what follows the digits.
      let digits = count == 8 ? word : (word &<< UInt64(56 - 8 * count)) &<< 8
      mantissa = mantissa &* smallPowers[count] &+ eightDigits(digits)
      p += count
      if count < 8 { return }
    }
    while p < end, case let digit = p.pointee &- 48, digit < 10 {
      mantissa = mantissa &* 10 &+ UInt64(digit)
      p += 1
    }
  }

  /// The number of eight digits, the first in the lowest byte: pairs, then fours, then all.
  @inline(__always)
  private static func eightDigits(_ digits: UInt64) -> UInt64 {
    let pairs = (digits &* 2561) &>> 8 & 0x00FF_00FF_00FF_00FF
    let fours = (pairs &* 6_553_601) &>> 16 & 0x0000_FFFF_0000_FFFF
    return (fours &* 42_949_672_960_001) &>> 32
  }

  /// Reads `e`, a sign and digits; clamped, as larger exponents change nothing.
  private static func takeExponent(_ p: inout Position, before end: Position) -> Int? {
    p += 1
    let isNegative = p < end && p.pointee == UInt8(ascii: "-")
    if isNegative || p < end && p.pointee == UInt8(ascii: "+") { p += 1 }
    let start = p
    var value = 0
    while p < end, case let digit = p.pointee &- 48, digit < 10 {
      value = min(value * 10 + Int(digit), 1 << 40)
      p += 1
    }
    return p == start ? nil : isNegative ? -value : value
  }

  /// The value of more than 19 digits, of which the last −`scale` count as decimals.
  ///
  /// The number lies between its first 19 significant digits and one more in the last of them:
  /// where both round to one double, that is the answer.
  private static func long(_ start: Position, _ end: Position, scale: Int) -> Double {
    var leading: UInt64 = 0
    var kept = 0
    var dropped = 0
    for p in start..<end where p.pointee != UInt8(ascii: ".") {
      if kept < 19 {
        leading = leading * 10 + UInt64(p.pointee - 48)
        if leading > 0 { kept += 1 }
      } else {
        dropped += 1
      }
    }
    let low = rounded(leading, scale + dropped)
    if dropped == 0 || low == rounded(leading + 1, scale + dropped) { return low }
    let digits = (start..<end).map(\.pointee).filter { $0 != UInt8(ascii: ".") }
    return Double(String(decoding: digits, as: UTF8.self) + "e\(scale)") ?? low
  }

  private static func infinity(_ bytes: UnsafeBufferPointer<UInt8>) -> Double? {
    // Most of what is no number is some other text.
    guard bytes.count <= 9, bytes.prefix(2).contains(where: { $0 | 32 == UInt8(ascii: "i") })
    else { return nil }
    switch String(decoding: bytes, as: UTF8.self).lowercased() {
    case "inf", "+inf", "infinity", "+infinity": return .infinity
    case "-inf", "-infinity": return -.infinity
    default: return nil
    }
  }
}
