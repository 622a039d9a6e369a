package import Charts
internal import Diagnostics
internal import Learners
internal import Stepping
internal import Tensors

extension InferenceRun {
  package func describe() -> Screen {
    guard let found, let place else {
      return Screen(
        title: "INFER | order \(orderText)", position: "step 0 of 4",
        panels: [
          .lines([
            StyledText(
              " \(counted(X.rowCount - firstRow, "row")); \(counted(chain.labelCount, "link")); "
                + "beam of width \(width)")
          ])
        ], next: nextStage)
    }
    let tree = InferenceTree(found: found)
    let race = chain.labelCount > 3 ? tree.race(limit: 3) : nil
    var panels: [Panel] = [
      chain.labelCount <= 3 ? .lines(tree.lines) : .table(tree.table(limit: race == nil ? 7 : 4))
    ]
    if let race { panels.append(.table(race)) }
    panels.append(.table(methodTable(found)))
    return Screen(
      title: "INFER | row \(found.row)\(truthText(found))"
        + (chain.labelCount > 3 ? "" : " | order \(orderText)")
        + " | greedy * beam(\(width)) + exact =",
      position: "step \(place.stage.rawValue) of 4", panels: panels, why: story(found),
      next: nextStage)
  }

  private var orderText: String {
    let names = chain.order.prefix(3).map { cut(chain.labelNames[$0], 8) }
    return names.joined(separator: ", ") + (chain.order.count > 3 ? ", …" : "")
  }

  private func truthText(_ found: RowInference) -> String {
    guard let truth, chain.labelCount <= 8 else { return "" }
    return ", true " + digits(found, (0..<chain.labelCount).map { truth[found.row, $0] })
  }

  /// An answer's labels as digits in the order of the links; the names of many labels.
  private func digits(_ found: RowInference, _ labels: [Double]) -> String {
    let bits = found.inOrder(labels)
    guard bits.count > 16 else { return bits.map(String.init).joined() }
    let names = chain.order.filter { labels[$0] == 1 }.map { cut(chain.labelNames[$0], 9) }
    if names.isEmpty { return "(none)" }
    return names.prefix(2).joined(separator: " ")
      + (names.count > 2 ? " +\(names.count - 2)" : "")
  }

  /// What each way to decide found and costs.
  private func methodTable(_ found: RowInference) -> Table {
    let isSummary = !found.marginals.isEmpty
    var table = Table(columns: [
      .init("method"), .init("answer"), .init("P", .decimal), .init("link calls", .right),
      .init("expected 0/1", .decimal),
    ])
    if isSummary { table.columns.append(.init("expected Hamming", .decimal)) }
    for method in found.methods {
      var row: [StyledText] = [
        StyledText(method.name),
        StyledText(digits(found, method.labels), isBest(method, found) ? .emphasis : .plain),
        StyledText(probability(method.probability)),
        StyledText("\(method.nodes)"), StyledText(fixed(1 - method.probability)),
      ]
      if isSummary { row.append(StyledText(fixed(found.expectedHamming(method.labels)))) }
      table.rows.append(row)
    }
    if !found.canEnumerate, found.beam != nil {
      var row = [StyledText](repeating: "", count: table.columns.count)
      row[0] = "exact"
      row[1] = StyledText("past \(FittedChain.exhaustiveLimit) labels", .dim)
      table.rows.append(row)
    }
    return table
  }

  private func isBest(_ method: RowInference.Method, _ found: RowInference) -> Bool {
    found.best.map { $0.labels == method.labels } ?? false
  }

  func probability(_ p: Double) -> String {
    p == 0 || p >= 0.0005 ? fixed(p) : shortNumber(p)
  }

  // MARK: - Why

  /// Where greedy went wrong, and what deciding label by label gives.
  private func story(_ found: RowInference) -> [StyledText] {
    guard let greedy = found.greedy else { return [] }
    guard let best = found.best else {
      return ["greedy takes the more probable label at each link and never looks back"]
    }
    var lines = [StyledText(comparison(found, greedy, best))]
    guard let byLabel = found.byLabel else { return lines }
    let shown = chain.order.prefix(4).map {
      "P(\(cut(chain.labelNames[$0], 8))) \(fixed(found.marginals[$0]))"
    }
    let verdict =
      byLabel.labels == best.labels
      ? "the same set"
      : "\(digits(found, byLabel.labels)): best for Hamming, joint \(probability(byLabel.probability))"
    lines.append(
      StyledText(
        "label-wise\(found.hasExactMarginals ? "" : " (sampled)"): "
          + shown.joined(separator: " ") + (chain.labelCount > 4 ? " …" : "") + ", so \(verdict)"))
    return lines
  }

  private func comparison(
    _ found: RowInference, _ greedy: RowInference.Method, _ best: RowInference.Method
  ) -> String {
    let (mine, theirs) = (found.inOrder(greedy.labels), found.inOrder(best.labels))
    guard let t = mine.indices.first(where: { mine[$0] != theirs[$0] }) else {
      return found.exact == nil
        ? "the beam found nothing more probable than greedy"
        : "greedy found the most probable of all label sets here"
    }
    let name = cut(chain.labelNames[chain.order[t]], 12)
    let p = (try? found.conditional(t, after: Array(mine[..<t]))) ?? .nan
    let own = mine[t] == 1 ? p : 1 - p
    guard found.exact != nil,
      let leads = try? found.bestCompletions([Array(mine[...t]), Array(theirs[...t])])
    else {
      return "greedy lost: \(name)=\(mine[t]) (\(fixed(own))) led to "
        + "\(probability(greedy.probability)), \(name)=\(theirs[t]) (\(fixed(1 - own))) to "
        + probability(best.probability)
    }
    return "greedy lost: \(name)=\(mine[t]) (\(fixed(own))) leads at best to "
      + "\(fixed(leads[0], 4)), \(name)=\(theirs[t]) (\(fixed(1 - own))) to \(fixed(leads[1], 4))"
  }

  package func why(_ topic: String) throws -> [StyledText] {
    guard let found else {
      throw Failure(.value, "expected a row to explain, found the run before its first step")
    }
    if topic.isEmpty { return story(found) }
    let name = topic.hasPrefix("link ") ? String(topic.dropFirst(5)) : topic
    let c = try labelPosition(name, chain.labelNames)
    let t = chain.order.firstIndex(of: c) ?? 0
    return try found.methods.prefix(3).map { method in
      let prefix = Array(found.inOrder(method.labels)[..<t])
      let shown =
        prefix.count <= 16 ? prefix.map(String.init).joined() : "the \(prefix.count) before"
      return StyledText(
        "\(method.name): P(\(name)) after \(prefix.isEmpty ? "nothing" : shown) is "
          + "\(fixed(try found.conditional(t, after: prefix))), so \(method.labels[c] == 1 ? 1 : 0)"
      )
    }
  }

  package func show(_ topic: String) throws -> Panel {
    guard let found else {
      throw Failure(.value, "expected a row to show, found the run before its first step")
    }
    let tree = InferenceTree(found: found)
    if topic == "sets" { return .table(tree.table(limit: 18)) }
    if topic == "beam", !found.levels.isEmpty { return .table(tree.beamTable) }
    if topic == "formula" {
      return .lines([
        "P(y | x) = Π_c P(y_c | x, parents of y_c); greedy maximises each factor in turn,",
        "exact the whole product, label-wise each P(y_c | x) = Σ of the products that hold y_c",
      ])
    }
    throw Failure(.value, "expected 'sets', 'beam' or 'formula', found '\(topic)'")
  }

  /// The most probable label set with one label fixed.
  package func whatIf(_ change: String, _ value: Double) throws -> Screen {
    guard let found else {
      throw Failure(.value, "expected a row to change, found the run before its first step")
    }
    let label = try labelPosition(change, chain.labelNames)
    guard value == 0 || value == 1 else {
      throw Failure(.value, "expected 0 or 1 for a label, found \(fixed(value))")
    }
    let best = try found.bestSet(fixing: label, to: value == 1 ? 1 : 0)
    return Screen(
      title: "INFER what-if | row \(found.row) with \(change) = \(fixed(value, 0))",
      position: "the run is unchanged",
      panels: [
        .lines([
          StyledText(" most probable set with it: ")
            + StyledText(digits(found, best.labels), .changed)
            + StyledText("  P \(probability(best.probability))")
        ])
      ],
      why: [
        StyledText("all 2^\(chain.labelCount - 1) sets that have \(change) = \(fixed(value, 0))")
      ],
      next: nextStage)
  }
}
