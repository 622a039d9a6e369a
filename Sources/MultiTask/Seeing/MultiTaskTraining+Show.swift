package import Charts
internal import Datasets
internal import Diagnostics
internal import Stepping
internal import Tensors

extension MultiTaskTraining {
  /// Rows that a panel has at most.
  private static let rowLimit = 16

  private static let panels = [
    "W", "b", "formula", "history", "iterations", "spectrum", "norms", "L21", "distances",
    "entries",
    "similar", "graph", "structure", "P", "Q",
  ]

  package func show(_ topic: String) throws -> Panel {
    guard let found = self.topic(topic, among: Self.panels) else {
      throw unknownTopic(topic, "show", topics.show)
    }
    switch found {
    case .named(let name): return try panel(name)
    case .term(let i):
      guard let stage = comparison else { return .lines(termReasons(i)) }
      return .stack([stagePanel(stage, term: i, limit: 12), .lines(termReasons(i))])
    case .value(let i): return .lines([valueReason(i)])
    case .feature(let k): return .stack([.table(featureTable(k)), .lines(featureReasons(k))])
    case .task(let t): return .stack([.table(taskTable(t)), .lines(taskReasons(t))])
    case .entry(let k, let t): return .lines(entryReasons(k, t))
    }
  }

  private func panel(_ name: String) throws -> Panel {
    switch name {
    case "W": return weightPanel(features: Self.rowLimit, tasks: 7, sides: false)
    case "b": return .table(interceptTable)
    case "formula": return .lines(formula)
    case "history": return history.count > 1 ? .chart(historyChart) : .table(iterationTable)
    case "iterations": return .table(iterationTable)
    case "similar":
      return .lines(
        similarLines(WeightFigures(iterate.W), limit: 8, opposed: 6, length: 24).map {
          StyledText($0)
        })
    case "P", "Q":
      guard iterate.parts.count == 2 else { throw absent(name, "dirty(lambda1, lambda2)") }
      return partPanel(iterate.parts[name == "P" ? 0 : 1], name)
    default: return try stagePanel(named: name)
    }
  }

  /// The panels that a regulariser's screen has in its middle, of any run.
  private func stagePanel(named name: String) throws -> Panel {
    let limit = Self.rowLimit - 2
    let terms = problem.penalty.terms
    let stage = comparison ?? standstill
    func first(_ matches: (PenaltyTerm) -> Bool) -> PenaltyTerm? { terms.first(where: matches) }
    switch name {
    case "spectrum":
      return spectrumPanel(stage, first { if case .nuclear = $0 { true } else { false } }, limit)
    case "norms", "L21":
      return rowNormPanel(stage, first { if case .l21 = $0 { true } else { false } }, limit)
    case "entries":
      return entryPanel(
        stage,
        first {
          switch $0 {
          case .l1, .elasticNet: true
          default: false
          }
        }, limit)
    case "graph":
      guard case .similarity(_, let S) = first({ if case .similarity = $0 { true } else { false } })
      else { return cosinePanel }
      return graphPanel(stage, S, limit)
    case "structure":
      guard
        case .aso(let own, let all, let k, let form) = first({
          if case .aso = $0 { true } else { false }
        })
      else { throw absent("structure", "aso(rho1, rho2, k)") }
      return structurePanel(stage, SharedStructureNorm(own, all, rank: k), form, limit)
    default: return distancePanel(stage, limit)
    }
  }

  /// The start, where nothing has changed yet, as a stage.
  private var standstill: StageComparison {
    StageComparison(
      kind: .iterations, before: iterate.parts, after: iterate.parts, titles: ("start", "now"))
  }

  private func absent(_ name: String, _ call: String) -> Failure {
    Failure(.value, "there is no panel '\(name)' without \(call) in the penalty")
  }

  // MARK: - Panels

  /// The pairs of tasks by the cosine of their weights: the graph that W itself suggests.
  private var cosinePanel: Panel {
    let pairs = WeightFigures(iterate.W).pairs().prefix(Self.rowLimit)
    var table = Table(columns: [.init("tasks"), .init("cos", .decimal), .init("-1    0   +1")])
    for pair in pairs {
      table.rows.append([
        StyledText("\(shortTask(pair.i)) ─ \(shortTask(pair.j))"),
        StyledText(fixed(pair.cosine, 3)), .signedBar(pair.cosine, half: 6),
      ])
    }
    let note = StyledText("no graph is given; these are the cosines of the learned weights", .dim)
    return pairs.isEmpty
      ? .lines(["all weights are 0: no two tasks can be compared"])
      : .stack([.table(table), .lines([note])])
  }

  private func partPanel(_ part: TaskWeights, _ name: String) -> Panel {
    let figures = WeightFigures(part)
    let norms = part.rowNorms
    let order = norms.indices.sorted { (norms[$1], $0) < (norms[$0], $1) }
    let shown = order.prefix(Self.rowLimit - 2).sorted()
    let tasks = min(part.taskCount, 7)
    let places = DecimalPlaces(part.values, significant: 3)
    var table = Table(
      columns: [.init(StyledText(name))]
        + (0..<tasks).map { .init(StyledText(shortTask($0)), .right) })
    for k in shown {
      table.rows.append(
        [StyledText(shortFeature(k))]
          + (0..<tasks).map { StyledText(places.signedText(part[k, $0])) })
    }
    return .stack([
      .table(table),
      .lines([
        StyledText(
          "\(figures.usedFeatures) of \(part.featureCount) rows and \(figures.nonzeroEntries) of "
            + "\(part.values.count) entries are not 0", .dim)
      ]),
    ])
  }

  private var interceptTable: Table {
    var table = Table(columns: [.init("task"), .init("b", .decimal)])
    let places = DecimalPlaces(iterate.intercepts, significant: 5)
    for (t, b) in iterate.intercepts.prefix(Self.rowLimit).enumerated() {
      table.rows.append([
        StyledText(clipped(problem.data.tasks[t].name, 20)), StyledText(places.signedText(b)),
      ])
    }
    if iterate.intercepts.count > Self.rowLimit {
      table.rows.append([StyledText("… \(iterate.intercepts.count - Self.rowLimit) more", .dim)])
    }
    return table
  }

  /// What every task makes of a feature.
  private func featureTable(_ k: Int) -> Table {
    weightTable(
      "task", (0..<problem.data.taskCount).map { (problem.data.tasks[$0].name, iterate.W[k, $0]) })
  }

  /// What a task makes of every feature.
  private func taskTable(_ t: Int) -> Table {
    weightTable(
      "feature",
      (0..<problem.data.featureCount).map { (problem.data.featureNames[$0], iterate.W[$0, t]) })
  }

  /// Weights as bars, those that are largest of many.
  private func weightTable(_ heading: String, _ weights: [(name: String, value: Double)]) -> Table {
    let limit = 12
    let order = weights.indices.sorted {
      (abs(weights[$1].value), $0) < (abs(weights[$0].value), $1)
    }
    let places = DecimalPlaces(weights.map(\.value), significant: 4)
    let top = max(weights.map { abs($0.value) }.max() ?? 0, 1e-300)
    var table = Table(columns: [.init(StyledText(heading)), .init("weight", .decimal), .init("")])
    for i in order.prefix(limit).sorted() {
      table.rows.append([
        StyledText(clipped(weights[i].name, 20)), StyledText(places.signedText(weights[i].value)),
        .signedBar(weights[i].value, limit: top, half: 10),
      ])
    }
    if weights.count > limit {
      table.rows.append([StyledText("… \(weights.count - limit) smaller", .dim)])
    }
    return table
  }

  // MARK: - The run

  private var formula: [StyledText] {
    let loss =
      problem.loss == .squared
      ? "Σ_t Σ_i (y_ti - w_t·x_ti - b_t)²"
      : "Σ_t Σ_i log(1 + e^(-s f)), s = 2 y_ti - 1, f = w_t·x_ti + b_t"
    var lines: [StyledText] = [StyledText("minimised over W: \(loss)")]
    lines += zip(problem.penalty.termNames, problem.penalty.terms).map {
      StyledText("  + \($0): \($1.formula)")
    }
    lines.append(StyledText("sought by: \(solver.method)"))
    if isSplit {
      lines += [
        "  Z_j = prox of term j / rho at W + Y_j/rho: each term moves a copy of W",
        "  Y_j = the force between copy and W; W = prox of the loss at the mean of Z_j - Y_j/rho",
      ]
    } else if solver is ProximalGradientSolver {
      lines += [
        "  V = Z - eta · gradient of the smooth part at Z (Z is W with momentum)",
        "  W = prox(V): the W with the least eta · penalty + ½ ‖W - V‖²",
      ]
    } else if isDirect {
      lines.append("  the gradient is 0 where one linear system in all tasks' weights holds")
    }
    return lines + [
      StyledText("ends when: \(isDirect ? "the system is solved" : "\(solver.measure) ≤ tol")")
    ]
  }

  private var historyChart: Chart {
    let values = history.map(\.objective)
    var chart = Chart(.line([Series("objective", y: values)]))
    chart.xLabel = "iteration"
    return chart
  }

  /// The last iterations with their objective and accuracy.
  private var iterationTable: Table {
    var table = Table(columns: [
      .init("iter", .right), .init("objective", .decimal), .init("change", .decimal),
      .init("accuracy", .decimal, leftOut: 1),
    ])
    for k in history.indices.suffix(Self.rowLimit) {
      let at = history[k]
      table.rows.append([
        StyledText("\(k)"), StyledText(shortNumber(at.objective, digits: 8)),
        StyledText(k > 0 ? shortNumber(at.objective - history[k - 1].objective) : "-"),
        StyledText(at.accuracy.isFinite ? shortNumber(at.accuracy) : "-"),
      ])
    }
    return table
  }
}
