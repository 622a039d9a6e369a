internal import Charts
internal import Datasets
internal import Tensors

/// What the shell shows of a data set of tasks: its size, and for each task how many rows it has and
/// what its targets are like.
struct TaskDatasetDisplay {
  private let data: TaskDataset
  private let figures: [TargetFigures]

  /// Tasks that are listed; of more, the first and the last.
  private static let maximumTasks = 12

  init(_ data: TaskDataset) {
    self.data = data
    figures = data.targetFigures
  }

  var panels: [Panel] { [.lines([heading]), .table(taskTable), .lines(facts)] }

  private var heading: StyledText {
    let names = data.featureNames
    let list =
      names.count <= 4
      ? names.joined(separator: ", ")
      : "\(names[0]), \(names[1]), … \(names[names.count - 1])"
    return StyledText("data set ", .dim) + StyledText(shortened(data.name, 24), .title)
      + StyledText(
        ": \(counted(data.taskCount, "task")), \(counted(data.featureCount, "feature")) "
          + "(\(shortened(list, 32)))")
  }

  // MARK: - Tasks

  /// The positions to list, `nil` for those left out.
  private var listed: [Int?] {
    let count = data.taskCount
    guard count > Self.maximumTasks else { return Array(0..<count) }
    return Array(0..<Self.maximumTasks - 2) + [nil, count - 1]
  }

  private var taskTable: Table {
    let isBinary = data.isBinary
    var table = Table(
      columns: [.init("task"), .init("rows", .right)]
        + (isBinary
          ? [.init("share of 1", .decimal), .init("", leftOut: 1)]
          : [
            .init("mean", .decimal), .init("deviation", .decimal),
            .init("least", .decimal, leftOut: 2),
            .init("greatest", .decimal, leftOut: 1),
          ]))
    for t in listed {
      guard let t else {
        table.rows.append([StyledText("… \(data.taskCount - Self.maximumTasks + 1) more", .dim)])
        continue
      }
      let name = StyledText(shortened(data.tasks[t].name, 28), .emphasis)
      table.rows.append([name] + cells(figures[t], rows: data.tasks[t].rowCount, isBinary))
    }
    if data.taskCount > 1 {
      table.rules.insert(table.rows.count)
      let rows = data.tasks.reduce(0) { $0 + $1.rowCount }
      table.rows.append([StyledText("all")] + cells(data.pooledFigures, rows: rows, isBinary))
    }
    return table
  }

  private func cells(
    _ figures: TargetFigures, rows: Int, _ isBinary: Bool
  ) -> [StyledText] {
    let count = StyledText("\(rows)")
    guard figures.known > 0 else { return [count, StyledText("-", .dim)] }
    if isBinary {
      return [
        count, StyledText(fixedText(figures.mean)), .bar(figures.mean, width: 20, .series(0)),
      ]
    }
    let numbers = [figures.mean, figures.deviation, figures.least, figures.greatest]
    return [count] + numbers.map { StyledText(shortNumber($0, digits: 4)) }
  }

  // MARK: - Facts

  private var facts: [StyledText] {
    var lines = [fact("rows", rowText)]
    if let truth = data.truth {
      lines.append(fact("truth", "the weights behind the targets: .truth, \(truth.shape)"))
    }
    lines.append(fact("missing", missing))
    return lines
  }

  private func fact(_ name: String, _ text: String) -> StyledText {
    StyledText(name + String(repeating: " ", count: max(1, 9 - name.count)), .dim)
      + StyledText(text)
  }

  private var rowText: String {
    if data.isShared { return "\(data.rowCount), the same inputs in every task (one design)" }
    let sizes = data.tasks.map(\.rowCount)
    let (least, most) = (sizes.min() ?? 0, sizes.max() ?? 0)
    let total = sizes.reduce(0, +)
    return least == most ? "\(total), \(least) a task" : "\(total), from \(least) to \(most) a task"
  }

  private var missing: String {
    let inputs = data.missingCount
    let targets = figures.reduce(0) { $0 + $1.missing }
    switch (inputs, targets) {
    case (0, 0): return "nothing"
    case (_, 0): return "\(counted(inputs, "entry", "entries")) of X"
    case (0, _): return counted(targets, "target")
    default:
      return "\(counted(inputs, "entry", "entries")) of X, \(counted(targets, "target"))"
    }
  }
}
