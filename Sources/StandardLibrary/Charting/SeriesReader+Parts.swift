internal import Charts
internal import Diagnostics
internal import Runtime
internal import Tensors

/// What stands around curves, and curves in groups.
extension SeriesReader {
  /// The fields that hold the heights of a curve, the best one first, and those around it.
  private static let heights = ["y", "mean"]
  private static let reaches = ["errors", "se"]

  /// A curve given as a record of its heights and what belongs to them; `nil` for other values.
  func curve(_ name: String, _ value: Value) throws -> Series? {
    guard case .record(let box) = value else { return nil }
    let record = box.record
    func field(_ names: [String]) -> (name: String, value: Value)? {
      names.lazy.compactMap { name in record[name].map { (name, $0) } }.first
    }
    func numbers(_ names: [String], _ count: Int?) throws -> [Double]? {
      guard let field = field(names) else { return nil }
      let values = try vector(field.value, named(field.name, name))
      guard count == nil || values.count == count else {
        throw Failure(
          .shape,
          "\(function): \(named(field.name, name)) must have \(count ?? 0) values, found "
            + "\(values.count)")
      }
      return values
    }
    guard let y = try numbers(Self.heights, nil) else { return nil }
    var series = Series(name, x: try numbers(["x"], y.count), y: y)
    series.errors = try numbers(Self.reaches, y.count)
    if let low = try numbers(["low"], y.count), let high = try numbers(["high"], y.count) {
      series.band = Band(low: low, high: high)
    }
    return series
  }

  private func named(_ field: String, _ series: String) -> String {
    series.isEmpty ? field : "\(field) of \(series)"
  }

  // MARK: - Errors and bands

  /// The series with their error bars and bands.
  func around(_ series: [Series], errors: Value?, band: Value?) throws -> [Series] {
    try series.enumerated().map { number, part in
      var part = part
      if let errors, let errors = try choose(errors, part.name, number, "errors") {
        part.errors = try reach(errors, part, number, of: series.count)
      }
      if let band, let band = try choose(band, part.name, number, "band") {
        part.band = try self.band(band, part)
      }
      return part
    }
  }

  /// The part of a record or list that belongs to one series; other values belong to each.
  private func choose(
    _ value: Value, _ name: String, _ number: Int, _ parameter: String
  ) throws -> Value? {
    switch value {
    case .record(let box): return box.record[name]
    case .list(let box): return number < box.elements.count ? box.elements[number] : nil
    default: return value
    }
  }

  private func reach(
    _ value: Value, _ part: Series, _ number: Int, of count: Int
  ) throws -> [Double] {
    if let size = value.scalar { return [Double](repeating: size, count: part.count) }
    var errors: [Double]?
    if let tensor = Numbers.from(value)?.tensor, tensor.rank <= 2 {
      if isVector(tensor) {
        errors = tensor.elements
      } else if tensor.columnCount == count {
        errors = column(tensor, number)
      }
    }
    guard let errors, errors.count == part.count else {
      throw Failure(
        .argument,
        "\(function): errors must be a number or have one for each of \(part.count) points, found "
          + value.described)
    }
    return errors
  }

  private func band(_ value: Value, _ part: Series) throws -> Band {
    guard let tensor = Numbers.from(value)?.tensor, tensor.rank == 2, tensor.rowCount == 2,
      tensor.columnCount == part.count
    else {
      throw Failure(
        .argument,
        "\(function): band must be [low; high] with \(part.count) columns, found "
          + value.described)
    }
    let all = tensor.elements
    return Band(low: Array(all.prefix(part.count)), high: Array(all.suffix(part.count)))
  }

  // MARK: - Groups

  /// A chart for each field of a record whose fields are records of curves; `nil` for other values.
  func groups(_ value: Value, _ kind: CurveWord) throws -> [Chart]? {
    guard case .record(let box) = value, !box.record.values.isEmpty else { return nil }
    let areGroups = try box.record.values.allSatisfy { field in
      guard case .record = field else { return false }
      return try curve("", field) == nil
    }
    return areGroups ? try charts(value, kind) : nil
  }

  /// The charts of small multiples: of a record, a list, or a matrix of columns.
  func charts(_ value: Value, _ kind: CurveWord) throws -> [Chart] {
    switch value {
    case .record(let box):
      return try zip(box.record.names, box.record.values).map { try chart($0, $1, kind) }
    case .list(let box):
      return try box.elements.enumerated().map { try chart("\($0)", $1, kind) }
    default:
      return try alone(value).enumerated().map { number, part in
        Chart(kind.kind([part]), title: part.name.isEmpty ? "\(number)" : part.name)
      }
    }
  }

  private func chart(_ name: String, _ value: Value, _ kind: CurveWord) throws -> Chart {
    if let object = ChartObject.from(value) {
      var chart = object.chart
      chart.title = chart.title ?? name
      return chart
    }
    if let object = value.plottable {
      var chart = try object.picture(asked: nil).chart
      chart.title = name
      return chart
    }
    if let curve = try curve("", value) { return Chart(kind.kind([curve]), title: name) }
    if case .record = value { return Chart(kind.kind(try alone(value)), title: name) }
    return Chart(kind.kind(try kind == .scatter ? alone(value) : [named("", value)]), title: name)
  }
}
