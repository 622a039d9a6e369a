internal import Diagnostics
internal import Networks
internal import Runtime

/// The options of a training that begins with what another one learned, and lets parts rest.
enum WarmStarts {
  static let freeze = NetworkOption(
    Parameter<[String]>(
      "freeze", "stacks or layers that never learn, by name: [\"trunk\", \"head age\"]",
      default: []),
    sets: { $0.freezing.frozen = $1 })

  static let unfreeze = NetworkOption(
    Parameter<Int?>(
      "unfreeze",
      "epochs after which one more layer learns, heads and towers first; none: all from the start",
      default: .some(nil), Constraint("at least 1") { $0.map { $0 >= 1 } ?? true }),
    sets: { $0.freezing.unfreezing = $1 })
}

extension TrainingRequest {
  /// What a network begins with: what `start=` gives, else what the network itself has learned.
  ///
  /// - Throws: `argument` for what is no network that learned something.
  func warmStart(_ object: NetworkObject) throws -> WarmStart? {
    if case .none = start { return object.options.start }
    if let fitted = FittedNetworkObject.from(start) { return WarmStart(fitted.model) }
    if let learned = NetworkObject.from(start)?.options.start { return learned }
    throw Failure(
      .argument,
      "\(function): start must be a fitted network or one from pretrain, found \(start.described)",
      notes: ["fit(net, data, start=fitted) takes over what has the same name and shape"])
  }
}

extension FittedNetwork {
  /// Which parameters began with what another training left: `fitted.start`; none for one that began
  /// anew.
  var startRecord: Record? {
    guard let start = options.start, let report = try? start.report(for: network) else {
      return nil
    }
    return Record([
      ("source", .text(start.source)), ("taken", report.taken.value),
      ("anew", report.anew.value),
    ])
  }
}
