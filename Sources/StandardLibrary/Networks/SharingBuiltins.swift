internal import Networks
internal import Runtime

extension SoftSharing.Distance: Choice {}

extension StandardLibrary {
  private static let ownTrunk = Parameter<LayerStack>(
    "trunk", "the layers that each head has a trunk of", LayerStack.notEmpty)
  private static let expertCount = Parameter<Int>(
    "experts", "how many experts", Constraint("a whole number from 1 to 4,096") { (1...4096) ~= $0 }
  )
  private static let expert = Parameter<LayerStack>(
    "expert", "the layers that each expert has", LayerStack.notEmpty)
  private static let twoHeads = "heads={a: regression(), b: binary()}"

  /// Ways of sharing with trunks, experts or decoders side by side.
  static let sharing: [Builtin] =
    [softSharing, crossStitch, encoderDecoders, entireSpace]
    + [false, true].map(mixture)

  private static let softSharing = Builtin(
    "soft_sharing", "A network with a trunk a head, held together by a penalty on their distance.",
    networkInputs, ownTrunk, tower, networkHeads,
    Parameter<SoftSharing.Distance>(
      "distance",
      "l2: the squared distance between every two heads' weights and intercepts; trace: the trace "
        + "norm of the weights, stacked a row a head", default: .squared),
    Parameter<Double>(
      "strength", "what the distance is multiplied with, 0 or more",
      default: 0.01, Constraint("a finite number ≥ 0") { $0 >= 0 && $0.isFinite }),
    details: "The trace norm is the sum of singular values; it lowers the rank of what heads "
      + "learn. Duong and others, Low Resource Dependency Parsing, ACL 2015; Yang and Hospedales, "
      + "Trace Norm Regularised Deep Multi-Task Learning, ICLR workshop 2017.",
    examples: [
      Example(
        "net = soft_sharing(inputs=4, trunk=[dense(8), relu], \(twoHeads), strength=0.1); "
          + "net.parameter_count", prints: "98")
    ],
    body: { inputs, trunk, tower, heads, distance, strength in
      try network(
        inputs, heads,
        SoftSharing(
          trunk: trunk.layers, tower: tower.layers, distance: distance, strength: strength))
    })

  private static let crossStitch = Builtin(
    "cross_stitch",
    "A network with a trunk a head, which exchange what they find by learned mixing.",
    networkInputs, ownTrunk, tower, networkHeads,
    details:
      "After every dense or conv2d layer and what follows it up to the next one, head t goes on with "
      + "the sum over s of α[t, s] times what head s found. α begins with 0.9 on its diagonal and "
      + "0.1 shared among the others; fitted.figures[\"stitch 1\"] has it by epoch. Misra, "
      + "Shrivastava, Gupta and Hebert, Cross-stitch Networks for Multi-task Learning, CVPR 2016.",
    examples: [
      Example(
        "net = cross_stitch(inputs=4, trunk=[dense(8), relu], \(twoHeads)); net.parameter_count",
        prints: "102")
    ],
    body: { inputs, trunk, tower, heads in
      try network(inputs, heads, CrossStitch(trunk: trunk.layers, tower: tower.layers))
    })

  private static func mixture(isMultiGate: Bool) -> Builtin {
    Builtin(
      isMultiGate ? "mmoe" : "moe",
      isMultiGate
        ? "A network whose heads share experts, each head with a gate of its own."
        : "A network whose heads share experts and one gate that mixes them.",
      networkInputs, expertCount, expert, tower, networkHeads,
      details: "A gate is softmax(x W), a share for each expert; heads go on with the sum of what "
        + "experts give times their shares. gates(fitted, X) tells the shares; "
        + "fitted.figures.gates has their means by epoch. "
        + (isMultiGate
          ? "Ma and others, Modeling Task Relationships in Multi-task Learning with Multi-gate "
            + "Mixture-of-Experts, KDD 2018."
          : "Jacobs, Jordan, Nowlan and Hinton, Adaptive Mixtures of Local Experts, Neural "
            + "Computation 3, 1991."),
      examples: [
        Example(
          "net = \(isMultiGate ? "mmoe" : "moe")(inputs=4, experts=3, expert=[dense(8), relu], "
            + "\(twoHeads)); net.parameter_count", prints: isMultiGate ? "162" : "150")
      ],
      body: { inputs, count, expert, tower, heads in
        try network(
          inputs, heads,
          MixtureOfExperts(
            count: count, expert: expert.layers, tower: tower.layers, isMultiGate: isMultiGate))
      })
  }

  private static let encoderDecoders = Builtin(
    "encoder_decoders", "A network with one encoder for all heads and a decoder each.",
    networkInputs,
    Parameter<LayerStack>("encoder", "the layers that all heads share", LayerStack.notEmpty),
    Parameter<DecoderStacks>(
      "decoder",
      "the layers of each head's decoder, or a record of them by head; a head that the "
        + "record leaves out reads the encoder", default: DecoderStacks(common: [], own: [])),
    networkHeads,
    details: "Decoders of different heads may have different layers.",
    examples: [
      Example(
        "net = encoder_decoders(inputs=4, encoder=[dense(8), relu], decoder={b: [dense(3), tanh]}, "
          + "\(twoHeads)); net.parameter_count", prints: "80")
    ],
    body: { inputs, encoder, decoder, heads in
      try network(
        inputs, heads,
        EncoderDecoders(encoder: encoder.layers, decoder: decoder.common, decoders: decoder.own))
    })

  private static let entireSpace = Builtin(
    "esmm", "A network of two heads, the second of which can only follow the first: clicks, sales.",
    networkInputs,
    Parameter<LayerStack>(
      "bottom", "the layers that both share", default: LayerStack(layers: [])),
    tower, networkHeads,
    details: "The first head learns p(click), the second p(click and conversion) = p(click) "
      + "p(conversion | click), both from all rows: its target is 1 where both happened. "
      + "entire_space(fitted, X) tells all three. Ma and others, Entire Space Multi-Task Model, "
      + "SIGIR 2018.",
    examples: [
      Example(
        "net = esmm(inputs=4, bottom=[dense(8), relu], "
          + "heads={click: binary(), conversion: binary()}); net.parameter_count", prints: "58")
    ],
    body: { inputs, bottom, tower, heads in
      try network(inputs, heads, EntireSpace(bottom: bottom.layers, tower: tower.layers))
    })
}

extension LayerStack {
  /// At least one layer.
  static let notEmpty = Constraint<LayerStack>("at least one layer") { !$0.layers.isEmpty }
}

/// The decoders of heads: one list of layers for all, or a record of lists by head.
struct DecoderStacks: ValueConvertible, Sendable {
  let common: [Layer]
  let own: [(head: String, layers: [Layer])]

  static var typeName: String { "list of layers, or a record of such lists by head" }

  static func from(_ value: Value) -> DecoderStacks? {
    if let stack = LayerStack.from(value) { return DecoderStacks(common: stack.layers, own: []) }
    guard case .record(let box) = value else { return nil }
    var own: [(head: String, layers: [Layer])] = []
    for (name, value) in zip(box.record.names, box.record.values) {
      guard let stack = LayerStack.from(value) else { return nil }
      own.append((name, stack.layers))
    }
    return DecoderStacks(common: [], own: own)
  }

  var value: Value {
    own.isEmpty
      ? LayerStack(layers: common).value
      : .flatRecord(own.map { ($0.head, LayerStack(layers: $0.layers).value) })
  }
}
