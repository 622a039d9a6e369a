internal import Charts
internal import MultiTask

/// The charts of a path of λ.
struct PathPictures {
  /// A chart with what stands below it.
  struct Picture {
    let chart: Chart
    let notes: [String]

    var panels: [Panel] {
      [.chart(chart)] + (notes.isEmpty ? [] : [.lines(notes.map { StyledText($0, .dim) })])
    }
  }

  let path: RegularisationPath

  init(_ path: RegularisationPath) { self.path = path }

  /// Curves that can be told apart without colour.
  private static let maximumCurves = 4

  /// What path it is, and which λ was chosen.
  var heading: Panel {
    let penalty = path.model.penalty
    var line = StyledText("path of ", .dim) + StyledText(penalty.summary, .title)
    if case .term(let place) = path.target, penalty.terms.count > 1 {
      line = line + StyledText(" along \(penalty.termNames[place])")
    }
    let ends = [path.lambdas.first, path.lambdas.last].compactMap { $0 }.map { shortNumber($0) }
    line =
      line
      + StyledText(
        ", \(counted(path.points.count, "lambda")) from \(ends.joined(separator: " to "))")
    let unconverged = path.points.count { !$0.converged }
    guard unconverged > 0 else { return .lines([line]) }
    return .lines([
      line,
      StyledText(" NOT CONVERGED ", .bad) + StyledText("at \(counted(unconverged, "lambda"))"),
    ])
  }

  /// The mean error of held-out samples with bars of one standard error.
  func validation(height: Int) -> Picture {
    guard let validation = path.validation else { return weights(height: height) }
    let loss = path.model.loss == .squared ? "squared error" : "logistic loss"
    let series = Series(
      "", x: path.lambdas, y: validation.means, errors: validation.standardErrors)
    let chart = chart(
      [series], title: "mean \(loss) of held-out samples ± standard error", height: height)
    let (best, simple) = (validation.best, validation.oneStandardError)
    func text(_ place: Int) -> String {
      "\(shortNumber(path.lambdas[place])) (error \(shortNumber(validation.means[place])))"
    }
    return Picture(
      chart: chart,
      notes: [
        "best λ \(text(best)); greatest λ within its standard error \(text(simple))"
      ] + [edge(best)].compactMap { $0 })
  }

  /// What a best λ at an end of the path leaves open.
  private func edge(_ best: Int) -> String? {
    guard path.lambdas.count > 1 else { return nil }
    let last = path.lambdas.count - 1
    guard best == 0 || best == last else { return nil }
    let isLeast = path.lambdas[best] == path.lambdas.min()
    return "the best λ is the \(isLeast ? "least" : "greatest") of the path: "
      + "\(isLeast ? "smaller" : "greater") ones may predict better"
  }

  /// What the penalty acts on against λ: singular values, row norms or distances to the mean.
  func weights(height: Int) -> Picture {
    let terms = path.model.penalty.terms
    let term: PenaltyTerm?
    if case .term(let place) = path.target, terms.indices.contains(place) {
      term = terms[place]
    } else {
      term = terms.first
    }
    switch term {
    case .nuclear, .aso, nil: return spectrum(height: height)
    case .coherence, .similarity: return distances(height: height)
    case .l21, .l1, .l2, .elasticNet, .dirty: return rows(height: height)
    }
  }

  /// The largest row norms against λ.
  func rows(height: Int) -> Picture {
    let d = path.featureNames.count
    let used = path.points.map { "\($0.usedFeatures)" }
    return curves(
      (0..<d).map { k in (path.featureNames[k], path.points.map { $0.rowNorms[k] }) },
      title: "row norms of features", noun: "feature", height: height,
      note: "used features: \(fitting(used, separator: " ", within: 60))")
  }

  /// The singular values against λ.
  func spectrum(height: Int) -> Picture {
    let count = path.points.first?.singularValues.count ?? 0
    let ranks = path.points.map { "\($0.rank)" }
    return curves(
      (0..<count).map { i in ("σ\(i + 1)", path.points.map { $0.singularValues[i] }) },
      title: "singular values of W", noun: "singular value", height: height,
      note: "rank: \(fitting(ranks, separator: " ", within: 70))")
  }

  /// Each task's distance to the mean against λ.
  func distances(height: Int) -> Picture {
    let distances = path.points.map(\.weights.distancesToMean)
    return curves(
      path.taskNames.indices.map { t in (path.taskNames[t], distances.map { $0[t] }) },
      title: "distances of tasks to their mean", noun: "task", height: height, note: nil)
  }

  /// The curves that rise highest, named.
  private func curves(
    _ all: [(name: String, values: [Double])], title: String, noun: String, height: Int,
    note: String?
  ) -> Picture {
    let peaks = all.map { $0.values.max() ?? 0 }
    let order = all.indices.sorted { (peaks[$0], $1) > (peaks[$1], $0) }
      .prefix(Self.maximumCurves)
    let series = order.map {
      Series(squeezed(all[$0].name, 12), x: path.lambdas, y: all[$0].values)
    }
    let more = all.count > order.count ? "the \(order.count) largest of \(all.count)" : nil
    return Picture(
      chart: chart(series, title: more.map { "\(title), \($0)" } ?? title, height: height),
      notes: note.map { [$0] } ?? [])
  }

  private func chart(_ series: [Series], title: String, height: Int) -> Chart {
    // The greatest λ stands left, where a path begins: names at the ends then belong to the least.
    var chart = Chart(.line(series), title: title, xLabel: "λ")
    chart.xScale = .log
    chart.height = height
    if let place = path.chosenPosition, path.lambdas[place] > 0 {
      chart.annotations = [
        Annotation("chosen λ \(shortNumber(path.lambdas[place]))", x: path.lambdas[place])
      ]
    }
    return chart
  }
}
