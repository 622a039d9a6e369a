internal import Charts
internal import MultiTask
internal import Runtime
internal import Tensors

/// Drawings of what weights tell about tasks and features.
struct WeightsPictures {
  let weights: TaskWeights
  let taskNames: [String]
  let featureNames: [String]

  /// More bars are cut off, the longest stay.
  private static let maximumBars = 16

  /// cos(w_s, w_t) as shades.
  func similarity() -> ChartObject {
    let T = weights.taskCount
    let cosines = weights.cosines
    var map = HeatMap(
      cosines.elements, rows: T, columns: T, rowNames: taskNames, columnNames: taskNames)
    map.limits = -1...1
    var chart = Chart(.heat(map), title: "cosine of the tasks' weights")
    chart.digits = 2
    return ChartObject(chart, figures: [("values", .tensor(cosines))])
  }

  /// ‖W_k,:‖ of each feature, the largest first.
  func rows() -> ChartObject {
    bars(featureNames, weights.rowNorms, title: "row norm of each feature", noun: "feature")
  }

  /// ‖w_t − w̄‖ of each task, the largest first.
  func distances() -> ChartObject {
    bars(
      taskNames, weights.distancesToMean, title: "distance of each task to the mean", noun: "task")
  }

  private func bars(
    _ names: [String], _ values: [Double], title: String, noun: String
  ) -> ChartObject {
    let order = values.indices.sorted { (values[$0], $1) > (values[$1], $0) }
    let shown = order.prefix(values.count > Self.maximumBars ? Self.maximumBars : values.count)
    let chart = Chart.bar(
      shown.map { squeezed(names[$0], 18) }, shown.map { values[$0] }, title: title)
    let (rest, zeros) = (values.count - shown.count, values.count { $0 == 0 })
    var notes: [String] = []
    if rest > 0 { notes.append("the \(shown.count) largest of \(counted(values.count, noun))") }
    if zeros > 0 { notes.append("\(zeros) of \(values.count) are 0") }
    return ChartObject(
      chart, figures: [("values", .tensor(Tensor(values)))],
      notes: notes.isEmpty ? [] : [notes.joined(separator: "; ")])
  }

  /// The singular values of several matrices side by side, or before and after a shrinkage.
  ///
  /// - Throws: when a decomposition does not converge.
  static func spectra(
    _ parts: [(name: String, weights: TaskWeights)], title: String, isShrinkage: Bool = false
  ) throws -> ChartObject {
    let ranks = try parts.map { try $0.weights.rank() }
    return spectrum(
      try parts.map { Spectrum.Part($0.name, try $0.weights.singularValues()) }, title: title,
      isShrinkage: isShrinkage, ranks: ranks)
  }

  /// Sizes side by side, or before and after a shrinkage, with their rank where it is known.
  static func spectrum(
    _ parts: [Spectrum.Part], title: String, isShrinkage: Bool, ranks: [Int]? = nil
  ) -> ChartObject {
    var spectrum = Spectrum(parts)
    spectrum.isShrinkage = isShrinkage
    let notes = parts.enumerated().map { index, part in
      let rank = ranks.map { "rank \($0[index]), " } ?? ""
      return "\(part.name): \(rank)sum \(shortNumber(part.values.reduce(0, +)))"
    }
    return ChartObject(
      Chart(.spectrum(spectrum), title: title),
      figures: parts.map { ($0.name, .tensor(Tensor($0.values))) },
      notes: [notes.joined(separator: "; ")])
  }
}

extension WeightsArgument {
  var pictures: WeightsPictures {
    WeightsPictures(weights: weights, taskNames: taskNames, featureNames: featureNames)
  }
}

extension FittedTasksObject: Plottable {
  /// What the penalty acts on comes first.
  var pictures: [String] {
    let all = ["spectrum", "rows", "distances", "similarity"]
    let usual: String =
      switch model.model.penalty.terms.first {
      case .l21, .l1, .l2, .elasticNet, .dirty: "rows"
      case .coherence: "distances"
      case .similarity: "similarity"
      case .nuclear, .aso, nil: "spectrum"
      }
    return [usual] + all.filter { $0 != usual }
  }

  func picture(_ name: String) throws -> ChartObject {
    let pictures = WeightsPictures(
      weights: model.weights, taskNames: model.taskNames, featureNames: model.featureNames)
    switch name {
    case "rows": return pictures.rows()
    case "distances": return pictures.distances()
    case "similarity": return pictures.similarity()
    default:
      let after = (name: "after", weights: model.weights)
      guard let before = model.iterate.before, let first = before.first else {
        return try WeightsPictures.spectra([("W", model.weights)], title: "singular values")
      }
      let sum = before.dropFirst().reduce(first, +)
      return try WeightsPictures.spectra(
        [("before", sum), after], title: "singular values before and after the last step",
        isShrinkage: true)
    }
  }
}
