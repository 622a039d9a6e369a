internal import Charts

/// A number with its sign and so many digits after the point.
func signed(_ value: Double, _ digits: Int = 3) -> String {
  let text = fixedText(value, digits)
  return value.isNaN || text.hasPrefix("-") ? text : "+\(text)"
}

/// A number with so many digits after the point; huge ones in powers of ten.
func fixedText(_ value: Double, _ digits: Int = 3) -> String {
  guard value.isFinite, abs(value) < 1e6 else { return shortNumber(value, digits: digits + 1) }
  let scale = (0..<digits).reduce(1) { whole, _ in whole * 10 }
  let units = Int((abs(value) * Double(scale)).rounded())
  let sign = value < 0 && units > 0 ? "-" : ""
  guard digits > 0 else { return "\(sign)\(units)" }
  let fraction = String(units % scale)
  return "\(sign)\(units / scale)." + String(repeating: "0", count: digits - fraction.count)
    + fraction
}

/// `1 row`, `2 rows`; the plural of `entry` is given.
func counted(_ count: Int, _ noun: String, _ plural: String? = nil) -> String {
  "\(count) \(count == 1 ? noun : plural ?? noun + "s")"
}

/// A text of at most so many characters.
func shortened(_ text: String, _ length: Int) -> String {
  text.count <= length ? text : String(text.prefix(length - 1)) + "…"
}
