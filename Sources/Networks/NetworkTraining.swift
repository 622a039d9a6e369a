package import Charts
package import Datasets
internal import Diagnostics
package import Stepping
package import Tensors

/// The training of a network, an epoch a stage.
///
/// An epoch can also be gone through a step at a time (``advanceStep()``), with the same outcome bit
/// for bit. What fails or is interrupted leaves the training at its last finished epoch.
package struct NetworkTraining: Steppable {
  package let network: Network
  package let options: NetworkOptions
  /// After the last finished epoch.
  var run: PreciseRun
  /// In the middle of an epoch, when steps were asked for one at a time.
  private var partial: PreciseRun?
  package internal(set) var history: [EpochRecord] = []

  /// The run before its first epoch.
  ///
  /// - Throws: when data do not go with the network, naming the head; when options do not go together.
  package init(
    _ network: Network, on rows: TrainingRows, _ options: NetworkOptions = NetworkOptions()
  ) throws {
    self.network = network
    self.options = options
    run = try PreciseRun(network, rows, options)
  }

  /// The run on rows that all count the same.
  package init(
    _ network: Network, on data: HeadDataset, _ options: NetworkOptions = NetworkOptions()
  ) throws {
    try self.init(network, on: TrainingRows(data), options)
  }

  // MARK: - Stages

  package mutating func advance() throws -> Bool {
    if partial != nil {
      let epoch = history.count
      while history.count == epoch {
        try Interrupt.check()
        guard try advanceStep() else { return false }
      }
      return true
    }
    guard !isOver else { return false }
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

  /// Performs the next step inside an epoch: one batch; `false` when the run is over.
  ///
  /// - Throws: `numeric` for a loss that is not finite; the epoch is then begun anew by the next call.
  package mutating func advanceStep() throws -> Bool {
    guard !isOver else { return false }
    let current = partial ?? run
    partial = nil
    switch consume current {
    case .single(var run):
      let record = try run.step()
      finishStep(.single(run), record)
    case .double(var run):
      let record = try run.step()
      finishStep(.double(run), record)
    }
    return true
  }

  private mutating func finishStep(_ moved: PreciseRun, _ record: EpochRecord?) {
    guard let record else {
      partial = moved
      return
    }
    run = moved
    history.append(record)
  }

  /// Whether all epochs are done or patience has run out.
  package var isOver: Bool { history.count >= options.epochs || run.isOver }

  package var position: StepPosition {
    StepPosition(done: history.count, total: isOver ? history.count : options.epochs)
  }

  package var nextStage: String? {
    isOver ? nil : "epoch \(history.count + 1) of \(options.epochs)"
  }

  /// Steps done in the epoch that is under way, and how many an epoch has.
  package var steps: (done: Int, total: Int) { (partial ?? run).steps }

  /// By head: mean losses over the rows of the epoch that is under way, each before its step.
  package var lossesUnderWay: [Double] { (partial ?? run).losses }

  // MARK: - Outcome

  /// The learned numbers at this moment.
  package var numbers: NetworkNumbers { (partial ?? run).numbers(kept: false) }

  package var output: FittedNetwork? {
    guard isOver else { return nil }
    return FittedNetwork(
      network: network, options: options, numbers: run.numbers(kept: true), history: history)
  }

  /// How a run with patience ended: which epoch's parameters are kept, and why; `nil` before the end
  /// and without patience.
  package var ending: String? { isOver ? options.ending(history) : nil }

  // MARK: - State

  /// Everything that the run has beyond network, rows and options, at this step.
  package var snapshot: TrainingSnapshot {
    TrainingSnapshot(run: (partial ?? run).snapshot, history: history)
  }

  /// The training as it was when the snapshot was taken of one with the same network, rows and options.
  ///
  /// - Throws: `value` when it was taken of another.
  package init(
    _ network: Network, on rows: TrainingRows, _ options: NetworkOptions,
    from snapshot: TrainingSnapshot
  ) throws {
    try self.init(network, on: rows, options)
    run = try run.restored(snapshot.run)
    history = snapshot.history
    if run.steps.done > 0 { partial = run }
  }

  // MARK: - Seeing

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
    try fit(TrainingRows(data), options)
  }

  /// Trains the network on rows with weights, or looking at others.
  package func fit(_ rows: TrainingRows, _ options: NetworkOptions) throws -> FittedNetwork? {
    var training = try NetworkTraining(self, on: rows, options)
    try training.finish()
    return training.output
  }
}
