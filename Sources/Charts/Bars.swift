/// Named values of either sign: one bar a name, or several that stand beside or on each other.
package struct Bars: Sendable {
  /// One value for each name, and what the values are called.
  package struct Part: Sendable {
    package var name: String
    package var values: [Double]

    package init(_ name: String, _ values: [Double]) {
      self.name = name
      self.values = values
    }
  }

  /// Where the bars of one name stand.
  package enum Arrangement: Sendable, Hashable {
    /// Side by side, each from zero.
    case grouped
    /// End to end: the positive ones away from zero, the negative ones the other way.
    case stacked
  }

  package var names: [String]
  package var parts: [Part]
  package var arrangement = Arrangement.grouped
  /// Whether bars stand upright when the width suffices.
  package var isVertical = false
  /// Whether the values stand at the ends of their bars.
  package var showsValues = true

  package init(names: [String], parts: [Part]) {
    self.names = names
    self.parts = parts
  }

  package init(names: [String], values: [Double]) {
    self.init(names: names, parts: [Part("", values)])
  }
}

/// The values of one name, a value a part.
struct BarRow {
  let name: String
  let values: [Double]

  /// The sum of what is finite; `nil` where nothing is.
  var total: Double? {
    let finite = values.filter(\.isFinite)
    return finite.isEmpty ? nil : finite.reduce(0, +)
  }

  /// What rows are sorted by: infinite values keep their place, missing ones count as least.
  var rank: Double {
    if let infinite = values.first(where: \.isInfinite) { return infinite }
    return total ?? -.infinity
  }

  /// How far the row reaches below and above zero.
  func reach(_ arrangement: Bars.Arrangement) -> (low: Double, high: Double) {
    let finite = values.filter(\.isFinite)
    let (down, up) = (finite.filter { $0 < 0 }, finite.filter { $0 > 0 })
    switch arrangement {
    case .grouped: return (down.min() ?? 0, up.max() ?? 0)
    case .stacked:
      let limit = Double.greatestFiniteMagnitude
      return (max(down.reduce(0, +), -limit), min(up.reduce(0, +), limit))
    }
  }
}

extension Bars {
  /// The rows in the order of drawing.
  func ordered(_ order: Chart.Order) -> [BarRow] {
    let rows = names.indices.map { index in
      BarRow(
        name: names[index],
        values: parts.map { index < $0.values.count ? $0.values[index] : .nan })
    }
    switch order {
    case .asGiven: return rows
    case .byName: return rows.sorted { $0.name < $1.name }
    case .ascending, .descending:
      let sign: Double = order == .ascending ? 1 : -1
      return rows.enumerated().sorted { a, b in
        let (left, right) = (sign * a.element.rank, sign * b.element.rank)
        return left != right ? left < right : a.offset < b.offset
      }.map(\.element)
    }
  }

  /// What could not be drawn of some rows, and how far the others reach.
  func extent(of rows: some Sequence<BarRow>) -> Extent {
    var extent = Extent()
    for row in rows {
      for value in row.values where !value.isFinite { extent.add(value) }
      guard row.total != nil else { continue }
      let reach = row.reach(arrangement)
      extent.add(reach.low)
      extent.add(reach.high)
    }
    return extent
  }
}
