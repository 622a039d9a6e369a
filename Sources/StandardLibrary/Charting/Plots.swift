internal import Charts
internal import Diagnostics
internal import Runtime
internal import Tensors

extension StandardLibrary {
  private typealias Options = ChartParameters

  private static let y = Parameter<Value?>(
    "y", "the heights: a vector, a matrix of columns or a record; none: x holds the heights",
    default: .some(nil))

  /// Charts of points along axes.
  static let plots: [Builtin] = [
    Builtin(
      "plot",
      "A line chart: plot(y), plot(x, y), or plot(record) with a curve a field; or a model's chart.",
      Parameter<Value>(
        "x", "positions; without y the heights: a vector, a matrix of columns, or a record"),
      y, Options.names, Options.title, Options.xlabel, Options.ylabel, Options.xlim, Options.ylim,
      Options.xscale, Options.yscale, Options.height, Options.width,
      details: "A field of a record is a vector of heights, or a matrix of two columns x and y. "
        + "NaN leaves a gap; what a logarithmic axis cannot show is counted below the chart. A fitted "
        + "multitask model is drawn as plot(model, \"spectrum\"), \"rows\", \"distances\" or "
        + "\"similarity\"; what lambda_path gives likewise.",
      examples: [
        Example(
          "describe(plot([4, 2, 1]))",
          prints: "Line chart of 1 series; series 1 has 3 points from 1 to 4, 4 at first and 1 at "
            + "last."),
        Example(
          "c = plot({train: [3, 1], test: [3, 2]}, title=\"loss\"); print(\"a {c}\")",
          prints: "a <line chart \"loss\">"),
      ],
      body: { x, y, names, title, xlabel, ylabel, xlim, ylim, xscale, yscale, height, width in
        if let object = x.plottable { return try object.picture(asked: y) }
        let series = try SeriesReader(function: "plot").series(x, y, names: names)
        let chart = Chart(.line(series), title: title, xLabel: xlabel, yLabel: ylabel)
        return ChartObject(chart.with(xlim, ylim, xscale, yscale, height: height), width: width)
      }),
    Builtin(
      "scatter", "A scatter plot: scatter(x, y), scatter(points), or scatter(record of groups).",
      Parameter<Value>("x", "positions; without y a matrix of two columns, or a record of such"),
      y,
      Parameter<Value?>(
        "groups", "the group of each point: a vector of numbers or a list of strings",
        default: .some(nil)),
      Options.names, Options.title, Options.xlabel, Options.ylabel, Options.xlim, Options.ylim,
      Options.xscale, Options.yscale, Options.height, Options.width,
      details: "Groups differ in colour and in their mark.",
      examples: [
        Example(
          "describe(scatter([0, 1, 2], [5, 7, 6]))",
          prints: "Scatter plot of 1 series; series 1 has 3 points from 5 to 7.")
      ],
      body: {
        x, y, groups, names, title, xlabel, ylabel, xlim, ylim, xscale, yscale, height, width in
        let reader = SeriesReader(function: "scatter", readsPairs: true)
        var series = try reader.series(x, y, names: groups == nil ? names : nil)
        if let groups { series = try grouped(series, groups, names) }
        let chart = Chart(.scatter(series), title: title, xLabel: xlabel, yLabel: ylabel)
        return ChartObject(chart.with(xlim, ylim, xscale, yscale, height: height), width: width)
      }),
    Builtin(
      "hist", "A histogram: how many values fall into each of some bins of a round width.",
      Parameter<Numbers>("x", "the values, a tensor of any shape"),
      Parameter<Int?>(
        "bins", "about how many; none: by the rule of Freedman and Diaconis", default: .some(nil),
        Constraint("a whole number from 1 to 1000") { $0.map { (1...1000).contains($0) } ?? true }),
      Options.title, Options.xlabel, Options.ylabel, Options.xlim, Options.height, Options.width,
      examples: [
        Example(
          "describe(hist([1, 1, 1, 2, 5], bins=5))",
          prints: "Histogram of 5 values from 1 to 5; the fullest bin, 1 to 2, holds 3.")
      ],
      body: { x, bins, title, xlabel, ylabel, xlim, height, width in
        let chart = Chart(
          .histogram(Histogram(x.tensor.elements, bins: bins)), title: title, xLabel: xlabel,
          yLabel: ylabel)
        return ChartObject(chart.with(xlim, nil, .lin, .lin, height: height), width: width)
      }),
    Builtin(
      "spark", "One line of small columns for each series.",
      Parameter<Value>("x", "a vector, a matrix of columns, or a record of vectors"),
      Options.names, Options.title, Options.width,
      examples: [Example("spark([1, 2, 4, 8, 6, 3])", prints: "▁▂▄█▆▃ min 1 max 8")],
      body: { x, names, title, width in
        let series = try SeriesReader(function: "spark").series(x, nil, names: names)
        return ChartObject(Chart(.spark(series), title: title), width: width)
      }),
  ]

  /// One series a group, in the order in which the groups first appear.
  private static func grouped(
    _ series: [Series], _ groups: Value, _ names: [String]?
  ) throws -> [Series] {
    guard series.count == 1, let all = series.first else {
      throw Failure(.argument, "scatter: groups split one cloud of points, found \(series.count)")
    }
    let words = try groupNames(groups, count: all.count)
    let distinct = words.reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
    guard distinct.count <= 40 else {
      throw Failure(
        .argument, "scatter: groups must hold at most 40 different ones, found \(distinct.count)")
    }
    let order =
      words.allSatisfy { Double($0) != nil }
      ? distinct.sorted { (Double($0) ?? 0) < (Double($1) ?? 0) } : distinct
    guard names == nil || names?.count == order.count else {
      throw Failure(
        .argument, "scatter: names must name \(order.count) groups, found \(names?.count ?? 0)")
    }
    return order.enumerated().map { position, word in
      let chosen = words.indices.filter { words[$0] == word }
      return Series(
        names?[position] ?? word, x: chosen.map { all.x?[$0] ?? Double($0) },
        y: chosen.map { all.y[$0] })
    }
  }

  private static func groupNames(_ groups: Value, count: Int) throws -> [String] {
    let words: [String]
    if let texts = [String].from(groups) {
      words = texts
    } else if let tensor = Numbers.from(groups)?.tensor, tensor.rank <= 1 {
      words = tensor.elements.map { Value.number($0).printed }
    } else {
      throw Failure(
        .argument,
        "scatter: groups must be a vector or a list of strings, found \(groups.described)")
    }
    guard words.count == count else {
      throw Failure(
        .shape, "scatter: groups must have one entry a point, found \(words.count) for \(count)")
    }
    return words
  }
}
