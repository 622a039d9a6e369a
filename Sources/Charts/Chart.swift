/// A chart as a description: data and options, drawn as text or SVG by a drawer.
package struct Chart: Sendable {
  /// What is drawn; each kind has a drawer of its own.
  package enum Kind: Sendable {
    case line([Series])
    /// A curve that keeps its height until the next point.
    case step([Series])
    case scatter([Series])
    /// Small multiples on common axes, each named by its title.
    case facet([Chart])
    case bar(Bars)
    case histogram(Histogram)
    case box(BoxPlot)
    case heat(HeatMap)
    case confusion(Confusion)
    case outcomes(LabelOutcomes)
    case spectrum(Spectrum)
    case tree(NameTree)
    case graph(Graph)
    case spark([Series])
    case table(Table)
  }

  /// How positions follow from values along an axis.
  package enum Scale: Sendable, Hashable {
    case linear, log
    /// By logarithms of either sign, linear around 0.
    case symlog
  }

  /// Where the names of the series stand.
  package enum Legend: Sendable, Hashable {
    /// At the ends of curves where there is room, else above.
    case auto
    case ends, right, below, none
  }

  /// Which ticks an axis has.
  package enum Ticks: Sendable, Hashable {
    case auto
    /// About so many.
    case count(Int)
    /// At these values.
    case at([Double])
  }

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
  /// How x is drawn; what has no logarithm is counted below.
  package var xScale = Scale.linear
  /// How y is drawn; what has no logarithm is counted below.
  package var yScale = Scale.linear
  /// The ticks of the x axis.
  package var xTicks = Ticks.auto
  /// The ticks of the y axis.
  package var yTicks = Ticks.auto
  /// Where the names of the series stand.
  package var legend = Legend.auto
  /// Whether the points of curves carry the mark of their series.
  package var marksPoints = false
  /// Whether a curve goes on where a value is missing.
  package var bridgesGaps = false
  /// Places that are named.
  package var annotations: [Annotation] = []
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
    case .table, .graph, .heat, .confusion, .outcomes, .spectrum, .tree: false
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

  /// The series along two axes; `nil` for charts of another kind.
  package var series: [Series]? {
    switch kind {
    case .line(let series), .step(let series), .scatter(let series): series
    default: nil
    }
  }

  /// Whether its points are not joined.
  var drawsPoints: Bool { if case .scatter = kind { true } else { false } }

  /// Whether its curves keep their height until the next point.
  var drawsSteps: Bool { if case .step = kind { true } else { false } }

  /// The chart of other series in the same way; a chart of another kind stays as it is.
  package func with(_ series: [Series]) -> Chart {
    var chart = self
    switch kind {
    case .line: chart.kind = .line(series)
    case .step: chart.kind = .step(series)
    case .scatter: chart.kind = .scatter(series)
    case .spark: chart.kind = .spark(series)
    default: break
    }
    return chart
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
