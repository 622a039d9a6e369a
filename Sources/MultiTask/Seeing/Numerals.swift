internal import Charts
internal import Glibc

/// How many digits after the point a group of numbers is written with, so that they compare.
///
/// What is exactly 0 is written `0`, so that it differs from what is merely small.
struct DecimalPlaces {
  private let count: Int
  private let significant: Int
  private let isPlain: Bool

  /// As many places as show `significant` digits of the largest number.
  init(_ values: [Double], significant: Int = 4) {
    let largest = values.filter(\.isFinite).map(abs).max() ?? 0
    self.significant = significant
    isPlain = largest == 0 || (largest >= 1e-5 && largest < 1e7)
    let magnitude = largest > 0 && isPlain ? Int(log10(largest).rounded(.down)) : 0
    count = min(max(significant - 1 - magnitude, 0), 8)
  }

  /// A number; exactly 0 as `0`.
  func text(_ value: Double) -> String {
    if value == 0 { return "0" }
    return isPlain ? fixed(value, count) : shortNumber(value, digits: significant)
  }

  /// A number with its sign; exactly 0 as `0`.
  func signedText(_ value: Double) -> String {
    let text = text(value)
    return value == 0 || text.hasPrefix("-") || value.isNaN ? text : "+\(text)"
  }
}

/// A number in four digits, all of those before the point: `27231`, `994.2`.
func brief(_ value: Double) -> String { DecimalPlaces([value]).text(value) }

/// A name of at most so many characters that keeps its beginning and its end, where names differ.
func clipped(_ name: String, _ length: Int) -> String {
  guard name.count > length, length > 0 else { return name }
  let tail = (length - 1) / 2
  return String(name.prefix(length - 1 - tail)) + "…" + String(name.suffix(tail))
}
