internal import Charts
internal import Diagnostics
internal import Runtime
internal import Tensors

extension StandardLibrary {
  private typealias Options = ChartParameters

  private static let y = Parameter<Value?>(
    "y", "the heights: a vector, a matrix of columns or a record; none: x holds the heights",
    default: .some(nil))

  private static let kind = Parameter<CurveWord>(
    "kind", "how points are joined", default: .line)

  /// Charts of points along axes.
  static let plots: [Builtin] = [
    Builtin(
      "plot",
      "A line chart: plot(y), plot(x, y), or plot(record) with a curve a field; or a model's chart.",
      Parameter<Value>(
        "x", "positions; without y the heights: a vector, a matrix of columns, or a record"),
      y, kind,
      Parameter<Value?>(
        "errors", "how far bars reach from the heights: a number, or of the form of the heights",
        default: .some(nil)),
      Parameter<Value?>(
        "band", "the heights between which a band lies: [low; high], or a record of such by curve",
        default: .some(nil)),
      options: ChartOption.axes,
      details: "A field of a record is a vector of heights, a matrix of two columns x and y, or a "
        + "record with y (or mean) and x, errors (or se), low and high where there are any. NaN "
        + "leaves a gap; what an axis cannot show is counted below the chart. More than four curves "
        + "become small multiples. A fitted multitask model is drawn as plot(model, \"spectrum\"), "
        + "\"rows\", \"distances\" or \"similarity\"; what lambda_path gives likewise.",
      examples: [
        Example(
          "describe(plot([4, 2, 1]))",
          prints: "Line chart of 1 series; series 1 has 3 points from 1 to 4, 4 at first and 1 at "
            + "last."),
        Example(
          "c = plot({train: [3, 1], test: [3, 2]}, title=\"loss\"); print(\"a {c}\")",
          prints: "a <line chart \"loss\">"),
        Example(
          "describe(plot([1, 3, 2], kind=\"step\", errors=0.5))",
          prints: "Step chart of 1 series; series 1 has 3 points from 1 to 3, 1 at first and 2 at "
            + "last, with error bars."),
      ],
      with: { _, x, y, kind, errors, band in
        if let object = x.plottable { return try object.picture(asked: y) }
        let reader = SeriesReader(function: "plot")
        if y == nil, let charts = try reader.groups(x, kind) {
          return ChartObject(Chart(.facet(charts)))
        }
        let series = try reader.series(x, y)
        return ChartObject(Chart(kind.kind(try reader.around(series, errors: errors, band: band))))
      }),
    Builtin(
      "scatter", "A scatter plot: scatter(x, y), scatter(points), or scatter(record of groups).",
      Parameter<Value>("x", "positions; without y a matrix of two columns, or a record of such"),
      y,
      Parameter<Value?>(
        "groups", "the group of each point: a vector of numbers or a list of strings",
        default: .some(nil)),
      options: ChartOption.axes,
      details: "Groups differ in colour and in their mark; more than four become small multiples.",
      examples: [
        Example(
          "describe(scatter([0, 1, 2], [5, 7, 6]))",
          prints: "Scatter plot of 1 series; series 1 has 3 points from 5 to 7.")
      ],
      with: { _, x, y, groups in
        var series = try SeriesReader(function: "scatter", readsPairs: true).series(x, y)
        if let groups { series = try grouped(series, groups) }
        return ChartObject(Chart(.scatter(series)))
      }),
    Builtin(
      "facet", "Small multiples: a plot for each field, on common axes.",
      Parameter<Value>(
        "x",
        "a record or list of charts or curves, or a matrix of columns; fields that are records "
          + "hold several curves"),
      kind, options: ChartOption.axes.filter { $0.info.name != "names" },
      details:
        "Charts along two axes share these; bars, tables and others stand beside each other.",
      examples: [
        Example(
          "describe(facet({a: [1, 2, 4], b: {train: [3, 2], valid: [3, 3]}}))",
          prints: "Small multiples of 2 charts on common axes: a, b.")
      ],
      with: { _, x, kind in
        ChartObject(Chart(.facet(try SeriesReader(function: "facet").charts(x, kind))))
      }),
    Builtin(
      "spark", "One line of small columns for each series.",
      Parameter<Value>("x", "a vector, a matrix of columns, or a record of vectors"),
      options: [ChartOption.names, .title, .width],
      examples: [Example("spark([1, 2, 4, 8, 6, 3])", prints: "▁▂▄█▆▃ min 1 max 8")],
      with: { _, x in
        ChartObject(Chart(.spark(try SeriesReader(function: "spark").series(x, nil))))
      }),
  ]

  /// One series a group, in the order in which the groups first appear.
  private static func grouped(
    _ series: [Series], _ groups: Value
  ) throws -> [Series] {
    guard series.count == 1, let all = series.first else {
      throw Failure(.argument, "scatter: groups split one cloud of points, found \(series.count)")
    }
    let words = try ClassWords.words(groups, for: "scatter", count: all.count)
    let distinct = words.reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
    guard distinct.count <= 40 else {
      throw Failure(
        .argument, "scatter: groups must hold at most 40 different ones, found \(distinct.count)")
    }
    let order =
      words.allSatisfy { Double($0) != nil }
      ? distinct.sorted { (Double($0) ?? 0) < (Double($1) ?? 0) } : distinct
    return order.map { word in
      let chosen = words.indices.filter { words[$0] == word }
      return Series(
        word, x: chosen.map { all.x?[$0] ?? Double($0) }, y: chosen.map { all.y[$0] })
    }
  }
}
