package import Charts
package import Datasets
internal import Diagnostics
package import Learners
internal import Optimization
internal import Tensors

/// A measure over the folds of a cross-validation.
package struct FoldScores: Sendable {
  /// One value a fold.
  package let folds: [Double]
  /// Their mean, NaN left out.
  package let mean: Double
  /// Their population standard deviation, NaN left out.
  package let deviation: Double

  init(_ folds: [Double]) {
    self.folds = folds
    let known = folds.filter { !$0.isNaN }
    let count = Double(known.count)
    let mean = known.isEmpty ? .nan : known.reduce(0, +) / count
    self.mean = mean
    deviation =
      known.isEmpty
      ? .nan : (known.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count).squareRoot()
  }
}

/// How the folds of a cross-validation are made and measured.
package struct CrossValidationOptions: Sendable {
  /// How many folds, from 2 to the number of rows.
  package var folds = 5
  /// Whether every label occurs about as often in each fold.
  package var isStratified = true
  /// What the folds are drawn from.
  package var seed = 0
  /// What 0/0 counts as.
  package var convention = UndefinedConvention.sklearn
  /// Whether to add the ranking measures.
  package var isRanked = false
  /// Whether features are standardised in each round, as measured on its training part.
  package var isStandardized = false

  /// Five stratified folds, drawn from seed 0.
  package init() {}
}

/// Models trained and measured on the same folds of one data set.
package struct CrossValidation: Sendable {
  /// Names in the order given.
  package let names: [String]
  /// One record a fold, for each model.
  package let records: [[MetricRecord]]
  /// How many rows each fold tests on.
  package let foldSizes: [Int]
  /// What must be known of the fits, each with the model's name and the fold.
  package let remarks: [String]
  private let chosen: [String]

  /// Trains each model once a fold on all other folds and measures it on the fold.
  ///
  /// - Parameters:
  ///   - models: with their names, at least one.
  ///   - data: inputs with their labels.
  ///   - options: how folds are made and measured.
  ///   - measures: the rows of the table; `nil` shows the usual ones.
  /// - Throws: `argument` for a number of folds that does not suit or an unknown measure; else as
  ///   training and `evaluate`, naming model and fold.
  package init(
    _ models: [(name: String, model: any MultiLabelModel)], _ data: Dataset,
    _ options: CrossValidationOptions, measures: [String]? = nil
  ) throws {
    guard !models.isEmpty else {
      throw Failure(.argument, "expected at least one model to validate, found none")
    }
    chosen = try MeasureTable.checked(measures, isRanked: options.isRanked)
    try InputChecks.labels(data.Y, rowCount: data.X.rowCount, names: data.labelNames)
    let folds = try data.folds(
      options.folds, seed: options.seed, isStratified: options.isStratified)
    var records = [[MetricRecord]](repeating: [], count: models.count)
    var remarks: [String] = []
    let progress = Progress.begin(of: folds.count * models.count, "validate")
    var isComplete = false
    defer { progress.end(isComplete: isComplete) }
    for (number, fold) in folds.enumerated() {
      let (train, test) = try CrossValidation.prepared(fold, options)
      for (place, entry) in models.enumerated() {
        progress.report(number * models.count + place)
        try Interrupt.check()
        let name = "\(entry.name), fold \(number)"
        let (record, notes) = try named(name) {
          try CrossValidation.measured(entry.model, train, test, options)
        }
        records[place].append(record)
        remarks += notes.map { "\(name): \($0)" }
      }
    }
    isComplete = true
    names = models.map(\.name)
    self.records = records
    foldSizes = folds.map(\.test.rowCount)
    self.remarks = remarks
  }

  private static func prepared(
    _ fold: Fold, _ options: CrossValidationOptions
  ) throws -> (train: Dataset, test: Dataset) {
    guard options.isStandardized else { return (fold.train, fold.test) }
    let standardizer = try Standardizer(fittedOn: fold.train)
    return (try standardizer.apply(fold.train), try standardizer.apply(fold.test))
  }

  private static func measured(
    _ model: some MultiLabelModel, _ train: Dataset, _ test: Dataset,
    _ options: CrossValidationOptions
  ) throws -> (MetricRecord, [String]) {
    let fitted = try model.fit(train)
    let record = try evaluate(
      fitted, test, convention: options.convention, isRanked: options.isRanked)
    let unfinished = fitted.fits.filter { !$0.report.converged }.map {
      "\($0.name) did not converge"
    }
    return (record, unfinished + fitted.remarks(on: test))
  }

  /// Every measure of a model over the folds, in order.
  package func scores(of model: Int) -> [(name: String, scores: FoldScores)] {
    records[model][0].entries.map { entry in
      (entry.name, FoldScores(records[model].map { $0[entry.name] ?? .nan }))
    }
  }

  /// A row a measure, as mean and deviation over the folds.
  ///
  /// Of one model with the least and greatest value, of several side by side, the best emphasised.
  package var table: Table { names.count == 1 ? singleTable : sideBySide }

  private var singleTable: Table {
    var table = Table(columns: [
      .init("measure"), .init("mean", .decimal), .init(""), .init("sd", .decimal),
      .init("least", .decimal), .init("greatest", .decimal), .init("folds"),
    ])
    for measure in chosen {
      let scores = scores(measure, of: 0)
      let known = scores.folds.filter { !$0.isNaN }
      table.rows.append([
        MeasureTable.heading(measure), StyledText(fixed(scores.mean, 4), .emphasis), "±",
        StyledText(fixed(scores.deviation, 4)), StyledText(fixed(known.min() ?? .nan, 4)),
        StyledText(fixed(known.max() ?? .nan, 4)),
        scores.folds.count > 20 ? "" : .spark(scores.folds),
      ])
    }
    return table
  }

  private var sideBySide: Table {
    var table = Table(columns: [.init("measure")] + names.map { .init(StyledText($0)) })
    for measure in chosen {
      let scores = names.indices.map { self.scores(measure, of: $0) }
      let best = MeasureTable.best(scores.map(\.mean), measure)
      table.rows.append(
        [MeasureTable.heading(measure)]
          + scores.map {
            StyledText(fixed($0.mean, 4), $0.mean == best ? .emphasis : .plain)
              + StyledText(" ± \(fixed($0.deviation, 4))", .dim)
          })
    }
    return table
  }

  private func scores(_ measure: String, of model: Int) -> FoldScores {
    FoldScores(records[model].map { $0[measure] ?? .nan })
  }
}
