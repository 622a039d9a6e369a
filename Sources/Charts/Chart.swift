/// A chart as a description: data and options, drawn as text or SVG by a drawer.
package struct Chart: Sendable {
  /// What is drawn; each kind has a drawer of its own.
  package enum Kind: Sendable {
    case line([Series])
    case scatter([Series])
    case bar(Bars)
    case histogram(Histogram)
    case heat(HeatMap)
    case graph(Graph)
    case spark([Series])
    case table(Table)
  }

  /// How positions follow from values along an axis.
  package enum Scale: Sendable, Hashable { case linear, log }

  /// The order in which bars stand.
  package enum Order: Sendable, Hashable { case asGiven, ascending, descending, byName }

  /// What is drawn.
  package var kind: Kind
  /// The first line.
  package var title: String?
  /// The name of the x axis, with its unit.
  package var xLabel: String?
  /// The name of the y axis, with its unit.
  package var yLabel: String?
  /// The part of the x axis to show; the axis may end on a tick a little further out.
  package var xLimits: ClosedRange<Double>?
  /// The part of the y axis to show.
  package var yLimits: ClosedRange<Double>?
  /// Whether x is drawn by its value or its logarithm.
  package var xScale = Scale.linear
  /// Whether y is drawn by its value or its logarithm; what is not positive is counted below.
  package var yScale = Scale.linear
  /// Places on the x axis of a line chart that are named below it.
  package var marks: [Mark] = []
  /// Rows of the body, which may move by two so that ticks fall on rows.
  package var height = 11
  /// Significant digits of printed values.
  package var digits = 3
  /// How it wishes to be drawn, whatever the output is.
  package var look = Look()
  /// The order of bars.
  package var order = Order.asGiven

  /// A chart with the default options, which are properties to be set.
  package init(_ kind: Kind, title: String? = nil, xLabel: String? = nil, yLabel: String? = nil) {
    self.kind = kind
    self.title = title
    self.xLabel = xLabel
    self.yLabel = yLabel
  }

  /// Whether the chart takes all the width it is given, unlike tables and label graphs.
  var fillsWidth: Bool {
    switch kind {
    case .table, .graph, .heat: false
    default: true
    }
  }
}

extension Chart {
  /// A curve through the values, over their indices or over `x`.
  package static func line(
    _ y: [Double], x: [Double]? = nil, name: String = "", title: String? = nil
  ) -> Chart {
    Chart(.line([Series(name, x: x, y: y)]), title: title)
  }

  /// A horizontal bar for each name.
  package static func bar(_ names: [String], _ values: [Double], title: String? = nil) -> Chart {
    Chart(.bar(Bars(names: names, values: values)), title: title)
  }

  /// One line of small columns.
  package static func spark(_ values: [Double], title: String? = nil) -> Chart {
    Chart(.spark([Series("", y: values)]), title: title)
  }
}
