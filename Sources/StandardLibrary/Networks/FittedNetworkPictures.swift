internal import Charts
internal import Networks
internal import Runtime
internal import Tensors

/// Drawings of how a network was trained: `losses` first; what it does not have is left out.
extension FittedNetworkObject: Plottable {
  var pictures: [String] {
    let last = model.history.last
    let all: [(name: String, isThere: Bool)] = [
      ("losses", true), ("total", true), ("validation", last?.validation != nil),
      ("measures", last?.validation != nil), ("weights", last?.weights.isEmpty == false),
      ("cosines", last?.conflict != nil), ("norms", last?.conflict != nil),
      ("gates", !model.history.figures("gates").isEmpty),
      ("stitches", !model.network.graph.watchedParameters.isEmpty),
    ]
    return all.filter(\.isThere).map(\.name)
  }

  func picture(_ name: String) throws -> ChartObject {
    let pictures = FittedNetworkPictures(model)
    switch name {
    case "total": return pictures.curves([("total", model.history.map(\.total))], "total loss")
    case "validation":
      return pictures.byHead("loss of rows held out", isLoss: true) { $0.validation?.losses }
    case "measures": return pictures.byHead("measures of rows held out") { $0.validation?.measures }
    case "weights": return pictures.byHead("weight of each head") { $0.weights }
    case "norms": return pictures.byHead("norm of each head's gradient") { $0.conflict?.norms }
    case "cosines": return pictures.cosines
    case "gates": return pictures.gates
    case "stitches": return pictures.stitches
    default: return pictures.losses
    }
  }
}

/// The epochs of a fitted network as charts.
struct FittedNetworkPictures {
  private let network: Network
  private let history: [EpochRecord]

  /// Curves of one drawing, which become small multiples when they are more than a few.
  private static let maximumCurves = 24

  init(_ model: FittedNetwork) { (network, history) = (model.network, model.history) }

  private var epochs: [Double] { history.indices.map { Double($0 + 1) } }

  /// Curves over the epochs; losses that fall a hundredfold on a logarithmic axis.
  func curves(
    _ curves: [(name: String, values: [Double])], _ title: String, isLoss: Bool = true
  ) -> ChartObject {
    let shown = curves.prefix(Self.maximumCurves)
    var chart = Chart(
      .line(shown.map { Series(squeezed($0.name, 14), x: epochs, y: $0.values) }),
      title: "\(title) by epoch", xLabel: "epoch")
    let finite = shown.flatMap(\.values).filter(\.isFinite)
    if isLoss, let low = finite.min(), let high = finite.max(), low > 0, high > 50 * low {
      chart.yScale = .log
    }
    let more = curves.count - shown.count
    return ChartObject(
      chart, figures: curves.map { ($0.name, .tensor(Tensor($0.values))) },
      notes: more > 0 ? ["the first \(shown.count) of \(curves.count) curves"] : [])
  }

  /// A curve a head of what an epoch left for each.
  func byHead(
    _ title: String, isLoss: Bool = false, _ figures: (EpochRecord) -> [Double]?
  ) -> ChartObject {
    let all = history.map { figures($0) ?? [] }
    return curves(
      network.heads.enumerated().map { h, head in
        (head.name, all.map { h < $0.count ? $0[h] : .nan })
      }, title, isLoss: isLoss)
  }

  /// The losses of each head, of rows that are learned and, where there are some, of rows held out.
  var losses: ChartObject {
    let heads = network.heads.enumerated().map { h, head in
      (
        name: head.name, train: history.map { $0.losses[h] },
        valid: history.map { $0.validation?.losses[h] ?? .nan }
      )
    }
    let train = heads.map { ($0.name, $0.train) }
    guard history.contains(where: { $0.validation != nil }) else {
      return curves(train, "loss of each head")
    }
    let both = heads.flatMap { [($0.name, $0.train), ("\($0.name) valid", $0.valid)] }
    let all = curves(both, "loss of each head")
    guard heads.count > 2 else { return all }
    // A plot a head keeps the two curves that belong together in one place.
    var chart = all.chart
    chart.kind = .facet(
      heads.map { head in
        var part = Chart(
          .line([
            Series("train", x: epochs, y: head.train), Series("valid", x: epochs, y: head.valid),
          ]),
          title: head.name)
        part.yScale = chart.yScale
        return part
      })
    return ChartObject(chart, figures: all.figures)
  }

  /// The cosines between the gradients of pairs of heads.
  var cosines: ChartObject {
    let heads = network.heads
    let pairs = heads.indices.flatMap { s in
      heads.indices.filter { $0 > s }.map { t in
        (
          name: "\(squeezed(heads[s].name, 6))·\(squeezed(heads[t].name, 6))",
          values: history.map { $0.conflict?.cosines[s][t] ?? .nan }
        )
      }
    }
    return curves(pairs, "cosine of the heads' gradients", isLoss: false)
  }

  // MARK: - Sharing

  /// Each gate's mean shares of the experts over the epochs.
  var gates: ChartObject {
    let figures = history.figures("gates")
    let table = EpochPanels(network, history).gateTable(limit: 40) ?? Table(columns: [])
    return ChartObject(
      Chart(.table(table), title: "share of each expert, mean over rows, by epoch, scale 0..1"),
      figures: [
        ("values", tensor(figures)), ("load", tensor(history.figures("expert load"))),
        ("effective", tensor(history.figures("effective experts"))),
      ])
  }

  /// α of each cross-stitch unit after the last epoch, and how far it is from networks of their own.
  var stitches: ChartObject {
    let panels = EpochPanels(network, history)
    return ChartObject(
      Chart(
        .table(panels.stitchTable(limit: 12) ?? Table(columns: [])),
        title: "cross-stitch coefficients"),
      figures: network.graph.watchedParameters.map { ($0.name, tensor(history.figures($0.name))) })
  }

  /// Figures of all epochs, an epoch along the first axis.
  private func tensor(_ figures: [EpochFigure]) -> Value {
    let flat = Tensor(figures.flatMap(\.values))
    guard let last = figures.last,
      let shape = try? Shape(checking: [figures.count] + last.shape),
      let tensor = try? flat.reshaped(shape)
    else { return .tensor(flat) }
    return .tensor(tensor)
  }
}
