internal import Diagnostics
internal import Files
internal import Networks
internal import Runtime

/// The files that a training leaves behind.
struct TrainingTraces {
  var checkpoint: String?
  /// Epochs from one writing of the checkpoint to the next.
  var interval = 1
  var log: String?

  // MARK: - Options of fit

  static let checkpoint = NetworkOption(
    Parameter<String?>(
      "checkpoint", "a file for the state after each epoch, from which resume goes on",
      default: .some(nil), naming: [.files]),
    { path, plan in plan.traces.checkpoint = path })

  static let interval = NetworkOption(
    Parameter<Int>(
      "checkpoint_every", "epochs from one writing of the checkpoint to the next", default: 1,
      .positive),
    { interval, plan in plan.traces.interval = interval })

  static let log = NetworkOption(
    Parameter<String?>(
      "log", "a CSV file that gets a line an epoch; plot(read_log(path)) draws it",
      default: .some(nil), naming: [.files]),
    { path, plan in plan.traces.log = path })

  // MARK: - Checks

  /// Throws for a run that goes stage by stage, which leaves no files.
  func checkNone(for function: String) throws {
    guard checkpoint != nil || log != nil else { return }
    throw Failure(
      .argument,
      "\(function): found \(checkpoint != nil ? "checkpoint" : "log")=, which is an option of fit",
      notes: function == "step"
        ? ["a run that is stepped through is a value: keep the stepper to come back to it"]
        : ["one file cannot hold the \(function == "compare" ? "models" : "rounds") of \(function)"]
    )
  }

  /// The file for a checkpoint, after the rules of the session were checked.
  func plan(_ files: FileAccess?) throws -> CheckpointPlan? {
    guard let checkpoint else { return nil }
    return CheckpointPlan(try files?.writable(checkpoint) ?? checkpoint, every: interval)
  }

  /// The log, likewise.
  func eventLog(
    _ files: FileAccess?, of network: Network, _ options: NetworkOptions, on rows: TrainingRows
  ) throws -> EventLog? {
    guard let log else { return nil }
    guard File.resolved(log) != checkpoint.map(File.resolved) else {
      throw Failure(
        .argument, "fit: checkpoint and log must be two files, found \"\(log)\" for both")
    }
    return EventLog(try files?.writable(log) ?? log, of: network, options, on: rows)
  }
}
