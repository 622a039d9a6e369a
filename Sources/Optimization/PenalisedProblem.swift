internal import Tensors

/// Many linear models on one design under a penalty with corners, trained together.
///
/// A block of columns `w_1 … w_K` minimises `C · Σ_i ℓ(z_i) + λ₁ Σ_k ‖w_k‖₁ + ½ λ₂ Σ_k ‖w_k‖²` with
/// `z = X w + b`; the intercepts `b` are not penalised, and blocks do not touch each other. λ₁ = λ₂ =
/// 0 is no penalty; then separable classes have no optimum, and the fit ends where the gradient is
/// small enough.
package struct PenalisedProblem {
  /// ℓ, with what it is to fit.
  package enum Loss: Sendable {
    /// Log loss of two classes, or of several.
    case likelihood(LinearProblem.Loss)
    /// `a_i max(0, 1 − z)² + c_i max(0, 1 + z)²`: how much a row speaks for yes and for no.
    case squaredHinge(yes: [Double], no: [Double])

    /// K, the columns of the block.
    var columnCount: Int {
      if case .likelihood(let loss) = self { return loss.columnCount }
      return 1
    }
  }

  /// λ₁ and λ₂.
  package struct Penalty: Sendable, Equatable {
    package let l1: Double
    package let l2: Double

    package init(l1: Double, l2: Double) {
      self.l1 = l1
      self.l2 = l2
    }
  }

  /// Columns that one loss couples.
  package struct Block: Sendable {
    package let loss: Loss
    /// The inputs it may use, all when `nil`; the intercept is always its own.
    package let features: [Int]?
    /// K×p parameters to begin with.
    package let start: [Double]?

    package init(_ loss: Loss, features: [Int]? = nil, start: [Double]? = nil) {
      self.loss = loss
      self.features = features
      self.start = start
    }
  }

  package let design: ColumnDesign
  /// C, the weight of the loss against the penalty.
  package let strength: Double
  package let penalty: Penalty
  package let blocks: [Block]

  package init(design: ColumnDesign, strength: Double, penalty: Penalty, blocks: [Block]) {
    self.design = design
    self.strength = strength
    self.penalty = penalty
    self.blocks = blocks
  }

  /// Minimises every block by proximal Newton steps, several blocks at a time.
  ///
  /// A block has arrived when the largest entry of the minimal subgradient is at most the tolerance
  /// times the largest entry of the loss's gradient at parameters 0. Throws when interrupted, or when
  /// memory does not suffice.
  package func solve(_ options: SolverOptions = SolverOptions()) throws -> LinearSolution {
    let columns = blocks.map(\.loss.columnCount).max() ?? 0
    try TensorMemory.check(
      count: 6 * columns * (design.rowCount + design.parameterCount),
      described: "\(6 * columns)×\(design.rowCount)")
    var found = [(weights: [Double], report: SolverReport)?](repeating: nil, count: blocks.count)
    try found.withUnsafeMutableBufferPointer { found in
      try Parallel.run(blocks.count, "fit") { index in
        let solver = try ProximalNewton(self, blocks[index], options)
        while !solver.isFinished {
          try Interrupt.check()
          try solver.iterate()
        }
        found[index] = (solver.solution, solver.report)
      }
    }
    return LinearSolution(
      weights: found.map { $0?.weights ?? [] },
      reports: found.map { $0?.report ?? SolverReport(method: .proximalNewton) })
  }
}
