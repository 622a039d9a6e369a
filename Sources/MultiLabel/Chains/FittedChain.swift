internal import Diagnostics
package import Learners
package import Stepping
package import Tensors

/// A trained classifier chain.
package struct FittedChain: SteppedPredictor {
  package let summary: String
  package let labelNames: [String]
  package let featureNames: [String]
  /// Label positions in the order of the links.
  package let order: [Int]
  /// By label position, in the order of the link's last inputs.
  package let parents: [[Int]]
  /// One a label, in label order.
  package let links: [any FittedBinary]
  /// How the parents were found, unless they were given.
  package var structure: LabelStructure?

  /// A chain of links that are there already.
  ///
  /// - Parameters:
  ///   - summary: the call that made it.
  ///   - labelNames: one a label.
  ///   - featureNames: one an input.
  ///   - order: label positions, parents before their children.
  ///   - parents: by label position, in the order of the links' last inputs.
  ///   - links: one a label, in label order.
  ///   - structure: how the parents were found.
  package init(
    summary: String, labelNames: [String], featureNames: [String], order: [Int], parents: [[Int]],
    links: [any FittedBinary], structure: LabelStructure? = nil
  ) {
    self.summary = summary
    self.labelNames = labelNames
    self.featureNames = featureNames
    self.order = order
    self.parents = parents
    self.links = links
    self.structure = structure
  }

  package var fits: [FitNote] {
    order.map {
      FitNote(
        name: "link \(labelNames[$0])", report: links[$0].report, constant: links[$0].constant,
        remarks: links[$0].notes)
    }
  }

  /// The largest number of labels for which marginals are exact.
  package static let exactLimit = 15

  /// Greedy prediction: each link sees the hard predictions of its parents.
  package func predict(_ X: DesignMatrix) throws -> Tensor { hardened(try linkProbabilities(X)) }

  /// Prediction of links that are told the true values of their parents.
  package func predict(_ X: DesignMatrix, parents truth: Tensor) throws -> Tensor {
    hardened(try linkProbabilities(X, parents: truth))
  }

  /// The P(1) that each link gives, n×C, on the chain's own guesses or, when given, the truth.
  ///
  /// These depend on the guesses; the marginals are `probabilities`.
  package func linkProbabilities(_ X: DesignMatrix, parents truth: Tensor? = nil) throws -> Tensor {
    try InputChecks.width(X, expected: featureCount)
    let (n, width) = (X.rowCount, labelCount)
    if let truth {
      try InputChecks.labels(truth, rowCount: n, names: labelNames)
      guard truth.columnCount == width else {
        throw Failure(
          .shape, "expected \(width) labels as parents, found \(truth.columnCount)")
      }
    }
    var table = Tensor(repeating: 0, Shape(n, width))
    var given = truth ?? table
    let scores = try inputScores(links, X, featureCount: featureCount)
    for c in order {
      try Interrupt.check()
      let column = try linkColumn(c, X, scores, given)
      table.withMutableElements { p in
        for i in 0..<n { p[i * width + c] = column[i] }
      }
      guard truth == nil else { continue }
      given.withMutableElements { y in
        for i in 0..<n { y[i * width + c] = column[i] >= 0.5 ? 1 : 0 }
      }
    }
    return table
  }

  /// P(1) of one link a row, its parents having the given labels.
  ///
  /// `scores` are the inputs' parts of the log odds, when all links are linear.
  func linkColumn(
    _ c: Int, _ X: DesignMatrix, _ scores: Tensor?, _ labels: Tensor
  ) throws -> [Double] {
    let (n, width) = (X.rowCount, labelCount)
    if let constant = links[c].constant { return [Double](repeating: constant, count: n) }
    guard let scores, let linear = links[c].linear else {
      let inputs = parents[c].isEmpty ? X : try X.appending(selectColumns(labels, parents[c]))
      return try links[c].probabilities(inputs)
    }
    let weights = Array(linear.weights.suffix(parents[c].count))
    return scores.withElements { z in
      labels.withElements { y in
        (0..<n).map { i in
          var score = z[i * width + c]
          for (j, parent) in parents[c].enumerated() { score += weights[j] * y[i * width + parent] }
          return sigmoid(score)
        }
      }
    }
  }

  /// n×C marginals p(y_c = 1 | x): exact up to 15 labels, beyond that the shares of 1,000 samples
  /// drawn with seed 0.
  package func probabilities(_ X: DesignMatrix) throws -> Tensor {
    if labelCount <= Self.exactLimit { return try exactMarginals(X) }
    return try sampledMarginals(X, samples: 1000, seed: 0)
  }

  package func predicting(_ X: DesignMatrix, truth: Tensor?) throws -> any Steppable {
    try ChainPrediction(self, X, truth: truth)
  }

  /// Marginals of many labels are sampled; no reader of them may miss that.
  package var remarks: [String] {
    labelCount <= Self.exactLimit ? [] : ["proba is sampled: \(probabilityNote)"]
  }

  /// How `probabilities` came about.
  package var probabilityNote: String {
    labelCount <= Self.exactLimit
      ? "exact marginals of \(1 << labelCount) label sets"
      : "shares of 1000 label sets sampled with seed 0 (\(labelCount) labels are too many to "
        + "enumerate)"
  }
}
