internal import Diagnostics
internal import Files
internal import Stepping
internal import Tensors

/// Where the state of a training is kept while it goes on.
package struct CheckpointPlan: Sendable {
  package let path: String
  /// Epochs from one writing to the next; the last epoch is always written.
  package let interval: Int

  package init(_ path: String, every interval: Int = 1) {
    self.path = path
    self.interval = max(interval, 1)
  }
}

/// A training that leaves traces: a checkpoint, a log, a progress bar.
package struct WatchedTraining: Sendable {
  /// As far as the last finished epoch, also after an epoch failed or was stopped.
  package private(set) var training: NetworkTraining
  package let checkpoint: CheckpointPlan?
  package let log: EventLog?
  private let fingerprint: DataFingerprint?
  private var writtenEpochs = -1

  /// - Throws: `file` when the checkpoint's file may not be replaced.
  package init(
    _ training: NetworkTraining, on rows: TrainingRows, checkpoint: CheckpointPlan? = nil,
    log: EventLog? = nil
  ) throws {
    self.training = training
    self.checkpoint = checkpoint
    self.log = log
    fingerprint = checkpoint.map { _ in DataFingerprint(rows, for: training.network) }
    if let checkpoint {
      try File.checkWritable(checkpoint.path)
      try NetworkCheckpoint.checkMayReplace(checkpoint.path, by: training.network)
    }
  }

  /// Trains to the end.
  ///
  /// - Throws: what an epoch throws, and `file` when the checkpoint or the log cannot be written.
  package mutating func finish() throws {
    let start = training.position
    let progress = Progress.begin(of: start.total, done: start.done)
    var isComplete = false
    defer { progress.end(isComplete: isComplete) }
    try log?.begin(training.history)
    do {
      while try training.advance() {
        progress.report(training.position.done, training.progressFigures)
        try keep()
        try Interrupt.check()
      }
    } catch {
      // Whatever stopped it, the last finished epoch is worth keeping.
      try? writeCheckpoint()
      throw error
    }
    try writeCheckpoint()
    isComplete = true
  }

  /// Whether the checkpoint holds the last finished epoch.
  package var isWritten: Bool { writtenEpochs == training.history.count }

  /// Writes what the last epoch left.
  private mutating func keep() throws {
    let done = training.history.count
    if let log, let last = training.history.last { try log.append(epoch: done, last) }
    if let checkpoint, done % checkpoint.interval == 0 { try writeCheckpoint() }
  }

  /// Writes the checkpoint unless it is there already.
  private mutating func writeCheckpoint() throws {
    let done = training.history.count
    guard let checkpoint, let fingerprint, writtenEpochs != done else { return }
    try NetworkCheckpoint.archive(of: training, fingerprint: fingerprint).write(
      to: checkpoint.path)
    writtenEpochs = done
  }

  /// The same training, to go on to another number of epochs.
  package func continued(to epochs: Int, on rows: TrainingRows) throws -> WatchedTraining {
    var options = training.options
    options.epochs = epochs
    let state = NetworkCheckpoint.archive(
      of: training, fingerprint: DataFingerprint(rows, for: training.network))
    return try WatchedTraining(
      NetworkTraining(
        resuming: state, named: "the training", training.network, on: rows, options),
      on: rows, checkpoint: checkpoint, log: log)
  }
}
