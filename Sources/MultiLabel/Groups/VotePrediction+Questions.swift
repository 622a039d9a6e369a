package import Charts
internal import Diagnostics
internal import Stepping
internal import Tensors

extension VotePrediction {
  /// Who of the first groups voted how on a label, and what the rule makes of it.
  func explanation(
    _ c: Int, _ row: Int, _ votes: GroupVotes, groups shown: Int
  ) -> [StyledText] {
    let holders = votes.holders(of: c).filter { $0.group < shown }
    guard !holders.isEmpty else {
      return [StyledText("no group so far holds \(cut(labelNames[c], 14))")]
    }
    let says = holders.prefix(5).map { holder in
      let vote = votes.votes(holder.group, voting.kind)[row, holder.place]
      return "g\(holder.group + 1) says \(fixed(vote, voting.kind == .hard ? 0 : 3))"
    }
    let tally = tallies(row, shown, votes)[c]
    let decision = voting.decision(tally.mean)
    var text = "\(cut(labelNames[c], 14))=\(fixed(decision, 0)): "
    text += says.joined(separator: ", ") + (holders.count > 5 ? ", …" : "")
    guard tally.mean == voting.threshold, shown == groups.count else {
      return [
        StyledText(
          "\(text): \(fixed(tally.yes, voting.kind == .hard ? 0 : 3))/\(tally.count) = "
            + "\(fixed(tally.mean)) \(voting.decision(tally.mean) == 1 ? voting.sign : opposite) "
            + shortNumber(voting.threshold))
      ]
    }
    var other = self
    other = (try? other.setting("ties", to: voting.admitsTies ? "0" : "1")) ?? self
    let row = (0..<min(labelCount, 12)).map {
      fixed(other.voting.decision(other.tallies(row, groups.count, votes)[$0].mean), 0)
    }
    let rest = labelCount > 12 ? " …" : ""
    return [
      StyledText(
        "\(text): a tie, which \"\(voting.sign)\" \(voting.admitsTies ? "lets in" : "keeps out")"),
      StyledText(
        "set ties=\(voting.admitsTies ? 0 : 1) gives \(row.joined(separator: " "))\(rest)"),
    ]
  }

  private var opposite: String { voting.admitsTies ? "<" : "≤" }

  package func why(_ topic: String) throws -> [StyledText] {
    guard let place, let votes else {
      throw Failure(.value, "expected votes to explain, found the run before its first step")
    }
    if topic.isEmpty { return place.isClosed ? story(place.row, votes) : groupLine(place, votes) }
    let name = topic.split(separator: "=", maxSplits: 1).first.map(String.init) ?? topic
    let known = labelNames.contains(topic) ? topic : name
    return explanation(
      try labelPosition(known, labelNames), place.row, votes, groups: place.groups)
  }

  package func show(_ topic: String) throws -> Panel {
    guard let place, let votes else {
      throw Failure(.value, "expected votes to show, found the run before its first step")
    }
    if let g = groupNumber(topic, count: groups.count) {
      return .lines([
        StyledText("g\(g + 1): \(groups[g].map { labelNames[$0] }.joined(separator: ", "))"),
        StyledText(
          "bits "
            + groups[g].indices.map { fixed(votes.bits[g][place.row, $0], 0) }
            .joined(separator: " ") + "   probabilities "
            + groups[g].indices.map { fixed(votes.marginals[g][place.row, $0]) }
            .joined(separator: " ")),
      ])
    }
    if topic == "all" || topic == "labels" { return .table(labelTable(place.row, votes)) }
    if let row = rowNumber(topic) {
      guard row < rowCount else {
        throw Failure(.index, "expected a row from 0 to \(rowCount - 1), found \(row)")
      }
      return .table(labelTable(row, votes))
    }
    throw Failure(
      .value,
      "expected 'labels', 'row N' or a group from g1 to g\(groups.count), found '\(topic)'")
  }

  /// A line a label: votes, mean, decision.
  private func labelTable(_ row: Int, _ votes: GroupVotes) -> Table {
    var table = Table(columns: [
      .init("label"), .init("yes", .decimal), .init("votes", .right), .init("mean", .decimal),
      .init(""), .init("guess", .right),
    ])
    if truth != nil { table.columns.append(.init("true", .right)) }
    let sums = tallies(row, groups.count, votes)
    for c in 0..<min(labelCount, 18) {
      var cells: [StyledText] = [
        StyledText(cut(labelNames[c], 24)),
        StyledText(fixed(sums[c].yes, voting.kind == .hard ? 0 : 3)),
        StyledText("\(sums[c].count)"), StyledText(fixed(sums[c].mean)),
        .bar(sums[c].mean, width: 12), StyledText(fixed(voting.decision(sums[c].mean), 0)),
      ]
      if let truth { cells.append(StyledText(fixed(truth[row, c], 0))) }
      table.rows.append(cells)
    }
    if labelCount > 18 {
      table.rows.append([StyledText("… \(labelCount - 18) more", .dim)])
    }
    return table
  }

  // MARK: - What if

  /// The vote on the current row, and on all rows, under another rule or without one group.
  package func whatIf(_ change: String, _ value: Double) throws -> Screen {
    guard let place, let votes else {
      throw Failure(.value, "expected votes to change, found the run before its first step")
    }
    if change == "drop" { return try dropping(value, place.row, votes) }
    let text = value == value.rounded() && abs(value) < 1e9 ? fixed(value, 0) : "\(value)"
    let other = try setting(change, to: text)
    let after = other.tallies(place.row, groups.count, votes).map { other.voting.decision($0.mean) }
    let (now, then) = (votes.means(voting.kind), votes.means(other.voting.kind))
    let flipped = zip(decided(now, voting).elements, decided(then, other.voting).elements)
      .count { $0 != $1 }
    return branch(
      "\(change)=\(text)", place.row, votes, after,
      why: "\(flipped) of \(rowCount * labelCount) guesses over all rows would change")
  }

  private func dropping(_ value: Double, _ row: Int, _ votes: GroupVotes) throws -> Screen {
    guard value >= 1, value <= Double(groups.count), value == value.rounded() else {
      throw Failure(
        .value,
        "expected what-if drop=1 to drop=\(groups.count), the group that is left out, "
          + "found \(value)")
    }
    let g = Int(value) - 1
    let sums = tallies(row, groups.count, votes, without: g)
    let alone = sums.indices.filter { sums[$0].count == 0 }.map { cut(labelNames[$0], 12) }
    return branch(
      "group g\(g + 1) left out", row, votes,
      sums.map { $0.count == 0 ? .nan : voting.decision($0.mean) },
      why: alone.isEmpty
        ? "every label is still in a group"
        : "no other group holds \(alone.prefix(4).joined(separator: ", "))")
  }

  private func branch(
    _ title: String, _ row: Int, _ votes: GroupVotes, _ after: [Double], why: String
  ) -> Screen {
    let sums = tallies(row, groups.count, votes)
    let before = sums.map { voting.decision($0.mean) }
    var table = Table(columns: [
      .init("label"), .init("yes / votes", .right), .init("mean", .decimal),
      .init("guess", .right), .init("→"), .init("guess", .right),
    ])
    let changed = (0..<labelCount).filter { before[$0] != after[$0] }
    let order = labelCount <= 14 ? Array(0..<labelCount) : Array(changed.prefix(14))
    for c in order {
      table.rows.append([
        StyledText(cut(labelNames[c], 20)),
        StyledText("\(fixed(sums[c].yes, voting.kind == .hard ? 0 : 2))/\(sums[c].count)"),
        StyledText(fixed(sums[c].mean)), StyledText(fixed(before[c], 0)), "→",
        after[c].isNaN
          ? StyledText("-", .bad)
          : StyledText(fixed(after[c], 0), before[c] == after[c] ? .plain : .changed),
      ])
    }
    return Screen(
      title: "RAKEL what-if | row \(row) with \(title)", position: "the run is unchanged",
      panels: [.table(table)],
      why: [
        StyledText("\(counted(changed.count, "label")) of this row changed; \(why)")
      ], next: nextStage)
  }
}
