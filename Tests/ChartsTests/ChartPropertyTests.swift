import Charts
import Testing

@Suite struct ChartPropertyTests {
  @Test(arguments: 0..<60)
  func `any data at any width stays within it and within its characters`(seed: Int) {
    var generator = SplitMix(state: UInt64(seed))
    for chart in RandomCharts.all(&generator) {
      let width = Int.random(in: 15...200, using: &generator)
      for glyphs in [DrawingOptions.GlyphSet.braille, .block, .ascii] {
        for ambiguous in [1, 2] {
          let options = DrawingOptions(width: width, glyphs: glyphs, ambiguous: ambiguous)
          let drawing = text(chart, options)
          for line in drawing.split(separator: "\n", omittingEmptySubsequences: false) {
            let size = cellWidth(String(line), ambiguous: ambiguous)
            #expect(size <= options.width, "\(size) > \(options.width): \(line)")
            #expect(line.last != " ")
          }
          #expect(!drawing.utf8.contains(27))
          if glyphs == .ascii {
            #expect(drawing.utf8.allSatisfy { $0 == 10 || (32...126).contains($0) })
          }
        }
      }
      #expect(describe(chart).hasSuffix("."))
    }
  }

  @Test(arguments: 0..<80)
  func `tick labels of an axis differ from each other`(seed: Int) {
    var generator = SplitMix(state: UInt64(1000 + seed))
    let y = RandomCharts.difficult(seed % 15, &generator)
    var chart = Chart.line(y)
    if seed % 5 == 4 { chart.yScale = .log }
    let width = Int.random(in: 20...100, using: &generator)
    let drawing = text(chart, DrawingOptions(width: width)).split(separator: "\n")
    let labels = drawing.filter { $0.contains("┤") || $0.contains("┼┬") }.compactMap { line in
      line.split(whereSeparator: { "┤┼".contains($0) }).first.map {
        $0.split(separator: " ").joined()
      }
    }
    #expect(Set(labels).count == labels.count, "\(labels)")
    #expect(!labels.contains { $0.hasPrefix("-0") && $0.allSatisfy { "-0.".contains($0) } })
    if let axis = drawing.firstIndex(where: { $0.contains("┼┬") }), axis + 1 < drawing.count {
      let across = drawing[axis + 1].split(separator: " ")
      #expect(Set(across).count == across.count, "\(across)")
    }
  }

  @Test func `without colour two series are told apart by their dots`() {
    let flat = [Double](repeating: 1, count: 50)
    let raised = [Double](repeating: 2, count: 50)
    let rows = text(Chart(.line([Series("a", y: flat), Series("b", y: raised)])))
      .split(separator: "\n")
    let solid = rows.first { $0.contains("─ a") }?.filter { $0 >= "\u{2800}" && $0 <= "\u{28FF}" }
    let dashed = rows.first { $0.contains("╌ b") }?.filter { $0 >= "\u{2800}" && $0 <= "\u{28FF}" }
    #expect((solid?.count ?? 0) > 3 * (dashed?.count ?? 0) / 2)
  }

  /// Eighths of cells in each bar of a chart.
  private func lengths(_ drawing: String, count: Int) -> [Int] {
    let parts: [Character: Int] = [
      "▏": 1, "▎": 2, "▍": 3, "▌": 4, "▋": 5, "▊": 6, "▉": 7, "█": 8, "▐": 4, "▕": 1,
    ]
    return drawing.split(separator: "\n").prefix(count).map { line in
      line.reduce(0) { $0 + (parts[$1] ?? 0) }
    }
  }

  @Test(arguments: 0..<30)
  func `bars are as long as their values within an eighth of a cell`(seed: Int) throws {
    var generator = SplitMix(state: UInt64(seed))
    let values = (0..<6).map { _ in Double.random(in: 1...100, using: &generator) }
    let names = values.indices.map { "n\($0)" }
    let drawn = lengths(text(.bar(names, values)), count: values.count)
    let longest = try #require(values.indices.max { values[$0] < values[$1] })
    let unit = Double(drawn[longest]) / values[longest]
    for (length, value) in zip(drawn, values) {
      #expect(abs(Double(length) - value * unit) <= 1.01, "\(drawn) for \(values)")
    }
  }

  @Test(arguments: [20, 25, 30, 40, 80])
  func `no digit of a value beside a bar is cut`(width: Int) {
    let drawing = text(SampleCharts.labelCounts, DrawingOptions(width: width))
    for value in ["260", "871", " 5", "-34", " 0", "112"] { #expect(drawing.contains(value)) }
  }

  @Test func `what is not zero shows at least the thinnest bar`() {
    let drawing = text(.bar(["big", "tiny", "none"], [1e6, 1e-3, 0])).split(separator: "\n")
    #expect(drawing.first { $0.contains("tiny") }?.contains("▏") == true)
    #expect(drawing.first { $0.contains("none") }?.contains("▏") == false)
  }

  @Test func `a million points are drawn from their first, last, least and greatest`() {
    var values = [Double](repeating: 0, count: 1_000_000)
    values[500_000] = 1
    let rows = text(.line(values)).split(separator: "\n")
    #expect(rows[0].contains(where: { $0 >= "\u{2801}" && $0 <= "\u{28FF}" }))
  }

  @Test(arguments: SampleCharts.all.map(\.name))
  func `colour adds escape sequences and nothing else`(name: String) {
    for sample in SampleCharts.all where sample.name == name {
      let plain = text(sample.chart)
      for color in [DrawingOptions.Color.ansi16, .ansi256, .trueColor] {
        let drawing = text(sample.chart, DrawingOptions(color: color))
        #expect(withoutEscapes(drawing) == plain)
        #expect(drawing.utf8.contains(27) || name.hasPrefix("dag") || name == "cjk-dag")
      }
    }
  }

  private func withoutEscapes(_ text: String) -> String {
    text.split(separator: "\u{1B}[", omittingEmptySubsequences: false).enumerated().map {
      $0.offset == 0 ? String($0.element) : String($0.element.drop { $0 != "m" }.dropFirst())
    }.joined()
  }

  @Test(arguments: 1...40)
  func `indices are marked with whole numbers`(count: Int) throws {
    let values = (0..<count).map { Double($0 % 7) * 0.37 }
    let last = try #require(text(.line(values)).split(separator: "\n").last)
    let labels = last.split(separator: " ")
    #expect(labels.count >= 2)
    #expect(labels.allSatisfy { Int($0) != nil }, "\(last)")
  }

  @Test(arguments: [(1.0, 5.0), (101, 105), (-7, -3), (-2, 900), (0.001, 0.004)])
  func `every bar starts at zero, which is marked`(low: Double, high: Double) {
    let rows = text(.bar(["a", "b"], [low, high])).split(separator: "\n")
    #expect(rows.last?.split(separator: " ").contains { Double($0) == 0 } == true, "\(rows)")
  }

  @Test(arguments: ["line", "scatter", "unsorted line", "histogram"])
  func `many points are drawn without delay`(name: String) {
    let chart =
      switch name {
      case "line": Chart(.line([Series("", y: noise)]))
      case "scatter": Chart(.scatter([Series("", y: noise)]))
      case "histogram": Chart(.histogram(Histogram(noise)))
      default: Chart(.line([Series("", x: noise.suffix(100_000).reversed(), y: noise)]))
      }
    let times = (0..<3).map { _ in ContinuousClock().measure { _ = text(chart) } }
    print("many points, \(name):", times.min() ?? .zero)
    #expect(times.min() ?? .zero < .seconds(2))
  }
}

private let noise: [Double] = {
  var generator = SplitMix(state: 1)
  return (0..<1_000_000).map { _ in Double.random(in: 0...1, using: &generator) }
}()
