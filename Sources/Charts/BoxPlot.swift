/// Groups of values summarised by their quartiles.
package struct BoxPlot: Sendable {
  /// The five numbers of one group after Tukey, "Exploratory Data Analysis", 1977.
  package struct Summary: Sendable, Equatable {
    /// How many values are finite.
    package let count: Int
    package let lowerQuartile: Double
    package let median: Double
    package let upperQuartile: Double
    /// The least and the greatest value within 1.5 interquartile ranges of the box.
    package let whiskers: ClosedRange<Double>
    /// The values beyond the whiskers, in ascending order.
    package let outliers: [Double]

    /// The length of the box.
    package var interquartileRange: Double { upperQuartile - lowerQuartile }

    /// `nil` when no value is finite.
    package init?(_ values: [Double]) {
      let sorted = values.filter(\.isFinite).sorted()
      guard let least = sorted.first, let greatest = sorted.last else { return nil }
      count = sorted.count
      lowerQuartile = quantile(0.25, ofSorted: sorted)
      median = quantile(0.5, ofSorted: sorted)
      upperQuartile = quantile(0.75, ofSorted: sorted)
      let reach = 1.5 * (upperQuartile - lowerQuartile)
      let (low, high) = (lowerQuartile - reach, upperQuartile + reach)
      let lower = min(sorted.first { $0 >= low } ?? least, lowerQuartile)
      let upper = max(sorted.last { $0 <= high } ?? greatest, upperQuartile)
      whiskers = lower...upper
      outliers = sorted.filter { $0 < low || $0 > high }
    }
  }

  package var names: [String]
  /// `nil` for a group without a finite value.
  package let summaries: [Summary?]
  /// What the summaries leave out.
  let extent: Extent

  package init(_ groups: [(name: String, values: [Double])]) {
    names = groups.map(\.name)
    summaries = groups.map { Summary($0.values) }
    var extent = Extent()
    for group in groups { extent.add(group.values, count: group.values.count) }
    self.extent = extent
  }
}
