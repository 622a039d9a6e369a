import Charts
import Glibc

/// Charts along two axes in every form.
extension SampleCharts {
  private static let accuracy = (0..<20).map { 0.5 + 0.02 * Double($0) }

  static var step: Chart {
    var chart = Chart(.step([Series("rank", y: [5, 5, 4, 4, 3, 2, 2, 1])]), title: "rank by step")
    chart.height = 9
    return chart
  }

  static var band: Chart {
    let model = Series(
      "model", y: accuracy,
      band: Band(low: accuracy.map { $0 - 0.1 }, high: accuracy.map { $0 + 0.12 }))
    let base = Series("base", y: accuracy.map { $0 * 0.8 }, errors: accuracy.map { _ in 0.03 })
    return Chart(.line([model, base]), title: "accuracy", xLabel: "run")
  }

  static var cubes: Chart {
    let x = (-40...40).map(Double.init)
    var chart = Chart.line(x.map { $0 * $0 * $0 }, x: x, title: "cubes")
    chart.yScale = .symlog
    return chart
  }

  static var tasks: Chart {
    let series = (1...6).map { k in
      Series("task \(k)", y: (0..<50).map { sin(Double($0 * k) / 15) })
    }
    return Chart(.line(series), title: "six tasks", xLabel: "epoch")
  }

  static var heads: Chart {
    let charts = ["sky", "sea"].map { name in
      var chart = loss
      chart.title = name
      return chart
    }
    return Chart(.facet(charts), title: "loss of each head", xLabel: "epoch")
  }

  static var fan: Chart {
    let series = (0..<4).map { k in
      Series("s\(k)", y: (0..<50).map { Double($0) * 0.1 + Double(k * 3) })
    }
    return Chart(.line(series))
  }

  static var marked: Chart {
    var chart = loss
    chart.marksPoints = true
    chart.legend = .below
    return chart
  }

  static var annotated: Chart {
    var chart = loss
    chart.annotations = [Annotation("best epoch", x: 33), Annotation("half", x: 8, y: 0.5)]
    chart.xTicks = .at([0, 15, 45, 60])
    chart.yTicks = .count(3)
    chart.legend = .right
    return chart
  }

  static let curves: [(name: String, chart: Chart)] = [
    ("step", step), ("band", band), ("cubes", cubes), ("tasks", tasks), ("heads", heads),
    ("fan", fan), ("marked", marked), ("annotated", annotated),
  ]
}
