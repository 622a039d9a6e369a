/// One plain sentence that says what a chart shows, for readers who do not see it.
package func describe(_ chart: Chart) -> String {
  let sentence =
    switch chart.kind {
    case .line(let series): describeSeries("line chart", series)
    case .scatter(let series): describeSeries("scatter plot", series)
    case .spark(let series): describeSeries("sparkline", series)
    case .bar(let bars): bars.sentence
    case .histogram(let histogram): histogram.sentence
    case .box(let boxes): boxes.sentence
    case .heat(let map): describeHeat(map)
    case .confusion(let matrix): matrix.sentence
    case .outcomes(let outcomes): outcomes.sentence
    case .spectrum(let spectrum): spectrum.sentence
    case .tree(let tree): tree.sentence
    case .graph(let graph): describeGraph(graph)
    case .table(let table): "table of \(table.rows.count) rows and \(table.columns.count) columns"
    }
  let title = chart.title.map { $0.isEmpty ? "" : "\($0): " } ?? ""
  let plain = cleaned(title + sentence, DrawingOptions(), Glyphs(DrawingOptions()))
  return plain.prefix(1).uppercased() + plain.dropFirst() + "."
}

private func extent(of values: [Double], count: Int? = nil) -> Extent {
  var extent = Extent()
  extent.add(values, count: count ?? values.count)
  return extent
}

/// The range of some values in words.
func phrase(_ extent: Extent) -> String {
  let range =
    extent.isEmpty
    ? "without a finite value"
    : "from \(shortNumber(extent.low)) to \(shortNumber(extent.high))"
  return range + (extent.missing > 0 ? ", \(extent.missing) missing" : "")
}

private func describeSeries(_ kind: String, _ series: [Series]) -> String {
  let parts = series.prefix(4).enumerated().map { number, part in
    let name = part.name.isEmpty ? "series \(number + 1)" : part.name
    guard part.count > 0 else { return "\(name) is empty" }
    let ends =
      kind == "scatter plot"
      ? ""
      : ", \(shortNumber(part.y[0])) at first and \(shortNumber(part.y[part.count - 1])) at last"
    return
      "\(name) has \(part.count) points \(phrase(extent(of: part.y, count: part.count)))\(ends)"
  }
  let more = series.count > 4 ? "; and \(series.count - 4) more" : ""
  return "\(kind) of \(series.count) series; " + parts.joined(separator: "; ") + more
}

private func describeHeat(_ map: HeatMap) -> String {
  "heat map of \(map.rows) rows and \(map.columns) columns, values "
    + phrase(extent(of: map.values))
}

private func describeGraph(_ graph: Graph) -> String {
  let arrows = graph.edges.prefix(8).map { "\(graph.names[$0.from]) to \(graph.names[$0.to])" }
  let list = arrows.isEmpty ? "" : ": " + arrows.joined(separator: ", ")
  let more = graph.edges.count > 8 ? " and \(graph.edges.count - 8) more" : ""
  return "graph of \(graph.names.count) labels with \(graph.edges.count) arrows\(list)\(more)"
}
