package import Charts
internal import Datasets
internal import Diagnostics
internal import Learners
internal import Optimization
internal import Stepping
internal import Tensors

extension GroupedTraining {
  package func describe() -> Screen {
    var screen = Screen(
      title: "RAKEL train | \(counted(groups.count, "group")) out of "
        + "\(counted(data.labelCount, "label")), \(counted(data.rowCount, "row"))",
      position: "step \(done) of \(groups.count)", panels: [.table(groupTable)], next: nextStage)
    guard let current else {
      screen.panels.append(.lines([coverage]))
      return screen
    }
    screen.panels.append(.lines([coverage]))
    screen.panels.append(.table(classTable(current, limit: 6)))
    screen.why = [
      StyledText(
        "g\(done): \(current.classes.count) of \(current.classes.possible) label sets of "
          + "\(counted(current.labels.count, "label")) occur, so \(powerset.base.summary) tells "
          + "\(counted(current.classes.count, "class", "classes")) apart")
    ]
    return screen
  }

  /// Names of labels in braces, on at most so many characters.
  func names(_ group: [Int], room: Int) -> String {
    bracedNames(group, data.labelNames, room: room)
  }

  /// The groups done so far, the last six of them, or before the first stage the first ones.
  private var groupTable: Table {
    var table = Table(columns: [
      .init("group"), .init("seen", .right), .init("once", .right),
      .init("iter", .right), .init("objective", .decimal),
    ])
    guard done > 0 else {
      table.columns = [.init("group")]
      for g in groups.indices.prefix(12) {
        table.rows.append([StyledText("g\(g + 1) \(names(groups[g], room: 60))")])
      }
      if groups.count > 12 {
        table.rows.append([StyledText("… \(groups.count - 12) more", .dim)])
      }
      return table
    }
    let first = max(0, done - 6)
    if first > 0 { table.rows.append([StyledText("… \(first) before", .dim), "", "", "", ""]) }
    for g in first..<done {
      let (classes, report) = (trained[g].classes, trained[g].model.report)
      table.rows.append([
        StyledText("g\(g + 1) \(names(groups[g], room: 30))", g == done - 1 ? .emphasis : .plain),
        StyledText("\(classes.count) of \(classes.possible)"), StyledText("\(classes.seenOnce)"),
        StyledText(report.converged ? "\(report.iterations)" : "\(report.iterations) ✗"),
        StyledText(fixed(report.objective)),
      ])
    }
    return table
  }

  /// How often labels and pairs of them stand in the groups.
  private var coverage: StyledText {
    let votes = GroupVotes(groups: groups, labelCount: data.labelCount, bits: [])
    var counts = [Int](repeating: 0, count: data.labelCount)
    for group in groups { for c in group { counts[c] += 1 } }
    let pairs = binomial(data.labelCount, min(2, data.labelCount))
    let (least, most) = (counts.min() ?? 0, counts.max() ?? 0)
    return StyledText(
      " votes a label " + (least == most ? "\(least)" : "\(least) to \(most)")
        + (data.labelCount > 1
          ? "   pairs of labels covered \(votes.coveredPairs) of \(pairs)" : ""))
  }

  private func classTable(_ group: LabelGroup, limit: Int) -> Table {
    LabelSpace(group.classes, labelNames: group.labels.map { data.labelNames[$0] })
      .classTable(limit: limit)
  }

  package func why(_ topic: String) throws -> [StyledText] {
    guard let current else {
      throw Failure(.value, "expected a group to explain, found the run before its first step")
    }
    let group = topic.isEmpty ? current : try self.group(topic)
    let report = group.model.report
    var lines = [
      StyledText(
        "the labels \(names(group.labels, room: 50)) have \(group.classes.possible) label sets, "
          + "\(group.classes.count) occur"),
      StyledText(
        "minimised: loss \(fixed(report.loss)) + penalty \(fixed(report.penalty)) = "
          + "\(fixed(report.objective)) in \(report.iterations) \(report.method.rawValue) iterations"
      ),
    ]
    if report.method == .direct || report.method == .constant { lines.removeLast() }
    return lines
  }

  private func group(_ topic: String) throws -> LabelGroup {
    guard let g = groupNumber(topic, count: done) else {
      throw Failure(
        .value, "expected a group from g1 to g\(done), found '\(topic)'",
        notes: ["groups that are not trained yet have nothing to show"])
    }
    return trained[g]
  }

  package func show(_ topic: String) throws -> Panel {
    if topic == "groups" {
      return .lines(
        groups.indices.prefix(20).map { StyledText("g\($0 + 1) \(names(groups[$0], room: 70))") })
    }
    guard done > 0, groupNumber(topic, count: done) != nil else {
      throw Failure(
        .value,
        "expected 'groups'\(done > 0 ? " or a group from g1 to g\(done)" : ""), found "
          + "'\(topic)'")
    }
    return .table(classTable(try group(topic), limit: 20))
  }

  package func whatIf(_ change: String, _ value: Double) throws -> Screen {
    throw Failure(
      .unsupported, "the training of groups has nothing to change, found \(change)=\(value)",
      notes: ["step(fitted, data) watches the votes: there what-if takes ties, threshold and drop"])
  }
}

/// The position that `g2`, `group 2` or `group g2` means, when there is such a group.
func groupNumber(_ topic: String, count: Int) -> Int? {
  var text = topic.hasPrefix("group ") ? String(topic.dropFirst(6)) : topic
  guard text != topic || text.hasPrefix("g") else { return nil }
  if text.hasPrefix("g") { text.removeFirst() }
  guard let number = Int(text), number >= 1, number <= count else { return nil }
  return number - 1
}

/// Names of labels in braces, on at most so many characters.
func bracedNames(_ group: [Int], _ names: [String], room: Int) -> String {
  let each = max(3, (room - 2) / max(group.count, 1) - 1)
  let text = group.map { cut(names[$0], each) }.joined(separator: ",")
  return "{\(cut(text, max(3, room - 2)))}"
}
