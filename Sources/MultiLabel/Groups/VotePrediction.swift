internal import Charts
internal import Diagnostics
internal import Learners
package import Stepping
package import Tensors

/// Prediction of a grouped powerset, stepped a group at a time through one row after another and
/// closed by the vote.
///
/// The votes on all rows are taken in one batch by the first stage; the later ones reveal them.
package struct VotePrediction: Steppable {
  package let labelNames: [String]
  /// Label positions of each group.
  package let groups: [[Int]]
  /// How the votes become a decision.
  package private(set) var voting: Voting
  /// How many label sets each group knows, when a model votes.
  let seenClasses: [Int]?
  /// The true labels, when they are known.
  package let truth: Tensor?
  let rowCount: Int
  private let source: Source
  private(set) var votes: GroupVotes?
  private(set) var done = 0

  /// Where the votes come from.
  private enum Source: Sendable {
    case model(FittedGroups, DesignMatrix)
    case given(GroupVotes)
  }

  /// The votes of a trained model on n×d inputs.
  package init(_ model: FittedGroups, _ X: DesignMatrix, truth: Tensor? = nil) throws {
    try InputChecks.width(X, expected: model.featureCount)
    try VotePrediction.check(truth, X.rowCount, model.labelNames)
    labelNames = model.labelNames
    groups = model.groups.map(\.labels)
    voting = model.voting
    seenClasses = model.groups.map(\.classes.count)
    rowCount = X.rowCount
    self.truth = truth
    source = .model(model, X)
  }

  /// Votes as a table has them, every label in a group.
  package init(
    _ votes: GroupVotes, labelNames: [String], voting: Voting = Voting(), truth: Tensor? = nil,
    seenClasses: [Int]? = nil
  ) throws {
    try VotePrediction.check(truth, votes.rowCount, labelNames)
    groups = try LabelGrouping.positions(votes.groups).groups(size: 1, labels: labelNames)
    self.labelNames = labelNames
    self.voting = voting
    self.seenClasses = seenClasses
    self.truth = truth
    rowCount = votes.rowCount
    source = .given(votes)
  }

  private static func check(_ truth: Tensor?, _ n: Int, _ names: [String]) throws {
    guard let truth else { return }
    try InputChecks.labels(truth, rowCount: n, names: names)
    guard truth.columnCount == names.count else {
      throw Failure(.shape, "expected \(names.count) true labels, found \(truth.columnCount)")
    }
  }

  var labelCount: Int { labelNames.count }
  /// The groups and the vote.
  var stagesPerRow: Int { groups.count + 1 }
  private var total: Int { rowCount * stagesPerRow }

  package mutating func advance() throws -> Bool {
    guard done < total else { return false }
    if votes == nil {
      switch source {
      case .model(let model, let X): votes = try model.votes(X)
      case .given(let table): votes = table
      }
    }
    done += 1
    return true
  }

  package var position: StepPosition { StepPosition(done: done, total: total) }

  /// The row under way and how many of its groups have voted.
  var place: (row: Int, groups: Int, isClosed: Bool)? {
    guard done > 0 else { return nil }
    let row = (done - 1) / stagesPerRow
    let stage = done - row * stagesPerRow
    return (row, min(stage, groups.count), stage == stagesPerRow)
  }

  package var nextStage: String? {
    guard done < total else { return nil }
    let (row, stage) = (done / stagesPerRow, done % stagesPerRow)
    let what = stage == groups.count ? "the vote" : "group g\(stage + 1)"
    return stage == 0 ? "row \(row), \(what)" : what
  }

  package var output: Tensor? {
    guard done == total else { return nil }
    return votes.map { decided($0.means(voting.kind), voting) }
      ?? Tensor(repeating: 0, Shape(0, labelCount))
  }

  /// `row 150` is the vote on that row, `g2` any stage of that group.
  package func matches(_ target: String) -> Bool {
    guard let place else { return false }
    if target == "row \(place.row)" || target == "vote" { return place.isClosed }
    return !place.isClosed && groupNumber(target, count: groups.count) == place.groups - 1
  }

  package var stageNames: [String] {
    numberedStages("row", 0..<rowCount) + groups.indices.map { "g\($0 + 1)" } + ["vote"]
  }

  /// What the next group says of its first label, or which way the closest vote goes.
  package var question: Question? {
    guard done < total else { return nil }
    let stage = done % stagesPerRow
    guard stage == groups.count, let place, let votes else {
      guard voting.kind == .hard, let first = groups[min(stage, groups.count - 1)].first else {
        return nil
      }
      return Question(
        "the vote of g\(stage + 1) on \(labelNames[first]) of row \(done / stagesPerRow)",
        figure: "votes[\(stage), 0]", .choice(["0", "1"]))
    }
    let sums = tallies(place.row, place.groups, votes)
    guard let c = sums.indices.min(by: { abs(sums[$0].mean - 0.5) < abs(sums[$1].mean - 0.5) })
    else { return nil }
    return Question(
      "the label \(labelNames[c]) of row \(place.row)", figure: "guesses[\(c)]",
      .choice(["0", "1"]),
      hint: "\(shortNumber(sums[c].yes)) of \(shortNumber(Double(sums[c].count))) votes")
  }

  package func setting(_ name: String, to value: String) throws -> VotePrediction {
    var changed = self
    changed.voting = try voting.changed(name, to: value)
    return changed
  }

  package var state: [(name: String, value: StateValue)] {
    guard let place, let votes else { return [("rows", .number(Double(rowCount)))] }
    let table = (0..<place.groups).map { g in
      StateValue.tensor(
        Tensor(groups[g].indices.map { votes.votes(g, voting.kind)[place.row, $0] }))
    }
    var state: [(name: String, value: StateValue)] = [
      ("row", .number(Double(place.row))),
      (
        "groups",
        .list(groups.prefix(place.groups).map { .tensor(Tensor($0.map(Double.init))) })
      ),
      ("votes", .list(table)),
    ]
    let sums = tallies(place.row, place.groups, votes)
    state.append(("yes", .tensor(Tensor(sums.map(\.yes)))))
    state.append(("counts", .tensor(Tensor(sums.map { Double($0.count) }))))
    if place.isClosed {
      let means = sums.map(\.mean)
      state.append(("mean", .tensor(Tensor(means))))
      state.append(("guesses", .tensor(Tensor(means.map(voting.decision)))))
    }
    if let truth {
      state.append(("truth", .tensor(Tensor((0..<labelCount).map { truth[place.row, $0] }))))
    }
    return state
  }

  // MARK: - Counting

  /// The votes on one label.
  struct Tally {
    var yes = 0.0
    var count = 0
    /// NaN without votes.
    var mean: Double { count > 0 ? yes / Double(count) : .nan }
  }

  /// The votes of the first groups on every label of a row, one group left out.
  func tallies(
    _ row: Int, _ groupCount: Int, _ votes: GroupVotes, without dropped: Int? = nil
  ) -> [Tally] {
    var tallies = [Tally](repeating: Tally(), count: labelCount)
    for g in 0..<groupCount where g != dropped {
      let table = votes.votes(g, voting.kind)
      for (place, c) in groups[g].enumerated() {
        tallies[c].yes += table[row, place]
        tallies[c].count += 1
      }
    }
    return tallies
  }
}

extension Voting {
  /// The rule with one part changed: `ties` 0 or 1, a `threshold`, `vote` hard or soft.
  func changed(_ name: String, to value: String) throws -> Voting {
    var changed = self
    switch name {
    case "ties":
      guard value == "0" || value == "1" else {
        throw Failure(.value, "expected ties=0 or ties=1, found \(value)")
      }
      changed.admitsTies = value == "1"
    case "threshold":
      guard let number = Double(value), number >= 0, number <= 1 else {
        throw Failure(.value, "expected a threshold from 0 to 1, found \(value)")
      }
      changed.threshold = number
    case "vote":
      guard let kind = Kind(rawValue: value) else {
        throw Failure(.value, "expected vote=hard or vote=soft, found \(value)")
      }
      changed.kind = kind
    default:
      throw Failure(
        .name, "the vote has no setting `\(name)`",
        notes: ["its settings are ties (0 or 1), threshold (0 to 1) and vote (hard or soft)"])
    }
    return changed
  }
}
