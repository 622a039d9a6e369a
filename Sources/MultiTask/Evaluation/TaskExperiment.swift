package import Datasets
internal import Diagnostics
internal import Tensors

/// One trial of an experiment: what is learned from, and what is predicted.
package struct TaskTrial: Sendable {
  package let train: TaskDataset
  package let test: TaskDataset
  /// How many tasks, from the first, count in the error; `nil`: all.
  package let counted: Int?

  package init(train: TaskDataset, test: TaskDataset, counted: Int? = nil) {
    self.train = train
    self.test = test
    self.counted = counted
  }
}

/// How wrong a prediction is.
package enum TaskError: String, Sendable, CaseIterable {
  /// The mean squared error of numbers.
  case meanSquared = "mean squared error"
  /// The share of wrong answers among 0 and 1.
  case wrongShare = "share of wrong answers"
  /// Either, by the kind of each head.
  case mixed = "squared error or share of wrong answers"
}

/// Several models measured on the same trials: seeds by values of what is varied.
///
/// The error of a model in a trial is the mean over tasks of each task's error on the test samples, so
/// that every task counts alike.
package struct TaskExperiment: Sendable {
  package let names: [String]
  /// What is varied: sizes, correlations, numbers of noise tasks.
  package let values: [Double]
  package let error: TaskError
  /// The errors: model by model, value by value, seed by seed.
  package let errors: [[[Double]]]
  /// Fits that did not converge.
  package let unconverged: Int

  /// Trains every model on every trial and measures it.
  ///
  /// Trials run on several threads; what comes out does not depend on how many.
  ///
  /// - Parameters:
  ///   - models: with their names, at least one, all of one loss.
  ///   - values: what is varied.
  ///   - trials: value by value, seed by seed.
  /// - Throws: `argument` without models or when their losses differ; as training, naming the model.
  package init(
    _ models: [(name: String, model: MultiTaskModel)], values: [Double], trials: [[TaskTrial]]
  ) throws {
    guard let first = models.first else {
      throw Failure(.argument, "expected at least one model to measure, found none")
    }
    if let other = models.first(where: { $0.model.loss != first.model.loss }) {
      throw Failure(
        .argument,
        "expected models of one loss, found \(first.model.loss.rawValue) in \(first.name) and "
          + "\(other.model.loss.rawValue) in \(other.name)")
    }
    names = models.map(\.name)
    self.values = values
    error = first.model.loss == .squared ? .meanSquared : .wrongShare
    let places = trials.indices.flatMap { v in trials[v].indices.map { (value: v, seed: $0) } }
    let outcomes = try Self.measured(places.map { trials[$0.value][$0.seed] }, models)
    errors = models.indices.map { m in
      values.indices.map { v in
        places.indices.filter { places[$0].value == v }.map { outcomes[$0][m].error }
      }
    }
    unconverged = outcomes.reduce(0) { $0 + $1.count { !$0.converged } }
  }

  /// An experiment whose errors are known.
  ///
  /// - Parameters:
  ///   - names: of the models.
  ///   - values: what is varied.
  ///   - error: what the errors are.
  ///   - errors: model by model, value by value, seed by seed.
  package init(
    names: [String], values: [Double], error: TaskError, errors: [[[Double]]]
  ) {
    self.names = names
    self.values = values
    self.error = error
    self.errors = errors
    unconverged = 0
  }

  private static func measured(
    _ trials: [TaskTrial], _ models: [(name: String, model: MultiTaskModel)]
  ) throws -> [[(error: Double, converged: Bool)]] {
    var outcomes = [[(error: Double, converged: Bool)]](repeating: [], count: trials.count)
    try outcomes.withUnsafeMutableBufferPointer { outcomes in
      nonisolated(unsafe) let outcomes = outcomes
      try Parallel.run(trials.count, "trials") { k in
        outcomes[k] = try models.map { entry in
          do {
            let fitted = try entry.model.fit(trials[k].train)
            return (try fitted.error(on: trials[k]), fitted.converged)
          } catch let failure as Failure {
            throw failure.saying("\(entry.name): \(failure.message)")
          }
        }
      }
    }
    return outcomes
  }

  /// Mean and spread over the seeds: model by model, value by value.
  package var spreads: [[Spread]] { errors.map { $0.map(Spread.init) } }

  /// How much more the first model errs than another in the same trials, value by value; positive
  /// where the other is better.
  package func gain(over model: Int) -> [Spread] {
    values.indices.map { v in
      Spread(zip(errors[0][v], errors[model][v]).map { $0 - $1 })
    }
  }
}

extension FittedMultiTask {
  /// The mean over the counted tasks of each task's error on a trial's test samples.
  fileprivate func error(on trial: TaskTrial) throws -> Double {
    let count = min(trial.counted ?? taskCount, taskCount, trial.test.taskCount)
    var sum = 0.0
    for t in 0..<count {
      let task = trial.test.tasks[t]
      let predicted = try predict(task.X, task: t)
      var wrong = 0.0
      for i in 0..<task.rowCount {
        let miss = predicted[flat: i] - task.y[flat: i]
        wrong += miss * miss
      }
      sum += wrong / Double(max(task.rowCount, 1))
    }
    return sum / Double(max(count, 1))
  }
}

extension TaskDataset {
  /// The first `rows` samples of every task to learn from and the last `testRows` to predict.
  ///
  /// - Throws: `data` naming a task that has fewer rows than both together.
  package func trial(rows: Int, testRows: Int) throws -> TaskTrial {
    for task in tasks where task.rowCount < rows + testRows {
      throw Failure(
        .data,
        "expected \(rows + testRows) rows of task '\(task.name)', \(rows) to learn from and "
          + "\(testRows) to predict, found \(task.rowCount)",
        notes: ["make must return a data set with as many rows a task as it is asked for"])
    }
    let train = try self.rows(tasks.map { _ in Array(0..<rows) })
    let test = try self.rows(tasks.map { Array($0.rowCount - testRows..<$0.rowCount) })
    return TaskTrial(train: train, test: test)
  }

  /// The data set with tasks behind its own that have nothing to learn.
  ///
  /// Each draws from a seed of its own, so that more of them leave the first ones as they are.
  package func adding(noiseTasks count: Int, seed: Int) throws -> TaskDataset {
    var result = self
    for k in 0..<count {
      result = try result.addingNoiseTask(named: "noise \(k)", seed: seed &+ 1_000_003 &* k)
    }
    return result
  }
}
