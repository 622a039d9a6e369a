internal import Charts
internal import MultiTask
internal import Runtime
internal import Tensors

/// An experiment as a chart with error bars, the figures behind it, and what it comes to in words.
struct ExperimentPicture {
  let experiment: TaskExperiment
  /// What is varied.
  let axis: String
  var isLog = false

  var chart: ChartObject {
    let spreads = experiment.spreads
    let series = zip(experiment.names, spreads).map { name, spreads in
      Series(
        name, x: experiment.values, y: spreads.map(\.mean), errors: spreads.map(\.standardError))
    }
    let seeds = experiment.errors.first?.first?.count ?? 0
    var chart = Chart(
      .line(series),
      title: "\(experiment.error.rawValue) ± standard error over \(counted(seeds, "seed"))",
      xLabel: axis)
    chart.xScale = isLog ? .log : .linear
    return ChartObject(chart, figures: figures(spreads), notes: verdicts + warnings)
  }

  private func figures(_ spreads: [[Spread]]) -> [(name: String, value: Value)] {
    var figures: [(name: String, value: Value)] = [
      ("values", .tensor(Tensor(experiment.values))), ("error", .text(experiment.error.rawValue)),
    ]
    for (m, name) in experiment.names.enumerated() {
      let errors = experiment.errors[m]
      let seeds = errors.first?.count ?? 0
      let rows = (0..<seeds).flatMap { seed in errors.map { $0[seed] } }
      figures.append(
        (
          name,
          Record([
            ("mean", Self.vector(spreads[m], \.mean)),
            ("std", Self.vector(spreads[m], \.deviation)),
            ("se", Self.vector(spreads[m], \.standardError)),
            ("errors", .tensor(Tensor(rows, Shape(seeds, experiment.values.count)))),
          ]).value
        ))
    }
    let gains = experiment.names.enumerated().dropFirst().map { m, name in
      let gain = experiment.gain(over: m)
      return (
        name,
        Record([
          ("mean", Self.vector(gain, \.mean)), ("se", Self.vector(gain, \.standardError)),
        ]).value
      )
    }
    figures.append(("gain", Record(gains).value))
    return figures
  }

  private static func vector(_ spreads: [Spread], _ part: (Spread) -> Double) -> Value {
    .tensor(Tensor(spreads.map(part)))
  }

  /// Where another model differs from the first by more than two standard errors of the differences
  /// seed by seed.
  private var verdicts: [String] {
    guard let first = experiment.names.first, (experiment.errors[0].first?.count ?? 0) > 1 else {
      return []
    }
    return experiment.names.enumerated().dropFirst().map { m, name in
      let gain = experiment.gain(over: m)
      func places(_ sign: Double) -> String? {
        let chosen = gain.indices.filter {
          sign * gain[$0].mean > 2 * gain[$0].standardError && gain[$0].mean != 0
        }
        guard !chosen.isEmpty else { return nil }
        return fitting(
          chosen.map { shortNumber(experiment.values[$0]) }, separator: ", ", within: 30)
      }
      let parts = [
        places(1).map { "less than \(first) at \(axis) \($0)" },
        places(-1).map { "more at \($0)" },
      ].compactMap { $0 }
      return parts.isEmpty
        ? "\(name) and \(first) differ by no more than 2 standard errors anywhere"
        : "\(name) errs \(parts.joined(separator: ", ")) (by more than 2 standard errors)"
    }
  }

  private var warnings: [String] {
    experiment.unconverged == 0
      ? []
      : ["\(counted(experiment.unconverged, "fit")) did not converge: raise max_iterations"]
  }
}
