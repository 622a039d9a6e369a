package import Charts
internal import Datasets
internal import Diagnostics
internal import Glibc
internal import Stepping

extension NetworkTraining {
  package func why(_ topic: String) throws -> [StyledText] {
    guard let last = history.last else { return startReasons }
    if topic.isEmpty { return [lossSum(last)] + summary }
    guard let found = self.topic(topic, among: Self.reasons + ["total"]) else {
      throw unknownTopic(topic, "explain", topics.why)
    }
    switch found {
    case .named("lr"): return rateReasons
    case .named("stop"): return stopReasons
    case .named: return lossReasons(last)
    case .head(let h): return headReasons(h, last)
    case .weight(let h): return weightReasons(h, last)
    case .gate(let g): return gateReasons(g, last)
    case .pair(let s, let t): return pairReasons(s, t, last)
    case .stitch(let i): return stitchReasons(i, last)
    case .parameter(let p):
      return [
        StyledText("\(network.graph.parameters[p].name) changes in every step of the epoch"),
        "into, and into again, shows the gradient and the step that it takes",
      ]
    case .row: throw unknownTopic(topic, "explain", topics.why)
    }
  }

  private var startReasons: [StyledText] {
    [
      StyledText(
        "every parameter is drawn from a sequence of its own of seed \(now.seed), so that a network "
          + "with one more layer begins like the one without it"),
      "no loss is known before the first epoch; n makes it, into then goes through its steps",
    ]
  }

  // MARK: - Losses

  private func lossSum(_ last: EpochRecord) -> StyledText {
    let terms = network.heads.indices.prefix(6).map { h in
      "\(shortNumber(weight(last, h))) · \(shortNumber(last.losses[h], digits: 4)) (\(shortened(network.heads[h].name, 12)))"
    }
    let more = network.heads.count > 6 ? " + \(network.heads.count - 6) more" : ""
    let sum = network.heads.indices.reduce(0) { $0 + weight(last, $1) * last.losses[$1] }
    return StyledText(
      "Σ w·L = \(terms.joined(separator: " + "))\(more) = \(shortNumber(sum, digits: 5))")
  }

  private func lossReasons(_ last: EpochRecord) -> [StyledText] {
    let sum = network.heads.indices.reduce(0) { $0 + weight(last, $1) * last.losses[$1] }
    let rest = last.total - sum
    var lines = [lossSum(last)]
    if abs(rest) > 1e-9 * abs(last.total) {
      let reasons =
        (network.graph.penalties.isEmpty ? [] : ["penalties on parameters"])
        + (now.weighting == .uncertainty ? ["Σ s_t of uncertainty weighting"] : [])
        + (isWeighted ? [] : ["weights that moved during the epoch"])
        + ["batches in which heads have different numbers of targets"]
      lines.append(
        StyledText(
          "total \(shortNumber(last.total, digits: 5)) differs by \(signedShort(rest)): "
            + reasons.joined(separator: ", ")))
    } else {
      lines.append(StyledText("which is the total, \(shortNumber(last.total, digits: 5))"))
    }
    lines.append("each row's loss is what it was before the step that it was part of")
    return lines
  }

  private func headReasons(_ h: Int, _ last: EpochRecord) -> [StyledText] {
    let head = network.heads[h]
    let rows = run.targetRows(h)
    var lines = [
      StyledText(
        "\(head.name): \(head.kind.lossFormula), mean over the \(counted(rows, "row")) of "
          + "\(run.learnedRows) that have a target = \(shortNumber(last.losses[h], digits: 5))")
    ]
    if history.count > 1, let before = history.dropLast().last {
      let share = before.losses[h] > 0 ? last.losses[h] / before.losses[h] - 1 : 0
      lines.append(
        StyledText(
          "the epoch before it was \(shortNumber(before.losses[h], digits: 5)): "
            + "\(signed(100 * share, 1)) %; in the first epoch \(shortNumber(history[0].losses[h], digits: 5))"
        ))
    }
    if let validation = last.validation {
      let gap = validation.losses[h] - last.losses[h]
      lines.append(
        StyledText(
          "rows held out: \(shortNumber(validation.losses[h], digits: 5)), "
            + (gap > 0 ? "higher by" : "lower by") + " \(shortNumber(abs(gap))); "
            + "\(head.kind.measureName) \(fixed(validation.measures[h], 3))"))
    }
    if now.smoothing > 0, head.kind != .regression {
      lines.append(StyledText("targets are smoothed by \(shortNumber(now.smoothing))"))
    }
    lines.append("into shows the losses batch by batch, into again row by row")
    return lines
  }

  // MARK: - Rate and end

  private var rateReasons: [StyledText] {
    let (base, schedule) = (now.optimizer.learningRate, now.optimizer.schedule)
    guard schedule != .constant, base > 0 else {
      return [
        StyledText(
          "lr \(shortNumber(base)) is the same in all steps; set lr changes it from here on")
      ]
    }
    return [
      StyledText(
        "lr = \(shortNumber(base)) · \(shortNumber(rate / base)) = \(shortNumber(rate)), "
          + "the factor of the schedule at the last step of \(crumb)"),
      "the schedule counts in epochs and goes on within them",
    ]
  }

  private var stopReasons: [StyledText] {
    if let ending { return [StyledText(ending)] }
    guard let patience = now.patience else {
      return [
        StyledText("the run ends after \(now.epochs) epochs; patience=5 would end it earlier")
      ]
    }
    let best = run.bestEpoch ?? 0
    return [
      StyledText(
        "the best epoch so far is \(best); after \(counted(patience, "epoch")) without a lower loss "
          + "the run ends with its parameters")
    ]
  }

  // MARK: - Sharing

  private func gateReasons(_ g: Int, _ last: EpochRecord) -> [StyledText] {
    guard let gates = GateHistory(history, network.heads) else { return [] }
    let now = (0..<gates.experts).map { gates.now[g * gates.experts + $0] }
    let terms = now.prefix(6).map { "\(Trend.share($0))·log \(Trend.share($0))" }
    let entropy = now.reduce(0) { $0 - ($1 > 0 ? $1 * log($1) : 0) }
    let more = now.count > 6 ? " + …" : ""
    let first = gates.shares[0]
    let moves = (0..<gates.experts).map { (e: $0, by: now[$0] - first[g * gates.experts + $0]) }
    var lines = [
      StyledText(
        "gate \(gates.names[g]): p = softmax(x W_g), mean over the epoch's rows, each before its step"
      ),
      StyledText(
        "H = -(\(terms.joined(separator: " + "))\(more)) = \(shortNumber(entropy)); "
          + "e^H = \(fixed(exp(entropy), 2)) effective experts of \(gates.experts)"),
    ]
    if history.count > 1, let most = moves.max(by: { $0.by < $1.by }), most.by > 0 {
      lines.append(
        StyledText(
          "since epoch 1 it has moved most towards E\(most.e + 1): \(signed(most.by, 2)); "
            + "what-if expert \(most.e + 1)=0 shows what that expert is worth"))
    }
    return lines
  }

  private func pairReasons(_ s: Int, _ t: Int, _ last: EpochRecord) -> [StyledText] {
    guard let conflict = last.conflict else {
      return ["these tasks share no parameters, so their gradients cannot be compared"]
    }
    let cosine = conflict.cosines[s][t]
    let product = cosine * conflict.norms[s] * conflict.norms[t]
    let (a, b) = (network.heads[s].name, network.heads[t].name)
    return [
      StyledText(
        "g_\(a) · g_\(b) = \(shortNumber(product)), ‖g_\(a)‖ = \(shortNumber(conflict.norms[s])), "
          + "‖g_\(b)‖ = \(shortNumber(conflict.norms[t])): cosine \(signed(cosine, 3))"),
      StyledText(
        cosine < 0
          ? "below 0: a step for \(a) raises the loss of \(b); weights \"pcgrad\" takes that part out"
          : "not below 0: a small step for \(a) does not raise the loss of \(b)"),
      "both on the shared parameters, on one batch that is the same in every epoch",
    ]
  }

  private func stitchReasons(_ i: Int, _ last: EpochRecord) -> [StyledText] {
    let figure = StitchMatrices(last).layers[i]
    let tasks = figure.shape[0]
    let rows = (0..<min(tasks, 4)).map { t -> StyledText in
      let terms = (0..<tasks).map {
        "\(Trend.share(figure.values[t * tasks + $0])) · \(shortened(network.heads[$0].name, 10))"
      }
      return StyledText(
        "\(figure.name), into \(network.heads[t].name): \(terms.joined(separator: " + "))")
    }
    return rows + [
      StyledText(
        "off-diagonal \(Trend.share(StitchMatrices.offDiagonal(figure))): "
          + "0 would be networks of their own; every α is learned like a weight")
    ]
  }
}
