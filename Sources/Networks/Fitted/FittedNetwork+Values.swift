internal import Diagnostics
package import Tensors

extension FittedNetwork {
  /// Values of the graph for each row, n×width.
  ///
  /// - Throws: `shape` when the inputs have another width.
  package func values(_ values: [Int], of X: Tensor) throws -> [Tensor] {
    guard X.rank == 2, X.columnCount == network.inputCount else {
      throw Failure(
        .shape, "expected \(network.inputCount) inputs a row, found a tensor of \(X.shape)")
    }
    return switch numbers {
    case .single(let parameters, let statistics):
      try self.values(values, of: X, parameters, statistics)
    case .double(let parameters, let statistics):
      try self.values(values, of: X, parameters, statistics)
    }
  }

  private func values<S: NetworkScalar>(
    _ wanted: [Int], of X: Tensor, _ parameters: [S], _ statistics: [S]
  ) throws -> [Tensor] {
    let graph = network.graph
    let (n, d) = (X.rowCount, network.inputCount)
    let pass = try Workspace<S>(graph, capacity: min(max(n, 1), graph.rowsAtOnce), targetWidths: [])
    let widths = wanted.map { graph.values[$0].width }
    var tables = widths.map { [Double](repeating: 0, count: n * $0) }
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
        for (position, value) in wanted.enumerated() {
          let width = widths[position]
          for i in 0..<pass.rows * width {
            tables[position][start * width + i] = Double(pass.values[value][i])
          }
        }
      }
    }
    return zip(widths, tables).map { Tensor($1, Shape(n, $0)) }
  }
}
