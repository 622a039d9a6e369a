package import Tensors

/// The weights of all tasks, task by task: column t of the d×T matrix W lies in one piece.
package struct TaskWeights: Sendable, Equatable {
  /// T, the number of tasks.
  package let taskCount: Int
  /// d, the number of features.
  package let featureCount: Int
  /// T·d numbers: W[k, t] at t·d + k.
  package var values: [Double]

  /// Weights of 0.
  package init(taskCount: Int, featureCount: Int) {
    self.taskCount = taskCount
    self.featureCount = featureCount
    values = Array(repeating: 0, count: taskCount * featureCount)
  }

  /// The columns of a d×T tensor.
  package init(_ W: Tensor) {
    self.init(taskCount: W.columnCount, featureCount: W.rowCount)
    W.withElements { w in
      for k in 0..<featureCount {
        for t in 0..<taskCount { values[t * featureCount + k] = w[k * taskCount + t] }
      }
    }
  }

  package subscript(feature: Int, task: Int) -> Double {
    get { values[task * featureCount + feature] }
    set { values[task * featureCount + feature] = newValue }
  }

  /// The weights of one task, d numbers.
  package func task(_ t: Int) -> ArraySlice<Double> {
    values[t * featureCount..<(t + 1) * featureCount]
  }

  /// W as the language shows it: d×T.
  package var tensor: Tensor {
    var elements = Array(repeating: 0.0, count: values.count)
    for t in 0..<taskCount {
      for k in 0..<featureCount { elements[k * taskCount + t] = values[t * featureCount + k] }
    }
    return Tensor(elements, Shape(featureCount, taskCount))
  }

  /// w̄, the mean of the tasks' weights.
  package var mean: [Double] {
    var mean = Array(repeating: 0.0, count: featureCount)
    for t in 0..<taskCount {
      for k in 0..<featureCount { mean[k] += values[t * featureCount + k] }
    }
    return mean.map { $0 / Double(max(taskCount, 1)) }
  }
}
