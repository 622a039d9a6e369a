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
    let size = series.count
    guard size > count else { return Array(series.y.prefix(size)) }
    return (0..<count).map { index in
      mean(series.y[index * size / count..<(index + 1) * size / count])
    }
  }

  /// The mean of the finite values; NaN where there is none.
  private func mean(_ values: ArraySlice<Double>) -> Double {
    var (sum, count) = (0.0, 0.0)
    for value in values where value.isFinite {
      sum += value
      count += 1
    }
    guard sum.isInfinite else { return count > 0 ? sum / count : .nan }
    return values.reduce(0) { $1.isFinite ? $0 + $1 / count : $0 }
  }
}
