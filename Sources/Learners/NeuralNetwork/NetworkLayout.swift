internal import Diagnostics
internal import Glibc
package import Tensors

/// What a hidden unit makes of its sum.
package enum Activation: String, Sendable, CaseIterable {
  case relu, tanh, logistic, identity
}

/// The layers of a fully connected network and where their parameters stand in one list.
///
/// Layer l has an in×out matrix of weights, row by row, followed by its out intercepts.
package struct NetworkLayout: Sendable, Equatable {
  /// Inputs, hidden units of each layer, outputs: 1 for two classes, else one a class.
  package let sizes: [Int]
  package let activation: Activation

  package init(sizes: [Int], activation: Activation) {
    self.sizes = sizes
    self.activation = activation
  }

  package var layerCount: Int { sizes.count - 1 }
  package var outputCount: Int { sizes[sizes.count - 1] }

  /// All weights and intercepts.
  package var parameterCount: Int {
    (0..<layerCount).reduce(0) { $0 + (sizes[$1] + 1) * sizes[$1 + 1] }
  }

  /// Where each layer's weights begin.
  package var offsets: [Int] {
    var offsets = [0]
    for l in 0..<layerCount { offsets.append(offsets[l] + (sizes[l] + 1) * sizes[l + 1]) }
    return offsets
  }

  /// Throws when the parameters, and what training keeps beside them, do not fit in memory.
  func checkSize() throws {
    try TensorMemory.check(
      count: 5 * parameterCount, described: "a network of \(parameterCount) parameters")
  }

  /// The start of Glorot and Bengio, *Understanding the Difficulty of Training Deep Feedforward
  /// Neural Networks*, AISTATS 2010: uniform within `√(6 / (in + out))` (2 for logistic units), the
  /// intercepts too.
  package func start(_ generator: inout RandomGenerator) -> [Double] {
    var parameters: [Double] = []
    parameters.reserveCapacity(parameterCount)
    let factor: Double = activation == .logistic ? 2 : 6
    for l in 0..<layerCount {
      let bound = (factor / Double(max(sizes[l] + sizes[l + 1], 1))).squareRoot()
      for _ in 0..<(sizes[l] + 1) * sizes[l + 1] {
        parameters.append((2 * generator.uniform() - 1) * bound)
      }
    }
    return parameters
  }

  /// The scores of b rows before the last sigmoid or softmax, b×outputs.
  package func scores(_ parameters: [Double], _ X: Tensor) throws -> Tensor {
    let pass = NetworkPass(self, rows: X.rowCount)
    defer { pass.deallocate() }
    let scores = try parameters.withUnsafeBufferPointer { w in
      try X.withElements { x in try pass.forward(w, x, rows: X.rowCount) }
    }
    return Tensor(Shape(X.rowCount, outputCount)) { out in
      out.initialize(from: scores, count: X.rowCount * outputCount)
    }
  }

  /// The mean cross entropy of b rows plus `α/2b · Σ w²` over the weights, and its gradient.
  ///
  /// Targets are b×outputs: the weight of class 1, or of every class.
  package func lossAndGradient(
    _ parameters: [Double], _ X: Tensor, targets: Tensor, alpha: Double
  ) throws -> (loss: Double, penalty: Double, gradient: [Double]) {
    let pass = NetworkPass(self, rows: X.rowCount)
    defer { pass.deallocate() }
    var gradient = [Double](repeating: 0, count: parameterCount)
    let (loss, penalty) = try parameters.withUnsafeBufferPointer { w in
      try gradient.withUnsafeMutableBufferPointer { g in
        try X.withElements { x in
          try targets.withElements { t in
            try pass.gradient(w, x, t, rows: X.rowCount, alpha: alpha, into: g)
          }
        }
      }
    }
    return (loss, penalty, gradient)
  }
}
