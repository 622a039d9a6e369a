internal import Datasets
internal import Diagnostics

/// A run in the precision that was asked for.
enum PreciseRun: Sendable {
  case single(TrainingRun<Float>)
  case double(TrainingRun<Double>)

  /// The run before its first step.
  init(_ network: Network, _ rows: TrainingRows, _ options: NetworkOptions) throws {
    switch options.precision {
    case .single: self = .single(try TrainingRun(TrainingPlan(network, rows, options)))
    case .double: self = .double(try TrainingRun(TrainingPlan(network, rows, options)))
    }
  }

  /// The run of the same plan at another moment.
  ///
  /// - Throws: `value` when the state is of another network, other options or other rows.
  func restored(_ state: TrainingSnapshot.Run) throws -> PreciseRun {
    switch (self, state) {
    case (.single(let run), .single(let snapshot)): .single(try TrainingRun(run.plan, snapshot))
    case (.double(let run), .double(let snapshot)): .double(try TrainingRun(run.plan, snapshot))
    default: throw NumberList.damage
    }
  }

  var snapshot: TrainingSnapshot.Run {
    switch self {
    case .single(let run): .single(run.snapshot)
    case .double(let run): .double(run.snapshot)
    }
  }

  /// The numbers at this moment, or those that the run keeps in the end.
  func numbers(kept: Bool) -> NetworkNumbers {
    switch self {
    case .single(let run):
      let state = kept ? run.kept : run.state
      return .single(parameters: state.parameters, statistics: state.statistics)
    case .double(let run):
      let state = kept ? run.kept : run.state
      return .double(parameters: state.parameters, statistics: state.statistics)
    }
  }

  /// The epoch whose numbers are kept, when patience chose one.
  var bestEpoch: Int? {
    switch self {
    case .single(let run): run.stopping?.bestEpoch
    case .double(let run): run.stopping?.bestEpoch
    }
  }

  var isOver: Bool {
    switch self {
    case .single(let run): run.isOver
    case .double(let run): run.isOver
    }
  }

  /// Steps done in the epoch that is under way, and how many an epoch has.
  var steps: (done: Int, total: Int) {
    switch self {
    case .single(let run): (run.progress.steps, run.stepsPerEpoch)
    case .double(let run): (run.progress.steps, run.stepsPerEpoch)
    }
  }

  /// By head: mean losses over the rows of the epoch that is under way.
  var losses: [Double] {
    switch self {
    case .single(let run): run.progress.losses
    case .double(let run): run.progress.losses
    }
  }
}

/// Everything that a training has beyond its network, rows and options, as lists of numbers.
///
/// A training made anew of the same three and put to this state goes on bit for bit.
package struct TrainingSnapshot: Sendable, Equatable {
  package enum Run: Sendable, Equatable {
    case single(RunSnapshot<Float>)
    case double(RunSnapshot<Double>)
  }

  package var run: Run
  /// The records of the epochs done.
  package var history: [EpochRecord]
}
