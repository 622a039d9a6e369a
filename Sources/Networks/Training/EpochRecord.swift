/// What one epoch left.
package struct EpochRecord: Sendable, Equatable {
  /// By head: the mean loss over the epoch's rows, each as it was before its step.
  package var losses: [Double]
  /// Σ w_t L_t plus penalties, likewise; with uncertainty weighting plus Σ s_t.
  package var total: Double
  package var seconds: Double
  /// What the graph has watched: gates, α.
  package var figures: [EpochFigure] = []
  /// By head: w_t after the epoch's last step.
  package var weights: [Double] = []
  /// Of the rows that are held out, after the epoch.
  package var validation: HeadScores?
  /// On one batch, the same in every epoch, at the parameters after the epoch; `nil` where tasks share
  /// no parameters.
  package var conflict: GradientConflict?
}

// MARK: - As a list

extension EpochRecord {
  /// What beyond losses, total and seconds is kept of an epoch.
  func writeAdditions(to list: inout NumberList) {
    list.append(weights)
    list.append(validation?.losses ?? [])
    list.append(validation?.measures ?? [])
    list.append(figures.count)
    for figure in figures { figure.write(to: &list) }
    list.append(conflict?.norms ?? [])
    list.append(conflict?.cosines.flatMap { $0 } ?? [])
  }

  /// - Throws: `value` when the list is not one of an epoch.
  mutating func readAdditions(from list: inout NumberList) throws {
    weights = try list.next()
    let (validated, measures) = (try list.next(), try list.next())
    if !validated.isEmpty { validation = HeadScores(losses: validated, measures: measures) }
    figures = []
    for _ in 0..<max(try list.nextInteger(), 0) { figures.append(try EpochFigure(from: &list)) }
    let norms = try list.next()
    let cosines = try list.next(count: norms.count * norms.count)
    guard !norms.isEmpty else { return }
    let rows = norms.indices.map { Array(cosines[$0 * norms.count..<($0 + 1) * norms.count]) }
    conflict = GradientConflict(norms: norms, cosines: rows)
  }
}
