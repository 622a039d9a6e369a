internal import Glibc

/// The integer part of any number: 0 for NaN, held within ±10^9, so that it never traps.
func whole(_ value: Double) -> Int { value.isNaN ? 0 : Int(min(max(value, -1e9), 1e9)) }

/// A number with so many digits after the point, never `-0`.
package func fixed(_ value: Double, _ decimals: Int) -> String {
  guard value.isFinite else { return value.isNaN ? "nan" : value > 0 ? "inf" : "-inf" }
  let text = printed("%.*f", min(max(decimals, 0), 20), value)
  let isZero = text.utf8.allSatisfy { !(UInt8(ascii: "1")...UInt8(ascii: "9")).contains($0) }
  return isZero && text.hasPrefix("-") ? String(text.dropFirst()) : text
}

/// A number with its sign and so many digits after the point.
package func signed(_ value: Double, _ decimals: Int) -> String {
  let text = fixed(value, decimals)
  return text.hasPrefix("-") || value.isNaN ? text : "+\(text)"
}

/// `1 row`, `2 rows`; the plural of `class` is given.
package func counted(_ count: Int, _ noun: String, _ plural: String? = nil) -> String {
  "\(count) \(count == 1 ? noun : plural ?? noun + "s")"
}

/// A number with so many significant digits; integers below 10^6 keep all of theirs.
package func shortNumber(_ value: Double, digits: Int = 3) -> String {
  guard value.isFinite else { return fixed(value, 0) }
  if value == value.rounded(), abs(value) < 1e6 { return fixed(value, 0) }
  return printed("%.*g", min(max(digits, 1), 17), value)
}

/// An integral number in groups of three: `1 000 000`.
func grouped(_ value: Double, _ decimals: Int) -> String {
  let parts = fixed(abs(value), decimals).split(separator: ".")
  guard let whole = parts.first else { return "0" }
  var digits = ""
  for (index, digit) in whole.enumerated() {
    if index > 0, (whole.count - index) % 3 == 0 { digits.append(" ") }
    digits.append(digit)
  }
  return parts.count > 1 ? digits + "." + parts[1] : digits
}

private func printed(_ format: String, _ precision: Int, _ value: Double) -> String {
  var buffer = [CChar](repeating: 0, count: 360)
  let length = withVaList([Int32(precision), value]) { arguments in
    vsnprintf(&buffer, buffer.count, format, arguments)
  }
  let used = min(max(Int(length), 0), buffer.count - 1)
  return String(decoding: buffer[..<used].map { UInt8(bitPattern: $0) }, as: UTF8.self)
}

/// A number with so many significant digits, and more where these would tell something false.
///
/// What is not a whole number never reads as one: `0.9999` stays `0.9999` with three digits, and
/// `123.456` becomes `123.5`. Up to three digits are added; where the difference still does not show
/// a `~` stands before the number. Integers below 10^6 keep all of their digits.
package func plainNumber(_ value: Double, digits: Int = 3) -> String {
  guard value.isFinite, value != value.rounded() else { return shortNumber(value, digits: digits) }
  let digits = min(max(digits, 1), 15)
  let whole = abs(value) < 1e6 ? fixed(abs(value).rounded(.down), 0).utf8.count : 1
  let least = abs(value) >= 1 ? max(digits, whole) : digits
  for count in least...min(least + 3, 17) {
    let text = shortNumber(value, digits: count)
    if text.contains("e") || text.contains(".") { return text }
  }
  return "~" + shortNumber(value, digits: least)
}

/// The decimals with which the largest of some numbers has so many significant digits; 0 where
/// all are whole.
func commonDecimals(_ values: [Double], digits: Int) -> Int {
  var (largest, areWhole) = (0.0, true)
  for value in values where value.isFinite {
    largest = max(largest, abs(value))
    areWhole = areWhole && value == value.rounded()
  }
  guard largest > 0, !areWhole else { return 0 }
  return min(max(0, digits - 1 - whole(log10(largest).rounded(.down))), 12)
}
