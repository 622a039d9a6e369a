internal import Charts
internal import Datasets
internal import Diagnostics
internal import MultiLabel
internal import Networks
internal import Learners
internal import Runtime
internal import Tensors

/// Networks side by side: a row a measure of a head, a column a network.
///
/// Fitted ones are measured on the data; those that are not fitted are trained and measured on the
/// same folds. Networks may have some of the heads only, as one trained alone beside one that shares.
struct NetworkComparison {
  private let request: ComparisonRequest
  /// For each network its evaluations: one, or one a fold.
  private let evaluations: [[HeadEvaluation]]
  private let chosen: [(head: String, measure: String)]

  /// - Throws: `argument` for a model that is no network, fitted and not fitted ones together, or an
  ///   unknown measure; else as `fit` and `evaluate`, naming the network.
  init(_ request: ComparisonRequest) throws {
    self.request = request
    let fitted = request.models.filter { FittedNetworkObject.from($0.value) != nil }
    if fitted.count == request.models.count {
      evaluations = try request.models.map { name, value in
        [try Self.named(name, request) { try Self.measured(value, request) }]
      }
    } else {
      evaluations = try NetworkFolds(request).evaluations
    }
    chosen = try NetworkMeasureNames.chosen(request.measures, evaluations.compactMap(\.first))
  }

  private static func measured(
    _ value: Value, _ request: ComparisonRequest
  ) throws -> HeadEvaluation {
    guard let model = FittedNetworkObject.from(value)?.model else {
      throw Failure(
        .argument, "\(request.function): expected fitted networks, found \(value.described)")
    }
    let data = try NetworkSamples(model.network, for: request.function)
      .dataset(request.X.value, request.Y?.value, allowsMore: true)
    return try HeadEvaluation(
      model, data, convention: request.options.convention, isRanked: request.options.isRanked)
  }

  /// Runs a part for one of several models, whose name its errors get.
  static func named<R>(
    _ name: String, _ request: ComparisonRequest, _ body: () throws -> R
  ) throws -> R {
    do {
      try Interrupt.check()
      return try body()
    } catch let failure as Failure where request.models.count > 1 {
      let verb = "\(request.function): "
      let message =
        failure.message.hasPrefix(verb)
        ? String(failure.message.dropFirst(verb.count)) : failure.message
      throw failure.saying("\(verb)\(name): \(message)")
    }
  }

  // MARK: - Table

  private var isFolded: Bool { evaluations.contains { $0.count > 1 } }

  /// The table, with a record of every measure by head for each network.
  var chart: ChartObject {
    let records = evaluations.map { $0.count > 1 ? folded($0) : $0[0].record }
    let isOne = request.function == "cross_validate"
    let notes =
      isFolded
      ? ["mean ± standard deviation over \(counted(evaluations[0].count, "fold"))"] : []
    return ChartObject(
      Chart(.table(table)),
      figures: isOne
        ? Array(zip(records[0].names, records[0].values)).map { (name: $0, value: $1) }
        : zip(request.models, records).map { (name: $0.name, value: $1.value) },
      notes: notes)
  }

  private var table: Table {
    var table = Table(
      columns: [.init("head"), .init("measure")]
        + request.models.map { .init(StyledText($0.name), isFolded ? .left : .decimal) })
    var last: String?
    for (head, measure) in chosen {
      let values = evaluations.map { folds in
        moments(folds.map { $0[head]?[measure] ?? .nan })
      }
      let best = NetworkMeasureNames.best(values.map(\.mean), measure)
      table.rows.append(
        [
          StyledText(head == last ? "" : squeezed(head, 16), .emphasis),
          NetworkMeasureNames.heading(measure),
        ] + values.map { cell($0, isBest: $0.mean == best) })
      last = head
    }
    return table
  }

  private func cell(_ value: (mean: Double, deviation: Double), isBest: Bool) -> StyledText {
    guard !value.mean.isNaN else { return StyledText("-", .dim) }
    let mean = StyledText(fixedText(value.mean, 4), isBest ? .emphasis : .plain)
    return isFolded ? mean + StyledText(" ± \(fixedText(value.deviation, 4))", .dim) : mean
  }

  /// Every measure of every head as {mean, std, folds}.
  private func folded(_ folds: [HeadEvaluation]) -> Record {
    Record(
      folds[0].reports.map { report in
        let head = report.name
        let fields = report.measures.map { measure, _ in
          let values = folds.map { $0[head]?[measure] ?? .nan }
          let (mean, deviation) = moments(values)
          let figures = Value.flatRecord([
            ("mean", .number(mean)), ("std", .number(deviation)),
            ("folds", .tensor(Tensor(values))),
          ])
          return (measure, figures)
        }
        return (head, Value.flatRecord(fields))
      })
  }

  /// Mean and population deviation of the folds in which the measure is defined.
  private func moments(_ folds: [Double]) -> (mean: Double, deviation: Double) {
    let known = folds.filter { !$0.isNaN }
    guard !known.isEmpty else { return (.nan, .nan) }
    let mean = known.reduce(0, +) / Double(known.count)
    let square = known.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(known.count)
    return (mean, square.squareRoot())
  }
}

/// The measures of heads by name.
enum NetworkMeasureNames {
  private static let losses: Set<String> = MetricRecord.losses.union([
    "loss", "mse", "rmse", "mae", "fpr",
  ])

  /// The name with the direction in which it gets better.
  static func heading(_ name: String) -> StyledText {
    guard !MetricRecord.counts.contains(name) else { return StyledText(name) }
    return StyledText("\(name) ") + StyledText(losses.contains(name) ? "↓" : "↑", .dim)
  }

  /// The best of several networks' values; `nil` where there is nothing to compare.
  static func best(_ values: [Double], _ name: String) -> Double? {
    let numbers = values.filter { !$0.isNaN }
    guard numbers.count > 1, !MetricRecord.counts.contains(name) else { return nil }
    return losses.contains(name) ? numbers.min() : numbers.max()
  }

  /// The rows of a table: the heads of all networks with the measures asked for, or the usual ones.
  ///
  /// - Throws: `argument` for a measure that no head has, proposing the nearest.
  static func chosen(
    _ asked: [String]?, _ evaluations: [HeadEvaluation]
  ) throws -> [(head: String, measure: String)] {
    var rows: [(head: String, measure: String)] = []
    var usual = rows
    var heads: [String] = []
    for report in evaluations.flatMap(\.reports) where !heads.contains(report.name) {
      heads.append(report.name)
      rows += report.measures.map { (report.name, $0.name) }
      usual += report.usual.map { (report.name, $0.name) }
    }
    guard let asked else { return usual }
    let known = Set(rows.map(\.measure))
    for name in asked where !known.contains(name) {
      let near = nearNames(to: name, among: known, limit: 1).map { "did you mean \"\($0)\"?" }
      throw Failure(
        .argument, "no measure of these heads is called \"\(name)\"",
        notes: near.isEmpty ? ["there are \(known.sorted().joined(separator: ", "))"] : near)
    }
    return heads.flatMap { head in
      asked.filter { measure in rows.contains { $0 == (head, measure) } }.map { (head, $0) }
    }
  }
}
