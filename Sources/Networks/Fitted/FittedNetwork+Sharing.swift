internal import Diagnostics
package import Tensors

/// What the entire-space model says of each row, n probabilities each.
package struct EntireSpaceProbabilities: Sendable {
  /// p(click).
  package let first: Tensor
  /// p(conversion | click).
  package let secondGivenFirst: Tensor
  /// p(click and conversion).
  package let both: Tensor
}

extension FittedNetwork {
  /// The shares of experts that each gate gives each row: n×E a gate.
  ///
  /// Gates are named for their heads; one gate for all has no name.
  ///
  /// - Throws: `argument` for a network without gates; `shape` when the inputs have another width.
  package func gates(_ X: Tensor) throws -> [(head: String?, shares: Tensor)] {
    let graph = network.graph
    guard let watched = graph.watched.first(where: { $0.meaning == .gates }) else {
      throw Failure(
        .argument, "expected a network with gates, found \(network.architecture.builtin)",
        notes: ["moe(...) and mmoe(...) have gates"])
    }
    let (gates, experts) = (graph.values[watched.value].groups, graph.values[watched.value].count)
    let shares = try values([watched.value], of: X)[0]
    return (0..<gates).map { gate in
      let own = (0..<X.rowCount).flatMap { i in
        (0..<experts).map { shares[i, gate * experts + $0] }
      }
      return (
        gates == network.heads.count ? network.heads[gate].name : nil,
        Tensor(own, Shape(X.rowCount, experts))
      )
    }
  }

  /// The matrices α of a cross-stitch network, T×T, in the order of its blocks; empty for others.
  package var stitches: [(name: String, alpha: Tensor)] {
    let all = numbers.parameters
    return network.graph.watchedParameters.map { watched in
      let parameter = network.graph.parameters[watched.parameter]
      return (
        watched.name,
        Tensor(Array(all[parameter.range]), Shape(parameter.shape[0], parameter.shape[1]))
      )
    }
  }

  /// The three probabilities of the entire-space model.
  ///
  /// - Throws: `argument` for another network; `shape` when the inputs have another width.
  package func entireSpace(_ X: Tensor) throws -> EntireSpaceProbabilities {
    let graph = network.graph
    guard network.architecture is EntireSpace,
      let product = graph.operations.first(where: { $0.output == graph.heads[1].scores })
    else {
      throw Failure(
        .argument, "expected a network of esmm(...), found \(network.architecture.builtin)")
    }
    let scores = try values(product.inputs.map(\.value) + [product.output], of: X)
    func column(_ table: Tensor, _ operation: UnaryOperation) throws -> Tensor {
      try apply(operation, Tensor(table.elements))
    }
    return EntireSpaceProbabilities(
      first: try column(scores[0], .sigmoid), secondGivenFirst: try column(scores[1], .sigmoid),
      both: try column(scores[2], .exp))
  }
}
