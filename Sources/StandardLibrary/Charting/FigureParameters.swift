internal import Charts
internal import Runtime
internal import Tensors

/// Where the bars of one name stand.
enum BarsWord: String, Choice {
  case grouped, stacked

  var arrangement: Bars.Arrangement { self == .stacked ? .stacked : .grouped }
}

/// Which way bars go.
enum OrientationWord: String, Choice {
  case horizontal, vertical
}

/// How values become shades.
enum ShadesWord: String, Choice {
  case auto, sequential, diverging

  var scale: HeatMap.Scale {
    switch self {
    case .auto: .automatic
    case .sequential: .sequential
    case .diverging: .diverging
    }
  }
}

/// How a tree is drawn.
enum TreeWord: String, Choice {
  case auto, across, down

  var form: NameTree.Form {
    switch self {
    case .auto: .automatic
    case .across: .across
    case .down: .down
    }
  }
}

/// What the columns of a histogram say.
enum MeasureWord: String, Choice {
  case counts, density

  var measure: Histogram.Measure { self == .density ? .density : .counts }
}

/// Which bins a histogram has: how many, where they begin and end, or `"auto"`.
enum BinsArgument: ValueConvertible, Sendable {
  case automatic
  case count(Int)
  case edges([Double])

  static var typeName: String { "\"auto\", a whole number from 1 to 1000, or ascending edges" }
  static var choices: [String] { ["auto"] }

  static func from(_ value: Value) -> BinsArgument? {
    if String.from(value) == "auto" { return .automatic }
    if let count = Int.from(value) { return (1...1000).contains(count) ? .count(count) : nil }
    guard let edges = Numbers.from(value)?.tensor, edges.rank == 1, (2...1001).contains(edges.count)
    else { return nil }
    let list = edges.elements
    let ascend = zip(list, list.dropFirst()).allSatisfy { $0 < $1 }
    return ascend && list.allSatisfy(\.isFinite) ? .edges(list) : nil
  }

  var value: Value {
    switch self {
    case .automatic: .text("auto")
    case .count(let count): .number(Double(count))
    case .edges(let edges): edges.value
    }
  }

  var binning: Histogram.Binning {
    switch self {
    case .automatic: .automatic
    case .count(let count): .count(count)
    case .edges(let edges): .edges(edges)
    }
  }
}
