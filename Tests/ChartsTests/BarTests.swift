import Charts
import Testing

/// How many eighths of a cell each drawing character fills.
private let eighths: [Character: Int] = [
  "▏": 1, "▎": 2, "▍": 3, "▌": 4, "▋": 5, "▊": 6, "▉": 7, "█": 8, "▐": 4, "▕": 1, "▒": 8, "▓": 8,
  "░": 8, "▁": 1, "▂": 2, "▃": 3, "▄": 4, "▅": 5, "▆": 6, "▇": 7, "▔": 1, "▀": 4,
]

@Suite struct BarTests {
  private func random(_ seed: Int, count: Int) -> [Double] {
    var generator = SplitMix(state: UInt64(seed))
    return (0..<count).map { _ in
      let size = Double.random(in: 0.2...100, using: &generator)
      return Bool.random(using: &generator) ? size : -size
    }
  }

  /// Lengths must be in the ratio of the values, each rounded to an eighth of a cell.
  private func expectRatio(_ drawn: [Int], _ values: [Double]) throws {
    let longest = try #require(values.indices.max { abs(values[$0]) < abs(values[$1]) })
    try #require(drawn.count == values.count && drawn[longest] > 0, "\(drawn) for \(values)")
    let unit = Double(drawn[longest]) / abs(values[longest])
    for (length, value) in zip(drawn, values) {
      #expect(abs(Double(length) - abs(value) * unit) <= 1.01, "\(drawn) for \(values)")
    }
  }

  @Test(arguments: 0..<40)
  func `lines of either sign and any order are as long as their values`(seed: Int) throws {
    let values = random(seed, count: 7)
    var chart = Chart.bar(values.indices.map { "n\($0)" }, values)
    chart.order = [.asGiven, .ascending, .descending, .byName][seed % 4]
    let shown =
      [values, values.sorted(), values.sorted(by: >), values][seed % 4]
    let lines = text(chart, DrawingOptions(width: 30 + seed)).split(separator: "\n").prefix(7)
    try expectRatio(lines.map { $0.reduce(0) { $0 + (eighths[$1] ?? 0) } }, shown)
  }

  @Test(arguments: 0..<40)
  func `columns of either sign are as high as their values`(seed: Int) throws {
    let values = random(seed, count: 5)
    var bars = Bars(names: values.indices.map { "n\($0)" }, values: values)
    bars.isVertical = true
    bars.showsValues = false
    var chart = Chart(.bar(bars))
    chart.height = 8 + seed % 12
    let lines = text(chart, DrawingOptions(width: 60)).split(separator: "\n").map(Array.init)
    let zero = try #require(lines.firstIndex { $0.contains("┼") })
    let edge = try #require(lines[zero].firstIndex(of: "┼"))
    let band = (lines[zero].count - edge - 1) / values.count
    let drawn = values.indices.map { index -> Int in
      // The middle of the bar: it has a blank before it and a gap behind.
      let column = edge + 1 + index * band + band / 2
      return lines.reduce(0) { $0 + (column < $1.count ? eighths[$1[column]] ?? 0 : 0) }
    }
    try expectRatio(drawn, values)
  }

  @Test(arguments: 0..<30)
  func `grouped bars of several parts share one scale`(seed: Int) throws {
    let values = random(seed, count: 6)
    let parts = [Bars.Part("p", Array(values[..<3])), Bars.Part("q", Array(values[3...]))]
    let lines = text(Chart(.bar(Bars(names: ["a", "b", "c"], parts: parts)))).split(separator: "\n")
    let drawn = lines.prefix(6).map { $0.reduce(0) { $0 + (eighths[$1] ?? 0) } }
    try expectRatio(drawn, [0, 3, 1, 4, 2, 5].map { values[$0] })
  }

  @Test(arguments: 0..<30)
  func `a stack is as long as the sum of its parts, either way`(seed: Int) throws {
    let values = random(seed, count: 9)
    let parts = (0..<3).map { Bars.Part("p\($0)", Array(values[$0 * 3..<$0 * 3 + 3])) }
    var bars = Bars(names: ["a", "b", "c"], parts: parts)
    bars.arrangement = .stacked
    let lines = text(Chart(.bar(bars))).split(separator: "\n").dropFirst().prefix(3)
    let sides = lines.flatMap { line -> [Int] in
      let zero = line.firstIndex(of: "│") ?? line.endIndex
      return [line[..<zero], line[zero...]].map { $0.reduce(0) { $0 + (eighths[$1] ?? 0) } }
    }
    let sums = (0..<3).flatMap { row -> [Double] in
      let own = parts.map { $0.values[row] }
      return [own.filter { $0 < 0 }.reduce(0, +), own.filter { $0 > 0 }.reduce(0, +)]
    }
    try expectRatio(sides, sums)
  }

  @Test func `what is not zero shows at least the thinnest bar in each direction`() {
    let values = [1e6, 1e-6, -1e-6, -1e6, 0]
    let lines = text(.bar(["a", "b", "c", "d", "e"], values)).split(separator: "\n")
    func line(_ name: String) -> Substring { lines.first { $0.contains(" \(name) ") } ?? "" }
    #expect(line("b").contains("│▏") && line("c").contains("▕│") && line("e").hasSuffix("│ 0"))
    var bars = Bars(names: ["a", "b", "c", "d"], values: Array(values.prefix(4)))
    bars.isVertical = true
    let drawing = text(Chart(.bar(bars)))
    #expect(drawing.contains("▁") && drawing.contains("▔"))
  }

  @Test func `too many bars to stand upright lie down and say so`() {
    var bars = Bars(names: (0..<60).map { "label \($0)" }, values: (0..<60).map(Double.init))
    bars.isVertical = true
    let drawing = text(Chart(.bar(bars)), DrawingOptions(width: 60))
    #expect(drawing.contains("label 59") && drawing.contains("too many bars to stand upright"))
  }

  @Test(arguments: [20, 30, 50, 80])
  func `no digit of a value is cut, upright or lying`(width: Int) {
    var bars = Bars(names: ["sky", "sea", "sunset"], values: [12345, 678, -90])
    for isVertical in [false, true] {
      bars.isVertical = isVertical
      let drawing = text(Chart(.bar(bars)), DrawingOptions(width: width))
      #expect(["12345", "678", "-90"].allSatisfy(drawing.contains), "\(drawing)")
    }
  }

  @Test func `bars without values carry none`() {
    var bars = Bars(names: ["a", "b"], values: [3141, 2718])
    bars.showsValues = false
    #expect(!text(Chart(.bar(bars))).contains("3141"))
  }
}
