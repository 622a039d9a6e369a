package import Charts
internal import Stepping
internal import Tensors

extension VotePrediction {
  /// Labels that a table has room for.
  private static let mostLabels = 7
  /// Groups that a table has room for.
  private static let mostGroups = 6

  package func describe() -> Screen {
    guard let place, let votes else {
      return Screen(
        title: "RAKEL predict", position: "step 0 of \(stagesPerRow)",
        panels: [
          .lines([
            StyledText(
              " \(counted(rowCount, "row")); \(counted(groups.count, "group")) vote on "
                + counted(labelCount, "label")),
            StyledText(" a label's votes: \(rule)"),
          ])
        ], next: nextStage)
    }
    let labels = shownLabels(place)
    var panels: [Panel] = [.table(voteTable(place, votes, labels))]
    if place.isClosed { panels.append(.lines(closingLines(place.row, votes))) }
    return Screen(
      title: "RAKEL | row \(place.row) | \(counted(groups.count, "group")) out of "
        + bracedNames(Array(0..<labelCount), labelNames, room: 30),
      position:
        "step \(place.isClosed ? stagesPerRow : place.groups) of \(stagesPerRow)",
      panels: panels, why: place.isClosed ? story(place.row, votes) : groupLine(place, votes),
      next: nextStage)
  }

  private var rule: String {
    "the mean of \(voting.kind == .hard ? "bits" : "probabilities") \(voting.sign) "
      + "\(shortNumber(voting.threshold)) is 1"
  }

  /// Those of the current group first, then those whose mean is nearest to the threshold.
  private func shownLabels(_ place: (row: Int, groups: Int, isClosed: Bool)) -> [Int] {
    guard labelCount > VotePrediction.mostLabels, let votes else { return Array(0..<labelCount) }
    let sums = tallies(place.row, place.groups, votes)
    func distance(_ c: Int) -> Double {
      sums[c].count > 0 ? abs(sums[c].mean - voting.threshold) : .infinity
    }
    let current = place.isClosed ? [] : Set(groups[place.groups - 1])
    let order = (0..<labelCount).sorted { a, b in
      let (ha, hb) = (current.contains(a), current.contains(b))
      if ha != hb { return ha }
      return (distance(a), a) < (distance(b), b)
    }
    return order.prefix(VotePrediction.mostLabels).sorted()
  }

  // MARK: - Table

  /// A row a group that has voted, a column a label, and below them the count.
  private func voteTable(
    _ place: (row: Int, groups: Int, isClosed: Bool), _ votes: GroupVotes, _ labels: [Int]
  ) -> Table {
    let width = labels.count <= 5 ? 6 : 3
    var table = Table(columns: [.init("group"), .init("class")])
    table.columns += labels.map { .init(StyledText(cut(labelNames[$0], width)), .center) }
    if seenClasses != nil { table.columns.append(.init("seen", .right)) }
    let first = max(0, place.groups - VotePrediction.mostGroups)
    if first > 0 {
      table.rows.append([StyledText("… \(first) before", .dim)])
    }
    for g in first..<place.groups {
      table.rows.append(groupRow(g, place.row, votes, labels, isCurrent: g == place.groups - 1))
    }
    let sums = tallies(place.row, place.groups, votes)
    table.rules = [table.rows.count]
    table.rows.append(
      [StyledText(voting.kind == .hard ? "yes / votes" : "sum"), ""]
        + labels.map { StyledText(share(sums[$0])) })
    guard place.isClosed else { return table }
    table.rows.append(["mean", ""] + labels.map { StyledText(meanText(sums[$0].mean)) })
    table.rows.append(
      [StyledText("\(voting.sign) \(shortNumber(voting.threshold)) ?"), ""]
        + labels.map { StyledText(fixed(voting.decision(sums[$0].mean), 0), .emphasis) })
    if let truth {
      table.rows.append(["truth", ""] + labels.map { verdict($0, place.row, sums, truth) })
    }
    return table
  }

  private func groupRow(
    _ g: Int, _ row: Int, _ votes: GroupVotes, _ labels: [Int], isCurrent: Bool
  ) -> [StyledText] {
    let bits = groups[g].indices.map { fixed(votes.bits[g][row, $0], 0) }.joined()
    var cells: [StyledText] = [
      StyledText(
        "g\(g + 1) \(bracedNames(groups[g], labelNames, room: 14))",
        isCurrent ? .emphasis : .plain),
      StyledText(cut(bits, 5)),
    ]
    cells += labels.map { c in
      guard let j = groups[g].firstIndex(of: c) else { return StyledText("·", .dim) }
      let vote = votes.votes(g, voting.kind)[row, j]
      return StyledText(voting.kind == .hard ? fixed(vote, 0) : meanText(vote))
    }
    if let seenClasses {
      let width = groups[g].count
      cells.append(
        StyledText("\(seenClasses[g])/\(width < 20 ? "\(1 << width)" : "2^\(width)")", .dim))
    }
    return cells
  }

  private func share(_ tally: Tally) -> String {
    guard tally.count > 0 else { return "-" }
    return voting.kind == .hard
      ? "\(fixed(tally.yes, 0))/\(tally.count)" : fixed(tally.yes, 1)
  }

  /// A share on three characters: `.67`, `1.0`.
  private func meanText(_ mean: Double) -> String {
    let text = fixed(mean, 2)
    return text.hasPrefix("0.") ? String(text.dropFirst()) : fixed(mean, 1)
  }

  private func verdict(_ c: Int, _ row: Int, _ sums: [Tally], _ truth: Tensor) -> StyledText {
    let isRight = voting.decision(sums[c].mean) == truth[row, c]
    return StyledText(fixed(truth[row, c], 0))
      + (isRight ? StyledText("✓", .good) : StyledText("✗", .bad))
  }

  // MARK: - Lines

  private func closingLines(_ row: Int, _ votes: GroupVotes) -> [StyledText] {
    let total = groups.reduce(0) { $0 + $1.count }
    let sizes = Set(groups.map(\.count))
    var count = " \(counted(total, "vote"))"
    if sizes.count == 1, let k = sizes.first {
      count += " = \(counted(groups.count, "group")) of \(k)"
    }
    if labelCount > VotePrediction.mostLabels {
      count += "; the \(VotePrediction.mostLabels) closest of \(labelCount) labels shown"
    }
    var lines = [StyledText(count)]
    if labelCount > 1 {
      let missing = votes.missingPairs(limit: 3)
        .map { "\(cut(labelNames[$0], 6))+\(cut(labelNames[$1], 6))" }
      let pairs = binomial(labelCount, 2)
      let left = pairs - votes.coveredPairs
      lines.append(
        StyledText(
          " pairs covered \(votes.coveredPairs) of \(pairs)"
            + (left == 0
              ? "" : " (never \(missing.joined(separator: ", "))\(left > 3 ? " …" : ""))")))
    }
    lines.append(StyledText(" ties: \(tieText(row, votes))"))
    return lines
  }

  private func tieText(_ row: Int, _ votes: GroupVotes) -> String {
    let ties = tied(row, votes)
    guard !ties.isEmpty else { return "none" }
    let names = ties.prefix(5).map { cut(labelNames[$0], 12) }.joined(separator: ", ")
    return "\(names)\(ties.count > 5 ? " …" : "") → \(voting.admitsTies ? 1 : 0) by rule "
      + "\"\(voting.sign)\""
  }

  /// Labels whose mean vote is the threshold itself.
  func tied(_ row: Int, _ votes: GroupVotes) -> [Int] {
    let sums = tallies(row, groups.count, votes)
    return (0..<labelCount).filter { sums[$0].mean == voting.threshold }
  }

  /// What the group of the stage said.
  func groupLine(
    _ place: (row: Int, groups: Int, isClosed: Bool), _ votes: GroupVotes
  ) -> [StyledText] {
    let g = place.groups - 1
    let says = groups[g].indices.map { j in
      "\(cut(labelNames[groups[g][j]], 12))="
        + (voting.kind == .hard
          ? fixed(votes.bits[g][place.row, j], 0) : fixed(votes.marginals[g][place.row, j]))
    }
    let text = "g\(g + 1) votes \(says.prefix(5).joined(separator: ", "))"
    return [StyledText(text + (says.count > 5 ? ", …" : ""))]
  }

  /// The first tie and what the other rule would give, or the closest label.
  func story(_ row: Int, _ votes: GroupVotes) -> [StyledText] {
    let sums = tallies(row, groups.count, votes)
    let focus =
      tied(row, votes).first
      ?? (0..<labelCount).min {
        (abs(sums[$0].mean - voting.threshold), $0) < (abs(sums[$1].mean - voting.threshold), $1)
      }
    guard let focus else { return [] }
    return explanation(focus, row, votes, groups: groups.count)
  }
}
