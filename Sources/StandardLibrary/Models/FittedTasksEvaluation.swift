internal import Charts
internal import Datasets
internal import Diagnostics
internal import Learners
internal import MultiTask
internal import Runtime
internal import Tensors

extension FittedTasksObject {
  /// The measures over all rows and as means over tasks, with the table of the tasks.
  func evaluated(_ request: EvaluationRequest) throws -> Value {
    let data = try request.X.taskInputs(for: "evaluate")
      .dataset(request.Y?.taskTargets(for: "evaluate"), for: "evaluate", names: model.taskNames)
    return try TaskEvaluation(model: model, data: data).full.value
  }

  func compared(_ request: ComparisonRequest) throws -> ChartObject {
    let models = try request.models.map { name, value in
      guard let model = FittedTasksObject.from(value)?.model else {
        throw Failure(
          .argument, "compare: \(name) must be a fitted model of tasks, found \(value.described)",
          notes: value.trainable == nil
            ? []
            : [
              "fit it first: \(name) = fit(\(name), train)",
              "models of which none is fitted are cross-validated",
            ])
      }
      return (name: name, model: model)
    }
    let data = try request.tasks(names: model.taskNames)
    let evaluations = try models.map { name, model in
      try Interrupt.check()
      do {
        return (name: name, evaluation: try TaskEvaluation(model: model, data: data))
      } catch let failure as Failure {
        throw failure.saying("\(name): \(failure.message)")
      }
    }
    return try TaskComparison(evaluations, measures: request.measures).chart
  }
}

extension ComparisonRequest {
  /// The samples of all tasks.
  func tasks(names: [String]? = nil) throws -> TaskDataset {
    try X.taskInputs(for: function)
      .dataset(Y?.taskTargets(for: function), for: function, names: names)
  }
}

extension TaskEvaluation {
  /// The record of the measures, and the table by task, whose fields are vectors with an entry a task.
  var full: Record {
    let vectors: [(name: String, value: Value)] =
      [("names", taskNames.value), ("rows", vector(rowCounts))]
      + zip(measures, values).map { ($0.rawValue, .tensor(Tensor($1))) }
    let table = ChartObject(Chart(.table(table)), figures: vectors, notes: notes)
    return Record(
      record.entries.map { ($0.name, .number($0.value)) } + [("tasks", table.value)])
  }
}

/// Models of the same tasks side by side: a row a measure, a column a model.
struct TaskComparison {
  private let models: [(name: String, evaluation: TaskEvaluation)]
  private let chosen: [String]

  /// - Throws: `argument` for a measure that some model does not have.
  init(
    _ models: [(name: String, evaluation: TaskEvaluation)], measures: [String]?
  ) throws {
    self.models = models
    let known = models.map { $0.evaluation.record.entries.map(\.name) }
    let common = (known.first ?? []).filter { name in known.allSatisfy { $0.contains(name) } }
    chosen = try TaskMeasureNames.checked(measures, among: common)
  }

  var chart: ChartObject {
    var table = Table(
      columns: [.init("measure")] + models.map { .init(StyledText($0.name), .decimal) })
    let records = models.map(\.evaluation.record)
    for measure in chosen {
      let values = records.map { $0[measure] ?? .nan }
      let best = TaskMeasureNames.best(values, measure)
      table.rows.append(
        [TaskMeasureNames.heading(measure)]
          + values.map { StyledText(fixedText($0, 4), $0 == best ? .emphasis : .plain) })
    }
    let notes = models.flatMap { model in model.evaluation.notes.map { "\(model.name): \($0)" } }
    return ChartObject(
      Chart(.table(table)), figures: models.map { ($0.name, $0.evaluation.full.value) },
      notes: Array(notes.prefix(4)))
  }
}

/// The measures of tasks by name: over all rows, or as means over tasks with `_macro`.
enum TaskMeasureNames {
  /// Whether less is better.
  private static func isLoss(_ name: String) -> Bool {
    let plain = name.hasSuffix("_macro") ? String(name.dropLast(6)) : name
    return TaskMeasure(rawValue: plain)?.isLoss ?? false
  }

  /// The name with the direction in which it gets better.
  static func heading(_ name: String) -> StyledText {
    StyledText("\(name) ") + StyledText(isLoss(name) ? "↓" : "↑", .dim)
  }

  /// The best of several models' values; `nil` where there is nothing to compare.
  static func best(_ values: [Double], _ name: String) -> Double? {
    let numbers = values.filter { !$0.isNaN }
    guard values.count > 1 else { return nil }
    return isLoss(name) ? numbers.min() : numbers.max()
  }

  /// The measures to show, unless they are asked for without those that mse speaks for.
  ///
  /// - Throws: `argument` for an unknown one, proposing the nearest.
  static func checked(_ asked: [String]?, among known: [String]) throws -> [String] {
    guard let asked else { return known.filter { !$0.hasPrefix("rmse") && !$0.hasPrefix("mae") } }
    for name in asked where !known.contains(name) {
      let near = nearNames(to: name, among: known, limit: 1).map { "did you mean \"\($0)\"?" }
      throw Failure(
        .argument, "no measure is called \"\(name)\"",
        notes: near.isEmpty ? ["there are \(known.joined(separator: ", "))"] : near)
    }
    return asked
  }
}
