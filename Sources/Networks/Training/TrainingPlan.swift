internal import Datasets
internal import Tensors

/// What a training needs and never changes, worked out once, and the memory of its steps.
///
/// Copies of a run share it: a step leaves nothing in its memory that the next one reads.
final class TrainingPlan<S: NetworkScalar>: Sendable {
  let network: Network
  let options: NetworkOptions
  let data: NetworkData<S>
  /// The rows that are learned, in the order of the data.
  let rows: [Int32]
  let losses: [HeadLoss]
  let freezing: FreezePlan
  /// By task: the way back from its head alone to all parameters.
  let alone: [BackwardProgram]
  let workspace: Workspace<S>
  let taskNumbers: TaskNumbers<S>
  /// Where tasks share parameters: memory for the gradient of each.
  let gradients: TaskGradients<S>?
  let validation: Validation<S>?
  private let rowWeights: RowWeights<S>?
  private let noise: InputNoise<S>?
  /// The batch that shows whether gradients conflict.
  private let conflictRows: [Int32]

  /// - Throws: when options, data and network do not go together, naming the option, head or row.
  init(_ network: Network, _ rows: TrainingRows, _ options: NetworkOptions) throws {
    let (graph, heads) = (network.graph, network.heads)
    try TrainingChecks.check(options, heads)
    self.network = network
    self.options = options
    data = try NetworkData(rows.data, for: network)
    let split = try RowSplit.rows(
      data.rowCount, heldOut: options.validationShare, seed: options.seed)
    self.rows = split.learned
    try TrainingChecks.check(rows.data, heads, learned: split.learned)
    try network.architecture.check(rows.data, heads: heads)
    try rows.weights.check(heads, rows: data.rowCount)
    rowWeights = RowWeights(rows.weights, heads: heads)
    let widths = data.widths
    losses = zip(graph.heads, widths).map {
      HeadLoss(output: $0, width: $1, smoothing: options.smoothing)
    }
    freezing = try FreezePlan(graph, options.freezing)
    alone = graph.heads.indices.map { BackwardProgram(graph, heads: [$0]) }
    workspace = try Workspace(
      graph, capacity: min(options.batch, split.learned.count), targetWidths: widths)
    taskNumbers = TaskNumbers(graph, slots: options.optimizer.slotCount)
    try NetworkMemory.check(
      count: NetworkMemory.product(heads.count, graph.parameterCount),
      "the gradients of \(heads.count) heads by \(graph.parameterCount) parameters")
    gradients = TaskGradients(graph, freezing)
    noise = InputNoise(
      deviation: options.noise, capacity: workspace.capacity * network.inputCount)
    validation = try TrainingPlan.validation(network, rows, data, split.heldOut)
    var drawn = split.learned
    var generator = RunStream.conflict.generator(seed: options.seed)
    drawn.shuffle(&generator)
    conflictRows = Array(drawn.prefix(workspace.capacity))
    try checkSharing()
  }

  /// The same plan with other numbers of epochs, another optimizer or weighting.
  ///
  /// - Throws: `argument` when these do not go together or with the network.
  init(_ other: TrainingPlan, _ options: NetworkOptions) throws {
    network = other.network
    try TrainingChecks.check(options, other.network.heads)
    self.options = options
    (data, rows, losses, freezing) = (other.data, other.rows, other.losses, other.freezing)
    (alone, workspace, gradients) = (other.alone, other.workspace, other.gradients)
    (taskNumbers, validation) = (other.taskNumbers, other.validation)
    (rowWeights, noise, conflictRows) = (other.rowWeights, other.noise, other.conflictRows)
    try checkSharing()
  }

  private static func validation(
    _ network: Network, _ rows: TrainingRows, _ data: NetworkData<S>, _ heldOut: [Int32]
  ) throws -> Validation<S>? {
    guard let other = rows.validation else {
      return heldOut.isEmpty ? nil : Validation(data, rows: heldOut)
    }
    try TrainingChecks.checkInputs(other.X)
    let checked = try NetworkData<S>(other, for: network)
    guard checked.widths == data.widths else { throw TrainingRows.widthFailure }
    return Validation(checked, rows: (0..<Int32(clamping: checked.rowCount)).map { $0 })
  }

  /// GradNorm and gradient surgery need a layer that all tasks share and that learns.
  private func checkSharing() throws {
    guard options.weighting.needsTaskGradients, network.heads.count > 1, gradients == nil else {
      return
    }
    throw TrainingRows.sharingFailure(
      options.weighting, network.architecture.builtin,
      isFrozen: !network.graph.sharedRanges.isEmpty)
  }

  // MARK: - Rows

  /// Puts rows to be learned into the workspace, with their weights and noise.
  func load(_ rows: UnsafeBufferPointer<Int32>, noise generator: inout RandomGenerator) throws {
    data.load(rows, into: workspace)
    rowWeights?.load(rows, into: workspace)
    try noise?.add(
      to: workspace.values[network.graph.input], count: rows.count * network.inputCount,
      generator: &generator)
  }

  /// What learns in an epoch, the first being 0; `starts` has the steps done when each epoch began.
  func learning(in epoch: Int, starts: [Int]) -> LearningEpoch {
    LearningEpoch(network.graph, freezing, epoch, starts: starts)
  }

  // MARK: - Conflict

  /// The tasks' gradients on one batch, the same in every epoch, at the parameters that the workspace
  /// points to; `statistics` are put back afterwards.
  func conflict(statistics count: Int) throws -> GradientConflict? {
    guard let gradients else { return nil }
    let pass = workspace
    let kept = Array(UnsafeBufferPointer(start: pass.statistics, count: count))
    defer {
      for i in kept.indices { pass.statistics[i] = kept[i] }
      // What is frozen has no gradient in the steps that follow.
      pass.parameterGradients.update(repeating: 0, count: network.graph.parameterCount)
    }
    conflictRows.withUnsafeBufferPointer { data.load($0, into: pass) }
    pass.isTraining = true
    pass.draws = StepDraws(seed: options.seed, step: 0)
    try pass.forward(network.graph)
    for (task, loss) in losses.enumerated() {
      _ = loss.evaluate(pass, head: task, weight: 1)
      try pass.backward(network.graph, alone[task])
      gradients.store(task, pass.parameterGradients)
    }
    return GradientConflict(products: gradients.productsOfPairs(), tasks: losses.count)
  }
}
