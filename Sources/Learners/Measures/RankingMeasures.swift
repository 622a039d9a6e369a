internal import Diagnostics
package import Tensors

/// The measures of label scores that only depend on their order, scikit-learn's definitions, ties
/// included.
///
/// Tsoumakas, Katakis and Vlahavas, "Mining Multi-label Data", Data Mining and Knowledge Discovery
/// Handbook, 2010; Schapire and Singer, "BoosTexter", Machine Learning 39, 2000.
package struct RankingMeasures: Sendable {
  private let truth: Tensor
  private let scores: Tensor
  private let rows: [RankedLabels]

  /// Ranks the labels of every row.
  ///
  /// - Parameters:
  ///   - truth: n×C, entries 0 or 1.
  ///   - scores: n×C, the greater the likelier; probabilities will do.
  /// - Throws: `shape` for shapes that differ or hold nothing; `data` for a truth other than 0 and
  ///   1, or a score that is NaN, with row and label.
  /// - Complexity: O(n · C log C).
  package init(truth: Tensor, scores: Tensor) throws {
    try InputChecks.scored(truth, scores)
    (self.truth, self.scores) = (truth, scores)
    let (n, width) = (truth.rowCount, truth.columnCount)
    var rows: [RankedLabels] = []
    rows.reserveCapacity(n)
    try truth.withElements { y in
      try scores.withElements { s in
        for i in 0..<n {
          if i & 0xFF == 0 { try Interrupt.check() }
          rows.append(RankedLabels(y, s, start: i * width, count: width))
        }
      }
    }
    self.rows = rows
  }

  /// How many labels must be taken on average, from the highest score down, for all true ones.
  ///
  /// Labels tied with the last one count; a row without true labels needs 0.
  package var coverage: Double { mean { Double($0.coverage) } }

  /// The mean share of pairs of a true and another label in the wrong order, ties counted as wrong;
  /// 0 for a row in which no or every label is true.
  package var rankingLoss: Double { mean { $0.rankingLoss ?? 0 } }

  /// The share of rows whose highest score belongs to a label that is not true.
  ///
  /// Of equal scores the first counts; a row without true labels is an error.
  package var oneError: Double {
    let width = truth.columnCount
    let wrong = truth.withElements { y in
      scores.withElements { s in
        (0..<truth.rowCount).count { i in
          var best = i * width
          for k in i * width..<(i + 1) * width where s[k] > s[best] { best = k }
          return y[best] != 1
        }
      }
    }
    return Double(wrong) / Double(truth.rowCount)
  }

  /// Label ranking average precision: the mean over rows and their true labels of the share of true
  /// ones among the labels ranked as high; 1 for a row in which no or every label is true.
  package var labelRankingAveragePrecision: Double { mean { $0.averagePrecision ?? 1 } }

  /// How many rows have no or every label true, so that their order cannot be wrong.
  package var oneClassRows: Int { rows.count(where: \.hasOneClass) }

  private func mean(_ value: (RankedLabels) -> Double) -> Double {
    rows.reduce(0) { $0 + value($1) } / Double(rows.count)
  }

  // MARK: - By label

  /// The area under the ROC curve: the probability that a true label outscores one that is not, ties
  /// counting half.
  ///
  /// `macro`: the mean over labels; `weighted`: by their positives; `micro`: all cells as one label;
  /// `samples`: the mean over rows; `none`: one value a label, NaN where it is left out. Labels (or
  /// rows) of one class have no curve: they are left out and counted; NaN when none is left.
  package func areaUnderCurve(_ average: Average) throws -> (values: [Double], leftOut: Int) {
    let ranked = try ranked(average)
    let values = ranked.map { $0.areaUnderCurve }
    let leftOut = values.count { $0 == nil }
    if average == .none { return (values.map { $0 ?? .nan }, leftOut) }
    let weights = ranked.map { average == .weighted ? Double($0.positives) : 1 }
    return ([Self.mean(values, weights)], leftOut)
  }

  /// Average precision, `Σ_n (R_n − R_{n−1}) P_n` over the distinct scores from the highest down.
  ///
  /// `samples` is label ranking average precision; otherwise a label without positives counts 0, as
  /// in scikit-learn, and is counted.
  package func averagePrecision(_ average: Average) throws -> (values: [Double], undefined: Int) {
    if average == .samples { return ([labelRankingAveragePrecision], oneClassRows) }
    let ranked = try ranked(average)
    let values = ranked.map { $0.averagePrecision ?? 0 }
    let undefined = ranked.count { $0.positives == 0 }
    if average == .none { return (values, undefined) }
    let weights = ranked.map { average == .weighted ? Double($0.positives) : 1 }
    return ([Self.mean(values, weights)], undefined)
  }

  private static func mean(_ values: [Double?], _ weights: [Double]) -> Double {
    var (sum, total) = (0.0, 0.0)
    for (value, weight) in zip(values, weights) {
      guard let value else { continue }
      sum += weight * value
      total += weight
    }
    // Without a positive there is nothing to weigh by.
    if total > 0 { return sum / total }
    return values.contains { $0 != nil } ? 0 : .nan
  }

  /// What an average is taken of: labels, rows, or all cells at once.
  private func ranked(_ average: Average) throws -> [RankedLabels] {
    let (n, width) = (truth.rowCount, truth.columnCount)
    return try truth.withElements { y in
      try scores.withElements { s in
        switch average {
        case .samples: return rows
        case .micro: return [RankedLabels(y, s, count: n * width)]
        case .macro, .weighted, .none:
          return try (0..<width).map { c in
            try Interrupt.check()
            return RankedLabels(y, s, start: c, stride: width, count: n)
          }
        }
      }
    }
  }
}

/// All ranking measures of n×C scores at once, the losses first.
///
/// `log_loss` is NaN unless all scores are probabilities. `one_class_labels` counts the labels that
/// the area under the curve leaves out, `one_class_rows` the rows whose order cannot be wrong.
///
/// - Throws: as `RankingMeasures`.
package func rankingRecord(truth: Tensor, scores: Tensor) throws -> MetricRecord {
  let measures = try RankingMeasures(truth: truth, scores: scores)
  let macro = try measures.areaUnderCurve(.macro)
  let isProbability = scores.withElements { $0.allSatisfy { $0 >= 0 && $0 <= 1 } }
  return MetricRecord(
    entries: [
      ("coverage", measures.coverage), ("ranking_loss", measures.rankingLoss),
      ("one_error", measures.oneError),
      ("log_loss", isProbability ? try logLoss(truth: truth, probabilities: scores) : .nan),
      ("average_precision_samples", measures.labelRankingAveragePrecision),
      ("average_precision_micro", try measures.averagePrecision(.micro).values[0]),
      ("average_precision_macro", try measures.averagePrecision(.macro).values[0]),
      ("roc_auc_micro", try measures.areaUnderCurve(.micro).values[0]),
      ("roc_auc_macro", macro.values[0]),
      ("one_class_labels", Double(macro.leftOut)),
      ("one_class_rows", Double(measures.oneClassRows)),
    ], undefinedCounts: [])
}
