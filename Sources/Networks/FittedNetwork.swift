internal import Datasets
internal import Diagnostics
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

  /// The scores of each head, n×scores.
  ///
  /// - Throws: `shape` when the inputs have another width.
  package func scores(_ X: Tensor) throws -> [Tensor] {
    guard X.rank == 2, X.columnCount == network.inputCount else {
      throw Failure(
        .shape, "expected \(network.inputCount) inputs a row, found a tensor of \(X.shape)")
    }
    return switch numbers {
    case .single(let parameters, let statistics): try scores(X, parameters, statistics)
    case .double(let parameters, let statistics): try scores(X, parameters, statistics)
    }
  }

  private func scores<S: NetworkScalar>(
    _ X: Tensor, _ parameters: [S], _ statistics: [S]
  ) throws -> [Tensor] {
    let graph = network.graph
    let (n, d) = (X.rowCount, network.inputCount)
    let pass = Workspace<S>(graph, capacity: min(max(n, 1), graph.rowsAtOnce), targetWidths: [])
    var tables = graph.heads.map {
      [Double](repeating: 0, count: n * $0.head.kind.scoreCount)
    }
    var numbers = parameters + statistics
    try numbers.withUnsafeMutableBufferPointer { numbers in
      guard let numbers = numbers.baseAddress else { return }
      pass.parameters = numbers
      pass.statistics = numbers + parameters.count
      for start in stride(from: 0, to: n, by: pass.capacity) {
        try Interrupt.check()
        pass.rows = min(pass.capacity, n - start)
        X.withElements { x in
          for i in 0..<pass.rows * d { pass.values[0][i] = S(x[start * d + i]) }
        }
        try pass.forward(graph)
        for (h, output) in graph.heads.enumerated() {
          let width = output.head.kind.scoreCount
          for i in 0..<pass.rows * width {
            tables[h][start * width + i] = Double(pass.values[output.scores][i])
          }
        }
      }
    }
    return zip(graph.heads, tables).map { Tensor($1, Shape(n, $0.head.kind.scoreCount)) }
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
