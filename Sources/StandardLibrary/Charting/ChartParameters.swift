internal import Charts
internal import Runtime
internal import Tensors

/// Both ends of an axis, or the values of the lightest and darkest shade.
struct Limits: ValueConvertible, Sendable {
  let range: ClosedRange<Double>

  static var typeName: String { "vector of two numbers, low then high" }

  static func from(_ value: Value) -> Limits? {
    guard let ends = Numbers.from(value)?.tensor, ends.rank == 1, ends.count == 2,
      ends[flat: 0].isFinite, ends[flat: 1].isFinite, ends[flat: 0] < ends[flat: 1]
    else { return nil }
    return Limits(range: ends[flat: 0]...ends[flat: 1])
  }

  var value: Value { [range.lowerBound, range.upperBound].value }
}

/// How positions follow from values along an axis.
enum ScaleWord: String, Choice {
  case lin, log, symlog

  var scale: Chart.Scale {
    switch self {
    case .lin: .linear
    case .log: .log
    case .symlog: .symlog
    }
  }
}

/// Where the names of series stand.
enum LegendWord: String, Choice {
  case auto, ends, right, below, none

  var legend: Chart.Legend {
    switch self {
    case .auto: .auto
    case .ends: .ends
    case .right: .right
    case .below: .below
    case .none: .none
    }
  }
}

/// What a curve does where a value is missing.
enum GapWord: String, Choice {
  case `break`, bridge
}

/// How the points of series are joined.
enum CurveWord: String, Choice {
  case line, step, scatter

  func kind(_ series: [Series]) -> Chart.Kind {
    switch self {
    case .line: .line(series)
    case .step: .step(series)
    case .scatter: .scatter(series)
    }
  }
}

/// The ticks of both axes: `"auto"`, about how many, where those of x lie, or a record for x and y.
struct TickWish: ValueConvertible, Sendable {
  var x: Chart.Ticks?
  var y: Chart.Ticks?

  static var typeName: String {
    "\"auto\", whole number from 2 to 20, vector, or record of x and y"
  }

  static func from(_ value: Value) -> TickWish? {
    guard case .record(let box) = value else {
      guard let ticks = ticks(value) else { return nil }
      if case .at = ticks { return TickWish(x: ticks) }
      return TickWish(x: ticks, y: ticks)
    }
    var wish = TickWish()
    for (name, value) in zip(box.record.names, box.record.values) {
      guard let ticks = ticks(value) else { return nil }
      switch name {
      case "x": wish.x = ticks
      case "y": wish.y = ticks
      default: return nil
      }
    }
    return wish
  }

  private static func ticks(_ value: Value) -> Chart.Ticks? {
    if let word = String.from(value) { return word == "auto" ? .auto : nil }
    if let count = Int.from(value) { return (2...20).contains(count) ? .count(count) : nil }
    guard let places = Numbers.from(value)?.tensor, places.rank == 1, places.count > 0,
      places.elements.allSatisfy(\.isFinite)
    else { return nil }
    return .at(places.elements)
  }

  var value: Value { .text("auto") }
}

/// The order in which bars stand.
enum SortWord: String, Choice {
  case none, ascending, descending, name

  var order: Chart.Order {
    switch self {
    case .none: .asGiven
    case .ascending: .ascending
    case .descending: .descending
    case .name: .byName
    }
  }
}

/// The parameters of the options that charts share.
enum ChartParameters {
  static let title = Parameter<String?>("title", "the first line", default: .some(nil))
  static let xlabel = Parameter<String?>(
    "xlabel", "the name of the x axis, with its unit", default: .some(nil))
  static let ylabel = Parameter<String?>(
    "ylabel", "the name of the y axis, with its unit", default: .some(nil))
  static let xlim = Parameter<Limits?>(
    "xlim", "the part of the x axis to show; none: all of it", default: .some(nil))
  static let ylim = Parameter<Limits?>(
    "ylim", "the part of the y axis to show; none: all of it", default: .some(nil))
  static let xscale = Parameter<ScaleWord>(
    "xscale", "how x is drawn: by value, logarithm, or logarithm of either sign", default: .lin)
  static let yscale = Parameter<ScaleWord>(
    "yscale", "how y is drawn: by value, logarithm, or logarithm of either sign", default: .lin)
  static let ticks = Parameter<TickWish>(
    "ticks", "about how many ticks, where those of x lie, or a record for x and y",
    default: TickWish())
  static let height = Parameter<Int>(
    "height", "rows of the body, give or take two", default: 11,
    Constraint("a whole number from 3 to 60") { (3...60).contains($0) })
  static let width = Parameter<Int?>(
    "width", "cells of the longest line; none: as wide as the terminal", default: .some(nil),
    Constraint("a whole number from 20 to 100") { $0.map { (20...100).contains($0) } ?? true })
  static let names = Parameter<[String]?>("names", "the names of the series", default: .some(nil))
  static let legend = Parameter<LegendWord>(
    "legend", "where the names stand; auto: at the ends of curves where there is room",
    default: .auto)
  static let marks = Parameter<Bool>(
    "marks", "whether points of curves carry the mark of their series", default: false)
  static let gaps = Parameter<GapWord>(
    "gaps", "whether a curve breaks off or goes on where a value is missing", default: .break)
  static let annotate = Parameter<Value?>(
    "annotate", "a record of places by name: x of a line, or [x, y] of a point", default: .some(nil)
  )
  static let digits = Parameter<Int>(
    "digits", "significant digits of printed numbers", default: 3,
    Constraint("a whole number from 1 to 15") { (1...15).contains($0) })
}

extension Chart {
  /// The chart with the options of its axes.
  func with(
    _ xlim: Limits?, _ ylim: Limits?, _ xscale: ScaleWord, _ yscale: ScaleWord, height: Int
  ) -> Chart {
    var chart = self
    chart.xLimits = xlim?.range
    chart.yLimits = ylim?.range
    chart.xScale = xscale.scale
    chart.yScale = yscale.scale
    chart.height = height
    return chart
  }
}
