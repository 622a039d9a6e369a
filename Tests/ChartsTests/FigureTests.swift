import Charts
import Testing

@Suite struct FigureGoldenTests {
  @Test(arguments: SampleFigures.all.map(\.name), [60, 80, 120])
  func `each kind of figure looks as recorded`(name: String, width: Int) {
    for sample in SampleFigures.all where sample.name == name {
      expectGolden(text(sample.chart, DrawingOptions(width: width)), "\(name)-\(width)")
    }
  }

  @Test(arguments: SampleFigures.all.map(\.name))
  func `each kind of figure looks as recorded in ASCII`(name: String) {
    for sample in SampleFigures.all where sample.name == name {
      let options = DrawingOptions(width: 60, glyphs: .ascii)
      let drawing = text(sample.chart, options)
      #expect(drawing.utf8.allSatisfy { $0 == 10 || (32...126).contains($0) })
      expectGolden(drawing, "\(name)-ascii")
    }
  }
}

/// Data that break charts: missing, infinite, constant, tiny, huge, far from zero.
private func difficult(_ generator: inout SplitMix) -> [Double] {
  let count = [0, 1, 2, 3, 7, 50, 400][Int.random(in: 0..<7, using: &generator)]
  let base = (0..<count).map { _ in Double.random(in: -1...1, using: &generator) }
  switch Int.random(in: 0..<12, using: &generator) {
  case 0: return base.map { $0 > 0.5 ? .nan : $0 }
  case 1: return base.map { $0 > 0.7 ? .infinity : $0 < -0.7 ? -.infinity : $0 }
  case 2: return base.map { _ in 42 }
  case 3: return base.map { 1e6 + 1e-3 * $0 }
  case 4: return base.map { $0 * 1e300 }
  case 5: return base.map { $0 * 1e-300 }
  case 6: return base.map { ($0 * 5).rounded() }
  case 7: return base.map { _ in .nan }
  case 8: return base.map { $0 > 0 ? .greatestFiniteMagnitude : -.greatestFiniteMagnitude }
  case 9: return base.map { $0 * .leastNonzeroMagnitude }
  case 10: return base.map { abs($0) * 1e5 }
  default: return base
  }
}

/// Figures of every kind with data, names and options of any sort.
func randomFigures(_ generator: inout SplitMix) -> [Chart] {
  let words = [
    "sky", "日本語のラベル", "a\u{1B}[31m", "👩‍👩‍👧", "very long label indeed", "", "é", "x\ty", "🇩🇪 flag",
  ]
  func word() -> String { words[Int.random(in: 0..<words.count, using: &generator)] }
  func data() -> [Double] { difficult(&generator) }
  let parts = (0..<Int.random(in: 0...5, using: &generator)).map { _ in Bars.Part(word(), data()) }
  var bars = Bars(
    names: (0..<(parts.first?.values.count ?? 2)).map { _ in word() }, parts: parts)
  bars.isVertical = Bool.random(using: &generator)
  bars.arrangement = Bool.random(using: &generator) ? .stacked : .grouped
  bars.showsValues = Bool.random(using: &generator)
  var histogram = Histogram(
    groups: (0..<Int.random(in: 1...4, using: &generator)).map { _ in .init(word(), data()) })
  switch Int.random(in: 0..<3, using: &generator) {
  case 0: histogram.binning = .count(Int.random(in: 1...1000, using: &generator))
  case 1: histogram.binning = .edges([-2, -0.5, -0.49, 0, 1e6])
  default: break
  }
  histogram.measure = Bool.random(using: &generator) ? .counts : .density
  let size = Int.random(in: 0...20, using: &generator)
  func nodes(_ depth: Int) -> [NameTree.Node] {
    (0..<Int.random(in: 0...3, using: &generator)).map { _ in
      NameTree.Node(
        word(), value: word(), note: word(), children: depth < 5 ? nodes(depth + 1) : [])
    }
  }
  var tree = NameTree(nodes(0), headings: Bool.random(using: &generator) ? [word(), word()] : [])
  tree.form = [.automatic, .across, .down][Int.random(in: 0..<3, using: &generator)]
  var spectrum = Spectrum([.init(word(), data()), .init(word(), data())])
  spectrum.isShrinkage = Bool.random(using: &generator)
  let rows = (0..<size).map { index in
    LabelOutcomes.Row(
      word(), truePositives: index, falsePositives: 3 * index, falseNegatives: 2,
      trueNegatives: 100_000, rates: ["0.5", "1.000*"])
  }
  var map = HeatMap(
    data(), rows: 4, columns: size, rowNames: words, columnNames: (0..<size).map { _ in word() })
  map.scale = [.automatic, .sequential, .diverging][Int.random(in: 0..<3, using: &generator)]
  var charts = [
    Chart(.bar(bars)), Chart(.histogram(histogram)), Chart(.heat(map)), Chart(.tree(tree)),
    Chart(.box(BoxPlot((0..<size).map { _ in (name: word(), values: data()) }))),
    Chart(.spectrum(spectrum)),
    Chart(.confusion(Confusion(names: (0..<size).map { _ in word() }, counts: data()))),
    Chart(
      .outcomes(
        LabelOutcomes(
          rateNames: ["TPR", "acc"], labels: rows,
          micro: rows.first
            ?? LabelOutcomes.Row(
              "micro", truePositives: 0, falsePositives: 0, falseNegatives: 0, trueNegatives: 0,
              rates: []), macro: ["1", "2"]))),
  ]
  for index in charts.indices {
    charts[index].title = word()
    charts[index].xLabel = word()
    charts[index].height = Int.random(in: -1...30, using: &generator)
    charts[index].digits = Int.random(in: 1...15, using: &generator)
    if Bool.random(using: &generator) { charts[index].yScale = .log }
    if Int.random(in: 0..<6, using: &generator) == 0 { charts[index].xLimits = -0.2...0.5 }
    if Bool.random(using: &generator) { charts[index].order = .descending }
  }
  return charts
}

@Suite struct FigurePropertyTests {
  @Test(arguments: 0..<80)
  func `any data at any width stays within it and within its characters`(seed: Int) {
    var generator = SplitMix(state: UInt64(seed))
    for chart in randomFigures(&generator) {
      let width = Int.random(in: 20...200, using: &generator)
      for glyphs in [DrawingOptions.GlyphSet.braille, .block, .ascii] {
        let options = DrawingOptions(
          width: width, glyphs: glyphs, ambiguous: Int.random(in: 1...2, using: &generator))
        let drawing = text(chart, options)
        for line in drawing.split(separator: "\n", omittingEmptySubsequences: false) {
          let size = cellWidth(String(line), ambiguous: options.ambiguous)
          #expect(size <= options.width, "\(size) > \(options.width): \(line)")
          #expect(line.last != " ")
        }
        #expect(!drawing.utf8.contains(27) && !drawing.isEmpty)
        if glyphs == .ascii {
          #expect(drawing.utf8.allSatisfy { $0 == 10 || (32...126).contains($0) })
        }
      }
      #expect(describe(chart).hasSuffix(".") && !describe(chart).contains("\n"))
      let picture = svg(chart)
      #expect(picture == svg(chart) && picture.hasSuffix("</svg>\n"))
      #expect(!picture.contains("\"nan") && !picture.contains("\"inf"))
    }
  }

  @Test func `a million values are drawn`() {
    var generator = SplitMix(state: 9)
    let values = (0..<1_000_000).map { _ in Double.random(in: -1...1, using: &generator) }
    #expect(text(Chart(.histogram(Histogram(values)))).contains("n = 1000000"))
    #expect(text(Chart(.box(BoxPlot([(name: "x", values: values)])))).contains("1000000"))
    #expect(text(.bar((0..<values.count).map(String.init), values)).contains("more rows not drawn"))
  }

  @Test(arguments: SampleFigures.all.map(\.name))
  func `colour adds escape sequences and nothing else`(name: String) {
    for sample in SampleFigures.all where sample.name == name {
      let drawing = text(sample.chart, DrawingOptions(color: .trueColor))
      let bare = drawing.split(separator: "\u{1B}[", omittingEmptySubsequences: false).enumerated()
        .map { $0 == 0 ? String($1) : String($1.drop { $0 != "m" }.dropFirst()) }.joined()
      #expect(bare == text(sample.chart))
    }
  }
}

@Suite struct FigureTests {
  @Test func `a number never reads as a whole one that it is not`() {
    #expect(plainNumber(0.9999) == "0.9999" && plainNumber(1.0004) == "1.0004")
    #expect(plainNumber(123.456) == "123.5" && plainNumber(-0.9999) == "-0.9999")
    #expect(
      plainNumber(0.25) == "0.25" && plainNumber(1) == "1" && plainNumber(12345.678) == "12345.7")
    #expect(plainNumber(1 - 1e-13) == "~1" && plainNumber(1e-9) == "1e-09")
    #expect(plainNumber(.nan) == "nan" && plainNumber(-.infinity) == "-inf")
    var generator = SplitMix(state: 21)
    for _ in 0..<2000 {
      let whole = Double(Int.random(in: -2000...2000, using: &generator))
      let value = whole + Double.random(in: -1e-4...1e-4, using: &generator)
      let text = plainNumber(value, digits: Int.random(in: 1...6, using: &generator))
      guard value != value.rounded() else { continue }
      #expect(text.hasPrefix("~") || Double(text) != whole, "\(value) as \(text)")
    }
  }

  @Test func `names of a heat map are shortened before its numbers are dropped`() {
    let drawing = text(SampleFigures.heatLongNames, DrawingOptions(width: 66))
    #expect(drawing.contains("+0.841") && drawing.contains("-0.906"))
    let headings = drawing.split(separator: "\n")[1].split(separator: " ")
    #expect(headings.count == 5 && Set(headings).count == 5, "\(headings)")
  }

  @Test func `a map of one sign is diverging when asked for`() {
    var map = HeatMap([1, 2, 3, 4], rows: 2, columns: 2)
    #expect(!text(Chart(.heat(map))).contains("-4"))
    map.scale = .diverging
    #expect(text(Chart(.heat(map))).contains("shade -4 █▓▒░ 0 ░▒▓█ +4"))
    map = HeatMap([-1, 2, 3, 4], rows: 2, columns: 2)
    map.scale = .sequential
    #expect(text(Chart(.heat(map))).contains("shade -1 ' ░▒▓█' 4"))
  }

  @Test func `a confusion matrix has its rates and its accuracy`() {
    let drawing = text(SampleFigures.confusion)
    #expect(drawing.contains("accuracy 124/149 = 0.832"))
    for rate in ["0.909", "0.759", "0.825", ".926", ".804", ".750"] {
      #expect(drawing.contains(rate))
    }
    #expect(svg(SampleFigures.confusion).contains(">0.926</text>"))
  }

  @Test func `a shrinkage shows what it took off each size`() {
    let drawing = text(SampleFigures.shrinkage)
    #expect(drawing.contains("5.188  5.028      0.160") && drawing.contains("0.088  0.000"))
  }

  @Test func `a tree from left to right needs its width, else it goes down`() {
    let wide = text(SampleFigures.probabilityTree).split(separator: "\n")
    #expect(wide.count == 9 && wide[1].contains("─┬─"))
    let narrow = text(SampleFigures.probabilityTree, DrawingOptions(width: 30))
    #expect(narrow.contains("├─ 1 .520") && narrow.split(separator: "\n").count == 14)
  }

  @Test func `bars of a picture are as long as their values`() throws {
    let document = svg(SampleFigures.stacked)
    let fills = document.split(separator: "\n").filter { $0.contains("<rect x=") }
    func width(_ line: Substring) -> Double {
      let words = line.split(separator: " ")
      let word = words.first { $0.hasPrefix("width=") } ?? ""
      return Double(word.dropFirst(7).dropLast()) ?? 0
    }
    // After the three squares of the legend: train, test and held out of the first row.
    let lengths = fills.dropFirst(3).prefix(3).map(width)
    try #require(lengths.count == 3)
    #expect(abs(lengths[0] / lengths[1] - 4) < 0.01 && abs(lengths[1] / lengths[2] - 3) < 0.01)
  }
}
