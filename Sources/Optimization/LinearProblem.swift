/// Many penalised linear models on one design, trained together.
///
/// A block of columns `w_1 … w_K` minimises `C · Σ_i ℓ(z_i) + ½ Σ_k ‖w_k‖²` with `z = X w + b`;
/// the intercepts `b` are not penalised, and blocks do not touch each other.
package struct LinearProblem: Sendable {
  /// ℓ, with what it is to fit.
  package enum Loss: Sendable {
    /// `log(1 + e^z) − y z` with targets y in [0, 1]: one column.
    case logistic(targets: [Double])
    /// Cross entropy of `softmax(z)`, a column a class; the target of class k is
    /// `(1 − ε) [k = code] + ε/K` with ε the smoothing.
    case softmax(codes: [Int], classes: Int, smoothing: Double)

    /// K, the columns of the block.
    package var columnCount: Int {
      switch self {
      case .logistic: 1
      case .softmax(_, let classes, _): classes
      }
    }
  }

  /// Columns that one loss couples.
  package struct Block: Sendable {
    package let loss: Loss
    /// The inputs it may use, all when `nil`; the intercept is always its own.
    package let features: [Int]?

    package init(_ loss: Loss, features: [Int]? = nil) {
      self.loss = loss
      self.features = features
    }
  }

  package let design: LinearDesign
  /// C, the weight of the loss against the penalty.
  package let strength: Double
  package let blocks: [Block]

  package init(design: LinearDesign, strength: Double, blocks: [Block]) {
    self.design = design
    self.strength = strength
    self.blocks = blocks
  }
}

/// Where the solver arrived, one entry a block.
package struct LinearSolution: Sendable {
  /// K×p a block, row-major: the parameters of one column after another, the intercept last.
  package var weights: [[Double]]
  package var reports: [SolverReport]
}
