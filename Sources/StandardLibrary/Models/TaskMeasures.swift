internal import Charts
internal import Datasets
internal import Diagnostics
internal import Learners
internal import MultiTask
internal import Runtime
internal import Tensors

extension StandardLibrary {
  /// Measures of what tasks predict.
  static let taskMeasures: [Builtin] = [
    Builtin(
      "task_metrics", "The measures of predictions of several tasks: each, on average, all rows.",
      Parameter<TaskColumnsOrData>(
        "truth", "a list of target vectors, n×T of them, or a data set of tasks"),
      Parameter<TaskTargets>(
        "predicted", "as many predicted numbers, or probabilities of 0/1 targets"),
      Parameter<TaskTarget>(
        "loss", "squared: mse rmse mae r2 explained_variance; logistic: accuracy roc_auc log_loss",
        default: .squared),
      Parameter<[String]?>("names", "names of the tasks; none: task 0, …", default: .some(nil)),
      details: "mse, r2, … are taken over the rows of all tasks together, so that a task counts by "
        + "its rows, as the multi-task literature's explained variance does; mse_macro, r2_macro, … "
        + "are means over the tasks in which they are defined; .tasks has a vector of each. Rows with "
        + "a missing target do not count. Of more than 16 tasks the table shows the worst and best.",
      examples: [
        Example(
          "m = task_metrics([[1, 2, 4], [0, 2]], [[1, 3, 4], [0, 2]]); "
            + "print(m.mse, round(m.mse_macro, 6), m.tasks.mae[1])", prints: "0.2 0.166667 0"),
        Example(
          "task_metrics([0, 1, 1], [0.2, 0.4, 0.9], loss=\"logistic\").roc_auc", prints: "1"),
      ],
      body: { truth, predicted, loss, names in
        let vectors = predicted.vectors(beside: truth.truth)
        let evaluation = try TaskEvaluation(
          names: try truth.names(names), truth: truth.truth, predicted: vectors,
          loss: loss == .squared ? .squared : .logistic)
        return evaluation.object
      })
  ]
}

extension TaskEvaluation {
  /// The table with its figures: each measure over all rows, its mean over tasks, and `.tasks`, a record
  /// of names, rows and a vector for each measure.
  var object: ChartObject {
    let each: [(String, Value)] =
      [("names", taskNames.value), ("rows", Tensor(rowCounts.map(Double.init)).value)]
      + zip(measures, values).map { ($0.rawValue, .tensor(Tensor($1))) }
    return ChartObject(
      Chart(.table(table)),
      figures: record.entries.map { ($0.name, .number($0.value)) }
        + [("tasks", .flatRecord(each))],
      notes: notes)
  }
}

/// The targets of tasks, or a data set that has them.
struct TaskColumnsOrData: ValueConvertible, Sendable {
  /// A vector for each task.
  let truth: [Tensor]
  private let known: [String]?

  static var typeName: String { "list of vectors, matrix or data set of tasks" }

  static func from(_ value: Value) -> TaskColumnsOrData? {
    if let object = TaskDatasetObject.from(value) {
      return TaskColumnsOrData(truth: object.data.tasks.map(\.y), known: object.data.taskNames)
    }
    return TaskTargets.from(value).map {
      TaskColumnsOrData(truth: $0.columns, known: nil)
    }
  }

  static func misfit(in value: Value) -> Misfit? { TaskTargets.misfit(in: value) }

  var value: Value { .flatList(truth.map { .tensor($0) }) }

  /// The tasks' names: those given, the data set's, or numbers.
  ///
  /// - Throws: `argument` for another number of names than tasks.
  func names(_ given: [String]?) throws -> [String] {
    let names = given ?? known ?? truth.indices.map { "task \($0)" }
    guard names.count == truth.count else {
      throw Failure(
        .argument,
        "task_metrics: expected \(counted(truth.count, "name")), found \(names.count)")
    }
    return names
  }
}

extension TaskTargets {
  /// A vector for each task: a list's, or the columns of a matrix.
  fileprivate var columns: [Tensor] {
    guard case .table(let table) = self else { return vectors }
    return TaskColumns.columns(table)
  }

  /// The vectors that go with those of a truth: a matrix by its columns, or by its rows where only
  /// these are as long, as literals of equal vectors are.
  fileprivate func vectors(beside truth: [Tensor]) -> [Tensor] {
    let columns = columns
    guard columns.count != truth.count || columns.first?.count != truth.first?.count else {
      return columns
    }
    return vectors
  }
}
