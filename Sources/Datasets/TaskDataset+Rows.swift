internal import Diagnostics
internal import Tensors

/// One round of a cross-validation over tasks: what is learned from, and what is predicted.
package struct TaskFold: Sendable {
  package let train: TaskDataset
  package let test: TaskDataset
}

extension TaskDataset {
  /// The tasks at the given positions, in that order, with their weights behind a made-up set.
  ///
  /// - Throws: `index` for a position that is not from 0 to T − 1.
  package func selecting(tasks positions: [Int]) throws -> TaskDataset {
    if let wrong = positions.first(where: { !tasks.indices.contains($0) }) {
      throw Failure(
        .index, "expected a task from 0 to \(taskCount - 1), found \(wrong)",
        notes: ["the data set has \(taskCount) tasks"])
    }
    var result = self
    result.tasks = positions.map { tasks[$0] }
    result.truth = try truth?.indexed(by: [.ellipsis, .positions(positions)])
    return result
  }

  /// The samples at the given positions of each task, in that order; positions may repeat.
  ///
  /// - Parameter positions: a list of rows for each task; those of tasks that share their inputs are
  ///   the same.
  /// - Returns: the tasks with these samples only.
  /// - Throws: `index` for a position that the task does not have; `shape` unless there is a list for
  ///   each task; `argument` when tasks that share their inputs would no longer do.
  package func rows(_ positions: [[Int]]) throws -> TaskDataset {
    guard positions.count == taskCount else {
      throw Failure(
        .shape, "expected rows for each of \(taskCount) tasks, found \(positions.count) lists")
    }
    if isShared, let odd = positions.firstIndex(where: { $0 != positions[0] }) {
      throw Failure(
        .argument,
        "expected the same rows of all tasks, which share their inputs, found others of task "
          + "'\(tasks[odd].name)'")
    }
    var result = self
    for (t, task) in tasks.enumerated() {
      try Interrupt.check()
      let n = task.rowCount
      if let wrong = positions[t].first(where: { $0 < 0 || $0 >= n }) {
        throw Failure(
          .index, "expected a row of task '\(task.name)' from 0 to \(n - 1), found \(wrong)",
          notes: ["the task has \(n) rows"])
      }
      let isCopied = isShared && t > 0
      result.tasks[t].X =
        isCopied ? result.tasks[0].X : try task.X.indexed(by: [.positions(positions[t])])
      result.tasks[t].y = try task.y.indexed(by: [.positions(positions[t])])
    }
    return result
  }

  /// Two parts at random, task by task, so that every task has rows in both.
  ///
  /// The first part holds round(share · n_t) rows of task t, but at least 1 and at most n_t − 1 when
  /// the share is neither 0 nor 1. Each task draws from a stream of its own, the number of the task,
  /// so that tasks that are added behind it do not change its rows. Tasks that share their inputs are
  /// divided at the same rows. In each part the rows keep their order.
  ///
  /// - Parameters:
  ///   - share: between 0 and 1.
  ///   - seed: what the permutations are drawn from.
  /// - Returns: the two parts.
  /// - Throws: `argument` for another share; `data` naming a task of fewer than two rows.
  package func split(share: Double, seed: Int) throws -> (train: TaskDataset, test: TaskDataset) {
    guard share >= 0, share <= 1 else {
      throw Failure(
        .argument, "expected a share from 0 to 1, found \(share)",
        notes: ["0.7 keeps 70 % of the rows of each task in the first part"])
    }
    let isProper = share > 0 && share < 1
    if isProper { try checkRows(atLeast: 2, to: "divide") }
    var (first, second): ([[Int]], [[Int]]) = ([], [])
    for order in try orders(seed: seed) {
      let n = order.count
      var count = Int((share * Double(n)).rounded())
      if isProper { count = min(max(count, 1), n - 1) }
      first.append(order[..<count].sorted())
      second.append(order[count...].sorted())
    }
    return (try rows(first), try rows(second))
  }

  /// The rounds of a cross-validation: each task's rows are divided into parts of nearly equal size,
  /// and every part is once in the test set, the others in its training set.
  ///
  /// Which rows fall into a part is drawn as for `split`; rows keep their order.
  ///
  /// - Throws: `argument` for fewer than two folds; `data` naming a task that has fewer rows than there
  ///   are folds.
  package func folds(count: Int, seed: Int) throws -> [TaskFold] {
    guard count >= 2 else {
      throw Failure(.argument, "expected at least 2 folds, found \(count)")
    }
    try checkRows(atLeast: count, to: "have one in each of \(count) folds")
    let parts = try orders(seed: seed).map { order in
      var part = [Int](repeating: 0, count: order.count)
      for (place, i) in order.enumerated() { part[i] = place * count / order.count }
      return part
    }
    return try (0..<count).map { k in
      TaskFold(
        train: try rows(parts.map { part in part.indices.filter { part[$0] != k } }),
        test: try rows(parts.map { part in part.indices.filter { part[$0] == k } }))
    }
  }

  /// A permutation of each task's rows; tasks that share their inputs have the same.
  private func orders(seed: Int) throws -> [[Int]] {
    var orders: [[Int]] = []
    for (t, task) in tasks.enumerated() {
      if isShared, let first = orders.first {
        orders.append(first)
        continue
      }
      var generator = RandomGenerator(seed: UInt64(bitPattern: Int64(seed)), stream: UInt64(t))
      orders.append(try generator.permutation(task.rowCount))
    }
    return orders
  }

  private func checkRows(atLeast least: Int, to purpose: String) throws {
    guard let small = tasks.first(where: { $0.rowCount < least }) else { return }
    throw Failure(
      .data,
      "expected at least \(least) rows of task '\(small.name)' to \(purpose), found "
        + "\(small.rowCount)",
      notes: ["leave the task out, or use fewer parts"])
  }
}
