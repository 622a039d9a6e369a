extension Chart {
  /// Series that one pair of axes shows; more become small multiples.
  static let seriesLimit = 4
  /// Small multiples that one drawing holds.
  static let facetLimit = 24

  /// A chart for each of some series, in the way of this one.
  func facets(_ series: [Series]) -> [Chart] {
    series.enumerated().map { number, part in
      var chart = with([part])
      chart.title = part.label(number)
      return chart
    }
  }

  /// The charts with the limits that show all of their data, so that their axes are the same; charts
  /// without axes stay as they are.
  func onCommonAxes(_ charts: [Chart]) -> [Chart] {
    var (x, y) = (Extent(), Extent())
    var scaled = charts.map { chart in
      var chart = chart
      chart.look.palette = chart.look.palette ?? look.palette
      guard chart.series != nil else { return chart }
      (chart.xScale, chart.yScale) = (common(\.xScale, charts), common(\.yScale, charts))
      return chart
    }
    for chart in scaled {
      guard let series = chart.series, let ranges = PlotRanges(chart, series) else { continue }
      x.add(ranges.x)
      y.add(ranges.y)
    }
    for index in scaled.indices where scaled[index].series != nil {
      scaled[index].xLimits = xLimits ?? (x.isEmpty ? nil : x.low...x.high)
      scaled[index].yLimits = yLimits ?? (y.isEmpty ? nil : y.low...y.high)
      (scaled[index].xTicks, scaled[index].yTicks) = (xTicks, yTicks)
      scaled[index].bridgesGaps = scaled[index].bridgesGaps || bridgesGaps
      scaled[index].marksPoints = scaled[index].marksPoints || marksPoints
      scaled[index].legend = .none
    }
    return scaled
  }

  /// The scale of this chart, or of the first that has one of its own.
  private func common(_ scale: KeyPath<Chart, Scale>, _ charts: [Chart]) -> Scale {
    guard self[keyPath: scale] == .linear else { return self[keyPath: scale] }
    return charts.first { $0.series != nil && $0[keyPath: scale] != .linear }?[keyPath: scale]
      ?? .linear
  }

  /// The series that stand for all charts in a common legend; `nil` when there is nothing to tell
  /// apart or the charts do not have the same ones.
  func commonSeries(_ charts: [Chart]) -> (chart: Chart, series: [Series])? {
    let drawn = charts.filter { $0.series != nil }
    guard let first = drawn.first, let series = first.series, series.count > 1 else { return nil }
    let names = series.map(\.name)
    guard drawn.allSatisfy({ ($0.series ?? []).map(\.name) == names }) else { return nil }
    return (first, series)
  }
}
