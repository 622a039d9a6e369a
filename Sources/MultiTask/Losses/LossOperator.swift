internal import Datasets
internal import Diagnostics
internal import Tensors

/// The loss of all tasks as a function that has a proximal operator, intercepts left free.
///
/// For the squared loss each task is a linear system, of d unknowns where there are more samples than
/// features and else of n_t; its factors are kept. For the logistic loss each is a Newton iteration that
/// starts where the last one ended.
struct LossOperator: Sendable {
  let problem: TaskProblem
  /// The systems of the squared loss, one a task or one for all where inputs are shared.
  private var systems: [RidgeSystem] = []
  /// 2 X_tᵀ y_t with centred inputs, where systems are of features.
  private var targets: TaskWeights
  private var last: TaskWeights
  private var intercepts: [Double]
  /// c of the factors.
  private var factored = -1.0

  init(_ problem: TaskProblem) throws {
    self.problem = problem
    let (T, d) = (problem.data.taskCount, problem.data.featureCount)
    targets = TaskWeights(taskCount: T, featureCount: d)
    last = targets
    intercepts = Array(repeating: 0, count: T)
    guard problem.loss == .squared else { return }
    for t in 0..<(problem.data.isShared ? 1 : T) {
      try Interrupt.check()
      systems.append(
        try RidgeSystem(problem.data.tasks[t].X, isCentred: problem.hasIntercepts))
    }
    for (t, task) in problem.data.tasks.enumerated() where task.rowCount > d {
      let y = task.y.elements
      let mean = problem.hasIntercepts ? y.reduce(0, +) / Double(max(y.count, 1)) : 0
      try targets.add(task.X, transposedTimes: y.map { 2 * ($0 - mean) }, to: t)
    }
  }

  /// The mean curvature of the loss by a weight, at W = 0.
  var curvature: Double {
    get throws {
      let T = Double(problem.data.taskCount)
      let d = Double(problem.data.featureCount)
      var total = 0.0
      for (t, task) in problem.data.tasks.enumerated() {
        try Interrupt.check()
        if problem.data.isShared && t > 0 { continue }
        let squares = task.X.withElements { $0.reduce(0) { $0 + $1 * $1 } }
        total += squares * (problem.data.isShared ? T : 1)
      }
      let mean = problem.loss.curvature * total / max(T * d, 1)
      return mean > 0 && mean.isFinite ? mean : 1
    }
  }

  /// argmin_W min_b loss(W, b) + ½ c ‖W − V‖²_F.
  mutating func prox(_ V: TaskWeights, _ c: Double) throws -> TaskWeights {
    let (T, d) = (V.taskCount, V.featureCount)
    var W = V
    if problem.loss == .squared {
      if factored != c {
        for i in systems.indices { try systems[i].factor(c) }
        factored = c
      }
      let (problem, systems, targets) = (problem, systems, targets)
      try W.values.withUnsafeMutableBufferPointer { w in
        guard let w = w.baseAddress else { return }
        try Parallel.run(T) { t in
          try systems[systems.count == 1 ? 0 : t].solve(
            problem.data.tasks[t], targets.task(t), c, w + t * d)
        }
      }
      return W
    }
    let (problem, start) = (problem, last)
    try W.values.withUnsafeMutableBufferPointer { w in
      try intercepts.withUnsafeMutableBufferPointer { b in
        guard let w = w.baseAddress, let b = b.baseAddress else { return }
        try Parallel.run(T) { t in
          try LogisticProximal(problem.data.tasks[t], hasIntercept: problem.hasIntercepts)
            .solve(w + t * d, c, from: start.task(t), &b[t])
        }
      }
    }
    last = W
    return W
  }
}

/// The linear system of one task: 2 XᵀX + cI over features, or XXᵀ + c/2 I over samples, inputs centred
/// where there is an intercept.
struct RidgeSystem: Sendable {
  private let isTall: Bool
  private let isCentred: Bool
  private let size: Int
  private let matrix: [Double]
  private var factors: [Double] = []

  init(_ X: Tensor, isCentred: Bool) throws {
    let (n, d) = (X.rowCount, X.columnCount)
    isTall = n > d
    self.isCentred = isCentred
    size = min(n, d)
    var centred = X
    if isCentred { Self.center(&centred) }
    var product = Array(repeating: 0.0, count: size * size)
    let (isTall, size) = (isTall, size)
    try centred.withElements { x in
      try product.withUnsafeMutableBufferPointer { product in
        guard let x = x.baseAddress, let a = product.baseAddress else { return }
        try BLAS.syrk(isTall, size, isTall ? n : d, isTall ? 2 : 1, x, d, 0, a, size)
      }
    }
    matrix = product
  }

  private static func center(_ X: inout Tensor) {
    let (n, d) = (X.rowCount, X.columnCount)
    X.withMutableElements { x in
      var means = Array(repeating: 0.0, count: d)
      for i in 0..<n { for k in 0..<d { means[k] += x[i * d + k] / Double(n) } }
      for i in 0..<n { for k in 0..<d { x[i * d + k] -= means[k] } }
    }
  }

  /// Prepares to solve with c > 0.
  mutating func factor(_ c: Double) throws {
    factors = matrix
    for k in 0..<size { factors[k * size + k] += isTall ? c : c / 2 }
    let size = size
    let info = try factors.withUnsafeMutableBufferPointer { a in
      try a.baseAddress.map { try BLAS.potrf(size, $0, size) } ?? 0
    }
    guard info == 0 else {
      throw Failure(
        .numeric, "the features are too large or too alike for the weights to be told apart",
        notes: ["standardize makes features comparable"])
    }
  }

  /// Replaces v, d numbers, by argmin_w min_b ‖Xw + b − y‖² + ½ c ‖w − v‖².
  func solve(
    _ task: TaskSamples, _ target: ArraySlice<Double>, _ c: Double,
    _ v: UnsafeMutablePointer<Double>
  ) throws {
    let (n, d) = (task.rowCount, task.X.columnCount)
    try factors.withUnsafeBufferPointer { a in
      guard let a = a.baseAddress else { return }
      if isTall {
        for (k, q) in target.enumerated() { v[k] = q + c * v[k] }
        return try BLAS.potrs(size, 1, a, size, v, 1)
      }
      var alpha = Array(repeating: 0.0, count: n)
      try alpha.withUnsafeMutableBufferPointer { alpha in
        try task.X.withElements { x in
          guard let x = x.baseAddress, let r = alpha.baseAddress else { return }
          try BLAS.gemv(false, n, d, -1, x, d, v, 0, r)
          task.y.withElements { y in for i in 0..<n { r[i] += y[i] } }
          if isCentred { Self.center(r, n) }
          try BLAS.potrs(size, 1, a, size, r, 1)
          if isCentred { Self.center(r, n) }
          try BLAS.gemv(true, n, d, 1, x, d, r, 1, v)
        }
      }
    }
  }

  private static func center(_ r: UnsafeMutablePointer<Double>, _ n: Int) {
    var mean = 0.0
    for i in 0..<n { mean += r[i] / Double(n) }
    for i in 0..<n { r[i] -= mean }
  }
}
