/// The finite range of some values, and what had to be left out of it.
struct Extent: Sendable {
  var low = Double.infinity
  var high = -Double.infinity
  var missing = 0
  var infinite = 0
  /// Values that have no logarithm.
  var notPositive = 0

  /// Values that are looked at together.
  private static let blockSize = 4096

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
    values.withUnsafeBufferPointer { all in
      let values = UnsafeBufferPointer(rebasing: all.prefix(count))
      for start in stride(from: 0, to: values.count, by: Self.blockSize) {
        let block = values[start..<min(start + Self.blockSize, values.count)]
        let range = ValueRange(UnsafeBufferPointer(rebasing: block))
        if range.isFinite, !isLog || range.low > 0 {
          low = min(low, range.low)
          high = max(high, range.high)
        } else {
          for value in block { add(value, isLog: isLog) }
        }
      }
    }
  }

  /// The range of both; what was left out is counted together.
  mutating func add(_ other: Extent) {
    low = min(low, other.low)
    high = max(high, other.high)
    addCounts(of: other)
  }

  mutating func addCounts(of other: Extent) {
    missing += other.missing
    infinite += other.infinite
    notPositive += other.notPositive
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
