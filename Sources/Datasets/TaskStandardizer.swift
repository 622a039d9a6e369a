internal import Diagnostics
internal import Tensors

/// Features of tasks brought to mean 0 and deviation 1, as learned from training tasks.
///
/// The moments are those of all tasks' rows together, so that a weight means the same in every task
/// and weights can be compared; or those of each task's own rows. Otherwise as `Standardizer`:
/// missing values take the training mean, nominal features become 0/1 columns first.
package struct TaskStandardizer: Sendable {
  /// One for all tasks, or one for each.
  private let standardizers: [Standardizer]
  /// The tasks that the standardizers belong to; `nil` when there is one for all.
  private let names: [String]?

  /// Learns means and deviations.
  ///
  /// - Parameters:
  ///   - train: the training tasks.
  ///   - isByTask: whether each task is measured by itself.
  /// - Throws: `value` for a feature with infinite values, naming the task; `limit`.
  package init(fittedOn train: TaskDataset, isByTask: Bool = false) throws {
    guard isByTask else {
      names = nil
      let X =
        train.isShared
        ? train.tasks.first?.X ?? Tensor([], Shape(0, train.featureCount))
        : try Tensor.stackedRows(train.tasks.map(\.X), width: train.featureCount)
      standardizers = [try Standardizer(fittedOn: train.table(of: X))]
      return
    }
    names = train.taskNames
    standardizers = try train.tasks.map { task in
      try naming(task) { try Standardizer(fittedOn: train.table(of: task.X)) }
    }
  }

  /// Tasks with the same features, standardized with the training figures; targets are untouched, and
  /// the truth is left out, as it belongs to the features before.
  ///
  /// - Throws: `shape`, `value` when the features are not those of the training tasks; `argument` for a
  ///   task that was not among them when each is measured by itself.
  package func apply(_ data: TaskDataset) throws -> TaskDataset {
    var result = data
    for (t, task) in data.tasks.enumerated() {
      try Interrupt.check()
      if data.isShared, names == nil, t > 0 {
        result.tasks[t].X = result.tasks[0].X
        continue
      }
      let standardizer = try standardizer(for: task)
      result.tasks[t].X = try naming(task) {
        try standardizer.apply(data.table(of: task.X)).X.dense()
      }
    }
    if names != nil, data.taskCount > 1 { result.isShared = false }
    result.featureNames = standardizers.first?.featureNames ?? data.featureNames
    result.featureKinds = Array(repeating: .numeric, count: result.featureNames.count)
    result.truth = nil
    return result
  }

  private func standardizer(for task: TaskSamples) throws -> Standardizer {
    guard let names else { return standardizers[0] }
    guard let t = names.firstIndex(of: task.name) else {
      throw Failure(
        .argument, "expected the training tasks, found task '\(task.name)', which is none of them",
        notes: ["by=\"all\" measures all tasks together and takes new ones, too"])
    }
    return standardizers[t]
  }
}

/// What a body does for a task, with the task's name in its errors.
private func naming<R>(_ task: TaskSamples, _ body: () throws -> R) throws -> R {
  do {
    return try body()
  } catch let failure as Failure {
    throw failure.saying("task '\(task.name)': \(failure.message)")
  }
}

extension TaskDataset {
  /// Inputs with the features of the tasks and no labels.
  fileprivate func table(of X: Tensor) -> Dataset {
    Dataset(
      name: name, X: X, Y: Tensor([], Shape(X.rowCount, 0)), featureNames: featureNames,
      labelNames: [], featureKinds: featureKinds)
  }
}

extension Tensor {
  /// The rows of matrices of one width below each other.
  ///
  /// - Throws: `limit` when they do not fit in memory.
  static func stackedRows(_ parts: [Tensor], width: Int) throws -> Tensor {
    let shape = Shape(parts.reduce(0) { $0 + $1.rowCount }, width)
    try TensorMemory.check(shape)
    return Tensor(shape) { target in
      var next = target
      for part in parts {
        part.withElements { source in
          if let base = source.baseAddress { next.initialize(from: base, count: part.count) }
        }
        next += part.count
      }
    }
  }
}
