/// Points in order: a curve, or a group of a scatter plot.
package struct Series: Sendable {
  /// What stands at the curve's end or in the legend.
  package var name: String
  /// `nil` stands for the indices from 0.
  package var x: [Double]?
  /// Heights; NaN leaves a gap, an infinite one an arrow at the edge.
  package var y: [Double]
  /// How far the error bar of each point reaches up and down; `nil` draws none.
  package var errors: [Double]?
  /// The heights between which a band lies; `nil` draws none.
  package var band: Band?

  package init(
    _ name: String, x: [Double]? = nil, y: [Double], errors: [Double]? = nil, band: Band? = nil
  ) {
    self.name = name
    self.x = x
    self.y = y
    self.errors = errors
    self.band = band
  }

  /// The number of points; what lacks a partner is left out.
  package var count: Int { min(y.count, x?.count ?? y.count) }

  /// Both ends of a point's error bar; `nil` where there is none to draw.
  func bar(at index: Int) -> (low: Double, high: Double)? {
    guard let errors, index < errors.count, index < y.count, errors[index] > 0,
      errors[index].isFinite, y[index].isFinite
    else { return nil }
    return (y[index] - errors[index], y[index] + errors[index])
  }

  /// Both ends of the band at a point; `nil` where it is interrupted.
  func band(at index: Int) -> (low: Double, high: Double)? {
    guard let band, index < band.low.count, index < band.high.count, band.low[index].isFinite,
      band.high[index].isFinite
    else { return nil }
    return (min(band.low[index], band.high[index]), max(band.low[index], band.high[index]))
  }

  /// The last height that can be drawn.
  func last(where canBeDrawn: (Double) -> Bool) -> Double? {
    y.prefix(count).last(where: canBeDrawn)
  }

  /// What stands for the series in legends.
  func label(_ number: Int) -> String { name.isEmpty ? "series \(number + 1)" : name }
}

/// The heights between which a band around a curve lies, one pair a point.
package struct Band: Sendable {
  package var low: [Double]
  package var high: [Double]

  package init(low: [Double], high: [Double]) {
    self.low = low
    self.high = high
  }
}

/// A place that is named: a vertical line, or a point when there is a height.
package struct Annotation: Sendable {
  /// What stands below the chart for a line, beside it for a point: `best λ 0.3`.
  package var name: String
  package var x: Double
  package var y: Double?

  package init(_ name: String, x: Double, y: Double? = nil) {
    self.name = name
    self.x = x
    self.y = y
  }
}

/// A matrix drawn as shades.
package struct HeatMap: Sendable {
  package var rowNames: [String]
  package var columnNames: [String]
  /// Row by row; `values.count = rows · columns`, what is missing counts as NaN.
  package var values: [Double]
  /// How values become shades.
  package enum Scale: Sendable, Hashable {
    /// Both ways from 0 where both signs occur, else from light to dark.
    case automatic
    /// From light to dark.
    case sequential
    /// Both ways from 0, darker the farther away.
    case diverging
  }

  package var scale = Scale.automatic
  /// The values of the lightest and darkest shade; `nil` takes those of the data.
  package var limits: ClosedRange<Double>?
  /// Whether the numbers stand beside their shades when they fit.
  package var showsNumbers = true
  package var rows: Int
  package var columns: Int

  package init(
    _ values: [Double], rows: Int, columns: Int, rowNames: [String] = [],
    columnNames: [String] = []
  ) {
    self.values = values
    self.rows = max(0, rows)
    self.columns = max(0, columns)
    self.rowNames = rowNames
    self.columnNames = columnNames
  }

  subscript(row: Int, column: Int) -> Double {
    let index = row * columns + column
    return index < values.count ? values[index] : .nan
  }
}

/// A directed graph of labels: an arrow leads from a parent to a child.
package struct Graph: Sendable {
  /// An arrow between two names by index.
  package struct Edge: Sendable, Hashable {
    package var from: Int
    package var to: Int

    package init(_ from: Int, _ to: Int) {
      self.from = from
      self.to = to
    }
  }

  /// The labels, in the order of the indices.
  package let names: [String]
  /// Every arrow once.
  package let edges: [Edge]

  /// A graph of these names; arrows that lead nowhere or to themselves are left out.
  package init(names: [String], edges: [Edge]) {
    self.names = names
    var seen: Set<Edge> = []
    self.edges = edges.filter { edge in
      names.indices.contains(edge.from) && names.indices.contains(edge.to) && edge.from != edge.to
        && seen.insert(edge).inserted
    }
  }
}
