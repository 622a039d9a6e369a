package import Datasets
internal import Diagnostics
package import Learners
package import Tensors

/// A measure of what tasks predict.
package enum TaskMeasure: String, Sendable, CaseIterable {
  case mse, rmse, mae, r2
  case explainedVariance = "explained_variance"
  case accuracy
  case areaUnderCurve = "roc_auc"
  case logLoss = "log_loss"

  /// The measures of predicted numbers, or of probabilities of 0/1 targets.
  package static func all(for loss: TaskLoss) -> [TaskMeasure] {
    loss == .squared
      ? [.mse, .rmse, .mae, .r2, .explainedVariance] : [.accuracy, .areaUnderCurve, .logLoss]
  }

  /// Whether less is better.
  package var isLoss: Bool {
    switch self {
    case .mse, .rmse, .mae, .logLoss: true
    case .r2, .explainedVariance, .accuracy, .areaUnderCurve: false
    }
  }

  /// The measure of a task's rows; NaN where it is not defined: a spread of fewer than two rows, a
  /// curve of targets that are all the same, or no rows at all.
  ///
  /// - Parameters:
  ///   - truth: n known targets.
  ///   - predicted: n numbers, or n probabilities.
  /// - Returns: the measure.
  /// - Throws: `data` for a target or prediction that does not suit, with its row.
  func value(truth: Tensor, predicted: Tensor) throws -> Double {
    guard truth.count > 0 else { return .nan }
    switch self {
    case .mse: return try Self.error(.mse, truth, predicted)
    case .rmse: return try Self.error(.mse, truth, predicted).squareRoot()
    case .mae: return try Self.error(.mae, truth, predicted)
    case .r2: return try Self.error(.r2, truth, predicted)
    case .explainedVariance: return try Self.error(.explainedVariance, truth, predicted)
    case .accuracy:
      let labels = Tensor(predicted.withElements { $0.map { $0 >= 0.5 ? 1 : 0 } })
      return try Learners.accuracy(truth: truth, predicted: labels)
    case .areaUnderCurve:
      let shape = Shape(truth.count, 1)
      let measures = try RankingMeasures(
        truth: truth.reshaped(shape), scores: predicted.reshaped(shape))
      return try measures.areaUnderCurve(.none).values[0]
    case .logLoss: return try Learners.logLosses(truth: truth, probabilities: predicted)[0]
    }
  }

  private static func error(
    _ measure: RegressionMeasure, _ truth: Tensor, _ predicted: Tensor
  ) throws -> Double {
    if truth.count < 2, measure == .r2 || measure == .explainedVariance { return .nan }
    return try measure.values(truth: truth, predicted: predicted)[0]
  }
}

/// How well tasks are predicted: each by itself, on average, and all rows together.
///
/// `mse`, `r2`, … are taken over the rows of all tasks together, so that a task counts by its rows, as
/// the explained variance of the multi-task literature is (Bakker and Heskes, "Task Clustering and
/// Gating for Bayesian Multitask Learning", JMLR 4, 2003); `mse_macro`, `r2_macro`, … are means over
/// the tasks, those left out in which a measure is not defined. Rows whose target is missing do not
/// count.
package struct TaskEvaluation: Sendable {
  package let taskNames: [String]
  /// How many rows of each task count.
  package let rowCounts: [Int]
  package let measures: [TaskMeasure]
  /// For each measure its value in each task, NaN where it is not defined.
  package let values: [[Double]]
  /// For each measure its value over all rows.
  package let total: [Double]

  /// Measures predictions.
  ///
  /// - Parameters:
  ///   - names: T names.
  ///   - truth: the targets of each task; those that are NaN are left out.
  ///   - predicted: as many numbers, or with the logistic loss probabilities.
  ///   - loss: which measures are meant.
  /// - Throws: `shape`, `data` when targets and predictions do not suit, naming the task.
  package init(names: [String], truth: [Tensor], predicted: [Tensor], loss: TaskLoss) throws {
    guard !truth.isEmpty, truth.count == predicted.count, truth.count == names.count else {
      throw Failure(
        .shape,
        "expected predictions of as many tasks as there are truths, at least one, found "
          + "\(predicted.count) for \(truth.count)")
    }
    var pairs: [(truth: Tensor, predicted: Tensor)] = []
    for (t, (y, f)) in zip(truth, predicted).enumerated() {
      guard y.rank == 1, y.shape == f.shape else {
        throw Failure(
          .shape,
          "task '\(names[t])': expected \(y.count) predictions, one a target, found \(f.shape)")
      }
      let known = y.withElements { y in y.indices.filter { !y[$0].isNaN } }
      pairs.append(
        known.count == y.count
          ? (y, f) : (Tensor(known.map { y[flat: $0] }), Tensor(known.map { f[flat: $0] })))
    }
    let measures = TaskMeasure.all(for: loss)
    taskNames = names
    rowCounts = pairs.map(\.truth.count)
    self.measures = measures
    values = try measures.map { measure in
      try pairs.enumerated().map { t, pair in
        try Interrupt.check()
        do {
          return try measure.value(truth: pair.truth, predicted: pair.predicted)
        } catch let failure as Failure {
          throw failure.saying("task '\(names[t])': \(failure.message)")
        }
      }
    }
    let all = (
      truth: try Tensor.concat(pairs.map(\.truth)),
      predicted: try Tensor.concat(pairs.map(\.predicted))
    )
    total = try measures.map { try $0.value(truth: all.truth, predicted: all.predicted) }
  }

  /// Measures a fitted model on data.
  ///
  /// Tasks of the data are the model's tasks of the same name; where no name is known, as many tasks
  /// as the model has are taken in their order.
  ///
  /// - Throws: `argument` for a task that the model did not learn; `shape`, `data` when the data do not
  ///   suit, naming the task.
  package init(model: FittedMultiTask, data: TaskDataset) throws {
    let positions = try model.positions(of: data)
    var predicted: [Tensor] = []
    for (task, t) in zip(data.tasks, positions) {
      try Interrupt.check()
      predicted.append(
        model.model.loss == .squared
          ? try model.scores(task.X, task: t) : try model.probabilities(task.X, task: t))
    }
    try self.init(
      names: data.taskNames, truth: data.tasks.map(\.y), predicted: predicted,
      loss: model.model.loss)
  }
}

// MARK: - Results

extension TaskEvaluation {
  /// The mean of a measure over the tasks in which it is defined; NaN when there is none.
  package func mean(_ measure: TaskMeasure) -> Double {
    guard let m = measures.firstIndex(of: measure) else { return .nan }
    let known = values[m].filter { !$0.isNaN }
    return known.isEmpty ? .nan : known.reduce(0, +) / Double(known.count)
  }

  /// All measures over all rows, then as means over tasks; how often each is not defined in a task.
  package var record: MetricRecord {
    MetricRecord(
      entries: zip(measures, total).map { ($0.rawValue, $1) }
        + measures.map { ($0.rawValue + "_macro", mean($0)) },
      undefinedCounts: zip(measures, values).map { measure, values in
        (measure.rawValue + "_macro", values.count(where: \.isNaN))
      })
  }

  /// What a reader of the table must know: how many tasks have no value.
  package var notes: [String] {
    zip(measures, values).compactMap { measure, values in
      let count = values.count(where: \.isNaN)
      guard count > 0 else { return nil }
      return "\(measure.rawValue) is not defined in \(count) of \(values.count) tasks, which its "
        + "mean leaves out"
    }
  }
}
