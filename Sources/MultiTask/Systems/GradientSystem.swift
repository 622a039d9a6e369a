internal import Tensors

/// Tasks that are tied unevenly, too many for a dense matrix: preconditioned conjugate gradients.
///
/// M. R. Hestenes, E. Stiefel, *Methods of Conjugate Gradients for Solving Linear Systems*, Journal of
/// Research of the National Bureau of Standards 49, 1952. The preconditioner has two levels: every task
/// alone, its ties taken to be fixed, and the weights that all tasks have in common, which strong ties
/// leave to be found last (Y. Saad, *Iterative Methods for Sparse Linear Systems*, 2003, chapter 14).
struct GradientSystem: Sendable {
  /// Until the residual is this share of the right side.
  private static let tolerance = 1e-14
  private static let maximumIterations = 5_000

  let tasks: [Int]
  private let graph: CouplingGraph
  private let factors: [TaskFactor]
  /// Σ_t (Z_tᵀZ_t + f I), where that is not too wide.
  private let common: DefiniteSystem?

  init(
    _ rows: [CentredRows], _ grams: inout [[Double]], _ tasks: [Int], _ graph: CouplingGraph
  ) throws {
    self.tasks = tasks
    self.graph = graph
    let d = rows[0].columnCount
    common =
      d <= ArrowSystem.widthLimit ? try Self.common(rows, grams, tasks, graph.ridge) : nil
    factors = try TaskFactor.all(rows, &grams, tasks) { graph.ridge + graph.degree($0) }
  }

  private static func common(
    _ rows: [CentredRows], _ grams: [[Double]], _ tasks: [Int], _ ridge: Double
  ) throws -> DefiniteSystem {
    let d = rows[0].columnCount
    let parts = min(tasks.count, max(1, min(8, (1 << 24) / max(d * d, 1))))
    try TensorMemory.check(count: d * d * (parts + 2), described: "\(d)×\(d)")
    let sums = try mapInParallel(parts) { part in
      var sum = Array(repeating: 0.0, count: d * d)
      for i in tasks.count * part / parts..<tasks.count * (part + 1) / parts {
        try Interrupt.check()
        let t = tasks[i]
        if rows[t].isTall {
          for j in sum.indices { sum[j] += grams[t][j] }
        } else {
          try rows[t].forEachBlock(of: rows[t].rowCount) { _, count, z in
            try BLAS.syrk(true, d, count, 1, z, d, 1, &sum, d)
          }
        }
      }
      return sum
    }
    var total = Array(repeating: 0.0, count: d * d)
    for sum in sums {
      for j in total.indices { total[j] += sum[j] }
    }
    for k in 0..<d { total[k * d + k] += ridge * Double(tasks.count) }
    return try DefiniteSystem(total, size: d)
  }

  /// The weights of the system's tasks, in turn, for right sides of all tasks.
  func solution(_ right: [[Double]]) throws -> [Double] {
    let d = right[0].count
    var x = Array(repeating: 0.0, count: tasks.count * d)
    var r = tasks.flatMap { right[$0] }
    var p = try preconditioned(r)
    var rho = Self.dot(r, p)
    let goal = Self.tolerance * Self.dot(r, r).squareRoot()
    for _ in 0..<Self.maximumIterations where rho > 0 {
      try Interrupt.check()
      let q = try product(p)
      let curvature = Self.dot(p, q)
      guard curvature > 0 else { break }
      let alpha = rho / curvature
      for i in x.indices {
        x[i] += alpha * p[i]
        r[i] -= alpha * q[i]
      }
      guard Self.dot(r, r).squareRoot() > goal else { break }
      let z = try preconditioned(r)
      let next = Self.dot(r, z)
      let beta = next / rho
      rho = next
      for i in p.indices { p[i] = z[i] + beta * p[i] }
    }
    return x
  }

  /// Both levels' answers, added.
  private func preconditioned(_ r: [Double]) throws -> [Double] {
    let d = r.count / tasks.count
    var z = try mapInParallel(tasks.count) { i in
      try factors[i].applied(Array(r[i * d..<(i + 1) * d]))
    }.flatMap { $0 }
    guard let common else { return z }
    var sum = Array(repeating: 0.0, count: d)
    for i in r.indices { sum[i % d] += r[i] }
    let shared = try common.solution(sum)
    for i in z.indices { z[i] += shared[i % d] }
    return z
  }

  private func product(_ x: [Double]) throws -> [Double] {
    let d = x.count / tasks.count
    var W = TaskWeights(taskCount: graph.taskCount, featureCount: d)
    W.set(tasks, x)
    let coupled = try graph.product(W)
    return try mapInParallel(tasks.count) { i in
      let rows = factors[i].rows
      let own = try rows.transposedProduct(rows.product(Array(x[i * d..<(i + 1) * d])))
      return zip(own, coupled.task(tasks[i])).map { $0 + $1 }
    }.flatMap { $0 }
  }

  private static func dot(_ a: [Double], _ b: [Double]) -> Double {
    zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
  }
}
