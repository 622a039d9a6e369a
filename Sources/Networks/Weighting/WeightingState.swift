internal import Glibc

/// What a ``TaskWeighting`` has learned so far: the weights and everything they are worked out from.
struct WeightingState: Sendable, Equatable {
  let weighting: TaskWeighting
  /// w_t: what the task's loss is multiplied with in the next step.
  private(set) var weights: [Double]
  /// What the optimizer moves, s_t or w_t, and after it what it keeps beside them.
  private(set) var numbers: [Double]
  /// L_t at the first step that had targets for the task; NaN before.
  private(set) var firstLosses: [Double]
  /// Mean losses of the last epochs, at most two, the newest last.
  private(set) var recentLosses: [Double] = []

  /// The weights below which a learned weight does not fall: a negative one would raise the loss.
  static let floor = 1e-3

  init(_ weighting: TaskWeighting, tasks: Int, slots: Int) {
    self.weighting = weighting
    weights = [Double](repeating: 1, count: tasks)
    firstLosses = [Double](repeating: .nan, count: tasks)
    switch weighting {
    case .fixed(let given):
      if given.count == tasks { weights = given }
      numbers = []
    case .uncertainty: numbers = [Double](repeating: 0, count: (1 + slots) * tasks)
    case .gradNorm:
      numbers = weights + [Double](repeating: 0, count: slots * tasks)
    case .averaging, .projection: numbers = []
    }
  }

  /// Σ w_t L_t of the losses of a batch, with what uncertainty weighting adds for each task.
  func total(_ losses: [Double]) -> Double {
    var total = 0.0
    for t in losses.indices {
      total += weights[t] * losses[t]
      if weighting == .uncertainty { total += numbers[t] }
    }
    return total
  }

  // MARK: - After a step

  /// Learns from a step: `taught` says which tasks were part of it, `norms` are those of their
  /// gradients at the last shared layer, not yet weighted.
  mutating func learn(
    _ losses: [Double], norms: [Double], taught: [Bool], optimizer: Optimizer, at time: StepTime
  ) {
    switch weighting {
    case .fixed, .averaging, .projection: return
    case .uncertainty:
      move(taught, optimizer, time) { state, t in 1 - exp(-state.numbers[t]) * losses[t] }
      for t in weights.indices { weights[t] = exp(-numbers[t]) }
    case .gradNorm(let alpha):
      learnNorms(losses, norms, taught, alpha, optimizer, time)
    }
  }

  private mutating func learnNorms(
    _ losses: [Double], _ norms: [Double], _ taught: [Bool], _ alpha: Double,
    _ optimizer: Optimizer, _ time: StepTime
  ) {
    var (count, meanNorm, meanRatio) = (0.0, 0.0, 0.0)
    for t in losses.indices where taught[t] {
      if firstLosses[t].isNaN { firstLosses[t] = losses[t] }
      count += 1
      meanNorm += weights[t] * norms[t]
      meanRatio += ratio(losses, t)
    }
    guard count > 0, meanRatio > 0 else { return }
    (meanNorm, meanRatio) = (meanNorm / count, meanRatio / count)
    move(taught, optimizer, time) { state, t in
      let target = meanNorm * pow(state.ratio(losses, t) / meanRatio, alpha)
      let excess = state.weights[t] * norms[t] - target
      return excess > 0 ? norms[t] : excess < 0 ? -norms[t] : 0
    }
    var sum = 0.0
    for t in weights.indices {
      numbers[t] = max(numbers[t], WeightingState.floor)
      sum += numbers[t]
    }
    for t in weights.indices {
      numbers[t] *= Double(weights.count) / sum
      weights[t] = numbers[t]
    }
  }

  /// L_t / L_t(0); 1 where the task began without a loss.
  private func ratio(_ losses: [Double], _ task: Int) -> Double {
    firstLosses[task] > 0 ? losses[task] / firstLosses[task] : 1
  }

  /// A step of the optimizer on the first numbers; those of tasks that were not taught stay, with what
  /// the optimizer keeps for them.
  ///
  /// Clipping and decay are for parameters of the network alone.
  private mutating func move(
    _ taught: [Bool], _ optimizer: Optimizer, _ time: StepTime,
    _ slope: (WeightingState, Int) -> Double
  ) {
    let tasks = weights.count
    withUnsafeTemporaryAllocation(of: Double.self, capacity: tasks + numbers.count) { memory in
      guard let gradient = memory.baseAddress else { return }
      let before = gradient + tasks
      for t in 0..<tasks { gradient[t] = taught[t] ? slope(self, t) : 0 }
      for i in numbers.indices { before[i] = numbers[i] }
      numbers.withUnsafeMutableBufferPointer { numbers in
        guard let numbers = numbers.baseAddress else { return }
        var own = optimizer
        (own.clipping, own.weightDecay) = (GradientClipping(), 0)
        own.step(
          numbers, gradient, count: tasks, number: time.number, time: time.epochs,
          of: time.duration)
      }
      for t in 0..<tasks where !taught[t] {
        for i in stride(from: t, to: numbers.count, by: tasks) { numbers[i] = before[i] }
      }
    }
  }

  // MARK: - After an epoch

  /// Learns from the mean losses of an epoch.
  mutating func finishEpoch(_ losses: [Double]) {
    guard case .averaging(let temperature) = weighting else { return }
    let tasks = losses.count
    recentLosses = recentLosses.suffix(tasks) + losses
    guard recentLosses.count == 2 * tasks else { return }
    let ratios = (0..<tasks).map { t in
      recentLosses[t] > 0
        ? recentLosses[tasks + t] / recentLosses[t] / temperature : 1 / temperature
    }
    let top = ratios.max() ?? 0
    let shares = ratios.map { exp($0 - top) }
    let sum = shares.reduce(0, +)
    weights = shares.map { Double(tasks) * $0 / sum }
  }
}

// MARK: - As a list

extension WeightingState {
  func write(to list: inout NumberList) {
    for part in [weights, numbers, firstLosses, recentLosses] { list.append(part) }
  }

  /// - Throws: `value` when the list is not one of this weighting.
  mutating func read(from list: inout NumberList) throws {
    weights = try list.next(count: weights.count)
    numbers = try list.next(count: numbers.count)
    firstLosses = try list.next(count: firstLosses.count)
    recentLosses = try list.next()
  }
}
