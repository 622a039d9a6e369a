/// How a training with patience ended, worked out from its epochs.
///
/// What is followed is Σ w_t L_t of the rows held out with fixed weights w_t, with learned ones Σ L_t;
/// without validation the same of the rows that are learned.
struct TrainingEnding {
  /// From 1: the epoch whose parameters are kept.
  let bestEpoch: Int
  /// Whether patience ran out.
  let isEarly: Bool

  /// `nil` without patience or before an epoch had a finite loss.
  init?(_ history: [EpochRecord], _ options: NetworkOptions) {
    guard let patience = options.patience else { return nil }
    var (best, bestLoss) = (0, Double.infinity)
    for (epoch, record) in history.enumerated() {
      let loss = record.followedLoss(options.weighting)
      if loss < bestLoss { (best, bestLoss) = (epoch + 1, loss) }
    }
    guard best > 0 else { return nil }
    bestEpoch = best
    isEarly = history.count - best >= patience
  }
}

extension EpochRecord {
  /// The loss that early stopping follows.
  func followedLoss(_ weighting: TaskWeighting) -> Double {
    let losses = validation?.losses ?? losses
    guard case .fixed = weighting else { return losses.reduce(0, +) }
    return zip(weights, losses).reduce(0) { $0 + $1.0 * $1.1 }
  }
}

extension NetworkOptions {
  /// How a training with patience ended: which epoch's parameters are kept, and why; `nil` without
  /// patience.
  func ending(_ history: [EpochRecord]) -> String? {
    guard let patience, let ending = TrainingEnding(history, self) else { return nil }
    let epochs = patience == 1 ? "an epoch" : "\(patience) epochs"
    let reason =
      ending.isEarly
      ? "stopped after epoch \(history.count): \(epochs) without a lower loss"
      : "all \(history.count) epochs done"
    return "\(reason); the parameters are those of epoch \(ending.bestEpoch)"
  }
}
