package import Charts
internal import Diagnostics
internal import Learners
internal import Stepping
internal import Tensors

extension ChainPrediction {
  package func describe() -> Screen {
    guard let place, let results else {
      return Screen(
        title: "CHAIN predict", position: "step 0 of \(chain.labelCount)",
        panels: [
          .lines([
            StyledText(
              " \(counted(X.rowCount, "row")); order "
                + chain.order.prefix(8).map { chain.labelNames[$0] }.joined(separator: " ──► ")
                + (chain.labelCount > 8 ? " …" : ""))
          ])
        ], next: nextStage)
    }
    var panels: [Panel] = [.table(linkTable(place, results))]
    if place.links == chain.labelCount, let propagation = results.propagation {
      let links = propagation.links.filter { !chain.parents[$0.label].isEmpty }
      let room = max(2, 14 - min(chain.labelCount, 10))
      if !links.isEmpty {
        panels.append(.table(propagation.table(limit: room, withParents: links)))
      }
    }
    return Screen(
      title: "CHAIN predict | row \(place.row) | \(rowText(place.row))",
      position: "step \(place.links) of \(chain.labelCount)", panels: panels,
      why: story(place, results), next: nextStage)
  }

  private func rowText(_ row: Int) -> String {
    let shown = chain.featureNames.indices.prefix(3).map {
      "\(chain.featureNames[$0]) \(fixed(X[row, $0]))"
    }
    return shown.joined(separator: "  ") + (chain.featureCount > 3 ? "  …" : "")
  }

  /// The links done so far, the last ten of them.
  private func linkTable(_ place: (row: Int, links: Int), _ results: Results) -> Table {
    let seen = Array(chain.order.prefix(place.links)).suffix(10)
    let names = seen.reduce(4) { max($0, min(chain.labelNames[$1].count, 10)) }
    let half = truth == nil ? 7 : min(7, max(3, (17 - names) / 2))
    let rule = String(repeating: "─", count: half)
    var table = Table(columns: [
      .init("link"), .init("parents as guessed"), .init("P(1)", .decimal),
      .init(StyledText("0\(rule)½\(rule)1")), .init("guess", .right),
    ])
    if truth != nil {
      table.columns += [.init("true", .right), .init(""), .init("P, true par.")]
    }
    for c in seen {
      let p = results.own[place.row, c]
      var row: [StyledText] = [
        StyledText(cut(chain.labelNames[c], 10), c == current ? .emphasis : .plain),
        parentsAsGuessed(c, place.row, results), StyledText(fixed(p)), .bar(p, width: 2 * half + 3),
        StyledText(fixed(results.guesses[place.row, c], 0)),
      ]
      row += truthCells(c, place.row, results)
      table.rows.append(row)
    }
    return table
  }

  private func truthCells(_ c: Int, _ row: Int, _ results: Results) -> [StyledText] {
    guard let truth, let told = results.told else { return [] }
    let right = results.guesses[row, c] == truth[row, c]
    let toldGuess: Double = told[row, c] >= 0.5 ? 1 : 0
    let flips = toldGuess != results.guesses[row, c] ? " flips" : ""
    return [
      StyledText(fixed(truth[row, c], 0)),
      right ? StyledText("✓", .good) : StyledText("✗", .bad),
      StyledText(fixed(told[row, c])) + StyledText(flips, .changed),
    ]
  }

  private func parentsAsGuessed(_ c: Int, _ row: Int, _ results: Results) -> StyledText {
    guard !chain.parents[c].isEmpty else { return "-" }
    var text = StyledText("")
    let shown = chain.parents[c].count <= 2 ? chain.parents[c] : Array(chain.parents[c].suffix(2))
    if shown.count < chain.parents[c].count { text = text + StyledText("… ", .dim) }
    for (place, parent) in shown.enumerated() {
      let guess = results.guesses[row, parent]
      let wrong = truth.map { $0[row, parent] != guess } ?? false
      let room = shown.count == 1 ? 12 : shown.count < chain.parents[c].count ? 4 : 5
      let name = cut(chain.labelNames[parent], room)
      text = text + StyledText("\(place > 0 ? " " : "")\(name)=\(fixed(guess, 0))")
      if wrong { text = text + StyledText("✗", .bad) }
    }
    return text
  }

  // MARK: - Why

  /// How the wrong guesses of a row came about.
  private func story(_ place: (row: Int, links: Int), _ results: Results) -> [StyledText] {
    let seen = Array(chain.order.prefix(place.links))
    guard let truth, let told = results.told else {
      return current.map { [contributions($0, place.row, results)] } ?? []
    }
    let wrong = seen.filter { results.guesses[place.row, $0] != truth[place.row, $0] }
    guard let first = wrong.first else {
      return ["every link so far is right, so each later one saw the true labels of its parents"]
    }
    let slips = wrong.count { (told[place.row, $0] >= 0.5 ? 1 : 0) != truth[place.row, $0] }
    let margin = abs(results.own[place.row, first] - 0.5)
    let effects = consequences(seen, place.row, results, truth)
    let tail =
      "\(counted(slips, "slip")), \(counted(wrong.count, "wrong label"))"
    let head = "\(cut(chain.labelNames[first], 14)) missed by \(fixed(margin))"
    guard !effects.isEmpty else { return [StyledText("\(head): \(tail)")] }
    return [StyledText("\(head); \(effects): \(tail)")]
  }

  /// What each wrong guess added to the scores of later links that are linear.
  private func consequences(
    _ seen: [Int], _ row: Int, _ results: Results, _ truth: Tensor
  ) -> String {
    var parts: [String] = []
    for parent in seen {
      let error = results.guesses[row, parent] - truth[row, parent]
      guard error != 0 else { continue }
      let effects = seen.compactMap { c -> String? in
        guard let j = chain.parents[c].firstIndex(of: parent), let linear = chain.links[c].linear
        else { return nil }
        let weight = linear.weights[chain.featureCount + j]
        return "\(signed(weight * error)) to the \(cut(chain.labelNames[c], 14)) score"
      }
      guard !effects.isEmpty else { continue }
      parts.append(
        "\(cut(chain.labelNames[parent], 14))'s miss added \(joined(effects, limit: 2))")
    }
    return joined(parts, limit: 2, separator: "; ")
  }

  private func joined(_ parts: [String], limit: Int, separator: String = ", ") -> String {
    parts.prefix(limit).joined(separator: separator) + (parts.count > limit ? ", …" : "")
  }

  /// The terms of a link's score, the largest first.
  private func contributions(_ c: Int, _ row: Int, _ results: Results) -> StyledText {
    let p = results.own[row, c]
    if let lines = explanation(c, row, results) { return lines }
    guard let linear = chain.links[c].linear else {
      return StyledText(
        "P(\(chain.labelNames[c])) = \(fixed(p)): the label never changed in training")
    }
    let inputs = linkInputs(c, row, results)
    let names = chain.featureNames + chain.parents[c].map { chain.labelNames[$0] }
    let terms = linear.weights.indices.map {
      (name: names[$0], value: linear.weights[$0] * inputs[$0])
    }
    let order = terms.indices.sorted { (abs(terms[$0].value), $1) > (abs(terms[$1].value), $0) }
    let shown = order.prefix(4).map { "\(signed(terms[$0].value)) \(terms[$0].name)" }
    let rest = order.dropFirst(4).reduce(0) { $0 + terms[$1].value }
    let score = linear.score(inputs)
    return StyledText(
      "\(chain.labelNames[c]): bias \(signed(linear.intercept)) \(shown.joined(separator: " "))"
        + (order.count > 4 ? " \(signed(rest)) from \(order.count - 4) others" : "")
        + " = \(signed(score)), P = 1/(1 + e^\(fixed(-score))) = \(fixed(p))")
  }

  func linkInputs(_ c: Int, _ row: Int, _ results: Results) -> [Double] {
    (0..<chain.featureCount).map { X[row, $0] } + chain.parents[c].map { results.guesses[row, $0] }
  }

  package func why(_ topic: String) throws -> [StyledText] {
    guard let place, let results, let current else {
      throw Failure(.value, "expected a link to explain, found the run before its first step")
    }
    if topic.isEmpty { return story(place, results) + [contributions(current, place.row, results)] }
    let name = topic.hasPrefix("link ") ? String(topic.dropFirst(5)) : topic
    return [contributions(try labelPosition(name, chain.labelNames), place.row, results)]
  }

  package func show(_ topic: String) throws -> Panel {
    if topic == "order" {
      return .lines([
        StyledText(chain.order.map { chain.labelNames[$0] }.joined(separator: " ──► "))
      ])
    }
    if topic == "all" || topic == "errors" {
      guard let propagation = results?.propagation else {
        throw Failure(.value, "expected true labels to compare with, found none")
      }
      return .table(propagation.table(limit: 20))
    }
    if let row = rowNumber(topic) {
      guard row < X.rowCount else {
        throw Failure(.index, "expected a row from 0 to \(X.rowCount - 1), found \(row)")
      }
      guard let results else {
        throw Failure(.value, "expected a prediction to show, found the run before its first step")
      }
      return .table(linkTable((row, chain.labelCount), results))
    }
    throw Failure(.value, "expected 'order', 'all' or 'row N', found '\(topic)'")
  }

  // MARK: - What if

  /// The current row predicted again with the guess of one label replaced.
  package func whatIf(_ change: String, _ value: Double) throws -> Screen {
    guard let place, let results else {
      throw Failure(.value, "expected a row to change, found the run before its first step")
    }
    let label = try labelPosition(change, chain.labelNames)
    guard value == 0 || value == 1 else {
      throw Failure(.value, "expected 0 or 1 for a label, found \(value)")
    }
    let (changed, guesses) = try predict(place.row, label, value)
    var table = Table(columns: [
      .init("link"), .init("P(1)", .decimal), .init("guess", .right), .init("→"),
      .init("P(1)", .decimal), .init("guess", .right),
    ])
    if truth != nil { table.columns.append(.init("true", .right)) }
    for c in chain.order.suffix(16) {
      let before = results.guesses[place.row, c]
      let isChanged = guesses[c] != before
      var row: [StyledText] = [
        StyledText(chain.labelNames[c], c == label ? .emphasis : .plain),
        StyledText(fixed(results.own[place.row, c])), StyledText(fixed(before, 0)), "→",
        c == label ? StyledText("set", .dim) : StyledText(fixed(changed[c])),
        StyledText(fixed(guesses[c], 0), isChanged ? .changed : .plain),
      ]
      if let truth { row.append(StyledText(fixed(truth[place.row, c], 0))) }
      table.rows.append(row)
    }
    let flips = chain.order.count { $0 != label && guesses[$0] != results.guesses[place.row, $0] }
    return Screen(
      title: "CHAIN what-if | row \(place.row) with \(change) = \(fixed(value, 0))",
      position: "the run is unchanged", panels: [.table(table)],
      why: [StyledText("\(counted(flips, "other label")) changed by it")], next: nextStage)
  }

  private func predict(
    _ row: Int, _ fixedLabel: Int, _ value: Double
  ) throws
    -> (probabilities: [Double], guesses: [Double])
  {
    var p = [Double](repeating: 0, count: chain.labelCount)
    var guesses = p
    let x = (0..<chain.featureCount).map { X[row, $0] }
    for c in chain.order {
      let inputs = x + chain.parents[c].map { guesses[$0] }
      p[c] = try chain.links[c].probabilities(.dense(Tensor(inputs, Shape(1, inputs.count))))[0]
      guesses[c] = c == fixedLabel ? value : p[c] >= 0.5 ? 1 : 0
    }
    return (p, guesses)
  }
}
