package import Charts
package import Datasets
internal import Diagnostics
package import Learners
internal import Tensors

/// Measures of several trained models side by side.
package struct Comparison: Sendable {
  /// Names in the order given.
  package let names: [String]
  /// One record a name.
  package let records: [MetricRecord]
  /// What must be known of a model's measures, each beginning with the model's name.
  package let remarks: [String]
  private let chosen: [String]

  /// Measures trained models on a data set.
  ///
  /// - Parameters:
  ///   - models: with their names, at least one.
  ///   - data: inputs with their true labels.
  ///   - convention: what 0/0 counts as.
  ///   - measures: the rows of the table; `nil` shows the usual ones.
  ///   - isRanked: whether to add ranking measures.
  /// - Throws: `argument` without models or for an unknown measure; else as `evaluate`, naming the
  ///   model.
  package init(
    _ models: [(name: String, model: any FittedMultiLabel)], _ data: Dataset,
    convention: UndefinedConvention = .sklearn, measures: [String]? = nil, isRanked: Bool = false
  ) throws {
    guard !models.isEmpty else {
      throw Failure(.argument, "expected at least one model to compare, found none")
    }
    chosen = try MeasureTable.checked(measures, isRanked: isRanked)
    names = models.map(\.name)
    records = try Progress.map(models, "compare") { name, model in
      try Interrupt.check()
      return try named(name) {
        try evaluate(model, data, convention: convention, isRanked: isRanked)
      }
    }
    remarks = models.flatMap { name, model in
      model.remarks(on: data).map { "\(name): \($0)" }
    }
  }

  /// A row a measure, a column a model; the best model of each measure emphasised, losses marked ↓
  /// and scores ↑; below, how often 0/0 was decided by the convention.
  package var table: Table {
    var table = Table(columns: [.init("measure")] + names.map { .init(StyledText($0), .decimal) })
    for measure in chosen {
      let values = records.map { $0[measure] ?? .nan }
      let best = MeasureTable.best(values, measure)
      let digits = MeasureTable.isWhole(measure) ? 0 : 4
      table.rows.append(
        [MeasureTable.heading(measure)]
          + values.map { StyledText(fixed($0, digits), $0 == best ? .emphasis : .plain) })
    }
    table.rows += MeasureTable.undefinedRows(chosen) { measure in
      records.map { StyledText("\($0.undefined(in: measure))", .dim) }
    } where: { measure in
      records.contains { $0.undefined(in: measure) > 0 }
    }
    return table
  }
}

/// What tables of measures have in common.
enum MeasureTable {
  /// The measures shown unless others are asked for.
  static let usual = [
    "zero_one", "hamming", "precision_samples", "recall_samples", "f1_samples", "jaccard_samples",
    "precision_micro", "recall_micro", "f1_micro", "precision_macro", "recall_macro", "f1_macro",
    "predicted_cardinality", "undefined",
  ]
  /// The ranking measures among them.
  static let ranking = [
    "coverage", "ranking_loss", "one_error", "log_loss", "average_precision_samples",
    "average_precision_macro", "roc_auc_micro", "roc_auc_macro", "one_class_labels",
  ]

  /// The measures to show.
  ///
  /// - Throws: `argument` for an unknown one, proposing the nearest.
  static func checked(_ asked: [String]?, isRanked: Bool) throws -> [String] {
    guard let asked else { return usual + (isRanked ? ranking : []) }
    // The names are those that one right prediction has.
    let one = Tensor(rows: [[1]])
    var known = try metrics(truth: one, predicted: one).entries.map(\.name)
    if isRanked { known += try rankingRecord(truth: one, scores: one).entries.map(\.name) }
    for name in asked where !known.contains(name) {
      let near = nearNames(to: name, among: known)
      var notes = near.first.map { ["did you mean \"\($0)\"?"] } ?? []
      if !isRanked, ranking.contains(name) { notes = ["ranking=true adds the ranking measures"] }
      if notes.isEmpty { notes = ["there are \(known.joined(separator: ", "))"] }
      throw Failure(.argument, "no measure is called \"\(name)\"", notes: notes)
    }
    return asked
  }

  /// Whether a measure counts cases.
  static func isWhole(_ measure: String) -> Bool {
    ["undefined", "one_class_labels", "one_class_rows"].contains(measure)
  }

  /// The name with the direction in which it gets better.
  static func heading(_ measure: String) -> StyledText {
    if MetricRecord.counts.contains(measure) { return StyledText(measure) }
    return StyledText("\(measure) ")
      + StyledText(MetricRecord.losses.contains(measure) ? "↓" : "↑", .dim)
  }

  /// The best of several models' values; `nil` where there is nothing to compare.
  static func best(_ values: [Double], _ measure: String) -> Double? {
    guard values.count > 1, !MetricRecord.counts.contains(measure) else { return nil }
    let numbers = values.filter { !$0.isNaN }
    return MetricRecord.losses.contains(measure) ? numbers.min() : numbers.max()
  }

  /// Rows that say how often each of the measures was 0/0, for those that ever were.
  static func undefinedRows(
    _ measures: [String], _ cells: (String) -> [StyledText], where isShown: (String) -> Bool
  ) -> [[StyledText]] {
    measures.filter(isShown).map { [StyledText("  0/0 in \($0)", .dim)] + cells($0) }
  }
}

/// Runs `body`, whose errors then begin with a name.
func named<R>(_ name: String, _ body: () throws -> R) throws -> R {
  do {
    return try body()
  } catch let failure as Failure {
    throw failure.saying("\(name): \(failure.message)")
  }
}
