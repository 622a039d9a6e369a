/// Values to be counted in bins, of one group or of several.
package struct Histogram: Sendable {
  /// Values under a name.
  package struct Group: Sendable {
    package var name: String
    package var values: [Double]

    package init(_ name: String, _ values: [Double]) {
      self.name = name
      self.values = values
    }
  }

  /// Which bins there are, the same for every group.
  package enum Binning: Sendable, Hashable {
    /// Bins of a round width near that of Freedman and Diaconis, a whole one for whole numbers.
    case automatic
    /// So many equally wide bins from the least value to the greatest.
    case count(Int)
    /// Bins between these ascending numbers.
    case edges([Double])
  }

  /// What the height of a column says.
  package enum Measure: Sendable, Hashable {
    case counts
    /// The share of the group's values in a bin, divided by the bin's width.
    case density
  }

  package var groups: [Group]
  package var binning: Binning
  package var measure = Measure.counts

  package init(groups: [Group], binning: Binning = .automatic) {
    self.groups = groups
    self.binning = binning
  }

  /// One group; `bins` is how many equally wide bins there are.
  package init(_ values: [Double], bins: Int? = nil) {
    self.init(groups: [Group("", values)], binning: bins.map { .count($0) } ?? .automatic)
  }

  /// Whether all finite values are whole numbers, so that bins of a whole width suit them.
  var isOfWholeNumbers: Bool {
    groups.allSatisfy { group in group.values.allSatisfy { !$0.isFinite || $0 == $0.rounded() } }
  }
}
