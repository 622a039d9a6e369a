package import Charts
internal import Datasets
internal import Diagnostics
internal import Learners
internal import Optimization
internal import Stepping
internal import Tensors

extension EnsembleTraining {
  package func describe() -> Screen {
    var screen = Screen(
      title: "CHAIN ENSEMBLE train", position: "step \(chains.count) of \(ensemble.count)",
      panels: [
        .lines([
          StyledText(
            " \(counted(ensemble.count, "chain")) of \(counted(data.labelCount, "link")); base "
              + cut(ensemble.base.summary, 24)
              + (ensemble.bagging ? "; each learns from rows drawn anew" : ""))
        ])
      ], next: nextStage)
    guard !chains.isEmpty else { return screen }
    screen.title += " | chain \(chains.count) of \(ensemble.count)"
    screen.panels.append(.table(chainTable))
    screen.panels.append(.lines(errorLines))
    screen.why = [
      StyledText(
        ensemble.vote == .soft
          ? "the mean of the links' probabilities decides, ½ and more is 1"
          : "the share of chains that predict a label decides, ½ and more is 1")
    ]
    return screen
  }

  /// The last eleven chains: order and share of wrong labels on the training rows.
  private var chainTable: Table {
    var table = Table(columns: [
      .init("chain", .right), .init("order"), .init("wrong labels", .decimal),
    ])
    for (k, chain) in chains.enumerated().suffix(11) {
      table.rows.append([
        StyledText("\(k + 1)", k == chains.count - 1 ? .emphasis : .plain),
        StyledText(orderText(chain)), StyledText(fixed(error(chain))),
      ])
    }
    return table
  }

  private func orderText(_ chain: FittedChain) -> String {
    let names = chain.order.map { cut(data.labelNames[$0], 8) }
    let shown = names.prefix(4).joined(separator: " → ")
    return names.count > 4 ? shown + " → …" : shown
  }

  private func error(_ chain: FittedChain) -> Double {
    guard let guesses = try? chain.predict(data.X) else { return .nan }
    let wrong = (0..<guesses.count).count { (guesses[flat: $0] == 1) != (data.Y[flat: $0] >= 0.5) }
    return Double(wrong) / Double(max(1, guesses.count))
  }

  private var errorLines: [StyledText] {
    let errors = trainingErrors.suffix(40)
    return [
      StyledText(" chains so far together: wrong labels ") + .spark(Array(errors))
        + StyledText(" \(fixed(errors.last ?? 0)) of the training table")
    ]
  }

  package func why(_ topic: String) throws -> [StyledText] {
    guard let chain = chains.last else {
      throw Failure(.value, "expected a chain to explain, found the run before its first step")
    }
    guard topic.isEmpty else {
      let c = try labelPosition(topic, data.labelNames)
      let places = chains.map { ($0.order.firstIndex(of: c) ?? 0) + 1 }
      return [
        StyledText(
          "\(data.labelNames[c]) is link \(places.prefix(12).map(String.init).joined(separator: ", "))"
            + (places.count > 12 ? ", …" : "") + " of its chains")
      ]
    }
    return [
      StyledText(
        "this chain's order starts with \(data.labelNames[chain.order[0]]), whose link sees inputs "
          + "only; in other orders it sees other labels, so the chains err differently")
    ]
  }

  package func show(_ topic: String) throws -> Panel {
    guard let chain = chains.last, topic == "order" else {
      throw Failure(.value, "expected 'order', found '\(topic)'")
    }
    return .lines([
      StyledText(chain.order.map { data.labelNames[$0] }.joined(separator: " ──► "))
    ])
  }

  /// `what-if chains=3`: the training error of the first so many chains.
  package func whatIf(_ change: String, _ value: Double) throws -> Screen {
    guard change == "chains", value >= 1, value <= Double(chains.count), value == value.rounded()
    else {
      throw Failure(
        .value,
        "expected what-if chains=K with K from 1 to \(chains.count), found \(change)=\(fixed(value))"
      )
    }
    let errors = trainingErrors
    return Screen(
      title: "CHAIN ENSEMBLE what-if | the first \(counted(Int(value), "chain"))",
      position: "the run is unchanged",
      panels: [
        .lines([
          StyledText(" wrong labels on the training rows \(fixed(errors.last ?? 0)) → ")
            + StyledText(fixed(errors[Int(value) - 1]), .changed)
        ])
      ], next: nextStage)
  }
}
