package import Charts
internal import Diagnostics
internal import Learners
package import Stepping
package import Tensors

/// The links of one row of a chain's prediction, one by one, with the terms of each score.
package struct ChainRow: Steppable {
  /// The prediction at its row.
  private var prediction: ChainPrediction
  private let row: Int
  private var done = 0

  /// The row at which a prediction stands, before its first link; `nil` when it stands at none.
  init?(_ prediction: ChainPrediction) {
    guard let row = prediction.place?.row, prediction.results != nil else { return nil }
    self.prediction = prediction
    self.row = row
  }

  private var chain: FittedChain { prediction.chain }
  private var place: ChainPrediction.Place { .init(row: row, links: done) }
  /// The label of the link that the current stage shows.
  private var current: Int? { done > 0 ? chain.order[done - 1] : nil }

  package mutating func advance() throws -> Bool {
    guard done < chain.labelCount else { return false }
    done += 1
    return true
  }

  package var position: StepPosition { StepPosition(done: done, total: chain.labelCount) }

  package var nextStage: String? {
    done < chain.labelCount ? "link \(chain.labelNames[chain.order[done]])" : nil
  }

  /// The guesses of the row in label order, once all links are done.
  package var output: Tensor? {
    guard done == chain.labelCount, let results = prediction.results else { return nil }
    return Tensor((0..<chain.labelCount).map { results.guesses[row, $0] })
  }

  package var runName: String { "CHAIN row \(row)" }

  package var crumb: String { current.map { "link \(chain.labelNames[$0])" } ?? "start" }

  package func matches(_ target: String) -> Bool {
    guard let current else { return false }
    let name = chain.labelNames[current]
    return target == name || target == "link \(name)"
  }

  package var stageNames: [String] { chain.order.map { "link \(chain.labelNames[$0])" } }

  package var question: Question? {
    guard done < chain.labelCount, let results = prediction.results else { return nil }
    let seen = chain.order.prefix(done).map {
      "\(chain.labelNames[$0])=\(fixed(results.guesses[row, $0], 0))"
    }
    return Question(
      "the label \(chain.labelNames[chain.order[done]])", figure: "guess", .choice(["0", "1"]),
      hint: seen.joined(separator: " "))
  }

  package var state: [(name: String, value: StateValue)] {
    var state = prediction.figures(place)
    if let current, let results = prediction.results {
      state.append(("label", .text(chain.labelNames[current])))
      state.append(("probability", .number(results.own[row, current])))
      state.append(("guess", .number(results.guesses[row, current])))
      if let linear = chain.links[current].linear {
        let score = linear.score(prediction.linkInputs(current, row, results))
        state.append(("score", .number(score)))
      }
    }
    return state
  }

  // MARK: - The screen

  package func describe() -> Screen {
    let title = "\(runName) | \(prediction.rowText(row))"
    let position = "step \(done) of \(chain.labelCount)"
    guard let current, let results = prediction.results else {
      return Screen(
        title: title, position: position,
        panels: [
          .lines([
            StyledText(" features  \(prediction.rowText(row))"),
            StyledText(
              " no label is guessed yet; a guess is 1 from P(1) = "
                + "\(shortNumber(prediction.threshold)) on"),
          ])
        ], next: nextStage)
    }
    var panels: [Panel] = [.table(prediction.linkTable(place, results, rows: 6))]
    if let line = prediction.settingLine { panels.append(.lines([line])) }
    if let terms = prediction.terms(current, row, results) {
      panels.append(.table(scoreTable(current, terms, results)))
    }
    return Screen(
      title: title, position: position, panels: panels, why: [verdict(current, results)],
      next: nextStage)
  }

  /// The terms that add up to the score of a link: the bias, the largest ones, the rest.
  private func scoreTable(
    _ c: Int, _ terms: [ChainPrediction.Term], _ results: ChainPrediction.Results
  ) -> Table {
    let bias = chain.links[c].linear?.intercept ?? 0
    let shown = terms.prefix(5)
    let rest = terms.dropFirst(5).reduce(0) { $0 + $1.value }
    let score = terms.reduce(bias) { $0 + $1.value }
    let limit = max(1e-12, shown.reduce(abs(bias)) { max($0, abs($1.value)) }, abs(rest))
    var table = Table(columns: [
      .init("term"), .init("coefficient", .decimal), .init("× input", .decimal),
      .init("= adds", .decimal), .init("", leftOut: 1),
    ])
    func add(_ name: String, _ coefficient: String, _ input: String, _ value: Double) {
      table.rows.append([
        StyledText(cut(name, 14)), StyledText(coefficient), StyledText(input),
        StyledText(signed(value)), .signedBar(value, limit: limit, half: 9),
      ])
    }
    add("bias", "", "", bias)
    for term in shown { add(term.name, signed(term.coefficient), fixed(term.input), term.value) }
    if terms.count > shown.count { add("\(terms.count - shown.count) others", "", "", rest) }
    table.rules = [table.rows.count]
    table.rows.append([
      StyledText("score"), "", "", StyledText(signed(score), .emphasis), "",
    ])
    return table
  }

  /// What follows from the score.
  private func verdict(_ c: Int, _ results: ChainPrediction.Results) -> StyledText {
    let p = results.own[row, c]
    guard let linear = chain.links[c].linear else {
      return prediction.contributions(c, row, results)
    }
    let score = linear.score(prediction.linkInputs(c, row, results))
    let head = "P(1) = 1/(1 + e^\(fixed(-score))) = \(fixed(p))"
    let threshold = shortNumber(prediction.threshold)
    guard prediction.set[c] == nil else {
      return StyledText("\(head), but the guess was set to \(fixed(results.guesses[row, c], 0))")
    }
    let sign = p >= prediction.threshold ? "≥" : "<"
    return StyledText(
      "\(head) \(sign) \(threshold), so the guess is \(fixed(results.guesses[row, c], 0))")
  }

  // MARK: - Questions

  package var topics: StepTopics { prediction.topics(place) }

  package func why(_ topic: String) throws -> [StyledText] { try prediction.why(topic, place) }

  package func show(_ topic: String) throws -> Panel { try prediction.show(topic) }

  package func whatIf(_ change: String, _ value: Double) throws -> Screen {
    try prediction.whatIf(change, value, place)
  }

  package func setting(_ name: String, to value: String) throws -> ChainRow {
    var changed = self
    changed.prediction = try prediction.setting(name, to: value)
    return changed
  }
}
