package import Charts
package import Datasets
internal import Learners
internal import Tensors

/// What wrong guesses of parents cost a chain: each link on its own guesses against the same link
/// told the truth.
///
/// R. Senge, J. J. del Coz, E. Hüllermeier, *On the Problem of Error Propagation in Classifier Chains
/// for Multi-label Classification*, 2014.
package struct ErrorPropagation: Sendable {
  /// One link of the chain.
  package struct Link: Sendable, Equatable {
    package let label: Int
    package let name: String
    /// The share of rows it gets right on the chain's guesses.
    package let ownAccuracy: Double
    /// The share it gets right when told its parents' true labels.
    package let trueAccuracy: Double
    /// Rows that are right only with the true parents.
    package let rescued: Int
    /// Rows that are right only with the guessed parents.
    package let spoiled: Int
    /// Rows on which at least one parent was guessed wrong.
    package let misled: Int
  }

  package let rowCount: Int
  /// In the order of the chain.
  package let links: [Link]
  /// Wrong labels in all, on the chain's own guesses.
  package let wrong: Int
  /// Wrong labels in all, had every link known the truth.
  package let wrongWithTruth: Int

  package init(_ chain: FittedChain, _ data: Dataset) throws {
    try checkLabels(chain, data)
    let own = try chain.predict(data.X)
    let told = try chain.predict(data.X, parents: data.Y)
    self.init(chain, truth: data.Y, own: own, told: told)
  }

  init(_ chain: FittedChain, truth: Tensor, own: Tensor, told: Tensor) {
    let n = truth.rowCount
    rowCount = n
    links = chain.order.map { c in
      let right = (0..<n).map { own[$0, c] == truth[$0, c] }
      let rightTold = (0..<n).map { told[$0, c] == truth[$0, c] }
      return Link(
        label: c, name: chain.labelNames[c],
        ownAccuracy: Double(right.count { $0 }) / Double(max(n, 1)),
        trueAccuracy: Double(rightTold.count { $0 }) / Double(max(n, 1)),
        rescued: (0..<n).count { !right[$0] && rightTold[$0] },
        spoiled: (0..<n).count { right[$0] && !rightTold[$0] },
        misled: (0..<n).count { i in
          chain.parents[c].contains { own[i, $0] != truth[i, $0] }
        })
    }
    wrong = (0..<truth.count).count { own[flat: $0] != truth[flat: $0] }
    wrongWithTruth = (0..<truth.count).count { told[flat: $0] != truth[flat: $0] }
  }

  /// A row a link that has parents; at most `limit`, those that lose most.
  package func table(limit: Int = .max, withParents links: [Link]? = nil) -> Table {
    let all = links ?? self.links
    let chosen = Set(
      all.sorted { ($1.rescued, $0.label) < ($0.rescued, $1.label) }
        .prefix(limit).map(\.label))
    var table = Table(columns: [
      .init(StyledText("\(counted(rowCount, "row"))")), .init("own guesses", .decimal),
      .init("true parents", .decimal), .init("right only with true", .right, leftOut: 1),
      .init("with guessed", .right, leftOut: 2),
    ])
    for link in all where chosen.contains(link.label) {
      table.rows.append([
        StyledText(cut(link.name, 14)), StyledText(fixed(link.ownAccuracy)),
        StyledText(fixed(link.trueAccuracy)), StyledText("\(link.rescued)"),
        StyledText("\(link.spoiled)"),
      ])
    }
    return table
  }

  /// The table with what it says in words.
  package var screen: Screen {
    let worst = links.max { ($0.rescued - $0.spoiled) < ($1.rescued - $1.spoiled) }
    var why: [StyledText] = [
      StyledText(
        "\(wrong) wrong labels on the chain's own guesses, \(wrongWithTruth) if every link knew its "
          + "true parents: wrong guesses cost \(wrong - wrongWithTruth)")
    ]
    if let worst, worst.rescued > worst.spoiled {
      why.append(
        StyledText(
          "\(worst.name) loses most: misled on \(counted(worst.misled, "row")), right only with "
            + "the truth on \(worst.rescued), only with the guesses on \(worst.spoiled)"))
    }
    let hidden = links.count - 14
    var panels: [Panel] = [.table(table(limit: 14))]
    if hidden > 0 { panels.append(.lines([StyledText(" … \(hidden) more links lose less", .dim)])) }
    return Screen(
      title: "CHAIN errors | \(counted(links.count, "link")), order "
        + links.prefix(4).map(\.name).joined(separator: " ──► ") + (links.count > 4 ? " …" : ""),
      position: "", panels: panels, why: why)
  }
}
