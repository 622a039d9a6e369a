internal import Tensors

/// What is said of a task's targets before anything is learned from them.
package struct TargetFigures: Sendable, Equatable {
  /// How many targets are known.
  package var known = 0
  /// How many targets are missing.
  package var missing = 0
  package var mean = Double.nan
  /// The population standard deviation.
  package var deviation = Double.nan
  package var least = Double.nan
  package var greatest = Double.nan
  /// Whether all known targets are 0 or 1, and there is one.
  package var isBinary = false

  /// The figures of targets, those that are NaN being missing.
  package init(_ y: some Sequence<Double>) {
    var sum = 0.0
    isBinary = true
    (least, greatest) = (.infinity, -.infinity)
    for value in y {
      guard !value.isNaN else {
        missing += 1
        continue
      }
      known += 1
      sum += value
      (least, greatest) = (min(least, value), max(greatest, value))
      if value != 0, value != 1 { isBinary = false }
    }
    guard known > 0 else {
      (least, greatest, isBinary) = (.nan, .nan, false)
      return
    }
    mean = sum / Double(known)
    var squares = 0.0
    for value in y where !value.isNaN { squares += (value - mean) * (value - mean) }
    deviation = (squares / Double(known)).squareRoot()
  }
}

extension TaskDataset {
  /// The figures of each task's targets.
  package var targetFigures: [TargetFigures] {
    tasks.map { task in task.y.withElements { TargetFigures($0) } }
  }

  /// The figures of the targets of all tasks together.
  package var pooledFigures: TargetFigures { TargetFigures(tasks.lazy.flatMap(\.y.elements)) }

  /// Whether all known targets are 0 or 1, and there is one.
  package var isBinary: Bool {
    !tasks.isEmpty && targetFigures.allSatisfy { $0.isBinary || $0.known == 0 }
      && tasks.contains { $0.rowCount > 0 }
  }

  /// How many entries of the inputs are missing; of tasks that share them, once.
  package var missingCount: Int {
    (isShared ? tasks.prefix(1) : tasks[...]).reduce(0) { total, task in
      total + task.X.withElements { x in x.reduce(0) { $1.isNaN ? $0 + 1 : $0 } }
    }
  }
}
