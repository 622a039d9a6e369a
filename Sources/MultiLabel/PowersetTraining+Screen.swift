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
      title: title, position: "step \(stage.rawValue) of \(Stage.model.rawValue)", panels: [],
      next: nextStage)
    guard let classes else {
      screen.panels = [.table(rowTable(0..<min(12, data.rowCount)))]
      return screen
    }
    switch stage {
    case .start: break
    case .sets:
      screen.panels = [.table(codeTable(classes, 0..<min(12, data.rowCount)))]
      screen.why = [
        "bit c of the code is label c, so a code is a label set and the other way round"
      ]
    case .classes:
      screen.panels = [.table(classTable(classes, limit: 12))]
      screen.why = [
        "\(counted(classes.seenOnce, "class", "classes")) of \(classes.count) seen once"
      ]
    case .space:
      screen.panels = [.beside([.table(classTable(classes, limit: 6))] + spacePanel(classes))]
      screen.panels.append(.lines(spaceLines(classes)))
    case .model:
      screen.panels = [.table(classTable(classes, limit: 8)), .lines(modelLines(classes))]
    }
    return screen
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

  func codeTable(_ classes: PowersetClasses, _ rows: Range<Int>) -> Table {
    var table = Table(columns: [
      .init("row", .right), .init("labels"), .init("y"), .init("code", .right),
    ])
    for i in rows {
      let set = classes.sets[classes.codes[i]]
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

  func classTable(_ classes: PowersetClasses, limit: Int) -> Table {
    var table = Table(columns: [
      .init("class"), .init("y"), .init("count", .right), .init(""), .init("train rows"),
    ])
    let order = classes.byFrequency
    let most = Double(order.first.map { classes.rows[$0].count } ?? 1)
    for k in order.prefix(limit) {
      let rows = classes.rows[k]
      table.rows.append([
        StyledText("c\(k)"), StyledText(digits(classes.sets[k])), StyledText("\(rows.count)"),
        .bar(Double(rows.count), in: 0...most, width: 9),
        StyledText(
          rows.prefix(4).map(String.init).joined(separator: " ") + (rows.count > 4 ? " …" : "")),
      ])
    }
    if order.count > limit {
      let rest = order.dropFirst(limit)
      let largest = rest.map { classes.rows[$0].count }.max() ?? 0
      table.rows.append([
        StyledText("… \(rest.count)", .dim), "", StyledText("≤ \(largest)", .dim), "", "",
      ])
    }
    return table
  }

  /// Counts over all label sets, the first half of the labels down, the second across.
  private func spacePanel(_ classes: PowersetClasses) -> [Panel] {
    let C = classes.labelCount
    guard C >= 2, C <= 5 else { return [] }
    let down = C / 2
    let across = C - down
    let names = data.labelNames.map { String($0.prefix(2)) }
    let head =
      names[..<down].joined(separator: ",") + " \\ " + names[down...].joined(separator: ",")
    var table = Table(columns: [.init(StyledText(head))])
    for j in 0..<(1 << across) {
      table.columns.append(.init(StyledText(bits(j, across)), .right))
    }
    for i in 0..<(1 << down) {
      var row: [StyledText] = [StyledText(bits(i, down))]
      for j in 0..<(1 << across) {
        let entries = (bits(i, down) + bits(j, across)).map { $0 == "1" ? 1.0 : 0 }
        let count = classes.number(of: LabelSet(entries)).map { classes.rows[$0].count } ?? 0
        row.append(count == 0 ? StyledText("·", .dim) : StyledText("\(count)"))
      }
      table.rows.append(row)
    }
    return [.table(table)]
  }

  /// A number's binary digits, the most significant first.
  private func bits(_ value: Int, _ width: Int) -> String {
    (0..<width).reversed().map { value >> $0 & 1 == 1 ? "1" : "0" }.joined()
  }

  private func spaceLines(_ classes: PowersetClasses) -> [StyledText] {
    var line =
      " possible 2^\(classes.labelCount) = \(classes.possible)   observed \(classes.count)   "
      + "seen once \(classes.seenOnce)"
    if classes.labelCount < 63 {
      line += "   never seen \((1 << classes.labelCount) - classes.count)"
    }
    guard let test else { return [StyledText(line)] }
    let unseen = LabelSet.rows(of: test.Y).filter { classes.number(of: $0) == nil }
    guard !unseen.isEmpty else {
      return [StyledText(line), StyledText(" test: every label set of the test rows was seen")]
    }
    var counts: [LabelSet: Int] = [:]
    for set in unseen { counts[set, default: 0] += 1 }
    let top = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(
      classes.labelCount <= 8 ? 3 : 1
    )
    .map { "\(digits($0.key)) ×\($0.value)" }
    let n = test.rowCount
    return [
      StyledText(line),
      StyledText(
        " test: \(unseen.count) of \(counted(n, "row")) carry a never-seen set "
          + "(\(top.joined(separator: ", "))\(counts.count > top.count ? " …" : ""))"),
      StyledText(
        "       so subset accuracy cannot exceed \(n - unseen.count)/\(n) = "
          + fixed(Double(n - unseen.count) / Double(n))),
    ]
  }

  private func modelLines(_ classes: PowersetClasses) -> [StyledText] {
    guard let model else { return [] }
    let right = (try? model.predict(data.X)).map { zip($0, classes.codes).count { $0 == $1 } } ?? 0
    let report = model.report
    return [
      StyledText(
        " \(powerset.base.summary) over \(counted(classes.count, "class", "classes")), "
          + report.effort),
      modelLine(model),
      StyledText(
        " label set right on \(right) of \(counted(data.rowCount, "training row"))"
          + (report.converged ? "" : "; NOT converged"), report.converged ? .plain : .bad),
    ]
  }
}
