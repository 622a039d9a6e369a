internal import Diagnostics
internal import Networks
internal import Runtime
internal import Tensors

extension SoftSharing.Distance: Choice {}
extension Conditioned.Method: Choice {}

/// The parameters that ways of sharing have in common.
private enum NetworkParameters {
  static let inputs = Parameter<InputShape>(
    "inputs", "how many inputs a row has, or [channels, height, width] of images",
    InputShape.constraint)
  static let trunk = Parameter<LayerStack>(
    "trunk", "the layers that all heads share", default: LayerStack(layers: []))
  static let trunks = Parameter<LayerStack>(
    "trunk", "the layers of each head's own trunk")
  static let tower = Parameter<LayerStack>(
    "tower", "the layers behind it that each head has for itself", default: LayerStack(layers: []))
  static let heads = Parameter<HeadList>(
    "heads", "what is to be learned, by name: {click: binary(), age: regression()}")
  static let experts = Parameter<Int>(
    "experts", "how many experts",
    Constraint("a whole number from 1 to 1,000") { (1...1000).contains($0) })
  static let expert = Parameter<LayerStack>("expert", "the layers of each expert")
}

extension StandardLibrary {
  private typealias P = NetworkParameters
  private static let two = "heads={a: regression(), b: binary()}"

  /// Ways of sharing between heads.
  static let architectures: [Builtin] = [
    Builtin(
      "hard_sharing", "A network with one trunk for all heads, then a tower and a head each.",
      P.inputs, P.trunk, P.tower, P.heads,
      details: "fit(net, X, {a: y, b: z}) trains it, describe(net) draws it. Caruana, Multitask "
        + "Learning, Machine Learning 28, 1997.",
      examples: [
        Example(
          "net = hard_sharing(inputs=2, trunk=[dense(3), tanh], \(two)); describe(net)",
          prints: """
            hard_sharing: 2 inputs, 2 heads, 17 parameters
            in boxes: layer, numbers of a row, parameters
                           ┌ inputs ───────┐
                           │ a row of X  2 │
                           └───────┬───────┘
                                   │
                       ┌ trunk ────────────────┐
                       │ dense(3), tanh   3  9 │
                       └───────────┬───────────┘
                       ┌───────────┴───────────┐
            ┌ head a ─────────────┐ ┌ head b ─────────────┐
            │ regression()   1  4 │ │ binary()       1  4 │
            │ squared error       │ │ log loss            │
            └─────────────────────┘ └─────────────────────┘
            parameters: 9 shared, 4 a, 4 b
            """)
      ],
      body: { inputs, trunk, tower, heads in
        try network(inputs, heads, HardSharing(trunk: trunk.layers, tower: tower.layers))
      }),
    Builtin(
      "soft_sharing", "A network with a trunk a head, whose parameters are kept close.",
      P.inputs, P.trunks, P.tower, P.heads,
      Parameter<SoftSharing.Distance>(
        "distance",
        "l2: the squared distance of each two trunks; trace: the trace norm of all trunks' weights, a "
          + "row a head", default: .squared),
      Parameter<Double>(
        "strength", "what the distance counts in the loss", default: 0.01, .nonnegative),
      details: "Duong, Cohn, Bird and Cook, Low Resource Dependency Parsing, ACL 2015; Yang and "
        + "Hospedales, Trace Norm Regularised Deep Multi-Task Learning, ICLR Workshop 2017.",
      examples: [
        Example(
          "soft_sharing(inputs=2, trunk=[dense(3), tanh], \(two), strength=0.1).parameter_count",
          prints: "26")
      ],
      body: { inputs, trunk, tower, heads, distance, strength in
        try network(
          inputs, heads,
          SoftSharing(
            trunk: trunk.layers, tower: tower.layers, distance: distance, strength: strength))
      }),
    Builtin(
      "cross_stitch",
      "A network with a trunk a head, which exchange what they found after each block.",
      P.inputs, P.trunks, P.tower, P.heads,
      details:
        "A block is a dense or conv2d layer with what follows it; behind it head t goes on with "
        + "Σ_s α_ts x_s, α being learned from 0.9 on its diagonal. A fitted network has them as "
        + ".stitches. Misra, Shrivastava, Gupta and Hebert, Cross-stitch Networks for Multi-task "
        + "Learning, CVPR 2016.",
      examples: [
        Example(
          "net = cross_stitch(inputs=2, trunk=[dense(3), tanh], \(two)); "
            + "f = fit(net, [1, 2;], {a: [1], b: [0]}, epochs=0); print(f.stitches)",
          prints: "{stitch 1: [0.9, 0.1; 0.1, 0.9]}")
      ],
      body: { inputs, trunk, tower, heads in
        try network(inputs, heads, CrossStitch(trunk: trunk.layers, tower: tower.layers))
      }),
    Builtin(
      "conditioned", "A network with one trunk that is told which head it works for.",
      P.inputs, P.trunk, P.tower, P.heads,
      Parameter<Conditioned.Method>(
        "method",
        "concat: the head's embedding as further inputs; film: it scales and shifts; kernel: it makes "
          + "the layer's weights; attention: it asks for what it needs", default: .concat),
      Parameter<Positions>(
        "at", "before which layers it enters, 0 being the first; for kernel which layers",
        default: Positions(list: [0])),
      Parameter<EmbeddingArgument>(
        "embedding", "k learned numbers a head, or a T×k tensor with a row a head",
        default: EmbeddingArgument(embedding: .learned(4))),
      details: "Perez, Strub, de Vries, Dumoulin and Courville, FiLM, AAAI 2018; Ha, Dai and Le, "
        + "HyperNetworks, ICLR 2017; Vaswani et al., Attention Is All You Need, NeurIPS 2017.",
      examples: [
        Example(
          "net = conditioned(inputs=2, trunk=[dense(3), tanh], \(two), embedding=[1, 0; 0, 1]); "
            + "net.parameter_count", prints: "23")
      ],
      body: { inputs, trunk, tower, heads, method, positions, embedding in
        try network(
          inputs, heads,
          Conditioned(
            trunk: trunk.layers, tower: tower.layers, method: method, positions: positions.list,
            embedding: embedding.embedding))
      }),
    Builtin(
      "encoder_decoders", "A network with one encoder and behind it a decoder a head.", P.inputs,
      Parameter<LayerStack>("encoder", "the layers that all heads share"),
      Parameter<DecoderArgument>(
        "decoder", "the layers of each head, or a record with those of each: {a: […], b: […]}",
        default: DecoderArgument(all: [], own: [])),
      P.heads,
      examples: [
        Example(
          "net = encoder_decoders(inputs=2, encoder=[dense(3)], decoder={a: [dense(2)]}, "
            + "\(two)); net.parameter_count", prints: "24")
      ],
      body: { inputs, encoder, decoder, heads in
        try network(
          inputs, heads,
          EncoderDecoders(encoder: encoder.layers, decoder: decoder.all, decoders: decoder.own))
      }),
    Builtin(
      "moe", "A network of experts that all heads share, mixed by one gate.", P.inputs, P.experts,
      P.expert, P.tower, P.heads,
      details: "The gate gives shares softmax(W x) of the experts; gates(fitted, X) tells them. "
        + "Jacobs, Jordan, Nowlan and Hinton, Adaptive Mixtures of Local Experts, Neural Computation "
        + "3, 1991.",
      examples: [
        Example(
          "net = moe(inputs=2, experts=3, expert=[dense(4), relu], \(two)); net.parameter_count",
          prints: "52")
      ],
      body: { inputs, experts, expert, tower, heads in
        try network(
          inputs, heads,
          MixtureOfExperts(
            count: experts, expert: expert.layers, tower: tower.layers, isMultiGate: false))
      }),
    Builtin(
      "mmoe", "A network of experts that all heads share, mixed by a gate of each head's own.",
      P.inputs, P.experts, P.expert, P.tower, P.heads,
      details:
        "gates(fitted, X) tells the shares of the experts for each row; the field gates of a fitted "
        + "one their means after each epoch, epochs × gates × experts, the gates in the order of the "
        + "heads. Ma, Zhao, Yi, Chen, Hong and Chi, "
        + "Modeling Task Relationships in Multi-task Learning with Multi-gate Mixture-of-Experts, KDD "
        + "2018.",
      examples: [
        Example(
          "net = mmoe(inputs=2, experts=3, expert=[dense(4), relu], \(two)); net.parameter_count",
          prints: "58")
      ],
      body: { inputs, experts, expert, tower, heads in
        try network(
          inputs, heads,
          MixtureOfExperts(
            count: experts, expert: expert.layers, tower: tower.layers, isMultiGate: true))
      }),
    Builtin(
      "esmm", "A network of two binary heads of which the second can only follow the first.",
      P.inputs, P.trunk, P.tower, P.heads,
      details: "The second head's target is 1 where both happened; it learns p(first) · p(second | "
        + "first) from all rows. entire_space(fitted, X) gives all three probabilities. Ma, Zhao, "
        + "Huang, Wang, Hu, Zhu and Gai, Entire Space Multi-Task Model, SIGIR 2018.",
      examples: [
        Example(
          "net = esmm(inputs=2, trunk=[dense(3), relu], heads={click: binary(), "
            + "conversion: binary()}); net.parameter_count", prints: "17"),
        Example(
          "esmm(inputs=2, heads={click: binary(), price: regression()})",
          fails:
            "esmm: expected two binary heads, what comes first and what can only follow it, found "
            + "{click: binary(), price: regression()}"),
      ],
      body: { inputs, trunk, tower, heads in
        try network(inputs, heads, EntireSpace(bottom: trunk.layers, tower: tower.layers))
      }),
  ]

  /// A network as a value.
  private static func network(
    _ inputs: InputShape, _ heads: HeadList, _ architecture: some Architecture
  ) throws -> NetworkObject {
    do {
      return NetworkObject(
        try Network(
          inputShape: inputs.sizes, heads: heads.heads(for: architecture.builtin),
          architecture: architecture))
    } catch let failure as Failure where !failure.message.hasPrefix(architecture.builtin) {
      throw failure.saying("\(architecture.builtin): \(failure.message)")
    }
  }
}
