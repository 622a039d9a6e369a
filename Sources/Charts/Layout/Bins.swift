internal import Glibc

/// Counts of values in bins of a round width.
struct Bins: Sendable {
  var counts: [Int]
  /// One more than there are bins; every bin is closed below and open above, the last closed.
  var edges: [Double]
  var width: Double { edges.count > 1 ? edges[1] - edges[0] : 0 }
  var extent: Extent
  /// The axis whose ticks are the edges.
  let axis: Axis

  /// Bins the finite values; `nil` when there are none.
  ///
  /// Without a wished number the width follows Freedman and Diaconis (1981), 2·IQR/∛n, and is then
  /// rounded.
  init?(_ histogram: Histogram, limits: ClosedRange<Double>?, most: Int) {
    var extent = Extent()
    extent.add(histogram.values, count: histogram.values.count)
    self.extent = extent
    guard !extent.isEmpty else { return nil }
    extent.limit(to: limits)
    let most = max(1, most)
    let wished = histogram.bins ?? Bins.wished(histogram.values, extent)
    let axis = AxisRequest(
      low: extent.low, high: extent.high, target: min(max(wished, 1), most) + 1,
      admits: { $0 - 1 <= most }
    ).axis()
    self.axis = axis
    let unit = pow(10, Double(axis.exponent))
    edges = axis.ticks.map {
      axis.offset + (axis.lower + $0.position * (axis.upper - axis.lower)) * unit
    }
    guard edges.count > 1, edges[0] < edges[edges.count - 1] else { return nil }
    counts = [Int](repeating: 0, count: edges.count - 1)
    count(histogram.values, within: limits)
  }

  /// Counts what lies within the limits, all finite values where there are none.
  ///
  /// The outer edges are rounded numbers: a value may lie beyond them by its last digit.
  private mutating func count(_ values: [Double], within limits: ClosedRange<Double>?) {
    let low = edges[0]
    let high = edges[edges.count - 1]
    for value in values where value.isFinite && limits?.contains(value) != false {
      let guess = (value - low) / (high - low) * Double(counts.count)
      var bin = min(max(whole(guess), 0), counts.count - 1)
      if value < edges[bin], bin > 0 { bin -= 1 }
      if value >= edges[bin + 1], bin + 1 < counts.count { bin += 1 }
      counts[bin] += 1
    }
  }

  private static func wished(_ values: [Double], _ extent: Extent) -> Int {
    let step = max(1, values.count / 10_000)
    let sample = stride(from: 0, to: values.count, by: step).map { values[$0] }
      .filter(\.isFinite).sorted()
    guard sample.count > 3 else { return max(1, sample.count) }
    let spread = sample[sample.count * 3 / 4] - sample[sample.count / 4]
    let width = 2 * spread / cbrt(Double(values.count))
    let count = (extent.high - extent.low) / width
    return count.isFinite && count >= 1 ? whole(min(count.rounded(.up), 100)) : 10
  }
}
