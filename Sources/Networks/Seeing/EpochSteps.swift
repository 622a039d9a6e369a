package import Charts
internal import Diagnostics
package import Stepping
internal import Tensors

extension NetworkTraining {
  package var hasInner: Bool { previous != nil }

  /// The steps of the last epoch, from its start.
  package func inner() throws -> (any Steppable)? {
    previous.map { EpochSteps(self, from: $0) }
  }
}

/// The steps of one epoch, a batch a stage: what the training did, done again from where it began.
package struct EpochSteps: Steppable {
  /// The training after the epoch.
  let training: NetworkTraining
  private(set) var run: PreciseRun
  /// Before the last step, to look into it.
  private(set) var previous: PreciseRun?
  /// By step: the losses of its batch by head.
  private(set) var batches: [[Double]] = []
  /// Of the last step.
  private(set) var figures: StepFigures?
  private var isOver = false

  init(_ training: NetworkTraining, from start: PreciseRun) {
    self.training = training
    run = start
  }

  package mutating func advance() throws -> Bool {
    guard !isOver else { return false }
    var next = run
    let (trace, record) = try next.tracedStep()
    (previous, run) = (run, next)
    batches.append(trace.losses)
    figures = StepFigures(trace, training.network.graph)
    isOver = record != nil
    return true
  }

  /// Steps of the epoch.
  var total: Int { run.steps.total }

  package var position: StepPosition { StepPosition(done: batches.count, total: total) }
  package var nextStage: String? { isOver ? nil : "step \(batches.count + 1) of \(total)" }

  /// The numbers after the epoch's last step.
  package var output: NetworkNumbers? { isOver ? run.numbers(kept: false) : nil }

  package var runName: String { training.runName }
  package var crumb: String { batches.isEmpty ? "start" : "step \(batches.count)" }
  package func matches(_ target: String) -> Bool {
    target == crumb || target == "batch \(batches.count)"
  }

  package var hasInner: Bool { previous != nil }

  package func inner() throws -> (any Steppable)? {
    guard var before = previous else { return nil }
    let (trace, _) = try before.tracedStep()
    return StepParts(training, trace)
  }

  var heads: [Head] { training.network.heads }
}

/// What of a step its screen tells: little enough to be kept for every step.
struct StepFigures: Sendable {
  let rows: [Int]
  let present: [Int]
  let losses: [Double]
  let weights: [Double]
  let weightsAfter: [Double]
  let taught: [Bool]
  let total: Double
  let penalty: Double
  let rate: Double
  let learned: Bool
  /// By parameter: ‖g‖, the largest |g|, ‖Δw‖, ‖w‖ before.
  let gradients: [Double]
  let largest: [Double]
  let moves: [Double]
  let sizes: [Double]

  init(_ trace: StepTrace, _ graph: Graph) {
    (rows, present, losses) = (trace.rows, trace.present, trace.losses)
    (weights, weightsAfter, taught) = (trace.weights, trace.weightsAfter, trace.taught)
    (total, penalty, rate, learned) = (trace.total, trace.penalty, trace.rate, trace.learned)
    let ranges = graph.parameters.map(\.range)
    gradients = ranges.map { trace.gradient.norm($0) }
    largest = ranges.map { range in
      trace.learned ? trace.gradient[range].reduce(0) { max($0, abs($1)) } : 0
    }
    let change = zip(trace.after, trace.before).map { $0 - $1 }
    moves = ranges.map { change.norm($0) }
    sizes = ranges.map { trace.before.norm($0) }
  }
}

// MARK: - Screen

extension EpochSteps {
  package func describe() -> Screen {
    guard let figures else { return startScreen }
    var screen = Screen(
      title: title, position: "lr \(shortNumber(figures.rate))", panels: [], why: reasons(figures),
      next: nextStage)
    screen.panels = [.table(headTable(figures, 8)), .table(parameterTable(figures, 7))]
    screen.smaller = [
      [.table(headTable(figures, 5)), .table(parameterTable(figures, 4))],
      [.table(headTable(figures, 3)), .table(parameterTable(figures, 2))],
    ]
    return screen
  }

  private var title: String {
    guard let rows = figures?.rows else { return "\(runName) | epoch \(training.history.count)" }
    let shown = rows.prefix(5).map(String.init).joined(separator: " ")
    return "\(runName) | \(counted(rows.count, "row")): \(shown)\(rows.count > 5 ? " …" : "")"
  }

  private var startScreen: Screen {
    let learned = training.run.learnedRows
    return Screen(
      title: title, position: "",
      panels: [
        .lines([
          StyledText(
            " \(counted(learned, "row")) in a new order, \(counted(total, "step")) of "
              + "\(min(training.now.batch, learned)) rows"),
          StyledText(" \(training.weightingText); \(training.optimizerText)"),
        ])
      ],
      why: [
        StyledText(
          "epoch \(training.history.count) again from its start: the same rows, the same numbers")
      ], next: nextStage)
  }

  private func headTable(_ figures: StepFigures, _ limit: Int) -> Table {
    var table = Table(columns: [
      .init("task"), .init("rows", .right), .init("loss", .decimal),
      .init("by step", leftOut: 2), .init("weight", .decimal), .init("w·L", .decimal, leftOut: 1),
    ])
    for h in heads.indices.prefix(limit) {
      let rest = figures.taught[h] ? "" : " rests"
      table.rows.append([
        StyledText(shortened(heads[h].name, 16) + rest, figures.taught[h] ? .emphasis : .dim),
        StyledText("\(figures.present[h])"), StyledText(fixed(figures.losses[h], 4)),
        .spark(Trend.sampled(batches.map { $0[h] }, 20)),
        StyledText(shortNumber(figures.weights[h])),
        StyledText(fixed(figures.weights[h] * figures.losses[h], 4)),
      ])
    }
    if heads.count > limit {
      table.rows.append([StyledText("… \(heads.count - limit) more", .dim)])
    }
    return table
  }

  private func parameterTable(_ figures: StepFigures, _ limit: Int) -> Table {
    let parameters = training.network.graph.parameters
    var table = Table(columns: [
      .init("parameter"), .init("shape", leftOut: 2), .init("‖g‖", .decimal),
      .init("", leftOut: 3), .init("largest", .decimal, leftOut: 1), .init("‖step‖", .decimal),
      .init("of ‖w‖", .decimal, leftOut: 4),
    ])
    let top = max(figures.gradients.max() ?? 0, 1e-300)
    // Of many, those with the largest gradients.
    let order = parameters.indices.sorted {
      (figures.gradients[$1], $0) < (figures.gradients[$0], $1)
    }
    for p in order.prefix(limit).sorted() {
      let share = figures.sizes[p] > 0 ? 100 * figures.moves[p] / figures.sizes[p] : .nan
      table.rows.append([
        StyledText(shortened(parameters[p].name, 22)), StyledText(sizes(parameters[p].shape)),
        StyledText(shortNumber(figures.gradients[p])),
        .bar(figures.gradients[p], in: 0...top, width: 8),
        StyledText(shortNumber(figures.largest[p])), StyledText(shortNumber(figures.moves[p])),
        StyledText(share.isNaN ? "-" : fixed(share, 2) + " %"),
      ])
    }
    if parameters.count > limit {
      table.rows.append([StyledText("… \(parameters.count - limit) with smaller gradients", .dim)])
    }
    return table
  }

  private func reasons(_ figures: StepFigures) -> [StyledText] {
    guard figures.learned else { return ["no row of the batch has a target: nothing is learned"] }
    let terms = heads.indices.prefix(4).map { h in
      "\(shortNumber(figures.weights[h])) · \(shortNumber(figures.losses[h], digits: 4))"
    }
    var text =
      "loss \(terms.joined(separator: " + "))\(heads.count > 4 ? " + …" : "")"
    if figures.penalty != 0 { text += " + penalties \(shortNumber(figures.penalty))" }
    text += " = \(shortNumber(figures.total, digits: 5))"
    if figures.weights != figures.weightsAfter { text += "; the weights moved" }
    return [StyledText(text), "into goes through the parts of this step, number by number"]
  }

  // MARK: - Figures and topics

  package var state: [(name: String, value: StateValue)] {
    guard let figures else { return [] }
    return [("step", .number(Double(batches.count))), ("loss", .number(figures.total))]
      + zip(heads, figures.losses).map { ($0.name, .number($1)) }
      + [
        ("rows", .tensor(Tensor(figures.rows.map(Double.init)))),
        ("losses", .tensor(Tensor(figures.losses))), ("weights", .tensor(Tensor(figures.weights))),
        ("gradient_norms", .tensor(Tensor(figures.gradients))), ("lr", .number(figures.rate)),
      ]
  }

  package var topics: StepTopics {
    StepTopics(
      why: figures == nil ? [] : ["loss"],
      show: ["parameters", "rows"] + training.network.graph.parameters.prefix(4).map(\.name))
  }

  package func why(_ topic: String) throws -> [StyledText] {
    guard topic.isEmpty || topic == "loss" else {
      throw training.unknownTopic(topic, "explain", ["loss"])
    }
    return figures.map { reasons($0) } ?? ["the epoch has not begun: n makes the first step"]
  }

  package func show(_ topic: String) throws -> Panel {
    if topic == "rows" {
      let rows = figures?.rows ?? []
      return .lines([
        StyledText(
          "rows \(rows.prefix(64).map(String.init).joined(separator: " "))\(rows.count > 64 ? " …" : "")"
        )
      ])
    }
    let parameters = training.network.graph.parameters
    if topic == "parameters" {
      return .table(
        figures.map { parameterTable($0, 16) } ?? training.parameterTable(run.everything))
    }
    guard let parameter = parameters.first(where: { $0.name == topic }) else {
      throw training.unknownTopic(topic, "show", topics.show)
    }
    return ParameterView(parameter, run.everything).panel
  }

  package func whatIf(_ change: String, _ value: Double) throws -> Screen {
    throw Failure(
      .value, "a step is shown as it was; changes are made to epochs",
      notes: ["out, then what-if lr=0.01 or set lr=0.01; into, then what-if x=1 for a row"])
  }
}
