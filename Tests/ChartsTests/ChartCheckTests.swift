import Charts
import Testing

/// What holds for every drawing, whatever its kind, its data and the output.
@Suite struct ChartCheckTests {
  /// The name of a chart's kind.
  private func kind(_ chart: Chart) -> String {
    Mirror(reflecting: chart.kind).children.first?.label ?? ""
  }

  private func withoutEscapes(_ text: String) -> String {
    text.split(separator: "\u{1B}[", omittingEmptySubsequences: false).enumerated().map {
      $0.offset == 0 ? String($0.element) : String($0.element.drop { $0 != "m" }.dropFirst())
    }.joined()
  }

  private func widest(_ drawing: String, ambiguous: Int = 1) -> Int {
    drawing.split(separator: "\n").map { cellWidth(String($0), ambiguous: ambiguous) }.max() ?? 0
  }

  @Test func `every kind that has a sample is tried with data of all sorts`() {
    var generator = SplitMix(state: 1)
    let tried = Set(RandomCharts.everyKind(&generator).map(kind))
    let known = Set(SampleCharts.everyKind.map { kind($0.chart) })
    #expect(known.subtracting(tried).isEmpty)
  }

  @Test(arguments: SampleCharts.everyKind.map(\.name))
  func `a sample stays within every width, in all characters`(name: String) {
    for sample in SampleCharts.everyKind where sample.name == name {
      for width in stride(from: 20, through: 200, by: 1) {
        let options = DrawingOptions(width: width)
        #expect(widest(text(sample.chart, options)) <= min(width, 100))
        let ascii = text(sample.chart, DrawingOptions(width: width, glyphs: .ascii))
        #expect(ascii.utf8.allSatisfy { $0 == 10 || (32...126).contains($0) })
        #expect(widest(ascii) <= min(width, 100))
        let wide = text(sample.chart, DrawingOptions(width: width, ambiguous: 2))
        #expect(widest(wide, ambiguous: 2) <= min(width, 100))
      }
    }
  }

  @Test(arguments: 0..<40)
  func `colours change nothing but the colours`(seed: Int) {
    var generator = SplitMix(state: UInt64(3000 + seed))
    for chart in RandomCharts.everyKind(&generator) {
      var options = DrawingOptions(width: Int.random(in: 20...200, using: &generator))
      let plain = text(chart, options)
      #expect(!plain.utf8.contains(27))
      for color in [DrawingOptions.Color.ansi16, .ansi256, .trueColor] {
        for palette in Palette.allCases {
          options.color = color
          options.palette = palette
          options.background = Bool.random(using: &generator) ? .dark : .light
          #expect(withoutEscapes(text(chart, options)) == plain)
        }
      }
    }
  }

  @Test(arguments: 0..<40)
  func `every chart becomes equal bytes of picture, page and data`(seed: Int) {
    func bytes() -> [[String]] {
      var generator = SplitMix(state: UInt64(5000 + seed))
      return RandomCharts.everyKind(&generator).map { chart in
        [svg(chart), html(chart), DataTable(chart).csv, describe(chart)]
      }
    }
    let first = bytes()
    #expect(first == bytes())
    for files in first {
      #expect(files.allSatisfy { !$0.utf8.contains(27) || $0 == files[2] })
      for element in ["src=\"", "href=\"http", "url(http", "@import"] {
        #expect(!files[1].contains(element))
      }
      #expect(files[0].hasPrefix("<svg ") && files[0].hasSuffix("</svg>\n"))
      #expect(
        !files[0].contains("NaN") && !files[0].contains("=\"nan") && !files[0].contains("inf\""))
      #expect(
        files[1].contains("<svg ") && files[1].contains("<table") && files[1].contains("<pre"))
      #expect(files[3].hasSuffix("."))
    }
  }

  @Test(arguments: ["line", "step", "scatter", "spark", "bar", "histogram", "heat", "table"])
  func `a million points of any sort are drawn`(name: String) {
    let values = (0..<1_000_000).map { (index: Int) -> Double in
      if index % 1000 == 7 { return .nan }
      return index % 997 == 5 ? .infinity : 1e6 + 1e-3 * Double(index % 3571)
    }
    let chart: Chart =
      switch name {
      case "line": .line(values)
      case "step": Chart(.step([Series("", y: values)]))
      case "scatter": Chart(.scatter([Series("", y: values)]))
      case "spark": .spark(values)
      case "bar": .bar((0..<5000).map { "n\($0)" }, Array(values.prefix(5000)))
      case "histogram": Chart(.histogram(Histogram(values)))
      case "heat": Chart(.heat(HeatMap(values, rows: 1000, columns: 1000)))
      default:
        Chart(
          .table(
            Table(
              columns: [.init("a"), .init("b", .decimal)],
              rows: values.prefix(5000).map { ["x", StyledText("\($0)")] })))
      }
    #expect(widest(text(chart, DrawingOptions(width: 60))) <= 60)
  }

  @Test(arguments: 0..<40)
  func `tick labels below an axis differ and stand apart`(seed: Int) {
    var generator = SplitMix(state: UInt64(7000 + seed))
    let y = RandomCharts.difficult(seed % 15, &generator)
    let series = [Series("", x: RandomCharts.difficult(seed % 13, &generator), y: y)]
    for kind in [
      Chart.Kind.line(series), .step(series), .scatter(series), .histogram(Histogram(y)),
    ] {
      let width = Int.random(in: 20...100, using: &generator)
      let rows = text(Chart(kind), DrawingOptions(width: width)).split(separator: "\n")
      guard let axis = rows.lastIndex(where: { $0.contains("┬") && $0.contains("┼") }),
        axis + 1 < rows.count
      else { continue }
      // Behind the numbers stands the name of the axis, or `offset +1 000 000`.
      let labels = rows[axis + 1].split(separator: " ").prefix { Double($0) != nil }
      #expect(Set(labels).count == labels.count, "\(rows[axis + 1])")
    }
  }
}
