package import Charts
internal import Datasets
internal import Diagnostics
internal import Glibc
internal import Stepping
internal import Tensors

extension MultiTaskTraining {
  private static let reasons = ["objective", "loss", "step", "momentum", "stop"]

  package func why(_ topic: String) throws -> [StyledText] {
    if topic.isEmpty { return [objectiveSum] + summary }
    let known = Self.reasons + problem.penalty.termNames
    guard let topic = self.topic(topic, among: Self.reasons) else {
      throw unknownTopic(topic, "explain", known + ["s1"])
    }
    switch topic {
    case .named("objective"): return [objectiveSum]
    case .named("loss"): return lossReasons
    case .named("step"): return stepReasons
    case .named("momentum"): return momentumReasons
    case .named: return stopReasons
    case .term(let i): return termReasons(i)
    case .value(let i): return [valueReason(i)]
    case .feature(let k): return featureReasons(k)
    case .task(let t): return taskReasons(t)
    case .entry(let k, let t): return entryReasons(k, t)
    }
  }

  // MARK: - Sums

  private var objectiveSum: StyledText {
    let now = iterate
    let places = DecimalPlaces([now.objective, now.loss] + now.penalties, significant: 6)
    let terms = zip(problem.penalty.termNames, now.penalties).map { name, value in
      " + \(name) \(places.text(value))"
    }
    return StyledText(
      "data loss \(places.text(now.loss))\(terms.joined()) = total \(places.text(now.objective))")
  }

  private var lossReasons: [StyledText] {
    let losses = taskLosses
    let places = DecimalPlaces([iterate.loss], significant: 6)
    let shown = zip(problem.data.tasks, losses).prefix(6).map {
      "\(clipped($0.name, 12)) \(places.text($1))"
    }
    let more = losses.count > 6 ? " + \(losses.count - 6) more" : ""
    let what =
      problem.loss == .squared ? "(y - w·x - b)²" : "log(1 + e^-sf), s = 2y - 1, f = w·x + b,"
    return [
      StyledText("\(shown.joined(separator: " + "))\(more) = \(places.text(iterate.loss))"),
      StyledText("\(what) summed over a task's samples"),
    ]
  }

  // MARK: - The search

  private var stepReasons: [StyledText] {
    let eta = iterate.step
    guard eta > 0 else {
      return [
        StyledText(
          position.done == 0
            ? "no step was taken yet" : "no gradient step is taken: \(solver.method)")
      ]
    }
    guard isProximal else {
      return [
        StyledText(
          "\(solver.method): \(shortNumber(eta)) of the way that it points is gone"
            + (eta == 1 ? ", the whole step" : "; further the objective would not fall enough"))
      ]
    }
    if isSplit {
      return [
        StyledText(
          "\(solver.method): 1/rho = \(shortNumber(eta)), by which forces move the copies of W"),
        "rho grows where the copies are too far apart, and falls where the forces are out of balance",
      ]
    }
    let isLong = iterate.events.contains { $0.contains("next step") }
    var lines = [
      StyledText(
        "eta = \(shortNumber(eta)), 1/eta = \(shortNumber(1 / eta)): "
          + (isLong
            ? "the smooth part bends more than that, but the objective fell: the next is shorter"
            : "the smooth part bends no more than that on the way of this step"))
    ]
    if let old = previous?.step, old > 0, old != eta {
      lines.append(
        StyledText(
          "it was \(shortNumber(old)); "
            + (eta < old
              ? "a step that is too long is shortened (backtracking)"
              : "where the smooth part bends little it may grow")))
    }
    return lines
  }

  private var momentumReasons: [StyledText] {
    guard isProximal, !isSplit else {
      return [StyledText("\(solver.method): there is no momentum")]
    }
    let events = iterate.events.isEmpty ? "nothing special happened" : ""
    return [
      "the gradient is taken ahead of W, along the way it last went; that is the acceleration",
      "where W turned against the momentum it starts again from 0 (restart)",
      StyledText(
        "in this iteration: \(events)\(iterate.events.prefix(4).joined(separator: "; "))"),
    ]
  }

  private var stopReasons: [StyledText] {
    let accuracy = iterate.accuracy
    if let stop = solver.stop, stop == .exact { return [StyledText("ended: \(stop.rawValue)")] }
    guard accuracy.isFinite else {
      return [
        StyledText(
          "the run ends when the \(solver.measure) is below tol \(shortNumber(model.tolerance))")
      ]
    }
    var lines = [StyledText(accuracyText)]
    if solver.stop == .gap || solver.measure.contains("gap") {
      let gap = accuracy * abs(iterate.objective)
      lines.append(
        StyledText(
          "primal \(shortNumber(iterate.objective, digits: 8)), dual at least "
            + "\(shortNumber(iterate.objective - gap, digits: 8)): the optimum is at most "
            + "\(shortNumber(gap)) below the objective"))
    }
    lines.append(
      StyledText(
        solver.stop.map { "ended: \($0.rawValue)" }
          ?? "it goes on, for at most \(model.maximumIterations) iterations"))
    return lines
  }
}
