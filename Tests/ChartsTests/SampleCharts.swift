import Charts
import Glibc

/// A small seeded generator, so that every run draws the same.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// Approximately normal: twelve uniform numbers.
  mutating func normal() -> Double {
    (0..<12).reduce(-6.0) { sum, _ in sum + Double.random(in: 0..<1, using: &self) }
  }
}

/// One chart of each kind with fixed data, and some with labels of wide characters.
enum SampleCharts {
  static var loss: Chart {
    let train = (0...60).map { 0.05 + 0.95 * exp(-Double($0) / 11) }
    let valid = (0...60).map { (epoch: Int) -> Double in
      let t = Double(epoch)
      return 0.16 + 0.86 * exp(-t / 9) + 0.0000155 * t * t
    }
    var chart = Chart(.line([Series("train", y: train), Series("valid", y: valid)]))
    chart.title = "loss"
    chart.xLabel = "epoch"
    return chart
  }

  static var gap: Chart {
    let values = (0...24).map { 12 * exp(-Double($0) * 0.55) + 0.002 }
    var chart = Chart.line(values, title: "objective gap, log axis")
    chart.yScale = .log
    chart.xLabel = "it"
    chart.height = 5
    return chart
  }

  static var labelCounts: Chart {
    let names = ["clouds", "sky", "dog", "beach", "mountain range", "alarm"]
    var chart = Chart.bar(names, [260, 871, 5, -34, 0, 112], title: "rows per label (sorted)")
    chart.order = .descending
    return chart
  }

  static var normal: Chart {
    var generator = SplitMix(state: 7)
    let values = (0..<1000).map { _ in generator.normal() }
    var chart = Chart(.histogram(Histogram(values)), title: "x")
    chart.height = 7
    return chart
  }

  static var weights: Chart {
    let values = [
      0.10, -2.49, -0.38, -0.56, -1.96, 0.04, -0.63, 0.01, -0.13, -0.76, 0.18, 0.19, 0.37, 0, -0.23,
      -0.40, 2.38, -0.32, 0.34, 2.87,
    ]
    let map = HeatMap(
      values, rows: 4, columns: 5, rowNames: ["x1", "x2", "x3", "x5"],
      columnNames: ["T1", "T2", "T3", "T4", "T5"])
    return Chart(.heat(map), title: "W")
  }

  static var wideHeat: Chart {
    let values = (0..<360).map { (index: Int) -> Double in
      let (row, column) = (Double(index / 30), Double(index % 30))
      return sin(row / 2) * cos(column / 4) + 1.1
    }
    return Chart(.heat(HeatMap(values, rows: 12, columns: 30)), title: "wide")
  }

  static var clusters: Chart {
    var generator = SplitMix(state: 3)
    func cluster(_ name: String, _ x: Double, _ y: Double) -> Series {
      let points = (0..<40).map { _ in (x + 0.6 * generator.normal(), y + generator.normal()) }
      return Series(name, x: points.map(\.0), y: points.map(\.1))
    }
    let groups = [cluster("0", 0, 0), cluster("1", 2, 2), cluster("2", -1.5, 3)]
    return Chart(.scatter(groups), title: "x2 by class", xLabel: "x1")
  }

  static var cloud: Chart {
    var generator = SplitMix(state: 5)
    let x = (0..<500).map { _ in generator.normal() }
    let y = x.map { 0.5 * $0 + 0.4 * generator.normal() }
    return Chart(.scatter([Series("", x: x, y: y)]), xLabel: "x", yLabel: "y")
  }

  static var chain: Chart {
    let graph = Graph(
      names: ["sky", "clouds", "sunset", "sea"], edges: [.init(0, 1), .init(1, 2), .init(0, 2)])
    return Chart(.graph(graph), title: "dag")
  }

  static var longChain: Chart {
    let edges = [(0, 1), (1, 2), (2, 3), (3, 4), (0, 2), (0, 3), (1, 4), (0, 4)]
    let graph = Graph(
      names: ["a", "bb", "ccc", "dddd", "eeeee"], edges: edges.map { .init($0.0, $0.1) })
    return Chart(.graph(graph))
  }

  static var branches: Chart {
    let edges = [(0, 1), (0, 2), (0, 4), (1, 2), (3, 2), (3, 4)]
    let graph = Graph(
      names: ["sky", "clouds", "sunset", "sea", "beach", "dog"],
      edges: edges.map { .init($0.0, $0.1) })
    return Chart(.graph(graph))
  }

  static var spark: Chart { .spark([3, 4, 4, 5, 7, 9, .nan, 8, 6], title: "trend") }

  static var eastAsian: Chart {
    .bar(["空", "雲と空", "夕焼け", "été"], [12, 7.5, -3, 0.01], title: "ラベル")
  }

  static var eastAsianHeat: Chart {
    let map = HeatMap(
      [1, 2, 3, .nan], rows: 2, columns: 2, rowNames: ["空", "海"], columnNames: ["雲", "夕焼け"])
    return Chart(.heat(map), title: "行列")
  }

  static var eastAsianLine: Chart {
    Chart(
      .line([
        Series("損失", y: [3, 2, 1.5, 1.2, 1.1]), Series("検証損失", y: [3.2, 2.5, 2.2, 2.3, 2.5]),
      ]),
      title: "学習", xLabel: "エポック", yLabel: "損失")
  }

  static var eastAsianGraph: Chart {
    Chart(.graph(Graph(names: ["空", "雲", "夕焼け"], edges: [.init(0, 1), .init(1, 2), .init(0, 2)])))
  }

  static var offset: Chart {
    .line((0..<40).map { 1e6 + 1e-3 * sin(Double($0) / 5) }, title: "offset")
  }

  static var large: Chart { .line((0..<40).map { 3e7 + 1e6 * Double($0 * $0) }, title: "large") }

  static var badData: Chart {
    .line([1, 2, .nan, 3, 4, .infinity, 3, 2, .nan, 1, -.infinity, 0.5], title: "bad data")
  }

  static var constant: Chart { .line([5, 5, 5, 5], title: "constant") }

  static var empty: Chart { .line([], title: "empty") }

  static let all: [(name: String, chart: Chart)] =
    [
      ("loss", loss), ("gap", gap), ("bars", labelCounts), ("hist", normal), ("heat", weights),
      ("heat-wide", wideHeat), ("scatter", clusters), ("cloud", cloud), ("dag", chain),
      ("dag-long", longChain), ("dag-matrix", branches), ("spark", spark), ("cjk-bars", eastAsian),
      ("cjk-heat", eastAsianHeat), ("cjk-line", eastAsianLine), ("cjk-dag", eastAsianGraph),
      ("offset", offset), ("large", large), ("bad-data", badData), ("constant", constant),
      ("empty", empty),
    ] + curves

  /// These and the figures: every kind there is.
  static let everyKind = all + SampleFigures.all
}
