import Charts
import Glibc
import Testing

/// The dots of a drawing in braille whose x axis is not covered, and the cells of its body.
private struct Dots: Equatable {
  var columns = 0
  var rows = 0
  var set: Set<[Int]> = []

  init(columns: Int, rows: Int) { (self.columns, self.rows) = (columns, rows) }

  init(_ drawing: String) {
    let order: [UInt32] = [0x01, 0x08, 0x02, 0x10, 0x04, 0x20, 0x40, 0x80]
    for line in drawing.split(separator: "\n") {
      guard let edge = line.firstIndex(where: { "│┤┼".contains($0) }) else { continue }
      let body = Array(line[line.index(after: edge)...])
      if line[edge] == "┼" { columns = (body.lastIndex(of: "┬") ?? 0) + 1 }
      for (column, character) in body.enumerated() {
        guard let value = character.unicodeScalars.first?.value, (0x2800...0x28FF).contains(value)
        else { continue }
        for bit in 0..<8 where value & order[bit] != 0 {
          set.insert([column * 2 + bit % 2, rows * 4 + bit / 2])
        }
      }
      rows += 1
    }
  }

  /// Every segment between neighbouring points, drawn one by one; heights are positions 0…1.
  mutating func drawAll(_ points: [(x: Double, y: Double)?]) {
    var previous: (x: Double, y: Double)?
    for point in points {
      guard let point else {
        previous = nil
        continue
      }
      let place = (
        x: (point.x * Double(columns - 1) * 2).rounded(),
        y: (1 - point.y) * Double(rows - 1) * 4 + 1
      )
      let from = previous ?? place
      let steps = Int(max(abs(place.x - from.x), abs(place.y - from.y)).rounded(.up))
      for step in 0...steps {
        let share = steps == 0 ? 0 : Double(step) / Double(steps)
        let x = from.x + (place.x - from.x) * share
        let y = from.y + (place.y - from.y) * share
        set.insert([Int(x.rounded()), Int(y.rounded())])
      }
      previous = place
    }
  }
}

/// Positions of tick labels along the y axis (row) and the x axis (column of the tick).
private struct Ticks {
  var labels: [String] = []
  var rows: [Int] = []
  var across: [String] = []
  var acrossText = ""
  var columns: [Int] = []
  var bodyRows = 0

  init(_ drawing: String) {
    let lines = drawing.split(separator: "\n", omittingEmptySubsequences: false)
    let body = lines.filter { $0.contains { "│┤┼".contains($0) } }
    bodyRows = body.count
    for (row, line) in body.enumerated() {
      guard let edge = line.firstIndex(where: { "┤┼".contains($0) }) else { continue }
      labels.append(line[..<edge].split(separator: " ").joined())
      rows.append(row)
    }
    guard let axis = lines.firstIndex(where: { $0.contains("┼") }), axis + 1 < lines.count else {
      return
    }
    columns = lines[axis].enumerated().filter { $0.element == "┬" }.map(\.offset)
    acrossText = String(lines[axis + 1])
    across = acrossText.split(separator: " ").map(String.init)
  }
}

private func decimals(_ label: String) -> Int {
  label.split(separator: ".", omittingEmptySubsequences: false).dropFirst().first?.count ?? 0
}

/// Seeded data of some thousand points with jumps, runs and, where asked for, missing values.
private func noise(_ seed: Int, count: Int, missing: Bool = false) -> [Double] {
  var generator = SplitMix(state: UInt64(seed))
  var value = 0.5
  return (0..<count).map { _ in
    value += Double.random(in: -0.05...0.05, using: &generator)
    value = min(max(value, 0.2), 0.8)
    let jump = Double.random(in: 0...1, using: &generator)
    if missing, jump < 0.01 { return .nan }
    return jump > 0.98 ? Double.random(in: 0.15...0.95, using: &generator) : value
  }
}

@Suite struct CurveTests {
  private func chart(_ y: [Double], x: [Double]? = nil) -> Chart {
    var chart = Chart.line(y, x: x)
    chart.yLimits = 0...1
    return chart
  }

  @Test(arguments: 0..<24)
  func `reduced curves have the dots of all segments`(seed: Int) {
    let count = [101, 1001, 10_001][seed % 3]
    let y = noise(seed, count: count, missing: seed % 2 == 1)
    let last = Double(count - 1)
    let x = seed % 4 < 2 ? nil : (0..<count).map { 3 * Double($0) / last }
    let found = Dots(text(chart(y, x: x), DrawingOptions(width: 40 + seed)))
    var expected = Dots(columns: found.columns, rows: found.rows)
    expected.drawAll(
      y.enumerated().map { index, up in
        up.isNaN ? nil : (x.map { $0[index] / 3 } ?? Double(index) / last, up)
      })
    #expect(found.columns > 20)
    #expect(found == expected)
  }

  @Test(arguments: 0..<8)
  func `curves that turn back have the dots of all segments`(seed: Int) {
    let y = noise(seed, count: 500)
    let x = noise(seed + 100, count: 500)
    var chart = chart(y, x: x)
    chart.xLimits = 0...1
    let found = Dots(text(chart, DrawingOptions(width: 60)))
    var expected = Dots(columns: found.columns, rows: found.rows)
    expected.drawAll(zip(x, y).map { ($0, $1) })
    #expect(found == expected)
  }

  @Test(arguments: [1, 2, 3, 0])
  func `the dots of a dashed curve are dots of the curve`(number: Int) {
    let y = noise(number, count: 4001)
    var series = (0..<4).map { Series("s\($0)", y: [Double]()) }
    series[number].y = y
    var dashed = Chart(.line(series))
    dashed.yLimits = 0...1
    dashed.legend = .none
    let found = Dots(text(dashed))
    var all = Dots(columns: found.columns, rows: found.rows)
    all.drawAll(y.enumerated().map { (Double($0.offset) / 4000, $0.element) })
    #expect(found.set.isSubset(of: all.set))
    #expect(found.set.count > all.set.count / 3)
    #expect((found == all) == (number == 0))
  }

  @Test func `four level lines differ by their dots alone`() {
    let series = (0..<4).map { k in Series("s\(k)", y: [Double](repeating: Double(k), count: 80)) }
    let rows = text(Chart(.line(series))).split(separator: "\n")
    let patterns = (0..<4).compactMap { k in
      rows.first { $0.contains(" s\(k) ") }.map { row in
        row.drop { !"│┤┼".contains($0) }.dropFirst().prefix(24).map {
          (($0.unicodeScalars.first?.value ?? 0) & 0xFF).nonzeroBitCount
        }
      }
    }
    #expect(patterns.count == 4)
    #expect(Set(patterns).count == 4, "\(patterns)")
  }

  @Test func `a step keeps its height until the next point`() {
    var steps = Chart(.step([Series("", x: [0, 1, 2], y: [0.5, 1, 0.5])]))
    steps.yLimits = 0...1
    let found = Dots(text(steps))
    let last = (found.columns - 1) * 2
    let levels = Dictionary(grouping: found.set, by: { $0[1] }).mapValues {
      $0.map { $0[0] }.sorted()
    }
    let high = levels[1] ?? []
    #expect(high.first == last / 2 && high.last == last)
    #expect(high.count == last / 2 + 1)
  }

  @Test func `a missing value breaks the curve unless it is bridged`() {
    let y = (0...100).map { (40...60).contains($0) ? Double.nan : 0.5 }
    var chart = chart(y)
    let broken = Dots(text(chart))
    chart.bridgesGaps = true
    let bridged = Dots(text(chart))
    #expect(!broken.set.contains([broken.columns - 1, broken.rows * 2 - 1]))
    #expect(Set(bridged.set.map { $0[0] }).count == (bridged.columns - 1) * 2 + 1)
    #expect(text(chart).contains("21 missing"))
  }

  @Test(arguments: 0..<120)
  func `ticks are round, apart and on rows and columns`(seed: Int) {
    var generator = SplitMix(state: UInt64(seed))
    let base = pow(10, Double.random(in: -6...9, using: &generator))
    let shift = Double.random(in: -3...3, using: &generator) * base
    let y = (0..<50).map { _ in shift + base * Double.random(in: -1...1, using: &generator) }
    let start = Double.random(in: -5...5, using: &generator)
    let x = (0..<50).map { start + Double($0) * 0.37 }
    let width = Int.random(in: 40...100, using: &generator)
    var chart = Chart.line(y, x: x)
    chart.height = Int.random(in: 5...25, using: &generator)
    let drawing = text(chart, DrawingOptions(width: width))
    let ticks = Ticks(drawing)
    #expect(ticks.labels.count >= 2 && Set(ticks.labels).count == ticks.labels.count, "\(drawing)")
    #expect(Set(ticks.labels.map(decimals)).count == 1, "\(ticks.labels)")
    #expect(Set(zip(ticks.rows.dropFirst(), ticks.rows).map { $0 - $1 }).count == 1, "\(drawing)")
    #expect(ticks.rows.first == 0 && ticks.rows.last == ticks.bodyRows - 1)
    #expect(abs(ticks.bodyRows - chart.height) <= 2)
    let steps = zip(ticks.labels, ticks.labels.dropFirst()).compactMap { a, b in
      Double(a).flatMap { a in Double(b).map { a - $0 } }
    }
    #expect(steps.allSatisfy { abs($0 - steps[0]) < 1e-9 * max(1, abs($0)) }, "\(ticks.labels)")
    #expect(Set(ticks.across).count == ticks.across.count && ticks.across.count >= 2)
    #expect(Set(ticks.across.map(decimals)).count == 1, "\(ticks.across)")
    // The curve may cover a tick of the lowest row.
    let distances = zip(ticks.columns.dropFirst(), ticks.columns).map { $0 - $1 }
    let least = distances.min() ?? 1
    #expect(distances.allSatisfy { $0 % least == 0 }, "\(drawing)")
    let gaps = ticks.acrossText.drop { $0 == " " }.split(
      separator: " ", omittingEmptySubsequences: false)
    #expect(!zip(gaps, gaps.dropFirst()).contains { !$0.isEmpty && !$1.isEmpty }, "\(drawing)")
    #expect(
      !(ticks.labels + ticks.across).contains { $0.hasPrefix("-0") && (Double($0) ?? 1) == 0 })
  }

  @Test(arguments: [1.0, 7, 23, 1e4, 3.2e7])
  func `a symmetric logarithmic axis has the same ticks on both sides`(largest: Double) {
    var chart = Chart.line((-50...50).map { largest * pow(Double($0) / 50, 3) })
    chart.yScale = .symlog
    let labels = Ticks(text(chart)).labels
    #expect(labels.contains("0") && labels.count >= 3, "\(labels)")
    let positive = labels.filter { !$0.hasPrefix("-") && $0 != "0" }
    #expect(labels.filter { $0.hasPrefix("-") } == positive.reversed().map { "-\($0)" })
  }

  @Test(arguments: [2.0, 20, 4e3, 7e9])
  func `a value that is a tick of a logarithmic axis lies on its row`(high: Double) {
    let values = [1, 10, 100, 1000, 1e4, 1e5, 1e6].filter { $0 <= high } + [high]
    for scale in [Chart.Scale.log, .symlog] {
      for value in values.dropLast() {
        var chart = Chart.line([1, high, value, value, value], x: [0, 1, 40, 60, 80])
        chart.yScale = scale
        let ticks = Ticks(text(chart))
        guard let place = ticks.labels.firstIndex(where: { Double($0) == value }) else { continue }
        let dots = Dots(text(chart))
        let row = ticks.rows[place] * 4 + 1
        // Of 1, 2 and 5 times a power of ten the rows are the nearest ones.
        let slack = scale == .log && high < 100 ? 2 : 0
        if row < (ticks.bodyRows - 1) * 4 {
          let column = Int(Double(dots.columns - 1) * 1.8)
          let isThere = (row - slack...row + slack).contains { dots.set.contains([column, $0]) }
          #expect(isThere, "\(text(chart))")
        }
      }
    }
  }

  @Test func `given ticks are the ones that are drawn`() {
    var chart = chart([0.2, 0.6, 0.4, 0.7])
    chart.xTicks = .at([0, 2.5, 3])
    chart.yTicks = .at([0.25, 0.5, 1, 0.5, .nan])
    let ticks = Ticks(text(chart))
    #expect(ticks.labels.filter { !$0.isEmpty } == ["1.00", "0.50", "0.25"])
    #expect(ticks.across == ["0.0", "2.5", "3.0"])
  }
}

@Suite struct CurveFrameTests {
  @Test func `what is infinite points to the edge and is counted`() {
    let y: [Double] = [1, .infinity, .nan, -.infinity, 2, .nan]
    for kind in [
      Chart.Kind.line([Series("", y: y)]), .step([Series("", y: y)]), .scatter([Series("", y: y)]),
    ] {
      let rows = text(Chart(kind)).split(separator: "\n")
      #expect(rows[0].contains("^"))
      #expect(rows.contains { $0.contains("┼") && $0.contains("v") })
      #expect(rows.last == "2 missing, 2 infinite")
    }
    var log = Chart.line([1, -1, 0, 100, .infinity])
    log.yScale = .log
    #expect(text(log).hasSuffix("1 infinite, 2 ≤ 0 not drawn"))
    #expect(svg(log).contains("1 infinite, 2 ≤ 0 not drawn"))
  }

  @Test(arguments: 0..<40)
  func `bad data of every kind stays within the width`(seed: Int) {
    var generator = SplitMix(state: UInt64(seed))
    let bad: [Double] = [
      .nan, .infinity, -.infinity, 0, -1, 1e300, -1e300, .leastNonzeroMagnitude, 1, 42,
    ]
    func values(_ count: Int) -> [Double] {
      (0..<count).map { _ in bad[Int.random(in: 0..<bad.count, using: &generator)] }
    }
    let count = [0, 1, 2, 5, 90][seed % 5]
    let series = (0..<1 + seed % 7).map { k in
      Series(
        "série \(k)", x: Bool.random(using: &generator) ? values(count) : nil, y: values(count),
        errors: Bool.random(using: &generator) ? values(count) : nil,
        band: Bool.random(using: &generator) ? Band(low: values(count), high: values(3)) : nil)
    }
    for kind in [
      Chart.Kind.line(series), .step(series), .scatter(series),
      .facet([Chart(.line(series)), .bar(["a"], [1])]),
    ] {
      var chart = Chart(kind, title: "t", xLabel: "x", yLabel: "y")
      chart.xScale = [.linear, .log, .symlog][Int.random(in: 0...2, using: &generator)]
      chart.yScale = [.linear, .log, .symlog][Int.random(in: 0...2, using: &generator)]
      chart.legend =
        [.auto, .ends, .right, .below, .none][Int.random(in: 0...4, using: &generator)]
      chart.marksPoints = Bool.random(using: &generator)
      chart.bridgesGaps = Bool.random(using: &generator)
      chart.xTicks = [.auto, .count(9), .at(bad)][Int.random(in: 0...2, using: &generator)]
      chart.yTicks = [.auto, .count(2), .at(bad)][Int.random(in: 0...2, using: &generator)]
      chart.annotations = [Annotation("日本 a", x: 1), Annotation("点", x: 2, y: 0.5)]
      if seed % 3 == 0 { chart.yLimits = 0...0.5 }
      for glyphs in [DrawingOptions.GlyphSet.braille, .block, .ascii] {
        let options = DrawingOptions(
          width: Int.random(in: 20...100, using: &generator), glyphs: glyphs,
          ambiguous: 1 + seed % 2)
        for line in text(chart, options).split(separator: "\n") {
          let size = cellWidth(String(line), ambiguous: options.ambiguous)
          #expect(size <= options.width, "\(size) > \(options.width): \(line)")
        }
      }
      let picture = svg(chart)
      #expect(picture == svg(chart))
      for shape in picture.split(separator: "\n") where shape.hasPrefix("<path") {
        #expect(!shape.contains("nan") && !shape.contains("inf"))
      }
      #expect(describe(chart).hasSuffix("."))
    }
  }

  @Test(arguments: [20, 30, 39])
  func `below forty columns a legend stands only where it is asked for`(width: Int) {
    let narrow = text(SampleCharts.loss, DrawingOptions(width: width))
    #expect(!narrow.contains("train") && narrow.contains("0.0"))
    var chart = SampleCharts.loss
    chart.legend = .below
    #expect(text(chart, DrawingOptions(width: width)).contains("train"))
  }

  @Test func `where labels leave no room the ends are named below`() {
    let chart = Chart.line([0.123_456_1, 0.123_457_9], x: [1, 2])
    var wide = chart
    wide.yTicks = .at([0.123_456, 0.123_458])
    let drawing = text(wide, DrawingOptions(width: 20))
    #expect(drawing.contains("x 1 to 2, y 0.123"), "\(drawing)")
    for row in drawing.split(separator: "\n") { #expect(cellWidth(String(row)) <= 20) }
  }

  @Test func `the overlap of marks is a sign of its own`() {
    let series = [
      Series("a", x: [0, 1, 2], y: [0, 1, 2]), Series("b", x: [0, 1, 2], y: [2, 1, 0]),
    ]
    let cloud = text(Chart(.scatter(series)))
    let body = cloud.split(separator: "\n").dropFirst().filter {
      $0.contains { "│┤┼".contains($0) }
    }
    #expect(body.joined().count { $0 == "#" } == 1)
    #expect(cloud.contains("# several"))
  }

  @Test func `more than four series become small multiples on common axes`() {
    let four = Chart(.line((0..<4).map { Series("n\($0)", y: [1, 2, Double($0)]) }))
    let five = Chart(.line((0..<5).map { Series("n\($0)", y: [1, 2, Double($0 * 10)]) }))
    #expect(text(four).split(separator: "\n").count { $0.contains("┼") } == 1)
    let drawing = text(five)
    let axes = drawing.split(separator: "\n").filter { $0.contains("┼") }
    #expect(axes.count == 2)
    #expect(axes.joined().count { $0 == "┼" } == 5)
    for k in 0..<5 { #expect(drawing.contains("n\(k)")) }
    let labels = Set(axes.map { $0.prefix { $0 != "┼" } })
    #expect(labels.count == 1)
  }

  @Test func `error bars and bands are part of the extent`() {
    let bars = Chart(.line([Series("", y: [1, 2, 3], errors: [0, 0, 7])]))
    #expect(Ticks(text(bars)).labels.compactMap(Double.init).max() ?? 0 >= 10)
    let band = Band(low: [-9, 0, 0], high: [1, 2, 3])
    let around = Chart(.line([Series("", y: [1, 2, 3], band: band)]))
    #expect(Ticks(text(around)).labels.compactMap(Double.init).min() ?? 0 <= -9)
  }

  @Test func `a band shades the cells between its ends`() {
    let y = [Double](repeating: 0.5, count: 50)
    let band = Band(low: y.map { $0 - 0.2 }, high: y.map { $0 + 0.3 })
    var chart = Chart(.line([Series("", y: y, band: band)]))
    (chart.yLimits, chart.yTicks) = (0...1, .count(6))
    let rows = text(chart).split(separator: "\n").filter { $0.contains("░") }
    #expect((5...6).contains(rows.count), "\(text(chart))")
  }
}

@Suite struct CurvePictureTests {
  private func commands(_ document: String, _ letter: Character) -> Int {
    document.split(separator: "\n").filter { $0.hasPrefix("<path d=\"M") }
      .map { $0.dropFirst(9).prefix { $0 != "\"" }.count { $0 == letter } }.max() ?? 0
  }

  @Test func `a picture of many points has a few for each column of pixels`() {
    let y = noise(3, count: 200_000)
    let document = svg(.line(y))
    #expect(commands(document, "L") < 4 * 600)
    #expect(commands(document, "V") > 500)
  }

  @Test func `curves of a picture differ in their dashes`() {
    let document = svg(SampleCharts.fan)
    let curves = document.split(separator: "\n").filter { $0.contains("stroke-width=\"1.5\"") }
    let dashes = Set(curves.map { $0.components(after: "stroke-dasharray=\"") })
    #expect(dashes.count == 4, "\(dashes)")
  }

  @Test func `steps of a picture go across and up`() {
    let document = svg(Chart(.step([Series("", y: [1, 3, 2])])))
    #expect(commands(document, "H") == 2 && commands(document, "V") == 2)
    #expect(commands(document, "L") == 0)
  }

  @Test func `a picture shows what text shows`() {
    let document = svg(SampleCharts.annotated)
    for word in ["best epoch", "half", ">15<", ">45<", "train", "valid"] {
      #expect(document.contains(word))
    }
    #expect(svg(SampleCharts.band).contains("fill-opacity"))
    let six = svg(SampleCharts.tasks)
    for k in 1...6 { #expect(six.contains(">task \(k)<")) }
  }

  @Test func `descriptions say what is around a curve and how its axes go`() {
    #expect(describe(SampleCharts.band).contains("with a band; base has 20 points"))
    #expect(describe(SampleCharts.band).hasSuffix("with error bars."))
    #expect(describe(SampleCharts.cubes).contains("on a symmetric logarithmic y axis"))
    #expect(
      describe(SampleCharts.heads)
        == "Loss of each head: small multiples of 2 charts on common axes: sky, sea.")
  }

  @Test(arguments: [(1_000, 1.0), (1_000_000, 25), (10_000_000, 300)])
  func `many points take less than they may`(count: Int, milliseconds: Double) {
    let y = (0..<count).map { Double($0 % 1009) * 0.37 }
    let chart = Chart.line(y)
    let clock = ContinuousClock()
    let times = (0..<5).map { _ in
      (clock.measure { _ = text(chart) }, clock.measure { _ = svg(chart) })
    }
    let best = (times.map(\.0).min() ?? .zero, times.map(\.1).min() ?? .zero)
    print("\(count) points: text \(best.0), picture \(best.1), of \(milliseconds) ms")
    // Other programs share the machine: ten times the budget still tells a slower algorithm.
    #expect(best.0 < .milliseconds(10 * milliseconds) && best.1 < .milliseconds(10 * milliseconds))
  }
}

extension Substring {
  /// What follows a marker, up to the next quote; empty where there is no marker.
  fileprivate func components(after marker: String) -> String {
    guard let start = ranges(of: marker).first else { return "" }
    return String(self[start.upperBound...].prefix { $0 != "\"" })
  }
}
