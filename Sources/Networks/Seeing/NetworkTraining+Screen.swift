package import Charts
package import Datasets
internal import Stepping
package import Tensors

extension NetworkTraining {
  package var runName: String {
    "\(network.architecture.builtin.uppercased().map { $0 == "_" ? " " : String($0) }.joined()) train"
  }

  package var crumb: String { history.isEmpty ? "start" : "epoch \(history.count)" }

  package func matches(_ target: String) -> Bool {
    target == "epoch \(history.count)" || history.isEmpty && target == "start"
  }

  package var progressFigures: ProgressFigures {
    guard let last = history.last else { return ProgressFigures() }
    let losses = zip(network.heads, last.losses).map { ($0.name, $1) }
    return ProgressFigures(
      [("loss", last.total)] + (losses.count > 1 ? losses : []),
      trend: Trend.sampled(history.map(\.total), 8))
  }

  package func describe() -> Screen {
    guard !history.isEmpty else { return startScreen }
    var screen = Screen(title: title, position: pace, panels: [], why: summary, next: nextStage)
    let tables = epochPanels
    func heads(_ limit: Int) -> [Panel] { [.table(tables.headTable(limit: limit))] }
    func gates(_ limit: Int) -> [Panel] { tables.gatePanels(limit: limit) + tables.stitchPanels }
    screen.panels = heads(8) + tables.conflictPanels(limit: 3) + gates(6)
    screen.smaller = [
      heads(5) + tables.conflictPanels(limit: 1) + gates(4), heads(3) + gates(3),
      heads(3) + tables.gatePanels(limit: 2), heads(3),
    ]
    return screen
  }

  var epochPanels: EpochPanels { EpochPanels(network, history) }

  func weight(_ record: EpochRecord, _ head: Int) -> Double { epochPanels.weight(record, head) }

  private var title: String {
    let total = isOver ? history.count : now.epochs
    return "\(runName) | epoch \(history.count) of \(total)" + (changes.isEmpty ? "" : ", changed")
  }

  /// `12 steps of 32 rows, lr 0.001`.
  var pace: String {
    "\(counted(steps.total, "step")) of \(counted(min(now.batch, run.learnedRows), "row")), "
      + "lr \(shortNumber(rate))"
  }

  /// The learning rate of the last step, or of the first one before it.
  var rate: Double {
    let done = max(run.optimizerSteps - 1, 0)
    return now.optimizer.learningRate
      * now.optimizer.schedule.factor(
        at: Double(done) / Double(max(steps.total, 1)), of: Double(now.epochs))
  }

  // MARK: - Start

  private var startScreen: Screen {
    var table = Table(columns: [
      .init("task"), .init("kind"), .init("rows with a target", .right, leftOut: 2),
      .init("loss", leftOut: 1),
    ])
    for (h, head) in network.heads.enumerated().prefix(10) {
      table.rows.append([
        StyledText(shortened(head.name, 16)), StyledText(head.kind.name),
        StyledText("\(run.targetRows(h))"), StyledText(head.kind.lossFormula, .dim),
      ])
    }
    if network.heads.count > 10 {
      table.rows.append([StyledText("… \(network.heads.count - 10) more", .dim)])
    }
    let lines: [StyledText] = [
      StyledText(
        " \(counted(run.learnedRows, "row")) with \(counted(network.inputCount, "input")), "
          + "\(thousands(network.graph.parameterCount)) parameters, \(now.precision.rawValue) precision"
      ),
      StyledText(" \(optimizerText); \(weightingText)"),
    ]
    return Screen(
      title: title, position: pace, panels: [.lines(lines), .table(table)],
      why: [
        StyledText(
          "parameters are drawn from seed \(now.seed); an epoch takes every row once, in a new order"
        )
      ], next: nextStage)
  }

  /// `adam, lr 0.001`.
  var optimizerText: String {
    "\(now.optimizer.method.rawValue), lr \(shortNumber(now.optimizer.learningRate))"
  }

  /// `joint steps, fixed weights`.
  var weightingText: String {
    let weighting: String =
      switch now.weighting {
      case .fixed: "fixed weights"
      case .uncertainty: "weights by uncertainty"
      case .gradNorm: "weights by GradNorm"
      case .averaging: "weights by DWA"
      case .projection: "gradients projected (PCGrad)"
      }
    return now.schedule == .joint
      ? "a step learns all tasks, \(weighting)" : "tasks in turn, \(weighting)"
  }

  // MARK: - What happened

  /// What the epoch changed, and at the end why the run is over.
  var summary: [StyledText] {
    guard let last = history.last else { return [] }
    var lines = [StyledText(lossChange(last))]
    if let (pair, cosine) = worstConflict(last), cosine < 0 {
      lines[0] =
        lines[0]
        + StyledText(
          "; \(pair) pull apart on the shared parameters, cosine \(fixed(cosine, 2))", .bad)
    }
    if let change = changes.last { lines.append(StyledText("set: \(change)")) }
    if isOver { lines.append(StyledText(ending ?? "all \(history.count) epochs done", .good)) }
    return lines
  }

  private func lossChange(_ last: EpochRecord) -> String {
    guard history.count > 1 else {
      return
        "total loss \(shortNumber(last.total)): the mean over the epoch's rows, each before its step"
    }
    let before = history[history.count - 2]
    let change = last.total - before.total
    guard change != 0 else { return "the total loss did not change" }
    var text = "the total loss \(change < 0 ? "fell" : "rose") by \(shortNumber(abs(change)))"
    let moves = network.heads.indices.map { h in
      (h, last.losses[h] * weight(last, h) - before.losses[h] * weight(before, h))
    }
    if moves.count > 1, let most = moves.max(by: { abs($0.1) < abs($1.1) }) {
      text += ", most in \(network.heads[most.0].name) (\(signedShort(most.1)))"
    }
    return text
  }

  /// The two heads whose gradients agree least.
  func worstConflict(_ record: EpochRecord) -> (pair: String, cosine: Double)? {
    guard let cosines = record.conflict?.cosines else { return nil }
    return TaskPair.all(network.heads.count).map { ($0.name(network.heads), cosines[$0.s][$0.t]) }
      .min { $0.1 < $1.1 }
  }
}

/// A change with its sign, in three digits.
func signedShort(_ value: Double) -> String { (value > 0 ? "+" : "") + shortNumber(value) }

/// Two heads, s before t.
struct TaskPair {
  let s: Int
  let t: Int

  static func all(_ tasks: Int) -> [TaskPair] {
    (0..<tasks).flatMap { s in (s + 1..<max(tasks, s + 1)).map { TaskPair(s: s, t: $0) } }
  }

  func name(_ heads: [Head]) -> String {
    "\(shortened(heads[s].name, 12)) and \(shortened(heads[t].name, 12))"
  }
}

extension HeadKind {
  /// What a row with target y and score s costs.
  package var lossFormula: String {
    switch self {
    case .regression: "(s - y)²"
    case .binary: "-y log p - (1-y) log(1-p)"
    case .classes: "-log p of the row's class"
    case .multilabel: "mean over labels of -log p of what is true"
    }
  }
}
