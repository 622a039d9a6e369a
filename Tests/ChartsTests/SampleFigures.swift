import Charts
import Glibc

/// Charts of named values, distributions, matrices and tables with fixed data.
enum SampleFigures {
  private static let parts = [
    Bars.Part("train", [120, 45, 80, 3]), Bars.Part("test", [30, 12, 24, 1]),
    Bars.Part("held out", [10, 5.5, .nan, 0.25]),
  ]
  private static let names = ["sky", "clouds", "mountain range", "sea"]

  private static func bars(_ change: (inout Bars) -> Void) -> Chart {
    var bars = Bars(names: names, parts: parts)
    change(&bars)
    return Chart(.bar(bars), title: "rows by set")
  }

  static var grouped: Chart { bars { _ in } }

  static var stacked: Chart { bars { $0.arrangement = .stacked } }

  static var upright: Chart {
    var chart = Chart(
      .bar(Bars(names: names + ["beach"], values: [871, 260, 5, 0, -112])), title: "rows per label")
    if case .bar(var bars) = chart.kind {
      bars.isVertical = true
      chart.kind = .bar(bars)
    }
    chart.height = 9
    return chart
  }

  static var uprightGroups: Chart { bars { $0.isVertical = true } }

  static var uprightStacks: Chart {
    var chart = bars {
      $0.isVertical = true
      $0.arrangement = .stacked
      $0.parts[1].values = [-30, -12, -24, -1]
    }
    chart.xLabel = "label"
    return chart
  }

  static var signed: Chart {
    .bar(["a", "b", "c", "d", "e"], [2.5, -1.3, -2.87, 0.34, -0.01], title: "coefficients")
  }

  static var eastAsianGroups: Chart {
    let parts = [Bars.Part("学習", [3, -2, 0.5]), Bars.Part("検証", [2.5, -1, 0.25])]
    return Chart(.bar(Bars(names: ["空", "夕焼け", "👩‍👩‍👧 été"], parts: parts)), title: "ラベル")
  }

  private static func normal(
    _ count: Int, _ mean: Double, _ spread: Double, seed: UInt64
  )
    -> [Double]
  {
    var generator = SplitMix(state: seed)
    return (0..<count).map { _ in mean + spread * generator.normal() }
  }

  static var histogramGroups: Chart {
    let groups = [
      Histogram.Group("alone", normal(300, 0, 1, seed: 1)),
      Histogram.Group("shared", normal(200, 1, 0.5, seed: 2) + [.nan, .infinity]),
    ]
    var chart = Chart(.histogram(Histogram(groups: groups)), title: "error", xLabel: "degrees")
    chart.height = 12
    return chart
  }

  static var histogramLog: Chart {
    var chart = Chart(
      .histogram(Histogram(normal(2000, 0, 1, seed: 3) + [9, 9.5], bins: 20)), title: "tails")
    chart.yScale = .log
    chart.height = 7
    return chart
  }

  static var histogramEdges: Chart {
    var histogram = Histogram(normal(500, 30, 12, seed: 4))
    histogram.binning = .edges([0, 10, 18, 30, 45, 80])
    histogram.measure = .density
    var chart = Chart(.histogram(histogram), title: "age", xLabel: "years")
    chart.height = 7
    return chart
  }

  static var boxes: Chart {
    let groups = [
      ("a", normal(1000, 0, 0.95, seed: 5)), ("b", normal(1000, 1, 1.9, seed: 6)),
      ("none", [.nan]), ("one", [2.5]),
    ]
    return Chart(.box(BoxPlot(groups.map { (name: $0.0, values: $0.1) })), title: "gaps")
  }

  static var eastAsianBoxes: Chart {
    Chart(
      .box(BoxPlot([("訓練", [1, 2, 3, 4, 100]), ("検証の結果", [2, 2, 3, 7, 8])])), xLabel: "値")
  }

  static var confusion: Chart {
    Chart(.confusion(Confusion(names: ["a", "b", "c"], counts: [50, 3, 2, 4, 41, 9, 0, 7, 33])))
  }

  static var eastAsianConfusion: Chart {
    Chart(
      .confusion(Confusion(names: ["空", "夕焼け", "海"], counts: [5, 1, 0, 0, 0, 0, 12, 0, 100])),
      title: "混同")
  }

  static var outcomes: Chart {
    func row(_ name: String, _ tp: Int, _ fp: Int, _ fn: Int, _ tn: Int) -> LabelOutcomes.Row {
      LabelOutcomes.Row(
        name, truePositives: tp, falsePositives: fp, falseNegatives: fn, trueNegatives: tn,
        rates: ["0.900", "0.500*"])
    }
    let labels = [row("sky", 40, 4, 6, 50), row("夕焼け", 3, 9, 1, 87), row("dog", 0, 0, 0, 100)]
    return Chart(
      .outcomes(
        LabelOutcomes(
          rateNames: ["TPR", "PPV"], labels: labels, micro: row("micro", 43, 13, 7, 237),
          macro: ["0.900", "0.500"])),
      title: "test")
  }

  static var shrinkage: Chart {
    var spectrum = Spectrum([
      .init("before", [5.188, 1.821, 0.338, 0.237, 0.088]),
      .init("after", [5.028, 1.660, 0.177, 0.077, 0]),
    ])
    spectrum.isShrinkage = true
    return Chart(.spectrum(spectrum), title: "singular values")
  }

  static var spectra: Chart {
    Chart(
      .spectrum(Spectrum([.init("alone", [4, 3.5, 2, 1]), .init("低ランク", [3.8, 2.5, 0.0001])])))
  }

  static var probabilityTree: Chart {
    func leaf(_ name: String, _ value: String, _ note: String) -> NameTree.Node {
      NameTree.Node(name, value: value, note: note)
    }
    func pair(_ p: String, _ q: String, _ a: String, _ b: String) -> [NameTree.Node] {
      [leaf("1", p, a), leaf("0", q, b)]
    }
    let roots = [
      NameTree.Node(
        "1", value: ".550",
        children: [
          NameTree.Node(
            "1", value: ".520", children: pair(".600", ".400", ".1716  * greedy", ".1144")),
          NameTree.Node("0", value: ".480", children: pair(".550", ".450", ".1452", ".1188")),
        ]),
      NameTree.Node(
        "0", value: ".450",
        children: [
          NameTree.Node("1", value: ".100", children: pair(".500", ".500", ".0225", ".0225")),
          NameTree.Node("0", value: ".900", children: pair(".950", ".050", ".3848", ".0203")),
        ]),
    ]
    return Chart(.tree(NameTree(roots, headings: ["A", "B given A", "C given A, B", "joint"])))
  }

  static var nestedTree: Chart {
    let layers = [
      NameTree.Node("dense", value: "64"), NameTree.Node("relu"),
      NameTree.Node(
        "共有の塔", children: [NameTree.Node("width", value: "32"), NameTree.Node("depth", value: "2")]),
    ]
    var tree = NameTree([
      NameTree.Node(
        "network",
        children: [NameTree.Node("trunk", children: layers), NameTree.Node("seed", value: "0")])
    ])
    tree.form = .down
    return Chart(.tree(tree), title: "settings")
  }

  static var heatLongNames: Chart {
    let names = [
      "precision_samples", "precision_micro", "recall_samples", "recall_micro", "日本語のラベル",
    ]
    let values = (0..<25).map { sin(Double($0)) }
    return Chart(
      .heat(HeatMap(values, rows: 5, columns: 5, rowNames: names, columnNames: names)),
      title: "long names")
  }

  static var heatMissing: Chart {
    Chart(.heat(HeatMap([.nan, .nan, .nan, .nan], rows: 2, columns: 2)), title: "all missing")
  }

  static let all: [(name: String, chart: Chart)] = [
    ("confusion", confusion), ("cjk-confusion", eastAsianConfusion), ("outcomes", outcomes),
    ("spectrum", shrinkage), ("spectra", spectra), ("tree", probabilityTree),
    ("tree-down", nestedTree), ("heat-long-names", heatLongNames), ("heat-missing", heatMissing),
    ("bars-grouped", grouped), ("bars-stacked", stacked), ("bars-upright", upright),
    ("bars-upright-groups", uprightGroups), ("bars-upright-stacks", uprightStacks),
    ("bars-signed", signed), ("cjk-bars-grouped", eastAsianGroups),
    ("hist-groups", histogramGroups), ("hist-log", histogramLog), ("hist-edges", histogramEdges),
    ("box", boxes), ("cjk-box", eastAsianBoxes),
  ]
}
