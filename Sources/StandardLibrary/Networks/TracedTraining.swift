internal import Diagnostics
internal import Networks
internal import Runtime

/// A training of the language: run to its end, or kept for `resume` when it is stopped.
struct TracedTraining: Sendable {
  private var training: WatchedTraining
  private let rows: TrainingRows
  private let services: SessionServices?

  /// A training whose files obey the rules of the session.
  init(
    _ training: NetworkTraining, _ rows: TrainingRows, _ plan: NetworkPlan,
    _ request: TrainingRequest
  ) throws {
    self.rows = rows
    services = request.services
    self.training = try WatchedTraining(
      training, on: rows, checkpoint: try plan.traces.plan(plan.files),
      log: try plan.traces.eventLog(
        plan.files, of: training.network, plan.options, on: rows))
  }

  private init(_ other: TracedTraining, _ training: WatchedTraining) {
    self.training = training
    (rows, services) = (other.rows, other.services)
  }

  /// The fitted network.
  ///
  /// - Throws: what stopped the training, saying how far it came; it is then kept for `resume`.
  func finished() throws -> Value {
    var run = self
    do {
      try run.training.finish()
    } catch {
      throw run.kept(after: error)
    }
    services?[TracedTraining.self] = nil
    guard let model = run.training.training.output else {
      throw Failure(.value, "fit: the training did not come to its end")
    }
    return FittedNetworkObject(model).value
  }

  // MARK: - After a stop

  /// Keeps the training as the last finished epoch left it; the error then says what can be done.
  private func kept(after error: any Error) -> Diagnostic {
    var diagnostic = Diagnostic(error)
    let (done, total) = (training.training.history.count, training.training.options.epochs)
    guard done > 0, let services else {
      if diagnostic.kind == .interrupted {
        diagnostic.notes.append("no epoch was finished, so there is nothing to resume")
      }
      return diagnostic
    }
    services[TracedTraining.self] = self
    let epochs =
      "\(done) of \(total) epoch\(total == 1 ? "" : "s") \(done == 1 ? "is" : "are") done"
    diagnostic.notes.append(
      diagnostic.kind == .interrupted
        ? "\(epochs): resume() continues, resume(epochs=\(done)) takes the network as it is"
        : "\(epochs): resume(epochs=\(done)) takes the network as it was then")
    if let path = training.checkpoint?.path, training.isWritten {
      diagnostic.notes.append("the last finished epoch is also in \(path)")
    }
    return diagnostic
  }

  /// The fitted network of a training that goes on, perhaps to another number of epochs.
  func resumed(epochs: Int?) throws -> Value {
    guard let epochs else { return try finished() }
    let run = training.training
    guard epochs >= run.history.count else {
      throw Failure(
        .argument,
        "resume: epochs must be at least \(run.history.count), which are done, found \(epochs)")
    }
    return try TracedTraining(self, try training.continued(to: epochs, on: rows)).finished()
  }
}
