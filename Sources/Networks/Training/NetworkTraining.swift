internal import Charts
package import Datasets
internal import Diagnostics
package import Stepping
internal import Tensors

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
  /// The names of the inputs.
  let featureNames: [String]
  /// Whether somebody goes through it stage by stage, so that ``previous`` is kept.
  private(set) var isSeen = false
  /// Before the last epoch, to look into it.
  private(set) var previous: PreciseRun?
  /// What was set on the way: `lr 0.01 from epoch 4 on`.
  var changes: [String] = []
  /// The options that hold now.
  var now: NetworkOptions

  /// The run before its first epoch.
  ///
  /// - Throws: when data do not go with the network, naming the head; when options do not go together.
  package init(
    _ network: Network, on rows: TrainingRows, _ options: NetworkOptions = NetworkOptions()
  ) throws {
    self.network = network
    self.options = options
    now = options
    featureNames = rows.data.featureNames
    run = try PreciseRun(network, rows, options)
  }

  /// The run for somebody who looks at its stages: it then keeps what the epochs' insides are made of.
  package var seen: NetworkTraining {
    var copy = self
    copy.isSeen = true
    return copy
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
    if isSeen { previous = run }
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
  package var isOver: Bool { history.count >= now.epochs || run.isOver }

  package var position: StepPosition {
    StepPosition(done: history.count, total: isOver ? history.count : now.epochs)
  }

  package var nextStage: String? {
    isOver ? nil : "epoch \(history.count + 1) of \(now.epochs)"
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
