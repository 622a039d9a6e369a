internal import Datasets
internal import Diagnostics
internal import Networks
internal import Runtime

extension StandardLibrary {
  /// Learning without targets.
  static let pretraining: [Builtin] = [
    Builtin(
      "pretrain", "A network whose trunk has learned what inputs are like, without targets.",
      Parameter<NetworkObject>("net", "a network with a trunk, an encoder or a bottom"),
      Parameter<Samples>("X", "n×d inputs or a data set, whose targets are not looked at"),
      Parameter<Int>("epochs", "passes over all rows", default: 20, .nonnegative),
      Parameter<Int>("batch", "rows of a step", default: 32, .positive),
      Parameter<OptimizerObject>(
        "optimizer", "how gradients become steps", default: OptimizerObject(Optimizer())),
      Parameter<Double>(
        "noise", "the deviation of normal noise on the inputs that are to be made again",
        default: 0,
        .nonnegative),
      Parameter<Int>("seed", "what start and order of rows are drawn from", default: 0),
      Parameter<NetworkOptions.Precision>(
        "precision", "the numbers that it is computed with", default: .double),
      details:
        "The trunk is the encoder of an autoencoder whose decoder has its dense layers in reverse; "
        + "the loss is the mean of (x̂ − x)² and stands by epoch in the field pretraining. fit begins "
        + "with the trunk that was learned and tells what it took over in fitted.start. Trunks of "
        + "several tasks begin alike. Hinton and Salakhutdinov, Science 313, 2006; with noise "
        + "Vincent, Larochelle, Bengio and Manzagol, ICML 2008.",
      examples: [
        Example(
          "X = randn(64, 4); p = pretrain(hard_sharing(inputs=4, trunk=[dense(3)], "
            + "heads={y: regression()}), X, epochs=30, optimizer=adam(lr=0.01)); "
            + "print(p.pretraining[-1] < p.pretraining[0])", prints: "true"),
        Example(
          "pretrain(mmoe(inputs=4, experts=2, expert=[dense(3)], heads={a: binary(), b: binary()}), "
            + "randn(9, 4))",
          fails: "pretrain: mmoe has no trunk that an autoencoder could learn"),
      ],
      body: { net, X, epochs, batch, optimizer, noise, seed, precision in
        var options = NetworkOptions()
        (options.epochs, options.batch) = (epochs, batch)
        (options.optimizer, options.seed) = (optimizer.optimizer, seed)
        options.precision = precision
        let given = HeadDatasetObject.from(X.value).map { Value.tensor($0.data.X) } ?? X.value
        let rows = try NetworkSamples(net.network, for: "pretrain").inputs(given)
        let learned = try net.network.pretrained(on: rows, options, noise: noise)
        var network = net
        network.options.start = learned.start
        network.pretraining = learned.history
        return network
      })
  ]
}
