internal import Diagnostics
package import Tensors

extension HeadKind {
  /// What targets look like: 0 and 1 are binary, the whole numbers from 0 to some K−1, all of which
  /// occur, classes, other numbers a regression; a matrix of 0 and 1 has a label in each column.
  ///
  /// - Parameter values: n numbers, or n×C.
  /// - Returns: the kind; `nil` for a matrix of other numbers, which may mean several things.
  package static func natural(for values: Tensor) -> HeadKind? {
    let known = values.withElements { $0.filter { !$0.isNaN } }
    let isBinary = known.allSatisfy { $0 == 0 || $0 == 1 }
    if values.rank == 2, values.columnCount != 1 {
      return isBinary ? .multilabel(values.columnCount) : nil
    }
    if known.isEmpty { return .regression }
    if isBinary { return .binary }
    let count = Set(known).count
    let areClasses = known.allSatisfy { $0 >= 0 && $0 < Double(count) && $0 == $0.rounded() }
    return areClasses ? .classes(count) : .regression
  }
}

extension HeadDataset {
  /// The labels of a table as heads: one 0/1 head a label, or all of them as one head.
  ///
  /// Labels of more than two values become classes, others numbers.
  ///
  /// - Parameters:
  ///   - data: a table.
  ///   - together: the name of the one head that holds all labels; `nil` gives each a head of its own.
  /// - Throws: `limit` when sparse inputs do not fit in memory as a dense matrix; `value` for labels
  ///   together that are not 0 or 1.
  package init(_ data: Dataset, together: String? = nil) throws {
    let X = try data.X.dense()
    let (n, width) = (data.rowCount, data.labelCount)
    if let together {
      guard data.hasBinaryLabels else {
        throw Failure(
          .value, "expected labels 0 and 1 to be one head, found other values",
          notes: ["give each label a head of its own"])
      }
      let head = HeadTargets(name: together, kind: .multilabel(width), values: data.Y)
      try self.init(name: data.name, X: X, featureNames: data.featureNames, heads: [head])
      return
    }
    let heads = data.Y.withElements { y in
      (0..<width).map { c in
        let values = Tensor((0..<n).map { y[$0 * width + c] })
        return HeadTargets(
          name: data.labelNames[c], kind: HeadKind.natural(for: values) ?? .regression,
          values: values)
      }
    }
    try self.init(name: data.name, X: X, featureNames: data.featureNames, heads: heads)
  }

  /// Tasks as heads, one a task: 0/1 targets are binary, others numbers.
  ///
  /// Tasks on one design are columns beside each other; tasks with rows of their own stand below each
  /// other, and a row has only its own task's target.
  ///
  /// - Throws: `limit` when the rows do not fit in memory.
  package init(_ data: TaskDataset) throws {
    let kind: HeadKind = data.isBinary ? .binary : .regression
    let X =
      data.isShared
      ? data.tasks.first?.X ?? Tensor([], Shape(0, data.featureCount))
      : try Tensor.stackedRows(data.tasks.map(\.X), width: data.featureCount)
    let n = X.rowCount
    var start = 0
    var heads: [HeadTargets] = []
    for task in data.tasks {
      var values = task.y
      if !data.isShared {
        var column = [Double](repeating: .nan, count: n)
        column.replaceSubrange(start..<start + task.rowCount, with: task.y.elements)
        values = Tensor(column)
        start += task.rowCount
      }
      heads.append(HeadTargets(name: task.name, kind: kind, values: values))
    }
    try self.init(name: data.name, X: X, featureNames: data.featureNames, heads: heads)
  }

  /// The rows as one table: each head a column of its numbers, labels and probabilities of classes a
  /// column each, named `head.0`, `head.1`, ….
  package var table: Dataset {
    var names: [String] = []
    var columns: [[Double]] = []
    for head in heads {
      let (width, values) = (head.width, head.values.elements)
      for c in 0..<width {
        names.append(head.values.rank == 1 ? head.name : "\(head.name).\(c)")
        columns.append((0..<rowCount).map { values[$0 * width + c] })
      }
    }
    let (n, width) = (rowCount, columns.count)
    let Y = Tensor(Shape(n, width)) { y in
      for (c, column) in columns.enumerated() {
        for i in 0..<n { y[i * width + c] = column[i] }
      }
    }
    return Dataset(name: name, X: X, Y: Y, featureNames: featureNames, labelNames: names)
  }
}
