internal import Glibc

/// A number with a fixed count of decimals; never `-0`.
func fixed(_ value: Double, _ digits: Int = 3) -> String {
  guard value.isFinite else { return value.isNaN ? "NaN" : value > 0 ? "inf" : "-inf" }
  let scale = pow(10, Double(digits))
  let scaled = (abs(value) * scale).rounded()
  guard scaled < 1e15 else { return "\(value)" }
  let whole = Int(scaled)
  let sign = value < 0 && whole > 0 ? "-" : ""
  guard digits > 0 else { return "\(sign)\(whole)" }
  let unit = Int(scale)
  let fraction = String(whole % unit)
  let zeros = String(repeating: "0", count: digits - fraction.count)
  return "\(sign)\(whole / unit).\(zeros)\(fraction)"
}

/// A number with its sign.
func signed(_ value: Double, _ digits: Int = 3) -> String {
  let text = fixed(value, digits)
  return text.hasPrefix("-") || value.isNaN ? text : "+\(text)"
}

/// `1 row`, `2 rows`; the plural of `class` is given.
func counted(_ count: Int, _ noun: String, _ plural: String? = nil) -> String {
  "\(count) \(count == 1 ? noun : plural ?? noun + "s")"
}

/// A name of at most `length` characters.
func cut(_ name: String, _ length: Int) -> String {
  name.count <= length ? name : String(name.prefix(length - 1)) + "…"
}
