package import Charts
internal import Datasets
internal import Diagnostics
internal import Glibc
internal import Stepping
internal import Tensors

extension NetworkTraining {
  package func show(_ topic: String) throws -> Panel {
    let names = Self.panels + ["gates", "entropy", "stitches", "cosines", "weights", "gradients"]
    guard let found = self.topic(topic, among: names) else {
      throw unknownTopic(topic, "show", topics.show)
    }
    switch found {
    case .named(let name): return try panel(name)
    case .head(let h): return try curves([h], named: network.heads[h].name)
    case .weight(let h): return .lines(try history.last.map { weightReasons(h, $0) } ?? noEpoch())
    case .gate(let g): return try gateChart(g)
    case .pair(let s, let t):
      let all = history.map { $0.conflict?.cosines[s][t] ?? .nan }
      return .chart(epochChart([("cosine", all)], "cosine of the gradients"))
    case .stitch(let i): return .chart(stitchChart(i))
    case .parameter(let p):
      return ParameterView(network.graph.parameters[p], run.everything).panel
    case .row("gates", let row): return try gatesPanel(row)
    case .row("values", let row): return try valuesPanel(row)
    case .row(_, let h): return try confusionPanel(h)
    }
  }

  private func noEpoch<T>() throws -> T {
    throw Failure(.value, "no epoch is done yet", notes: ["n makes the first"])
  }

  private func panel(_ name: String) throws -> Panel {
    if name == "parameters" { return .table(parameterTable(run.everything)) }
    guard let last = history.last else { return try noEpoch() }
    switch name {
    case "losses": return try curves(Array(network.heads.indices.prefix(4)), named: nil)
    case "epochs": return .table(epochTable)
    case "gates":
      guard GateHistory(history, network.heads) != nil else {
        throw absent(name, "moe(…) and mmoe(…)")
      }
      return .stack(epochPanels.gatePanels(limit: 14))
    case "entropy": return try entropyPanel()
    case "stitches":
      guard !epochPanels.stitchPanels.isEmpty else { throw absent(name, "cross_stitch(…)") }
      return .stack(epochPanels.stitchPanels)
    case "cosines":
      guard last.conflict != nil else {
        throw absent(name, "networks whose tasks share parameters")
      }
      return .stack(epochPanels.conflictPanels(limit: 16))
    case "weights":
      let weights = network.heads.indices.prefix(4).map { h in
        (network.heads[h].name, history.map { weight($0, h) })
      }
      return .chart(epochChart(weights, "weight of each task"))
    default:
      return .lines([
        "an epoch has a gradient a step: into goes to its steps, into again to a step's gradients"
      ])
    }
  }

  private func absent(_ name: String, _ owners: String) -> Failure {
    Failure(
      .value, "\(network.architecture.builtin) has no \(name) to show",
      notes: ["\(owners) have some"])
  }

  // MARK: - Over the epochs

  private func curves(_ heads: [Int], named name: String?) throws -> Panel {
    guard !history.isEmpty else { return try noEpoch() }
    var curves = heads.map { h in
      (name == nil ? network.heads[h].name : "train", history.map { $0.losses[h] })
    }
    if name != nil, history.contains(where: { $0.validation != nil }) {
      curves.append(("valid", history.map { $0.validation?.losses[heads[0]] ?? .nan }))
    }
    return .chart(epochChart(curves, name.map { "loss of \($0)" } ?? "loss of each task"))
  }

  func epochChart(_ curves: [(String, [Double])], _ title: String) -> Chart {
    let epochs = history.indices.map { Double($0 + 1) }
    return Chart(
      .line(curves.map { Series($0.0, x: epochs, y: $0.1) }), title: title, xLabel: "epoch")
  }

  private func gateChart(_ g: Int) throws -> Panel {
    guard let gates = GateHistory(history, network.heads) else { return try noEpoch() }
    let curves = (0..<min(gates.experts, 4)).map { ("E\($0 + 1)", gates.trend(g, $0)) }
    return .chart(epochChart(curves, "shares that gate \(gates.names[g]) gives"))
  }

  /// How evenly each gate spreads over the experts, from 0 for one of them to ln n for all alike.
  private func entropyPanel() throws -> Panel {
    guard let gates = GateHistory(history, network.heads) else {
      throw absent("entropy", "moe(…) and mmoe(…)")
    }
    let most = "at most ln \(gates.experts) = \(fixed(log(Double(gates.experts)), 2))"
    let curves = gates.names.indices.prefix(4).map { g in
      (gates.names[g], history.map { log(gates.effective($0, g)) })
    }
    return .chart(epochChart(curves, "entropy of each gate, \(most)"))
  }

  private func stitchChart(_ i: Int) -> Chart {
    let name = StitchMatrices(history.last).layers[i].name
    let all = history.figures(name)
    let tasks = all.first?.shape[0] ?? 0
    let curves = (0..<min(tasks * tasks, 4)).map { k in
      ("\(k / max(tasks, 1) + 1)←\(k % max(tasks, 1) + 1)", all.map { $0.values[k] })
    }
    return epochChart(curves, "α of \(name), task ← task")
  }

  private var epochTable: Table {
    let heads = network.heads.prefix(5)
    var table = Table(
      columns: [.init("epoch", .right), .init("total", .decimal)]
        + heads.map { .init(StyledText(shortened($0.name, 10)), .decimal) }
        + [.init("seconds", .decimal, leftOut: 1)])
    for k in history.indices.suffix(16) {
      let at = history[k]
      table.rows.append(
        [StyledText("\(k + 1)"), StyledText(fixed(at.total, 4))]
          + heads.indices.map { StyledText(fixed(at.losses[$0], 4)) }
          + [StyledText(fixed(at.seconds, 3))])
    }
    return table
  }

  // MARK: - Parameters

  /// Norms and the like of all parameters among some numbers.
  func parameterTable(_ numbers: [Double]) -> Table {
    var table = Table(columns: [
      .init("parameter"), .init("shape", leftOut: 1), .init("numbers", .right, leftOut: 2),
      .init("norm", .decimal), .init("mean", .decimal, leftOut: 3), .init("largest", .decimal),
    ])
    for parameter in network.graph.parameters.prefix(16) {
      let own = numbers[parameter.range]
      table.rows.append([
        StyledText(parameter.name), StyledText(sizes(parameter.shape)),
        StyledText(thousands(parameter.count)),
        StyledText(shortNumber(numbers.norm(parameter.range))),
        StyledText(shortNumber(own.reduce(0, +) / Double(max(own.count, 1)))),
        StyledText(shortNumber(own.reduce(0) { max($0, abs($1)) })),
      ])
    }
    let more = network.graph.parameters.count - 16
    if more > 0 { table.rows.append([StyledText("… \(more) more", .dim)]) }
    return table
  }

  // MARK: - Rows

  /// The network with the numbers of this epoch.
  var fitted: FittedNetwork {
    FittedNetwork(
      network: network, options: now, numbers: run.numbers(kept: false), history: history)
  }

  private func inputs(_ row: Int) throws -> Tensor {
    guard let x = run.inputs(row) else {
      throw Failure(.value, "expected a row from 0 to \(run.rowCount - 1), found \(row)")
    }
    return Tensor(x, Shape(1, x.count))
  }

  private func gatesPanel(_ row: Int) throws -> Panel {
    let all = try fitted.gates(try inputs(row))
    let experts = min(all.first?.shares.columnCount ?? 0, 10)
    var table = Table(
      columns: [.init("gate")]
        + (0..<experts).map { .init(StyledText("E\($0 + 1)"), leftOut: $0 < 2 ? nil : $0) })
    for (name, shares) in all.prefix(14) {
      table.rows.append(
        [StyledText(shortened(name ?? "all", 12), .emphasis)]
          + (0..<experts).map {
            StyledText(Trend.share(shares[0, $0]) + " ")
              + .bar(shares[0, $0], in: 0...1, width: experts > 5 ? 3 : 6)
          })
    }
    return .stack([
      .lines([StyledText(" row \(row), parameters after \(crumb)", .dim)]), .table(table),
    ])
  }

  /// Every value of the network for one row.
  private func valuesPanel(_ row: Int) throws -> Panel {
    let graph = network.graph
    let shown = Array(graph.values.indices.prefix(18))
    let values = try fitted.values(shown, of: try inputs(row))
    var table = Table(columns: [.init("value"), .init("shape", leftOut: 1), .init("first numbers")])
    for (v, tensor) in zip(shown, values) {
      table.rows.append([
        StyledText(v == graph.input ? "inputs" : graph.values[v].name),
        StyledText(graph.values[v].sizes), StyledText(firstNumbers(tensor.elements, 5)),
      ])
    }
    return .stack([
      .lines([StyledText(" row \(row), parameters after \(crumb)", .dim)]), .table(table),
    ])
  }

  private func confusionPanel(_ h: Int) throws -> Panel {
    guard confusable.contains(network.heads[h].name) else {
      throw Failure(.value, "head '\(network.heads[h].name)' has no classes to confuse")
    }
    let rows = run.rows.prefix(5000).map { Int($0) }.filter {
      (run.targets($0, head: h).first ?? .nan).isFinite
    }
    let x = rows.flatMap { run.inputs($0) ?? [] }
    guard !rows.isEmpty else { return try noEpoch() }
    let guesses = try fitted.predictions(Tensor(x, Shape(rows.count, network.inputCount)))[h]
    let truth = rows.map { TargetClass.of(run.targets($0, head: h)) }
    let count = max(network.heads[h].kind.scoreCount, 2)
    return .stack([
      .lines([StyledText(" \(rows.count) learned rows, parameters after \(crumb)", .dim)]),
      .table(ConfusionTable(truth, guesses.elements, count).table),
    ])
  }
}

/// The class that targets name: the number itself, or the likeliest of told probabilities.
enum TargetClass {
  static func of(_ targets: [Double]) -> Double {
    guard targets.count > 1 else { return (targets.first ?? 0).rounded() }
    return Double(targets.indices.max { targets[$0] < targets[$1] } ?? 0)
  }
}

/// Rows by their class and the one that is predicted.
struct ConfusionTable {
  private let counts: [[Int]]

  init(_ truth: [Double], _ guesses: [Double], _ classes: Int) {
    var counts = [[Int]](repeating: [Int](repeating: 0, count: classes), count: classes)
    for (y, z) in zip(truth, guesses) {
      let (i, j) = (Int(exactly: y) ?? -1, Int(exactly: z) ?? -1)
      if counts.indices.contains(i), counts.indices.contains(j) { counts[i][j] += 1 }
    }
    self.counts = counts
  }

  /// Of many classes the first ones.
  var table: Table {
    let shown = counts.indices.prefix(12)
    var table = Table(
      columns: [.init("true\\pred")]
        + shown.map { .init(StyledText("\($0)"), .right, leftOut: $0 < 2 ? nil : $0) }
        + [.init("recall", .decimal)])
    for i in shown {
      let sum = counts[i].reduce(0, +)
      table.rows.append(
        [StyledText("\(i)")]
          + shown.map { j in
            let share = Double(counts[i][j]) / Double(max(sum, 1))
            return .shade(share, in: 0...1, .shade(share))
              + StyledText(" \(counts[i][j])", i == j ? .emphasis : .plain)
          } + [StyledText(sum == 0 ? "0/0" : fixed(Double(counts[i][i]) / Double(sum), 3))])
    }
    return table
  }
}
