package import Charts
internal import Diagnostics
package import Stepping
internal import Tensors

extension MultiTaskTraining {
  package func describe() -> Screen {
    let iterate = iterate
    return Screen(
      title: "MTL \(model.penalty.summary) | iter \(iterate.iteration)",
      position: "step \(position.done)",
      panels: [.lines([StyledText("objective \(shortNumber(iterate.objective, digits: 6))")])],
      why: [StyledText(solver.stop?.rawValue ?? solver.method)], next: nextStage)
  }

  package var state: [(name: String, value: StateValue)] {
    let iterate = iterate
    return [
      ("iteration", .number(Double(iterate.iteration))), ("objective", .number(iterate.objective)),
      ("loss", .number(iterate.loss)), ("terms", .tensor(Tensor(iterate.penalties))),
      ("step", .number(iterate.step)), ("accuracy", .number(iterate.accuracy)),
      ("W", .tensor(iterate.W.tensor)), ("b", .tensor(Tensor(iterate.intercepts))),
    ]
  }

  package func why(_ topic: String) throws -> [StyledText] {
    throw Failure(.value, "nothing is known about '\(topic)'")
  }

  package func show(_ topic: String) throws -> Panel {
    throw Failure(.value, "there is no panel '\(topic)'")
  }

  package func whatIf(_ change: String, _ value: Double) throws -> Screen {
    throw Failure(.name, "there is nothing named \(change) to change")
  }
}
