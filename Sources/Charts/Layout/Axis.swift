internal import Glibc

/// A value axis whose both ends are ticks, with labels that differ from each other.
struct Axis: Sendable {
  /// A mark on the axis.
  struct Tick: Sendable {
    /// Where between the lower (0) and the upper (1) end.
    var position: Double
    var label: String
  }

  var ticks: [Tick]
  /// The ends, in values minus `offset` divided by 10^`exponent`, or as the scale transforms them.
  var lower: Double
  var upper: Double
  var scale = AxisScale.linear
  var offset = 0.0
  var exponent = 0

  /// What the labels leave out: `×10^6`, `offset +1 000 000`; `nil` when they are plain.
  func note(_ times: String) -> String? {
    var parts: [String] = []
    if offset != 0 {
      let isWhole = offset == offset.rounded() && abs(offset) < 1e15
      let size = isWhole ? grouped(offset, 0) : shortNumber(abs(offset), digits: 15)
      parts.append("offset \(offset < 0 ? "-" : "+")\(size)")
    }
    if exponent != 0 { parts.append("\(times)10^\(exponent)") }
    return parts.isEmpty ? nil : parts.joined(separator: " ")
  }

  /// The value at a curve's end with one more decimal than the ticks have; where these leave an offset
  /// out, the difference to it with its sign.
  func endValue(_ value: Double, _ digits: Int) -> String {
    guard scale == .linear, exponent == 0 else {
      return shortNumber(offset == 0 ? value : value - offset, digits: digits)
    }
    let label = ticks.first?.label ?? ""
    let decimals = label.split(separator: ".").dropFirst().first?.count ?? 0
    if offset != 0 { return signed(value - offset, decimals + 1) }
    return value == value.rounded() && decimals == 0 ? fixed(value, 0) : fixed(value, decimals + 1)
  }

  /// The map from values to 0…1.
  var map: AxisMap {
    AxisMap(
      scale: scale, offset: offset, unit: pow(10, Double(exponent)), lower: lower,
      span: upper - lower)
  }

  /// The longest label in cells.
  var labelWidth: Int { ticks.map { $0.label.utf8.count }.max() ?? 0 }
}

/// What an axis has to show, and on how many cells.
struct AxisRequest {
  var low: Double
  var high: Double
  var target: Int
  var scale = AxisScale.linear
  /// Which ticks are wished for.
  var ticks = Chart.Ticks.auto
  var isInteger = false
  var needsZero = false
  var admits: (Int) -> Bool = { _ in true }

  /// The axis; any finite or missing range gives one.
  func axis() -> Axis {
    switch ticks {
    case .auto: automaticAxis
    case .count(let count): counted(count).automaticAxis
    case .at(let values): axis(at: values) ?? automaticAxis
    }
  }

  /// Whether the ticks may lie at unequal distances.
  var hasUnevenTicks: Bool {
    if case .at = ticks { return true }
    return scale == .log
  }

  private var automaticAxis: Axis { scale == .linear ? linearAxis() : decadeAxis() }

  /// The same for so many ticks.
  private func counted(_ count: Int) -> AxisRequest {
    var request = self
    request.target = min(max(count, 2), 50)
    return request
  }

  func linearAxis() -> Axis {
    var (low, high) = widened()
    var axis = Axis(ticks: [], lower: 0, upper: 1)
    let magnitude = max(abs(low), abs(high))
    if high - low < 1e-4 * magnitude, !needsZero {
      axis.offset = roundOffset(low, high)
      low -= axis.offset
      high -= axis.offset
    }
    let largest = max(abs(low), abs(high))
    if largest >= 1e5 || largest < 1e-3 {
      axis.exponent = min(max(whole(log10(largest).rounded(.down)), -300), 308)
      let unit = pow(10, Double(axis.exponent))
      low /= unit
      high /= unit
    }
    let isWhole = isInteger && axis.exponent == 0 && axis.offset == 0
    if isWhole, high - low < 1 { high = low.rounded(.down) + 1 }
    var search = TickSearch(
      low: low, high: high, target: max(2, target), isInteger: isWhole, needsZero: needsZero,
      admits: admits)
    var found = search.best()
    if found == nil {
      search.admits = { _ in true }
      found = search.best()
    }
    guard let steps = found else { return axis.bare(low, high) }
    let values = steps.values
    axis.lower = values[0]
    axis.upper = values[values.count - 1]
    axis.ticks = zip(values, steps.labels).map { value, label in
      Axis.Tick(position: (value - axis.lower) / (axis.upper - axis.lower), label: label)
    }
    return axis
  }

  /// The roundest number in or near a narrow range far from zero.
  private func roundOffset(_ low: Double, _ high: Double) -> Double {
    let middle = low / 2 + high / 2
    let range = high - low
    let coarsest = whole(log10(abs(middle)).rounded(.down))
    for power in stride(from: coarsest, through: coarsest - 16, by: -1) {
      let grain = pow(10, Double(abs(power)))
      let offset =
        power < 0 ? (middle * grain).rounded() / grain : (middle / grain).rounded() * grain
      if offset.isFinite, offset >= low - range, offset <= high + range { return offset }
    }
    return middle
  }

  /// The range, made finite and wider than nothing: a constant gets a tenth of itself each way.
  func widened() -> (Double, Double) {
    guard low.isFinite, high.isFinite, low <= high else { return (0, 1) }
    let low = max(low, -1e307)
    let high = min(high, 1e307)
    let magnitude = max(abs(low), abs(high))
    guard high - low <= magnitude * 1e-13 || high - low < 1e-290 else { return (low, high) }
    if magnitude < 1e-280 { return needsZero ? (0, 1) : (-1, 1) }
    if needsZero { return (min(0, low * 1.1), max(0, high * 1.1)) }
    return (low - 0.1 * magnitude, high + 0.1 * magnitude)
  }
}

extension Axis {
  /// An axis that names its two ends only.
  fileprivate func bare(_ low: Double, _ high: Double) -> Axis {
    var axis = self
    axis.lower = low
    axis.upper = high > low ? high : low + 1
    axis.ticks = [Tick(position: 0, label: shortNumber(axis.lower, digits: 6))]
    return axis
  }
}
