internal import Datasets
internal import Diagnostics
internal import Runtime
internal import Tensors

/// What is given to learn tasks or to predict from: a data set of tasks, an ordinary data set whose
/// labels become tasks on one design, a list of matrices, or one matrix that all tasks share.
///
/// A tensor of three axes counts as the list of matrices along its first one.
enum TaskInputs: ValueConvertible, Sendable {
  case tasks(TaskDataset)
  case labels(Dataset)
  case designs([Tensor])
  case matrix(Tensor)

  static var typeName: String { "data set, matrix or list of matrices" }

  static func from(_ value: Value) -> TaskInputs? {
    if let object = TaskDatasetObject.from(value) { return .tasks(object.data) }
    if let object = DatasetObject.from(value) { return .labels(object.data) }
    if case .list(let box) = value {
      let parts = box.elements.compactMap(dense)
      guard parts.count == box.elements.count, !parts.isEmpty else { return nil }
      return .designs(parts)
    }
    guard let tensor = dense(value), tensor.rank >= 2 else { return nil }
    guard tensor.rank == 3 else { return tensor.rank == 2 ? .matrix(tensor) : nil }
    return [Tensor].from(.tensor(tensor)).map { .designs($0) }
  }

  private static func dense(_ value: Value) -> Tensor? {
    (try? DesignMatrix.from(value)?.dense())?.with(kind: .number)
  }

  static func misfit(in value: Value) -> Misfit? {
    guard case .list(let box) = value else { return nil }
    for (position, element) in box.elements.enumerated() where dense(element) == nil {
      return Misfit(position: position, expected: "matrix", found: element)
    }
    return nil
  }

  var value: Value {
    switch self {
    case .tasks(let data): TaskDatasetObject(data).value
    case .labels(let data): DatasetObject(data).value
    case .designs(let designs): .flatList(designs.map { .tensor($0) })
    case .matrix(let X): .tensor(X)
    }
  }

  /// The inputs with their targets: a data set's own, or those given beside matrices.
  ///
  /// - Parameters:
  ///   - Y: what stands beside the inputs: none with a data set, a list of vectors with a list of
  ///     matrices, n×T with one matrix.
  ///   - function: what messages begin with.
  ///   - names: names of the tasks, as of a fitted model; used when there are as many.
  /// - Returns: a data set of tasks; those on one matrix share it.
  /// - Throws: `argument` when targets are missing or given twice; `shape` when they do not fit,
  ///   naming the task; `limit`.
  func dataset(
    _ Y: TaskTargets?, for function: String, names: [String]? = nil
  ) throws -> TaskDataset {
    switch self {
    case .tasks(let data):
      try refuse(Y, for: function)
      return data
    case .labels(let data):
      try refuse(Y, for: function)
      return try TaskDataset(data)
    case .designs(let designs):
      guard let Y else { throw Self.noTargets(function) }
      return try Self.own(designs, Y.vectors, function, names)
    case .matrix(let X):
      guard let Y else { throw Self.noTargets(function) }
      return try Self.shared(X, try Y.columns(of: X, for: function), names)
    }
  }

  private func refuse(_ Y: TaskTargets?, for function: String) throws {
    guard Y == nil else {
      throw Failure(
        .argument, "\(function): a data set has targets of its own, found Y beside it",
        notes: ["write \(function)(model, data) or \(function)(model, X, Y)"])
    }
  }

  private static func noTargets(_ function: String) -> Failure {
    Failure(
      .argument, "\(function): inputs X need their targets Y",
      notes: [
        "one matrix X goes with n×T targets, a list of matrices with a list of vectors",
        "or give a data set: \(function)(model, data)",
      ])
  }

  private static func own(
    _ designs: [Tensor], _ targets: [Tensor], _ function: String, _ names: [String]?
  ) throws -> TaskDataset {
    guard designs.count == targets.count else {
      throw Failure(
        .shape,
        "\(function): expected a vector of targets for each of "
          + "\(counted(designs.count, "matrix", "matrices")), found "
          + counted(targets.count, "vector"))
    }
    let names = taskNames(names, designs.count)
    return try TaskDataset(
      name: "data", featureNames: featureNames(designs.first?.columnCount ?? 0),
      tasks: designs.indices.map {
        TaskSamples(name: names[$0], X: designs[$0], y: targets[$0])
      })
  }

  private static func shared(
    _ X: Tensor, _ targets: [Tensor], _ names: [String]?
  ) throws -> TaskDataset {
    let names = taskNames(names, targets.count)
    return try TaskDataset(
      name: "data", featureNames: featureNames(X.columnCount),
      tasks: targets.indices.map { TaskSamples(name: names[$0], X: X, y: targets[$0]) },
      isShared: true)
  }

  private static func taskNames(_ names: [String]?, _ count: Int) -> [String] {
    names.flatMap { $0.count == count ? $0 : nil } ?? (0..<count).map { "task \($0)" }
  }

  private static func featureNames(_ count: Int) -> [String] { (0..<count).map { "x\($0)" } }
}

/// The targets of tasks: a list of vectors, or a matrix with a column a task.
///
/// A matrix beside a list of inputs counts as the list of its rows.
enum TaskTargets: ValueConvertible, Sendable {
  case list([Tensor])
  case table(Tensor)

  static var typeName: String { "matrix or list of vectors" }

  static func from(_ value: Value) -> TaskTargets? {
    if case .tensor(let tensor) = value {
      return tensor.rank <= 2 ? .table(tensor.with(kind: .number)) : nil
    }
    guard case .list(let box) = value else { return nil }
    let vectors = box.elements.compactMap(vector)
    return vectors.count == box.elements.count ? .list(vectors) : nil
  }

  private static func vector(_ value: Value) -> Tensor? {
    guard let tensor = Numbers.from(value)?.tensor, tensor.rank == 1 else { return nil }
    return tensor.with(kind: .number)
  }

  static func misfit(in value: Value) -> Misfit? {
    guard case .list(let box) = value else { return nil }
    for (position, element) in box.elements.enumerated() where vector(element) == nil {
      return Misfit(position: position, expected: "vector", found: element)
    }
    return nil
  }

  var value: Value {
    switch self {
    case .list(let vectors): .flatList(vectors.map { .tensor($0) })
    case .table(let table): .tensor(table)
    }
  }

  /// A vector for each of several designs.
  var vectors: [Tensor] {
    switch self {
    case .list(let vectors): return vectors
    case .table(let table):
      guard table.rank == 2 else { return [table] }
      let width = table.columnCount
      return table.withElements { y in
        (0..<table.rowCount).map { i in Tensor(Array(y[i * width..<(i + 1) * width])) }
      }
    }
  }

  /// A vector for each task on one design: the columns, or a list's vectors.
  ///
  /// - Throws: `shape` when there is another number of rows than of inputs.
  func columns(of X: Tensor, for function: String) throws -> [Tensor] {
    guard case .table(let table) = self else { return vectors }
    guard table.rowCount == X.rowCount else {
      let hint = table.rank == 2 && table.columnCount == X.rowCount
      throw Failure(
        .shape,
        "\(function): expected a row of targets for each of \(counted(X.rowCount, "row")) of X, "
          + "found \(counted(table.rowCount, "row"))",
        notes: hint ? ["Y' has as many rows as X; a column of Y is a task"] : [])
    }
    let width = table.columnCount
    return table.withElements { y in
      (0..<width).map { t in Tensor((0..<table.rowCount).map { y[$0 * width + t] }) }
    }
  }
}
