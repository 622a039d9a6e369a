package import Charts
internal import Datasets
internal import Diagnostics
internal import Optimization
internal import Stepping
internal import Tensors

extension PowersetTraining {
  package func why(_ topic: String) throws -> [StyledText] {
    guard let classes else {
      throw Failure(.value, "expected classes to explain, found the run before its first step")
    }
    let k = topic.isEmpty ? classes.byFrequency.first ?? 0 : try classNumber(topic, classes)
    let set = classes.sets[k]
    let terms = (0..<min(classes.labelCount, 53)).filter { set.contains($0) }.map { "2^\($0)" }
    let code = set.code.map {
      "code \(terms.isEmpty ? "0" : terms.joined(separator: " + ")) = \($0)"
    }
    return [
      StyledText(
        "class c\(k) is the label set \(digits(set)) (\(labelText(set)))"
          + (code.map { ", \($0)" } ?? "")),
      StyledText(
        "it \(pruned == nil ? "occurs in" : "stands for") \(classes.rows[k].count) of \(counted(data.rowCount, "training row"))"
      ),
    ]
  }

  private func classNumber(_ topic: String, _ classes: PowersetClasses) throws -> Int {
    let bare = topic.hasPrefix("class ") ? String(topic.dropFirst(6)) : topic
    if let k = classes.sets.firstIndex(where: { $0.digits == bare }) { return k }
    let number = bare.hasPrefix("c") ? Int(bare.dropFirst()) : nil
    guard let number, classes.sets.indices.contains(number) else {
      throw Failure(
        .value,
        "expected a class from c0 to c\(classes.count - 1) or a label set such as "
          + "\(classes.sets[0].digits), found '\(topic)'")
    }
    return number
  }

  package func show(_ topic: String) throws -> Panel {
    guard let classes else {
      throw Failure(.value, "expected classes to show, found the run before its first step")
    }
    if topic == "classes" { return .table(space(classes).classTable(limit: 20)) }
    if topic == "pruned", let pruned { return .table(pruningTable(pruned, limit: 20)) }
    if topic == "rows" { return .table(codeTable(classes, 0..<min(20, data.rowCount))) }
    if topic.hasPrefix("row"), let i = rowNumber(topic) {
      guard i < data.rowCount else {
        throw Failure(.index, "expected a row from 0 to \(data.rowCount - 1), found \(i)")
      }
      return .table(codeTable(classes, i..<i + 1))
    }
    let k = try classNumber(topic, classes)
    return .lines([
      StyledText("class c\(k): \(digits(classes.sets[k])) (\(labelText(classes.sets[k])))"),
      StyledText("rows \(classes.rows[k].prefix(40).map(String.init).joined(separator: " "))"),
    ])
  }

  /// `what-if prune=p`: how many classes and rows would be left if rarer label sets were dropped.
  package func whatIf(_ change: String, _ value: Double) throws -> Screen {
    guard let all else {
      throw Failure(.value, "expected classes to change, found the run before its first step")
    }
    guard change == "prune", value >= 0, value < 1e9 else {
      throw Failure(.value, "expected what-if prune=COUNT, found \(change)=\(value)")
    }
    let least = Int(value.rounded(.up))
    let branch = try PrunedSets(all, least: least, scope: powerset.scope)
    let (kept, examples) = (branch.classes.observed, branch.classes.examples.count)
    return Screen(
      title: "POWERSET what-if | label sets seen fewer than \(counted(least, "time")) dropped",
      position: "the run is unchanged",
      panels: [
        .table(pruningTable(branch, limit: 10)),
        .lines([
          StyledText(" classes \(all.observed) → ") + StyledText("\(kept)", .changed),
          StyledText(
            " training rows \(data.rowCount) → "
              + "\(data.rowCount - branch.droppedRows), with those that come back → ")
            + StyledText("\(examples)", .changed),
        ]),
      ], next: nextStage)
  }
}
