package import Charts

/// The matrices α of cross-stitch units, as they were after an epoch.
struct StitchMatrices {
  /// By layer: the name and T×T numbers.
  let layers: [EpochFigure]

  init(_ record: EpochRecord?) {
    layers = (record?.figures ?? []).filter { $0.name.hasPrefix("stitch ") && $0.shape.count == 2 }
  }

  /// The mean size of what a task takes from others.
  static func offDiagonal(_ figure: EpochFigure) -> Double {
    let tasks = figure.shape[0]
    guard tasks > 1 else { return 0 }
    let sum = figure.values.enumerated().reduce(0) {
      $0 + ($1.offset / tasks == $1.offset % tasks ? 0 : abs($1.element))
    }
    return sum / Double(tasks * (tasks - 1))
  }
}

extension EpochPanels {
  /// The coefficients of cross-stitch units by layer, with bars for what tasks take from each other.
  package func stitchTable(limit: Int) -> Table? {
    let stitches = StitchMatrices(history.last)
    guard !stitches.layers.isEmpty else { return nil }
    let shown = stitches.layers.prefix(limit)
    var table = Table(
      columns: [.init("cross-stitch")]
        + shown.enumerated().map { i, figure in
          .init(StyledText(figure.name), leftOut: i == 0 ? nil : shown.count - i)
        })
    let tasks = shown[0].shape[0]
    if tasks <= 4 {
      for t in 0..<tasks {
        table.rows.append(
          [StyledText(" to \(shortened(network.heads[t].name, 9))", .dim)]
            + shown.map { figure in
              StyledText(
                (0..<tasks).map { Trend.share(figure.values[t * tasks + $0]) }.joined(
                  separator: " ")
              )
            })
      }
    }
    let sizes = shown.map(StitchMatrices.offDiagonal)
    let top = max(sizes.max() ?? 0, 1e-300)
    table.rows.append(
      ["off-diagonal"]
        + sizes.map { .bar($0, in: 0...top, width: 6) + StyledText(" \(Trend.share($0))") })
    table.rows.append(
      [StyledText(" by epoch", .dim)]
        + shown.map { figure in
          .spark(
            Trend.sampled(history.figures(figure.name).map(StitchMatrices.offDiagonal), 12))
        })
    return table
  }

  /// The same as panels of a screen; none for other networks.
  package var stitchPanels: [Panel] {
    guard let table = stitchTable(limit: 4) else { return [] }
    let more = StitchMatrices(history.last).layers.count - 4
    return [.table(table)] + (more > 0 ? [.lines([StyledText(" \(more) more layers", .dim)])] : [])
  }
}
