internal import Datasets
internal import Diagnostics
internal import MultiTask
internal import Runtime
internal import Tensors

/// Weights of tasks in an argument: a fitted model's, a matrix with a column a task, or those behind a
/// made-up data set.
struct WeightsArgument: ValueConvertible, Sendable {
  let weights: TaskWeights
  let taskNames: [String]
  let featureNames: [String]
  /// The model, where it is one.
  var model: FittedMultiTask?
  /// What the argument was, given back to who reads it.
  let value: Value

  static var typeName: String { "fitted multitask model, d×T matrix or made-up data set of tasks" }

  static func from(_ value: Value) -> WeightsArgument? {
    if let model = FittedTasksObject.from(value)?.model { return WeightsArgument(model, value) }
    if let model = PathObject.from(value)?.path.chosen { return WeightsArgument(model, value) }
    if let data = TaskDatasetObject.from(value)?.data {
      return data.truth.map {
        WeightsArgument(
          weights: TaskWeights($0), taskNames: data.taskNames, featureNames: data.featureNames,
          value: value)
      }
    }
    guard let W = Numbers.from(value)?.tensor, W.rank == 2 else { return nil }
    return WeightsArgument(
      weights: TaskWeights(W), taskNames: (0..<W.columnCount).map { "task \($0)" },
      featureNames: (0..<W.rowCount).map { "x\($0)" }, value: value)
  }

  private init(_ model: FittedMultiTask, _ value: Value) {
    self.init(
      weights: model.weights, taskNames: model.taskNames, featureNames: model.featureNames,
      model: model, value: value)
  }

  private init(
    weights: TaskWeights, taskNames: [String], featureNames: [String],
    model: FittedMultiTask? = nil, value: Value
  ) {
    self.weights = weights
    self.taskNames = taskNames
    self.featureNames = featureNames
    self.model = model
    self.value = value
  }

  /// Throws when an entry is no finite number, which has neither norm nor angle.
  func checked(for function: String) throws -> WeightsArgument {
    guard weights.values.allSatisfy(\.isFinite) else {
      throw Failure(
        .data, "\(function): expected finite weights, found one that is missing or infinite")
    }
    return self
  }
}
