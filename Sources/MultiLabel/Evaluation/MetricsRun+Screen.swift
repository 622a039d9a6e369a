package import Charts
internal import Learners
internal import Stepping
internal import Tensors

extension MetricsRun {
  package func describe() -> Screen {
    var screen = Screen(
      title: "METRICS | \(counted(rowCount, "row")) × \(counted(labelNames.count, "label"))",
      position: "step \(done) of \(position.total ?? done)", panels: [], next: nextStage)
    let room = fitsBeside ? 6 : 3
    screen.panels = [
      .beside([
        .table(rowTable(shownRows(room))), .table(labelTable(limit: fitsBeside ? 5 : 2)),
      ])
    ]
    if !formulas.isEmpty { screen.panels.append(.table(formulaTable())) }
    screen.why = hints
    return screen
  }

  /// Whether rows and labels fit side by side on 80 columns.
  private var fitsBeside: Bool {
    let row = max(3, "\(rowCount - 1)".count)
    let set = min(max(5, labelNames.count), 8)
    let name = labelNames.map { min($0.count, 8) }.max() ?? 0
    let count = max(2, "\(rowCount * labelNames.count)".count)
    return row + 2 * set + wrongWidth + 5 + 6 + 10 + 3 + max(name, 5) + 4 * count + 5 + 10 <= 79
  }

  private var wrongWidth: Int { min(max(5, 2 * labelNames.count - 1), 8) }

  /// The last rows that were compared, those of the present stage at the end.
  private func shownRows(_ room: Int) -> Range<Int> {
    let end = seenRows
    // While rows are read the window moves with them; afterwards it stands at the start.
    guard done <= rowStages else { return 0..<min(room, rowCount) }
    return max(0, end - room)..<end
  }

  // MARK: - Rows

  func rowTable(_ rows: Range<Int>) -> Table {
    var table = Table(columns: [
      .init("row", .right), .init("truth"), .init("guess"), .init("wrong"), .init("∩/∪", .right),
      .init("F1", .right),
    ])
    let fresh = done > 0 && done <= rowStages ? self.rows(ofStage: done - 1) : 0..<0
    for i in rows {
      let counts = tally.samples[i]
      let style: TextStyle = fresh.contains(i) ? .emphasis : .plain
      table.rows.append([
        StyledText("\(i)", style), StyledText(shownDigits(truth, i), style),
        StyledText(shownDigits(guess, i), style),
        counts.wrong == 0 ? "-" : StyledText(wrongLabels(i), .bad),
        StyledText("\(counts.truePositives)/\(counts.truePositives + counts.wrong)"),
        f1Cell(counts),
      ])
    }
    let hidden = seenRows - rows.count
    if hidden > 0, rows.lowerBound == 0, done > rowStages {
      table.rows.append([StyledText("…", .dim), StyledText("\(hidden) more", .dim)])
    }
    return table
  }

  private func shownDigits(_ labels: Tensor, _ row: Int) -> String {
    let text = digits(labels, row)
    return text.count <= 8 ? text : text.prefix(7) + "…"
  }

  private func wrongLabels(_ row: Int) -> String {
    let names = labelNames.indices.filter { truth[row, $0] != guess[row, $0] }
      .map { labelNames[$0] }
    let text = names.joined(separator: " ")
    if text.count <= wrongWidth { return text }
    return names.count == 1 ? cut(text, wrongWidth) : "\(names.count) wrong"
  }

  /// F1, or how 0/0 was decided.
  private func f1Cell(_ counts: LabelCounts) -> StyledText {
    let score = SetScore.f1.value(counts, convention)
    guard score.isUndefined else { return StyledText(plain(score.value)) }
    return StyledText(seenRows < rowCount ? "-" : "0/0→\(short(score.value))", .emphasis)
  }

  /// Three digits, without the 0 before the point.
  private func plain(_ value: Double) -> String {
    let text = fixed(value)
    return text.hasPrefix("0.") ? String(text.dropFirst()) : text
  }

  // MARK: - Labels

  func labelTable(limit: Int) -> Table {
    var table = Table(columns: [
      .init("label"), .init("TP", .right), .init("FP", .right), .init("FN", .right),
      .init("TN", .right), .init("F1", .right),
    ])
    let counts = seenCounts
    for c in labelNames.indices.prefix(limit) {
      table.rows.append(
        countRow(StyledText(cut(labelNames[c], 8)), counts[c]) + [f1Cell(counts[c])])
    }
    if labelNames.count > limit {
      table.rows.append([StyledText("… \(labelNames.count - limit)", .dim)])
    }
    let all = counts.reduce(into: LabelCounts()) { $0 = $0 + $1 }
    table.rows.append(countRow("total", all) + [""])
    return table
  }

  /// The counts of the labels over the rows compared so far.
  private var seenCounts: [LabelCounts] {
    guard seenRows < rowCount else { return tally.labels }
    var counts = [LabelCounts](repeating: LabelCounts(), count: labelNames.count)
    for i in 0..<seenRows {
      for c in labelNames.indices { counts[c].count(truth: truth[i, c], predicted: guess[i, c]) }
    }
    return counts
  }

  private func countRow(_ name: StyledText, _ counts: LabelCounts) -> [StyledText] {
    [name]
      + [
        counts.truePositives, counts.falsePositives, counts.falseNegatives, counts.trueNegatives,
      ].map { StyledText("\($0)") }
  }

  // MARK: - Formulas

  func formulaTable() -> Table {
    var table = Table(columns: [.init(""), .init(""), .init(""), .init("")])
    let record = record
    for formula in formulas {
      let value = record[formula.key] ?? .nan
      table.rows.append([
        StyledText(formula.name, formula == formulas.last ? .emphasis : .plain),
        StyledText("= \(formula.formula)"), StyledText(formula.numbers(tally, convention)),
        valueCell(value, before?[formula.key]),
      ])
    }
    return table
  }

  private func valueCell(_ value: Double, _ before: Double?) -> StyledText {
    guard let before, fixed(before) != fixed(value) else { return StyledText("= \(fixed(value))") }
    return StyledText("\(fixed(before))→", .dim) + StyledText(fixed(value), .changed)
  }

  // MARK: - Why

  private var hints: [StyledText] {
    var lines: [StyledText] = []
    let undefined = undefinedText
    if done > rowStages { lines.append(StyledText(undefined)) }
    if nextStage == nil { lines.append(StyledText(suggestion)) }
    return lines
  }

  /// What 0/0 counts as, and how often it did.
  var undefinedText: String {
    let rows = tally.samples.count { $0.truePositives + $0.wrong == 0 }
    let labels = tally.labels.count { $0.truePositives + $0.wrong == 0 }
    let rule =
      switch convention {
      case .sklearn: "0/0 → 0"
      case .mulan: "0/0 → 1 where truth and guess are empty, else 0 (mulan)"
      case .meka: "0/0 → 1 for Jaccard where both are empty, else 0 (meka)"
      case .value(let number): number.isNaN ? "0/0 is left out" : "0/0 → \(short(number))"
      }
    if rows + labels == 0 { return "\(rule); no F1 here is 0/0" }
    return "\(rule); F1 is 0/0 in \(counted(rows, "row")) and \(counted(labels, "label"))"
  }

  private var suggestion: String {
    let worst = tally.samples.indices.max { tally.samples[$0].wrong < tally.samples[$1].wrong }
    guard let worst, tally.samples[worst].wrong > 0, labelNames.count <= 12 else {
      return "try: why micro≠macro, set convention = mulan"
    }
    return "try: set guess row \(worst) = \(digits(truth, worst)) and compare, why micro≠macro"
  }
}
