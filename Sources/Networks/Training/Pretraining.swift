internal import Datasets
internal import Diagnostics
package import Tensors

/// A network whose trunk has learned what its inputs are like, without targets.
package struct PretrainedNetwork: Sendable {
  package let network: Network
  /// What its trunk begins with.
  package let start: WarmStart
  /// By epoch: the mean over rows and inputs of (x̂ − x)², each as it was before its step.
  package let history: [Double]
}

extension Network {
  /// Learns the trunk as the encoder of an autoencoder on rows without targets.
  ///
  /// The loss is the mean over rows and inputs of (x̂ − x)². With `noise` σ the autoencoder sees
  /// x + σ ε, ε ~ N(0, 1), and is to give x (P. Vincent, H. Larochelle, Y. Bengio, P.-A. Manzagol,
  /// *Extracting and Composing Robust Features with Denoising Autoencoders*, ICML 2008). Where tasks
  /// have trunks of their own, all begin with the same weights; where an embedding is concatenated, its
  /// columns begin with weights of 0, so that the trunk begins as it was learned.
  ///
  /// X is n×d. Of the options, `epochs`, `batch`, `optimizer`, `seed` and `precision` count.
  ///
  /// - Throws: `unsupported` when the architecture has no trunk or the trunk no weights; `shape` or
  ///   `value` when X does not go with the network.
  package func pretrained(
    on X: Tensor, _ options: NetworkOptions, noise: Double = 0
  ) throws -> PretrainedNetwork {
    guard let owner = architecture as? any TrunkOwner else {
      throw Failure(
        .unsupported,
        "pretrain: \(architecture.builtin) has no trunk that an autoencoder could learn",
        notes: [
          "hard_sharing, soft_sharing, cross_stitch, conditioned, encoder_decoders and esmm have one"
        ])
    }
    let autoencoder = Autoencoder(
      stack: owner.sharedStack.name, trunk: owner.sharedStack.layers, inputCount: inputCount)
    let learner = try Network(
      inputShape: inputShape, heads: [Head("inputs", .regression)], architecture: autoencoder)
    guard learner.graph.parameters.contains(where: { $0.belongs(to: autoencoder.stack) }) else {
      throw Failure(
        .unsupported,
        "pretrain: the \(autoencoder.stack) \(autoencoder.trunk.source) has no weights to learn")
    }
    try checkRows(X)
    switch options.precision {
    case .single: return try pretrained(Reconstruction<Float>(learner, X, options, noise: noise))
    case .double: return try pretrained(Reconstruction<Double>(learner, X, options, noise: noise))
    }
  }

  private func pretrained<S: NetworkScalar>(
    _ run: Reconstruction<S>
  ) throws -> PretrainedNetwork {
    var run = run
    var history: [Double] = []
    let progress = Progress.begin(of: run.options.epochs, "pretrain")
    defer { progress.end(isComplete: history.count == run.options.epochs) }
    while history.count < run.options.epochs {
      history.append(try run.epoch())
      progress.report(history.count, ProgressFigures([("loss", history.last ?? 0)]))
    }
    let start = WarmStart(
      source: "an autoencoder of \(run.rowCount) rows", learner: run.network, state: run.state)
    return PretrainedNetwork(
      network: self, start: try start.spread(over: self), history: history)
  }

  private func checkRows(_ X: Tensor) throws {
    guard X.rank == 2, X.columnCount == inputCount else {
      throw Failure(
        .shape, "pretrain: expected \(inputCount) inputs a row, found a tensor of \(X.shape)")
    }
    guard X.rowCount > 0 else {
      throw Failure(.argument, "pretrain: expected at least one row, found none")
    }
    if let position = X.withElements({ x in x.firstIndex { !$0.isFinite } }) {
      let place = "row \(position / inputCount), column \(position % inputCount)"
      throw Failure(
        .value, "pretrain: expected finite inputs, found \(X[flat: position]) in \(place)")
    }
  }
}

// MARK: - From the autoencoder to the network

extension WarmStart {
  /// What an autoencoder learned.
  fileprivate init<S: NetworkScalar>(source: String, learner: Network, state: NetworkState<S>) {
    let (numbers, kept) = (state.parameters.map(Double.init), state.statistics.map(Double.init))
    self.init(
      source: source,
      parameters: learner.graph.parameters.map {
        Piece(name: $0.name, shape: $0.shape, values: Array(numbers[$0.range]))
      },
      statistics: learner.graph.statistics.map {
        Piece(
          name: $0.name, shape: [$0.count], values: Array(kept[$0.offset..<$0.offset + $0.count]))
      })
  }

  /// The pieces as a network with one or more such trunks needs them.
  fileprivate func spread(over network: Network) throws -> WarmStart {
    var spread = self
    spread.parameters = network.graph.parameters.compactMap { parameter in
      parameters.first { $0.name == parameter.name }.flatMap { $0.fitted(to: parameter) }
    }
    spread.statistics = network.graph.statistics.compactMap { statistic in
      statistics.first { $0.name == statistic.name }.flatMap { $0.repeated(to: statistic.count) }
    }
    _ = try spread.report(for: network)
    return spread
  }
}

extension WarmStart.Piece {
  /// These numbers in the shape of a parameter of the same name: in every group, and with zeros for
  /// columns that come on top of the inputs; `nil` when neither makes it fit.
  fileprivate func fitted(to parameter: GraphParameter) -> WarmStart.Piece? {
    if shape == parameter.shape { return self }
    if let axis = parameter.groupAxis, axis <= shape.count {
      let inner = shape[axis...].reduce(1, *)
      guard Array(shape[..<axis]) + [parameter.shape[axis]] + shape[axis...] == parameter.shape,
        inner > 0
      else { return nil }
      let repeated = stride(from: 0, to: values.count, by: inner).flatMap { start in
        (0..<parameter.shape[axis]).flatMap { _ in values[start..<start + inner] }
      }
      return WarmStart.Piece(name: name, shape: parameter.shape, values: repeated)
    }
    return padded(to: parameter)
  }

  /// With zeros behind the inputs that a layer takes.
  private func padded(to parameter: GraphParameter) -> WarmStart.Piece? {
    let axis = shape.count == 4 ? 1 : 0
    var without = parameter.shape
    guard shape.count == without.count, shape.count > 1, shape[axis] < without[axis] else {
      return nil
    }
    without[axis] = shape[axis]
    guard without == shape else { return nil }
    let inner = shape[axis...].reduce(1, *)
    let missing = parameter.shape[axis...].reduce(1, *) - inner
    let padded = stride(from: 0, to: values.count, by: inner).flatMap { start in
      values[start..<start + inner] + [Double](repeating: 0, count: missing)
    }
    return WarmStart.Piece(name: name, shape: parameter.shape, values: padded)
  }

  /// Statistics for several trunks side by side.
  fileprivate func repeated(to count: Int) -> WarmStart.Piece? {
    guard !values.isEmpty, count % values.count == 0 else { return nil }
    let repeated = (0..<count / values.count).flatMap { _ in values }
    return WarmStart.Piece(name: name, shape: [count], values: repeated)
  }
}
