internal import Glibc

/// Axes on which a tick is a power of ten, or 1, 2 and 5 times one.
extension AxisRequest {
  /// The axis of a scale by logarithms; anything without one gets a frame from 1 to 10.
  func decadeAxis() -> Axis {
    let (bottom, top) = transformedEnds
    let marks: [Double]
    switch scale {
    case .log where top - bottom < 2: marks = smallSteps(bottom, top)
    case .symlog: marks = decades(bottom, top, anchor: 0)
    default: marks = decades(bottom, top, anchor: whole(bottom.rounded(.down)))
    }
    var axis = Axis(ticks: [], lower: marks.first ?? 0, upper: marks.last ?? 1, scale: scale)
    let span = axis.upper - axis.lower
    axis.ticks = marks.map { mark in
      Axis.Tick(position: (mark - axis.lower) / span, label: label(mark))
    }
    return axis
  }

  private var transformedEnds: (Double, Double) {
    let (bottom, top) = (scale.transformed(low), scale.transformed(high))
    guard bottom.isFinite, top.isFinite, bottom <= top else { return (0, 1) }
    return (bottom, top)
  }

  /// Every k-th whole number that is `anchor` plus a multiple of k, around both ends; the k that wastes
  /// least of the axis among those near what the number of ticks asks for.
  private func decades(_ bottom: Double, _ top: Double, anchor: Int) -> [Double] {
    let (first, last) = (whole(bottom.rounded(.down)), whole(top.rounded(.up)))
    let span = max(1, last - first)
    func ends(_ stride: Int) -> (start: Int, count: Int) {
      let start = anchor - ceiling(anchor - first, stride) * stride
      return (start, max(1, ceiling(last - start, stride)))
    }
    let least = max(1, ceiling(span, max(1, target + 1)))
    let wished = (least...least + 2).filter { admits(ends($0).count + 1) }
    let all =
      wished.isEmpty ? (least...max(least, span)).filter { admits(ends($0).count + 1) } : wished
    let stride = all.min { ends($0).count * $0 < ends($1).count * $1 } ?? max(least, span)
    let (start, count) = ends(stride)
    return (0...count).map { Double(start + $0 * stride) }
  }

  /// The least whole number of parts that reach a length of either sign.
  private func ceiling(_ length: Int, _ part: Int) -> Int {
    length >= 0 ? (length + part - 1) / part : -(-length / part)
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

  private func label(_ mark: Double) -> String {
    guard case .symlog(let unit) = scale else { return powerLabel(mark) }
    if mark == 0 { return "0" }
    let power = log10(unit) + abs(mark) - 1
    return (mark < 0 ? "-" : "") + powerLabel(power)
  }

  /// 10 to some power: `0.1`, `1000`, `1e-5`.
  private func powerLabel(_ mark: Double) -> String {
    let power = (mark + 1e-9).rounded(.down)
    let lead = pow(10, mark - power).rounded()
    if (-2...4).contains(power) { return shortNumber(lead * pow(10, power), digits: 3) }
    return "\(whole(lead))e\(whole(power))"
  }

  // MARK: - Ticks that are given

  /// The axis with ticks at these values and nowhere else, wide enough for them and the data; `nil`
  /// when none of them has a place.
  func axis(at values: [Double]) -> Axis? {
    let distinct = Set(values.filter { scale.transformed($0).isFinite && abs($0) < 1e300 })
    let places = distinct.sorted().prefix(100)
    guard let first = places.first, let last = places.last else { return nil }
    let (low, high) = widened()
    var axis = Axis(ticks: [], lower: 0, upper: 1, scale: scale)
    let ends = [scale.transformed(low), scale.transformed(high)].filter(\.isFinite)
    axis.lower = min(ends.min() ?? .infinity, scale.transformed(first))
    axis.upper = max(ends.max() ?? -.infinity, scale.transformed(last))
    if axis.upper <= axis.lower { axis.upper = axis.lower + 1 }
    let labels = Self.labels(Array(places))
    axis.ticks = zip(places, labels).map { place, label in
      Axis.Tick(position: axis.map.position(place), label: label)
    }
    return axis
  }

  /// The fewest decimals in common that show each value to six digits; powers of ten beyond.
  static func labels(_ values: [Double]) -> [String] {
    let largest = values.map(abs).max() ?? 0
    for decimals in 0...8 where largest < 1e7 {
      let texts = values.map { fixed($0, decimals) }
      let isExact = zip(values, texts).allSatisfy { value, text in
        abs((Double(text) ?? .nan) - value) <= 1e-6 * max(largest * 1e-3, abs(value))
      }
      if isExact, Set(texts).count == texts.count { return texts }
    }
    return values.map { shortNumber($0, digits: 9) }
  }
}
