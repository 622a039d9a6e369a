package import Charts
internal import Datasets
internal import Diagnostics
internal import Glibc
internal import Learners
internal import Optimization
internal import Stepping
internal import Tensors

extension LinkTraining {
  package func why(_ topic: String) throws -> [StyledText] {
    if isAtStructure { return try structureWhy(topic) }
    guard let (c, model) = stage else {
      throw Failure(.value, "expected a \(noun) to explain, found the run before its first step")
    }
    if model is any ExplainedBinary { return try explanation(topic) }
    guard let linear = model.linear else {
      return [StyledText("\(name(c)) never changed in training, so its prediction never does")]
    }
    let names = inputNames(c)
    guard !topic.isEmpty else {
      let top = linear.weights.indices.max { abs(linear.weights[$0]) < abs(linear.weights[$1]) }
      var lines = [objectiveLine(model)]
      if let top { lines.append(effect(names[top], linear.weights[top], c)) }
      return lines
    }
    if topic == "bias" {
      return [
        StyledText(
          "with every input 0, P(\(name(c))) = 1/(1 + e^\(fixed(-linear.intercept))) = "
            + fixed(sigmoid(linear.intercept)))
      ]
    }
    guard let j = names.firstIndex(of: topic) else { return [try absence(topic, c, model)] }
    var lines = [effect(topic, linear.weights[j], c)]
    if j < plan.data.featureCount { lines.append(spread(j, linear.weights[j])) }
    return lines
  }

  /// How far a feature moves the score between its smallest and largest training value.
  private func spread(_ j: Int, _ weight: Double) -> StyledText {
    let values = (0..<plan.data.rowCount).map { plan.data.X[$0, j] }
    let (low, high) = (values.min() ?? 0, values.max() ?? 0)
    return StyledText(
      "in training it runs from \(fixed(low)) to \(fixed(high)), which moves the score by "
        + fixed(abs(weight * (high - low))))
  }

  /// Why a label takes no part in the current link; throws for what is no label.
  private func absence(_ topic: String, _ c: Int, _ model: any FittedBinary) throws -> StyledText {
    if topic == name(c) { return objectiveLine(model) }
    guard plan.data.labelNames.contains(topic) else {
      throw unknown(topic, inputNames(c) + ["bias"])
    }
    let parents = plan.parents[c].map { name($0) }
    return StyledText(
      "\(name(c)) does not look at \(topic): "
        + (parents.isEmpty
          ? "it has no parents" : "its parents are \(parents.prefix(8).joined(separator: ", "))"))
  }

  private func objectiveLine(_ model: any FittedBinary) -> StyledText {
    let report = model.report
    let rest =
      report.method == .direct
      ? "" : "; largest gradient entry \(shortNumber(report.gradient)) of its start"
    return StyledText(
      "minimised: loss \(fixed(report.loss)) + penalty \(fixed(report.penalty)) = "
        + fixed(report.objective) + rest)
  }

  private func effect(_ input: String, _ weight: Double, _ c: Int) -> StyledText {
    StyledText(
      "\(input) + 1 adds \(signed(weight)) to the log odds of \(name(c)): odds × \(fixed(exp(weight)))"
    )
  }

  func unknown(_ topic: String, _ known: [String]) -> Failure {
    let near = nearNames(to: topic, among: known)
    return Failure(
      .value, "expected one of the model's inputs, found '\(topic)'",
      notes: [
        near.isEmpty
          ? "known: \(known.prefix(12).joined(separator: ", "))\(known.count > 12 ? ", …" : "")"
          : "did you mean \(near.map { "'\($0)'" }.joined(separator: " or "))?"
      ])
  }

  package func show(_ topic: String) throws -> Panel {
    if isAtStructure || ["pairs", "edges"].contains(topic) { return try structurePanel(topic) }
    let c = current ?? plan.order[0]
    if topic == "coef", let linear = stage?.model.linear {
      var table = Table(columns: [.init("input"), .init("coefficient", .decimal)])
      table.rows = [["bias", StyledText(signed(linear.intercept, 6))]]
      for (name, weight) in zip(inputNames(c), linear.weights) {
        table.rows.append([StyledText(name), StyledText(signed(weight, 6))])
      }
      return .table(table)
    }
    if topic == "coef" || topic == "model", let outline = outline(limit: 20) {
      return .lines(outline)
    }
    if topic == "rows" { return rowPanel(c, rows: 0..<min(18, plan.data.rowCount), hint: "row N") }
    if topic == "formula" {
      return .lines(["P(y = 1) = 1 / (1 + e^-(bias + Σ coefficient · input))"])
    }
    if let i = rowNumber(topic) {
      guard i < plan.data.rowCount else {
        throw Failure(.index, "expected a row from 0 to \(plan.data.rowCount - 1), found \(i)")
      }
      return .table(rowTable(c, rows: i..<i + 1))
    }
    throw Failure(
      .value, "expected 'coef', 'rows', 'row N' or 'formula', found '\(topic)'")
  }

  /// The bias or a coefficient set to another value: what that does to the log loss.
  package func whatIf(_ change: String, _ value: Double) throws -> Screen {
    guard let (c, model) = stage, let linear = model.linear else {
      throw Failure(.value, "expected a \(noun) with coefficients, found none at this step")
    }
    guard value.isFinite else {
      throw Failure(.value, "expected a finite number, found \(value)")
    }
    let before = try scores(linear, c)
    let after = try scores(changed(linear, change, value, c), c)
    let truth = plan.data.label(c)
    let (lossBefore, lossAfter) = (loss(before, truth), loss(after, truth))
    func right(_ p: [Double]) -> Int { zip(p, truth).count { ($0 >= 0.5) == ($1 >= 0.5) } }
    let turned = zip(before, after).count { ($0 >= 0.5) != ($1 >= 0.5) }
    return Screen(
      title: "\(heading) what-if | \(name(c)) with coefficient \(change) = \(fixed(value))",
      position: "the run is unchanged",
      panels: [
        .lines([
          StyledText(" mean log-loss \(fixed(lossBefore, 6)) → ")
            + StyledText(fixed(lossAfter, 6), .changed),
          StyledText(" training rows right \(right(before)) → ")
            + StyledText("\(right(after))", .changed)
            + StyledText(" of \(truth.count); \(counted(turned, "guess", "guesses")) turned"),
        ])
      ],
      why: ["the fit chose the coefficients that make loss and penalty together smallest"],
      next: nextStage)
  }

  /// P(1) of every training row by a score.
  private func scores(_ score: LinearScore, _ c: Int) throws -> [Double] {
    let weights = Tensor(score.weights, Shape(1, score.weights.count))
    return try plan.trainingInputs(c).scores(weights: weights, intercepts: [score.intercept])
      .elements.map(sigmoid)
  }

  private func loss(_ probabilities: [Double], _ truth: [Double]) -> Double {
    crossEntropy(truth, probabilities)
  }
}

/// The number in `row 142`, or in a bare `142`.
func rowNumber(_ text: String) -> Int? {
  Int(text.hasPrefix("row ") ? String(text.dropFirst(4)) : text).flatMap { $0 >= 0 ? $0 : nil }
}

/// The arithmetic mean; 0 of nothing.
func mean(_ values: [Double]) -> Double {
  values.isEmpty ? 0 : values.reduce(0, +) / Double(values.count)
}
