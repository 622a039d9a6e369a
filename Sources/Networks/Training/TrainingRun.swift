internal import Datasets
internal import Diagnostics
internal import Stepping
internal import Tensors

/// The training of a network in one precision, a step at a time.
///
/// An epoch takes every row once, in a new order, a batch a step. With `joint`, a step learns all heads
/// that have targets in its batch. With `alternate`, batches go to the tasks in turn, over the ends of
/// epochs: a step learns one head from its loss alone, and when the batch has no target for the head
/// whose turn it is, the next one's. Both schedules so make as many steps an epoch on as many rows. The
/// optimizer's moments and its count of steps are shared by all tasks.
struct TrainingRun<S: NetworkScalar>: Sendable {
  private(set) var plan: TrainingPlan<S>
  private(set) var state: NetworkState<S>
  private(set) var weighting: WeightingState
  private(set) var stopping: EarlyStopping<S>?
  private(set) var progress: EpochProgress
  private var watched: WatchedMeans
  private(set) var epochs = 0
  private var order: [Int32]
  private var generators: RunGenerators
  /// The task whose turn it is in an alternate schedule.
  private var turn = 0
  /// What learns in this epoch.
  private var learning: LearningEpoch
  /// The steps that were done when each epoch began; empty where nothing is frozen.
  private var epochStarts: [Int] = []
  /// What is told of a step to one who looks into it; `nil` otherwise.
  var recorder: StepRecorder<S>?

  /// The run before its first step.
  ///
  /// - Throws: when the network that it should begin with shares nothing with this one.
  init(_ plan: TrainingPlan<S>) throws {
    let options = plan.options
    let tasks = plan.losses.count
    self.plan = plan
    state = NetworkState(plan.network.graph, optimizer: options.optimizer, seed: options.seed)
    try options.start?.apply(to: &state, of: plan.network)
    learning = plan.learning(in: 0, starts: [])
    weighting = WeightingState(
      options.weighting, tasks: tasks, slots: options.optimizer.slotCount)
    stopping = options.patience.map { EarlyStopping(patience: $0) }
    progress = EpochProgress(heads: tasks)
    watched = WatchedMeans(plan.network.graph)
    order = plan.rows
    generators = RunGenerators(seed: options.seed)
  }

  /// Steps of an epoch.
  var stepsPerEpoch: Int { (order.count + plan.options.batch - 1) / plan.options.batch }

  /// Whether patience has run out.
  var isOver: Bool { stopping?.isOver ?? false }

  /// Everything that training changes, as predictions should use it: with patience, of the best epoch.
  var kept: NetworkState<S> {
    guard let stopping, !stopping.bestNumbers.isEmpty else { return state }
    var best = state
    best.numbers = stopping.bestNumbers
    return best
  }

  /// The steps up to the end of the epoch.
  mutating func epoch() throws -> EpochRecord {
    while true {
      try Interrupt.check()
      Progress.part(progress.rows, of: order.count)
      if let record = try step() { return record }
    }
  }

  /// One step; the record of its epoch when it was the last of it.
  ///
  /// - Throws: `numeric` when a loss or a parameter is not finite; the run is then of no further use.
  mutating func step() throws -> EpochRecord? {
    let began = MonotonicClock.seconds
    if progress.steps == 0 { beginEpoch() }
    let count = min(plan.options.batch, order.count - progress.rows)
    var numbers: [S] = []
    swap(&numbers, &state.numbers)
    defer { swap(&numbers, &state.numbers) }
    let record = try numbers.withUnsafeMutableBufferPointer { numbers -> EpochRecord? in
      guard let numbers = numbers.baseAddress else { return nil }
      plan.workspace.parameters = numbers
      plan.workspace.statistics = numbers + state.statisticsOffset
      try learn(numbers, count)
      watched.add(plan.workspace, plan.losses)
      progress.rows += count
      progress.steps += 1
      progress.seconds += MonotonicClock.seconds - began
      return progress.rows == order.count ? try finishEpoch(numbers) : nil
    }
    guard let record else { return nil }
    let (epoch, loss) = (epochs, record.followedLoss(plan.options.weighting))
    stopping?.finishEpoch(epoch, loss: loss, numbers: numbers)
    progress = EpochProgress(heads: plan.losses.count)
    watched = WatchedMeans(plan.network.graph)
    return record
  }

  /// Goes on under other options, whose plan differs in optimizer, weighting and epochs alone; another
  /// weighting begins anew.
  mutating func change(to other: TrainingPlan<S>) {
    let options = other.options
    if options.weighting != plan.options.weighting {
      weighting = WeightingState(
        options.weighting, tasks: plan.losses.count, slots: options.optimizer.slotCount)
    }
    plan = other
  }

  // MARK: - A step

  private mutating func beginEpoch() {
    order.shuffle(&generators.shuffling)
    guard !plan.freezing.isNone else { return }
    if epochStarts.count == epochs { epochStarts.append(state.steps) }
    guard plan.freezing.changes(in: epochs) else { return }
    learning = plan.learning(in: epochs, starts: epochStarts)
  }

  private mutating func learn(_ numbers: UnsafeMutablePointer<S>, _ count: Int) throws {
    let pass = plan.workspace
    try order.withUnsafeBufferPointer {
      let rows = UnsafeBufferPointer(
        rebasing: $0[progress.rows..<progress.rows + count])
      try plan.load(rows, noise: &generators.noise)
      pass.isTraining = true
      pass.resting = learning.resting
      pass.draws = StepDraws(seed: plan.options.seed, step: state.steps + 1)
      try pass.forward(plan.network.graph)
      try evaluate(rows)
      recorder?.sawForward(self, numbers, rows)
    }
    guard chooseTasks() else { return }
    try gradients()
    plan.taskNumbers.keep(numbers, pass.parameterGradients, taught: progress.taught)
    let total =
      weighting.total(progress.batchLosses) + (try pass.addPenalties(plan.network.graph))
    progress.add(total: total, rows: count)
    recorder?.sawGradients(self, total: total)
    state.steps += 1
    let time = StepTime(
      number: state.steps, epochs: Double(state.steps - 1) / Double(stepsPerEpoch),
      duration: Double(plan.options.epochs))
    plan.options.optimizer.step(
      numbers, pass.parameterGradients, count: state.parameterCount, number: time.number,
      time: time.epochs, of: time.duration, ranges: learning.ranges)
    plan.taskNumbers.restore(numbers)
    weighting.learn(
      progress.batchLosses, norms: progress.norms, taught: progress.taught,
      optimizer: plan.options.optimizer, at: time)
    recorder?.sawUpdate(self, numbers, at: time)
  }

  /// The losses of the batch; leaves the gradients of the scores in the workspace, times the weights
  /// where tasks' gradients are not wanted by themselves.
  private mutating func evaluate(_ rows: UnsafeBufferPointer<Int32>) throws {
    let isAlone = needsTaskGradients
    var isFinite = true
    for head in plan.losses.indices {
      let weight = isAlone ? 1 : weighting.weights[head]
      let (loss, present) = plan.losses[head].evaluate(plan.workspace, head: head, weight: weight)
      progress.batchLosses[head] = loss
      progress.batchRows[head] = present
      isFinite = isFinite && loss.isFinite
    }
    guard !isFinite else { return }
    throw lossFailure(step: progress.steps + 1).failure(
      plan.workspace, plan.network.graph, losses: progress.batchLosses, rows: rows)
  }

  private var needsTaskGradients: Bool {
    weighting.weighting.needsTaskGradients && plan.gradients != nil
  }

  /// Decides which tasks the step learns; `false` when the batch has no target at all.
  private mutating func chooseTasks() -> Bool {
    let tasks = progress.taught.count
    if plan.options.schedule == .joint {
      for t in 0..<tasks { progress.taught[t] = progress.batchRows[t] > 0 }
      return progress.taught.contains(true)
    }
    for t in 0..<tasks { progress.taught[t] = false }
    for ahead in 0..<tasks {
      let task = (turn + ahead) % tasks
      guard progress.batchRows[task] > 0 else { continue }
      progress.taught[task] = true
      turn = (task + 1) % tasks
      return true
    }
    return false
  }

  /// Leaves the gradient of the step's loss, without penalties, in the workspace.
  private mutating func gradients() throws {
    let (pass, graph) = (plan.workspace, plan.network.graph)
    if plan.options.schedule == .alternate {
      if let task = progress.taught.firstIndex(of: true) {
        try pass.backward(graph, learning.alone[task])
      }
      return
    }
    guard needsTaskGradients, let gradients = plan.gradients else {
      return try pass.backward(graph, learning.joint)
    }
    for task in progress.taught.indices {
      if progress.taught[task] {
        try pass.backward(graph, learning.alone[task])
        gradients.store(task, pass.parameterGradients)
      } else {
        gradients.clear(task)
      }
      progress.norms[task] = gradients.lastSharedNorm(task)
    }
    combine(gradients)
  }

  /// Puts the gradients of the tasks together.
  private mutating func combine(_ gradients: TaskGradients<S>) {
    let (pass, tasks) = (plan.workspace, gradients.taskCount)
    guard weighting.weighting == .projection else {
      weighting.weights.withUnsafeBufferPointer {
        guard let weights = $0.baseAddress else { return }
        gradients.combine(weights, onlyShared: false, into: pass.parameterGradients)
      }
      return
    }
    withUnsafeTemporaryAllocation(of: Double.self, capacity: 2 * tasks) { numbers in
      withUnsafeTemporaryAllocation(of: Int.self, capacity: tasks) { order in
        guard let own = numbers.baseAddress, let order = order.baseAddress else { return }
        GradientSurgery.coefficients(
          gradients.productsOfPairs(), tasks: tasks, generator: &generators.surgery,
          order: order, own: own, into: own + tasks)
        recorder?.coefficients = (0..<tasks).map { own[tasks + $0] }
        gradients.combine(own + tasks, onlyShared: true, into: pass.parameterGradients)
      }
    }
  }

  // MARK: - The end of an epoch

  private mutating func finishEpoch(_ numbers: UnsafeMutablePointer<S>) throws -> EpochRecord {
    let graph = plan.network.graph
    if let lost = graph.firstLost(numbers) {
      throw lossFailure(step: progress.steps).failure(parameter: lost)
    }
    let began = MonotonicClock.seconds
    var record = EpochRecord(
      losses: progress.losses, total: progress.total / Double(order.count), seconds: 0)
    weighting.finishEpoch(record.losses)
    record.weights = weighting.weights
    record.figures = watched.figures(
      graph, parameters: Array(UnsafeBufferPointer(start: numbers, count: state.parameterCount)))
    record.conflict = try plan.conflict(statistics: state.statisticCount)
    record.validation = try plan.validation?.scores(plan.workspace, graph, plan.losses)
    record.seconds = progress.seconds + MonotonicClock.seconds - began
    epochs += 1
    return record
  }

  private func lossFailure(step: Int) -> LossFailure {
    LossFailure(epoch: epochs + 1, step: step, steps: stepsPerEpoch)
  }
}

// MARK: - As a list

extension TrainingRun {
  /// Everything that the run has beyond its plan.
  var snapshot: RunSnapshot<S> {
    var list = NumberList()
    list.append(state.steps)
    list.append(epochs)
    list.append(turn)
    list.append(order.map(Double.init))
    list.append(generators.positions.flatMap { [Double($0 >> 32), Double($0 & 0xFFFF_FFFF)] })
    list.append(epochStarts.map(Double.init))
    progress.write(to: &list)
    watched.write(to: &list)
    weighting.write(to: &list)
    stopping?.write(to: &list)
    return RunSnapshot(
      numbers: state.numbers, bestNumbers: stopping?.bestNumbers ?? [], figures: list)
  }

  /// The run as it was when the snapshot was taken of a run of the same plan.
  ///
  /// - Throws: `value` when it is of another network, other options or other rows.
  init(_ plan: TrainingPlan<S>, _ snapshot: RunSnapshot<S>) throws {
    try self.init(plan)
    var list = snapshot.figures
    state.steps = try list.nextInteger()
    epochs = try list.nextInteger()
    turn = try list.nextInteger()
    let rows = try list.next(count: order.count).compactMap { Int32(exactly: $0) }
    let words = try list.next(count: 6).compactMap { UInt64(exactly: $0) }
    let starts = try list.next().compactMap { Int(exactly: $0) }
    guard snapshot.numbers.count == state.numbers.count, rows.sorted() == plan.rows.sorted(),
      words.count == 6, words.allSatisfy({ $0 >> 32 == 0 }), turn >= 0,
      turn < plan.losses.count, state.steps >= 0, epochs >= 0,
      (plan.freezing.isNone ? [0] : [epochs, epochs + 1]).contains(starts.count)
    else { throw NumberList.damage }
    order = rows
    epochStarts = starts
    generators.positions = (0..<3).map { words[2 * $0] << 32 | words[2 * $0 + 1] }
    try progress.read(from: &list)
    try watched.read(from: &list)
    try weighting.read(from: &list)
    try stopping?.read(from: &list, bestNumbers: snapshot.bestNumbers)
    state.numbers = snapshot.numbers
    learning = plan.learning(in: epochs, starts: starts)
    guard progress.rows < order.count,
      progress.rows == progress.steps * plan.options.batch,
      [0, state.numbers.count].contains(snapshot.bestNumbers.count)
    else { throw NumberList.damage }
  }
}

/// A run as lists of numbers.
package struct RunSnapshot<S: NetworkScalar>: Sendable, Equatable {
  /// Parameters, slots and statistics.
  package var numbers: [S]
  /// The same after the best epoch; empty without patience.
  package var bestNumbers: [S]
  /// Steps, order of rows, generators, sums of the epoch, weights and what they come from.
  package var figures: NumberList
}
