import Datasets
import Glibc
import Tensors

/// Made-up tasks with certified optima: T tasks of n samples with d features.
///
/// SplitMix64 words, uniform numbers ((z >> 11) + ½) 2⁻⁵³, normal ones by Box and Muller in consecutive
/// pairs. Drawn in order: A (d×r), B (r×T), then for each task X_t (n×d) and its noise; a shared design
/// first, then the noise task by task. W = A B / √r, y_t = X_t w_t + noise; labels are the signs of y_t.
struct ConvexProblem: Sendable {
  let name: String
  let taskCount: Int
  let rowCount: Int
  let featureCount: Int
  let isShared: Bool
  /// One tensor a task; the same one for a shared design.
  let designs: [Tensor]
  /// n numbers a task.
  let targets: [[Double]]

  /// T = 20, n = 100, d = 50.
  static let small = ConvexProblem("small", 20, 100, 50, seed: 20_240_601)
  /// T = 100, n = 200, d = 200.
  static let large = ConvexProblem("large", 100, 200, 200, seed: 20_240_602)
  /// As `small` with one design; four fifths of the features matter to no task.
  static let smallShared = ConvexProblem(
    "small_shared", 20, 100, 50, seed: 20_240_603, shared: true)
  /// As `large` with one design; four fifths of the features matter to no task.
  static let largeShared = ConvexProblem(
    "large_shared", 100, 200, 200, seed: 20_240_604, shared: true)

  private init(
    _ name: String, _ T: Int, _ n: Int, _ d: Int, seed: UInt64, shared: Bool = false
  ) {
    (self.name, taskCount, rowCount, featureCount, isShared) = (name, T, n, d, shared)
    let rank = 3
    var stream = NormalStream(seed: seed)
    let A = stream.normals(d * rank)
    let B = stream.normals(rank * T)
    /// W[k, t], where features from d/5 on are left out of shared designs.
    func weight(_ k: Int, _ t: Int) -> Double {
      if shared, k >= d / 5 { return 0 }
      var w = 0.0
      for j in 0..<rank { w += A[k * rank + j] * B[j * T + t] }
      return w / Double(rank).squareRoot()
    }
    var designs: [Tensor] = []
    var targets: [[Double]] = []
    let common = shared ? Tensor(stream.normals(n * d), Shape(n, d)) : nil
    for t in 0..<T {
      let X = common ?? Tensor(stream.normals(n * d), Shape(n, d))
      let noise = stream.normals(n)
      let w = (0..<d).map { weight($0, t) }
      targets.append(
        X.withElements { x in
          (0..<n).map { i in
            var f = noise[i]
            for k in 0..<d { f += x[i * d + k] * w[k] }
            return f
          }
        })
      designs.append(X)
    }
    (self.designs, self.targets) = (designs, targets)
  }

  /// The tasks with numbers as targets.
  func regression() throws -> TaskDataset { try dataset { $0 } }

  /// The tasks with targets 1 where the number is at least 0, else 0.
  func classification() throws -> TaskDataset { try dataset { $0 >= 0 ? 1 : 0 } }

  private func dataset(_ target: (Double) -> Double) throws -> TaskDataset {
    try TaskDataset(
      name: name, featureNames: (0..<featureCount).map { "x\($0)" },
      tasks: designs.indices.map { t in
        TaskSamples(name: "t\(t)", X: designs[t], y: Tensor(targets[t].map(target)))
      }, isShared: isShared)
  }
}

/// Normal numbers by Box and Muller from SplitMix64.
private struct NormalStream {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  private mutating func uniform() -> Double {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    z ^= z >> 31
    return (Double(z >> 11) + 0.5) * 0x1p-53
  }

  /// `count` numbers; pairs are drawn whole.
  mutating func normals(_ count: Int) -> [Double] {
    var numbers = [Double](repeating: 0, count: count)
    for i in stride(from: 0, to: count, by: 2) {
      let radius = (-2 * log(uniform())).squareRoot()
      let angle = 2 * Double.pi * uniform()
      numbers[i] = radius * cos(angle)
      if i + 1 < count { numbers[i + 1] = radius * sin(angle) }
    }
    return numbers
  }
}
