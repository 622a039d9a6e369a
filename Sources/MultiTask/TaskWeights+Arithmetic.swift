internal import Tensors

extension TaskWeights {
  /// The sum of two weights of one shape.
  package static func + (left: TaskWeights, right: TaskWeights) -> TaskWeights {
    left.moved(by: 1, along: right)
  }

  /// W + length · D.
  func moved(by length: Double, along direction: TaskWeights) -> TaskWeights {
    var W = self
    for i in W.values.indices { W.values[i] += length * direction.values[i] }
    return W
  }

  /// W times a number.
  func scaled(by factor: Double) -> TaskWeights {
    var W = self
    for i in W.values.indices { W.values[i] *= factor }
    return W
  }

  /// W M for a symmetric M, T×T row by row.
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

  /// ‖W‖_F.
  var norm: Double { values.reduce(0) { $0 + $1 * $1 }.squareRoot() }
}

// MARK: - Rows and columns

extension TaskWeights {
  /// What a feature weighs in each task.
  func row(_ k: Int) -> [Double] { (0..<taskCount).map { self[k, $0] } }

  /// W with every row replaced by what `change` makes of it.
  func mappingRows(_ change: ([Double]) -> [Double]) -> TaskWeights {
    var W = self
    for k in 0..<featureCount {
      for (t, value) in change(row(k)).enumerated() { W[k, t] = value }
    }
    return W
  }

  /// Replaces the weights of some tasks, given task by task.
  mutating func set(_ tasks: [Int], _ numbers: [Double]) {
    for (i, t) in tasks.enumerated() {
      for k in 0..<featureCount { values[t * featureCount + k] = numbers[i * featureCount + k] }
    }
  }

  /// Adds Xᵀ r to the weights of one task.
  mutating func add(_ X: Tensor, transposedTimes r: [Double], to t: Int) throws {
    let (n, d) = (X.rowCount, X.columnCount)
    guard d > 0 else { return }
    try values.withMutablePointer { w in
      try X.withElements { x in
        try r.withPointer { r in
          guard let x = x.baseAddress else { return }
          try BLAS.gemv(true, n, d, 1, x, d, r, 1, w + t * d)
        }
      }
    }
  }
}
