/// The same numbers in another shape.
package struct ReshapeKernel: Sendable {
  func forward<S: NetworkScalar>(_ pass: Workspace<S>, _ operation: GraphOperation) {
    pass.values[operation.output].update(
      from: pass.values[operation.inputs[0].value], count: pass.rows * pass.widths[operation.output]
    )
  }

  func backward<S: NetworkScalar>(
    _ pass: Workspace<S>, _ operation: GraphOperation, _ step: BackwardStep
  ) {
    guard step.inputs[0] != .skip else { return }
    let (g, dx) = (pass.gradients[operation.output], pass.gradients[operation.inputs[0].value])
    VectorLoops.put(
      into: dx, adding: step.inputs[0].keeps, pass.rows * pass.widths[operation.output]
    ) { g[$0] }
  }
}

extension GraphBuilder {
  /// An image as a row of numbers.
  mutating func flatten(at place: LayerPlace, of value: Int) -> Int {
    let source = self.value(value)
    return operation(
      place.title, .reshape(ReshapeKernel()), inputs: [whole(value)], groups: source.groups,
      shape: [source.count])
  }
}
