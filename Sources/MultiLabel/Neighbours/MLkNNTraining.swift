package import Charts
internal import Datasets
internal import Diagnostics
internal import Learners
package import Stepping
internal import Tensors

/// Training of ML-kNN in four stages: priors, neighbours, counts, posteriors.
package struct MLkNNTraining: Steppable {
  enum Stage: Int {
    case start, priors, neighbours, counts, posteriors
  }

  let model: MLkNN
  let data: Dataset
  private(set) var counts: NeighbourCounts
  private(set) var search: NeighbourSearch?
  private(set) var neighbours: [NeighbourSearch.Neighbours] = []
  private(set) var stage = Stage.start

  init(_ model: MLkNN, _ data: Dataset) throws {
    try data.checkTraining()
    self.model = model
    self.data = data
    counts = NeighbourCounts(
      neighbours: min(model.neighbours, data.rowCount - 1), smoothing: model.smoothing,
      frequencies: countLabels(data.Y, Array(0..<data.rowCount)), rowCount: data.rowCount)
  }

  package var hasEvenStages: Bool { false }

  package mutating func advance() throws -> Bool {
    guard let next = Stage(rawValue: stage.rawValue + 1) else { return false }
    if next == .neighbours {
      let search = try NeighbourSearch(data.X, kinds: data.featureKinds)
      neighbours = try search.nearest(to: data.X, count: counts.neighbours, skipsOwn: true)
      self.search = search
    }
    if next == .counts { count() }
    stage = next
    return true
  }

  private mutating func count() {
    let (C, k) = (data.labelCount, counts.neighbours)
    var present = [[Int]](repeating: Array(repeating: 0, count: k + 1), count: C)
    var absent = present
    for (i, near) in neighbours.enumerated() {
      for (c, delta) in countLabels(data.Y, near.rows).enumerated() {
        if data.Y[i, c] == 1 { present[c][delta] += 1 } else { absent[c][delta] += 1 }
      }
    }
    counts.present = present
    counts.absent = absent
  }

  package var position: StepPosition {
    StepPosition(done: stage.rawValue, total: Stage.posteriors.rawValue)
  }

  package var nextStage: String? {
    switch stage {
    case .start: "how frequent each label is"
    case .priors: "the \(counts.neighbours) nearest rows of each row"
    case .neighbours: "how many neighbours share each label"
    case .counts: "what a count says about a label"
    case .posteriors: nil
    }
  }

  package var output: FittedMLkNN? {
    guard stage == .posteriors, let search else { return nil }
    return FittedMLkNN(
      summary: model.summary, labelNames: data.labelNames, featureNames: data.featureNames,
      counts: counts, asked: model.neighbours, Y: data.Y, search: search)
  }

  package func matches(_ target: String) -> Bool {
    switch stage {
    case .start: false
    case .priors: target == "priors"
    case .neighbours: target == "neighbours"
    case .counts: target == "counts"
    case .posteriors: target == "posteriors"
    }
  }

  package var stageNames: [String] { ["priors", "neighbours", "counts", "posteriors"] }

  package var question: Question? {
    guard let label = data.labelNames.first else { return nil }
    let k = counts.neighbours
    switch stage {
    case .start:
      return Question("the number of rows with \(label)", figure: "frequencies[0]", .number)
    case .counts:
      return Question(
        "P(\(label) | all \(k) neighbours have it)", figure: "posteriors[0, \(k)]", .number)
    case .priors, .neighbours, .posteriors: return nil
    }
  }

  package var state: [(name: String, value: StateValue)] {
    let C = data.labelCount
    var state: [(name: String, value: StateValue)] = [
      ("frequencies", .tensor(Tensor(counts.frequencies.map(Double.init)))),
      ("priors", .tensor(Tensor((0..<C).map(counts.prior)))),
    ]
    let k = counts.neighbours
    if stage.rawValue >= Stage.neighbours.rawValue {
      state.append(
        (
          "neighbours",
          .tensor(
            Tensor(neighbours.flatMap { $0.rows.map(Double.init) }, Shape(data.rowCount, k)))
        ))
    }
    guard stage.rawValue >= Stage.counts.rawValue else { return state }
    for (name, table) in [("present", counts.present), ("absent", counts.absent)] {
      state.append((name, .tensor(Tensor(table.flatMap { $0.map(Double.init) }, Shape(C, k + 1)))))
    }
    if stage == .posteriors {
      let table = (0..<C).flatMap { c in (0...k).map { counts.posterior(c, $0) } }
      state.append(("posteriors", .tensor(Tensor(table, Shape(C, k + 1)))))
    }
    return state
  }

  // MARK: - Screens

  package func describe() -> Screen {
    var screen = Screen(
      title: "ML-kNN train | k = \(counts.neighbours), s = \(shortNumber(counts.smoothing)) | "
        + "\(counted(data.rowCount, "row")), \(counted(data.labelCount, "label"))",
      position: "step \(stage.rawValue) of \(Stage.posteriors.rawValue)", panels: [],
      next: nextStage)
    switch stage {
    case .start:
      screen.panels = [
        .lines([
          StyledText(" a label is predicted from how many neighbours have it: δ of k"),
          StyledText(" P(label | δ) ∝ P(label) · P(δ | label)"),
        ])
      ]
    case .priors:
      screen.panels = [.table(priorTable)]
      screen.why = ["prior = (s + rows with the label) / (2s + all rows)"]
    case .neighbours:
      screen.panels = [.table(neighbourTable(0..<min(12, data.rowCount)))]
      screen.why = [
        "numbers scaled by their training range, a nominal mismatch counts 1, Euclidean"
      ]
    case .counts, .posteriors: fill(&screen)
    }
    return screen
  }

  private func fill(_ screen: inout Screen) {
    let c = focus
    screen.panels = [
      .lines([StyledText(" label \(cut(data.labelNames[c], 40)); show LABEL for another one")]),
      .table(deltaTable(c)),
    ]
    screen.why =
      stage == .counts
      ? ["a row counts under the number of its neighbours that have the label"]
      : ["P(label | δ) = a / (a + b), a = prior · P(δ | label), b = (1 - prior) · P(δ | no label)"]
  }

  /// The label that most nearly every second row has.
  private var focus: Int {
    (0..<data.labelCount).min {
      (abs(counts.prior($0) - 0.5), $0) < (abs(counts.prior($1) - 0.5), $1)
    } ?? 0
  }

  private var priorTable: Table {
    var table = Table(columns: [
      .init("label"), .init("rows", .right), .init("prior", .decimal), .init(""),
    ])
    for c in 0..<min(14, data.labelCount) {
      table.rows.append([
        StyledText(cut(data.labelNames[c], 30)), StyledText("\(counts.frequencies[c])"),
        StyledText(fixed(counts.prior(c), 4)), .bar(counts.prior(c), width: 20),
      ])
    }
    if data.labelCount > 14 {
      table.rows.append([StyledText("… \(data.labelCount - 14) more", .dim)])
    }
    return table
  }

  private func neighbourTable(_ rows: Range<Int>) -> Table {
    var table = Table(columns: [
      .init("row", .right), .init("nearest rows (distance)"),
    ])
    for i in rows {
      let near = neighbours[i]
      let text = zip(near.rows, near.squares).prefix(5)
        .map { "\($0) (\(fixed($1.squareRoot(), 2)))" }.joined(separator: "  ")
      table.rows.append([
        StyledText("\(i)"), StyledText(text + (near.rows.count > 5 ? "  …" : "")),
      ])
    }
    return table
  }

  /// What each number of neighbours with a label was seen with; at most twelve lines.
  func deltaTable(_ c: Int) -> Table {
    var table = Table(columns: [
      .init("δ", .right), .init("rows with", .right), .init("rows without", .right),
    ])
    if stage == .posteriors {
      table.columns += [
        .init("P(δ|label)", .decimal, leftOut: 2), .init("P(δ|none)", .decimal, leftOut: 3),
        .init("P(label|δ)", .decimal), .init("", leftOut: 1),
      ]
    }
    let every = (counts.neighbours + 12) / 12
    for delta in stride(from: 0, through: counts.neighbours, by: every) {
      var row: [StyledText] = [
        StyledText("\(delta)"), StyledText("\(counts.present[c][delta])"),
        StyledText("\(counts.absent[c][delta])"),
      ]
      if stage == .posteriors {
        row += [
          StyledText(fixed(counts.likelihood(c, delta, has: true), 4)),
          StyledText(fixed(counts.likelihood(c, delta, has: false), 4)),
          StyledText(fixed(counts.posterior(c, delta), 4)),
          .bar(counts.posterior(c, delta), width: 12),
        ]
      }
      table.rows.append(row)
    }
    return table
  }

  // MARK: - Questions

  package func why(_ topic: String) throws -> [StyledText] {
    let c = topic.isEmpty ? focus : try labelPosition(topic, data.labelNames)
    let s = shortNumber(counts.smoothing)
    return [
      StyledText(
        "\(cut(data.labelNames[c], 30)): prior (\(s) + \(counts.frequencies[c])) / "
          + "(2·\(s) + \(counts.rowCount)) = \(fixed(counts.prior(c), 4))")
    ]
  }

  package func show(_ topic: String) throws -> Panel {
    if let row = rowNumber(topic) {
      guard row < data.rowCount, !neighbours.isEmpty else {
        throw Failure(
          .index,
          "expected a row from 0 to \(data.rowCount - 1) once neighbours are known, "
            + "found \(row)")
      }
      return .table(neighbourTable(row..<row + 1))
    }
    guard let c = data.labelNames.firstIndex(of: topic), !counts.present.isEmpty else {
      throw Failure(
        .value, "expected 'row N', or a label once its neighbours are counted, found '\(topic)'")
    }
    return .table(deltaTable(c))
  }

  /// `what-if s=0`: what the focus label's counts would say with another smoothing.
  package func whatIf(_ change: String, _ value: Double) throws -> Screen {
    guard change == "s", value >= 0, value.isFinite else {
      throw Failure(.value, "expected what-if s=NUMBER, 0 or more, found \(change)=\(value)")
    }
    guard stage == .posteriors else {
      throw Failure(.value, "expected posteriors to change, found the run at an earlier stage")
    }
    var other = NeighbourCounts(
      neighbours: counts.neighbours, smoothing: value, frequencies: counts.frequencies,
      rowCount: counts.rowCount)
    (other.present, other.absent) = (counts.present, counts.absent)
    let every = (counts.neighbours + 12) / 12
    var table = Table(columns: [
      .init("δ", .right), .init("P(label|δ)", .decimal), .init("→"), .init("P(label|δ)", .decimal),
    ])
    for delta in stride(from: 0, through: counts.neighbours, by: every) {
      table.rows.append([
        StyledText("\(delta)"), StyledText(fixed(counts.posterior(focus, delta), 4)), "→",
        StyledText(fixed(other.posterior(focus, delta), 4), .changed),
      ])
    }
    return Screen(
      title: "ML-kNN what-if | \(cut(data.labelNames[focus], 30)) with s = \(shortNumber(value))",
      position: "the run is unchanged", panels: [.table(table)], next: nextStage)
  }
}
