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

/// A text of at most so many characters that keeps its beginning and its end.
func squeezed(_ text: String, _ length: Int) -> String {
  guard text.count > length else { return text }
  let tail = (length - 1) / 2
  return String(text.prefix(length - 1 - tail)) + "…" + String(text.suffix(tail))
}

/// As many parts as fit on so many characters, at least one, with `…` where some are left out.
func fitting(_ parts: [String], separator: String, within length: Int) -> String {
  var text = parts.first ?? ""
  for (place, part) in parts.enumerated().dropFirst() {
    let room = length - (place + 1 < parts.count ? separator.count + 1 : 0)
    guard text.count + separator.count + part.count <= room else {
      return text + separator + "…"
    }
    text += separator + part
  }
  return text
}
