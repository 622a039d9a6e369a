package import Tensors

/// The inputs that many linear problems share, with a last column of ones for the intercept.
package struct LinearDesign: Sendable {
  /// n×p, where p counts the inputs and, if fitted, the intercept.
  package let values: Tensor
  /// The columns that are inputs.
  package let featureCount: Int
  package let hasIntercept: Bool

  package var rowCount: Int { values.rowCount }
  /// p: the parameters of one output.
  package var parameterCount: Int { values.columnCount }

  /// Puts the columns of several n-row matrices side by side.
  package init(_ parts: [Tensor], rowCount n: Int, intercept: Bool = true) throws {
    featureCount = parts.reduce(0) { $0 + $1.columnCount }
    hasIntercept = intercept
    let p = featureCount + (intercept ? 1 : 0)
    try TensorMemory.check(Shape(n, p))
    values = Tensor(Shape(n, p)) { target in
      var start = 0
      for part in parts {
        let width = part.columnCount
        part.withElements { source in
          for i in 0..<n {
            for j in 0..<width { target[i * p + start + j] = source[i * width + j] }
          }
        }
        start += width
      }
      if intercept { for i in 0..<n { target[i * p + p - 1] = 1 } }
    }
  }
}

/// Many penalised linear models on one design, trained together.
///
/// A block of columns `w_1 … w_K` minimises `C · Σ_i ℓ(z_i) + ½ Σ_k ‖w_k‖²` with `z = X w + b`;
/// the intercepts `b` are not penalised, and blocks do not touch each other.
package struct LinearProblem: Sendable {
  /// ℓ, with what it is to fit.
  package enum Loss: Sendable {
    /// `log(1 + e^z) − y z` with targets y in [0, 1]: one column.
    case logistic(targets: [Double])
    /// Cross entropy of `softmax(z)`: a column a class.
    case softmax(codes: [Int], classes: Int)

    /// K, the columns of the block.
    package var columnCount: Int {
      switch self {
      case .logistic: 1
      case .softmax(_, let classes): classes
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
