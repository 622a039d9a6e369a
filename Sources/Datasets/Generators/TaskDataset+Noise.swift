internal import Diagnostics
internal import Tensors

extension TaskDataset {
  /// The same tasks and behind them one that has nothing to learn.
  ///
  /// Its inputs are the common ones, or as many rows as tasks have on average, drawn from all of
  /// theirs; its targets are normal with mean and deviation of all targets, or, where all are 0 or 1,
  /// coins that show 1 as often as they do. The truth gets a column of zeros.
  ///
  /// - Parameters:
  ///   - name: what the task is called.
  ///   - seed: the same seed gives the same task on every machine.
  /// - Returns: T + 1 tasks.
  /// - Throws: `data` without samples to imitate; `argument` for a name that a task has.
  package func addingNoiseTask(named name: String = "noise", seed: Int) throws -> TaskDataset {
    let figures = pooledFigures
    guard let first = tasks.first, figures.known > 0 else {
      throw Failure(.data, "expected tasks with known targets to add noise to, found none")
    }
    guard !taskNames.contains(name) else {
      throw Failure(
        .argument, "expected a name that no task has, found \"\(name)\"",
        notes: ["name=\"other noise\" gives another"])
    }
    let word = UInt64(bitPattern: Int64(seed))
    let X = isShared ? first.X : try drawnInputs(RandomGenerator(seed: word, stream: 1))
    var draws = RandomGenerator(seed: word)
    let isBinary = isBinary
    let y = Tensor(
      (0..<X.rowCount).map { _ in
        isBinary
          ? (draws.uniform() < figures.mean ? 1.0 : 0)
          : figures.mean + figures.deviation * draws.normal()
      })
    var result = self
    result.tasks.append(TaskSamples(name: name, X: X, y: y))
    if let truth { result.truth = try Tensor.concat([truth, .zeros([featureCount, 1])], axis: 1) }
    return result
  }

  /// Rows of all tasks, without one twice, as many as a task has on average.
  private func drawnInputs(_ generator: RandomGenerator) throws -> Tensor {
    var generator = generator
    let filled = tasks.filter { $0.rowCount > 0 }
    let count = max(1, rowCount / max(taskCount, 1))
    let order = try generator.permutation(rowCount)[..<count].sorted()
    var (task, start) = (0, 0)
    var parts: [Tensor] = []
    for place in order {
      while place >= start + filled[task].rowCount {
        start += filled[task].rowCount
        task += 1
      }
      parts.append(try filled[task].X.indexed(by: [.positions([place - start])]))
    }
    return try Tensor.concat(parts, axis: 0)
  }
}
