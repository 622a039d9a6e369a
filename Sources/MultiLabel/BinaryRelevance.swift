package import Datasets
internal import Diagnostics
package import Learners
package import Tensors

/// One yes-or-no model a label, labels taken as independent: `p(y|x) = Π_c p(y_c|x)`.
package struct BinaryRelevance: Conversion {
  package var base: any Learner

  package init(_ base: any Learner) { self.base = base }

  package var summary: String { "binary_relevance(\(base.summary))" }

  package func training(on data: Dataset) throws -> LinkTraining<FittedBinaryRelevance> {
    let plan = LinkPlan(
      data: data, base: base, order: Array(0..<data.labelCount),
      parents: Array(repeating: [], count: data.labelCount))
    let summary = summary
    return try LinkTraining(plan, heading: "BINARY RELEVANCE", noun: "label") { plan, models in
      FittedBinaryRelevance(
        summary: summary, labelNames: plan.data.labelNames,
        featureNames: plan.data.featureNames, models: models)
    }
  }
}

/// A trained binary relevance model.
package struct FittedBinaryRelevance: FittedMultiLabel {
  package let summary: String
  package let labelNames: [String]
  package let featureNames: [String]
  /// One a label.
  package let models: [any FittedBinary]

  package var fits: [FitNote] {
    zip(labelNames, models).map {
      FitNote(name: $0, report: $1.report, constant: $1.constant, remarks: $1.notes)
    }
  }

  package var decidesByProbability: Bool { true }

  package func probabilities(_ X: DesignMatrix) throws -> Tensor {
    try InputChecks.width(X, expected: featureCount)
    if var table = try inputScores(models, X, featureCount: featureCount) {
      let constants = models.map(\.constant)
      table.withMutableElements { z in
        for i in z.indices { z[i] = constants[i % constants.count] ?? sigmoid(z[i]) }
      }
      return table
    }
    return columnsTensor(try Learners.probabilities(of: models, X), rowCount: X.rowCount)
  }

  package func predict(_ X: DesignMatrix) throws -> Tensor { hardened(try probabilities(X)) }
}

/// 1 where a probability is at least the threshold, else 0.
package func hardened(_ probabilities: Tensor, threshold: Double = 0.5) -> Tensor {
  var hard = probabilities
  hard.withMutableElements { p in
    for i in p.indices { p[i] = p[i] >= threshold ? 1 : 0 }
  }
  return hard
}

/// An n×C matrix from its columns.
func columnsTensor(_ columns: [[Double]], rowCount n: Int) -> Tensor {
  let width = columns.count
  return Tensor(Shape(n, width)) { out in
    for (c, column) in columns.enumerated() {
      for i in 0..<n { out[i * width + c] = column[i] }
    }
  }
}

extension Dataset {
  /// Throws unless the set can train a model of label sets, whose labels are 0 or 1.
  func checkTraining() throws {
    try InputChecks.labels(Y, rowCount: X.rowCount, names: labelNames)
    try checkSoftTraining()
  }

  /// Throws unless the set can train a model of probabilities, whose labels are from 0 to 1.
  func checkSoftTraining() throws {
    try InputChecks.features(X, names: featureNames)
    try InputChecks.samples(X.rowCount)
    try InputChecks.softLabels(Y, rowCount: X.rowCount, names: labelNames)
    guard featureNames.count == X.columnCount, labelNames.count == Y.columnCount else {
      throw Failure(
        .shape,
        "expected a name a column, found \(featureNames.count) names for \(X.columnCount) inputs "
          + "and \(labelNames.count) for \(Y.columnCount) labels")
    }
  }

  /// The entries of one label.
  func label(_ c: Int) -> [Double] {
    let width = labelCount
    return Y.withElements { y in (0..<rowCount).map { y[$0 * width + c] } }
  }
}
