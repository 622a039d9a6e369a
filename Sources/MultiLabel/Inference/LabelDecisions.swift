internal import Diagnostics
internal import Learners
package import Tensors

/// How a chain searches for the labels of a row.
package enum ChainInference: Sendable, Equatable {
  /// Link by link, the more probable label each time; p = ½ counts as 1.
  case greedy
  /// The most probable of all 2^C label sets.
  case exhaustive
  /// The most probable one that a beam of a width finds.
  case beam(width: Int)
  /// The most probable of some sampled label sets.
  case monteCarlo(samples: Int, seed: Int)
  /// Every label by its own probability p(y_c = 1 | x); sampled past 15 labels.
  case marginals(samples: Int, seed: Int)
}

/// Decisions about the labels of many rows, and what they cost.
package struct LabelDecisions: Sendable {
  /// n×C, entries 0 or 1.
  package let labels: Tensor
  /// The loss whose expectation `risk` is.
  package let loss: DecisionLoss
  /// The expected loss of each row's answer under the model.
  package let risk: [Double]
  /// Link evaluations of each row's search; classes, for a model without links.
  package let nodes: [Int]
  /// The joint probability of each row's answer.
  package let probability: [Double]
  /// How these came about: exact, or from how many samples.
  package let note: String
}

extension FittedChain {
  /// Decides by a search.
  ///
  /// The risk is that of 0/1 loss, `1 − p(answer)`, for all searches but marginals, where it is that
  /// of Hamming loss.
  ///
  /// - Parameters:
  ///   - X: n×d inputs.
  ///   - inference: the search.
  ///   - thresholds: for marginals: from which probabilities on labels count as present; one for all
  ///     or one a label.
  /// - Returns: n answers.
  /// - Throws: `limit` when an exhaustive search has more than 20 labels, `argument` for widths or
  ///   samples below 1.
  package func decide(
    _ X: DesignMatrix, _ inference: ChainInference, thresholds: [Double] = [0.5]
  ) throws -> LabelDecisions {
    let n = X.rowCount
    switch inference {
    case .greedy:
      let p = try linkProbabilities(X)
      let labels = hardened(p)
      return modes(
        labels, products(p, labels), Array(repeating: labelCount, count: n),
        "each link decided once, on the guesses of the links before it")
    case .exhaustive:
      let found = try exhaustiveModes(X)
      return modes(
        found.map { [$0.code] }, found.map(\.probability), found.map { _ in (1 << labelCount) - 1 },
        "exact: the most probable of all \(1 << labelCount) label sets")
    case .beam(let width):
      let found = try BeamSearch(LinkConditionals(self, X), width: width).run()
      return modes(
        found.map(\.words), found.map(\.probability), found.map(\.nodes),
        "the most probable label set that a beam of width \(width) finds")
    case .monteCarlo(let samples, let seed):
      return try sampledModes(X, samples, seed)
    case .marginals(let samples, let seed):
      return try marginalModes(X, samples, seed, thresholds)
    }
  }

  private func sampledModes(_ X: DesignMatrix, _ samples: Int, _ seed: Int) throws -> LabelDecisions
  {
    let sampling = try AncestralSampling(LinkConditionals(self, X), samples: samples, seed: seed)
    let rows = try sampling.map { _, drawn in
      // Sets with the first label of the chain come first, so the first of equals is the right one.
      var best = 0
      for s in drawn.counts.indices where drawn.probabilities[s] > drawn.probabilities[best] {
        best = s
      }
      let stride = drawn.sets.stride
      return (
        Array(drawn.sets.words[best * stride..<(best + 1) * stride]), drawn.probabilities[best],
        drawn.nodes
      )
    }
    return modes(
      rows.map(\.0), rows.map(\.1), rows.map(\.2),
      "the most probable of \(samples) label sets sampled with seed \(seed)")
  }

  private func marginalModes(
    _ X: DesignMatrix, _ samples: Int, _ seed: Int, _ thresholds: [Double]
  ) throws -> LabelDecisions {
    let isExact = labelCount <= Self.exactLimit
    let (p, nodes) = try countedMarginals(X, isExact, samples, seed)
    let labels = hardened(p, thresholds: thresholds)
    let C = labelCount
    let risk = (0..<X.rowCount).map { i in
      (0..<C).reduce(0) { $0 + (labels[i, $1] == 1 ? 1 - p[i, $1] : p[i, $1]) } / Double(C)
    }
    return LabelDecisions(
      labels: labels, loss: .hamming, risk: risk,
      nodes: nodes,
      probability: try jointProbabilities(X, of: labels),
      note: isExact
        ? probabilityNote
        : "marginals from \(samples) label sets sampled with seed \(seed)")
  }

  private func countedMarginals(
    _ X: DesignMatrix, _ isExact: Bool, _ samples: Int, _ seed: Int
  ) throws -> (Tensor, nodes: [Int]) {
    if isExact {
      return (
        try exactMarginals(X), Array(repeating: (1 << labelCount) - 1, count: X.rowCount)
      )
    }
    let rows = try AncestralSampling(LinkConditionals(self, X), samples: samples, seed: seed)
      .map { _, drawn in (drawn.marginals, drawn.nodes) }
    return (Tensor(rows.flatMap(\.0), Shape(X.rowCount, labelCount)), rows.map(\.1))
  }

  private func modes(
    _ words: [[UInt64]], _ probability: [Double], _ nodes: [Int], _ note: String
  ) -> LabelDecisions {
    let C = labelCount
    let labels = Tensor(
      words.flatMap { set in
        (0..<C).map { Double(set[$0 >> 6] >> UInt64($0 & 63) & 1) }
      }, Shape(words.count, C))
    return modes(labels, probability, nodes, note)
  }

  private func modes(
    _ labels: Tensor, _ probability: [Double], _ nodes: [Int], _ note: String
  ) -> LabelDecisions {
    LabelDecisions(
      labels: labels, loss: .zeroOne, risk: probability.map { max(0, 1 - $0) }, nodes: nodes,
      probability: probability, note: note)
  }
}

extension JointModel {
  /// The Bayes decision of each row for a loss: the answer whose expected loss is smallest.
  ///
  /// - Parameters:
  ///   - X: n×d inputs.
  ///   - loss: what is to be small on average.
  ///   - samples: label sets drawn a row where there are too many to enumerate.
  ///   - seed: what they are drawn from.
  /// - Returns: n answers.
  /// - Throws: `limit` for 0/1 loss of a chain past 20 labels and for Jaccard past 10.
  package func decide(
    _ X: DesignMatrix, for loss: DecisionLoss, samples: Int = 1000, seed: Int = 0
  ) throws -> LabelDecisions {
    if loss == .jaccard, labelCount > DecisionLoss.jaccardLimit {
      throw Failure(
        .limit,
        "the best label set for Jaccard is searched among all 2^C: expected at most "
          + "\(DecisionLoss.jaccardLimit) labels, found \(labelCount)",
        notes: ["loss=\"f1\" is close to it and needs no such search"])
    }
    if loss == .zeroOne,
      let chain = self as? FittedChain ?? (self as? FittedBinaryRelevance)?.chain
    {
      return try chain.decide(X, .exhaustive)
    }
    let rows = try mapJoint(X, samples: samples, seed: seed) { row in
      let answer = row.decision(loss)
      return (answer, row.risk(loss, of: answer), row.nodes, row.isExact)
    }
    let labels = Tensor(rows.flatMap(\.0), Shape(X.rowCount, labelCount))
    let isExact = rows.allSatisfy(\.3)
    return LabelDecisions(
      labels: labels, loss: loss, risk: rows.map(\.1), nodes: rows.map(\.2),
      probability: try jointProbabilities(X, of: labels),
      note: isExact
        ? "exact, from the joint distribution"
        : "from \(samples) label sets sampled with seed \(seed): \(labelCount) labels are too many "
          + "to enumerate")
  }
}

/// 1 where a probability is at least its label's threshold, else 0; one threshold serves all labels.
package func hardened(_ probabilities: Tensor, thresholds: [Double]) -> Tensor {
  var hard = probabilities
  let width = max(1, probabilities.columnCount)
  hard.withMutableElements { p in
    for i in p.indices {
      let threshold = thresholds.count == 1 ? thresholds[0] : thresholds[i % width]
      p[i] = p[i] >= threshold ? 1 : 0
    }
  }
  return hard
}
