/// The finite range of some values, and what had to be left out of it.
struct Extent: Sendable {
  var low = Double.infinity
  var high = -Double.infinity
  var missing = 0
  var infinite = 0
  /// Values that have no logarithm.
  var notPositive = 0

  var isEmpty: Bool { low > high }

  mutating func add(_ value: Double, isLog: Bool = false) {
    if value.isNaN {
      missing += 1
    } else if value.isInfinite {
      infinite += 1
    } else if isLog, value <= 0 {
      notPositive += 1
    } else {
      low = min(low, value)
      high = max(high, value)
    }
  }

  mutating func add(_ values: [Double], count: Int, isLog: Bool = false) {
    values.withUnsafeBufferPointer { values in
      for index in 0..<min(count, values.count) { add(values[index], isLog: isLog) }
    }
  }

  mutating func limit(to limits: ClosedRange<Double>?) {
    guard let limits, limits.lowerBound.isFinite, limits.upperBound.isFinite else { return }
    low = limits.lowerBound
    high = limits.upperBound
  }

  /// What the reader should know was not drawn: `2 missing, 1 infinite, 3 ≤ 0 not drawn`.
  var footnote: String? {
    var parts: [String] = []
    if missing > 0 { parts.append("\(missing) missing") }
    if infinite > 0 { parts.append("\(infinite) infinite") }
    if notPositive > 0 { parts.append("\(notPositive) ≤ 0 not drawn") }
    return parts.isEmpty ? nil : parts.joined(separator: ", ")
  }
}
