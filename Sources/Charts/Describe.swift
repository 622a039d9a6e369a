/// One plain sentence that says what a chart shows, for readers who do not see it.
package func describe(_ chart: Chart) -> String {
  let sentence =
    switch chart.kind {
    case .line(let series): describeSeries("line chart", series, chart)
    case .step(let series): describeSeries("step chart", series, chart)
    case .facet(let charts): describeFacets(charts)
    case .scatter(let series): describeSeries("scatter plot", series, chart)
    case .spark(let series): describeSeries("sparkline", series, chart)
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
    + (extent.infinite > 0 ? ", \(extent.infinite) infinite" : "")
}

private func describeSeries(_ kind: String, _ series: [Series], _ chart: Chart) -> String {
  let parts = series.prefix(4).enumerated().map { number, part in
    guard part.count > 0 else { return "\(part.label(number)) is empty" }
    let ends =
      chart.drawsPoints
      ? ""
      : ", \(plain(part.y[0])) at first and \(plain(part.y[part.count - 1])) at last"
    let around = [part.errors == nil ? nil : "error bars", part.band == nil ? nil : "a band"]
      .compactMap { $0 }
    return "\(part.label(number)) has \(counted(part.count, "point")) "
      + phrase(extent(of: part.y, count: part.count)) + ends
      + (around.isEmpty ? "" : ", with " + around.joined(separator: " and "))
  }
  let more = series.count > 4 ? "; and \(series.count - 4) more" : ""
  return "\(kind) of \(series.count) series\(scales(chart)); " + parts.joined(separator: "; ")
    + more
}

/// A value in words a reader understands.
private func plain(_ value: Double) -> String {
  value.isNaN ? "nothing" : value.isInfinite ? "infinite" : shortNumber(value)
}

/// Which axes are not linear: ` on a logarithmic y axis`.
private func scales(_ chart: Chart) -> String {
  let axes = [("x", chart.xScale), ("y", chart.yScale)].compactMap { name, scale -> String? in
    switch scale {
    case .linear: nil
    case .log: "a logarithmic \(name) axis"
    case .symlog: "a symmetric logarithmic \(name) axis"
    }
  }
  return axes.isEmpty ? "" : " on " + axes.joined(separator: " and ")
}

private func describeFacets(_ charts: [Chart]) -> String {
  let names = charts.prefix(8).enumerated().map { number, chart in
    (chart.title ?? "").isEmpty ? "chart \(number + 1)" : chart.title ?? ""
  }
  let more = charts.count > 8 ? " and \(charts.count - 8) more" : ""
  return "small multiples of \(charts.count) charts on common axes: "
    + names.joined(separator: ", ") + more
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
