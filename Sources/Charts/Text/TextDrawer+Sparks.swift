extension TextDrawer {
  /// A line of small columns for each series, with its least and greatest value.
  func sparks(_ chart: Chart, _ series: [Series]) -> Block {
    let lines = series.compactMap { part -> StyledText? in
      var extent = Extent()
      extent.add(part.y, count: part.count)
      guard part.count > 0 else { return nil }
      let name = part.name.isEmpty ? "" : prepared(part.name) + " "
      let range =
        extent.isEmpty
        ? " no finite value"
        : " min \(shortNumber(extent.low, digits: chart.digits))"
          + " max \(shortNumber(extent.high, digits: chart.digits))"
      let head = StyledText(name).cut(to: max(0, min(width / 3, 20)), options)
      let room = width - head.width(options) - measure(range)
      let columns = resampled(part, to: max(1, room))
      let figure = StyledText.spark(
        columns, in: extent.isEmpty ? 0...1 : extent.low...extent.high, .series(0))
      return head + prepared(figure) + StyledText(range, .dim)
    }
    return lines.isEmpty ? emptyFrame(chart) : titled(chart, lines)
  }

  /// At most `count` values: each the mean of the finite ones it stands for.
  private func resampled(_ series: Series, to count: Int) -> [Double] {
    let values = series.y.prefix(series.count)
    guard values.count > count else { return Array(values) }
    return (0..<count).map { index in
      let part = values[index * values.count / count..<(index + 1) * values.count / count]
      let finite = part.filter(\.isFinite)
      return finite.isEmpty ? .nan : finite.reduce(0) { $0 + $1 / Double(finite.count) }
    }
  }
}
