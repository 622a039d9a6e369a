internal import Glibc

/// A number as it was printed, with the precision it shows.
struct OutputNumber: Sendable, Equatable {
  private let text: String
  private let value: Double
  private let isInteger: Bool
  private let significantDigits: Int
  /// One unit in the last printed place.
  private let unit: Double

  init(_ text: String) {
    let lower = text.lowercased()
    self.text = lower.hasPrefix("+") ? String(lower.dropFirst()) : lower
    value = Double(lower) ?? .nan
    let parts = lower.utf8.split(separator: UInt8(ascii: "e"), maxSplits: 1)
    let mantissa = parts.first ?? lower.utf8[...]
    let exponent = parts.count > 1 ? Double(String(Substring(parts[1]))) ?? 0 : 0
    let decimals = mantissa.reversed().firstIndex(of: UInt8(ascii: "."))
      .map { mantissa.reversed().distance(from: mantissa.reversed().startIndex, to: $0) }
    isInteger = parts.count == 1 && decimals == nil && value.isFinite
    significantDigits = mantissa.filter { $0 >= 48 && $0 <= 57 }.drop { $0 == 48 }.count
    unit = pow(10, exponent - Double(decimals ?? 0))
  }

  /// Whether both are one number: whole ones exactly, others within a relative tolerance or one
  /// unit in the last printed place where both show at least three significant digits.
  func matches(_ other: OutputNumber, tolerance: Double) -> Bool {
    if text == other.text { return true }
    guard value.isFinite, other.value.isFinite else { return false }
    if isInteger, other.isInteger { return false }
    var bound = tolerance * max(value.magnitude, other.value.magnitude)
    if significantDigits >= 3, other.significantDigits >= 3 {
      let units = (isInteger ? 0 : unit, other.isInteger ? 0 : other.unit)
      bound = max(bound, max(units.0, units.1) * (1 + 1e-7))
    }
    return (value - other.value).magnitude <= bound || value == other.value
  }

  // MARK: - Finding numbers

  private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }

  /// Whether a byte belongs to a word; those above 127 do not, for signs such as × and ± are there.
  private static func isWord(_ byte: UInt8) -> Bool {
    isDigit(byte) || byte == 95 || (65...90).contains(byte & 0xDF) && byte < 128
  }

  /// Where the number that begins at `start` ends; `nil` when none begins there.
  static func end(in bytes: [UInt8], from start: Int) -> Int? {
    func byte(_ index: Int) -> UInt8 { index < bytes.count ? bytes[index] : 0 }
    func digits(_ index: Int) -> Int {
      var index = index
      while isDigit(byte(index)) { index += 1 }
      return index
    }
    let before = start > 0 ? bytes[start - 1] : 0
    var index = start
    if byte(index) == UInt8(ascii: "-") || byte(index) == UInt8(ascii: "+") {
      guard !isWord(before) || isDigit(byte(index + 1)) && isDigit(before) else { return nil }
      index += 1
    } else if isWord(before) {
      return nil
    }
    if let end = wordEnd(in: bytes, from: index) { return end }
    var end = digits(index)
    if byte(end) == UInt8(ascii: "."), isDigit(byte(end + 1)) { end = digits(end + 1) }
    guard end > index else { return nil }
    guard byte(end) | 32 == UInt8(ascii: "e") else { return end }
    let hasSign = byte(end + 1) == UInt8(ascii: "-") || byte(end + 1) == UInt8(ascii: "+")
    let exponent = end + (hasSign ? 2 : 1)
    return isDigit(byte(exponent)) ? digits(exponent) : end
  }

  /// The end of `nan` or `inf` as words of their own.
  private static func wordEnd(in bytes: [UInt8], from start: Int) -> Int? {
    let end = start + 3
    guard end <= bytes.count, end == bytes.count || !isWord(bytes[end]) else { return nil }
    let word = bytes[start..<end].map { $0 | 32 }
    return word == Array("nan".utf8) || word == Array("inf".utf8) ? end : nil
  }
}
