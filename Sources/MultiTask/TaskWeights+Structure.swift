package import Tensors

/// What a matrix of weights tells about its tasks and features.
extension TaskWeights {
  /// What is smaller than this share of the largest counts as 0 in ranks and counts of rows.
  package static let negligible = 1e-8

  /// The singular values of W, the largest first; min(d, T) of them.
  package func singularValues() throws -> [Double] {
    guard taskCount > 0, featureCount > 0 else { return [] }
    return try LinearAlgebra.svd(tensor).s.elements
  }

  /// How many singular values are greater than `share` of the largest.
  package func rank(tolerance share: Double = negligible) throws -> Int {
    Self.rank(of: try singularValues(), tolerance: share)
  }

  /// How many of some singular values are greater than `share` of the largest.
  static func rank(of values: [Double], tolerance share: Double = negligible) -> Int {
    let largest = values.max() ?? 0
    return values.count { $0 > share * largest }
  }

  /// How many features any task uses: rows whose norm is greater than `share` of the largest.
  package func usedFeatureCount(tolerance share: Double = negligible) -> Int {
    let norms = rowNorms
    let largest = norms.max() ?? 0
    return norms.count { $0 > share * largest }
  }

  /// cos(w_s, w_t) of every pair of tasks, T×T: w_s·w_t / (‖w_s‖ ‖w_t‖).
  ///
  /// A task without weights is like no task, itself included: 0.
  package var cosines: Tensor {
    let norms = taskNorms
    var cosines = [Double](repeating: 0, count: taskCount * taskCount)
    for s in 0..<taskCount where norms[s] > 0 {
      for t in s..<taskCount where norms[t] > 0 {
        let cosine = cosine(s, t, norms)
        cosines[s * taskCount + t] = cosine
        cosines[t * taskCount + s] = cosine
      }
    }
    return Tensor(cosines, Shape(taskCount, taskCount))
  }

  /// The cosine of two tasks' weights, given the norms of all, neither of which is 0.
  func cosine(_ s: Int, _ t: Int, _ norms: [Double]) -> Double {
    guard s != t else { return 1 }
    let product = zip(task(s), task(t)).reduce(0) { $0 + $1.0 * $1.1 / norms[s] / norms[t] }
    return min(max(product, -1), 1)
  }

  /// ‖w_t − w̄‖ of every task.
  package var distancesToMean: [Double] {
    let mean = mean
    return (0..<taskCount).map { t in
      zip(task(t), mean).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot()
    }
  }

  /// ‖w_t‖ of every task.
  package var taskNorms: [Double] {
    (0..<taskCount).map { task($0).reduce(0) { $0 + $1 * $1 }.squareRoot() }
  }

  /// ‖w_i − w_j‖.
  func distance(_ i: Int, _ j: Int) -> Double {
    zip(task(i), task(j)).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot()
  }

  /// ‖W_k,:‖₂ of each feature.
  package var rowNorms: [Double] {
    var squares = Array(repeating: 0.0, count: featureCount)
    for t in 0..<taskCount {
      for k in 0..<featureCount { squares[k] += self[k, t] * self[k, t] }
    }
    return squares.map { $0.squareRoot() }
  }

  /// max_t |W_kt| of each feature.
  package var rowPeaks: [Double] {
    var peaks = Array(repeating: 0.0, count: featureCount)
    for t in 0..<taskCount {
      for k in 0..<featureCount { peaks[k] = max(peaks[k], abs(self[k, t])) }
    }
    return peaks
  }

  /// Which tasks use a feature: |W_kt| greater than `share` of the task's largest, feature by feature.
  ///
  /// A share of 0 counts every weight other than 0.
  package func users(threshold share: Double) -> [[Int]] {
    let largest = (0..<taskCount).map { task($0).reduce(0) { max($0, abs($1)) } }
    return (0..<featureCount).map { k in
      (0..<taskCount).filter { abs(self[k, $0]) > share * largest[$0] }
    }
  }
}
