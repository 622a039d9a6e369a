extension DataTable {
  /// The data of a chart as it was given, not as it is drawn; those of a histogram are its bins.
  ///
  /// Of many points no more than `limit` are taken, and all of them counted.
  package init(_ chart: Chart, limit: Int = .max) {
    switch chart.kind {
    case .line(let series), .step(let series), .scatter(let series), .spark(let series):
      self.init(series, chart, limit)
    case .facet(let charts): self.init(charts)
    case .bar(let bars): self.init(bars)
    case .box(let boxes): self.init(boxes)
    case .confusion(let confusion): self.init(confusion)
    case .outcomes(let outcomes): self.init(outcomes)
    case .spectrum(let spectrum): self.init(spectrum)
    case .tree(let tree): self.init(tree)
    case .histogram(let histogram): self.init(histogram, chart)
    case .heat(let map): self.init(map)
    case .graph(let graph): self.init(graph)
    case .table(let table): self.init(table)
    }
  }

  /// One column a series where all stand over the same positions, else one row a point.
  private init(_ series: [Series], _ chart: Chart, _ limit: Int) {
    let names = series.enumerated().map { number, part in
      part.name.isEmpty ? (series.count == 1 ? "y" : "series \(number + 1)") : part.name
    }
    let count = series.map(\.count).max() ?? 0
    let isShared = series.allSatisfy { $0.x == series.first?.x && $0.count == count }
    let across = chart.xLabel ?? "x"
    func position(_ part: Series, _ index: Int) -> Cell {
      .number(part.x?[index] ?? Double(index))
    }
    guard isShared, let first = series.first else {
      self.init(["series", across, "y"], [])
      for (name, part) in zip(names, series) {
        rows += (0..<min(part.count, limit - rows.count)).map {
          [.text(name), position(part, $0), .number(part.y[$0])]
        }
      }
      rowCount = series.reduce(0) { $0 + $1.count }
      return
    }
    var columns = [across]
    for (name, part) in zip(names, series) {
      columns.append(name)
      if part.errors != nil { columns.append("\(name) error") }
      if part.band != nil { columns += ["\(name) low", "\(name) high"] }
    }
    self.init(columns, [])
    rowCount = count
    rows = (0..<min(count, limit)).map { index in
      var row = [position(first, index)]
      for part in series {
        row.append(.number(part.y[index]))
        let others = [part.errors, part.band?.low, part.band?.high].compactMap { $0 }
        row += others.map { .number(index < $0.count ? $0[index] : .nan) }
      }
      return row
    }
  }

  /// The rows of small multiples below each other, each with the title of its chart.
  private init(_ charts: [Chart]) {
    let tables = charts.map { DataTable($0) }
    let names = tables.flatMap(\.columns).reduce(into: [String]()) { names, name in
      if !names.contains(name) { names.append(name) }
    }
    self.init(["chart"] + names, [])
    for (number, table) in tables.enumerated() {
      let title = Cell.text(charts[number].title ?? "\(number + 1)")
      let places = names.map { table.columns.firstIndex(of: $0) }
      rows += table.rows.map { row in
        [title]
          + places.map { place in
            guard let place, place < row.count else { return .text("") }
            return row[place]
          }
      }
    }
  }

  private init(_ histogram: Histogram, _ chart: Chart) {
    let names = histogram.groups.enumerated().map { number, group in
      group.name.isEmpty
        ? (histogram.groups.count == 1 ? "count" : "group \(number + 1)") : group.name
    }
    self.init(["from", "to"] + names, [])
    guard let bins = Bins(histogram, limits: chart.xLimits, most: 1000) else { return }
    rows = (0..<bins.count).map { bin in
      [.number(bins.edges[bin]), .number(bins.edges[bin + 1])]
        + bins.counts.map { .number(Double($0[bin])) }
    }
  }

  private init(_ map: HeatMap) {
    func name(_ names: [String], _ index: Int) -> String {
      index < names.count ? names[index] : "\(index)"
    }
    self.init(
      ["row"] + (0..<map.columns).map { name(map.columnNames, $0) },
      (0..<map.rows).map { row in
        [.text(name(map.rowNames, row))]
          + (0..<map.columns).map { .number(map[row, $0]) }
      })
  }

  /// One row an arrow; a label without arrows has a row that leads nowhere.
  private init(_ graph: Graph) {
    self.init(
      ["from", "to"],
      graph.edges.map { [.text(graph.names[$0.from]), .text(graph.names[$0.to])] })
    let linked = Set(graph.edges.flatMap { [$0.from, $0.to] })
    rows += graph.names.indices.filter { !linked.contains($0) }.map {
      [.text(graph.names[$0]), .text("")]
    }
  }

  /// The data of a table, or its cells without the blanks that line them up.
  package init(_ table: Table) {
    if let data = table.data {
      self = data()
      return
    }
    // Bars and shades stand beside the numbers that they show.
    let shown = table.columns.indices.filter { column in
      !table.rows.contains { column < $0.count && $0[column].runs.contains { $0.figure != nil } }
        || table.rows.contains {
          column < $0.count && $0[column].runs.contains { !$0.text.isEmpty }
        }
    }
    self.init(
      shown.map { Self.trimmed(table.columns[$0].title.plain) },
      table.rows.map { row in
        shown.map { .text($0 < row.count ? Self.words(row[$0]) : "") }
      })
  }

  /// The text of a cell without its figures.
  private static func words(_ cell: StyledText) -> String {
    trimmed(cell.runs.map(\.text).joined())
  }

  private static func trimmed(_ text: String) -> String {
    var rest = Substring(text)
    while rest.first == " " { rest.removeFirst() }
    while rest.last == " " { rest.removeLast() }
    return String(rest)
  }
}

extension Screen {
  /// The data of its tables and charts, from top to bottom.
  package var data: [DataTable] { panels.flatMap(\.data) }
}

extension Panel {
  /// The data of its tables and charts, from top to bottom.
  package var data: [DataTable] {
    switch self {
    case .lines: []
    case .table(let table): [DataTable(table)]
    case .chart(let chart): [DataTable(chart)]
    case .beside(let panels), .stack(let panels): panels.flatMap(\.data)
    }
  }
}
