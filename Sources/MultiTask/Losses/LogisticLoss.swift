internal import Datasets
internal import Glibc
internal import Tensors

/// Σ_t Σ_i log(1 + exp(−s f)), s = 2y − 1, f = x·w_t + b_t, with the quadratic terms tr(W M Wᵀ); b_t is
/// at its optimum for the given w_t.
///
/// The scores X_t w_t are linear in W, so an extrapolated point takes no product for them, only one for
/// its gradient X_tᵀ(σ(f) − y). Every b_t is found by Newton's method on one number, which starts
/// at the last one found.
struct LogisticLoss: SmoothLoss {
  let tasks: [TaskSamples]
  let hasIntercepts: Bool
  private let isShared: Bool
  private let featureCount: Int
  /// Where the samples of each task begin among those of all tasks.
  private let starts: [Int]
  private let sampleCount: Int

  /// From this many multiplications on the tasks are shared out to threads.
  private static let parallelWork = 1 << 18

  init(_ problem: TaskProblem) {
    tasks = problem.data.tasks
    hasIntercepts = problem.hasIntercepts
    isShared = problem.data.isShared
    featureCount = problem.data.featureCount
    var (starts, count) = ([Int](), 0)
    for task in tasks {
      starts.append(count)
      count += task.rowCount
    }
    (self.starts, sampleCount) = (starts, count)
  }

  private var isLarge: Bool { sampleCount * featureCount >= Self.parallelWork }

  func makePoint() -> SmoothPoint {
    var point = SmoothPoint(taskCount: tasks.count, featureCount: featureCount)
    point.scores = Array(repeating: 0, count: sampleCount)
    point.slopes = point.scores
    return point
  }

  func evaluate(_ W: TaskWeights, _ M: [Double]?, into point: inout SmoothPoint) throws {
    let d = featureCount
    try W.values.withPointer { w in
      try point.scores.withMutablePointer { s in
        nonisolated(unsafe) let (w, s) = (w, s)
        try forEachDesign { t, count, x, n in
          if isShared {
            try BLAS.gemm(false, true, count, n, d, 1, w, d, x, d, 0, s, n)
          } else {
            try BLAS.gemv(false, n, d, 1, x, d, w + t * d, 0, s + starts[t])
          }
        }
      }
    }
    try settleIntercepts(&point)
    point.isExtrapolated = false
    try addQuadratic(W, M, into: &point, withGradient: false)
  }

  func complete(_ W: TaskWeights, _ M: [Double]?, _ point: inout SmoothPoint) throws {
    let d = featureCount
    if point.isExtrapolated {
      try settleIntercepts(&point)
      point.isExtrapolated = false
    }
    try point.slopes.withPointer { r in
      try point.gradient.values.withMutablePointer { g in
        nonisolated(unsafe) let (r, g) = (r, g)
        try forEachDesign { t, count, x, n in
          if isShared {
            try BLAS.gemm(false, false, count, d, n, 1, r, n, x, d, 0, g, d)
          } else {
            try BLAS.gemv(true, n, d, 1, x, d, r + starts[t], 0, g + t * d)
          }
        }
      }
    }
    try addQuadratic(W, M, into: &point)
  }

  /// Runs `body` for every task's inputs, or once for shared ones with the number of tasks.
  private func forEachDesign(
    _ body: (_ task: Int, _ count: Int, _ x: UnsafePointer<Double>, _ n: Int) throws -> Void
  ) throws {
    guard featureCount > 0 else { return }
    let count = isShared ? tasks.count : 1
    try Parallel.forEachBlock(of: 1, in: isShared ? 1 : tasks.count, isLarge: isLarge) { t, _ in
      try tasks[t].X.withElements { x in
        if let x = x.baseAddress { try body(t, count, x, tasks[t].rowCount) }
      }
    }
  }

  func extrapolate(
    _ point: SmoothPoint, beyond old: SmoothPoint, by share: Double, into ahead: inout SmoothPoint
  ) {
    point.scores.withPointer { s in
      old.scores.withPointer { o in
        ahead.scores.withMutablePointer {
          VectorLoops.extrapolate(s, beyond: o, by: share, into: $0, sampleCount)
        }
      }
    }
    ahead.intercepts = point.intercepts
    ahead.isExtrapolated = true
  }

  /// Twice the Bregman distance D(W, Z), or where that drowns in rounding its quadratic part
  /// Σ σ′(f_Z) (Δf)² + 2 tr(Δ M Δᵀ).
  func bend(
    _ point: SmoothPoint, at W: TaskWeights, from ahead: SmoothPoint, at Z: TaskWeights
  ) -> Double {
    let count = W.values.count
    let slope = ahead.gradient.values.withPointer { g in
      W.values.withPointer { w in
        Z.values.withPointer { z in VectorLoops.dot(g, w, count) - VectorLoops.dot(g, z, count) }
      }
    }
    let distance = point.value - ahead.value - slope
    if distance > 1e-8 * abs(ahead.value) { return 2 * distance }
    var total = coupledBend(point, at: W, from: ahead, at: Z)
    for (t, task) in tasks.enumerated() {
      let shift = point.intercepts[t] - ahead.intercepts[t]
      task.y.withElements { y in
        for i in 0..<task.rowCount {
          let p = ahead.slopes[starts[t] + i] + y[i]
          let change = point.scores[starts[t] + i] - ahead.scores[starts[t] + i] + shift
          total += p * (1 - p) * change * change
        }
      }
    }
    return total
  }

  /// 2 tr(Δ M Δᵀ), from W M and Z M.
  private func coupledBend(
    _ point: SmoothPoint, at W: TaskWeights, from ahead: SmoothPoint, at Z: TaskWeights
  ) -> Double {
    let count = W.values.count
    guard point.coupled.count == count, ahead.coupled.count == count else { return 0 }
    return 2
      * point.coupled.withPointer { p in
        ahead.coupled.withPointer { a in
          W.values.withPointer { w in
            Z.values.withPointer {
              VectorLoops.correlation(of: p, less: a, with: w, less: $0, count)
            }
          }
        }
      }
  }

  /// Σ H(s α) − s² tr(W M Wᵀ) with α = |σ(f) − y| and H(α) = −α log α − (1 − α) log(1 − α).
  func dualValue(_ point: SmoothPoint, scale s: Double) -> Double {
    var total = 0.0
    for slope in point.slopes {
      let a = s * abs(slope)
      if a > 0, a < 1 { total -= a * log(a) + (1 - a) * log1p(-a) }
    }
    return total - s * s * point.quadratic
  }

  /// ¼ Σ ‖X g_t‖² + 2 tr(g M gᵀ): more than the curvature.
  func bend(along direction: TaskWeights, _ M: [Double]?) throws -> Double {
    var point = makePoint()
    try evaluate(direction, M, into: &point)
    return point.scores.withPointer { VectorLoops.dot($0, $0, sampleCount) } / 4
      + 2 * point.quadratic
  }
}

// MARK: - Intercepts

extension LogisticLoss {
  /// Finds the best intercepts for the scores; then the loss, and its derivatives by the scores.
  private func settleIntercepts(_ point: inout SmoothPoint) throws {
    var losses = Array(repeating: 0.0, count: tasks.count)
    try losses.withMutablePointer { losses in
      try point.intercepts.withMutablePointer { b in
        try point.scores.withPointer { s in
          try point.slopes.withMutablePointer { r in
            nonisolated(unsafe) let (losses, b, s, r) = (losses, b, s, r)
            try Parallel.forEachBlock(of: 1, in: tasks.count, isLarge: isLarge) { t, _ in
              tasks[t].y.withElements { y in
                guard let y = y.baseAddress else { return }
                let task = LogisticScores(scores: s + starts[t], y: y, count: tasks[t].rowCount)
                if hasIntercepts { b[t] = task.bestIntercept(from: b[t], r + starts[t]) }
                losses[t] = task.loss(intercept: b[t], r + starts[t])
              }
            }
          }
        }
      }
    }
    point.loss = losses.reduce(0, +)
  }
}
