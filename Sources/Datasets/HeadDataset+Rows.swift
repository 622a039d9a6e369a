internal import Diagnostics
internal import Tensors

/// One round of a cross-validation over rows with several targets.
package struct HeadFold: Sendable {
  package let train: HeadDataset
  package let test: HeadDataset
}

extension HeadDataset {
  /// The rows at the given positions, in that order, with the targets of every head; positions may
  /// repeat.
  ///
  /// - Throws: `index` for a position that is not from 0 to n − 1.
  package func rows(_ positions: [Int]) throws -> HeadDataset {
    let n = rowCount
    if let wrong = positions.first(where: { $0 < 0 || $0 >= n }) {
      throw Failure(
        .index, "expected a row from 0 to \(n - 1), found \(wrong)",
        notes: ["the data set has \(n) rows"])
    }
    var result = self
    result.X = try X.indexed(by: [.positions(positions)])
    for h in heads.indices {
      result.heads[h].values = try heads[h].values.indexed(by: [.positions(positions)])
    }
    return result
  }

  /// The rows with some of their heads only, in the order given.
  ///
  /// - Throws: `name` for a head that the set does not have, with near ones; `argument` when one is
  ///   asked for twice.
  package func selecting(heads names: [String]) throws -> HeadDataset {
    guard Set(names).count == names.count else {
      let twice = names.first { name in names.count { $0 == name } > 1 } ?? ""
      throw Failure(.argument, "expected different heads, found '\(twice)' twice")
    }
    var result = self
    result.heads = try names.map(head(named:))
    return result
  }

  /// The targets of one name.
  ///
  /// - Throws: `name` when there are none, with near names.
  package func head(named name: String) throws -> HeadTargets {
    if let found = heads.first(where: { $0.name == name }) { return found }
    let near = nearNames(to: name, among: heads.map(\.name), limit: 1)
    let all = heads.prefix(12).map { "'\($0.name)'" }.joined(separator: ", ")
    throw Failure(
      .name, "expected a head of the data set, found '\(name)'",
      notes: near.map { "did you mean '\($0)'?" }
        + [heads.isEmpty ? "the data set has no heads" : "the heads are \(all)"])
  }

  // MARK: - Parts

  /// Two parts at random: the first holds round(share · n) rows, the second the rest; in each the
  /// rows keep their order.
  ///
  /// - Throws: `argument` for a share outside of 0 … 1.
  package func split(share: Double, seed: Int) throws -> (train: HeadDataset, test: HeadDataset) {
    try parts(try rowTable.split(share: share, seed: seed))
  }

  /// Two parts in which every class and label of the heads is about as frequent as in the whole, by
  /// iterative stratification (``Dataset/stratifiedRows(shares:seed:)``).
  ///
  /// - Throws: `argument` for a share outside of 0 … 1, or when no head has classes or labels.
  package func stratified(
    share: Double, seed: Int
  ) throws -> (train: HeadDataset, test: HeadDataset) {
    try parts(try classTable().stratified(share: share, seed: seed))
  }

  /// The rounds of a cross-validation: each row is in the test set of one round.
  ///
  /// - Throws: `argument` for fewer folds than 2 or more than rows, and with `isStratified` when no
  ///   head has classes or labels; `data` for a fold without rows.
  package func folds(_ count: Int, seed: Int, isStratified: Bool) throws -> [HeadFold] {
    let table = isStratified ? try classTable() : rowTable
    let parts = try table.foldRows(count, seed: seed, isStratified: isStratified)
    var part = [Int](repeating: 0, count: rowCount)
    for (k, rows) in parts.enumerated() { for i in rows { part[i] = k } }
    return try parts.indices.map { k in
      try Interrupt.check()
      return HeadFold(
        train: try rows(part.indices.filter { part[$0] != k }), test: try rows(parts[k]))
    }
  }

  private func parts(
    _ parts: (train: Dataset, test: Dataset)
  ) throws -> (train: HeadDataset, test: HeadDataset) {
    func positions(_ part: Dataset) throws -> [Int] {
      try part.X.dense().elements.map { Int($0) }
    }
    return (try rows(try positions(parts.train)), try rows(try positions(parts.test)))
  }

  /// A table whose one feature is the number of the row, to be divided instead of the inputs.
  private var rowTable: Dataset {
    Dataset(
      name: name, X: Tensor((0..<rowCount).map(Double.init), Shape(rowCount, 1)),
      Y: Tensor([], Shape(rowCount, 0)), featureNames: ["row"], labelNames: [])
  }

  /// The row numbers with a 0/1 label for each class and label of the heads; missing targets have none.
  private func classTable() throws -> Dataset {
    var columns: [[Double]] = []
    for head in heads { columns += head.classColumns }
    guard !columns.isEmpty else {
      throw Failure(
        .argument, "expected a head with classes or labels to balance, found none",
        notes: ["split_data(data, share) divides the rows at random"])
    }
    let (n, width) = (rowCount, columns.count)
    let shape = Shape(n, width)
    try TensorMemory.check(shape)
    var table = rowTable
    table.Y = Tensor(shape) { y in
      for (c, column) in columns.enumerated() {
        for i in 0..<n { y[i * width + c] = column[i] }
      }
    }
    table.labelNames = (0..<width).map { "y\($0)" }
    return table
  }
}

extension HeadTargets {
  /// Numbers of a row.
  package var width: Int { values.rank == 1 ? 1 : values.columnCount }

  /// A 0/1 column for each class or label; numbers have none, soft targets count from ½ on.
  fileprivate var classColumns: [[Double]] {
    let (n, width) = (values.rowCount, width)
    return values.withElements { y in
      func column(_ isPresent: (Int) -> Bool) -> [Double] { (0..<n).map { isPresent($0) ? 1 : 0 } }
      switch kind {
      case .regression: return []
      case .binary: return [column { y[$0] >= 0.5 }]
      case .classes(let count) where width == 1:
        return (0..<count).map { k in column { y[$0] == Double(k) } }
      case .classes, .multilabel:
        return (0..<width).map { c in column { y[$0 * width + c] >= 0.5 } }
      }
    }
  }
}
