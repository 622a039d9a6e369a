internal import Tensors

/// What the quadratic terms tie together: tr(W M Wᵀ) = f ‖W‖² + Σ_{t<s} e_ts ‖w_t − w_s‖².
///
/// M = fI + L with a ridge f ≥ 0 and the Laplacian L of a graph over the tasks whose edges weigh
/// e_ts ≥ 0. Coherence is the complete graph, e_ts = λ/T; similarity has e_ts = 2 λ s_ts.
struct CouplingGraph: Sendable {
  /// Tasks that are tied to each other, directly or through others.
  struct Component: Sendable {
    let tasks: [Int]
    /// The weight of all edges where every two tasks are tied alike.
    let evenWeight: Double?
  }

  let taskCount: Int
  /// f.
  let ridge: Double
  /// The part of e that all pairs have in common.
  private let common: Double
  /// The rest of e, T×T; empty where there is none.
  private let own: [Double]
  let components: [Component]

  /// The graph of a penalty's quadratic terms, their weights multiplied by `scale`.
  init(_ penalty: Penalty, taskCount T: Int, scale: Double = 1) {
    var (ridge, common) = (0.0, 0.0)
    var own: [Double] = []
    for term in penalty.terms {
      switch term {
      case .l2(let strength): ridge += scale * strength
      case .elasticNet(let strength, let ratio): ridge += scale * strength * (1 - ratio) / 2
      case .coherence(let strength): common += scale * strength / Double(T)
      case .similarity(let strength, let S) where strength > 0 && S.count == T * T:
        if own.isEmpty { own = Array(repeating: 0, count: T * T) }
        S.withElements { s in
          for i in 0..<T {
            for j in 0..<T where i != j { own[i * T + j] += 2 * scale * strength * s[i * T + j] }
          }
        }
      default: continue
      }
    }
    self.init(taskCount: T, ridge: ridge, common: common, own: own)
  }

  private init(taskCount: Int, ridge: Double, common: Double, own: [Double]) {
    self.taskCount = taskCount
    self.ridge = ridge
    self.common = common
    self.own = own
    components = Self.components(taskCount, common, own)
  }

  /// The same ridge, every task alone.
  var withoutEdges: CouplingGraph {
    CouplingGraph(taskCount: taskCount, ridge: ridge, common: 0, own: [])
  }

  var hasEdges: Bool { components.contains { $0.tasks.count > 1 } }
  /// Whether all edges weigh the same.
  var isEven: Bool { own.isEmpty }

  /// e_ts.
  func edge(_ t: Int, _ s: Int) -> Double {
    t == s ? 0 : common + (own.isEmpty ? 0 : own[t * taskCount + s])
  }

  /// The sum of a task's edges.
  func degree(_ t: Int) -> Double {
    own.isEmpty
      ? common * Double(taskCount - 1) : (0..<taskCount).reduce(0) { $0 + edge(t, $1) }
  }

  /// A bound of M's eigenvalues.
  var largest: Double { ridge + 2 * ((0..<taskCount).map(degree).max() ?? 0) }

  private static func components(
    _ T: Int, _ common: Double, _ own: [Double]
  ) -> [Component] {
    if own.isEmpty {
      guard common > 0, T > 1 else {
        return (0..<T).map { Component(tasks: [$0], evenWeight: 0) }
      }
      return [Component(tasks: Array(0..<T), evenWeight: common)]
    }
    var isSeen = Array(repeating: false, count: T)
    var found: [Component] = []
    for first in 0..<T where !isSeen[first] {
      isSeen[first] = true
      var tasks = [first]
      var next = 0
      while next < tasks.count {
        let t = tasks[next]
        next += 1
        for s in 0..<T where !isSeen[s] && common + own[t * T + s] > 0 {
          isSeen[s] = true
          tasks.append(s)
        }
      }
      tasks.sort()
      found.append(Component(tasks: tasks, evenWeight: evenWeight(tasks, T, common, own)))
    }
    return found
  }

  private static func evenWeight(
    _ tasks: [Int], _ T: Int, _ common: Double, _ own: [Double]
  ) -> Double? {
    guard tasks.count > 1 else { return 0 }
    let weight = own[tasks[0] * T + tasks[1]]
    for t in tasks {
      for s in tasks where s != t && own[t * T + s] != weight { return nil }
    }
    return common + weight
  }

  /// W M for task-major weights: f w_t + Σ_s e_ts (w_t − w_s).
  func product(_ W: TaskWeights) throws -> TaskWeights {
    let (T, d) = (taskCount, W.featureCount)
    var result = W
    for i in result.values.indices { result.values[i] *= ridge }
    if common > 0 {
      let mean = W.mean
      let weight = common * Double(T)
      for t in 0..<T {
        for k in 0..<d { result.values[t * d + k] += weight * (W.values[t * d + k] - mean[k]) }
      }
    }
    guard !own.isEmpty else { return result }
    var laplacian = own.map { -$0 }
    for t in 0..<T {
      laplacian[t * T + t] = own[t * T..<(t + 1) * T].reduce(0, +)
    }
    try BLAS.gemm(false, false, T, d, T, 1, laplacian, T, W.values, d, 1, &result.values, d)
    return result
  }

  /// M's eigenvalues and its orthonormal eigenvectors, in the columns of a T×T matrix; `nil` for the
  /// vectors where there is no edge.
  func spectrum() throws -> (values: [Double], vectors: [Double]?) {
    let T = taskCount
    guard hasEdges else { return (Array(repeating: ridge, count: T), nil) }
    guard !own.isEmpty else {
      return ([ridge] + Array(repeating: ridge + common * Double(T), count: T - 1), Self.mirror(T))
    }
    var laplacian = Tensor(repeating: 0, Shape(T, T))
    laplacian.withMutableElements { l in
      for t in 0..<T {
        for s in 0..<T { l[t * T + s] = t == s ? degree(t) : -edge(t, s) }
      }
    }
    let (values, vectors) = try LinearAlgebra.eigen(laplacian)
    // A Laplacian has an eigenvalue of 0 for each component.
    let exact = values.elements.enumerated().map { i, value in
      ridge + (i < components.count ? 0 : max(value, 0))
    }
    return (exact, vectors.elements)
  }

  /// The reflection that turns the first axis to 1/√T: an orthonormal basis whose first vector is even.
  private static func mirror(_ T: Int) -> [Double] {
    let even = 1 / Double(T).squareRoot()
    // H = I − 2vvᵀ/‖v‖² with v = e₁ − 1/√T
    var v = Array(repeating: -even, count: T)
    v[0] += 1
    let square = 2 * (1 - even)
    var H = Array(repeating: 0.0, count: T * T)
    for i in 0..<T {
      for j in 0..<T { H[i * T + j] = (i == j ? 1 : 0) - 2 * v[i] * v[j] / square }
    }
    return H
  }
}
