package import Datasets
internal import Diagnostics
internal import Tensors

/// What the λ of a path cost on samples that were held out.
package struct PathValidation: Sendable {
  /// The mean loss of a held-out sample: λ by λ, fold by fold.
  package let errors: [[Double]]
  /// The mean of each λ over the folds.
  package let means: [Double]
  /// Its standard error: the folds' standard deviation (n − 1) over the root of their number.
  package let standardErrors: [Double]
  /// The position of the λ whose mean is least; of equals the greatest λ.
  package let best: Int
  /// The position of the greatest λ whose mean is within one standard error of the best one's: the
  /// simplest model that the folds cannot tell from the best.
  ///
  /// L. Breiman, J. Friedman, R. Olshen, C. Stone, *Classification and Regression Trees*, 1984, 3.4.3.
  package let oneStandardError: Int

  /// The figures of errors by λ, from the greatest to the least, and fold.
  package init(_ errors: [[Double]]) {
    self.errors = errors
    let spreads = errors.map(Spread.init)
    let means = spreads.map(\.mean)
    self.means = means
    standardErrors = spreads.map(\.standardError)
    let best = means.indices.min { means[$0] < means[$1] } ?? 0
    self.best = best
    let limit = means.isEmpty ? 0 : means[best] + standardErrors[best]
    oneStandardError = means.firstIndex { $0 <= limit } ?? best
  }
}

/// Mean and spread of some numbers.
package struct Spread: Sendable, Equatable {
  package let mean: Double
  /// With n − 1 in the denominator; 0 of a single number.
  package let deviation: Double
  package let standardError: Double

  /// The spread of at least one number; NaN without any.
  package init(_ values: [Double]) {
    let n = Double(values.count)
    let mean = values.isEmpty ? Double.nan : values.reduce(0, +) / n
    self.mean = mean
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    deviation = values.count > 1 ? (squares / (n - 1)).squareRoot() : 0
    standardError = values.isEmpty ? .nan : deviation / n.squareRoot()
  }
}

extension FittedMultiTask {
  /// The mean loss of a sample of each task, without any penalty; NaN for a task without samples.
  ///
  /// - Throws: `shape` when tasks or features are not those of the model.
  package func meanLosses(_ data: TaskDataset) throws -> [Double] {
    guard data.taskCount >= taskCount else {
      throw Failure(
        .shape, "expected the \(taskCount) tasks of the model, found \(data.taskCount)")
    }
    return try (0..<taskCount).map { t in
      let task = data.tasks[t]
      guard task.rowCount > 0 else { return .nan }
      let f = try scores(task.X, task: t)
      var sum = 0.0
      for i in 0..<task.rowCount { sum += model.loss.value(task.y[flat: i], f[flat: i]) }
      return sum / Double(task.rowCount)
    }
  }

  /// The mean loss of a sample of all tasks together.
  package func meanLoss(_ data: TaskDataset) throws -> Double {
    let losses = try meanLosses(data)
    var (sum, count) = (0.0, 0)
    for (t, mean) in losses.enumerated() where data.tasks[t].rowCount > 0 {
      sum += mean * Double(data.tasks[t].rowCount)
      count += data.tasks[t].rowCount
    }
    return count > 0 ? sum / Double(count) : .nan
  }
}
