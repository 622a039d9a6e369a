package import Charts
internal import Datasets
internal import Diagnostics
package import Stepping
internal import Tensors

extension StepParts {
  /// The line under the figures.
  var reasons: [StyledText] {
    switch part {
    case .rows:
      let order = trace.step == 1 ? "the first rows" : "the next rows"
      return [
        StyledText(
          "\(order) of the epoch's order; row \(trace.rows[shownRow]) is shown number by number")
      ]
    case .operation(let o): return [firstNumberReason(o)]
    case .loss(let h): return [meanReason(h)]
    case .weights:
      return [StyledText("the step makes Σ w·L smaller: \(shortNumber(trace.total, digits: 6))")]
    case .gradients: return [gradientReason]
    case .update: return [updateReason]
    }
  }

  private func meanReason(_ h: Int) -> StyledText {
    let sum = trace.terms[h].filter(\.isFinite).reduce(0, +)
    guard trace.present[h] > 0 else { return "no row of the batch has a target: the loss is 0" }
    return StyledText(
      "\(heads[h].kind.lossFormula): \(shortNumber(sum, digits: 6)) / "
        + "\(counted(trace.present[h], "row")) with a target = \(shortNumber(trace.losses[h], digits: 6))"
    )
  }

  private var gradientReason: StyledText {
    let norm = trace.gradient.norm(trace.gradient.indices)
    var text = "‖g‖ of all parameters \(shortNumber(norm, digits: 5))"
    if trace.isClipped {
      text += ", clipped to \(shortNumber(trace.clipped.norm(trace.clipped.indices), digits: 5))"
    }
    if !trace.coefficients.isEmpty {
      text +=
        "; surgery counts the tasks' shared gradients \(firstNumbers(trace.coefficients, 6)) times"
    } else if !trace.taskGradients.isEmpty {
      text += " = Σ w_t g_t"
    }
    return StyledText(text)
  }

  private var updateReason: StyledText {
    var (largest, moved) = (0.0, 0)
    for i in 0..<parameterCount {
      let change = abs(trace.after[i] - trace.before[i])
      largest = max(largest, change)
      moved += change > 0 ? 1 : 0
    }
    return StyledText(
      "\(thousands(moved)) of \(thousands(parameterCount)) parameters moved, by at most "
        + "\(shortNumber(largest)); lr \(shortNumber(trace.rate))")
  }

  /// How the first number that an operation gives for the shown row comes about.
  private func firstNumberReason(_ o: Int) -> StyledText {
    let operation = graph.operations[o]
    let out = row(operation.output, shownRow)
    guard let first = out.first else { return "" }
    guard let slice = operation.inputs.first else {
      return StyledText("first number: the table's, \(shortNumber(first, digits: 5))")
    }
    let x = Array(input(slice))
    let result = " = \(shortNumber(first, digits: 5))"
    switch operation.kernel {
    case .dense(let kernel):
      let columns = kernel.form == .tied ? kernel.outputCount : kernel.groups * kernel.outputCount
      let start = graph.parameters[operation.parameters[0]].offset
      // For groups with inputs of their own the columns of all groups still stand side by side.
      let terms = (0..<min(kernel.inputCount, 4)).map {
        "\(shortNumber(x[$0]))·\(shortNumber(trace.before[start + $0 * columns]))"
      }
      let more = kernel.inputCount > 4 ? " + … (\(kernel.inputCount - 4) more)" : ""
      let intercept =
        kernel.hasIntercept && operation.parameters.count > 1
        ? " + b \(shortNumber(trace.before[graph.parameters[operation.parameters[1]].offset]))" : ""
      return StyledText(
        "first number: \(terms.joined(separator: " + "))\(more)\(intercept)\(result)")
    case .activation(let kernel):
      return StyledText("first number: \(kernel.operation)(\(shortNumber(x[0])))\(result)")
    case .softmax(let kernel):
      let shown = x.prefix(min(kernel.count, 4)).map { "e^\(shortNumber($0))" }
      return StyledText(
        "first number: e^\(shortNumber(x[0])) / (\(shown.joined(separator: " + "))\(kernel.count > 4 ? " + …" : ""))\(result)"
      )
    case .mixture(let kernel):
      guard operation.inputs.count > 1 else { return "" }
      let p = Array(input(operation.inputs[1]))
      let terms = (0..<min(kernel.expertCount, 4)).map {
        "\(Trend.share(p[$0]))·\(shortNumber(x[$0 * kernel.count]))"
      }
      return StyledText(
        "first number: \(terms.joined(separator: " + "))\(kernel.expertCount > 4 ? " + …" : "")\(result)"
      )
    case .stitch(let kernel):
      let start = graph.parameters[operation.parameters[0]].offset
      let terms = (0..<min(kernel.taskCount, 4)).map {
        "\(shortNumber(trace.before[start + $0]))·\(shortNumber(x[$0 * kernel.count]))"
      }
      return StyledText(
        "first number: \(terms.joined(separator: " + "))\(kernel.taskCount > 4 ? " + …" : "")\(result)"
      )
    case .conditioning(.modulation):
      return modulationReason(operation, x[0], result)
    default:
      return StyledText(
        "\(operation.kernel.formula); first number \(shortNumber(first, digits: 5))")
    }
  }

  /// A number scaled and shifted by what the first task's embedding makes of the parameters.
  private func modulationReason(
    _ operation: GraphOperation, _ x: Double, _ result: String
  ) -> StyledText {
    guard operation.inputs.count > 1, operation.parameters.count > 1 else { return "" }
    let (scale, shift) = (
      graph.parameters[operation.parameters[0]], graph.parameters[operation.parameters[1]]
    )
    let (k, columns) = (scale.shape.first ?? 0, scale.shape.last ?? 1)
    let z = input(operation.inputs[1]).prefix(k)
    func sum(_ parameter: GraphParameter) -> Double {
      zip(z, 0...).reduce(0) { $0 + $1.0 * trace.before[parameter.offset + $1.1 * columns] }
    }
    return StyledText(
      "first number: γ \(shortNumber(1 + sum(scale), digits: 5)) · \(shortNumber(x)) + β "
        + "\(shortNumber(sum(shift), digits: 4))\(result)")
  }

  // MARK: - Topics

  package var topics: StepTopics {
    let parameters = graph.parameters.prefix(3).map(\.name)
    let inputs = training.featureNames.prefix(2).map { "\($0)=1" }
    return StepTopics(
      why: ["loss"] + heads.prefix(4).map(\.name) + (trace.learned ? parameters : []),
      show: ["values", "rows"] + heads.prefix(4).map(\.name)
        + (trace.learned
          ? ["gradients"] + (trace.taskGradients.count > 1 ? ["cosines"] : []) + parameters
            + parameters.map { "gradient \($0)" } : []),
      whatIf: inputs, settings: trace.rows.dropFirst().prefix(2).map { "row=\($0)" })
  }

  package func why(_ topic: String) throws -> [StyledText] {
    if topic.isEmpty { return reasons }
    if let h = training.head(topic) { return lossReasons(h) }
    if topic == "loss" || topic == "total" { return totalReasons }
    if trace.learned, let p = graph.parameters.first(where: { $0.name == topic }) {
      return parameterReasons(p)
    }
    throw training.unknownTopic(topic, "explain", topics.why)
  }

  private func lossReasons(_ h: Int) -> [StyledText] {
    let i = shownRow
    let terms = trace.terms[h].filter(\.isFinite)
    let s = row(graph.heads[h].scores, i)
    let says = ScoreMeaning(graph.heads[h], s).verdict
    let own =
      trace.terms[h][i].isNaN
      ? "row \(trace.rows[i]) has no target for \(heads[h].name) and does not count"
      : "row \(trace.rows[i]): target \(firstNumbers(target(h, i), 4)), it says \(says), loss "
        + shortNumber(trace.terms[h][i], digits: 5)
    let shown = terms.prefix(4).map { shortNumber($0) }.joined(separator: " + ")
    return [
      meanReason(h), StyledText(own),
      StyledText("(\(shown)\(terms.count > 4 ? " + …" : "")) / \(terms.count)"),
    ]
  }

  private var totalReasons: [StyledText] {
    let terms = heads.indices.prefix(6).map {
      "\(shortNumber(trace.weights[$0])) · \(shortNumber(trace.losses[$0], digits: 5))"
    }
    let sum = zip(trace.weights, trace.losses).reduce(0) { $0 + $1.0 * $1.1 }
    return [
      StyledText(
        "\(terms.joined(separator: " + "))\(heads.count > 6 ? " + …" : "") = \(shortNumber(sum, digits: 6))"
      ),
      StyledText(
        "penalties \(shortNumber(trace.penalty)), total \(shortNumber(trace.total, digits: 6))"),
    ]
  }

  private func parameterReasons(_ parameter: GraphParameter) -> [StyledText] {
    let i = parameter.offset
    let optimizer = training.now.optimizer
    var lines = [
      StyledText(
        "first number \(shortNumber(trace.before[i], digits: 6)), gradient "
          + "\(shortNumber(trace.gradient[i], digits: 5))"
          + (trace.isClipped ? ", clipped to \(shortNumber(trace.clipped[i], digits: 5))" : ""))
    ]
    if !trace.taskGradients.isEmpty {
      let own = heads.indices.prefix(4).map {
        "\(shortened(heads[$0].name, 10)) \(shortNumber(trace.taskGradients[$0][i]))"
      }
      lines.append(StyledText("of the tasks: \(own.joined(separator: ", "))"))
    }
    switch optimizer.method {
    case .adam, .adamw:
      let old = (trace.before[parameterCount + i], trace.before[2 * parameterCount + i])
      let new = (trace.after[parameterCount + i], trace.after[2 * parameterCount + i])
      lines.append(
        StyledText(
          "m \(shortNumber(old.0)) → \(shortNumber(new.0)), v \(shortNumber(old.1)) → \(shortNumber(new.1))"
        ))
    case .sgd: break
    }
    lines.append(
      StyledText(
        "step \(signedShort(trace.after[i] - trace.before[i])): now \(shortNumber(trace.after[i], digits: 6))"
      ))
    return lines
  }
}
