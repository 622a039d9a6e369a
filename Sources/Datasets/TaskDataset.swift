internal import Diagnostics
package import Tensors

/// One task's samples: inputs and the number to be predicted from each of them.
package struct TaskSamples: Sendable {
  package var name: String
  /// n_t×d; missing values are NaN.
  ///
  /// Tasks that share their inputs hold the same tensor.
  package var X: Tensor
  /// n_t numbers; 0 or 1 in classification, NaN where one is missing.
  package var y: Tensor

  package init(name: String, X: Tensor, y: Tensor) {
    self.name = name
    self.X = X
    self.y = y
  }

  /// n_t, the number of samples.
  package var rowCount: Int { X.rowCount }
}

/// A data set of several tasks over the same features, each with samples of its own or all with the
/// same ones.
package struct TaskDataset: Sendable {
  package var name: String
  package var featureNames: [String]
  /// What the numbers of each feature column stand for, one entry a feature.
  package var featureKinds: [FeatureKind]
  package var tasks: [TaskSamples]
  /// Whether all tasks have the same inputs row by row: one design, a column of targets a task.
  package var isShared: Bool
  /// What is predicted, the same in every task.
  package var targetName = "y"
  /// The d×T weights behind a made-up set.
  package var truth: Tensor?

  /// A data set of tasks with inputs of their own; without kinds, every feature is numeric.
  ///
  /// - Throws: `shape` naming the task whose inputs are no matrix, have another number of features
  ///   than names, or another number of rows than targets.
  package init(
    name: String, featureNames: [String], tasks: [TaskSamples], isShared: Bool = false,
    truth: Tensor? = nil, featureKinds: [FeatureKind]? = nil
  ) throws {
    for task in tasks {
      guard task.X.rank == 2 else {
        throw Failure(
          .shape,
          "expected the inputs of task '\(task.name)' as a matrix (rows are samples), found "
            + "a tensor of \(task.X.shape)")
      }
      guard task.X.columnCount == featureNames.count else {
        throw Failure(
          .shape,
          "expected \(featureNames.count) features in task '\(task.name)', found "
            + "\(task.X.columnCount)",
          notes: ["all tasks must have the same features, in the same order"])
      }
      guard task.y.rank == 1, task.y.count == task.rowCount else {
        throw Failure(
          .shape,
          "expected \(task.rowCount) targets in task '\(task.name)', one a row of its inputs, found "
            + (task.y.rank == 1 ? "\(task.y.count)" : "a tensor of \(task.y.shape)"))
      }
    }
    self.name = name
    self.featureNames = featureNames
    self.featureKinds = featureKinds ?? Array(repeating: .numeric, count: featureNames.count)
    self.tasks = tasks
    self.isShared = isShared
    self.truth = truth
  }

  /// The labels of a multi-label set, or the columns of a set of several targets, as tasks on one
  /// design.
  ///
  /// - Throws: `limit` when sparse inputs do not fit in memory as a dense matrix.
  package init(_ data: Dataset) throws {
    let X = try data.X.dense()
    let n = data.rowCount
    try self.init(
      name: data.name, featureNames: data.featureNames,
      tasks: (0..<data.labelCount).map { t in
        let y = data.Y.withElements { y in (0..<n).map { y[$0 * data.labelCount + t] } }
        return TaskSamples(name: data.labelNames[t], X: X, y: Tensor(y))
      }, isShared: true, featureKinds: data.featureKinds)
  }

  /// T, the number of tasks.
  package var taskCount: Int { tasks.count }
  /// d, the number of features.
  package var featureCount: Int { featureNames.count }
  /// The samples of all tasks; of tasks that share their inputs, those of one.
  package var rowCount: Int {
    isShared ? tasks.first?.rowCount ?? 0 : tasks.reduce(0) { $0 + $1.rowCount }
  }
  package var taskNames: [String] { tasks.map(\.name) }
}
