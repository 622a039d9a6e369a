internal import Tensors

/// Which rows are scored by a fit that did not see them, for the sake of probabilities.
///
/// The rows whose target is at least ½ are dealt to the folds in turn, in the order of the rows;
/// then the others, going on with the next fold. So folds depend on the targets alone, and differ by
/// at most one row of each kind.
struct CalibrationFolds: Sendable {
  /// How many folds there are when both kinds have as many rows.
  static let standardCount = 5

  /// The fold of each row; `nil` when a kind has fewer than two rows.
  let folds: [Int]?
  /// How many folds; 1 when there are none.
  let count: Int
  /// What to say when there are fewer than usual.
  let note: String?

  /// Folds for n targets from 0 to 1.
  init(_ targets: [Double]) {
    let yes = targets.count { $0 >= 0.5 }
    let fewest = min(yes, targets.count - yes)
    count = max(1, min(Self.standardCount, fewest))
    note = Self.note(count, fewest, isYes: yes == fewest)
    guard count > 1 else {
      folds = nil
      return
    }
    var folds = [Int](repeating: 0, count: targets.count)
    var next = 0
    for side in [true, false] {
      for i in targets.indices where (targets[i] >= 0.5) == side {
        folds[i] = next % count
        next += 1
      }
    }
    self.folds = folds
  }

  /// The same among many targets: stops when the user asks for it.
  init(checking targets: [Double]) throws {
    try Interrupt.check()
    self.init(targets)
  }

  private static func note(_ count: Int, _ fewest: Int, isYes: Bool) -> String? {
    guard count < standardCount else { return nil }
    let rows = fewest == 0 ? "no row is" : fewest == 1 ? "only 1 row is" : "only \(fewest) rows are"
    let why = "as \(rows) \(isYes ? "positive" : "negative")"
    return count > 1
      ? "probabilities come from \(count) folds instead of \(standardCount), \(why)"
      : "probabilities come from the scores of the fit itself, \(why)"
  }
}
