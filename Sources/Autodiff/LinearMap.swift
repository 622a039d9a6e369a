package import Tensors

/// A linear function of tensors that is not made of operations: the product with a sparse matrix.
///
/// Its derivative is its transpose, whatever the values.
package final class LinearMap: Sendable {
  package typealias Function = @Sendable (Tensor) throws -> Tensor

  let forward: Function
  let backward: Function

  /// A map and its transpose: ⟨forward(x), g⟩ = ⟨x, backward(g)⟩.
  package init(forward: @escaping Function, backward: @escaping Function) {
    self.forward = forward
    self.backward = backward
  }

  /// The map that takes cotangents back.
  var transposed: LinearMap { LinearMap(forward: backward, backward: forward) }
}

extension Operation {
  /// A linear map from outside.
  package static let linear: Operation = Operation(
    "linear map",
    samples: {
      let matrix = Tensor.sample(Shape(2, 3), seed: 2)
      let map = LinearMap(
        forward: { try matmul(matrix, $0) }, backward: { try matmul(matrix, true, $0, false) })
      return [Sample([.sample(Shape(3))], .map(map)), Sample([.sample(Shape(3, 2))], .map(map))]
    },
    forward: { x, setting in
      guard case .map(let map) = setting else { return x }
      return [try map.forward(x[0])]
    },
    pullback: { p in
      guard case .map(let map) = p.node.setting else { return [.whole(p.g)] }
      return [.whole(try linear(p.g, setting: .map(map.transposed)))]
    })
}
