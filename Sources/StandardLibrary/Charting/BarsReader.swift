internal import Charts
internal import Diagnostics
internal import Runtime
internal import Tensors

/// Reads named values, one or several a name, for bars.
struct BarsReader {
  /// More parts are no stack that anybody reads.
  static let maximumParts = 8

  func bars(
    _ x: Value, _ heights: Value?, names: [String]?, parts: [String]?
  ) throws -> Bars {
    var bars = try heights.map { try over(x, $0) } ?? alone(x)
    if let names { bars.names = names }
    if let parts {
      guard parts.count == bars.parts.count else {
        throw Failure(
          .argument, "bar: parts must name \(bars.parts.count) parts, found \(parts.count)")
      }
      for index in parts.indices { bars.parts[index].name = parts[index] }
    }
    guard bars.parts.count <= Self.maximumParts else {
      throw Failure(
        .limit,
        "bar: expected at most \(Self.maximumParts) parts a name, found \(bars.parts.count)",
        notes: ["heat(x) draws a matrix of any size"])
    }
    let count = bars.parts.map(\.values.count).max() ?? 0
    for part in bars.parts where part.values.count != count {
      throw Failure(
        .shape,
        "bar: parts must be equally long, found \(bars.parts[0].values.count) in "
          + "\(bars.name(0)) and \(part.values.count) in \(part.name)")
    }
    guard bars.names.count == count else {
      throw Failure(
        .argument, "bar: names must name \(count) bars, found \(bars.names.count)")
    }
    return bars
  }

  /// Bars with errors: a number for all, or of the form of the heights, a part a column or a field.
  func bars(_ bars: Bars, errors: Value) throws -> Bars {
    var bars = bars
    let count = bars.names.count
    var parts: [[Double]]?
    if let size = errors.scalar {
      parts = bars.parts.map { _ in [Double](repeating: size, count: count) }
    } else if case .record(let box) = errors {
      let reader = SeriesReader(function: "bar")
      let fields = box.record
      if fields.values.allSatisfy({ $0.scalar != nil }) {
        parts = [bars.names.map { fields[$0]?.scalar ?? .nan }]
      } else {
        parts = try bars.parts.map { part in
          try fields[part.name].map { try reader.vector($0, "errors of \(part.name)") }
            ?? [Double](repeating: .nan, count: count)
        }
      }
    } else {
      parts = try numbers(errors, "errors").map(\.values)
    }
    guard let parts, parts.count == bars.parts.count, parts.allSatisfy({ $0.count == count }) else {
      throw Failure(
        .argument,
        "bar: errors must be a number or have one for each of \(counted(count, "bar")), found "
          + errors.described)
    }
    for (index, errors) in parts.enumerated() { bars.parts[index].errors = errors }
    return bars
  }

  /// A record of numbers or of vectors, a vector, or a matrix with a row a name.
  private func alone(_ x: Value) throws -> Bars {
    if case .record(let box) = x {
      let record = box.record
      if record.values.contains(where: { $0.scalar == nil }) { return try parts(record) }
      return Bars(names: record.names, values: record.values.compactMap(\.scalar))
    }
    let heights = try numbers(x, "x")
    return Bars(names: (0..<(heights.first?.values.count ?? 0)).map(String.init), parts: heights)
  }

  private func over(_ x: Value, _ heights: Value) throws -> Bars {
    guard let names = [String].from(x) else {
      throw Failure(
        .argument, "bar: x must be a list of names when heights are given, found \(x.described)")
    }
    if case .record(let box) = heights {
      return Bars(names: names, parts: try parts(box.record).parts)
    }
    return Bars(names: names, parts: try numbers(heights, "heights"))
  }

  private func parts(_ record: Record) throws -> Bars {
    let reader = SeriesReader(function: "bar")
    let parts = try zip(record.names, record.values).map { name, value in
      guard value.scalar == nil else {
        throw Failure(
          .argument,
          "bar: all fields must be numbers, or all vectors, found the number \(name) among vectors")
      }
      return Bars.Part(name, try reader.vector(value, name))
    }
    return Bars(names: (0..<(parts.first?.values.count ?? 0)).map(String.init), parts: parts)
  }

  /// The columns of a matrix as parts, a vector as one.
  private func numbers(_ value: Value, _ parameter: String) throws -> [Bars.Part] {
    if let tensor = Numbers.from(value)?.tensor, tensor.rank == 2, tensor.columnCount > 1 {
      let width = tensor.columnCount
      return (0..<width).map { j in
        Bars.Part("\(j)", (0..<tensor.rowCount).map { tensor[flat: $0 * width + j] })
      }
    }
    return [Bars.Part("", try SeriesReader(function: "bar").vector(value, parameter))]
  }
}
