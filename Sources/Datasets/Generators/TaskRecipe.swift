internal import Diagnostics
internal import Tensors

/// How tasks are to be made up: how many, how large, and what they have in common.
package struct TaskRecipe: Sendable {
  /// What a target is.
  package enum Target: String, Sendable, CaseIterable {
    /// y = w_t·x + σ ε.
    case squared
    /// y is 1 with probability 1/(1 + exp(−w_t·x − σ ε)), else 0.
    case logistic
  }

  /// T.
  package var tasks = 8
  /// n_t, a number for all tasks or one for each.
  package var rows = [30]
  /// d.
  package var features = 10
  /// The rank of W; `nil` leaves it free.
  package var rank: Int?
  /// The share of a task's weights that it has in common with the others of its group.
  package var coherence = 0.0
  /// How many groups of tasks there are.
  package var groups = 1
  /// σ.
  package var noise = 0.5
  /// How many features matter, the same in all tasks; `nil`: all.
  package var shared: Int?
  package var target = Target.squared
  /// Whether all tasks have the same inputs.
  package var isShared = false
  package var seed = 0

  package init() {}

  /// More tasks than these are a slip of the pen.
  private static let maximumTasks = 100_000

  /// Throws `argument` for what cannot be made, saying what can.
  func check() throws {
    try Self.check("tasks", tasks, 1...Self.maximumTasks)
    try Self.check("features", features, 1...Int(Int32.max))
    guard rows.count == 1 || rows.count == tasks else {
      throw Failure(
        .argument,
        "expected one number of rows, or one for each of \(tasks) tasks, found \(rows.count)")
    }
    if isShared, Set(rows).count > 1 {
      throw Failure(
        .argument, "tasks on one design have the same number of rows, found \(rows.count) numbers")
    }
    for n in rows { try Self.check("rows", n, 1...Int(Int32.max)) }
    try Self.check("groups", groups, 1...tasks)
    if let shared { try Self.check("shared", shared, 1...features) }
    if let rank {
      try Self.check(
        "rank", rank, 1...min(tasks, shared ?? features),
        notes: ["W has \(shared ?? features) rows other than 0 and \(tasks) columns"])
    }
    guard coherence >= 0, coherence <= 1 else {
      throw Failure(.argument, "expected a coherence from 0 to 1, found \(coherence)")
    }
    guard noise >= 0, noise.isFinite else {
      throw Failure(.argument, "expected noise of at least 0, found \(noise)")
    }
  }

  private static func check(
    _ name: String, _ value: Int, _ range: ClosedRange<Int>, notes: [String] = []
  ) throws {
    guard !range.contains(value) else { return }
    throw Failure(
      .argument,
      value < range.lowerBound && range.upperBound >= maximumTasks
        ? "expected \(name) to be at least \(range.lowerBound), found \(value)"
        : "expected \(name) from \(range.lowerBound) to \(range.upperBound), found \(value)",
      notes: notes)
  }
}
