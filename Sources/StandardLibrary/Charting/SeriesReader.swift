internal import Charts
internal import Diagnostics
internal import Runtime
internal import Tensors

/// Reads the points of charts from the values that describe them.
struct SeriesReader {
  /// The builtin, named in errors.
  let function: String
  /// Whether a matrix of two columns is one cloud of points rather than two curves.
  var readsPairs = false

  /// The series of `f(y)`, `f(x, y)` or `f(record)`.
  func series(_ x: Value, _ y: Value?) throws -> [Series] {
    try y.map { try over(try vector(x, "x"), $0) } ?? alone(x)
  }

  /// The numbers of a vector.
  func vector(_ value: Value, _ parameter: String) throws -> [Double] {
    guard let tensor = Numbers.from(value)?.tensor, isVector(tensor) else {
      throw Failure(
        .argument, "\(function): \(parameter) must be a vector, found \(value.described)")
    }
    return tensor.elements
  }

  func isVector(_ tensor: Tensor) -> Bool {
    tensor.rank <= 1 || tensor.rank == 2 && tensor.columnCount == 1
  }

  func alone(_ value: Value) throws -> [Series] {
    if case .record(let box) = value {
      return try zip(box.record.names, box.record.values).map { try named($0, $1) }
    }
    if let tensor = Numbers.from(value)?.tensor { return try columns(of: tensor, value) }
    if case .list(let box) = value { return try box.elements.map { try named("", $0) } }
    throw unfit(value, "x")
  }

  /// A field of a record: heights, two columns x and y, or a record of these and what is around them.
  func named(_ name: String, _ value: Value) throws -> Series {
    if let curve = try curve(name, value) { return curve }
    guard let tensor = Numbers.from(value)?.tensor, tensor.rank <= 2 else {
      throw unfit(value, name.isEmpty ? "each series" : "the series \(name)")
    }
    if isVector(tensor) { return Series(name, y: tensor.elements) }
    guard tensor.columnCount == 2 else {
      throw Failure(
        .shape,
        "\(function): a series is a vector, or two columns x and y, found \(value.described)")
    }
    return Series(name, x: column(tensor, 0), y: column(tensor, 1))
  }

  private func columns(of tensor: Tensor, _ value: Value) throws -> [Series] {
    if isVector(tensor) { return [Series("", y: tensor.elements)] }
    guard tensor.rank == 2 else { throw unfit(value, "x") }
    if readsPairs, tensor.columnCount == 2 {
      return [Series("", x: column(tensor, 0), y: column(tensor, 1))]
    }
    return (0..<tensor.columnCount).map { Series("\($0)", y: column(tensor, $0)) }
  }

  private func over(_ x: [Double], _ value: Value) throws -> [Series] {
    var all: [Series]
    if case .record(let box) = value {
      all = try zip(box.record.names, box.record.values).map {
        Series($0, y: try vector($1, "the series \($0)"))
      }
    } else if let tensor = Numbers.from(value)?.tensor, tensor.rank <= 2 {
      all =
        isVector(tensor)
        ? [Series("", y: tensor.elements)]
        : (0..<tensor.columnCount).map { Series("\($0)", y: column(tensor, $0)) }
    } else {
      throw unfit(value, "y")
    }
    for i in all.indices {
      guard all[i].y.count == x.count else {
        throw Failure(
          .shape, "\(function): x has \(x.count) values, but y has \(all[i].y.count)",
          notes: ["each point needs both"])
      }
      all[i].x = x
    }
    return all
  }

  func column(_ tensor: Tensor, _ j: Int) -> [Double] {
    let width = tensor.columnCount
    return tensor.withElements { e in (0..<tensor.rowCount).map { e[$0 * width + j] } }
  }

  func unfit(_ value: Value, _ parameter: String) -> Failure {
    var notes: [String] = []
    if case .function = value { notes = ["\(function)(x, f(x)) draws f at the positions x"] }
    if ChartObject.from(value) != nil { notes = ["facet(…) draws charts beside each other"] }
    return Failure(
      .argument,
      "\(function): \(parameter) must be a vector, a matrix of columns or a record of vectors, "
        + "found \(value.described)", notes: notes)
  }
}
