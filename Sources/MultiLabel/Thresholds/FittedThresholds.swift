package import Datasets
internal import Diagnostics
internal import Learners
package import Tensors

/// A trained model that decides by thresholds of its own.
package struct FittedThresholds: FittedMultiLabel {
  /// How probabilities become labels.
  package enum Rule: Sendable, Equatable {
    /// A label is present from its threshold on; infinity stands for never.
    case thresholds([Double])
    /// The k most probable labels are present, of equals the one with the smaller position.
    case top(Int)
  }

  /// The model whose probabilities are cut.
  package let model: any FittedMultiLabel
  package let rule: Rule
  /// How the thresholds were found: `per_label`, `global`, `cardinality` or `top_k`.
  package let method: String
  /// What they were found by; empty for the top k.
  package let tuning: ThresholdTuning?

  package var summary: String {
    switch rule {
    case .top(let k): "top_k(\(model.summary), \(k))"
    case .thresholds: "tune_thresholds(\(model.summary), method=\"\(method)\")"
    }
  }

  package var labelNames: [String] { model.labelNames }
  package var featureNames: [String] { model.featureNames }
  package var fits: [FitNote] { model.fits }
  package var notes: [String] { model.notes + (tuning?.notes ?? []) }

  package func probabilities(_ X: DesignMatrix) throws -> Tensor { try model.probabilities(X) }

  package func predict(_ X: DesignMatrix) throws -> Tensor { decided(try probabilities(X)) }

  /// The labels that the rule makes of n×C probabilities.
  package func decided(_ probabilities: Tensor) -> Tensor {
    let C = labelCount
    var hard = probabilities
    hard.withMutableElements { p in
      for start in stride(from: 0, to: p.count, by: max(C, 1)) {
        switch rule {
        case .thresholds(let t): for c in 0..<C { p[start + c] = p[start + c] >= t[c] ? 1 : 0 }
        case .top(let k):
          let order = (0..<C).sorted { (p[start + $1], $0) < (p[start + $0], $1) }
          for c in 0..<C { p[start + c] = 0 }
          for c in order.prefix(k) { p[start + c] = 1 }
        }
      }
    }
    return hard
  }

  /// The k most probable labels of every row.
  ///
  /// - Throws: `value` when k is not from 0 to C, or the model decides by thresholds already.
  package init(_ model: any FittedMultiLabel, top k: Int) throws {
    guard k >= 0, k <= model.labelCount else {
      throw Failure(
        .value, "expected k from 0 to \(model.labelCount), the number of labels, found \(k)")
    }
    self.model = FittedThresholds.bare(model)
    rule = .top(k)
    method = "top_k"
    tuning = nil
  }

  /// Thresholds that suit a validation set.
  ///
  /// - Throws: what the search throws.
  package init(
    _ model: any FittedMultiLabel, tunedOn validation: Dataset, method: ThresholdMethod,
    metric: ThresholdMetric = .f1
  ) throws {
    let bare = FittedThresholds.bare(model)
    let tuning = try ThresholdTuning(bare, validation, method: method, metric: metric)
    self.model = bare
    rule = .thresholds(tuning.thresholds)
    self.method = method.rawValue
    self.tuning = tuning
  }

  /// The model inside, so that rules do not pile up.
  private static func bare(_ model: any FittedMultiLabel) -> any FittedMultiLabel {
    (model as? FittedThresholds)?.model ?? model
  }
}

extension FittedThresholds {
  package func remarks(on data: Dataset) -> [String] {
    guard let tuning, data.rowCount > 0 else { return model.remarks(on: data) }
    let shared = tuning.fingerprints.shared(with: data)
    guard shared > 0 else { return model.remarks(on: data) }
    let rows = shared == data.rowCount ? "all \(shared)" : "\(shared) of \(data.rowCount)"
    return [
      "warning: the thresholds were chosen on \(rows) of these rows, so the scores flatter the model"
    ] + model.remarks(on: data)
  }
}
