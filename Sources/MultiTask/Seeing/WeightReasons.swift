internal import Charts
internal import Datasets
internal import Stepping
internal import Tensors

extension MultiTaskTraining {
  /// Why a singular value is what it is: `s3 = 0.338 - tau 0.161 = 0.177`.
  func valueReason(_ i: Int) -> StyledText {
    guard let stage = comparison else {
      let now = WeightFigures(iterate.W).singularValues
      return StyledText(
        now.indices.contains(i) ? "s\(i + 1) = \(shortNumber(now[i], digits: 4))" : "s\(i + 1) = 0")
    }
    let rows = spectrumRows(stage)
    guard rows.indices.contains(i) else { return StyledText("s\(i + 1) = 0") }
    let tau = nuclearTerm.flatMap { threshold($0) }
    return StyledText(shrunk("s\(i + 1)", rows[i], rows, tau, stage, "its direction is dropped"))
  }

  private var nuclearTerm: PenaltyTerm? {
    problem.penalty.terms.first { if case .nuclear = $0 { true } else { false } }
  }

  /// `name = before - tau = after` where that is how the number came about, else both numbers.
  private func shrunk(
    _ name: String, _ row: ShrinkTable.Row, _ rows: [ShrinkTable.Row], _ tau: Double?,
    _ stage: StageComparison, _ gone: String
  ) -> String {
    let values = [row.before, row.after] + (tau.map { [$0] } ?? [])
    let places = DecimalPlaces(values)
    guard let tau, isShrinkage(stage, rows, tau) else {
      return "\(name): \(stage.titles.before) \(places.text(row.before)), "
        + "\(stage.titles.after) \(places.text(row.after))"
    }
    guard row.after != 0 else {
      return "\(name): \(places.text(abs(row.before))) is not above tau \(places.text(tau)), so "
        + "it becomes 0: \(gone)"
    }
    return
      "\(name) = \(places.text(abs(row.before))) - tau \(places.text(tau)) = "
      + "\(places.text(abs(row.after)))"
  }

  /// Why a feature is used as much as it is.
  func featureReasons(_ k: Int) -> [StyledText] {
    let name = problem.data.featureNames[k]
    let W = iterate.W
    let used = (0..<W.taskCount).count { W[k, $0] != 0 }
    let tail = StyledText("\(used) of \(counted(W.taskCount, "task")) use \(name)")
    guard let stage = comparison else { return [tail] }
    let rows = rowNormRows(stage)
    let term = problem.penalty.terms.first { if case .l21 = $0 { true } else { false } }
    let tau = term.flatMap { threshold($0) }
    var lines = [
      StyledText(
        shrunk("row norm of \(name)", rows[k], rows, tau, stage, "no task uses it"))
    ]
    if tau != nil, rows[k].after > 0, rows[k].before > 0 {
      lines.append(
        StyledText(
          "all its weights are multiplied by 1 - tau/norm = "
            + shortNumber(rows[k].after / rows[k].before, digits: 4)))
    }
    return lines + [tail]
  }

  /// How far a task's weights are from the others, and which task they are most like.
  func taskReasons(_ t: Int) -> [StyledText] {
    let name = problem.data.tasks[t].name
    let W = iterate.W
    let norms = W.taskNorms
    let loss = taskLosses[t]
    var lines = [
      StyledText(
        "\(name): loss \(shortNumber(loss, digits: 5)), ‖w‖ "
          + "\(shortNumber(norms[t], digits: 4)), distance to the tasks' mean "
          + shortNumber(W.distancesToMean[t], digits: 4))
    ]
    if let stage = comparison {
      let row = distanceRows(stage)[t]
      lines.append(
        StyledText(
          "distance to the mean: \(stage.titles.before) \(shortNumber(row.before, digits: 4)), "
            + "\(stage.titles.after) \(shortNumber(row.after, digits: 4))"))
    }
    let others = norms.indices.filter { $0 != t && norms[$0] > 0 && norms[t] > 0 }
    let cosines = others.map { (task: $0, value: W.cosine(t, $0, norms)) }
    if let nearest = cosines.max(by: { ($0.value, $1.task) < ($1.value, $0.task) }) {
      lines.append(
        StyledText(
          "most like \(problem.data.tasks[nearest.task].name), cos \(fixed(nearest.value, 3))"))
    }
    return lines
  }

  /// How one weight came about: where the gradient step led, and what the penalty made of it.
  func entryReasons(_ k: Int, _ t: Int) -> [StyledText] {
    let name = "W \(problem.data.featureNames[k]) \(problem.data.tasks[t].name)"
    let now = iterate.W[k, t]
    guard let stage = comparison else {
      return [StyledText("\(name) = \(shortNumber(now)): where the run starts")]
    }
    var lines: [StyledText] = []
    if stage.kind == .proximal {
      lines += proximalReasons(k, t, name, stage)
    } else {
      let places = DecimalPlaces([stage.sumBefore.W[k, t], now])
      lines.append(
        StyledText(
          "\(name): \(stage.titles.before) \(places.text(stage.sumBefore.W[k, t])), "
            + "\(stage.titles.after) \(places.text(now))"))
    }
    let slope = lossSlope(k, t)
    return lines + [
      StyledText(
        "the data loss alone changes by \(shortNumber(slope)) per unit of this weight here")
    ]
  }

  private func proximalReasons(
    _ k: Int, _ t: Int, _ name: String, _ stage: StageComparison
  ) -> [StyledText] {
    let (reached, now) = (stage.sumBefore.W[k, t], iterate.W[k, t])
    let old = previous?.W[k, t] ?? 0
    let places = DecimalPlaces([old, reached, now])
    var lines = [
      StyledText(
        "\(name): \(position.done == 1 ? "start" : "iter \(position.done - 1)") \(places.text(old)), "
          + (isSplit
            ? "its copy with the force on it, 1/rho \(shortNumber(iterate.step)), stands at "
            : "the gradient step with eta \(shortNumber(iterate.step)), momentum included, leads to ")
          + places.text(reached))
    ]
    let tau = problem.penalty.terms.compactMap { term -> Double? in
      switch term {
      case .l1, .elasticNet: threshold(term)
      default: nil
      }
    }.first
    guard let tau, stage.before.count == 1 else {
      return lines + [StyledText("the penalty's step makes \(places.text(now)) of it")]
    }
    lines.append(
      StyledText(
        abs(reached) <= tau
          ? "|\(places.text(reached))| is not above tau \(shortNumber(tau)), so it becomes 0"
          : "\(places.text(reached)) \(reached > 0 ? "-" : "+") tau \(shortNumber(tau)) = "
            + places.text(now)))
    return lines
  }

  /// The derivative of the data loss by one weight.
  private func lossSlope(_ k: Int, _ t: Int) -> Double {
    let task = problem.data.tasks[t]
    let scores = (try? problem.taskScores(iterate.W, iterate.intercepts, t)) ?? []
    return scores.indices.reduce(0) {
      $0 + problem.loss.derivative(task.y[flat: $1], scores[$1]) * task.X[$1, k]
    }
  }
}
