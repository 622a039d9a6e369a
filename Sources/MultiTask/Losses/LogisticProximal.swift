internal import Datasets
internal import Diagnostics
internal import Glibc
internal import Tensors

/// The proximal operator of one task's logistic loss: argmin_w,b Σ log(1 + exp(−s f)) + ½ c ‖w − v‖²,
/// f = Xw + b, by Newton's method with halved steps.
struct LogisticProximal {
  private let task: TaskSamples
  private let hasIntercept: Bool
  private let n: Int
  private let d: Int

  init(_ task: TaskSamples, hasIntercept: Bool) {
    self.task = task
    self.hasIntercept = hasIntercept
    n = task.rowCount
    d = task.X.columnCount
  }

  /// Replaces v by the weights, and b by the intercept, both sought from where they were.
  func solve(
    _ v: UnsafeMutablePointer<Double>, _ c: Double, from start: ArraySlice<Double>,
    _ b: inout Double
  ) throws {
    let width = d + (hasIntercept ? 1 : 0)
    let center = (0..<d).map { v[$0] }
    var point = Array(start) + (hasIntercept ? [b] : [])
    var value = try value(point, center, c)
    for _ in 0..<60 {
      try Interrupt.check()
      let (gradient, direction) = try newtonStep(point, center, c)
      let slope = zip(gradient, direction).reduce(0) { $0 + $1.0 * $1.1 }
      guard slope < 0 else { break }
      var length = 1.0
      var next = point
      var reached = value
      while length > 1e-10 {
        for k in 0..<width { next[k] = point[k] + length * direction[k] }
        reached = try self.value(next, center, c)
        if reached <= value + 1e-4 * length * slope + 1e-14 * abs(value) { break }
        length /= 2
      }
      (point, value) = (next, reached)
      // The next step would be as small as this one's square.
      if -slope <= 1e-16 * max(1, value) { break }
    }
    for k in 0..<d { v[k] = point[k] }
    if hasIntercept { b = point[d] }
  }

  private func scores(_ point: [Double]) throws -> [Double] {
    try task.scores(point[..<d], intercept: hasIntercept ? point[d] : 0)
  }

  private func value(_ point: [Double], _ center: [Double], _ c: Double) throws -> Double {
    var total = TaskLoss.logistic.total(task, try scores(point))
    for k in 0..<d { total += c / 2 * (point[k] - center[k]) * (point[k] - center[k]) }
    return total
  }

  /// The gradient g, and −H⁻¹ g.
  private func newtonStep(
    _ point: [Double], _ center: [Double], _ c: Double
  ) throws -> (gradient: [Double], direction: [Double]) {
    let width = point.count
    var rows = Array(repeating: 0.0, count: n * width)
    var gradient = Array(repeating: 0.0, count: width)
    for k in 0..<d { gradient[k] = c * (point[k] - center[k]) }
    for (i, f) in try scores(point).enumerated() {
      let p = 1 / (1 + exp(-f))
      let (slope, root) = (p - task.y[flat: i], (p * (1 - p)).squareRoot())
      for k in 0..<width {
        let x = k < d ? task.X[i, k] : 1
        gradient[k] += slope * x
        rows[i * width + k] = root * x
      }
    }
    var hessian = Array(repeating: 0.0, count: width * width)
    var direction = gradient.map { -$0 }
    let info = try hessian.withUnsafeMutableBufferPointer { h in
      try direction.withUnsafeMutableBufferPointer { g in
        guard let h = h.baseAddress, let g = g.baseAddress else { return 0 }
        try BLAS.syrk(true, width, n, 1, rows, width, 0, h, width)
        // An intercept that nothing holds back is held a little.
        for k in 0..<width { h[k * width + k] += k < d ? c : 1e-12 * Double(n) }
        let info = try BLAS.potrf(width, h, width)
        if info == 0 { try BLAS.potrs(width, 1, h, width, g, 1) }
        return info
      }
    }
    guard info == 0 else {
      throw Failure(
        .numeric,
        "task '\(task.name)': the features are too large or too alike for the weights to be told apart",
        notes: ["standardize makes features comparable"])
    }
    return (gradient, direction)
  }
}
