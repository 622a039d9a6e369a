internal import Charts

/// Figures over epochs, as a spark line or a table shows them.
enum Trend {
  /// At most so many of the values, evenly, the first and the last among them.
  static func sampled(_ values: [Double], _ width: Int) -> [Double] {
    guard width > 1, values.count > width else { return Array(values.suffix(max(width, 1))) }
    return (0..<width).map { values[$0 * (values.count - 1) / (width - 1)] }
  }

  /// A share of one: `.62`, `1.0`.
  static func share(_ value: Double) -> String {
    let text = Charts.fixed(value, 2)
    if text.hasPrefix("0.") { return String(text.dropFirst()) }
    if text.hasPrefix("-0.") { return "-" + text.dropFirst(2) }
    return String(text.prefix(text.hasPrefix("-") ? 4 : 3))
  }
}
