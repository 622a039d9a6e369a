package import Tensors

/// A function of each number.
package struct ActivationKernel: Sendable {
  package let operation: UnaryOperation

  func forward<S: NetworkScalar>(_ pass: Workspace<S>, _ operation: GraphOperation) {
    let (x, y) = (pass.values[operation.inputs[0].value], pass.values[operation.output])
    let count = pass.rows * pass.widths[operation.output]
    if self.operation == .relu {
      for i in 0..<count { y[i] = x[i] < 0 ? 0 : x[i] }
    } else {
      S.apply(self.operation, x, into: y, count: count)
    }
  }

  func backward<S: NetworkScalar>(
    _ pass: Workspace<S>, _ operation: GraphOperation, _ step: BackwardStep
  ) {
    guard step.inputs[0] != .skip else { return }
    let input = operation.inputs[0].value
    let (x, y) = (pass.values[input], pass.values[operation.output])
    let (g, dx) = (pass.gradients[operation.output], pass.gradients[input])
    let count = pass.rows * pass.widths[operation.output]
    let keeps = step.inputs[0].keeps
    for i in 0..<count {
      let slope = g[i] * derivative(x[i], y[i])
      dx[i] = keeps ? dx[i] + slope : slope
    }
  }

  /// The function's slope at x, where it gave y.
  @inline(__always)
  private func derivative<S: NetworkScalar>(_ x: S, _ y: S) -> S {
    switch operation {
    case .relu: y > 0 ? 1 : 0
    case .tanh: 1 - y * y
    case .sigmoid: y * (1 - y)
    default: 0
    }
  }
}

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
    for i in 0..<pass.rows * pass.widths[operation.output] {
      dx[i] = step.inputs[0].keeps ? dx[i] + g[i] : g[i]
    }
  }
}

extension GraphBuilder {
  /// A function of each number at a place of a stack.
  mutating func activation(
    _ operation: UnaryOperation, at place: LayerPlace, of value: Int
  ) throws -> Int {
    guard [.relu, .tanh, .sigmoid].contains(operation) else {
      throw place.failure("not built yet")
    }
    let source = self.value(value)
    return self.operation(
      place.title, .activation(ActivationKernel(operation: operation)), inputs: [whole(value)],
      groups: source.groups, shape: source.shape)
  }

  /// An image as a row of numbers.
  mutating func flatten(at place: LayerPlace, of value: Int) -> Int {
    let source = self.value(value)
    return operation(
      place.title, .reshape(ReshapeKernel()), inputs: [whole(value)], groups: source.groups,
      shape: [source.count])
  }
}
