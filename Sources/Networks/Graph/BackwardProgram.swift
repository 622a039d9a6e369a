/// Whether a gradient is needed, and whether something has already arrived in its place.
package enum GradientMode: Sendable {
  case skip
  /// The first to arrive: what is there is overwritten.
  case write
  /// Added to what is there.
  case add

  /// What a product's result is multiplied with before the product is added: 0 or 1.
  var keeps: Bool { self == .add }
}

/// One operation on the way back.
package struct BackwardStep: Sendable {
  let operation: Int
  /// One an input.
  let inputs: [GradientMode]
  /// One a parameter.
  let parameters: [GradientMode]
}

/// The way back from the losses of some heads, worked out once.
///
/// Gradients that arrive first overwrite, later ones are added, so nothing has to be cleared but
/// what is reached in parts or not at all.
package struct BackwardProgram: Sendable {
  private(set) var steps: [BackwardStep] = []
  /// Values whose gradients begin at 0 because they arrive in parts.
  private(set) var clearedValues: [Int] = []
  /// Parameters that these heads do not depend on.
  private(set) var clearedParameters: [Int] = []

  /// The way back to what `learning`, by parameter, says learns; to all when it is `nil`.
  init(_ graph: Graph, heads: [Int], learning: [Bool]? = nil) {
    let leads = graph.valuesLeading(to: learning)
    var reached = [Bool](repeating: false, count: graph.values.count)
    var learned = [Bool](repeating: false, count: graph.parameters.count)
    for head in heads { reached[graph.heads[head].scores] = true }
    for (position, operation) in graph.operations.enumerated().reversed()
    where reached[operation.output] && leads[operation.output] {
      let inputs = operation.inputs.map { slice -> GradientMode in
        let value = graph.values[slice.value]
        guard leads[slice.value] else { return .skip }
        defer { reached[slice.value] = true }
        if reached[slice.value] { return .add }
        if slice.count == value.width { return .write }
        clearedValues.append(slice.value)
        return .add
      }
      let parameters = operation.parameters.map { parameter -> GradientMode in
        if let learning, !learning[parameter] { return .skip }
        defer { learned[parameter] = true }
        return learned[parameter] ? .add : .write
      }
      steps.append(BackwardStep(operation: position, inputs: inputs, parameters: parameters))
    }
    clearedParameters = learned.indices.filter { !learned[$0] }
  }
}

extension Graph {
  /// By value: whether a parameter that learns had a part in it.
  fileprivate func valuesLeading(to learning: [Bool]?) -> [Bool] {
    var leads = values.map(\.dependsOnParameters)
    guard let learning else { return leads }
    for operation in operations {
      leads[operation.output] =
        operation.parameters.contains { learning[$0] }
        || operation.inputs.contains { leads[$0.value] }
    }
    return leads
  }
}
