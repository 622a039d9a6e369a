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
      let range = values.withUnsafeBufferPointer(ValueRange.init)
      var finite = range.isFinite ? values : values.filter(\.isFinite)
      guard !finite.isEmpty else { return nil }
      count = finite.count
      (lowerQuartile, median, upperQuartile) = quartiles(of: &finite)
      let reach = 1.5 * (upperQuartile - lowerQuartile)
      let (low, high) = (lowerQuartile - reach, upperQuartile + reach)
      var (lower, upper) = (lowerQuartile, upperQuartile)
      var beyond: [Double] = []
      for value in finite {
        if value < low || value > high {
          beyond.append(value)
        } else {
          lower = min(lower, value)
          upper = max(upper, value)
        }
      }
      whiskers = lower...upper
      outliers = beyond.sorted()
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
