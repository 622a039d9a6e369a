internal import Charts
package import Stepping
internal import Tensors

extension MultiTaskTraining {
  /// How many singular values a shrinking leaves; of other penalties what any run can be asked.
  package var question: Question? {
    guard problem.penalty.termNames.contains("nuclear"), history.count > 1 else { return nil }
    let rank = TaskWeights.rank(of: WeightFigures(iterate.W).singularValues)
    return Question("the rank after shrinking", figure: "rank", .count, hint: "now \(rank)")
  }

  package var state: [(name: String, value: StateValue)] {
    let now = iterate
    let figures = WeightFigures(now.W)
    var state: [(name: String, value: StateValue)] = [
      ("iteration", .number(Double(position.done))), ("objective", .number(now.objective)),
      ("loss", .number(now.loss)), ("terms", .tensor(Tensor(now.penalties))),
    ]
    state += zip(problem.penalty.termNames, now.penalties).map { ($0, .number($1)) }
    state += [
      ("step", .number(now.step)), ("accuracy", .number(now.accuracy)),
      ("W", .tensor(now.W.tensor)), ("b", .tensor(Tensor(now.intercepts))),
    ]
    if now.parts.count == 2 {
      state += [("P", .tensor(now.parts[0].tensor)), ("Q", .tensor(now.parts[1].tensor))]
    }
    let values = figures.singularValues
    state += [
      ("singular_values", .tensor(Tensor(values))),
      ("rank", .number(Double(TaskWeights.rank(of: values)))),
      ("row_norms", .tensor(Tensor(figures.W.rowNorms))),
      ("distances", .tensor(Tensor(figures.W.distancesToMean))),
    ]
    if let before = now.before, let first = before.first {
      state.append(("before", .tensor(before.dropFirst().reduce(first, +).tensor)))
    }
    state.append(("objectives", .tensor(Tensor(history.map(\.objective)))))
    if let stop = solver.stop { state.append(("stop", .text(stop.rawValue))) }
    return state
  }
}
