internal import Datasets
internal import Diagnostics
internal import Runtime

/// A data set of either form: one table with labels, or tasks.
enum AnyDataset: ValueConvertible, Sendable {
  case labels(Dataset)
  case tasks(TaskDataset)

  static var typeName: String { DatasetObject.typeName }

  static func from(_ value: Value) -> AnyDataset? {
    if let object = DatasetObject.from(value) { return .labels(object.data) }
    return TaskDatasetObject.from(value).map { .tasks($0.data) }
  }

  var value: Value {
    switch self {
    case .labels(let data): DatasetObject(data).value
    case .tasks(let data): TaskDatasetObject(data).value
    }
  }

  /// The table with labels, or the reason why tasks do not do.
  func table(for function: String, because reason: String, notes: [String]) throws -> Dataset {
    switch self {
    case .labels(let data): return data
    case .tasks(let data):
      throw Failure(
        .argument,
        "\(function): \(reason), found a data set of \(counted(data.taskCount, "task"))",
        notes: notes)
    }
  }
}

// MARK: - Parts

extension AnyDataset {
  /// Two parts at random, of tasks task by task.
  func split(share: Double, seed: Int) throws -> [AnyDataset] {
    switch self {
    case .labels(let data):
      let parts = try data.split(share: share, seed: seed)
      return [.labels(parts.train), .labels(parts.test)]
    case .tasks(let data):
      let parts = try data.split(share: share, seed: seed)
      return [.tasks(parts.train), .tasks(parts.test)]
    }
  }

  /// The rounds of a cross-validation, of tasks task by task.
  func folds(_ count: Int, seed: Int, isStratified: Bool) throws -> [Record] {
    switch self {
    case .labels(let data):
      return try data.folds(count, seed: seed, isStratified: isStratified).map {
        Record([("train", DatasetObject($0.train).value), ("test", DatasetObject($0.test).value)])
      }
    case .tasks(let data):
      guard !isStratified else {
        throw Failure(
          .argument, "k_fold: stratify=true balances labels of one table, found tasks",
          notes: ["the rows of each task are divided evenly as they are"])
      }
      return try data.folds(count: count, seed: seed).map {
        Record([
          ("train", TaskDatasetObject($0.train).value), ("test", TaskDatasetObject($0.test).value),
        ])
      }
    }
  }
}

// MARK: - Scales

/// Whose rows a feature's mean and deviation are taken of.
enum StandardizedBy: String, Choice { case all, task }

extension AnyDataset {
  /// Data sets brought to the scale of the first.
  ///
  /// - Throws: `argument` when some are tables and others tasks, or a table is to be measured by task;
  ///   as the standardizers.
  static func standardized(_ sets: [AnyDataset], by moments: StandardizedBy) throws -> [AnyDataset]
  {
    switch sets.first {
    case .tasks(let train):
      let standardizer = try TaskStandardizer(fittedOn: train, isByTask: moments == .task)
      return try sets.map { set in
        guard case .tasks(let data) = set else { throw mixture }
        return .tasks(try standardizer.apply(data))
      }
    case .labels(let train):
      guard moments == .all else {
        throw Failure(
          .argument, "standardize: by=\"task\" needs data sets of tasks, found one table",
          notes: ["task_data(data) makes a task of each label"])
      }
      let standardizer = try Standardizer(fittedOn: train)
      return try sets.map { set in
        guard case .labels(let data) = set else { throw mixture }
        return .labels(try standardizer.apply(data))
      }
    case nil: return []
    }
  }

  private static var mixture: Failure {
    Failure(
      .argument, "standardize: expected data sets of one form, found a table beside tasks",
      notes: ["task_data(data) makes tasks of a table"])
  }
}
