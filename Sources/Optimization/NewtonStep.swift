internal import Tensors

extension LinearProblem {
  /// Whether a block is so small that second derivatives cost next to nothing.
  func suitsNewton(_ block: Block) -> Bool {
    guard case .logistic = block.loss else { return false }
    let p = design.parameterCount
    return p <= 128 && design.rowCount * p * p <= 4_000_000
  }

  /// Solves `(C Xᵀ D X + P) direction = −gradient` with D = σ(1 − σ), over the inputs that a block of
  /// one column may use; `false` when the matrix is not positive definite in rounding.
  func newtonDirection(
    _ block: Block, _ weights: Doubles, _ gradient: Doubles, _ direction: MutableDoubles
  ) throws -> Bool {
    guard case .logistic = block.loss else { return false }
    let (n, p) = (design.rowCount, design.parameterCount)
    let scores = Buffer(n)
    try design.scores(of: weights, rows: 1, into: scores.pointer)
    block.loss.probabilities(scores.pointer, count: n, scratch: scores.pointer)
    let curvature = (0..<n).map {
      strength * scores.pointer[$0] * (1 - scores.pointer[$0])
    }
    let allowed =
      block.features.map { $0 + (design.hasIntercept ? [p - 1] : []) } ?? Array(0..<p)
    let hessian = try design.gram(weights: curvature, parameters: allowed)
    for (a, j) in allowed.enumerated() {
      hessian.pointer[a * allowed.count + a] += j < design.featureCount ? 1 : 1e-12
    }
    guard let factor = try Factor(hessian, size: allowed.count) else { return false }
    let packed = Buffer(allowed.count)
    for (a, j) in allowed.enumerated() { packed.pointer[a] = -gradient[j] }
    try factor.solve(packed.pointer)
    direction.update(repeating: 0, count: p)
    for (a, j) in allowed.enumerated() { direction[j] = packed.pointer[a] }
    return true
  }
}
