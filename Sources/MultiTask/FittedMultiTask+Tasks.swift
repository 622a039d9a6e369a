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

  /// Which of the model's tasks each task of a data set is: those of the same names, or where no name
  /// is known, as many tasks in the same order.
  ///
  /// - Throws: `argument` naming a task that was not trained.
  package func positions(of data: TaskDataset) throws -> [Int] {
    let known = Dictionary(
      zip(taskNames, taskNames.indices), uniquingKeysWith: { first, _ in first })
    let found = data.taskNames.map { known[$0] }
    if found.allSatisfy({ $0 == nil }), data.taskCount == taskCount {
      return Array(taskNames.indices)
    }
    return try zip(data.taskNames, found).map { name, position in
      if let position { return position }
      let near = nearNames(to: name, among: taskNames, limit: 1).map { "did you mean '\($0)'?" }
      throw Failure(.argument, "the model did not learn task '\(name)'", notes: near)
    }
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
