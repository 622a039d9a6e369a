package import Charts
internal import Datasets
internal import Diagnostics
package import Stepping
internal import Tensors

/// The parts of one training step, one after the other: rows, values operation by operation, losses,
/// weights of tasks, gradients, the optimizer's update.
///
/// The numbers are those that the training's own step computed, written down while it did.
package struct StepParts: Steppable {
  enum Part: Equatable {
    case rows
    case operation(Int)
    case loss(Int)
    case weights
    case gradients
    case update
  }

  let training: NetworkTraining
  let trace: StepTrace
  let parts: [Part]
  private(set) var place = 0
  /// The row that is shown number by number, by its place in the batch.
  private(set) var shownRow = 0

  init(_ training: NetworkTraining, _ trace: StepTrace) {
    self.training = training
    self.trace = trace
    let graph = training.network.graph
    parts =
      [.rows] + graph.operations.indices.map { .operation($0) }
      + graph.heads.indices.map { .loss($0) }
      + (trace.learned ? [.weights, .gradients, .update] : [])
  }

  var graph: Graph { training.network.graph }
  var heads: [Head] { training.network.heads }
  var part: Part { parts[min(place, parts.count - 1)] }
  var parameterCount: Int { graph.parameterCount }

  package mutating func advance() throws -> Bool {
    guard place + 1 < parts.count else { return false }
    place += 1
    return true
  }

  package var position: StepPosition { StepPosition(done: place, total: parts.count - 1) }
  package var nextStage: String? { place + 1 < parts.count ? name(parts[place + 1]) : nil }

  /// The numbers that the step leaves: parameters, what the optimizer keeps, statistics.
  package var output: [Double]? { place + 1 == parts.count ? trace.after : nil }

  package var runName: String { training.runName }
  package var crumb: String { name(part) }

  package func matches(_ target: String) -> Bool {
    let name = name(part)
    return target == name || name.hasSuffix(" " + target)
      || part == .update && target == "optimizer"
  }

  package var stageNames: [String] { parts.map(name) }

  package var question: Question? {
    guard place + 1 < parts.count, case .loss(let h) = parts[place + 1] else { return nil }
    return Question("the loss of \(heads[h].name)", figure: "loss", .number)
  }

  func name(_ part: Part) -> String {
    switch part {
    case .rows: "rows"
    case .operation(let o): "forward \(graph.operations[o].name)"
    case .loss(let h): "loss \(heads[h].name)"
    case .weights: "weights of tasks"
    case .gradients: "gradients"
    case .update: "update"
    }
  }

  // MARK: - Numbers

  var rowCount: Int { trace.rows.count }

  /// The numbers of the shown row in a value of the graph.
  func row(_ value: Int, _ row: Int) -> ArraySlice<Double> {
    let width = graph.values[value].width
    return trace.values[value][row * width..<(row + 1) * width]
  }

  /// What an operation reads of the shown row.
  func input(_ slice: ValueSlice) -> ArraySlice<Double> {
    let own = row(slice.value, shownRow)
    let start = own.startIndex + slice.offset
    return own[start..<min(start + slice.count, own.endIndex)]
  }

  /// The network as it was before the step.
  var fitted: FittedNetwork {
    let parameters = Array(trace.before[..<parameterCount])
    let statistics = Array(trace.before.suffix(graph.statisticCount))
    let numbers: NetworkNumbers =
      training.now.precision == .double
      ? .double(parameters: parameters, statistics: statistics)
      : .single(parameters: parameters.map(Float.init), statistics: statistics.map(Float.init))
    return FittedNetwork(
      network: training.network, options: training.now, numbers: numbers, history: [])
  }

  // MARK: - The shown row

  /// `set row 17`: the row that is shown number by number, by its number in the data.
  package func setting(_ name: String, to value: String) throws -> StepParts {
    guard name == "row" else {
      throw Failure(
        .name, "expected a setting of this step, found '\(name)'",
        notes: [
          "set row \(trace.rows.last ?? 0) shows another row; lr and weights are set two levels out"
        ])
    }
    guard let number = Int(value), let found = trace.rows.firstIndex(of: number) else {
      throw Failure(
        .value, "expected a row of this batch, found '\(value)'",
        notes: [
          "its rows are \(trace.rows.prefix(12).map(String.init).joined(separator: ", "))"
            + (rowCount > 12 ? ", …" : "")
        ])
    }
    var copy = self
    copy.shownRow = found
    return copy
  }

  /// `what-if x0=2`: the forward pass of the shown row with one input changed.
  package func whatIf(_ change: String, _ value: Double) throws -> Screen {
    let names = training.featureNames
    guard let k = names.firstIndex(of: change) else {
      let near = nearNames(to: change, among: names)
      throw Failure(
        .name, "no input is called '\(change)'",
        notes: [
          near.isEmpty
            ? "there are \(names.prefix(8).joined(separator: ", "))\(names.count > 8 ? ", …" : "")"
            : "did you mean \(near.map { "'\($0)'" }.joined(separator: " or "))?"
        ])
    }
    var x = Array(row(graph.input, shownRow))
    let old = x[k]
    let model = fitted
    let before = try model.scores(Tensor(x, Shape(1, x.count)))
    x[k] = value
    let after = try model.scores(Tensor(x, Shape(1, x.count)))
    var table = Table(columns: [
      .init("task"), .init("scores as they are"), .init("scores then"), .init("says"),
    ])
    for h in heads.indices.prefix(10) {
      let (a, b) = (before[h].elements, after[h].elements)
      table.rows.append([
        StyledText(shortened(heads[h].name, 16)), StyledText(firstNumbers(a, 4)),
        StyledText(firstNumbers(b, 4), a == b ? .plain : .changed),
        StyledText(
          ScoreMeaning(graph.heads[h], a).verdict + " → " + ScoreMeaning(graph.heads[h], b).verdict),
      ])
    }
    return Screen(
      title:
        "\(runName) what-if | row \(trace.rows[shownRow]), \(change) \(shortNumber(old)) → \(shortNumber(value))",
      position: "", panels: [.table(table)],
      why: ["with the parameters before the step; nothing is learned from it"], next: nextStage)
  }
}

/// What the scores of a row say.
struct ScoreMeaning {
  let output: HeadOutput
  let scores: [Double]

  init(_ output: HeadOutput, _ scores: some Sequence<Double>) {
    self.output = output
    self.scores = Array(scores)
  }

  /// Probabilities: of 1, of each class or label; nothing for numbers.
  var probabilities: [Double] {
    switch output.head.kind {
    case .regression: return []
    case .binary, .multilabel: return scores.map(Self.probability(output.link))
    case .classes:
      guard output.link == .score else { return scores.map(Self.probability(output.link)) }
      let top = scores.max() ?? 0
      let powers = scores.map { Self.power($0 - top) }
      let sum = powers.reduce(0, +)
      return powers.map { $0 / sum }
    }
  }

  /// `0.31`, `p 0.62`, `class 2 (p 0.55)`.
  var verdict: String {
    let p = probabilities
    switch output.head.kind {
    case .regression: return shortNumber(scores.first ?? .nan)
    case .binary: return "p \(fixed(p.first ?? .nan, 3))"
    case .multilabel: return "p " + p.prefix(4).map { Trend.share($0) }.joined(separator: " ")
    case .classes:
      let best = p.indices.max { p[$0] < p[$1] } ?? 0
      return "class \(best) (p \(fixed(p.isEmpty ? .nan : p[best], 3)))"
    }
  }
}
