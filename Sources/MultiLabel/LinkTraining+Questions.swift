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
    guard let j = names.firstIndex(of: topic) else { throw unknown(topic, names + ["bias"]) }
    return [effect(topic, linear.weights[j], c)]
  }

  private func objectiveLine(_ model: any FittedBinary) -> StyledText {
    let report = model.report
    return StyledText(
      "minimised: loss \(fixed(report.loss)) + penalty \(fixed(report.penalty)) = "
        + "\(fixed(report.objective)); largest gradient entry \(shortNumber(report.gradient)) of its start"
    )
  }

  private func effect(_ input: String, _ weight: Double, _ c: Int) -> StyledText {
    StyledText(
      "\(input) + 1 adds \(signed(weight)) to the log odds of \(name(c)): odds × \(fixed(exp(weight)))"
    )
  }

  private func unknown(_ topic: String, _ known: [String]) -> Failure {
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
    if topic == "rows" { return .table(rowTable(c, rows: 0..<min(20, plan.data.rowCount))) }
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
    let names = inputNames(c)
    var changed = linear
    if change == "bias" {
      changed.intercept = value
    } else if let j = names.firstIndex(of: change) {
      changed.weights[j] = value
    } else {
      throw unknown(change, names + ["bias"])
    }
    let before = try scoreLoss(linear, c)
    let after = try scoreLoss(changed, c)
    return Screen(
      title: "\(heading) what-if | \(name(c)) with coefficient \(change) = \(fixed(value))",
      position: "the run is unchanged",
      panels: [
        .lines([
          StyledText(" mean log-loss \(fixed(before, 6)) → ")
            + StyledText(fixed(after, 6), .changed)
        ])
      ],
      why: ["the fit chose the coefficients that make loss and penalty together smallest"],
      next: nextStage)
  }

  private func scoreLoss(_ score: LinearScore, _ c: Int) throws -> Double {
    let weights = Tensor(score.weights, Shape(1, score.weights.count))
    let scores = try plan.trainingInputs(c).scores(
      weights: weights, intercepts: [score.intercept])
    return try logLoss(
      truth: Tensor(plan.data.label(c)), probabilities: Tensor(scores.elements.map(sigmoid)))
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
