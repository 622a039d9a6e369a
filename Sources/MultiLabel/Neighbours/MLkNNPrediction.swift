package import Charts
internal import Diagnostics
internal import Learners
package import Stepping
package import Tensors

/// Prediction of ML-kNN, three stages a row: neighbours, counts, posteriors.
///
/// The neighbours of all rows are found in one batch by the first stage.
package struct MLkNNPrediction: Steppable {
  package let model: FittedMLkNN
  private let X: DesignMatrix
  /// The true labels, when they are known.
  package let truth: Tensor?
  private(set) var neighbours: [NeighbourSearch.Neighbours] = []
  private var done = 0

  enum Stage: Int { case neighbours = 1, counts, posteriors }

  package init(_ model: FittedMLkNN, _ X: DesignMatrix, truth: Tensor? = nil) throws {
    try InputChecks.width(X, expected: model.featureCount)
    if let truth {
      try InputChecks.labels(truth, rowCount: X.rowCount, names: model.labelNames)
      guard truth.columnCount == model.labelCount else {
        throw Failure(
          .shape, "expected \(model.labelCount) true labels, found \(truth.columnCount)")
      }
    }
    self.model = model
    self.X = X
    self.truth = truth
  }

  private var total: Int { X.rowCount * 3 }

  package mutating func advance() throws -> Bool {
    guard done < total else { return false }
    if done == 0 { neighbours = try model.neighbours(X) }
    done += 1
    return true
  }

  package var position: StepPosition { StepPosition(done: done, total: total) }

  /// The row under way and its stage.
  private var place: (row: Int, stage: Stage)? {
    guard done > 0, let stage = Stage(rawValue: (done - 1) % 3 + 1) else { return nil }
    return ((done - 1) / 3, stage)
  }

  package var nextStage: String? {
    guard done < total else { return nil }
    switch done % 3 {
    case 0: return "row \(done / 3): its \(model.counts.neighbours) neighbours"
    case 1: return "how many of them have each label"
    default: return "what the counts say"
    }
  }

  package var output: Tensor? {
    guard done == total else { return nil }
    let rows = neighbours.indices.flatMap { row in posteriors(row).map { $0 >= 0.5 ? 1.0 : 0 } }
    return Tensor(rows, Shape(X.rowCount, model.labelCount))
  }

  private func deltas(_ row: Int) -> [Int] { model.labelCounts(neighbours[row].rows) }

  private func posteriors(_ row: Int) -> [Double] {
    deltas(row).enumerated().map { model.counts.posterior($0, $1) }
  }

  /// `row 12` is the stage at which that row is complete.
  package func matches(_ target: String) -> Bool {
    guard let place else { return false }
    if target == "row \(place.row)" { return place.stage == .posteriors }
    switch place.stage {
    case .neighbours: return target == "neighbours"
    case .counts: return target == "counts"
    case .posteriors: return target == "posteriors"
    }
  }

  package var stageNames: [String] {
    numberedStages("row", 0..<X.rowCount) + ["neighbours", "counts", "posteriors"]
  }

  package var question: Question? {
    guard let place, done < total else { return nil }
    let k = model.counts.neighbours
    switch place.stage {
    case .neighbours:
      guard let label = model.labelNames.first else { return nil }
      return Question(
        "how many of the \(k) neighbours have \(label)", figure: "counts[0]", .count)
    case .counts:
      let chances = posteriors(place.row)
      guard let c = chances.indices.min(by: { abs(chances[$0] - 0.5) < abs(chances[$1] - 0.5) })
      else { return nil }
      return Question(
        "the label \(model.labelNames[c]) of row \(place.row)", figure: "guesses[\(c)]",
        .choice(["0", "1"]), hint: "\(deltas(place.row)[c]) of \(k) neighbours have it")
    case .posteriors: return nil
    }
  }

  package var state: [(name: String, value: StateValue)] {
    guard let place else { return [("rows", .number(Double(X.rowCount)))] }
    let near = neighbours[place.row]
    var state: [(name: String, value: StateValue)] = [
      ("row", .number(Double(place.row))),
      ("neighbours", .tensor(Tensor(near.rows.map(Double.init)))),
      ("distances", .tensor(Tensor(near.squares.map { $0.squareRoot() }))),
    ]
    if place.stage != .neighbours {
      state.append(("counts", .tensor(Tensor(deltas(place.row).map(Double.init)))))
    }
    if place.stage == .posteriors {
      state.append(("posteriors", .tensor(Tensor(posteriors(place.row)))))
      state.append(
        ("guesses", .tensor(Tensor(posteriors(place.row).map { $0 >= 0.5 ? 1 : 0 }))))
    }
    return state
  }

  // MARK: - Screens

  package func describe() -> Screen {
    guard let place else {
      return Screen(
        title: "ML-kNN predict", position: "step 0 of 3",
        panels: [
          .lines([
            StyledText(
              " \(counted(X.rowCount, "row")); \(counted(model.counts.neighbours, "neighbour")) "
                + "among \(counted(model.counts.rowCount, "training row"))")
          ])
        ], next: nextStage)
    }
    let panel =
      place.stage == .neighbours
      ? neighbourTable(place.row) : labelTable(place.row, limit: 14, place.stage)
    return Screen(
      title: "ML-kNN predict | row \(place.row) | k = \(model.counts.neighbours)",
      position: "step \(place.stage.rawValue) of 3", panels: [.table(panel)],
      why: place.stage == .posteriors
        ? [explanation(focus(place.row), place.row)]
        : [
          place.stage == .neighbours
            ? "of rows equally far the one with the smaller number is nearer"
            : "δ: how many of the neighbours have the label"
        ],
      next: nextStage)
  }

  /// The label whose posterior is nearest to ½.
  private func focus(_ row: Int) -> Int {
    let p = posteriors(row)
    return p.indices.min { (abs(p[$0] - 0.5), $0) < (abs(p[$1] - 0.5), $1) } ?? 0
  }

  private func neighbourTable(_ row: Int) -> Table {
    var table = Table(columns: [
      .init("train row", .right), .init("distance", .decimal), .init("its labels"),
    ])
    let near = neighbours[row]
    for (number, square) in zip(near.rows, near.squares).prefix(14) {
      let names = (0..<model.labelCount).filter { model.Y[number, $0] == 1 }
        .map { cut(model.labelNames[$0], 16) }
      let text = names.isEmpty ? "(none)" : names.joined(separator: ", ")
      table.rows.append([
        StyledText("\(number)"), StyledText(fixed(square.squareRoot(), 4)),
        StyledText(cut(text, 48)),
      ])
    }
    if near.rows.count > 14 {
      table.rows.append(["…", "", StyledText("\(near.rows.count - 14) more", .dim)])
    }
    return table
  }

  private func labelTable(_ row: Int, limit: Int, _ stage: Stage) -> Table {
    var table = Table(columns: [.init("label"), .init("δ", .right), .init("")])
    let isClosed = stage == .posteriors
    if isClosed {
      table.columns += [
        .init("prior", .decimal), .init("P(label|δ)", .decimal), .init("guess", .right),
      ]
      if truth != nil { table.columns += [.init("true", .right), .init("")] }
    }
    let (deltas, p) = (deltas(row), posteriors(row))
    let top = Double(max(model.counts.neighbours, 1))
    for c in 0..<min(limit, model.labelCount) {
      var cells: [StyledText] = [
        StyledText(cut(model.labelNames[c], 22)), StyledText("\(deltas[c])"),
        .bar(Double(deltas[c]), in: 0...top, width: 10),
      ]
      if isClosed {
        let guess: Double = p[c] >= 0.5 ? 1 : 0
        cells += [
          StyledText(fixed(model.counts.prior(c))), StyledText(fixed(p[c])),
          StyledText(fixed(guess, 0), .emphasis),
        ]
        if let truth {
          let isRight = guess == truth[row, c]
          cells += [
            StyledText(fixed(truth[row, c], 0)),
            isRight ? StyledText("✓", .good) : StyledText("✗", .bad),
          ]
        }
      }
      table.rows.append(cells)
    }
    if model.labelCount > limit {
      table.rows.append([StyledText("… \(model.labelCount - limit) more", .dim)])
    }
    return table
  }

  // MARK: - Questions

  private func explanation(_ c: Int, _ row: Int) -> StyledText {
    let (counts, delta) = (model.counts, deltas(row)[c])
    let prior = counts.prior(c)
    let (yes, no) = (
      counts.likelihood(c, delta, has: true), counts.likelihood(c, delta, has: false)
    )
    return StyledText(
      "\(cut(model.labelNames[c], 16)): δ = \(delta); \(fixed(prior))·\(fixed(yes)) = "
        + "\(fixed(prior * yes, 4)) with, \(fixed(1 - prior))·\(fixed(no)) = "
        + "\(fixed((1 - prior) * no, 4)) without → \(fixed(counts.posterior(c, delta)))")
  }

  package func why(_ topic: String) throws -> [StyledText] {
    guard let place else {
      throw Failure(.value, "expected a row to explain, found the run before its first step")
    }
    let c = topic.isEmpty ? focus(place.row) : try labelPosition(topic, model.labelNames)
    let (counts, delta) = (model.counts, deltas(place.row)[c])
    let s = shortNumber(counts.smoothing)
    func share(_ table: [Int]) -> String {
      "(\(s) + \(table[delta])) / (\(s)·\(counts.neighbours + 1) + \(table.reduce(0, +)))"
    }
    return [
      explanation(c, place.row),
      StyledText(
        "P(δ|label) = \(share(counts.present[c])), P(δ|none) = \(share(counts.absent[c]))"),
    ]
  }

  package func show(_ topic: String) throws -> Panel {
    guard let place else {
      throw Failure(.value, "expected a row to show, found the run before its first step")
    }
    if topic == "neighbours" { return .table(neighbourTable(place.row)) }
    if topic == "labels" { return .table(labelTable(place.row, limit: 20, .posteriors)) }
    if let row = rowNumber(topic) {
      guard row < X.rowCount else {
        throw Failure(.index, "expected a row from 0 to \(X.rowCount - 1), found \(row)")
      }
      return .table(labelTable(row, limit: 20, .posteriors))
    }
    throw Failure(.value, "expected 'neighbours', 'labels' or 'row N', found '\(topic)'")
  }

  /// `what-if clouds=7`: what 7 neighbours with that label would say.
  package func whatIf(_ change: String, _ value: Double) throws -> Screen {
    guard let place else {
      throw Failure(.value, "expected a row to change, found the run before its first step")
    }
    let c = try labelPosition(change, model.labelNames)
    guard value >= 0, value <= Double(model.counts.neighbours), value == value.rounded() else {
      throw Failure(
        .value, "expected 0 to \(model.counts.neighbours) neighbours with the label, found \(value)"
      )
    }
    let before = deltas(place.row)[c]
    let (p, q) = (model.counts.posterior(c, before), model.counts.posterior(c, Int(value)))
    return Screen(
      title: "ML-kNN what-if | row \(place.row), \(cut(change, 24)) with δ = \(Int(value))",
      position: "the run is unchanged",
      panels: [
        .lines([
          StyledText(" δ \(before) → ") + StyledText("\(Int(value))", .changed),
          StyledText(" P(label|δ) \(fixed(p)) → ") + StyledText(fixed(q), .changed),
          StyledText(" guess \(p >= 0.5 ? 1 : 0) → ")
            + StyledText("\(q >= 0.5 ? 1 : 0)", .changed),
        ])
      ], next: nextStage)
  }
}
