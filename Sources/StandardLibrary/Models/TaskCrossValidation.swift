internal import Charts
internal import Datasets
internal import Diagnostics
internal import Learners
internal import MultiLabel
internal import MultiTask
internal import Runtime
internal import Tensors

/// Models of tasks trained and measured on the same folds; every task's rows are divided into as many
/// parts.
struct TaskCrossValidation {
  private let names: [String]
  private let foldCount: Int
  /// For each model the measures of each fold.
  private let evaluations: [[TaskEvaluation]]
  private let chosen: [String]

  /// Trains and measures.
  ///
  /// - Throws: `argument` for fewer than two folds or an unknown measure; `data` naming a task with
  ///   fewer rows than folds; else as `fit`, naming the model.
  init(
    _ models: [(name: String, model: MultiTaskModel)], _ data: TaskDataset,
    _ options: CrossValidationOptions, measures: [String]?
  ) throws {
    names = models.map(\.name)
    foldCount = options.folds
    let folds = try data.folds(count: options.folds, seed: options.seed).map { fold in
      guard options.isStandardized else { return (train: fold.train, test: fold.test) }
      let standardizer = try TaskStandardizer(fittedOn: fold.train)
      return (
        train: try standardizer.apply(fold.train), test: try standardizer.apply(fold.test)
      )
    }
    evaluations = try models.map { name, model in
      try Progress.map(folds, "validate") { train, test in
        try Interrupt.check()
        do {
          return try TaskEvaluation(model: model.fit(train), data: test)
        } catch let failure as Failure {
          throw models.count == 1 ? failure : failure.saying("\(name): \(failure.message)")
        }
      }
    }
    let known = evaluations.compactMap { $0.first?.record.entries.map(\.name) }
    let common = (known.first ?? []).filter { name in known.allSatisfy { $0.contains(name) } }
    chosen = try TaskMeasureNames.checked(measures, among: common)
  }

  /// The table of means and deviations, with a record of every measure for each model.
  var chart: ChartObject {
    let records = names.indices.map(record)
    return ChartObject(
      Chart(.table(table)),
      figures: names.count == 1
        ? Array(zip(records[0].names, records[0].values)).map { (name: $0, value: $1) }
        : zip(names, records).map { (name: $0, value: $1.value) },
      notes: [
        "mean ± standard deviation over \(counted(foldCount, "fold")) of every task's rows"
      ])
  }

  private var table: Table {
    var table = Table(columns: [.init("measure")] + names.map { .init(StyledText($0)) })
    for measure in chosen {
      let scores = names.indices.map { moments(folds(of: $0, measure)) }
      let best = TaskMeasureNames.best(scores.map(\.mean), measure)
      table.rows.append(
        [TaskMeasureNames.heading(measure)]
          + scores.map {
            StyledText(fixedText($0.mean, 4), $0.mean == best ? .emphasis : .plain)
              + StyledText(" ± \(fixedText($0.deviation, 4))", .dim)
          })
    }
    return table
  }

  /// Every measure of a model as {mean, std, folds}.
  private func record(of model: Int) -> Record {
    let measures = evaluations[model].first?.record.entries.map(\.name) ?? []
    return Record(
      measures.map { measure in
        let folds = folds(of: model, measure)
        let (mean, deviation) = moments(folds)
        return (
          measure,
          Record([
            ("mean", .number(mean)), ("std", .number(deviation)),
            ("folds", .tensor(Tensor(folds))),
          ]).value
        )
      })
  }

  private func folds(of model: Int, _ measure: String) -> [Double] {
    evaluations[model].map { $0.record[measure] ?? .nan }
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
