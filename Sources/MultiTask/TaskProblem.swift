package import Datasets
internal import Diagnostics
internal import Learners
internal import Tensors

/// Everything that an optimum depends on: data, loss, penalty.
package struct TaskProblem: Sendable {
  package let data: TaskDataset
  package let loss: TaskLoss
  package var penalty: Penalty
  /// Whether each task has an intercept, which no term punishes.
  package let hasIntercepts: Bool

  /// A problem, once its data are known to suit; `leavingInputs` leaves to the caller to check those.
  ///
  /// - Throws: `data` for no task or no feature, and naming the task that has no rows, a missing value,
  ///   or a target that the logistic loss does not take; `shape` when S of a similarity has another size.
  package init(
    data: TaskDataset, loss: TaskLoss, penalty: Penalty, hasIntercepts: Bool,
    leavingInputs: Bool = false
  ) throws {
    guard data.taskCount > 0 else {
      throw Failure(.data, "expected at least one task to learn, found none")
    }
    guard data.featureCount > 0 else {
      throw Failure(
        .data,
        "expected inputs with at least one feature, found none in task '\(data.tasks[0].name)'",
        notes: ["without features a task's best guess is the mean of its targets"])
    }
    for task in data.tasks {
      try Interrupt.check()
      guard task.rowCount > 0 else {
        throw Failure(
          .data, "expected samples of every task, found none of task '\(task.name)'",
          notes: ["leave the task out, or give it rows"])
      }
      try Self.checkTargets(task, loss)
    }
    _ = try penalty.coupling(taskCount: data.taskCount)
    self.data = data
    self.loss = loss
    self.penalty = penalty
    self.hasIntercepts = hasIntercepts
    if !leavingInputs { try checkInputs() }
  }

  /// Throws `data` naming the first task with an input that is missing or infinite.
  func checkInputs() throws {
    for task in data.isShared ? Array(data.tasks.prefix(1)) : data.tasks {
      try Interrupt.check()
      try Self.checkInputs(task, data.featureNames)
    }
  }

  /// Numbers above it have powers that a double does not hold.
  static let largest = 1e30

  private static func checkInputs(_ task: TaskSamples, _ names: [String]) throws {
    do {
      try InputChecks.features(.dense(task.X), names: names, largest: largest)
    } catch let failure as Failure {
      throw failure.saying("task '\(task.name)': \(failure.message)")
    }
  }

  private static func checkTargets(_ task: TaskSamples, _ loss: TaskLoss) throws {
    let bad = task.y.withElements { y in
      y.firstIndex { !($0.magnitude <= largest) || (loss == .logistic && $0 != 0 && $0 != 1) }
    }
    guard let bad else { return }
    let value = task.y[flat: bad]
    let wanted =
      loss == .logistic
      ? "targets 0 or 1, as the logistic loss takes,"
      : value.isFinite ? "targets of at most \(largest)," : "finite targets,"
    throw Failure(
      .data,
      "task '\(task.name)': expected \(wanted) found "
        + (value.isNaN ? "a missing one (NaN)" : InputChecks.shown(value)) + " in row \(bad)",
      notes: value.isNaN ? ["leave out the rows whose target is missing"] : [])
  }
}

extension TaskProblem {
  /// A sentence when some tasks have one class only, `nil` otherwise.
  ///
  /// The logistic loss of such a task falls for ever as its intercept grows, which no term holds back.
  var oneClassRemark: String? {
    guard loss == .logistic, hasIntercepts else { return nil }
    let names = data.tasks.filter { task in
      task.y.withElements { y in y.allSatisfy { $0 == y.first } }
    }.map(\.name)
    guard let first = names.first else { return nil }
    return names.count == 1
      ? "task '\(first)' has one class only: its intercept grows for ever"
      : "task '\(first)' and \(names.count - 1) more have one class only: their intercepts grow for ever"
  }
}
