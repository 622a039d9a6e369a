internal import Diagnostics
internal import Tensors

/// Reads tasks from a table with a column that numbers or names them.
///
/// A row goes to the task that its cell in that column says; tasks stand in the order of their first
/// rows, and rows keep theirs. A task of a numbered column is called by the column and the number,
/// `school 3`, one of a column of texts by its text. Otherwise the file is read as `readCSV` does.
///
/// - Parameters:
///   - path: the file.
///   - target: the one column to be predicted.
///   - task: the name of the column that tells the tasks apart.
///   - header: whether the first line names the columns.
/// - Returns: tasks; those that have the same inputs, row by row, share them.
/// - Throws: as `readCSV`; `argument` unless there is one target and the task's column is another;
///   `data` naming the row whose task is missing or a number above 2^53.
package func readTaskCSV(
  _ path: String, target: LabelSelection, task: String, header: Bool = true
) throws -> TaskDataset {
  try tasks(csv: ByteFile(reading: path), target: target, task: task, header: header)
}

/// Reads tasks from the contents of a CSV file at hand.
package func tasks(
  csv file: ByteFile, target: LabelSelection, task: String, header: Bool = true
) throws -> TaskDataset {
  let table = try dataset(csv: file, labels: target, header: header)
  guard table.labelCount == 1 else {
    throw Failure(
      .argument, "expected one target column beside the tasks' column, found \(table.labelCount)",
      notes: ["labels=\"score\" names the column to be predicted"])
  }
  guard let column = table.featureNames.firstIndex(of: task) else {
    let isTarget = table.labelNames == [task]
    let near = nearNames(to: task, among: table.featureNames, limit: 1)
      .map { "did you mean \"\($0)\"?" }
    throw Failure(
      .argument,
      isTarget
        ? "column \"\(task)\" of \(file.path) cannot be both the task and the target"
        : "task column \"\(task)\" is no column of \(file.path)",
      notes: isTarget ? [] : near + ["there are \(table.featureNames.count + 1) columns"])
  }
  return try table.divided(byColumn: column)
}

extension Dataset {
  /// The tasks that a feature column tells apart.
  fileprivate func divided(byColumn column: Int) throws -> TaskDataset {
    let X = try X.dense()
    var rows: [Double: Int] = [:]
    var groups: [(code: Double, rows: [Int])] = []
    for i in 0..<rowCount {
      let code = X[i, column]
      guard !code.isNaN else {
        throw Failure(
          .data, "expected a task in column \"\(featureNames[column])\", found none in row \(i)",
          notes: ["rows count from 0, without the line of names"])
      }
      guard code.magnitude <= 9_007_199_254_740_992 else {
        throw Failure(
          .data,
          "expected task numbers of at most 2^53 in column \"\(featureNames[column])\", found a "
            + "greater one in row \(i)",
          notes: ["numbers so large run into each other; as texts, such as id 12, they stay apart"])
      }
      if let group = rows[code] {
        groups[group].rows.append(i)
      } else {
        rows[code] = groups.count
        groups.append((code, [i]))
      }
    }
    let kept = featureNames.indices.filter { $0 != column }
    var result = try TaskDataset(
      name: name, featureNames: kept.map { featureNames[$0] },
      tasks: groups.map { group in
        TaskSamples(
          name: taskName(group.code, column), X: try X.part(rows: group.rows, columns: kept),
          y: Tensor(group.rows.map { Y[$0, 0] }))
      }, featureKinds: kept.map { featureKinds[$0] })
    result.targetName = labelNames[0]
    result.shareEqualInputs()
    return result
  }

  private func taskName(_ code: Double, _ column: Int) -> String {
    if case .nominal(let values) = featureKinds[column], let k = Int(exactly: code),
      values.indices.contains(k)
    {
      return values[k]
    }
    return "\(featureNames[column]) \(TaskDataset.numeral(code))"
  }
}

extension TaskDataset {
  /// A task's number as its name shows it.
  fileprivate static func numeral(_ code: Double) -> String {
    if let whole = Int(exactly: code), abs(code) < 1e15 { return String(whole) }
    return "\(code)"
  }

  /// Keeps the inputs once when all tasks have the same, row by row.
  fileprivate mutating func shareEqualInputs() {
    guard taskCount > 1, let first = tasks.first?.X else { return }
    for task in tasks.dropFirst() {
      guard task.X.shape == first.shape, task.X.hasSameElements(as: first) else { return }
    }
    isShared = true
    for t in tasks.indices { tasks[t].X = first }
  }

  /// What `writeCSV` writes: a table with a first column that tells the tasks apart.
  ///
  /// - Throws: `limit` when the table does not fit in memory.
  fileprivate func table() throws -> Dataset {
    let column = taskColumn
    let total = tasks.reduce(0) { $0 + $1.rowCount }
    let width = featureCount + 1
    try TensorMemory.check(Shape(total, width))
    let X = Tensor(Shape(total, width)) { target in
      var next = target
      for (t, task) in tasks.enumerated() {
        task.X.withElements { x in
          for i in 0..<task.rowCount {
            next.initialize(to: column.codes[t])
            for k in 0..<featureCount { (next + 1 + k).initialize(to: x[i * featureCount + k]) }
            next += width
          }
        }
      }
    }
    let y = tasks.flatMap(\.y.elements)
    var target = targetName
    while featureNames.contains(target) || target == column.name { target += "_" }
    return Dataset(
      name: name, X: X, Y: Tensor(y, Shape(total, 1)), featureNames: [column.name] + featureNames,
      labelNames: [target],
      featureKinds: [column.kind] + featureKinds)
  }

  /// Two names that a reader takes for the same number; `nil` when there are none, or not all are numbers.
  fileprivate var equalNumbers: (String, String)? {
    var names: [Double: String] = [:]
    var pair: (String, String)?
    for name in taskNames {
      guard let number = Double(name) else { return nil }
      if let other = names.updateValue(name, forKey: number), pair == nil { pair = (other, name) }
    }
    return pair
  }

  /// The column that tells the tasks apart: numbers when all names are one word and a number,
  /// `school 3`, else the names.
  private var taskColumn: (name: String, kind: FeatureKind, codes: [Double]) {
    var prefixes: Set<String> = []
    var codes: [Double] = []
    for name in taskNames {
      guard let space = name.lastIndex(of: " "), space > name.startIndex,
        let code = Double(name[name.index(after: space)...]), code.isFinite,
        Self.numeral(code) == name[name.index(after: space)...]
      else { break }
      prefixes.insert(String(name[..<space]))
      codes.append(code)
    }
    if let prefix = prefixes.first, prefixes.count == 1, codes.count == taskCount,
      Set(codes).count == codes.count, !featureNames.contains(prefix), prefix != targetName
    {
      return (prefix, .numeric, codes)
    }
    var name = "task"
    while featureNames.contains(name) || name == targetName { name += "_" }
    return (name, .nominal(taskNames), taskNames.indices.map(Double.init))
  }
}

/// Writes tasks as CSV: a line of names, then the rows of one task after the other, each with its task
/// first and its target last.
///
/// Tasks called by one word and a number, as `school 3`, are numbered in a column of that name; the
/// names of others stand in a column `task`. `readTaskCSV` reads the same tasks from it.
///
/// - Throws: `data` for names that occur twice or are one number, a task without rows, or values that the format cannot
///   tell from a missing one; `file` with the reason; an older file of the name is then untouched.
package func writeCSV(_ data: TaskDataset, to path: String) throws {
  if let empty = data.tasks.first(where: { $0.rowCount == 0 }) {
    throw Failure(.data, "task '\(empty.name)' has no rows, so that no line would name it")
  }
  guard Set(data.taskNames).count == data.taskCount else {
    throw Failure(.data, "expected every task to have a name of its own, found one twice")
  }
  if let (a, b) = data.equalNumbers {
    throw Failure(
      .data, "tasks '\(a)' and '\(b)' are the same number in CSV",
      notes: ["names with a letter, such as school \(b), stay apart"])
  }
  try writeCSV(try data.table(), to: path)
}

extension Tensor {
  /// Some columns of some rows of a matrix.
  fileprivate func part(rows: [Int], columns: [Int]) throws -> Tensor {
    try Interrupt.check()
    let width = columnCount
    return withElements { source in
      Tensor(Shape(rows.count, columns.count)) { target in
        var next = target
        for i in rows {
          for k in columns {
            next.initialize(to: source[i * width + k])
            next += 1
          }
        }
      }
    }
  }

  /// Whether all numbers are the same, NaN being the same as itself.
  fileprivate func hasSameElements(as other: Tensor) -> Bool {
    withElements { a in
      other.withElements { b in
        zip(a, b).allSatisfy { $0 == $1 || $0.isNaN && $1.isNaN }
      }
    }
  }
}
