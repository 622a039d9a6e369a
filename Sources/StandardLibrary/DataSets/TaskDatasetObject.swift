internal import Charts
internal import Datasets
internal import Diagnostics
internal import Runtime
internal import Tensors

/// A data set of several tasks as a value of the language.
///
/// `.X` is a list of the tasks' n_t×d matrices and `.Y` one of their target vectors; tasks on one
/// design have the same matrix, which is stored once. A position takes tasks, a second one rows of
/// each of them: `data["school 3"]`, `data[0:5]`, `data[:, 0:10]`.
struct TaskDatasetObject: LanguageObject, ValueConvertible {
  static let typeName = "data set of tasks"

  let data: TaskDataset

  init(_ data: TaskDataset) { self.data = data }

  var typeName: String { DatasetObject.typeName }

  private var size: String {
    let rows = counted(data.rowCount, "row")
    let tasks = counted(data.taskCount, "task")
    return "\(tasks), \(data.isShared ? "\(rows) each" : rows), "
      + counted(data.featureCount, "feature")
  }

  var summary: String { "<data set \(data.name): \(size)>" }

  var described: String { "a data set of \(counted(data.taskCount, "task"))" }

  var misfitNotes: [String] {
    ["each of its tasks has inputs and a target of its own; here one table of labels is needed"]
  }

  var elementCount: Int? { data.taskCount }

  var fieldNames: [String] {
    ["X", "Y", "features", "tasks", "labels", "name", "rows", "shared"]
      + (data.truth == nil ? [] : ["truth"])
  }

  var positionNames: [String] { data.taskNames }

  func field(_ name: String) throws -> Value? {
    switch name {
    case "X": .flatList(data.tasks.map { .tensor($0.X) })
    case "Y": .flatList(data.tasks.map { .tensor($0.y) })
    case "features": data.featureNames.value
    case "tasks", "labels": data.taskNames.value
    case "name": .text(data.name)
    case "rows": .tensor(Tensor(data.tasks.map { Double($0.rowCount) }))
    case "shared": .bool(data.isShared)
    case "truth": data.truth.map { .tensor($0) }
    default: nil
    }
  }

  func display(_ options: DisplayOptions) -> String {
    let drawing = DrawingOptions(options)
    return TaskDatasetDisplay(data).panels.map { Charts.text($0, drawing) }
      .joined(separator: "\n")
  }

  func isEqual(to other: any LanguageObject) -> Bool {
    guard let other = (other as? TaskDatasetObject)?.data else { return false }
    return data.featureNames == other.featureNames && data.taskNames == other.taskNames
      && zip(data.tasks, other.tasks).allSatisfy { a, b in
        Value.tensor(a.X).isEqual(to: .tensor(b.X)) && Value.tensor(a.y).isEqual(to: .tensor(b.y))
      }
  }
}

extension TaskDatasetObject: Describable {
  var sentence: String {
    let rows =
      data.isShared
      ? "the same \(counted(data.rowCount, "row"))"
      : "\(counted(data.rowCount, "row")) in all"
    return "The data set \(data.name) of \(counted(data.taskCount, "task")) with \(rows) and "
      + "\(counted(data.featureCount, "feature"))."
  }
}

extension TaskDatasetObject: Plottable {
  var pictures: [String] { isBinary ? ["rows", "targets"] : ["targets", "rows"] }

  /// Whether all targets are 0 or 1.
  private var isBinary: Bool {
    data.tasks.allSatisfy { task in
      task.y.withElements { $0.allSatisfy { $0 == 0 || $0 == 1 || $0.isNaN } }
    }
  }

  /// How the targets of each task are distributed, or how many rows each task has.
  func picture(_ name: String) throws -> ChartObject {
    guard name == "rows" else {
      let boxes = BoxPlot(data.tasks.map { (name: $0.name, values: $0.y.elements) })
      return ChartObject(Chart(.box(boxes), title: "\(data.targetName) of each task"))
    }
    return ChartObject(Chart(.bar(rows), title: "rows per task"))
  }

  /// The rows of each task, those with target 1 and 0 apart where there is nothing else.
  private var rows: Bars {
    let names = data.taskNames
    guard isBinary else {
      return Bars(names: names, values: data.tasks.map { Double($0.rowCount) })
    }
    let ones = data.tasks.map { task in
      task.y.withElements { y in Double(y.count { $0 == 1 }) }
    }
    let zeros = data.tasks.map { task in
      task.y.withElements { y in Double(y.count { $0 == 0 }) }
    }
    var bars = Bars(
      names: names,
      parts: [Bars.Part("\(data.targetName) = 1", ones), .init("\(data.targetName) = 0", zeros)])
    bars.arrangement = .stacked
    return bars
  }
}

// MARK: - Positions

extension TaskDatasetObject {
  /// Tasks by position, name, slice or mask, and behind a comma rows of each of them.
  func indexed(by parts: [IndexValue]) throws -> Value {
    guard let first = parts.first, parts.count <= 2 else {
      throw Failure(
        .index, "a data set of tasks takes tasks and rows, found \(parts.count) positions",
        notes: ["columns are those of its tensors: data.X[0][:, 0]"])
    }
    var chosen = try data.selecting(tasks: try tasks(first))
    if parts.count == 2 {
      chosen = try chosen.rows(chosen.tasks.map { try Self.rows(parts[1], of: $0) })
    }
    return TaskDatasetObject(chosen).value
  }

  private func tasks(_ part: IndexValue) throws -> [Int] {
    if case .value(let value) = part {
      if case .string(let box) = value { return [try position(of: box.text)] }
      if case .list = value, let names = [String].from(value), !names.isEmpty {
        return try names.map(position(of:))
      }
    }
    return try Self.positions(part, count: data.taskCount)
  }

  private func position(of name: String) throws -> Int {
    if let position = data.tasks.firstIndex(where: { $0.name == name }) { return position }
    let names = data.taskNames
    let near = nearNames(to: name, among: names, limit: 1).map { "did you mean \"\($0)\"?" }
    throw Failure(
      .index, "this data set has no task \"\(name)\"",
      notes: near + ["it has \(fitting(names, separator: ", ", within: 60))"])
  }

  private static func rows(_ part: IndexValue, of task: TaskSamples) throws -> [Int] {
    do {
      return try positions(part, count: task.rowCount)
    } catch let failure as Failure {
      throw failure.saying("task '\(task.name)': \(failure.message)")
    }
  }

  private static func positions(_ part: IndexValue, count: Int) throws -> [Int] {
    if let chosen = try Indexing.selection(part, count: count) { return chosen }
    guard case .value(let value) = part else { return Array(0..<count) }
    return [try Indexing.resolve(try Indexing.position(value), count: count)]
  }
}
