import Datasets
import Glibc
import MultiTask
import Tensors

/// Problems with quadratic terms and their answers by the shortest way, written out in full.
enum SmoothReference {
  /// Tasks of normal inputs whose targets follow weights of their own around common ones.
  static func tasks(
    rows: [Int], features d: Int, seed: UInt64, shared: Bool = false, binary: Bool = false
  ) throws -> TaskDataset {
    var generator = RandomGenerator(seed: seed)
    let common = try generator.normal([d])
    let first = try generator.normal([rows[0], d])
    let samples = try rows.enumerated().map { t, n in
      let X = shared ? first : try generator.normal([n, d])
      let own = try generator.normal([d])
      let noise = try generator.normal([n])
      let y = (0..<n).map { i in
        let f = (0..<d).reduce(0.7 * Double(t) + noise[flat: i]) {
          $0 + X[i, $1] * (common[flat: $1] + 0.5 * own[flat: $1])
        }
        return binary ? (f > 0.35 * Double(t) ? 1 : 0) : f
      }
      return TaskSamples(name: "t\(t)", X: X, y: Tensor(y))
    }
    return try TaskDataset(
      name: "made", featureNames: (0..<d).map { "x\($0)" }, tasks: samples, isShared: shared)
  }

  /// The symmetric S of a ring of tasks, with weights 1, 2, 3 in turn.
  static func ring(_ T: Int) -> Tensor {
    var S = Tensor(repeating: 0, Shape(T, T))
    S.withMutableElements { s in
      for i in 0..<T {
        let j = (i + 1) % T
        s[i * T + j] = Double(1 + i % 3)
        s[j * T + i] = Double(1 + i % 3)
      }
    }
    return S
  }

  /// The minimised sum: losses, then λ_c Σ‖w_t − w̄‖² + λ_s Σ_{i≠j} s_ij ‖w_i − w_j‖² + λ_r ‖W‖².
  static func objective(
    _ data: TaskDataset, _ W: Tensor, _ b: [Double], logistic: Bool = false,
    coherence: Double = 0, similarity: Double = 0, S: Tensor? = nil, ridge: Double = 0
  ) -> Double {
    let (d, T) = (W.rowCount, W.columnCount)
    var total = 0.0
    for (t, task) in data.tasks.enumerated() {
      for i in 0..<task.rowCount {
        var f = b[t]
        for k in 0..<d { f += task.X[i, k] * W[k, t] }
        let y = task.y[flat: i]
        total += logistic ? log1p(exp(-(2 * y - 1) * f)) : (y - f) * (y - f)
      }
    }
    for k in 0..<d {
      let row = (0..<T).map { W[k, $0] }
      let mean = row.reduce(0, +) / Double(T)
      for i in 0..<T {
        total += ridge * row[i] * row[i] + coherence * (row[i] - mean) * (row[i] - mean)
        guard let S else { continue }
        for j in 0..<T where j != i {
          total += similarity * S[i, j] * (row[i] - row[j]) * (row[i] - row[j])
        }
      }
    }
    return total
  }

  /// The weights and intercepts of the squared loss: one dense system with a column of ones a task.
  static func solution(
    _ data: TaskDataset, intercept: Bool = true, coherence: Double = 0, similarity: Double = 0,
    S: Tensor? = nil, ridge: Double = 0
  ) throws -> (W: Tensor, b: [Double]) {
    let (T, d) = (data.taskCount, data.featureCount)
    let width = d + (intercept ? 1 : 0)
    var A = Tensor(repeating: 0, Shape(T * width, T * width))
    var right = Tensor(repeating: 0, Shape(T * width))
    for (t, task) in data.tasks.enumerated() {
      let extended = Tensor(
        (0..<task.rowCount).flatMap { i in (0..<width).map { $0 < d ? task.X[i, $0] : 1 } },
        Shape(task.rowCount, width))
      let gram = try matmul(extended.transposed(), extended)
      let q = try matmul(extended.transposed(), task.y)
      A.withMutableElements { a in
        for k in 0..<width {
          for l in 0..<width { a[(t * width + k) * T * width + t * width + l] = gram[k, l] }
        }
      }
      right.withMutableElements { r in
        for k in 0..<width { r[t * width + k] = q[flat: k] }
      }
    }
    A.withMutableElements { a in
      func add(_ i: Int, _ j: Int, _ value: Double) {
        for k in 0..<d { a[(i * width + k) * T * width + j * width + k] += value }
      }
      for i in 0..<T {
        add(i, i, ridge + coherence)
        for j in 0..<T {
          add(i, j, -coherence / Double(T))
          guard let S, i != j else { continue }
          add(i, i, 2 * similarity * S[i, j])
          add(i, j, -2 * similarity * S[i, j])
        }
      }
    }
    let x = try LinearAlgebra.solve(A, right)
    let W = Tensor(
      (0..<d).flatMap { k in (0..<T).map { x[flat: $0 * width + k] } }, Shape(d, T))
    return (W, (0..<T).map { intercept ? x[flat: $0 * width + d] : 0 })
  }

  /// The largest difference of two tensors' elements, as a share of the largest element.
  static func distance(_ a: Tensor, _ b: Tensor) -> Double {
    let scale = b.elements.reduce(0) { max($0, abs($1)) }
    return zip(a.elements, b.elements).reduce(0) { max($0, abs($1.0 - $1.1)) } / max(scale, 1e-300)
  }
}
