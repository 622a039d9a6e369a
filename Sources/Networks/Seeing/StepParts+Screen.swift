package import Charts
internal import Datasets
internal import Diagnostics
internal import Stepping

extension StepParts {
  package func describe() -> Screen {
    var screen = Screen(
      title: "\(runName) | \(heading)", position: "part \(place) of \(parts.count - 1)", panels: [],
      why: reasons, next: nextStage)
    switch part {
    case .rows:
      screen.panels = [.table(rowTable(12))]
      screen.smaller = [[.table(rowTable(5))]]
    case .operation(let o):
      screen.panels = operationPanels(o, groups: 6)
      screen.smaller = [operationPanels(o, groups: 2)]
    case .loss(let h):
      screen.panels = [.table(lossTable(h, 12))]
      screen.smaller = [[.table(lossTable(h, 6))]]
    case .weights: screen.panels = [.table(weightTable)]
    case .gradients:
      screen.panels = [.table(gradientTable(12))]
      screen.smaller = [[.table(gradientTable(6))]]
    case .update:
      screen.panels = [.lines(updateFormula), .table(updateTable(10))]
      screen.smaller = [[.table(updateTable(5))]]
    }
    return screen
  }

  private var heading: String {
    switch part {
    case .rows: "a batch of \(counted(rowCount, "row"))"
    case .operation(let o): "operation \(o + 1) of \(graph.operations.count)"
    case .loss(let h): heads[h].kind.name
    case .weights: counted(heads.count, "task")
    case .gradients: "\(thousands(parameterCount)) parameters"
    case .update: "step \(trace.number) of \(training.now.optimizer.method.rawValue)"
    }
  }

  // MARK: - Rows

  private func rowTable(_ limit: Int) -> Table {
    var table = Table(
      columns: [.init("row", .right), .init("inputs")]
        + heads.prefix(4).enumerated().map { h, head in
          .init(StyledText(shortened(head.name, 10)), .decimal, leftOut: h == 0 ? nil : h)
        })
    for i in 0..<min(rowCount, limit) {
      table.rows.append(
        [
          StyledText("\(trace.rows[i])", i == shownRow ? .emphasis : .plain),
          StyledText(firstNumbers(row(graph.input, i), 5)),
        ]
          + heads.indices.prefix(4).map { h in
            let y = target(h, i)
            return StyledText(y.first?.isNaN ?? true ? "missing" : firstNumbers(y, 3))
          })
    }
    if rowCount > limit {
      table.rows.append([StyledText("…"), StyledText("\(rowCount - limit) more: show rows", .dim)])
    }
    return table
  }

  func target(_ h: Int, _ i: Int) -> ArraySlice<Double> {
    let width = trace.targetWidths[h]
    return trace.targets[h][i * width..<(i + 1) * width]
  }

  // MARK: - An operation

  private func operationPanels(_ o: Int, groups: Int) -> [Panel] {
    let operation = graph.operations[o]
    let parameters = operation.parameters.map {
      "\(graph.parameters[$0].name) \(sizes(graph.parameters[$0].shape))"
    }
    let with = parameters.isEmpty ? "" : "; " + parameters.joined(separator: ", ")
    return [
      .lines([StyledText(" \(operation.kernel.formula)\(with)")]),
      .table(statistics(operation)), .table(rowNumbers(operation, groups)),
    ]
  }

  private func statistics(_ operation: GraphOperation) -> Table {
    var table = Table(columns: [
      .init("value"), .init("rows × shape", leftOut: 2), .init("mean", .decimal),
      .init("deviation", .decimal, leftOut: 1), .init("least", .decimal),
      .init("largest", .decimal),
      .init("zeros", .right, leftOut: 3),
    ])
    let values = operation.inputs.map(\.value) + [operation.output]
    for (place, value) in values.enumerated() {
      let figures = ValueFigures(trace.values[value])
      table.rows.append([
        StyledText(
          place + 1 == values.count ? "out" : valueName(value),
          place + 1 == values.count ? .emphasis : .plain),
        StyledText("\(rowCount) × \(graph.values[value].sizes)"),
        StyledText(shortNumber(figures.mean)),
        StyledText(shortNumber(figures.deviation)), StyledText(shortNumber(figures.least)),
        StyledText(shortNumber(figures.largest)), StyledText("\(fixed(100 * figures.zeros, 0)) %"),
      ])
    }
    return table
  }

  func valueName(_ value: Int) -> String {
    value == graph.input ? "inputs" : shortened(graph.values[value].name, 22)
  }

  /// The first numbers of the shown row, a line a group.
  private func rowNumbers(_ operation: GraphOperation, _ limit: Int) -> Table {
    var table = Table(columns: [
      .init(StyledText("row \(trace.rows[shownRow])")), .init("first numbers"),
    ])
    for slice in operation.inputs {
      table.rows.append([
        StyledText("in \(valueName(slice.value))"), StyledText(firstNumbers(input(slice), 8)),
      ])
    }
    let out = graph.values[operation.output]
    let numbers = row(operation.output, shownRow)
    for g in 0..<min(out.groups, limit) {
      let start = numbers.startIndex + g * out.count
      table.rows.append([
        StyledText(out.groups > 1 ? "out, \(groupName(out, g))" : "out", .emphasis),
        StyledText(firstNumbers(numbers[start..<start + out.count], 8)),
      ])
    }
    if out.groups > limit {
      table.rows.append([StyledText("… \(out.groups - limit) more groups", .dim)])
    }
    return table
  }

  /// Whose a group of numbers is: an expert's, a head's.
  private func groupName(_ value: GraphValue, _ g: Int) -> String {
    if value.name.hasPrefix("expert") { return "E\(g + 1)" }
    return value.groups == heads.count ? shortened(heads[g].name, 12) : "group \(g + 1)"
  }

  // MARK: - Losses

  func lossTable(_ h: Int, _ limit: Int) -> Table {
    let isNumber = heads[h].kind == .regression
    var columns: [Table.Column] = [
      .init("row", .right), .init("target"), .init("score", .decimal, leftOut: 3),
      .init(isNumber ? "s - y" : "p", .decimal, leftOut: 2),
    ]
    let isWeighted = trace.rowWeights[h].contains { $0 != 1 }
    if isWeighted { columns.append(.init("row weight", .decimal)) }
    columns += [.init("loss", .decimal), .init("", leftOut: 1)]
    var table = Table(columns: columns)
    let top = max(trace.terms[h].filter(\.isFinite).max() ?? 0, 1e-300)
    for i in 0..<min(rowCount, limit) {
      let s = Array(row(graph.heads[h].scores, i))
      let term = trace.terms[h][i]
      table.rows.append(
        [
          StyledText("\(trace.rows[i])", i == shownRow ? .emphasis : .plain),
          StyledText(term.isNaN ? "missing" : firstNumbers(target(h, i), 4)),
          StyledText(firstNumbers(s, 4)), StyledText(meaning(h, i, s)),
        ] + (isWeighted ? [StyledText(shortNumber(trace.rowWeights[h][i]))] : [])
          + [
            StyledText(term.isNaN ? "-" : fixed(term, 4)),
            term.isNaN ? "" : .bar(term, in: 0...top, width: 16),
          ])
    }
    if rowCount > limit {
      table.rows.append([StyledText("…"), StyledText("\(rowCount - limit) more", .dim)])
    }
    return table
  }

  /// s − y, or the probability of what is true.
  private func meaning(_ h: Int, _ i: Int, _ s: [Double]) -> String {
    let y = Array(target(h, i))
    guard let first = y.first, !first.isNaN else { return "-" }
    let p = ScoreMeaning(graph.heads[h], s).probabilities
    switch heads[h].kind {
    case .regression: return signed(s[0] - first, 3)
    case .binary: return fixed(p[0], 3)
    case .multilabel: return firstNumbers(p, 3)
    case .classes:
      let truth = Int(exactly: TargetClass.of(y)) ?? 0
      return p.indices.contains(truth) ? fixed(p[truth], 3) : "-"
    }
  }

  // MARK: - Weights

  private var weightTable: Table {
    var table = Table(columns: [
      .init("task"), .init("loss L", .decimal), .init("weight w", .decimal),
      .init("w·L", .decimal), .init("weight after the step", .decimal, leftOut: 1),
    ])
    for h in heads.indices.prefix(12) {
      table.rows.append([
        StyledText(shortened(heads[h].name, 16) + (trace.taught[h] ? "" : " rests")),
        StyledText(fixed(trace.losses[h], 5)), StyledText(shortNumber(trace.weights[h], digits: 5)),
        StyledText(fixed(trace.weights[h] * trace.losses[h], 5)),
        StyledText(shortNumber(trace.weightsAfter[h], digits: 5)),
      ])
    }
    table.rules = [table.rows.count]
    if trace.penalty != 0 {
      table.rows.append(["penalties", "", "", StyledText(fixed(trace.penalty, 5))])
    }
    table.rows.append(["total", "", "", StyledText(fixed(trace.total, 5), .emphasis)])
    return table
  }

  // MARK: - Gradients and update

  func gradientTable(_ limit: Int) -> Table {
    let tasks = trace.taskGradients.isEmpty ? 0 : min(heads.count, 3)
    var table = Table(
      columns: [
        .init("parameter"), .init("shape", leftOut: 6), .init("‖g‖", .decimal),
        .init("", leftOut: 7),
        .init("largest", .decimal, leftOut: 5),
      ] + (tasks == 0 ? [.init("first numbers", leftOut: 1)] : [])
        + (0..<tasks).map {
          .init(StyledText("‖g‖ \(shortened(heads[$0].name, 8))"), .decimal, leftOut: 2 + $0)
        })
    let norms = graph.parameters.map { trace.gradient.norm($0.range) }
    let top = max(norms.max() ?? 0, 1e-300)
    for (p, parameter) in graph.parameters.enumerated().prefix(limit) {
      let own = trace.gradient[parameter.range]
      table.rows.append(
        [
          StyledText(shortened(parameter.name, 22)), StyledText(sizes(parameter.shape)),
          StyledText(shortNumber(norms[p])), .bar(norms[p], in: 0...top, width: 8),
          StyledText(shortNumber(own.reduce(0) { abs($1) > abs($0) ? $1 : $0 })),
        ] + (tasks == 0 ? [StyledText(firstNumbers(own, 2))] : [])
          + (0..<tasks).map {
            StyledText(shortNumber(trace.taskGradients[$0].norm(parameter.range)))
          })
    }
    if graph.parameters.count > limit {
      table.rows.append([StyledText("… \(graph.parameters.count - limit) more", .dim)])
    }
    return table
  }

  private var updateFormula: [StyledText] {
    let optimizer = training.now.optimizer
    let rate = shortNumber(trace.rate)
    let decay = optimizer.weightDecay > 0 ? [decayText(optimizer, rate)] : []
    switch optimizer.method {
    case .sgd:
      return decay + [
        StyledText(
          optimizer.momentum == 0
            ? " w ← w - \(rate) g"
            : " u ← \(shortNumber(optimizer.momentum)) u + g, w ← w - \(rate) "
              + (optimizer.isNesterov ? "(g + \(shortNumber(optimizer.momentum)) u)" : "u"))
      ]
    case .adam, .adamw:
      let (b1, b2) = (shortNumber(optimizer.beta1), shortNumber(optimizer.beta2))
      return decay + [
        StyledText(
          " m ← \(b1) m + \(shortNumber(1 - optimizer.beta1)) g, v ← \(b2) v + "
            + "\(shortNumber(1 - optimizer.beta2)) g²"),
        StyledText(
          " w ← w - \(rate) m̂ / (√v̂ + \(shortNumber(optimizer.epsilon))), m̂ = m / (1 - \(b1)^\(trace.number)), "
            + "v̂ = v / (1 - \(b2)^\(trace.number))"),
      ]
    }
  }

  private func decayText(_ optimizer: Optimizer, _ rate: String) -> StyledText {
    let share = shortNumber(optimizer.weightDecay)
    return StyledText(
      optimizer.method == .adamw
        ? " w ← (1 - \(rate) · \(share)) w first" : " g ← g + \(share) w first")
  }

  private func updateTable(_ limit: Int) -> Table {
    var table = Table(
      columns: [
        .init("first number of"), .init("before", .decimal), .init("g", .decimal),
      ] + slotColumns + [.init("after", .decimal)])
    for parameter in graph.parameters.prefix(limit) where parameter.count > 0 {
      table.rows.append(
        [StyledText(shortened(parameter.name, 22))] + updateCells(parameter.offset).dropLast())
    }
    if graph.parameters.count > limit {
      table.rows.append([StyledText("… \(graph.parameters.count - limit) more", .dim)])
    }
    return table
  }

  var slotColumns: [Table.Column] {
    switch training.now.optimizer.slotCount {
    case 0: []
    case 1: [.init("u", .decimal, leftOut: 2)]
    default: [.init("m", .decimal, leftOut: 2), .init("v", .decimal, leftOut: 3)]
    }
  }

  /// Before, gradient, what the optimizer keeps, after and change of one number.
  func updateCells(_ i: Int) -> [StyledText] {
    let slots = (0..<training.now.optimizer.slotCount).map {
      StyledText(shortNumber(trace.after[(1 + $0) * parameterCount + i]))
    }
    let change = trace.after[i] - trace.before[i]
    return [StyledText(fixed(trace.before[i], 5)), StyledText(shortNumber(trace.clipped[i]))]
      + slots
      + [
        StyledText(fixed(trace.after[i], 5), change == 0 ? .plain : .changed),
        StyledText(signedShort(change)),
      ]
  }
}

/// Mean, deviation and the like of many numbers.
struct ValueFigures {
  let mean: Double
  let deviation: Double
  let least: Double
  let largest: Double
  /// The share that is exactly 0.
  let zeros: Double

  init(_ values: [Double]) {
    let n = Double(max(values.count, 1))
    let mean = values.reduce(0, +) / n
    self.mean = mean
    deviation = (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / n).squareRoot()
    least = values.min() ?? .nan
    largest = values.max() ?? .nan
    zeros = Double(values.count { $0 == 0 }) / n
  }
}
