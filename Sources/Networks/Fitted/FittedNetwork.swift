internal import Datasets
package import Tensors

/// The learned numbers of a network, in the precision they were learned with.
package enum NetworkNumbers: Sendable, Equatable {
  case single(parameters: [Float], statistics: [Float])
  case double(parameters: [Double], statistics: [Double])

  /// The parameters as doubles, which hold every float exactly.
  package var parameters: [Double] {
    switch self {
    case .single(let parameters, _): parameters.map(Double.init)
    case .double(let parameters, _): parameters
    }
  }
}

/// A trained network.
package struct FittedNetwork: Sendable {
  package let network: Network
  package let options: NetworkOptions
  package let numbers: NetworkNumbers
  package let history: [EpochRecord]

  /// How a training with patience ended, and which epoch's parameters these are; `nil` without patience.
  package var ending: String? { options.ending(history) }

  /// The scores of each head, n×scores.
  ///
  /// - Throws: `shape` when the inputs have another width.
  package func scores(_ X: Tensor) throws -> [Tensor] {
    let places = network.graph.heads.map(\.scores)
    guard options.copies > 1, options.noise > 0 else { return try values(places, of: X) }
    let vote = NoisyVote(deviation: options.noise, copies: options.copies, seed: options.seed)
    return try vote.scores(X, network.graph.heads) { try values(places, of: $0) }
  }

  /// What each head predicts: 0 or 1, a class number, a number; n×C for labels.
  package func predictions(_ X: Tensor) throws -> [Tensor] {
    try zip(network.graph.heads, scores(X)).map { output, scores in
      let n = scores.rowCount
      let threshold = output.link == .score ? 0 : -0.6931471805599453
      switch output.head.kind {
      case .regression: return Tensor(scores.elements)
      case .binary: return Tensor(scores.elements.map { $0 >= threshold ? 1 : 0 })
      case .multilabel(let count):
        return Tensor(scores.elements.map { $0 >= threshold ? 1 : 0 }, Shape(n, count))
      case .classes(let count):
        return Tensor(
          (0..<n).map { i in
            var best = 0
            for k in 1..<count where scores[i, k] > scores[i, best] { best = k }
            return Double(best)
          })
      }
    }
  }
}
