/// The figures of a run that a person follows while it is under way.
package struct ProgressFigures: Sendable {
  /// One figure by its name, the most telling first: `loss`, then the loss of each task.
  package var values: [(name: String, value: Double)]
  /// The course of the first figure so far, oldest first.
  package var trend: [Double]

  package init(_ values: [(name: String, value: Double)] = [], trend: [Double] = []) {
    self.values = values
    self.trend = trend
  }
}

/// How far a long computation has come.
package struct ProgressReport: Sendable {
  /// What is done: `train`; within it what takes part in it: `cross_validate: train`.
  package let title: String
  /// Finished stages.
  package let done: Int
  /// All stages, at least 1; `nil` where nobody knows how many there will be.
  package let total: Int?
  /// The share of all work that is done, the stage under way included, from 0 to 1; 0 where `total`
  /// is not known.
  package let fraction: Double
  package let figures: ProgressFigures
  /// What is left, when the rest goes on like the part since the run began; `nil` before anything
  /// is done.
  package let secondsLeft: Double?
  /// How long the run has taken so far.
  package let seconds: Double
}

/// What a watcher of runs is told.
package enum ProgressEvent: Sendable {
  case report(ProgressReport)
  /// The run that was reported is over: at its end, or stopped on the way.
  case ended(isComplete: Bool)
}

/// How far a loop of a program has come.
package struct ProgressLoop: Sendable, Equatable {
  /// `for i`.
  package let title: String
  /// Finished rounds.
  package let done: Int
  /// All rounds, at least 1.
  package let total: Int

  package init(_ title: String, done: Int, total: Int) {
    self.title = title
    self.done = done
    self.total = total
  }
}

/// What can be seen of a program from outside while it runs.
package struct ProgressProbe: Sendable {
  /// The outermost loop that the program is in; only asked on the thread that runs it.
  let loop: @Sendable () -> ProgressLoop?
  /// The call of a function that is at work, by its number and its function's name; asked on any
  /// thread.
  let call: @Sendable () -> (number: UInt, name: String)?

  package init(
    loop: @escaping @Sendable () -> ProgressLoop?,
    call: @escaping @Sendable () -> (number: UInt, name: String)?
  ) {
    self.loop = loop
    self.call = call
  }

  /// Sees nothing.
  static let blind = ProgressProbe(loop: { nil }, call: { nil })
}
