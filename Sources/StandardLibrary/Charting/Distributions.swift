internal import Charts
internal import Diagnostics
internal import Runtime
internal import Tensors

extension StandardLibrary {
  private typealias Options = ChartParameters

  /// Charts of named values and of how values are distributed.
  static let distributions: [Builtin] = [
    Builtin(
      "bar", "Bars from 0: bar(record), bar(names, heights) or bar(heights, names=…).",
      Parameter<Value>(
        "x",
        "a record of numbers, or of vectors, a part each; a list of names; or a vector or matrix "
          + "of heights, a column a part"),
      Parameter<Value?>(
        "heights", "the heights, when x holds names: a vector, a matrix or a record of vectors",
        default: .some(nil)),
      Parameter<[String]?>("names", "what the bars are called", default: .some(nil)),
      Options.title, Options.xlabel, Options.ylabel,
      Parameter<BarsWord>(
        "bars", "whether the parts of a name stand side by side or end to end", default: .grouped),
      Parameter<OrientationWord>(
        "orientation", "lines of bars, or columns where the width suffices", default: .horizontal),
      Parameter<Bool>("vertical", "short for orientation=\"vertical\"", default: false),
      Parameter<[String]?>("parts", "what the parts are called", default: .some(nil)),
      Parameter<SortWord>(
        "sort", "the order of the bars; those of several parts by their sum", default: SortWord.none
      ),
      Parameter<Bool>("annotate", "whether values stand at the ends of their bars", default: true),
      Parameter<Value?>(
        "errors", "how far the values may be off: a number, or of the form of the heights",
        default: .some(nil)),
      Parameter<ScaleWord>(
        "xscale", "only \"lin\": a bar is as long as its value, counted from 0", default: .lin),
      Options.digits, Options.height, Options.width,
      details:
        "Lengths are in the ratio of the values, to an eighth of a cell; what is not 0 shows "
        + "at least the thinnest bar. Negative values go the other way. NaN and infinite values are "
        + "named, not drawn. Errors stand behind their values, and in pictures around the ends of "
        + "bars side by side.",
      examples: [
        Example(
          "describe(bar({sky: 73, sea: 58}))",
          prints: "Bar chart of 2 values; the greatest is sky with 73, the least sea with 58."),
        Example(
          "describe(bar([\"sky\", \"sea\"], {train: [50, 40], test: [23, 18]}, bars=\"stacked\"))",
          prints: "Stacked bar chart of 2 names in 2 parts; train sums to 90, test sums to 41."),
        Example(
          "bar({chain: 0.81, br: 0.78}, errors=[0.02, 0.01], width=40)",
          prints: " chain │████████████████▎ 0.81 ± 0.02\n    br │███████████████▋ 0.78 ± 0.01\n"
            + "       ┼───────────────────┬\n       0                   1"),
      ],
      body: {
        x, heights, names, title, xlabel, ylabel, bars, orientation, vertical, parts, sort,
        annotate, errors, xscale, digits, height, width in
        guard xscale == .lin else {
          throw Failure(
            .argument,
            "bar: bars start at 0, which a logarithmic axis does not have; leave out xscale",
            notes: ["scatter(x, y, yscale=\"log\") and plot(…) draw positions on such an axis"])
        }
        var drawn = try BarsReader().bars(x, heights, names: names, parts: parts)
        if let errors { drawn = try BarsReader().bars(drawn, errors: errors) }
        drawn.arrangement = bars.arrangement
        drawn.isVertical = vertical || orientation == .vertical
        drawn.showsValues = annotate
        var chart = Chart(.bar(drawn), title: title, xLabel: xlabel, yLabel: ylabel)
        chart.order = sort.order
        chart.digits = digits
        chart.height = height
        return ChartObject(chart, width: width)
      }),
    Builtin(
      "hist", "A histogram: how many values fall into each of some bins.",
      Parameter<Value>("x", "the values: a tensor of any shape, or a record of groups"),
      Parameter<BinsArgument>(
        "bins",
        "how many from the least value to the greatest, or the edges between them; \"auto\": bins "
          + "of a round width by the rule of Freedman and Diaconis", default: .automatic),
      Parameter<Value?>(
        "groups", "the group of each value: a vector of numbers or a list of strings",
        default: .some(nil)),
      Parameter<MeasureWord>(
        "measure", "counts, or shares divided by the width of the bin", default: .counts),
      Parameter<[String]?>("names", "what the groups are called", default: .some(nil)),
      Options.title, Options.xlabel, Options.ylabel, Options.xlim, Options.yscale, Options.height,
      Options.width,
      details:
        "A bin holds its lower edge, the last one also its upper. Groups share their bins and "
        + "stand below each other. NaN, infinite values and those beside the bins are counted "
        + "below the chart. A logarithmic yscale starts at 1.",
      examples: [
        Example(
          "describe(hist([1, 1, 1, 2, 5], bins=4))",
          prints: "Histogram of 5 values from 1 to 5; the fullest bin, 1 to 2, holds 3."),
        Example("print(hist([1, 2, 2, 7], bins=[0, 2, 4]).counts)", prints: "[1, 2]"),
      ],
      body: {
        x, bins, groups, measure, names, title, xlabel, ylabel, xlim, yscale, height, width in
        let found = try GroupsReader(function: "hist", joinsColumns: true)
          .groups(x, by: groups, names: names)
        guard yscale != .symlog else {
          throw Failure(
            .argument, "hist: counts have no sign, so yscale must be \"lin\" or \"log\"")
        }
        guard found.count <= 6 else {
          throw Failure(
            .limit, "hist: expected at most 6 groups, found \(found.count)",
            notes: ["box(…) compares many groups"])
        }
        var histogram = Histogram(
          groups: found.map { Histogram.Group($0.name, $0.values) }, binning: bins.binning)
        histogram.measure = measure.measure
        let chart = Chart(.histogram(histogram), title: title, xLabel: xlabel, yLabel: ylabel)
        return ChartObject(
          chart.with(xlim, nil, .lin, yscale, height: height), width: width,
          figures: figures(of: histogram, xlim))
      }),
    Builtin(
      "box", "Box plots: median, quartiles, whiskers and outliers of each group.",
      Parameter<Value>(
        "x", "a record or list of vectors, the columns of a matrix, or a vector of values"),
      Parameter<Value?>(
        "groups", "the class of each value of a vector: numbers or a list of strings",
        default: .some(nil)),
      Parameter<[String]?>("names", "what the groups are called", default: .some(nil)),
      Options.title, Options.xlabel, Options.ylabel, Options.xlim, Options.digits, Options.width,
      details:
        "Quartiles lie linearly between the values, as NumPy's percentile has them. Whiskers "
        + "end at the farthest values within 1.5 interquartile ranges (IQR) of the box; dots are "
        + "the outliers beyond, out is how many there are. The fields are vectors with an entry a "
        + "group.",
      examples: [
        Example(
          "b = box({a: [1, 2, 3, 4, 100], b: [2, 3]}); print(b.median, b.iqr, b.outliers)",
          prints: "[3, 2.5] [2, 0.5] [1, 0]")
      ],
      body: { x, groups, names, title, xlabel, ylabel, xlim, digits, width in
        let found = try GroupsReader(function: "box").groups(x, by: groups, names: names)
        let boxes = BoxPlot(found)
        var chart = Chart(.box(boxes), title: title, xLabel: xlabel, yLabel: ylabel)
        chart.xLimits = xlim?.range
        chart.digits = digits
        return ChartObject(chart, width: width, figures: figures(of: boxes))
      }),
  ]

  private static func figures(
    of histogram: Histogram, _ xlim: Limits?
  ) -> [(name: String, value: Value)] {
    guard let bins = Bins(histogram, limits: xlim?.range, most: 10_000) else { return [] }
    let counts = bins.counts.map { Tensor($0.map(Double.init)).value }
    return [
      ("counts", counts.count == 1 ? counts[0] : .flatList(counts)), ("edges", bins.edges.value),
    ]
  }

  private static func figures(of boxes: BoxPlot) -> [(name: String, value: Value)] {
    func numbers(_ value: (BoxPlot.Summary) -> Double) -> Value {
      Tensor(boxes.summaries.map { $0.map(value) ?? .nan }).value
    }
    return [
      ("n", numbers { Double($0.count) }), ("median", numbers(\.median)),
      ("q1", numbers(\.lowerQuartile)), ("q3", numbers(\.upperQuartile)),
      ("iqr", numbers(\.interquartileRange)), ("low", numbers(\.whiskers.lowerBound)),
      ("high", numbers(\.whiskers.upperBound)),
      ("outliers", numbers { Double($0.outliers.count) }),
    ]
  }
}
