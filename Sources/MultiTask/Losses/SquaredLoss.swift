internal import Datasets
internal import Tensors

/// Σ_t ‖y_t − X_t w_t − b_t‖² with the quadratic terms tr(W M Wᵀ); b_t = ȳ_t − x̄_t·w_t is eliminated.
///
/// The gradient 2 (G_t w_t − q_t) is affine in W: an extrapolated point needs no product of its own, and
/// the curvature along a step is known from the gradients at its ends.
struct SquaredLoss: SmoothLoss {
  let tasks: [TaskSamples]
  let hasIntercepts: Bool
  /// One a task, or one for all of them.
  private let designs: [TaskDesign]
  private let isShared: Bool
  private let featureCount: Int
  /// q_t = X_cᵀ y_c of every task with a Gram matrix, T×d.
  private let targets: [Double]
  /// ȳ_t, 0 without intercepts; ‖y_t − ȳ_t‖².
  private let targetMeans: [Double]
  private let targetSquares: [Double]

  /// From this many multiplications on the tasks are shared out to threads.
  static let parallelWork = 1 << 18

  /// Prepares the products.
  ///
  /// - Throws: `data` naming the task when an input is missing or infinite: a Gram matrix tells, so that
  ///   the inputs need no reading of their own.
  init(_ problem: TaskProblem) throws {
    let data = problem.data
    let centred = problem.hasIntercepts
    let d = data.featureCount
    tasks = data.tasks
    hasIntercepts = centred
    isShared = data.isShared
    featureCount = d
    let means = data.tasks.map { task in
      centred ? task.y.withElements { $0.reduce(0, +) } / Double(task.rowCount) : 0
    }
    targetMeans = means
    targetSquares = zip(data.tasks, means).map { task, mean in
      task.y.withElements { $0.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } }
    }
    if data.isShared {
      designs = try data.tasks.prefix(1).map {
        try TaskDesign($0.X, isCentred: centred, isShared: true)
      }
      targets = try designs.first.map { try Self.makeTargets($0, data, means) } ?? []
    } else {
      (designs, targets) = try Self.makeDesigns(data, isCentred: centred, means)
    }
    if !designs.allSatisfy(\.isKnownFinite) { try problem.checkInputs() }
  }

  func makePoint() -> SmoothPoint {
    SmoothPoint(taskCount: tasks.count, featureCount: featureCount)
  }

  func evaluate(_ W: TaskWeights, _ M: [Double]?, into point: inout SmoothPoint) throws {
    if !isShared {
      try evaluateSeparately(W, into: &point)
    } else if let gram = designs.first?.gram {
      try evaluateShared(W, gram, into: &point)
    } else if let X = designs.first?.X {
      try evaluateShared(W, X, into: &point)
    }
    try addQuadratic(W, M, into: &point)
  }

  func complete(_ W: TaskWeights, _ M: [Double]?, _ point: inout SmoothPoint) throws {}

  func extrapolate(
    _ point: SmoothPoint, beyond old: SmoothPoint, by share: Double, into ahead: inout SmoothPoint
  ) {
    let count = point.gradient.values.count
    point.gradient.values.withPointer { g in
      old.gradient.values.withPointer { o in
        ahead.gradient.values.withMutablePointer {
          VectorLoops.extrapolate(g, beyond: o, by: share, into: $0, count)
        }
      }
    }
  }

  func bend(
    _ point: SmoothPoint, at W: TaskWeights, from ahead: SmoothPoint, at Z: TaskWeights
  ) -> Double {
    let count = W.values.count
    return point.gradient.values.withPointer { g in
      ahead.gradient.values.withPointer { h in
        W.values.withPointer { w in
          Z.values.withPointer { z in
            VectorLoops.correlation(of: g, less: h, with: w, less: z, count)
          }
        }
      }
    }
  }

  /// D(s) = 2 s Σ r·y − s² (loss + tr(W M Wᵀ)) for θ = 2 s r, the quadratic terms being further rows of
  /// least squares with targets 0.
  func dualValue(_ point: SmoothPoint, scale s: Double) -> Double {
    let best = point.value > 0 ? point.correlation / point.value : 0
    let s = min(s, max(best, 0))
    return 2 * s * point.correlation - s * s * point.value
  }
}

// MARK: - Products

extension SquaredLoss {
  /// Loss, Σ r·y and intercept of one task.
  private struct TaskFigures {
    var loss = 0.0
    var correlation = 0.0
    var intercept = 0.0
  }

  private func evaluateSeparately(_ W: TaskWeights, into point: inout SmoothPoint) throws {
    let (T, d) = (tasks.count, featureCount)
    var figures = Array(repeating: TaskFigures(), count: T)
    let work = designs.reduce(0) { $0 + ($1.gram?.count ?? $1.X.count) }
    try W.values.withPointer { w in
      try point.gradient.values.withMutablePointer { g in
        try figures.withUnsafeMutableBufferPointer { figures in
          nonisolated(unsafe) let (w, g, figures) = (w, g, figures)
          try Parallel.forEachBlock(of: 1, in: T, isLarge: work >= Self.parallelWork) { t, _ in
            let (w, g) = (w + t * d, g + t * d)
            if designs[t].gram != nil {
              if Self.isZero(w, d) {
                g.update(repeating: 0, count: d)
              } else {
                try designs[t].multiply(w, into: g)
              }
              figures[t] = finishGram(t, w, g)
            } else {
              figures[t] = try evaluateDirectly(t, w, g)
            }
          }
        }
      }
    }
    sum(figures, into: &point)
  }

  private static func isZero(_ w: UnsafePointer<Double>, _ count: Int) -> Bool {
    (0..<count).allSatisfy { w[$0] == 0 }
  }

  /// Turns G w into the gradient.
  private func finishGram(
    _ t: Int, _ w: UnsafePointer<Double>, _ g: UnsafeMutablePointer<Double>
  ) -> TaskFigures {
    let d = featureCount
    return targets.withPointer { q in
      let q = q + t * d
      let (fit, explained) = (VectorLoops.dot(w, g, d), VectorLoops.dot(w, q, d))
      for k in 0..<d { g[k] = 2 * (g[k] - q[k]) }
      let shift = designs[isShared ? 0 : t].means.withPointer { VectorLoops.dot($0, w, d) }
      return TaskFigures(
        loss: max(0, targetSquares[t] - 2 * explained + fit),
        correlation: targetSquares[t] - explained, intercept: targetMeans[t] - shift)
    }
  }

  private func evaluateDirectly(
    _ t: Int, _ w: UnsafePointer<Double>, _ g: UnsafeMutablePointer<Double>
  ) throws -> TaskFigures {
    let (n, d) = (tasks[t].rowCount, featureCount)
    let isZero = Self.isZero(w, d)
    return try withUnsafeTemporaryAllocation(of: Double.self, capacity: max(n, 1)) { scratch in
      guard let r = scratch.baseAddress else { return TaskFigures() }
      return try tasks[t].X.withElements { x in
        try tasks[t].y.withElements { y in
          guard let x = x.baseAddress, let y = y.baseAddress else { return TaskFigures() }
          if isZero {
            r.initialize(repeating: 0, count: n)
          } else {
            try BLAS.gemv(false, n, d, 1, x, d, w, 0, r)
          }
          let figures = Self.residuals(
            r, y, n, hasIntercept: hasIntercepts, targetMean: targetMeans[t])
          try BLAS.gemv(true, n, d, -2, x, d, r, 0, g)
          return figures
        }
      }
    }
  }

  /// Turns X w into the residuals r = y − X w − b.
  private static func residuals(
    _ r: UnsafeMutablePointer<Double>, _ y: UnsafePointer<Double>, _ n: Int, hasIntercept: Bool,
    targetMean: Double
  ) -> TaskFigures {
    for i in 0..<n { r[i] = y[i] - r[i] }
    var figures = TaskFigures()
    if hasIntercept {
      var total = 0.0
      for i in 0..<n { total += r[i] }
      figures.intercept = total / Double(n)
      for i in 0..<n { r[i] -= figures.intercept }
    }
    figures.loss = VectorLoops.dot(r, r, n)
    var products = 0.0
    for i in 0..<n { products += r[i] * (y[i] - targetMean) }
    figures.correlation = products
    return figures
  }

  private func evaluateShared(
    _ W: TaskWeights, _ gram: [Double], into point: inout SmoothPoint
  ) throws {
    let (T, d) = (tasks.count, featureCount)
    var figures = Array(repeating: TaskFigures(), count: T)
    try W.values.withPointer { w in
      try point.gradient.values.withMutablePointer { g in
        try gram.withPointer { try BLAS.gemm(false, false, T, d, d, 1, w, d, $0, d, 0, g, d) }
        for t in 0..<T { figures[t] = finishGram(t, w + t * d, g + t * d) }
      }
    }
    sum(figures, into: &point)
  }

  private func evaluateShared(
    _ W: TaskWeights, _ X: Tensor, into point: inout SmoothPoint
  ) throws {
    let (T, d, n) = (tasks.count, featureCount, X.rowCount)
    var figures = Array(repeating: TaskFigures(), count: T)
    var scores = Array(repeating: 0.0, count: T * n)
    try X.withElements { x in
      guard let x = x.baseAddress else { return }
      try scores.withMutablePointer { r in
        try W.values.withPointer { w in
          try BLAS.gemm(false, true, T, n, d, 1, w, max(d, 1), x, max(d, 1), 0, r, n)
        }
        for t in 0..<T {
          figures[t] = tasks[t].y.withElements { y in
            guard let y = y.baseAddress else { return TaskFigures() }
            return Self.residuals(
              r + t * n, y, n, hasIntercept: hasIntercepts, targetMean: targetMeans[t])
          }
        }
        try point.gradient.values.withMutablePointer { g in
          try BLAS.gemm(false, false, T, d, n, -2, r, n, x, max(d, 1), 0, g, max(d, 1))
        }
      }
    }
    sum(figures, into: &point)
  }

  private func sum(_ figures: [TaskFigures], into point: inout SmoothPoint) {
    (point.loss, point.correlation) = (0, 0)
    for (t, task) in figures.enumerated() {
      point.loss += task.loss
      point.correlation += task.correlation
      point.intercepts[t] = hasIntercepts ? task.intercept : 0
    }
  }

  /// 2 Σ ‖X_c g_t‖² + 2 tr(g M gᵀ).
  func bend(along direction: TaskWeights, _ M: [Double]?) throws -> Double {
    let (T, d) = (tasks.count, featureCount)
    var bends = Array(repeating: 0.0, count: T)
    try direction.values.withPointer { g in
      try bends.withMutablePointer { bends in
        nonisolated(unsafe) let (g, bends) = (g, bends)
        let work = designs.reduce(0) { $0 + $1.X.count }
        try Parallel.forEachBlock(of: 1, in: T, isLarge: work >= Self.parallelWork) { t, _ in
          bends[t] = try bend(designs[isShared ? 0 : t], g + t * d)
        }
      }
    }
    var total = 2 * bends.reduce(0, +)
    if let M {
      let slope = try direction.coupled(by: M)
      total +=
        2
        * slope.values.withPointer { s in
          direction.values.withPointer { VectorLoops.dot($0, s, T * d) }
        }
    }
    return total
  }

  /// ‖X_c g‖².
  private func bend(_ design: TaskDesign, _ g: UnsafePointer<Double>) throws -> Double {
    let (n, d) = (design.X.rowCount, featureCount)
    let isGram = design.gram != nil
    let length = isGram ? d : n
    return try withUnsafeTemporaryAllocation(of: Double.self, capacity: max(length, 1)) { product in
      guard let p = product.baseAddress, length > 0 else { return 0 }
      if isGram {
        try design.multiply(g, into: p)
        return VectorLoops.dot(p, g, d)
      }
      try design.X.withElements { x in
        guard let x = x.baseAddress else { return }
        try BLAS.gemv(false, n, d, 1, x, d, g, 0, p)
      }
      if hasIntercepts {
        var mean = 0.0
        for i in 0..<n { mean += p[i] }
        mean /= Double(n)
        for i in 0..<n { p[i] -= mean }
      }
      return VectorLoops.dot(p, p, n)
    }
  }
}
