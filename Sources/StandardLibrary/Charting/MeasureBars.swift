internal import Charts
internal import Learners
internal import Runtime

/// Measures as bars, on an axis for those that lie between 0 and 1 and on others by their size.
struct MeasureBars {
  /// One measure with a value for each model or head.
  private struct Row {
    let name: String
    let values: [Double]
    let errors: [Double]

    /// Whether it is a share, by its name and by its values.
    var isShare: Bool {
      !MetricRecord.counts.contains(name)
        && values.allSatisfy { $0.isNaN || (0...1).contains($0) }
    }

    /// The greatest value without its sign; 0 where there is none.
    var size: Double { values.filter(\.isFinite).map(abs).max() ?? 0 }
  }

  /// How many times as long as another a bar may be for both to be read on one axis.
  private static let reach = 20.0

  private let parts: [String]
  private let rows: [Row]

  /// The measures that a table shows, among its figures: means with deviations, or a record of measures
  /// for each model; `nil` where there are none.
  init?(_ table: Table, _ figures: [(name: String, value: Value)]) {
    let alone = figures.compactMap { name, value in
      Self.moments(value).map { Row(name: name, values: [$0.mean], errors: [$0.deviation]) }
    }
    if !alone.isEmpty {
      (parts, rows) = ([""], Self.shown(alone, table))
      return
    }
    var models: [(name: String, record: Record)] = []
    for (name, value) in figures {
      guard let record = Record.from(value), !record.values.isEmpty,
        record.values.allSatisfy({ Self.measure($0) != nil })
      else { return nil }
      models.append((name, record))
    }
    guard let first = models.first, models.count <= BarsReader.maximumParts else { return nil }
    parts = models.map(\.name)
    let all = first.record.names.map { name in
      let found = models.map { model in
        model.record[name].flatMap(Self.measure) ?? (mean: .nan, deviation: .nan)
      }
      return Row(name: name, values: found.map(\.mean), errors: found.map(\.deviation))
    }
    rows = Self.shown(all, table)
  }

  /// The measures that head a row of the table; all of them where it has other rows.
  private static func shown(_ rows: [Row], _ table: Table) -> [Row] {
    let headings = table.rows.compactMap { $0.first?.plain.split(separator: " ").first }
    let shown = rows.filter { headings.contains($0.name[...]) }
    return shown.isEmpty ? rows : shown
  }

  private static func moments(_ value: Value) -> (mean: Double, deviation: Double)? {
    guard let record = Record.from(value), let mean = record["mean"]?.scalar,
      let deviation = record["std"]?.scalar
    else { return nil }
    return (mean, deviation)
  }

  /// A mean with its deviation, or a number alone.
  private static func measure(_ value: Value) -> (mean: Double, deviation: Double)? {
    moments(value) ?? value.scalar.map { ($0, .nan) }
  }

  /// One bar chart, or one for each scale.
  var chart: Chart {
    let title =
      rows.contains { $0.errors.contains { !$0.isNaN } }
      ? "mean ± standard deviation" : "measures"
    let groups = self.groups
    guard groups.count > 1 else { return bars(rows, title) }
    return Chart(.facet(groups.map { bars($0.rows, $0.title) }), title: title)
  }

  /// The rows of each axis, as they come.
  private var groups: [(title: String, rows: [Row])] {
    let shares = rows.filter(\.isShare)
    var groups = shares.isEmpty ? [] : [(title: "between 0 and 1", rows: shares)]
    let others = rows.indices.filter { !rows[$0].isShare }.sorted { rows[$0].size < rows[$1].size }
    var start = 0
    for end in others.indices {
      // What is 0 has no size and stands with what comes next.
      let least = others[start...end].lazy.map { rows[$0].size }.first { $0 > 0 } ?? .infinity
      let isLast = end + 1 == others.count
      guard isLast || rows[others[end + 1]].size > Self.reach * least else { continue }
      groups.append(("on a scale of their own", others[start...end].sorted().map { rows[$0] }))
      start = end + 1
    }
    return groups
  }

  private func bars(_ rows: [Row], _ title: String) -> Chart {
    let parts = self.parts.enumerated().map { index, name in
      let errors = rows.map { $0.errors[index] }
      return Bars.Part(
        name, rows.map { $0.values[index] },
        errors: errors.allSatisfy(\.isNaN) ? nil : errors)
    }
    return Chart(.bar(Bars(names: rows.map(\.name), parts: parts)), title: title)
  }
}
