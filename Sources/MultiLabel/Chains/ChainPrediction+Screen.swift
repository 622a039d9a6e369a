package import Charts
internal import Learners
internal import Stepping
internal import Tensors

extension ChainPrediction {
  package func describe() -> Screen {
    let position = "step \(done) of \(X.rowCount)"
    guard let place, let results else {
      return Screen(
        title: runName, position: position, panels: [.lines([startLine]), orderPanel],
        next: nextStage)
    }
    var panels: [Panel] = [.table(linkTable(place, results, rows: 10))]
    if let line = settingLine { panels.append(.lines([line])) }
    if let propagation = results.propagation {
      let links = propagation.links.filter { !chain.parents[$0.label].isEmpty }
      let room = max(2, 13 - min(chain.labelCount, 10))
      if !links.isEmpty {
        panels.append(.table(propagation.table(limit: room, withParents: links)))
      }
    }
    return Screen(
      title: "\(runName) | row \(place.row) | \(rowText(place.row))", position: position,
      panels: panels, why: story(place, results), next: nextStage)
  }

  private var startLine: StyledText {
    let names = chain.order.prefix(8).map { chain.labelNames[$0] }
    return StyledText(
      " \(counted(X.rowCount, "row")); order " + names.joined(separator: " ──► ")
        + (chain.labelCount > 8 ? " …" : ""))
  }

  /// What each link looks at.
  private var orderPanel: Panel {
    var table = Table(columns: [
      .init("link"), .init("parents"), .init("guess is 1 from", .decimal),
    ])
    for c in chain.order.prefix(14) {
      let parents = chain.parents[c].prefix(4).map { chain.labelNames[$0] }
      table.rows.append([
        StyledText(cut(chain.labelNames[c], 20)),
        StyledText(
          parents.isEmpty
            ? "-" : parents.joined(separator: ", ") + (chain.parents[c].count > 4 ? ", …" : "")),
        StyledText("P(1) ≥ \(shortNumber(threshold))"),
      ])
    }
    return .table(table)
  }

  func rowText(_ row: Int) -> String {
    let shown = chain.featureNames.indices.prefix(3).map {
      "\(chain.featureNames[$0]) \(fixed(X[row, $0]))"
    }
    return shown.joined(separator: "  ") + (chain.featureCount > 3 ? "  …" : "")
  }

  /// What was set by hand; `nil` when nothing was.
  var settingLine: StyledText? {
    var parts = chain.order.filter { set[$0] != nil }.prefix(4).map {
      "\(chain.labelNames[$0])=\(fixed(set[$0] ?? 0, 0))"
    }
    if threshold != 0.5 { parts.append("threshold \(shortNumber(threshold))") }
    guard !parts.isEmpty else { return nil }
    return StyledText(" set: ", .emphasis) + StyledText(parts.joined(separator: ", "))
      + (unchanged == nil ? "" : StyledText("; * was another figure before", .dim))
  }

  // MARK: - The links of a row

  /// The links done so far, the last of them at most.
  func linkTable(_ place: Place, _ results: Results, rows: Int) -> Table {
    let seen = Array(chain.order.prefix(place.links)).suffix(rows)
    let names = seen.reduce(4) { max($0, min(chain.labelNames[$1].count, 10)) }
    let half = truth == nil ? 7 : min(7, max(3, (19 - names) / 2))
    let rule = String(repeating: "─", count: half)
    var table = Table(columns: [
      .init("link"), .init("parents as guessed", leftOut: 1), .init("P(1)", .decimal),
      .init(StyledText("0\(rule)½\(rule)1"), leftOut: 3), .init("guess", .right),
    ])
    if truth != nil { table.columns += [.init("true"), .init("P, true par.", leftOut: 2)] }
    let current = place.links > 0 ? chain.order[place.links - 1] : nil
    for c in seen {
      let p = results.own[place.row, c]
      let isMarked = place.links < chain.labelCount && c == current
      var row: [StyledText] = [
        StyledText(cut(chain.labelNames[c], 10), isMarked ? .emphasis : .plain),
        parentsAsGuessed(c, place.row, results),
        StyledText(fixed(p), differs(\.own, place.row, c)), halved(p, half: half + 1),
        guessCell(c, place.row, results),
      ]
      row += truthCells(c, place.row, results)
      table.rows.append(row)
    }
    return table
  }

  /// A bar with a mark in its middle.
  private func halved(_ p: Double, half: Int) -> StyledText {
    .bar(min(p, 0.5), in: 0...0.5, width: half) + StyledText("|", .dim)
      + .bar(max(0, p - 0.5), in: 0...0.5, width: half)
  }

  private func guessCell(_ c: Int, _ row: Int, _ results: Results) -> StyledText {
    let isSet = set[c] != nil && row == place?.row
    return StyledText(
      (isSet ? "set " : "") + fixed(results.guesses[row, c], 0), differs(\.guesses, row, c))
  }

  /// `.changed` where a figure is not what it was before anything was set.
  private func differs(
    _ figure: KeyPath<Results, Tensor>, _ row: Int, _ c: Int
  ) -> TextStyle {
    guard let unchanged, let results else { return .plain }
    return unchanged[keyPath: figure][row, c] == results[keyPath: figure][row, c]
      ? .plain : .changed
  }

  private func truthCells(_ c: Int, _ row: Int, _ results: Results) -> [StyledText] {
    guard let truth, let told = results.told, let toldGuesses = results.toldGuesses else {
      return []
    }
    let right = results.guesses[row, c] == truth[row, c]
    let isOwn = set[c] == nil || row != place?.row
    let flips = isOwn && toldGuesses[row, c] != results.guesses[row, c] ? " flips" : ""
    return [
      StyledText(fixed(truth[row, c], 0) + " ")
        + (right ? StyledText("✓", .good) : StyledText("✗", .bad)),
      StyledText(fixed(told[row, c])) + StyledText(flips, .bad),
    ]
  }

  /// At most two parents of a link; of more the wrong ones and those guessed 1 first, none when all
  /// are rightly 0.
  private func tellingParents(_ c: Int, _ row: Int, _ results: Results) -> [Int] {
    let parents = chain.parents[c]
    guard parents.count > 2 else { return parents }
    let wrong = parents.filter { p in truth.map { $0[row, p] != results.guesses[row, p] } ?? false }
    let others = parents.filter { results.guesses[row, $0] == 1 && !wrong.contains($0) }
    let chosen = (wrong + others).prefix(2)
    return parents.filter { chosen.contains($0) }
  }

  private func parentsAsGuessed(_ c: Int, _ row: Int, _ results: Results) -> StyledText {
    guard !chain.parents[c].isEmpty else { return "-" }
    var text = StyledText("")
    let shown = tellingParents(c, row, results)
    guard !shown.isEmpty else { return StyledText("all \(chain.parents[c].count) are 0") }
    if shown.count < chain.parents[c].count { text = text + StyledText("… ", .dim) }
    let lengths = shown.map { chain.labelNames[$0].count }
    for (place, parent) in shown.enumerated() {
      let guess = results.guesses[row, parent]
      let wrong = truth.map { $0[row, parent] != guess } ?? false
      // A short name leaves its room to the other one.
      let other = shown.count == 2 ? lengths[1 - place] : 0
      let room =
        shown.count == 1 ? 12 : shown.count < chain.parents[c].count ? 4 : max(5, 10 - other)
      let name = cut(chain.labelNames[parent], room)
      text = text + StyledText("\(place > 0 ? " " : "")\(name)=\(fixed(guess, 0))")
      if wrong { text = text + StyledText("✗", .bad) }
    }
    return text
  }
}
