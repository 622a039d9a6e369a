internal import Diagnostics
internal import Tensors

extension Penalty {
  /// The proximal operator of the whole penalty, quadratic terms included, at a d×T matrix:
  /// argmin_W step · penalty(W) + ½ ‖W − V‖²_F.
  ///
  /// Exact for every single term, for quadratic terms alone (a T×T linear system), and for corners that
  /// have an operator with any multiple of ‖W‖²_F added. Other sums are solved by iterations until their
  /// conditions of optimality hold to 1e-12. The dirty model counts as the norm of W that its cheapest
  /// parts have.
  ///
  /// - Throws: `value` for a negative step or a k of `aso` that is too large, `shape` when S of a
  ///   similarity has another size, `unsupported` with the reason when terms cannot be solved together,
  ///   `numeric` when the iterations do not settle.
  package func wholeProx(_ V: TaskWeights, step: Double) throws -> TaskWeights {
    guard step >= 0, step.isFinite else {
      throw Failure(.value, "expected a step of at least 0, found \(step)")
    }
    let corners = try PenaltyCorners(self)
    let coupling = try TaskCoupling(self, taskCount: V.taskCount)
    try corners.structure?.checkRank(taskCount: V.taskCount, featureCount: V.featureCount)
    if step == 0 { return V }
    if corners.isEmpty { return try coupling.prox(V, step: step) }
    guard let ridge = coupling.ridge else {
      let terms =
        try corners.splitTerms(scaledBy: step) + [.quadratic(coupling.spectrum(), weight: step)]
      return try ProximalSplitting.prox(terms, at: V).weights
    }
    // ½‖W − V‖² + step · ridge ‖W‖² is a multiple of the distance to a point nearer to 0.
    let share = 1 / (1 + 2 * step * ridge)
    return try corners.prox(V.scaled(by: share), step: step * share)
  }
}

/// The quadratic terms of a penalty, tr(W M Wᵀ), and what has to be known of M.
struct TaskCoupling: Sendable {
  /// M, T×T row by row; `nil` without quadratic terms.
  let M: [Double]?
  let taskCount: Int
  /// λ when the only terms are coherence of that weight altogether.
  private let coherence: Double?

  init(_ penalty: Penalty, taskCount: Int) throws {
    M = try penalty.coupling(taskCount: taskCount)
    self.taskCount = taskCount
    var (total, isAlone) = (0.0, true)
    for term in penalty.terms {
      switch term {
      case .coherence(let strength): total += strength
      case .similarity(let strength, _), .l2(let strength): isAlone = isAlone && strength == 0
      case .elasticNet(let strength, let ratio): isAlone = isAlone && strength * (1 - ratio) == 0
      case .nuclear, .l21, .l1, .dirty, .aso: continue
      }
    }
    coherence = isAlone ? total : nil
  }

  /// c when M = c I, so that the terms are c ‖W‖²_F.
  var ridge: Double? {
    guard let M, let first = M.first else { return 0 }
    for (i, value) in M.enumerated() {
      let wanted = i / taskCount == i % taskCount ? first : 0
      if value != wanted { return nil }
    }
    return first
  }

  /// The eigenvalues of M, and its eigenvectors in columns.
  func spectrum() throws -> CouplingSpectrum {
    let M = M ?? Array(repeating: 0, count: taskCount * taskCount)
    let (values, vectors) = try LinearAlgebra.eigen(Tensor(M, Shape(taskCount, taskCount)))
    return CouplingSpectrum(values: values.elements.map { max($0, 0) }, vectors: vectors)
  }

  /// argmin_W step · tr(W M Wᵀ) + ½ ‖W − V‖²_F = V (I + 2 step M)⁻¹.
  ///
  /// Coherence pulls every task towards the mean by one factor; a multiple of I pulls all towards 0.
  func prox(_ V: TaskWeights, step: Double) throws -> TaskWeights {
    guard let M else { return V }
    if let ridge { return V.scaled(by: 1 / (1 + 2 * step * ridge)) }
    if let coherence {
      let (mean, keep) = (V.mean, 1 / (1 + 2 * step * coherence))
      var W = V
      for t in 0..<V.taskCount {
        for k in 0..<V.featureCount { W[k, t] = mean[k] + keep * (V[k, t] - mean[k]) }
      }
      return W
    }
    var system = M.map { 2 * step * $0 }
    for t in 0..<taskCount { system[t * taskCount + t] += 1 }
    let right = try V.tensor.transposed()
    let solution = try LinearAlgebra.solve(Tensor(system, Shape(taskCount, taskCount)), right)
    return TaskWeights(try solution.transposed())
  }
}

/// The symmetric matrix of quadratic terms by its eigenvectors.
struct CouplingSpectrum: Sendable {
  let values: [Double]
  /// One eigenvector a column.
  let vectors: Tensor

  /// V (I + 2 step M)⁻¹.
  func prox(_ V: TaskWeights, step: Double) throws -> TaskWeights {
    var turned = try matmul(V.tensor, vectors)
    let T = values.count
    turned.withMutableElements { z in
      for i in z.indices { z[i] /= 1 + 2 * step * values[i % T] }
    }
    return TaskWeights(try matmul(turned, vectors.transposed()))
  }
}
