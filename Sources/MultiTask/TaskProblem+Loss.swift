internal import Datasets
internal import Diagnostics
internal import Tensors

extension TaskProblem {
  /// The loss of weights and intercepts, from the data.
  func lossValue(_ W: TaskWeights, _ b: [Double]) -> Double {
    var total = 0.0
    for (t, task) in data.tasks.enumerated() {
      let f = scores(task, W, b, t)
      task.y.withElements { y in for i in f.indices { total += loss.value(y[i], f[i]) } }
    }
    return total
  }

  /// The loss's derivatives by weights and intercepts; those of intercepts are 0 without them.
  func lossGradient(_ W: TaskWeights, _ b: [Double]) -> (TaskWeights, [Double]) {
    let d = data.featureCount
    var gradient = TaskWeights(taskCount: data.taskCount, featureCount: d)
    var slope = Array(repeating: 0.0, count: data.taskCount)
    for (t, task) in data.tasks.enumerated() {
      var r = scores(task, W, b, t)
      task.y.withElements { y in for i in r.indices { r[i] = loss.derivative(y[i], r[i]) } }
      task.X.withElements { x in
        guard let x = x.baseAddress else { return }
        gradient.values.withMutablePointer { g in
          for i in r.indices { VectorLoops.add(x + i * d, times: r[i], to: g + t * d, d) }
        }
      }
      if hasIntercepts { slope[t] = r.reduce(0, +) }
    }
    return (gradient, slope)
  }

  /// f of every sample of a task.
  private func scores(
    _ task: TaskSamples, _ W: TaskWeights, _ b: [Double], _ t: Int
  ) -> [Double] {
    let d = data.featureCount
    return task.X.withElements { x in
      W.values.withPointer { w in
        guard let x = x.baseAddress else { return Array(repeating: b[t], count: task.rowCount) }
        return (0..<task.rowCount).map { VectorLoops.dot(x + $0 * d, w + t * d, d) + b[t] }
      }
    }
  }
}

extension TaskWeights {
  /// tr(W M Wᵀ).
  func quadratic(_ M: [Double]) -> Double {
    let half = quadraticGradient(M)
    return zip(values, half.values).reduce(0) { $0 + $1.0 * $1.1 } / 2
  }

  /// 2 W M.
  func quadraticGradient(_ M: [Double]) -> TaskWeights {
    var result = TaskWeights(taskCount: taskCount, featureCount: featureCount)
    for t in 0..<taskCount {
      for s in 0..<taskCount where M[t * taskCount + s] != 0 {
        for k in 0..<featureCount { result[k, t] += 2 * M[t * taskCount + s] * self[k, s] }
      }
    }
    return result
  }

  /// W M for a symmetric M.
  func coupled(by M: [Double]) throws -> TaskWeights {
    var result = TaskWeights(taskCount: taskCount, featureCount: featureCount)
    let (T, d) = (taskCount, featureCount)
    try M.withPointer { m in
      try values.withPointer { w in
        try result.values.withMutablePointer { r in
          try BLAS.gemm(false, false, T, d, T, 1, m, max(T, 1), w, max(d, 1), 0, r, max(d, 1))
        }
      }
    }
    return result
  }

  /// W + length · D.
  func moved(by length: Double, along direction: TaskWeights) -> TaskWeights {
    var W = self
    for i in W.values.indices { W.values[i] += length * direction.values[i] }
    return W
  }
}
