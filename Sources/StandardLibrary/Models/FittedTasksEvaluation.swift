internal import Charts
internal import Datasets
internal import Diagnostics
internal import Learners
internal import MultiTask
internal import Runtime
internal import Tensors

extension FittedTasksObject {
  func evaluated(_ request: EvaluationRequest) throws -> Record {
    let data = try request.X.taskInputs(for: "evaluate")
      .dataset(
        request.Y?.taskTargets(for: "evaluate"), for: "evaluate", names: model.taskNames)
    return try measures(on: data)
  }

  func compared(_ request: ComparisonRequest) throws -> ChartObject {
    throw Failure(.unsupported, "compare: models of tasks cannot be compared yet")
  }

  private func measures(on data: TaskDataset) throws -> Record {
    let positions = try model.positions(of: data)
    var values: [[Double]] = []
    let kinds = RegressionMeasure.allCases
    for (task, t) in zip(data.tasks, positions) {
      let predicted = try model.predict(task.X, task: t)
      values.append(
        try kinds.map { try $0.values(truth: task.y, predicted: predicted).first ?? .nan })
    }
    let count = Double(max(values.count, 1))
    return Record(
      kinds.enumerated().map { place, kind in
        (kind.rawValue, .number(values.reduce(0) { $0 + $1[place] } / count))
      })
  }
}
