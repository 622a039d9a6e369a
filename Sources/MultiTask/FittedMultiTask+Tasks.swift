package import Datasets
internal import Diagnostics
internal import Learners
package import Tensors

extension FittedMultiTask {
  /// What all tasks predict for the same rows, n×T: W's columns on X, plus the intercepts.
  ///
  /// - Throws: `shape`, `data` when the inputs do not suit.
  package func scores(_ X: Tensor) throws -> Tensor {
    try InputChecks.width(.dense(X), expected: featureCount)
    return try apply(.add, matmul(X, weights.tensor), Tensor(iterate.intercepts))
  }

  /// Which of the model's tasks each task of a data set is: those of the same names, or where the
  /// names are others, as many tasks in the same order.
  ///
  /// - Throws: `data` when neither holds, naming a task that was not trained.
  package func positions(of data: TaskDataset) throws -> [Int] {
    let known = Dictionary(
      zip(taskNames, taskNames.indices), uniquingKeysWith: { first, _ in first })
    let named = data.taskNames.compactMap { known[$0] }
    if named.count == data.taskCount { return named }
    if data.taskCount == taskCount { return Array(taskNames.indices) }
    let stranger = data.taskNames.first { known[$0] == nil } ?? ""
    throw Failure(
      .data,
      "expected the \(taskCount) trained tasks, found \(data.taskCount) tasks, of which "
        + "'\(stranger)' was not trained",
      notes: ["tasks are found by their names; with other names their number must be the same"])
  }

  /// Whether the other model learned the same numbers on the same way; the time it took apart.
  package func isSame(as other: FittedMultiTask) -> Bool {
    model == other.model && taskNames == other.taskNames && featureNames == other.featureNames
      && iterate.parts == other.iterate.parts && iterate.intercepts == other.iterate.intercepts
      && iterate.objective == other.iterate.objective
      && iterate.iteration == other.iterate.iteration && stop == other.stop
      && history.map(\.objective) == other.history.map(\.objective)
      && history.map(\.accuracy) == other.history.map(\.accuracy)
  }
}
