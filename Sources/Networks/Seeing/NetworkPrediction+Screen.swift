package import Charts
internal import Datasets
internal import Diagnostics
package import Stepping
internal import Tensors

extension NetworkPrediction {
  package func describe() -> Screen {
    guard done > 0 else { return startScreen }
    var screen = Screen(
      title: "\(runName) | row \(row) of \(X.rowCount)", position: "", panels: [],
      why: reasons, next: nextStage)
    let x = StyledText(" inputs \(firstNumbers(inputs, 9))")
    screen.panels = [.lines([x]), .table(headTable(8))] + gatePanels(5)
    screen.smaller = [
      [.lines([x]), .table(headTable(5))] + gatePanels(3), [.table(headTable(4))],
    ]
    return screen
  }

  private var startScreen: Screen {
    Screen(
      title: "\(runName) | start", position: "",
      panels: [
        .lines([
          StyledText(
            " \(counted(X.rowCount, "row")) with \(counted(X.columnCount, "input")), "
              + "\(counted(heads.count, "head"))"
              + (truth.isEmpty ? "" : ", whose targets are known"))
        ])
      ], why: ["nothing is learned any more: every row goes forward by itself"], next: nextStage)
  }

  private func headTable(_ limit: Int) -> Table {
    let isNumbers = heads.allSatisfy { $0.kind == .regression }
    var table = Table(
      columns: [.init("task"), .init("scores", leftOut: 2), .init("says")]
        // Numbers have no probabilities.
        + (isNumbers ? [] : [.init("P", leftOut: 1)])
        + (truth.isEmpty ? [] : [.init("true"), .init("")]))
    for h in heads.indices.prefix(limit) {
      let s = scores(h, row)
      let p = ScoreMeaning(model.network.graph.heads[h], s).probabilities.max()
      var cells = [
        StyledText(shortened(heads[h].name, 16), .emphasis), StyledText(firstNumbers(s, 4)),
        StyledText(firstNumbers(numbers(guesses[h], row), 4)),
      ]
      if !isNumbers {
        cells.append(
          p.map { .bar($0, in: 0...1, width: 10) + StyledText(" \(fixed($0, 3))") } ?? "-")
      }
      if !truth.isEmpty {
        let mark = isRight(h, row).map { $0 ? StyledText("✓", .good) : StyledText("✗", .bad) }
        let y = numbers(truth[h], row)
        let isMissing = y.first?.isNaN ?? true
        cells += [StyledText(isMissing ? "missing" : firstNumbers(y, 4)), mark ?? ""]
      }
      table.rows.append(cells)
    }
    if heads.count > limit {
      table.rows.append([StyledText("… \(heads.count - limit) more", .dim)])
    }
    return table
  }

  private func gatePanels(_ limit: Int) -> [Panel] {
    guard let first = gates.first else { return [] }
    let experts = min(first.shares.columnCount, 8)
    var table = Table(
      columns: [.init("gate")]
        + (0..<experts).map { .init(StyledText("E\($0 + 1)"), leftOut: $0 < 2 ? nil : $0) })
    for gate in gates.prefix(limit) {
      table.rows.append(
        [StyledText(shortened(gate.head ?? "all", 12), .emphasis)]
          + (0..<experts).map {
            StyledText(Trend.share(gate.shares[row, $0]) + " ")
              + .bar(gate.shares[row, $0], in: 0...1, width: experts > 5 ? 2 : 6)
          })
    }
    return [.table(table)]
  }

  private var reasons: [StyledText] {
    guard !truth.isEmpty else {
      return [
        "P: of a 1, or of the likeliest class or label; what-if \(featureNames.first ?? "x0")=1 changes an input"
      ]
    }
    let counts = heads.indices.compactMap { h -> String? in
      let marks = (0..<done).compactMap { isRight(h, $0) }
      guard !marks.isEmpty else { return nil }
      return "\(shortened(heads[h].name, 12)) \(marks.count { $0 })/\(marks.count)"
    }
    return [
      StyledText(
        counts.isEmpty
          ? "the heads predict numbers"
          : "right so far: \(counts.prefix(6).joined(separator: ", "))")
    ]
  }

  // MARK: - Topics

  package var topics: StepTopics {
    guard done > 0 else { return StepTopics() }
    return StepTopics(
      why: heads.prefix(6).map(\.name), show: ["values"],
      whatIf: featureNames.prefix(3).map { "\($0)=1" })
  }

  package func why(_ topic: String) throws -> [StyledText] {
    if topic.isEmpty { return done > 0 ? reasons : ["n predicts the first row"] }
    guard let h = heads.firstIndex(where: { $0.name == topic }) else {
      throw unknown(topic, "explain", heads.map(\.name))
    }
    let s = scores(h, row)
    let meaning = ScoreMeaning(model.network.graph.heads[h], s)
    var lines = [
      StyledText("scores \(firstNumbers(s, 6)): \(meaning.verdict)"),
      StyledText(
        heads[h].kind == .regression
          ? "the score is the number that is predicted"
          : "what is likeliest is predicted, of labels whatever has P ≥ ½"),
    ]
    if let gate = gates.first(where: { $0.head == topic }) ?? (gates.count == 1 ? gates.first : nil)
    {
      let p = numbers(gate.shares, row)
      let top = p.indices.max { p[$0] < p[$1] } ?? 0
      lines.append(StyledText("its gate gives E\(top + 1) the most: \(Trend.share(p[top]))"))
    }
    return lines
  }

  package func show(_ topic: String) throws -> Panel {
    guard topic == "values", done > 0 else { throw unknown(topic, "show", ["values"]) }
    let graph = model.network.graph
    let shown = Array(graph.values.indices.prefix(18))
    let values = try model.values(shown, of: Tensor(inputs, Shape(1, inputs.count)))
    var table = Table(columns: [
      .init(StyledText("row \(row)")), .init("shape", leftOut: 1), .init("first numbers"),
    ])
    for (v, tensor) in zip(shown, values) {
      table.rows.append([
        StyledText(v == graph.input ? "inputs" : shortened(graph.values[v].name, 24)),
        StyledText(graph.values[v].sizes), StyledText(firstNumbers(tensor.elements, 5)),
      ])
    }
    return .table(table)
  }

  package func whatIf(_ change: String, _ value: Double) throws -> Screen {
    guard done > 0, let k = featureNames.firstIndex(of: change) else {
      throw unknown(change, "change", done > 0 ? featureNames : [])
    }
    var x = inputs
    x[k] = value
    let after = try model.scores(Tensor(x, Shape(1, x.count)))
    var table = Table(columns: [.init("task"), .init("says"), .init("would say")])
    for h in heads.indices.prefix(12) {
      let output = model.network.graph.heads[h]
      let (a, b) = (
        ScoreMeaning(output, scores(h, row)).verdict,
        ScoreMeaning(output, after[h].elements).verdict
      )
      table.rows.append([
        StyledText(shortened(heads[h].name, 16)), StyledText(a),
        StyledText(b, a == b ? .plain : .changed),
      ])
    }
    return Screen(
      title:
        "\(runName) what-if | row \(row), \(change) \(shortNumber(inputs[k])) → \(shortNumber(value))",
      position: "", panels: [.table(table)], why: ["the run itself is unchanged"], next: nextStage)
  }

  private func unknown(_ topic: String, _ command: String, _ known: [String]) -> Failure {
    let near = nearNames(to: topic, among: known)
    return Failure(
      .value, "there is nothing to \(command) called '\(topic)'",
      notes: [
        !near.isEmpty
          ? "did you mean \(near.map { "'\($0)'" }.joined(separator: " or "))?"
          : known.isEmpty
            ? "n predicts the first row" : "known: \(known.prefix(10).joined(separator: ", "))"
      ])
  }
}
