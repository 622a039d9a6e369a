internal import Glibc

/// What the axes of some series have to show.
struct PlotData {
  let x: AxisRequest
  let y: AxisRequest
  /// What of the data cannot be drawn.
  let extent: Extent

  /// Reads the ranges of some series; `nil` when no point can be drawn.
  init?(_ chart: Chart, _ series: [Series]) {
    guard let ranges = PlotRanges(chart, series) else { return nil }
    var left = ranges.y
    left.addCounts(of: ranges.x)
    extent = left
    var (across, up) = (ranges.x, ranges.y)
    across.limit(to: chart.xLimits)
    up.limit(to: chart.yLimits)
    x = AxisRequest(
      low: across.low, high: across.high, target: 6,
      scale: AxisScale(chart.xScale, across) { series.compactMap(\.x) }, ticks: chart.xTicks,
      isInteger: ranges.countsX)
    y = AxisRequest(
      low: up.low, high: up.high, target: 5,
      scale: AxisScale(chart.yScale, up) { series.map(\.y) }, ticks: chart.yTicks)
  }
}

/// The ranges of the points of some series with their bars and bands.
struct PlotRanges {
  private(set) var x = Extent()
  private(set) var y = Extent()
  /// Whether x holds indices or other whole numbers, between which there is nothing.
  private(set) var countsX = true

  /// Points up to which positions are searched for fractions.
  private static let countLimit = 10_000

  init?(_ chart: Chart, _ series: [Series]) {
    for part in series where part.count > 0 {
      addPositions(of: part, isLog: chart.xScale == .log)
      addHeights(of: part, isLog: chart.yScale == .log)
    }
    guard !x.isEmpty, !y.isEmpty || y.infinite > 0 else { return nil }
  }

  private mutating func addPositions(of part: Series, isLog: Bool) {
    guard let given = part.x else {
      x.add(0, isLog: isLog)
      if part.count > 1 { x.add(min(1, Double(part.count - 1)), isLog: isLog) }
      x.add(Double(part.count - 1), isLog: isLog)
      return
    }
    x.add(given, count: part.count, isLog: isLog)
    countsX =
      countsX && part.count > 2 && part.count <= Self.countLimit
      && given.prefix(part.count).allSatisfy { !$0.isFinite || $0 == $0.rounded() }
  }

  private mutating func addHeights(of part: Series, isLog: Bool) {
    y.add(part.y, count: part.count, isLog: isLog)
    guard part.errors != nil || part.band != nil else { return }
    for index in 0..<part.count {
      if let bar = part.bar(at: index) { addReach(bar, isLog: isLog) }
      if let band = part.band(at: index) { addReach(band, isLog: isLog) }
    }
  }

  private mutating func addReach(_ reach: (low: Double, high: Double), isLog: Bool) {
    if !isLog || reach.low > 0 { y.add(reach.low) }
    if !isLog || reach.high > 0 { y.add(reach.high) }
  }
}

extension AxisScale {
  /// Decades that a symmetric logarithmic axis shows on one side.
  private static let symmetricDecades = 6.0

  /// The scale for data of this range; on a symmetric one the least magnitude decides where it
  /// becomes linear.
  init(_ scale: Chart.Scale, _ extent: Extent, _ values: () -> [[Double]]) {
    switch scale {
    case .linear: self = .linear
    case .log: self = .log
    case .symlog:
      let largest = max(abs(extent.low), abs(extent.high))
      guard largest.isFinite, largest > 1e-280 else {
        self = .symlog(unit: 1)
        return
      }
      var least = largest
      for part in values() {
        for value in part where value != 0 && abs(value) < least { least = abs(value) }
      }
      let top = log10(largest).rounded(.down)
      let power = min(max(log10(least).rounded(.down), top - Self.symmetricDecades), top)
      self = .symlog(unit: pow(10, power))
    }
  }
}
