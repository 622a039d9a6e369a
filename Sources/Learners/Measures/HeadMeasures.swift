internal import Datasets
internal import Tensors

/// The measures of one head, each kind with its own, and the counts they come from.
struct HeadMeasures {
  private(set) var measures: [HeadReport.Measure] = []
  /// K×K; `nil` for numbers and labels.
  private(set) var confusion: Tensor?
  /// `nil` for numbers.
  private(set) var counts: CountTable?

  private let rows: HeadRows
  private let convention: UndefinedConvention

  /// - Throws: `limit` when a table of many classes does not fit in memory.
  init(_ rows: HeadRows, convention: UndefinedConvention, isRanked: Bool) throws {
    (self.rows, self.convention) = (rows, convention)
    if let loss = rows.logLoss { measures.append(("loss", loss)) }
    switch rows.kind {
    case .regression: try addNumbers()
    case .binary: try addBinary()
    case .classes(let count): try addClasses(count)
    case .multilabel: try addLabels(isRanked: isRanked)
    }
  }

  /// Adds a measure, NaN where there is no row.
  private mutating func add(_ name: String, _ value: Double) {
    measures.append((name, rows.count == 0 ? .nan : value))
  }

  private mutating func addLogLoss() {
    if let loss = rows.logLoss { measures.append(("log_loss", loss)) }
  }

  // MARK: - Kinds

  private mutating func addNumbers() throws {
    let rows = rows
    func value(_ measure: RegressionMeasure, ofRows least: Int) throws -> Double {
      guard rows.count >= least else { return .nan }
      return try measure.values(truth: rows.targets, predicted: rows.outputs)[0]
    }
    let mse = try value(.mse, ofRows: 1)
    add("loss", mse)
    add("mse", mse)
    add("rmse", mse.squareRoot())
    add("mae", try value(.mae, ofRows: 1))
    add("r2", try value(.r2, ofRows: 2))
    add("explained_variance", try value(.explainedVariance, ofRows: 2))
  }

  private mutating func addBinary() throws {
    let table = try rows.confusion(2)
    let counts = CountTable(classes: table, convention: convention)
    (confusion, self.counts) = (table, counts)
    let one = counts.counts[1]
    for rate in [CountRate.accuracy, .tpr, .tnr, .ppv, .npv, .fpr] {
      add(rate.rawValue, rate.value(one, convention).value)
    }
    for score in [SetScore.precision, .recall, .f1] {
      add(score.rawValue, score.value(one, convention).value)
    }
    addLogLoss()
    let scores = try rows.outputs.reshaped(Shape(rows.count, 1))
    let ranked =
      rows.count == 0 ? nil : try RankingMeasures(truth: rows.bits(rows.targets), scores: scores)
    add("roc_auc", try ranked?.areaUnderCurve(.none).values[0] ?? .nan)
    add("average_precision", try ranked?.averagePrecision(.none).values[0] ?? .nan)
  }

  private mutating func addClasses(_ count: Int) throws {
    let table = try rows.confusion(count)
    let counts = CountTable(classes: table, convention: convention)
    (confusion, self.counts) = (table, counts)
    let hits = (0..<count).reduce(0) { $0 + table[$1, $1] }
    add("accuracy", hits / Double(rows.count))
    // Classes that neither occur nor are predicted say nothing, as in scikit-learn.
    let present = counts.counts.filter { $0.support > 0 }
    let seen = counts.counts.filter { $0.support + $0.predicted > 0 }
    add("balanced_accuracy", mean(present) { CountRate.tpr.value($0, convention).value })
    for score in [SetScore.precision, .recall, .f1] {
      add("\(score.rawValue)_macro", mean(seen) { score.value($0, convention).value })
    }
    addLogLoss()
  }

  private mutating func addLabels(isRanked: Bool) throws {
    guard rows.targets.count > 0 else {
      for name in ["hamming", "zero_one", "f1_micro", "f1_macro"] { add(name, .nan) }
      return
    }
    let (truth, predicted) = (rows.bits(rows.targets), rows.bits(rows.outputs))
    measures += try metrics(truth: truth, predicted: predicted, convention: convention).entries
    counts = try CountTable(truth: truth, predicted: predicted, convention: convention)
    addLogLoss()
    guard isRanked else { return }
    measures += try rankingRecord(truth: truth, scores: rows.outputs).entries
      .filter { $0.name != "log_loss" }
  }

  /// The mean of what is defined.
  private func mean(_ counts: [LabelCounts], _ value: (LabelCounts) -> Double) -> Double {
    let values = counts.map(value).filter { !$0.isNaN }
    return values.isEmpty ? .nan : values.reduce(0, +) / Double(values.count)
  }
}

extension CountTable {
  /// The counts of each class against the rest, from a K×K table of true by predicted classes.
  init(classes table: Tensor, convention: UndefinedConvention) {
    self.init(counts: CountTable.classCounts(table), convention: convention)
  }
}
