package import Charts
internal import Diagnostics
internal import Stepping
internal import Tensors

extension NetworkTraining {
  /// `set lr 0.01`, `set weight a=2`, `set weights gradnorm`, `set epochs 40`: from this epoch on.
  package func setting(_ name: String, to value: String) throws -> NetworkTraining {
    if name == "weights", let weighting = TaskWeighting(name: value) {
      return try changed("weights \(value)") { $0.weighting = weighting }
    }
    guard let number = Double(value), number.isFinite else {
      throw Failure(
        .value, "expected \(name) to be a number, found '\(value)'",
        notes: name.hasPrefix("weight")
          ? [
            "set weights takes \(TaskWeighting.names.joined(separator: ", ")), set weight HEAD a number"
          ]
          : [])
    }
    return try changed(name, number)
  }

  /// The run with a number changed from here on.
  private func changed(_ name: String, _ value: Double) throws -> NetworkTraining {
    let text = "\(name) \(shortNumber(value))"
    if name == "lr" {
      guard value > 0 else {
        throw Failure(.value, "expected lr above 0, found \(shortNumber(value))")
      }
      return try changed(text) { $0.optimizer.learningRate = value }
    }
    if name == "epochs" {
      guard let epochs = Int(exactly: value), epochs >= history.count, epochs <= 10_000_000 else {
        throw Failure(
          .value, "expected a number of epochs from \(history.count), found \(shortNumber(value))")
      }
      return try changed(text) { $0.epochs = epochs }
    }
    guard case .weight(let h) = topic(name, among: []) else {
      throw Failure(
        .name, "expected a setting of this run, found '\(name)'",
        notes: ["known: \(topics.settings.joined(separator: ", "))"])
    }
    guard isWeighted else {
      throw Failure(
        .value,
        network.heads.count == 1
          ? "one head alone has no weight to change" : "the weights are learned: \(weightingText)",
        notes: ["a run with fixed weights takes set weight \(network.heads[h].name)=2"])
    }
    var weights = run.weighting.weights
    weights[h] = value
    return try changed(text) { $0.weighting = .fixed(weights) }
  }

  private func changed(
    _ text: String, _ change: (inout NetworkOptions) -> Void
  ) throws -> NetworkTraining {
    var copy = self
    change(&copy.now)
    copy.run = try run.changed(to: copy.now)
    copy.changes.append(history.isEmpty ? text : "\(text) after \(crumb)")
    return copy
  }

  // MARK: - What if

  /// `what-if lr=0.01`, `what-if weight a=2`: both runs to their ends; `what-if expert 2=0`: the losses
  /// without an expert.
  package func whatIf(_ change: String, _ value: Double) throws -> Screen {
    let words = change.split(separator: " ")
    if words.first == "expert" { return try withoutExpert(words.last.flatMap { Int($0) }, value) }
    var (own, other) = (self, try changed(change, value))
    try own.finish()
    try other.finish()
    let screen = Screen(
      title: "\(runName) what-if | both runs to their ends, from \(crumb)", position: "",
      panels: [.table(outcomes(own, other, "\(change) \(shortNumber(value))"))],
      why: [
        StyledText(verdict(own, other)), "the run itself is unchanged; set makes the change",
      ], next: nextStage)
    return screen
  }

  private func verdict(_ own: NetworkTraining, _ other: NetworkTraining) -> String {
    guard let a = own.history.last, let b = other.history.last else { return "no epoch is left" }
    let (x, y) = (a.losses.reduce(0, +), b.losses.reduce(0, +))
    return x == y
      ? "the losses stay the same"
      : "the losses sum to \(shortNumber(abs(x - y))) \(y > x ? "more" : "less")"
  }

  private func outcomes(
    _ own: NetworkTraining, _ other: NetworkTraining, _ title: String
  ) -> Table {
    var table = Table(columns: [
      .init("loss at the end"), .init("as it is", .decimal), .init(StyledText(title), .decimal),
      .init("change", .decimal),
    ])
    guard let a = own.history.last, let b = other.history.last else { return table }
    for h in network.heads.indices.prefix(8) {
      table.rows.append(Self.row(network.heads[h].name, a.losses[h], b.losses[h]))
    }
    if let first = a.validation, let second = b.validation {
      table.rules.insert(table.rows.count)
      for h in network.heads.indices.prefix(4) {
        table.rows.append(
          Self.row("valid \(network.heads[h].name)", first.losses[h], second.losses[h]))
      }
    }
    return table
  }

  private static func row(_ name: String, _ a: Double, _ b: Double) -> [StyledText] {
    [
      StyledText(shortened(name, 20)), StyledText(fixed(a, 4)),
      StyledText(fixed(b, 4), a == b ? .plain : .changed), StyledText(signed(b - a, 4)),
    ]
  }
}
