internal import Datasets

/// Writes a ``StepTrace`` while a step is made.
///
/// A run that nobody looks into has none, and its steps copy nothing.
final class StepRecorder<S: NetworkScalar>: @unchecked Sendable {
  private(set) var trace = StepTrace()
  /// Set by gradient surgery before gradients are put together.
  var coefficients: [Double] = []

  /// After the way forward and the losses.
  func sawForward(
    _ run: TrainingRun<S>, _ numbers: UnsafeMutablePointer<S>, _ rows: UnsafeBufferPointer<Int32>
  ) {
    let (plan, pass) = (run.plan, run.plan.workspace)
    trace.epoch = run.epochs + 1
    (trace.step, trace.steps) = (run.progress.steps + 1, run.stepsPerEpoch)
    trace.rows = rows.map { Int($0) }
    trace.values = pass.widths.indices.map {
      Self.doubles(pass.values[$0], pass.rows * pass.widths[$0])
    }
    trace.targetWidths = plan.data.widths
    trace.targets = plan.losses.indices.map {
      Self.doubles(pass.targets[$0], pass.rows * plan.data.widths[$0])
    }
    trace.rowWeights = plan.losses.indices.map { Self.doubles(pass.sampleWeights[$0], pass.rows) }
    trace.losses = run.progress.batchLosses
    trace.present = run.progress.batchRows
    trace.terms = plan.losses.indices.map { plan.losses[$0].terms(pass, head: $0) }
    trace.weights = run.weighting.weights
    trace.weightsAfter = trace.weights
    trace.weightNumbers = Array(run.weighting.numbers.prefix(plan.losses.count))
    trace.taught = plan.losses.map { _ in false }
    trace.before = Self.doubles(numbers, run.numberCount)
    trace.after = trace.before
  }

  /// After the way back, penalties included.
  func sawGradients(_ run: TrainingRun<S>, total: Double) {
    let plan = run.plan
    trace.learned = true
    trace.taught = run.progress.taught
    if run.weighting.weighting.needsTaskGradients, let gradients = plan.gradients {
      trace.taskGradients = plan.losses.indices.map { gradients.gradient(of: $0).map(Double.init) }
      trace.norms = run.progress.norms
    }
    trace.coefficients = coefficients
    trace.total = total
    trace.penalty = total - run.weighting.total(trace.losses)
    trace.gradient = Self.doubles(plan.workspace.parameterGradients, run.state.parameterCount)
  }

  /// After the optimizer's step.
  func sawUpdate(_ run: TrainingRun<S>, _ numbers: UnsafeMutablePointer<S>, at time: StepTime) {
    let (plan, optimizer) = (run.plan, run.plan.options.optimizer)
    trace.clipped = Self.doubles(plan.workspace.parameterGradients, run.state.parameterCount)
    trace.number = time.number
    trace.rate =
      optimizer.learningRate * optimizer.schedule.factor(at: time.epochs, of: time.duration)
    trace.weightsAfter = run.weighting.weights
    trace.after = Self.doubles(numbers, run.numberCount)
  }

  private static func doubles(_ numbers: UnsafePointer<S>, _ count: Int) -> [Double] {
    (0..<count).map { Double(numbers[$0]) }
  }
}

extension TrainingRun {
  /// Parameters, slots and statistics, all told.
  fileprivate var numberCount: Int { state.statisticsOffset + state.statisticCount }

  /// A step that is written down; the record of its epoch when it was the last of it.
  ///
  /// - Throws: what ``step()`` throws.
  mutating func tracedStep() throws -> (trace: StepTrace, record: EpochRecord?) {
    let recorder = StepRecorder<S>()
    self.recorder = recorder
    defer { self.recorder = nil }
    let record = try step()
    return (recorder.trace, record)
  }
}

extension PreciseRun {
  /// A step that is written down; the record of its epoch when it was the last of it.
  mutating func tracedStep() throws -> (trace: StepTrace, record: EpochRecord?) {
    switch self {
    case .single(var run):
      defer { self = .single(run) }
      return try run.tracedStep()
    case .double(var run):
      defer { self = .double(run) }
      return try run.tracedStep()
    }
  }
}

extension HeadLoss {
  /// w_i ℓ_i of each row of the workspace; NaN where its target is missing.
  func terms<S: NetworkScalar>(_ pass: Workspace<S>, head: Int) -> [Double] {
    let (targets, scores) = (pass.targets[head], pass.values[output.scores])
    let count = max(kind.scoreCount, 1)
    return withUnsafeTemporaryAllocation(of: S.self, capacity: count) { scratch in
      guard let gradient = scratch.baseAddress else { return [] }
      return (0..<pass.rows).map { i in
        guard !targets[i * width].isNaN else { return .nan }
        return sum(
          ScoredBatch(
            scores: scores + i * count, gradient: gradient, targets: targets + i * width,
            weights: pass.sampleWeights[head] + i, rows: 1, width: width, factor: 1))
      }
    }
  }
}
