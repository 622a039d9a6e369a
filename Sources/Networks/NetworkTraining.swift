package import Charts
package import Datasets
internal import Diagnostics
package import Stepping
package import Tensors

/// The training of a network, an epoch a stage.
package struct NetworkTraining: Steppable {
  package let network: Network
  package let options: NetworkOptions
  var run: PreciseRun
  package internal(set) var history: [EpochRecord] = []

  /// The run in the precision that was asked for.
  enum PreciseRun: Sendable {
    case single(TrainingRun<Float>)
    case double(TrainingRun<Double>)
  }

  /// The run before its first epoch.
  ///
  /// - Throws: when data do not go with the network, naming the head.
  package init(
    _ network: Network, on data: HeadDataset, _ options: NetworkOptions = NetworkOptions()
  ) throws {
    self.network = network
    self.options = options
    run =
      switch options.precision {
      case .single: .single(try TrainingRun(network, data, options))
      case .double: .double(try TrainingRun(network, data, options))
      }
  }

  package mutating func advance() throws -> Bool {
    guard history.count < options.epochs else { return false }
    switch run {
    case .single(var run):
      history.append(try run.epoch())
      self.run = .single(run)
    case .double(var run):
      history.append(try run.epoch())
      self.run = .double(run)
    }
    return true
  }

  package var position: StepPosition { StepPosition(done: history.count, total: options.epochs) }

  package var nextStage: String? {
    history.count < options.epochs ? "epoch \(history.count + 1) of \(options.epochs)" : nil
  }

  package var numbers: NetworkNumbers {
    switch run {
    case .single(let run):
      .single(parameters: run.state.parameters, statistics: run.state.statistics)
    case .double(let run):
      .double(parameters: run.state.parameters, statistics: run.state.statistics)
    }
  }

  package var output: FittedNetwork? {
    guard history.count >= options.epochs else { return nil }
    return FittedNetwork(network: network, options: options, numbers: numbers, history: history)
  }

  package var runName: String { "NETWORK train" }
  package var crumb: String { "epoch \(history.count)" }

  package var state: [(name: String, value: StateValue)] {
    guard let last = history.last else { return [] }
    return [("total", .number(last.total))]
      + zip(network.heads, last.losses).map { ($0.name, .number($1)) }
  }

  package var progressFigures: ProgressFigures {
    guard let last = history.last else { return ProgressFigures() }
    let losses = zip(network.heads, last.losses).map { ($0.name, $1) }
    let step = max(1, history.count / 8)
    let trend = stride(from: (history.count - 1) % step, to: history.count, by: step)
    return ProgressFigures(
      [("loss", last.total)] + (losses.count > 1 ? losses : []),
      trend: trend.map { history[$0].total })
  }

  package func describe() -> Screen {
    let losses = history.last.map { zip(network.heads, $0.losses).map { ($0.name, $1) } } ?? []
    return Screen(
      title: "\(runName) | epoch \(history.count) of \(options.epochs)",
      position: "step \(history.count) of \(options.epochs)",
      panels: [.lines(losses.map { StyledText("\($0): loss \(shortNumber($1))") })],
      next: nextStage)
  }

  package func why(_ topic: String) throws -> [StyledText] {
    throw Failure(.name, "nothing to explain yet")
  }

  package func show(_ topic: String) throws -> Panel {
    throw Failure(.name, "nothing more to show yet")
  }

  package func whatIf(_ change: String, _ value: Double) throws -> Screen {
    throw Failure(.name, "nothing to change yet")
  }
}

extension Network {
  /// Trains the network.
  package func fit(_ data: HeadDataset, _ options: NetworkOptions) throws -> FittedNetwork? {
    var training = try NetworkTraining(self, on: data, options)
    try training.finish()
    return training.output
  }
}
