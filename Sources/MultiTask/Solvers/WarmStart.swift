internal import Datasets
internal import Diagnostics

extension FittedMultiTask {
  /// The model as a start for the training of another one on some data.
  ///
  /// The weights have as many parts as the other model's penalty asks for: one becomes the shared
  /// part of a dirty model, two are added for any other.
  ///
  /// - Throws: `shape` when it has other numbers of tasks or features.
  func start(of model: MultiTaskModel, on data: TaskDataset) throws -> FittedMultiTask {
    guard taskCount == data.taskCount, featureCount == data.featureCount else {
      throw Failure(
        .shape,
        "expected a start of \(data.taskCount) tasks and \(data.featureCount) features, as the data "
          + "have, found \(taskCount) tasks and \(featureCount) features")
    }
    guard iterate.parts.count != model.penalty.partCount else { return self }
    var start = iterate
    let W = iterate.W
    let rest = TaskWeights(taskCount: taskCount, featureCount: featureCount)
    start.parts = [W] + Array(repeating: rest, count: model.penalty.partCount - 1)
    start.before = nil
    return FittedMultiTask(
      model: self.model, taskNames: taskNames, featureNames: featureNames, iterate: start,
      method: method, measure: measure, stop: stop, history: history, isShared: isShared,
      remarks: [])
  }
}
