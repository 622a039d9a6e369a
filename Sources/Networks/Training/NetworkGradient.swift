package import Datasets
internal import Tensors

/// The loss of a network at chosen parameters, and its gradient, in double precision.
package struct LossGradient: Sendable {
  /// By head.
  package let losses: [Double]
  /// Their sum plus penalties.
  package let total: Double
  /// The gradient of the sum, as long as the parameters.
  package let gradient: [Double]
}

extension Network {
  /// The losses over all rows as one batch, and the gradient of their sum plus penalties.
  ///
  /// Layers behave as they do while training when `isTraining`; what they draw then comes from the
  /// same seed at every call.
  ///
  /// - Throws: `shape` or `value` when data do not go with the network.
  package func lossAndGradient(
    _ parameters: [Double], on data: HeadDataset, smoothing: Double = 0, isTraining: Bool = false
  ) throws -> LossGradient {
    let data = try NetworkData<Double>(data, for: self)
    let pass = try Workspace<Double>(graph, capacity: data.rowCount, targetWidths: data.widths)
    var numbers = NetworkState<Double>(graph, optimizer: Optimizer(), seed: 0)
    numbers.numbers.replaceSubrange(0..<graph.parameterCount, with: parameters)
    pass.isTraining = isTraining
    let rows = (0..<Int32(clamping: data.rowCount)).map { $0 }
    rows.withUnsafeBufferPointer { data.load($0, into: pass) }
    let statistics = numbers.statisticsOffset
    return try numbers.numbers.withUnsafeMutableBufferPointer { numbers in
      guard let numbers = numbers.baseAddress else {
        return LossGradient(losses: [], total: 0, gradient: [])
      }
      pass.parameters = numbers
      pass.statistics = numbers + statistics
      try pass.forward(graph)
      let losses = graph.heads.indices.map { head in
        HeadLoss(output: graph.heads[head], width: data.widths[head], smoothing: smoothing)
          .evaluate(pass, head: head, weight: 1).loss
      }
      try pass.backward(graph, BackwardProgram(graph, heads: Array(graph.heads.indices)))
      let penalty = try pass.addPenalties(graph)
      let gradient = UnsafeBufferPointer(
        start: pass.parameterGradients, count: graph.parameterCount)
      return LossGradient(
        losses: losses, total: losses.reduce(penalty, +), gradient: Array(gradient))
    }
  }

  /// The parameters that training with this seed begins with.
  package func startingParameters(seed: Int = 0) -> [Double] {
    NetworkState<Double>(graph, optimizer: Optimizer(), seed: seed).parameters
  }
}
