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
  /// The ends, in values minus `offset` divided by 10^`exponent`, or as decimal logarithms.
  var lower: Double
  var upper: Double
  var scale = Chart.Scale.linear
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

  /// The linear map from values to 0…1, after `log10` on a logarithmic axis.
  var map: AxisMap {
    let unit = scale == .log ? 1 : pow(10, Double(exponent))
    return AxisMap(
      isLog: scale == .log, offset: offset, unit: unit, lower: lower, span: upper - lower)
  }

  /// The longest label in cells.
  var labelWidth: Int { ticks.map { $0.label.utf8.count }.max() ?? 0 }
}

/// How an axis turns a value into a position.
struct AxisMap: Sendable {
  let isLog: Bool
  let offset: Double
  let unit: Double
  let lower: Double
  let span: Double

  /// 0 at the lower end, 1 at the upper; NaN where a logarithm does not exist.
  func position(_ value: Double) -> Double {
    if isLog { return value > 0 ? (log10(value) - lower) / span : .nan }
    return ((value - offset) / unit - lower) / span
  }
}

/// What an axis has to show, and on how many cells.
struct AxisRequest {
  var low: Double
  var high: Double
  var target: Int
  var scale = Chart.Scale.linear
  var isInteger = false
  var needsZero = false
  var admits: (Int) -> Bool = { _ in true }

  /// The axis; any finite or missing range gives one.
  func axis() -> Axis {
    scale == .log ? logAxis() : linearAxis()
  }

  private func linearAxis() -> Axis {
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
  private func widened() -> (Double, Double) {
    guard low.isFinite, high.isFinite, low <= high else { return (0, 1) }
    let low = max(low, -1e307)
    let high = min(high, 1e307)
    let magnitude = max(abs(low), abs(high))
    guard high - low <= magnitude * 1e-13 || high - low < 1e-290 else { return (low, high) }
    if magnitude < 1e-280 { return needsZero ? (0, 1) : (-1, 1) }
    if needsZero { return (min(0, low * 1.1), max(0, high * 1.1)) }
    return (low - 0.1 * magnitude, high + 0.1 * magnitude)
  }

  private func logAxis() -> Axis {
    guard low > 0, high.isFinite, low <= high else {
      var axis = AxisRequest(low: 0, high: 1, target: target).linearAxis()
      axis.scale = .log
      return axis
    }
    let bottom = log10(low)
    let top = log10(high)
    var axis = Axis(ticks: [], lower: 0, upper: 1, scale: .log)
    let marks = top - bottom < 2 ? smallSteps(bottom, top) : decades(bottom, top)
    axis.lower = marks.first ?? 0
    axis.upper = marks.last ?? 1
    axis.ticks = marks.map { mark in
      Axis.Tick(
        position: (mark - axis.lower) / (axis.upper - axis.lower), label: logLabel(mark))
    }
    return axis
  }

  private func decades(_ bottom: Double, _ top: Double) -> [Double] {
    let first = whole(bottom.rounded(.down))
    let span = max(1, whole(top.rounded(.up)) - first)
    var stride = max(1, (span + max(1, target)) / max(1, target + 1))
    while stride < span, !admits((span + stride - 1) / stride + 1) { stride += 1 }
    let count = (span + stride - 1) / stride
    return (0...count).map { Double(first + $0 * stride) }
  }

  private func smallSteps(_ bottom: Double, _ top: Double) -> [Double] {
    let first = whole(bottom.rounded(.down)) - 1
    let all = (first...first + 5).flatMap { decade in
      [1.0, 2, 5].map { log10($0) + Double(decade) }
    }
    let start = all.lastIndex { $0 <= bottom + 1e-9 } ?? 0
    let end = max(start + 1, all.firstIndex { $0 >= top - 1e-9 } ?? all.count - 1)
    return Array(all[start...min(end, all.count - 1)])
  }

  private func logLabel(_ mark: Double) -> String {
    let power = (mark + 1e-9).rounded(.down)
    let lead = pow(10, mark - power).rounded()
    if (-2...4).contains(power) { return shortNumber(lead * pow(10, power), digits: 3) }
    return "\(whole(lead))e\(whole(power))"
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
