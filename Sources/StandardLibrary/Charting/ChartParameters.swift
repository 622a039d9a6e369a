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
  case lin, log

  var scale: Chart.Scale { self == .log ? .log : .linear }
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

/// The options that charts share.
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
    "xscale", "whether x is drawn by its value or its logarithm", default: .lin)
  static let yscale = Parameter<ScaleWord>(
    "yscale", "whether y is drawn by its value or its logarithm", default: .lin)
  static let height = Parameter<Int>(
    "height", "rows of the body, give or take two", default: 11,
    Constraint("a whole number from 3 to 60") { (3...60).contains($0) })
  static let width = Parameter<Int?>(
    "width", "cells of the longest line; none: as wide as the terminal", default: .some(nil),
    Constraint("a whole number from 20 to 100") { $0.map { (20...100).contains($0) } ?? true })
  static let names = Parameter<[String]?>(
    "names", "what stands at the ends of the series", default: .some(nil))
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
