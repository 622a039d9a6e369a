package import Charts
package import Runtime

/// A chart as a value of the language; the shell shows it drawn.
package struct ChartObject: LanguageObject, ValueConvertible {
  package static let typeName = "chart"

  /// What is drawn.
  package internal(set) var chart: Chart
  /// The width it asks for; `nil` takes what there is.
  package internal(set) var width: Int?
  /// Figures behind the chart that a program may read.
  let figures: [(name: String, value: Value)]
  /// What a reader of the chart must know, drawn below it.
  let notes: [String]

  init(
    _ chart: Chart, width: Int? = nil, figures: [(name: String, value: Value)] = [],
    notes: [String] = []
  ) {
    self.chart = chart
    self.width = width
    self.figures = figures
    self.notes = notes
  }

  package var typeName: String { ChartObject.typeName }

  package var summary: String {
    let title = chart.title.map { " \"\($0)\"" } ?? ""
    return "<\(kind)\(title)>"
  }

  /// What is drawn, in words: `line chart`.
  private var kind: String {
    switch chart.kind {
    case .line: "line chart"
    case .step: "step chart"
    case .scatter: "scatter plot"
    case .facet: "small multiples"
    case .bar: "bar chart"
    case .histogram: "histogram"
    case .box: "box plot"
    case .heat: "heat map"
    case .confusion: "confusion matrix"
    case .outcomes: "label counts"
    case .spectrum: "spectrum"
    case .tree: "tree"
    case .graph: "graph"
    case .spark: "sparkline"
    case .table: "table"
    }
  }

  package var fieldNames: [String] { figures.map(\.name) + ["kind", "title"] }

  package func field(_ name: String) throws -> Value? {
    if let figure = figures.first(where: { $0.name == name }) { return figure.value }
    switch name {
    case "kind": return .text(kind)
    case "title": return chart.title.map { .text($0) } ?? Value.none
    default: return nil
    }
  }

  package func display(_ options: DisplayOptions) -> String {
    var drawing = chart.look.applied(to: DrawingOptions(options))
    if let width { drawing.width = min(width, drawing.width) }
    let text = Charts.text(chart, drawing)
    guard !notes.isEmpty else { return text }
    let lines = notes.map { StyledText($0, .dim) }
    return text + "\n" + Charts.text(.lines(lines), drawing)
  }

  /// The chart as SVG with its notes in words; `nil` for tables, whose text says all.
  package var picture: (svg: String, notes: [String])? {
    if case .table = chart.kind { return nil }
    return (svg(chart), notes)
  }

  package func isEqual(to other: any LanguageObject) -> Bool {
    guard let other = other as? ChartObject else { return false }
    return width == other.width && notes == other.notes && svg(chart) == svg(other.chart)
  }
}

extension ChartObject: Drawing {
  func document(_ format: DrawingFormat) throws -> String {
    switch format {
    case .svg: svg(chart)
    case .html: html(chart, notes: notes)
    case .txt: display(DisplayOptions()) + "\n"
    case .csv: DataTable(chart).csv
    }
  }
}

extension ChartObject: Describable {
  var sentence: String { Charts.describe(chart) }
}

extension ChartObject: Plottable {
  var pictures: [String] { ["chart"] }

  /// The chart itself; of a table of measures their bars.
  func picture(_ name: String) throws -> ChartObject {
    guard case .table(let table) = chart.kind, let bars = MeasureBars(table, figures) else {
      return self
    }
    return ChartObject(bars.chart, figures: figures, notes: notes)
  }
}
