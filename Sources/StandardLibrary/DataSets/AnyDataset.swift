internal import Datasets
internal import Diagnostics
internal import Runtime

/// A data set of any form: one table with labels, tasks, or heads.
enum AnyDataset: ValueConvertible, Sendable {
  case labels(Dataset)
  case tasks(TaskDataset)
  case heads(HeadDataset)

  static var typeName: String { DatasetObject.typeName }

  static func from(_ value: Value) -> AnyDataset? {
    if let object = DatasetObject.from(value) { return .labels(object.data) }
    if let object = HeadDatasetObject.from(value) { return .heads(object.data) }
    return TaskDatasetObject.from(value).map { .tasks($0.data) }
  }

  var value: Value {
    switch self {
    case .labels(let data): DatasetObject(data).value
    case .tasks(let data): TaskDatasetObject(data).value
    case .heads(let data): HeadDatasetObject(data).value
    }
  }

  /// The table with labels, or the reason why another form does not do.
  func table(for function: String, because reason: String, notes: [String]) throws -> Dataset {
    switch self {
    case .labels(let data): return data
    case .tasks(let data):
      throw Failure(
        .argument,
        "\(function): \(reason), found a data set of \(counted(data.taskCount, "task"))",
        notes: notes)
    case .heads(let data):
      throw Failure(
        .argument,
        "\(function): \(reason), found a data set of \(counted(data.heads.count, "head"))",
        notes: ["data[[\"\(data.heads.first?.name ?? "y")\"]] takes heads by their names"])
    }
  }

  /// The rows with targets by head; of one table each label, or all of them as the head `together`.
  func heads(together: String? = nil) throws -> HeadDataset {
    if case .labels(let data) = self { return try HeadDataset(data, together: together) }
    guard together == nil else {
      throw Failure(
        .argument, "head_data: together= joins the labels of one table, found another form")
    }
    switch self {
    case .labels(let data): return try HeadDataset(data)
    case .tasks(let data): return try HeadDataset(data)
    case .heads(let data): return data
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
    case .heads(let data):
      let parts = try data.split(share: share, seed: seed)
      return [.heads(parts.train), .heads(parts.test)]
    }
  }

  /// Two parts in which labels and classes are about as frequent as in the whole.
  func stratified(share: Double, seed: Int) throws -> [AnyDataset] {
    if case .heads(let data) = self {
      let parts = try data.stratified(share: share, seed: seed)
      return [.heads(parts.train), .heads(parts.test)]
    }
    let table = try table(
      for: "stratify", because: "labels are balanced over the rows of one table",
      notes: ["split_data(data, share) divides the rows of each task evenly"])
    let parts = try table.stratified(share: share, seed: seed)
    return [.labels(parts.train), .labels(parts.test)]
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
    case .heads(let data):
      return try data.folds(count, seed: seed, isStratified: isStratified).map {
        Record([
          ("train", HeadDatasetObject($0.train).value), ("test", HeadDatasetObject($0.test).value),
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
    case .heads(let train):
      guard moments == .all else {
        throw Failure(
          .argument, "standardize: by=\"task\" needs data sets of tasks, found heads")
      }
      let standardizer = try HeadStandardizer(fittedOn: train)
      return try sets.map { set in
        guard case .heads(let data) = set else { throw mixture }
        return .heads(try standardizer.apply(data))
      }
    case nil: return []
    }
  }

  private static var mixture: Failure {
    Failure(
      .argument,
      "standardize: expected data sets of one form, found a table, tasks or heads "
        + "beside each other",
      notes: ["task_data(data) makes tasks of a table, head_data(data) heads"])
  }
}
