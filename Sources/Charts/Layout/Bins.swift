internal import Glibc

/// Counts of the values of each group in common bins.
///
/// Every bin is closed below and open above, the last one closed, as with NumPy's `histogram`.
package struct Bins: Sendable {
  /// For each group the number of values in each bin.
  package private(set) var counts: [[Int]]
  /// One more than there are bins.
  package private(set) var edges: [Double]
  /// The range of all values, and what could not be counted.
  let extent: Extent
  /// Finite values beside the bins.
  private(set) var outside = 0
  /// The axis whose ticks are the edges, where the bins were chosen so.
  private(set) var axis: Axis?
  /// How many bins were joined into one so that all could be drawn.
  private(set) var joined = 1

  /// The number of bins.
  var count: Int { edges.count - 1 }

  /// Whether all bins are equally wide before any are joined.
  private let isEven: Bool

  /// Counts the finite values in at most `most` bins; `nil` when there are none.
  package init?(_ histogram: Histogram, limits: ClosedRange<Double>?, most: Int) {
    var extent = Extent()
    for group in histogram.groups { extent.add(group.values, count: group.values.count) }
    self.extent = extent
    guard !extent.isEmpty else { return nil }
    extent.limit(to: limits)
    let most = max(1, most)
    switch histogram.binning {
    case .automatic:
      let wished = Bins.wished(histogram.groups.map(\.values), extent)
      let axis = AxisRequest(
        low: extent.low, high: extent.high, target: min(max(wished, 1), most) + 1,
        // Bins of 2.5 hold two or three whole numbers in turn: spikes that the data do not have.
        isInteger: histogram.isOfWholeNumbers, admits: { $0 - 1 <= most }
      ).axis()
      self.axis = axis
      edges = Bins.edges(of: axis)
      isEven = true
    case .count(let count):
      edges = Bins.even(extent.low, extent.high, min(max(count, 1), 10_000))
      isEven = true
    case .edges(let given):
      edges = given
      isEven = false
    }
    guard edges.count > 1, zip(edges, edges.dropFirst()).allSatisfy({ $0 < $1 }) else { return nil }
    counts = histogram.groups.map { _ in [] }
    for (group, part) in histogram.groups.enumerated() {
      counts[group] = count(part.values, within: limits, isOpen: axis != nil)
    }
    join(to: most)
  }

  /// The edges of an axis whose ticks they are.
  private static func edges(of axis: Axis) -> [Double] {
    let unit = pow(10, Double(axis.exponent))
    let edges = axis.ticks.map {
      axis.offset + (axis.lower + $0.position * (axis.upper - axis.lower)) * unit
    }
    // Without the last digits' noise: an edge at 0 is 0.
    let step = ((edges.last ?? 0) - (edges.first ?? 0)) / Double(max(1, edges.count - 1))
    return edges.map { abs($0) < 1e-9 * step ? 0 : $0 }
  }

  /// Equally spaced edges; a constant gets a bin around it.
  private static func even(_ low: Double, _ high: Double, _ count: Int) -> [Double] {
    var (low, high) = (max(low, -1e307), min(high, 1e307))
    let least = max(abs(low), abs(high)) * 1e-12
    if high - low <= max(least, .leastNormalMagnitude) {
      let half = max(0.5, least * Double(count))
      (low, high) = (low - half, high + half)
    }
    let step = (high - low) / Double(count)
    return (0..<count).map { low + Double($0) * step } + [high]
  }

  /// Counts what lies within the limits and the edges.
  ///
  /// Where edges are rounded numbers (`isOpen`) a value may lie beyond them by its last digit.
  private mutating func count(
    _ values: [Double], within limits: ClosedRange<Double>?, isOpen: Bool
  ) -> [Int] {
    var counts = [Int](repeating: 0, count: count)
    let (least, greatest) = (edges[0], edges[count])
    let last = count - 1
    let factor = Double(count) / (greatest - least)
    let isEven = isEven && factor.isFinite && factor > 0
    let low = max(limits?.lowerBound ?? -.infinity, isOpen ? -.infinity : least)
    let high = min(limits?.upperBound ?? .infinity, isOpen ? .infinity : greatest)
    var outside = 0
    values.withUnsafeBufferPointer { values in
      edges.withUnsafeBufferPointer { edges in
        counts.withUnsafeMutableBufferPointer { counts in
          for value in values where value.isFinite {
            guard value >= low, value <= high else {
              outside += 1
              continue
            }
            let guess = min(max((value - least) * factor, 0), Double(last))
            var bin = isEven ? Int(guess) : search(value)
            if value < edges[bin], bin > 0 { bin -= 1 }
            if value >= edges[bin + 1], bin < last { bin += 1 }
            counts[bin] += 1
          }
        }
      }
    }
    self.outside += outside
    return counts
  }

  /// The last bin that begins at or below a value.
  private func search(_ value: Double) -> Int {
    var (low, high) = (0, count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if edges[middle] <= value { low = middle } else { high = middle }
    }
    return low
  }

  /// Joins neighbours until there are at most so many bins.
  private mutating func join(to most: Int) {
    guard count > most else { return }
    let size = (count + most - 1) / most
    joined = size
    let starts = Array(stride(from: 0, to: count, by: size))
    counts = counts.map { all in
      starts.map { all[$0..<min($0 + size, all.count)].reduce(0, +) }
    }
    edges = starts.map { edges[$0] } + [edges[count]]
  }

  /// The heights of a group's columns: counts, or shares of the counted values by width.
  func heights(_ group: Int, _ measure: Histogram.Measure) -> [Double] {
    let counts = counts[group].map(Double.init)
    guard measure == .density else { return counts }
    let all = counts.reduce(0, +)
    return counts.enumerated().map { bin, count in
      all > 0 ? count / all / (edges[bin + 1] - edges[bin]) : 0
    }
  }

  /// How many bins of 2·IQR/∛n the range holds (Freedman and Diaconis, "On the histogram as a
  /// density estimator", 1981), of at most ten thousand of the values.
  static func wished(_ groups: [[Double]], _ extent: Extent) -> Int {
    let all = groups.reduce(0) { $0 + $1.count }
    let step = max(1, all / 10_000)
    var sample: [Double] = []
    // Every step-th value of all groups in a row.
    var (next, start) = (0, 0)
    for values in groups {
      while next < start + values.count {
        if values[next - start].isFinite { sample.append(values[next - start]) }
        next += step
      }
      start += values.count
    }
    sample.sort()
    guard sample.count > 3 else { return max(1, sample.count) }
    let spread = quantile(0.75, ofSorted: sample) - quantile(0.25, ofSorted: sample)
    let finite = step == 1 ? sample.count : all
    let count = (extent.high - extent.low) / (2 * spread / cbrt(Double(finite)))
    return count.isFinite && count >= 1 ? whole(min(count.rounded(.up), 100)) : 10
  }

  /// What the reader should know was not counted.
  var footnote: String? {
    let beside = outside > 0 ? "\(outside) outside the bins" : nil
    let parts = [extent.footnote, beside].compactMap { $0 }
    return parts.isEmpty ? nil : parts.joined(separator: ", ")
  }
}
