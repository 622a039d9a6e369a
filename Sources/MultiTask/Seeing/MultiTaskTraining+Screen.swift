package import Charts
internal import Stepping
internal import Datasets
internal import Tensors

extension MultiTaskTraining {
  package var runName: String { "MTL \(problem.penalty.title)" }

  package var crumb: String { position.done == 0 ? "start" : "iteration \(position.done)" }

  package func matches(_ target: String) -> Bool {
    ["iteration \(position.done)", "iter \(position.done)"].contains(target)
      || position.done == 0 && target == "start"
  }

  package func describe() -> Screen {
    if position.done == 0, change == nil { return startScreen }
    var screen = Screen(
      title: headline.title, position: headline.numbers, panels: [], why: summary, next: nextStage)
    let objective = objectivePanel()
    guard let stage = comparison else {
      screen.panels = [objective, weightPanel()]
      return screen
    }
    let term = shownTerm
    let panel = stagePanel(stage, term: term)
    screen.panels = [.beside([objective, panel]), weightPanel()]
    screen.smaller = [
      [.beside([objective, panel]), weightPanel(features: 4, sides: false)],
      [.beside([objective, panel]), weightPanel(features: 2, sides: false)],
      [
        .beside([objective, stagePanel(stage, term: term, limit: 3)]),
        weightPanel(features: 2, sides: false),
      ],
      [.beside([objective, panel])],
      [.beside([objective, stagePanel(stage, term: term, limit: 3)])],
    ]
    return screen
  }

  /// `MTL nuclear norm | iter 4 | eta 0.535  lambda 0.3  tau = eta·lambda = 0.161`; the numbers apart where
  /// that does not fit a line of 80.
  private var headline: (title: String, numbers: String) {
    let done = position.done
    let place =
      done == 0 ? "start" : solver.stop == nil ? "iter \(done)" : "iter \(done) of \(done)"
    let title = "\(runName) | \(place)\(change == nil ? "" : ", changed")"
    let (numbers, line) = (figures, "\(title) | \(figures)")
    guard !numbers.isEmpty else { return (title, "") }
    return line.count <= 80 ? (line, "") : (title, numbers)
  }

  /// The step and the penalty's numbers.
  private var figures: String {
    var parts: [String] = []
    let step = iterate.step
    if step > 0 {
      parts.append("\(isSplit ? "1/rho" : isProximal ? "eta" : "step") \(shortNumber(step))")
    }
    parts += problem.penalty.settings.map {
      "\(problem.penalty.terms.count > 1 ? $0.names[$0.names.count - 1] : $0.names[0]) "
        + shortNumber($0.value)
    }
    if let shownTerm, let tau = threshold(problem.penalty.terms[shownTerm]) {
      let share = if case .elasticNet = problem.penalty.terms[shownTerm] { "·ratio" } else { "" }
      parts.append("tau = eta·lambda\(share) = \(shortNumber(tau))")
    }
    return parts.joined(separator: "  ")
  }

  // MARK: - Start

  private var startScreen: Screen {
    let data = problem.data
    let inputs = data.isShared ? "the same inputs" : "inputs of their own"
    let rows = data.tasks.reduce(0) { $0 + $1.rowCount }
    let lines: [StyledText] = [
      StyledText(
        " \(counted(data.taskCount, "task")) with \(inputs), \(counted(rows, "sample")), "
          + "\(counted(data.featureCount, "feature")); \(problem.loss.rawValue) loss"),
      StyledText(" sought by: \(solver.method)"),
    ]
    let start = Panel.table(startTable(8))
    return Screen(
      title: headline.title, position: headline.numbers, panels: [.lines(lines), start],
      why: startReasons, next: nextStage)
  }

  /// Tasks with what is to be predicted and the loss of the weights that the run starts from.
  private func startTable(_ limit: Int) -> Table {
    let isLogistic = problem.loss == .logistic
    var table = Table(columns: [
      .init("task"), .init("rows", .right, leftOut: 2),
      .init(isLogistic ? "share of 1" : "mean y", .decimal), .init("loss", .decimal),
      .init("", leftOut: 1),
    ])
    let losses = taskLosses
    let places = DecimalPlaces(losses, significant: 4)
    let top = max(losses.max() ?? 0, 1e-300)
    for (t, task) in problem.data.tasks.prefix(limit).enumerated() {
      let mean = task.y.withElements { $0.reduce(0, +) } / Double(max(task.rowCount, 1))
      table.rows.append([
        StyledText(clipped(task.name, 16)), StyledText("\(task.rowCount)"),
        StyledText(fixed(mean, 3)), StyledText(places.text(losses[t])),
        .bar(losses[t], in: 0...top, width: 16),
      ])
    }
    if problem.data.taskCount > limit {
      table.rows.append([StyledText("… \(problem.data.taskCount - limit) more", .dim)])
    }
    return table
  }

  private var startReasons: [StyledText] {
    let terms = zip(problem.penalty.termNames, problem.penalty.terms)
    let isZero = iterate.parts.allSatisfy { $0.values.allSatisfy { $0 == 0 } }
    let from = isZero ? "all weights are 0" : "the weights come from another fit"
    return [
      StyledText("\(from): objective \(shortNumber(iterate.objective, digits: 6))")
    ] + terms.prefix(4).map { StyledText("\($0) adds \($1.formula)") }
  }

  // MARK: - What happened

  /// What the stage did, and at the end why the run is over.
  var summary: [StyledText] {
    if let change {
      return [
        StyledText("changed: \(change)"),
        StyledText("the same weights cost \(shortNumber(iterate.objective, digits: 6)) now"),
      ]
    }
    var text = "the objective "
    if let previous {
      let gain = previous.objective - iterate.objective
      text +=
        abs(gain) <= 1e-15 * abs(previous.objective)
        ? "did not change" : "\(gain > 0 ? "fell" : "rose") by \(brief(abs(gain)))"
    }
    for event in iterate.events.prefix(3) { text += "; \(event)" }
    guard let stop = solver.stop else {
      return [StyledText(text + "; \(accuracyText)")]
    }
    return [
      StyledText(text),
      StyledText(
        "the end after \(counted(position.done, "iteration")): \(stop.rawValue)"
          + ending(stop), stop.isConverged ? .good : .bad),
    ]
  }

  /// The number that ended the run, where its reason does not say it all.
  private func ending(_ stop: StopReason) -> String {
    switch stop {
    case .exact, .separable, .settled, .oneClass: ""
    case .gap, .gradient:
      ", \(shortNumber(iterate.accuracy)) against \(shortNumber(model.tolerance))"
    case .stalled, .limit, .rounding: "; \(accuracyText)"
    }
  }

  /// `relative duality gap: 3.1e-05, tol 1e-08`.
  var accuracyText: String {
    let accuracy = iterate.accuracy
    guard accuracy.isFinite else { return "\(solver.measure) not known yet" }
    // What is left to rounding differs from machine to machine.
    if accuracy < 1e-14 { return "\(solver.measure) 0 but for rounding" }
    return "\(solver.measure): \(shortNumber(accuracy)), tol \(shortNumber(model.tolerance))"
  }

  /// The loss of each task alone.
  var taskLosses: [Double] {
    let (W, b) = (iterate.W, iterate.intercepts)
    return problem.data.tasks.enumerated().map { t, task in
      problem.loss.total(task, (try? problem.taskScores(W, b, t)) ?? [])
    }
  }
}
