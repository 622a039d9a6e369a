internal import Tensors

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
