internal import Diagnostics
internal import Tensors

/// Label sets that are too rare, and what their rows stand for instead.
///
/// A set seen fewer than p times is dropped. Its rows come back under its largest frequent subsets:
/// of the sets seen at least p times that are part of it and hold at least one label, all of the
/// greatest size, the row once for each; a row whose set has none is left out. So there is no tie
/// to break. Read, Pfahringer and Holmes, "Multi-label classification using ensembles of pruned
/// sets", Proceedings of the 8th IEEE International Conference on Data Mining, 2008.
package struct PrunedSets: Sendable {
  /// A dropped set.
  package struct Dropped: Sendable {
    /// The set.
    package let set: LabelSet
    /// Rows that carry it.
    package let rows: [Int]
    /// What these rows stand for instead, codes ascending; empty when they are left out.
    package let became: [LabelSet]
  }

  /// p, how often a set must be seen to be kept.
  package let least: Int
  /// The dropped sets, the most frequent first, then by code.
  package let dropped: [Dropped]
  /// The classes that are left; rows of several sets are in several of them.
  package let classes: PowersetClasses

  /// Prunes classes in which every row is one example.
  ///
  /// - Throws: `data` when no set is seen often enough.
  package init(_ classes: PowersetClasses, least: Int, scope: PowersetScope) throws {
    self.least = least
    let kept = classes.sets.indices.filter { classes.rows[$0].count >= max(least, 1) }
    guard !kept.isEmpty else {
      let most = classes.rows.map(\.count).max() ?? 0
      throw Failure(
        .data,
        "expected a label set that is seen at least \(least) times, found none: "
          + "the most frequent is seen \(counted(most, "time"))",
        notes: ["a smaller prune= keeps label sets: prune=\(most) keeps the most frequent"])
    }
    let frequent = kept.map { classes.sets[$0] }
    dropped = try classes.byFrequency.filter { classes.rows[$0].count < least }.map { k in
      try Interrupt.check()
      return Dropped(
        set: classes.sets[k], rows: classes.rows[k],
        became: PrunedSets.largest(frequent, within: classes.sets[k]))
    }
    let parts = PrunedSets.examples(classes, kept: kept, dropped: dropped)
    self.classes = PowersetClasses(
      sets: scope == .all ? classes.sets : frequent, examples: parts.map(\.row),
      carried: parts.map(\.set), labelCount: classes.labelCount)
  }

  /// The sets of the greatest size, at least 1, that are part of a set.
  private static func largest(_ sets: [LabelSet], within set: LabelSet) -> [LabelSet] {
    let parts = sets.filter { $0.count > 0 && $0.isSubset(of: set) }
    let size = parts.map(\.count).max() ?? 0
    return parts.filter { $0.count == size }
  }

  /// Rows with the sets they stand for, by row and then by code.
  private static func examples(
    _ classes: PowersetClasses, kept: [Int], dropped: [Dropped]
  ) -> [(row: Int, set: LabelSet)] {
    var stands = [[LabelSet]](repeating: [], count: classes.codes.count)
    for k in kept { for row in classes.rows[k] { stands[row] = [classes.sets[k]] } }
    for entry in dropped { for row in entry.rows { stands[row] = entry.became } }
    return stands.enumerated().flatMap { row, sets in sets.map { (row: row, set: $0) } }
  }

  /// Rows whose set was dropped.
  package var droppedRows: Int { dropped.reduce(0) { $0 + $1.rows.count } }
  /// Rows that are left out, as no frequent set is part of theirs.
  package var lostRows: Int {
    dropped.filter(\.became.isEmpty).reduce(0) { $0 + $1.rows.count }
  }
  /// Examples made of rows whose set was dropped.
  package var reintroduced: Int {
    dropped.reduce(0) { $0 + $1.rows.count * $1.became.count }
  }
}
