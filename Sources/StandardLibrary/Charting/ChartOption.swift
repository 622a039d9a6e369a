internal import Charts
internal import Diagnostics
internal import Runtime
internal import Tensors

/// An option that charts share: its parameter, and what it changes of a chart when it is given.
struct ChartOption: Sendable {
  let info: ParameterInfo
  private let change:
    @Sendable (_ function: String, _ value: Value, _ chart: inout ChartObject) throws -> Void

  /// An option whose change may name the builtin in errors.
  init<T>(
    _ parameter: Parameter<T>,
    _ change:
      @escaping @Sendable (_ value: T, _ chart: inout ChartObject, _ function: String)
      throws -> Void
  ) {
    info = ParameterInfo(parameter)
    self.change = { function, value, chart in
      var reader = ArgumentReader(function: function, arguments: [value])
      try change(try reader.next(parameter), &chart, function)
    }
  }

  /// An option that sets a property of the chart.
  init<T>(_ parameter: Parameter<T>, _ set: @escaping @Sendable (inout Chart, T) -> Void) {
    self.init(parameter) { value, object, _ in set(&object.chart, value) }
  }

  /// Changes a chart as an argument of the builtin says.
  func apply(_ value: Value, to chart: inout ChartObject, of function: String) throws {
    try change(function, value, &chart)
  }
}

extension ChartOption {
  private typealias Parameters = ChartParameters

  static let title = ChartOption(Parameters.title) { $0.title = $1 }
  static let xlabel = ChartOption(Parameters.xlabel) { $0.xLabel = $1 }
  static let ylabel = ChartOption(Parameters.ylabel) { $0.yLabel = $1 }
  static let xlim = ChartOption(Parameters.xlim) { $0.xLimits = $1?.range }
  static let ylim = ChartOption(Parameters.ylim) { $0.yLimits = $1?.range }
  static let xscale = ChartOption(Parameters.xscale) { $0.xScale = $1.scale }
  static let yscale = ChartOption(Parameters.yscale) { $0.yScale = $1.scale }
  static let height = ChartOption(Parameters.height) { $0.height = $1 }
  static let legend = ChartOption(Parameters.legend) { $0.legend = $1.legend }
  static let marks = ChartOption(Parameters.marks) { $0.marksPoints = $1 }
  static let gaps = ChartOption(Parameters.gaps) { $0.bridgesGaps = $1 == .bridge }
  static let digits = ChartOption(Parameters.digits) { $0.digits = $1 }
  static let width = ChartOption(Parameters.width) { width, object, _ in object.width = width }

  static let ticks = ChartOption(Parameters.ticks) { chart, wish in
    if let x = wish.x { chart.xTicks = x }
    if let y = wish.y { chart.yTicks = y }
  }

  /// Names for the series that a chart has.
  static let names = ChartOption(Parameters.names) { names, object, function in
    guard let names else { return }
    let series: [Series]
    if case .spark(let all) = object.chart.kind {
      series = all
    } else {
      series = object.chart.series ?? []
    }
    guard names.count == series.count else {
      throw Failure(
        .argument,
        "\(function): names must name \(series.count) series, found \(names.count)")
    }
    object.chart = object.chart.with(
      zip(series, names).map { part, name in
        var part = part
        part.name = name
        return part
      })
  }

  static let annotate = ChartOption(Parameters.annotate) { value, object, function in
    guard let value else { return }
    guard case .record(let box) = value else {
      throw Failure(
        .argument,
        "\(function): annotate must be a record of places by name, found \(value.described)",
        notes: ["annotate={best: 12} draws a line at x = 12"])
    }
    object.chart.annotations = try zip(box.record.names, box.record.values).map { name, place in
      let numbers = Numbers.from(place)?.tensor
      if let x = place.scalar { return Annotation(name, x: x) }
      guard let numbers, numbers.rank == 1, numbers.count == 2 else {
        throw Failure(
          .argument,
          "\(function): \(name) of annotate must be a number or two, found \(place.described)")
      }
      return Annotation(name, x: numbers[flat: 0], y: numbers[flat: 1])
    }
  }

  /// The options of every chart along two axes.
  static let axes = [
    names, title, xlabel, ylabel, xlim, ylim, xscale, yscale, ticks, legend, marks, gaps, annotate,
    digits, height, width,
  ]
}

extension Builtin {
  /// Declares a builtin that makes a chart, which the options then change.
  convenience init<each P: ValueConvertible & Sendable>(
    _ name: String, _ summary: String, _ parameter: repeat Parameter<each P>,
    options: [ChartOption], details: String = "", examples: [Example] = [],
    with body: @escaping @Sendable (Interpreter, repeat each P) throws -> ChartObject
  ) {
    var infos: [ParameterInfo] = []
    repeat infos.append(ParameterInfo(each parameter))
    let own = infos.count
    self.init(
      name, summary, parameters: infos + options.map(\.info), resultType: ChartObject.typeName,
      details: details, examples: examples,
      with: { interpreter, arguments in
        var reader = ArgumentReader(function: name, arguments: arguments)
        var object = try body(interpreter, repeat try reader.next(each parameter))
        for (option, argument) in zip(options, arguments.dropFirst(own)) {
          if let argument { try option.apply(argument, to: &object, of: name) }
        }
        return object.value
      })
  }
}
