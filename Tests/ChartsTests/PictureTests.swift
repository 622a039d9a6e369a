import Charts
import Testing

/// What pictures show beyond what their text does.
@Suite struct PictureTests {
  @Test func `the counts of labels stand in the picture with all their rates`() {
    let picture = svg(SampleFigures.outcomes)
    for text in ["TPR", "PPV", "0.900", "0.500*", "macro", "micro", ">237<", "夕焼け"] {
      #expect(picture.contains(text), "\(text)")
    }
    // One bar part for each count that is not 0, of three labels: 40 6 4, 3 1 9, none.
    #expect(picture.components("<rect x=") - 3 == 6)
  }

  @Test func `small multiples of any kind are drawn, none as text only`() {
    let kinds = SampleCharts.everyKind.filter { !$0.name.hasPrefix("cubes") }
    for sample in kinds {
      var named = sample.chart
      named.title = "title of \(sample.name)"
      let picture = svg(Chart(.facet([.bar(["only bar"], [1]), named])))
      #expect(picture.contains("only bar") && picture.contains(named.title ?? ""))
      #expect(!picture.contains("text only"))
      let own = svg(named).components("<text")
      #expect(picture.components("<text") > own, "\(sample.name)")
    }
  }

  @Test func `names at the ends of curves carry the last values, as in the text`() {
    let chart = SampleCharts.loss
    let ends = text(chart).split(separator: "\n").compactMap { line in
      line.split(whereSeparator: { "─╌".contains($0) }).last.flatMap { end in
        end.hasPrefix(" train ") || end.hasPrefix(" valid ") ? String(end.dropFirst()) : nil
      }
    }
    #expect(ends.count == 2)
    for end in ends { #expect(svg(chart).contains(">\(end)<"), "\(end)") }
  }

  @Test func `a heat map of many cells shows means and says so`() {
    let values = (0..<400 * 300).map { Double($0 % 7) }
    let picture = svg(Chart(.heat(HeatMap(values, rows: 400, columns: 300))))
    #expect(picture.contains("each shade is the mean of 3 × 2 cells"))
    #expect(picture.components("<rect") < 150 * 150 + 100)
  }

  @Test func `a picture of many points is no larger than its pixels`() {
    var generator = SplitMix(state: 5)
    let x = (0..<200_000).map { Double($0 * $0) }
    let y = (0..<200_000).map { _ in Double.random(in: 0...1, using: &generator) }
    var series = Series("", x: x, y: y)
    series.errors = y.map { $0 / 10 }
    let bars = svg(Chart(.line([series])))
    #expect(bars.utf8.count < 200_000)
  }

  @Test(arguments: 1...60)
  func `the numbers below a histogram are equally far apart`(count: Int) throws {
    let edges = (0...count).map { -4 + 0.5 * Double($0) }
    var histogram = Histogram((0..<100).map { -4 + 0.5 * Double($0 * 7 % count) })
    histogram.binning = .edges(edges)
    for width in [40, 80] {
      let lines = text(Chart(.histogram(histogram)), DrawingOptions(width: width))
        .split(separator: "\n")
      let labels = try #require(lines.last).split(separator: " ").compactMap { Double($0) }
      try #require(labels.count >= 2, "\(lines)")
      guard labels.count > 2 else { continue }
      let steps = zip(labels.dropFirst(), labels).map { $0 - $1 }
      #expect(steps.allSatisfy { abs($0 - steps[0]) < 1e-9 }, "\(labels)")
    }
  }
}

extension String {
  /// How often a piece occurs.
  fileprivate func components(_ piece: String) -> Int {
    var count = 0
    var rest = self[...]
    while let range = rest.firstRange(of: piece) {
      count += 1
      rest = rest[range.upperBound...]
    }
    return count
  }
}
