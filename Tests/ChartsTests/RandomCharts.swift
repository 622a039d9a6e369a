import Charts

/// Charts of every kind with seeded data that break charts.
enum RandomCharts {
  /// Missing, infinite, constant, tiny, huge, far from zero.
  static func difficult(_ kind: Int, _ generator: inout SplitMix) -> [Double] {
    let count = [0, 1, 2, 3, 7, 50, 400][Int.random(in: 0..<7, using: &generator)]
    let base = (0..<count).map { _ in Double.random(in: -1...1, using: &generator) }
    switch kind {
    case 0: return base.map { $0 > 0.5 ? .nan : $0 }
    case 1: return base.map { $0 > 0.7 ? .infinity : $0 < -0.7 ? -.infinity : $0 }
    case 2: return base.map { _ in 42 }
    case 3: return base.map { 1e6 + 1e-3 * $0 }
    case 4: return base.map { $0 * 1e300 }
    case 5: return base.map { $0 * 1e-300 }
    case 6: return base.map { ($0 * 5).rounded() }
    case 7: return base.map { _ in .nan }
    case 8: return base.map { $0 > 0 ? .greatestFiniteMagnitude : -.greatestFiniteMagnitude }
    case 9: return base.map { -123_456 + $0 }
    case 10: return base.map { $0 * .leastNonzeroMagnitude }
    case 11: return base.map { $0 * $0 * $0 * 1e5 }
    case 12: return base.map { 1 + $0 * 3e-16 }
    default: return base
    }
  }

  /// One chart of each kind with data, names and options of any sort.
  static func all(_ generator: inout SplitMix) -> [Chart] {
    func data() -> [Double] { difficult(Int.random(in: 0..<15, using: &generator), &generator) }
    let words = ["sky", "日本語のラベル", "a\u{1B}[31m", "👩‍👩‍👧", "very long label indeed", "", "é", "x\ty"]
    func word() -> String { words[Int.random(in: 0..<words.count, using: &generator)] }
    let lines = (0..<Int.random(in: 1...5, using: &generator)).map { _ in
      var series = Series(word(), x: Bool.random(using: &generator) ? data() : nil, y: data())
      if Int.random(in: 0..<4, using: &generator) == 0 { series.errors = data() }
      if Int.random(in: 0..<4, using: &generator) == 0 {
        series.band = Band(low: data(), high: data())
      }
      return series
    }
    let values = data()
    let names = values.map { _ in word() }
    let columns = Int.random(in: 0...60, using: &generator)
    let rows = Int.random(in: 0...8, using: &generator)
    var cells = data()
    cells += [Double](repeating: .nan, count: max(0, rows * columns - cells.count))
    let size = Int.random(in: 1...7, using: &generator)
    let edges = (0..<size * 2).map { _ in
      Graph.Edge(
        Int.random(in: -1...size, using: &generator), Int.random(in: 0..<size, using: &generator))
    }
    var charts = [
      Chart(.line(lines)), Chart(.scatter(lines)), Chart.bar(names, values),
      Chart(.histogram(Histogram(values))),
      Chart(.heat(HeatMap(cells, rows: rows, columns: columns, rowNames: names))),
      Chart(.graph(Graph(names: (0..<size).map { word() + "\($0)" }, edges: edges))),
      Chart(.spark(lines)), Chart(.step(lines)),
      Chart(.facet([Chart(.line(lines)), Chart(.step(lines)), Chart.bar(names, values)])),
      Chart(.table(table(names, values))),
    ]
    for index in charts.indices {
      charts[index].title = word()
      charts[index].xLabel = word()
      charts[index].yLabel = word()
      charts[index].height = Int.random(in: -1...30, using: &generator)
      if Int.random(in: 0..<4, using: &generator) == 0 { charts[index].yScale = .log }
      if Int.random(in: 0..<4, using: &generator) == 0 { charts[index].xScale = .log }
      if Int.random(in: 0..<6, using: &generator) == 0 { charts[index].yLimits = -0.3...0.2 }
      if Int.random(in: 0..<6, using: &generator) == 0 { charts[index].xLimits = 1...5 }
      if Int.random(in: 0..<6, using: &generator) == 0 { charts[index].yScale = .symlog }
      charts[index].legend =
        [.auto, .ends, .right, .below, .none][
          Int.random(in: 0..<5, using: &generator)]
      charts[index].marksPoints = Bool.random(using: &generator)
      charts[index].bridgesGaps = Bool.random(using: &generator)
      if Bool.random(using: &generator) { charts[index].order = .descending }
    }
    return charts
  }

  /// These and the figures: every kind there is.
  static func everyKind(_ generator: inout SplitMix) -> [Chart] {
    all(&generator) + randomFigures(&generator)
  }

  private static func table(_ names: [String], _ values: [Double]) -> Table {
    Table(
      columns: [.init("name"), .init("value", .decimal), .init("again", .right)],
      rows: zip(names, values).prefix(30).map { name, value in
        [StyledText(name), StyledText("\(value)"), StyledText("\(value)", .good)]
      })
  }
}
