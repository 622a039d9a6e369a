extension TextDrawer {
  /// The lines of a chart of any kind.
  func block(_ chart: Chart) -> Block {
    switch chart.kind {
    case .line(let series), .step(let series), .scatter(let series): plot(chart, series)
    case .facet(let charts): facets(chart, charts)
    case .bar(let bars): self.bars(chart, bars)
    case .histogram(let histogram): self.histogram(chart, histogram)
    case .box(let boxes): self.boxes(chart, boxes)
    case .heat(let map): heatMap(chart, map)
    case .confusion(let matrix): confusion(chart, matrix)
    case .outcomes(let outcomes): self.outcomes(chart, outcomes)
    case .spectrum(let spectrum): self.spectrum(chart, spectrum)
    case .tree(let tree): self.tree(chart, tree)
    case .graph(let graph): self.graph(chart, graph)
    case .spark(let series): sparks(chart, series)
    case .table(let table): titled(chart, block(table))
    }
  }

  /// Lines below the chart's title, which a table of its own title does not repeat.
  func titled(_ chart: Chart, _ lines: Block) -> Block { heading(chart, note: nil) + lines }
}
