package import Charts
internal import Datasets
internal import Learners
internal import Optimization
internal import Stepping
internal import Tensors

extension PowersetTraining {
  package func describe() -> Screen {
    let title =
      "POWERSET | \(counted(data.rowCount, "train row")), \(counted(data.labelCount, "label")) "
      + "(\(labelList))"
    var screen = Screen(
      title: title, position: "step \(position.done) of \(position.total ?? 0)", panels: [],
      next: nextStage)
    guard let classes else {
      screen.panels = [.table(rowTable(0..<min(12, data.rowCount)))]
      return screen
    }
    let space = space(classes)
    switch stage {
    case .start: break
    case .sets:
      screen.panels = [.table(codeTable(classes, 0..<min(12, data.rowCount)))]
      screen.why = [
        "bit c of the code is label c, so a code is a label set and the other way round"
      ]
    case .classes:
      screen.panels = [.table(space.classTable(limit: 12))]
      screen.why = [
        "\(counted(classes.seenOnce, "class", "classes")) of \(classes.observed) seen once"
      ]
    case .pruned:
      if let pruned {
        screen.panels = [.table(pruningTable(pruned, limit: 10)), .lines(pruningLines(pruned))]
        screen.why = ["a dropped row comes back under its largest frequent subsets, once for each"]
      }
    case .space:
      let panels: [Panel] = [.table(space.classTable(limit: 6))]
      screen.panels = [.beside(panels + (space.counts.map { [.table($0)] } ?? []))]
      screen.panels.append(.lines(space.lines))
    case .model:
      screen.panels = [.table(space.classTable(limit: 8)), .lines(modelLines(classes))]
    }
    return screen
  }

  func space(_ classes: PowersetClasses) -> LabelSpace {
    LabelSpace(classes, labelNames: data.labelNames, test: test?.Y, isPruned: pruned != nil)
  }

  private var labelList: String {
    let names = data.labelNames
    guard names.count > 4 else { return names.joined(separator: " ") }
    return "\(names[0]) \(names[1]) … \(names[names.count - 1])"
  }

  func rowTable(_ rows: Range<Int>) -> Table {
    var table = Table(columns: [.init("row", .right), .init("labels")])
    for i in rows { table.rows.append([StyledText("\(i)"), StyledText(labelText(rowSet(i)))]) }
    return table
  }

  private func rowSet(_ i: Int) -> LabelSet {
    LabelSet((0..<data.labelCount).map { data.Y[i, $0] })
  }

  func labelText(_ set: LabelSet) -> String {
    let names = data.labelNames.indices.filter { set.contains($0) }.map { data.labelNames[$0] }
    guard !names.isEmpty else { return "(none)" }
    let text = names.joined(separator: ", ")
    return text.count <= 44 ? text : "\(names[0]), … (\(names.count))"
  }

  /// Label set and code of rows of the data.
  func codeTable(_ classes: PowersetClasses, _ rows: Range<Int>) -> Table {
    var table = Table(columns: [
      .init("row", .right), .init("labels"), .init("y"), .init("code", .right),
    ])
    for i in rows {
      let set = rowSet(i)
      table.rows.append([
        StyledText("\(i)"), StyledText(labelText(set)), StyledText(digits(set)),
        StyledText(set.code.map(String.init) ?? "-"),
      ])
    }
    if rows.upperBound < data.rowCount {
      table.rows.append(["…", StyledText("\(data.rowCount - rows.upperBound) more", .dim), "", ""])
    }
    return table
  }

  func digits(_ set: LabelSet) -> String {
    set.digits.count <= 20 ? set.digits : String(set.digits.prefix(19)) + "…"
  }

  // MARK: - Pruning

  /// What was dropped and what it became.
  func pruningTable(_ pruned: PrunedSets, limit: Int) -> Table {
    var table = Table(columns: [
      .init("dropped"), .init("seen", .right), .init("became"), .init("rows"),
    ])
    for entry in pruned.dropped.prefix(limit) {
      let became = entry.became.prefix(3).map(digits).joined(separator: " + ")
      let more = entry.became.count > 3 ? " + \(entry.became.count - 3) more" : ""
      table.rows.append([
        StyledText(digits(entry.set)), StyledText("\(entry.rows.count)"),
        entry.became.isEmpty ? StyledText("left out", .bad) : StyledText(became + more),
        StyledText(
          entry.rows.prefix(4).map(String.init).joined(separator: " ")
            + (entry.rows.count > 4 ? " …" : "")),
      ])
    }
    if pruned.dropped.count > limit {
      table.rows.append([StyledText("… \(pruned.dropped.count - limit)", .dim), "", "", ""])
    }
    return table
  }

  private func pruningLines(_ pruned: PrunedSets) -> [StyledText] {
    let classes = pruned.classes.observed
    return [
      StyledText(
        " label sets \(classes + pruned.dropped.count) → \(classes)   dropped rows "
          + "\(pruned.droppedRows), of which \(pruned.lostRows) left out"),
      StyledText(
        " training examples \(data.rowCount) - \(pruned.droppedRows) + \(pruned.reintroduced) = "
          + "\(pruned.classes.examples.count)"),
    ]
  }

  // MARK: - Model

  private func modelLines(_ classes: PowersetClasses) -> [StyledText] {
    guard let model, let output else { return [] }
    let right = (try? output.predict(data.X)).map { rightRows($0) } ?? 0
    let report = model.report
    return [
      StyledText(
        " \(powerset.base.summary) over \(counted(output.known.count, "class", "classes")), "
          + report.effort),
      modelLine(model),
      StyledText(
        " label set right on \(right) of \(counted(data.rowCount, "training row"))"
          + (report.converged ? "" : "; NOT converged"), report.converged ? .plain : .bad),
    ]
  }

  private func rightRows(_ predicted: Tensor) -> Int {
    zip(LabelSet.rows(of: predicted), LabelSet.rows(of: data.Y)).count { $0 == $1 }
  }
}
