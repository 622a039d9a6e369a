/// Named values of either sign: one bar a name, or several that stand beside or on each other.
package struct Bars: Sendable {
  /// One value for each name, and what the values are called.
  package struct Part: Sendable {
    package var name: String
    package var values: [Double]
    /// How far each value may lie from what it stands for; stands behind it as `± 0.02`.
    package var errors: [Double]?

    package init(_ name: String, _ values: [Double], errors: [Double]? = nil) {
      self.name = name
      self.values = values
      self.errors = errors
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

  package init(names: [String], values: [Double], errors: [Double]? = nil) {
    self.init(names: names, parts: [Part("", values, errors: errors)])
  }
}

/// The values of one name, a value a part.
struct BarRow {
  let name: String
  let values: [Double]
  /// The errors of the values, NaN where there is none.
  let errors: [Double]

  /// The value of a part as it is printed, with its error where there is one and room for it.
  func label(_ part: Int, _ digits: Int, withErrors: Bool = true) -> String {
    let (value, error) = (values[part], errors[part])
    let text = plainNumber(value, digits: digits)
    return withErrors && value.isFinite && error.isFinite
      ? "\(text) ± \(shortNumber(error, digits: 2))" : text
  }

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
    func entry(_ values: [Double], _ index: Int) -> Double {
      index < values.count ? values[index] : .nan
    }
    let rows = names.indices.map { index in
      BarRow(
        name: names[index], values: parts.map { entry($0.values, index) },
        errors: parts.map { entry($0.errors ?? [], index) })
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
