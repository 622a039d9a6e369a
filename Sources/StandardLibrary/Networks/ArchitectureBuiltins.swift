internal import Networks
internal import Runtime

extension StandardLibrary {
  static let networkInputs = Parameter<InputShape>(
    "inputs", "how many inputs a row has, or [channels, height, width] of images",
    InputShape.constraint)
  private static let trunk = Parameter<LayerStack>(
    "trunk", "the layers that all heads share", default: LayerStack(layers: []))
  static let tower = Parameter<LayerStack>(
    "tower", "the layers that each head has for itself", default: LayerStack(layers: []))
  static let networkHeads = Parameter<HeadList>(
    "heads", "what is to be learned, by name: {click: binary(), age: regression()}")

  /// Ways of sharing between heads.
  static let architectures: [Builtin] = [
    Builtin(
      "hard_sharing", "A network with one trunk for all heads, then a tower and a head each.",
      networkInputs, trunk, tower, networkHeads,
      details: "Caruana, Multitask Learning, Machine Learning 28, 1997.",
      examples: [
        Example(
          "net = hard_sharing(inputs=4, trunk=[dense(8), relu], heads={a: regression(), b: binary()}); "
            + "net.parameter_count", prints: "58")
      ],
      body: { inputs, trunk, tower, heads in
        try network(
          inputs, heads, HardSharing(trunk: trunk.layers, tower: tower.layers))
      })
  ]

  /// A network as a value.
  static func network(
    _ inputs: InputShape, _ heads: HeadList, _ architecture: some Architecture
  ) throws -> NetworkObject {
    NetworkObject(
      try Network(
        inputShape: inputs.sizes, heads: heads.heads(for: architecture.builtin),
        architecture: architecture))
  }
}
