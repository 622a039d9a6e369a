internal import Runtime

/// Amounts of memory in words.
enum ByteCount {
  /// An amount in the unit that suits it: `512 B`, `12 kB`, `7.6 MB`, `1.2 GB`.
  static func text(_ bytes: Int) -> String {
    let units = ["B", "kB", "MB", "GB"]
    var amount = Double(bytes)
    var unit = 0
    while amount >= 1000, unit < units.count - 1 {
      amount /= 1024
      unit += 1
    }
    let isWhole = unit == 0 || amount >= 10
    return (isWhole ? "\(Int(amount.rounded()))" : NumberFormat.fixed(amount, 1)) + " "
      + units[unit]
  }
}
