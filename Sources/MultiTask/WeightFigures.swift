internal import Glibc
internal import Tensors

/// What can be read off the weights of several tasks: spectrum, norms, distances, cosines.
struct WeightFigures {
  let W: TaskWeights

  init(_ W: TaskWeights) { self.W = W }

  private var taskCount: Int { W.taskCount }

  /// The singular values, largest first; none where there are no weights, or none that are finite.
  var singularValues: [Double] {
    guard taskCount > 0, W.featureCount > 0 else { return [] }
    return (try? LinearAlgebra.svd(W.tensor).s.elements) ?? []
  }

  /// How many of some singular values are not 0 but for rounding.
  static func rank(_ values: [Double]) -> Int {
    let bound = (values.max() ?? 0) * 1e-9
    return values.count { $0 > bound }
  }

  /// ‖w_t‖ of each task.
  var taskNorms: [Double] { (0..<taskCount).map { dot($0, $0).squareRoot() } }

  /// ‖w_t − w̄‖ of each task.
  var distancesToMean: [Double] {
    let mean = W.mean
    return (0..<taskCount).map { t in
      zip(W.task(t), mean).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot()
    }
  }

  /// ‖w_i − w_j‖.
  func distance(_ i: Int, _ j: Int) -> Double {
    zip(W.task(i), W.task(j)).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot()
  }

  /// The cosine of the angle between two tasks' weights; `nil` where one of them is 0.
  func cosine(_ i: Int, _ j: Int) -> Double? {
    let product = (dot(i, i) * dot(j, j)).squareRoot()
    return product > 0 ? dot(i, j) / product : nil
  }

  private func dot(_ i: Int, _ j: Int) -> Double {
    zip(W.task(i), W.task(j)).reduce(0) { $0 + $1.0 * $1.1 }
  }

  /// A pair of tasks with the cosine between them.
  typealias Pair = (i: Int, j: Int, cosine: Double)

  /// All pairs of the first `limit` tasks with the cosine between them, the most alike first.
  func pairs(limit: Int = 200) -> [Pair] {
    let norms = taskNorms
    let count = min(taskCount, limit)
    var pairs: [Pair] = []
    for i in 0..<count where norms[i] > 0 {
      for j in (i + 1)..<max(count, i + 1) where norms[j] > 0 {
        pairs.append((i, j, dot(i, j) / (norms[i] * norms[j])))
      }
    }
    return pairs.sorted { ($1.cosine, $0.i, $0.j) < ($0.cosine, $1.i, $1.j) }
  }

  /// max_t |W_kt| of each feature.
  var largestEntries: [Double] {
    (0..<W.featureCount).map { k in
      (0..<taskCount).reduce(0) { max($0, abs(W[k, $1])) }
    }
  }

  /// How many features have a weight that is not 0.
  var usedFeatures: Int { W.rowNorms.count { $0 > 0 } }

  /// How many weights are not 0.
  var nonzeroEntries: Int { W.values.count { $0 != 0 } }
}
