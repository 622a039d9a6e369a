package import Charts
internal import Diagnostics
internal import Optimization
package import Stepping
internal import Tensors

extension SolverRun {
  package var topics: StepTopics {
    StepTopics(
      why: ["objective", "loss", "penalty", "gradient", "step", "method"],
      show: ["formula", "iterations", "iteration 0"], whatIf: ["tol=0.001"])
  }

  package func why(_ topic: String) throws -> [StyledText] {
    switch topic {
    case "": return [summary]
    case "objective":
      return [
        StyledText(
          "loss \(long(now.loss)) + penalty \(long(now.penalty)) = \(long(now.objective))")
      ]
    case "loss": return [change("loss", { $0.loss }, "the misfit on the training rows, times C")]
    case "penalty":
      return [change("penalty", { $0.penalty }, "½ of the squared coefficients, the bias aside")]
    case "gradient":
      return [
        StyledText(
          "the largest of the objective's derivatives is \(shortNumber(now.gradient)) of what it "
            + "was at coefficients 0; at the minimum it is 0")
      ]
    case "step": return [StyledText("\(stepText); 1 is tried first, and kept if \(rule)")]
    case "method": return [methodText]
    default:
      throw Failure(
        .value, "expected a figure of the iteration, found '\(topic)'",
        notes: ["known: \(topics.why.joined(separator: ", "))"])
    }
  }

  private var rule: String {
    "the objective falls by 1e-4 of what its slope promises and the slope flattens (Wolfe)"
  }

  private func change(
    _ name: String, _ figure: (SolverReport.Iteration) -> Double, _ meaning: String
  ) -> StyledText {
    guard let before else { return StyledText("\(name) \(long(figure(now))): \(meaning)") }
    let difference = figure(now) - figure(before)
    return StyledText(
      "\(name) \(long(figure(before))) → \(long(figure(now))) "
        + "(\(difference > 0 ? "+" : "")\(shortNumber(difference))): \(meaning)")
  }

  private var methodText: StyledText {
    switch report.method {
    case .newton:
      "Newton: the second derivatives give the parabola through this point; the step goes to its lowest place"
    case .lbfgs:
      StyledText(
        "L-BFGS: second derivatives guessed from the last \(min(max(done - 1, 0), 10)) steps and "
          + "what they did to the gradient")
    default: StyledText("\(report.method.rawValue)")
    }
  }

  private func long(_ value: Double) -> String { shortNumber(value, digits: 7) }

  package func show(_ topic: String) throws -> Panel {
    switch topic {
    case "formula": return .lines(formula)
    case "iterations": return .table(table(upTo: count, rows: 20))
    default: break
    }
    if topic.hasPrefix("iteration "), let k = Int(topic.dropFirst(10)) {
      guard report.trace.indices.contains(k) else {
        throw Failure(.index, "expected an iteration from 0 to \(count), found \(k)")
      }
      return .table(table(upTo: k, rows: 1))
    }
    throw Failure(
      .value, "expected 'formula', 'iterations' or 'iteration N', found '\(topic)'")
  }

  private var formula: [StyledText] {
    let common: [StyledText] = [
      "F(w) = loss + penalty, minimised over the coefficients w",
      "w ← w + t·d with the direction d and the step t; g is the gradient of F at w",
    ]
    switch report.method {
    case .newton:
      return common + [
        "Newton: H·d = -g with the second derivatives H = C·X'DX + P, D = p(1 - p)",
        StyledText("t = 1 is kept if \(rule)"),
      ]
    case .lbfgs:
      return common + [
        "L-BFGS: d = -B·g, B a guess of the inverse of H from the last 10 steps",
        StyledText("t = 1 is kept if \(rule)"),
      ]
    default: return common
    }
  }

  /// `what-if tol=t`: after which iteration the fit would have stopped.
  package func whatIf(_ change: String, _ value: Double) throws -> Screen {
    guard change == "tol" else {
      throw Failure(
        .name, "expected what-if tol=NUMBER, found \(change)",
        notes: ["the other figures follow from the fit"])
    }
    guard value > 0, value < 1 else {
      throw Failure(.value, "expected tol to lie between 0 and 1, found \(shortNumber(value))")
    }
    let place = report.trace.firstIndex { $0.gradient <= value }
    let stop = place ?? count
    let excess = report.trace[stop].objective - report.trace[count].objective
    let verdict =
      place == nil
      ? "the recorded iterations end before: the gradient never came to \(shortNumber(value))"
      : "the fit would stop \(count - stop) iterations earlier, its objective higher by "
        + shortNumber(excess)
    return Screen(
      title: "SOLVER what-if | \(name) with tol = \(shortNumber(value))",
      position: "the run is unchanged", panels: [.table(table(upTo: stop, rows: 12))],
      why: [StyledText(verdict)], next: nextStage)
  }
}
