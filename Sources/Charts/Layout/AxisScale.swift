internal import Glibc

/// How positions along an axis follow from values, up to a shift and a factor.
enum AxisScale: Sendable, Equatable {
  case linear
  /// The decimal logarithm.
  case log
  /// Linear between ±`unit`, beyond by the decimal logarithm on either side.
  case symlog(unit: Double)

  /// Whether values ≤ 0 have no place.
  var isLog: Bool { self == .log }

  /// The transformed value; NaN where there is none.
  func transformed(_ value: Double) -> Double {
    switch self {
    case .linear: return value
    case .log: return value > 0 ? log10(value) : .nan
    case .symlog(let unit):
      let share = value / unit
      guard abs(share) > 1 else { return share }
      return share > 0 ? 1 + log10(share) : -1 - log10(-share)
    }
  }
}

/// How an axis turns a value into a position.
struct AxisMap: Sendable {
  let scale: AxisScale
  let offset: Double
  let unit: Double
  let lower: Double
  let span: Double

  /// 0 at the lower end, 1 at the upper; NaN where a logarithm does not exist.
  @inline(__always)
  func position(_ value: Double) -> Double {
    guard case .linear = scale else { return (scale.transformed(value) - lower) / span }
    return ((value - offset) / unit - lower) / span
  }
}
