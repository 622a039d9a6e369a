internal import Charts
internal import Datasets
internal import Networks
internal import Runtime

/// What the shell shows of a trained network: the losses of its heads from the first epoch to the
/// last.
struct FittedNetworkDisplay {
  let model: FittedNetwork

  /// Heads that are listed; of more, the first ones.
  private static let maximumHeads = 12
  /// Epochs that a spark line shows.
  private static let sparkWidth = 24

  var panels: [Panel] {
    [.lines(heading)] + (model.history.isEmpty ? [] : [.table(table)])
  }

  private var heading: [StyledText] {
    let network = model.network
    let sizes =
      "\(counted(network.heads.count, "head")), \(thousands(network.graph.parameterCount)) "
      + "parameters, \(counted(model.history.count, "epoch")), "
      + "\(model.options.precision.rawValue) precision"
    let more = [model.options.start.map { "began with " + shortened($0.source, 48) }, model.ending]
    return [
      StyledText("fitted ", .dim) + StyledText(NetworkDiagram(network).name, .title),
      StyledText(" \(sizes)"),
    ] + more.compactMap { $0.map { StyledText(" \($0)", .dim) } }
  }

  private var table: Table {
    var table = Table(columns: [
      .init("head"), .init("loss", leftOut: 1), .init("first", .decimal), .init("last", .decimal),
      .init("by epoch", leftOut: 2),
    ])
    let heads = model.network.heads
    for (h, head) in heads.enumerated().prefix(Self.maximumHeads) {
      table.rows.append(
        row(
          StyledText(squeezed(head.name, 16), .emphasis), head.kind.lossName,
          model.history.map { $0.losses[h] }))
    }
    if heads.count > Self.maximumHeads {
      table.rows.append([StyledText("… \(heads.count - Self.maximumHeads) more", .dim)])
    }
    table.rows.append(
      row(StyledText(HeadList.totalName), "minimised", model.history.map(\.total)))
    return table
  }

  private func row(_ name: StyledText, _ loss: String, _ values: [Double]) -> [StyledText] {
    [
      name, StyledText(loss, .dim), StyledText(fixedText(values.first ?? .nan, 4)),
      StyledText(fixedText(values.last ?? .nan, 4), .emphasis), .spark(sampled(values)),
    ]
  }

  /// As many values as a spark line shows, the first and the last among them.
  private func sampled(_ values: [Double]) -> [Double] {
    let width = Self.sparkWidth
    guard values.count > width else { return values }
    return (0..<width).map { values[$0 * (values.count - 1) / (width - 1)] }
  }
}

extension FittedNetworkObject: Describable {
  var sentence: String {
    let network = model.network
    let ends = zip(network.heads, model.history.last?.losses ?? []).map { head, loss in
      "\(head.name) \(shortNumber(loss))"
    }
    return
      "A fitted \(NetworkDiagram(network).name) with \(counted(network.heads.count, "head")) and "
      + "\(thousands(network.graph.parameterCount)) parameters, trained for "
      + counted(model.history.count, "epoch")
      + (ends.isEmpty ? "." : ": the last losses are \(ends.joined(separator: ", ")).")
  }
}
