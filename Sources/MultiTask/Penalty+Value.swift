internal import Diagnostics
internal import Tensors

extension Penalty {
  /// The value of each term at weights given as parts: one matrix, two for the dirty model.
  package func values(_ parts: [TaskWeights]) throws -> [Double] {
    try terms.map { try $0.value(parts) }
  }
}

extension PenaltyTerm {
  /// The term's value; W is the sum of the parts.
  func value(_ parts: [TaskWeights]) throws -> Double {
    guard let first = parts.first else { return 0 }
    let W = parts.dropFirst().reduce(first, +)
    let (T, d) = (W.taskCount, W.featureCount)
    switch self {
    case .coherence(let strength):
      let mean = W.mean
      var total = 0.0
      for t in 0..<T {
        for k in 0..<d { total += (W[k, t] - mean[k]) * (W[k, t] - mean[k]) }
      }
      return strength * total
    case .nuclear(let strength):
      return try strength * LinearAlgebra.svd(W.tensor).s.elements.reduce(0, +)
    case .similarity(let strength, let S):
      var total = 0.0
      for i in 0..<T {
        for j in 0..<T where S[i, j] > 0 && i != j {
          var distance = 0.0
          for k in 0..<d { distance += (W[k, i] - W[k, j]) * (W[k, i] - W[k, j]) }
          total += S[i, j] * distance
        }
      }
      return strength * total
    case .l21(let strength): return strength * W.rowNorms.reduce(0, +)
    case .l1(let strength): return strength * W.values.reduce(0) { $0 + abs($1) }
    case .l2(let strength): return strength * W.values.reduce(0) { $0 + $1 * $1 }
    case .elasticNet(let strength, let ratio):
      return strength
        * W.values.reduce(0) { $0 + ratio * abs($1) + (1 - ratio) / 2 * $1 * $1 }
    case .dirty, .aso:
      throw Failure(.unsupported, "\(name) cannot be measured yet")
    }
  }
}

extension TaskWeights {
  /// ‖W_k,:‖₂ of each feature.
  package var rowNorms: [Double] {
    var squares = Array(repeating: 0.0, count: featureCount)
    for t in 0..<taskCount {
      for k in 0..<featureCount { squares[k] += self[k, t] * self[k, t] }
    }
    return squares.map { $0.squareRoot() }
  }
}
