internal import Learners
package import Tensors

/// The distribution of one row's label sets: all that can occur with their probabilities, or those
/// that were sampled with their shares.
package struct LabelDistribution: Sendable {
  /// Each set once.
  package let sets: LabelSetList
  /// One a set; they sum to 1.
  package let probabilities: [Double]
  /// Whether these are the model's own probabilities, not shares of samples.
  package let isExact: Bool
  /// Evaluations of links, or of classes, behind it.
  package let nodes: Int

  package var labelCount: Int { sets.labelCount }

  /// The probabilities of all 2^C label sets by their codes.
  package init(labelCount: Int, byCode probabilities: [Double]) {
    self.init(
      sets: LabelSetList(labelCount: labelCount, codes: probabilities.indices.map(UInt64.init)),
      probabilities: probabilities, isExact: true, nodes: probabilities.count - 1)
  }

  init(sets: LabelSetList, probabilities: [Double], isExact: Bool, nodes: Int) {
    self.sets = sets
    self.probabilities = probabilities
    self.isExact = isExact
    self.nodes = nodes
  }

  /// The position of the most probable set; of equals the first, in a powerset the smaller code.
  var mode: Int {
    var best = 0
    for s in probabilities.indices where probabilities[s] > probabilities[best] { best = s }
    return best
  }

  /// Positions in `sets`, the most probable first; of equals the one with the smaller code.
  package var ranking: [Int] {
    (0..<sets.count).sorted { a, b in
      if probabilities[a] != probabilities[b] { return probabilities[a] > probabilities[b] }
      for w in (0..<sets.stride).reversed() {
        let (x, y) = (sets.words[a * sets.stride + w], sets.words[b * sets.stride + w])
        if x != y { return x < y }
      }
      return false
    }
  }

  /// p(y_c = 1) of each label.
  package var marginals: [Double] {
    var sums = [Double](repeating: 0, count: labelCount)
    for s in probabilities.indices {
      sets.forEachLabel(s) { sums[$0] += probabilities[s] }
    }
    return sums.map { min($0, 1) }
  }

  /// The probability of a set of labels, given as its entries 0 and 1; 0 when it does not occur.
  package func probability(of entries: [Double]) -> Double {
    var wanted = LabelSetList(labelCount: labelCount, count: 1)
    for (c, y) in entries.enumerated() where y == 1 { wanted.insert(c, into: 0) }
    for s in probabilities.indices
    where sets.words[s * sets.stride..<(s + 1) * sets.stride].elementsEqual(wanted.words) {
      return probabilities[s]
    }
    return 0
  }
}

/// A trained model that gives whole label sets their probabilities.
package protocol JointModel: FittedMultiLabel {
  /// One result a row from the row's distribution, in fixed blocks of rows.
  ///
  /// - Parameters:
  ///   - X: n×d inputs.
  ///   - samples: how many label sets are drawn a row where there are too many to enumerate.
  ///   - seed: what they are drawn from.
  ///   - body: is given the rows' distributions, perhaps on several threads.
  /// - Returns: n results.
  /// - Throws: when the inputs do not suit, and what `body` throws.
  func mapJoint<R>(
    _ X: DesignMatrix, samples: Int, seed: Int, _ body: (LabelDistribution) throws -> R
  ) throws -> [R]

  /// The probability of one given label set a row, n×C, exact however many labels there are.
  func jointProbabilities(_ X: DesignMatrix, of labels: Tensor) throws -> [Double]
}

extension FittedChain: JointModel {
  package func mapJoint<R>(
    _ X: DesignMatrix, samples: Int, seed: Int, _ body: (LabelDistribution) throws -> R
  ) throws -> [R] {
    guard labelCount <= Self.exactLimit else {
      return try AncestralSampling(LinkConditionals(self, X), samples: samples, seed: seed)
        .map { _, drawn in
          try body(
            LabelDistribution(
              sets: drawn.sets, probabilities: drawn.counts.map { Double($0) / Double(samples) },
              isExact: false, nodes: drawn.nodes))
        }
    }
    let joint = try enumeration(X, limit: Self.exactLimit, "the joint distribution")
    let sets = LabelSetList(labelCount: labelCount, codes: joint.codes)
    return try mapRowBlocks(X.rowCount, of: joint.blockLength) { rows in
      var results: [R] = []
      try joint.forEachRow(rows) { _, probabilities, _ in
        results.append(
          try body(
            LabelDistribution(
              sets: sets, probabilities: Array(probabilities), isExact: true,
              nodes: probabilities.count - 1)))
      }
      return results
    }
  }

  package func jointProbabilities(_ X: DesignMatrix, of labels: Tensor) throws -> [Double] {
    products(try linkProbabilities(X, parents: labels), labels)
  }

  /// The product of the links' probabilities of each row's labels.
  func products(_ p: Tensor, _ labels: Tensor) -> [Double] {
    let C = labelCount
    return p.withElements { p in
      labels.withElements { y in
        (0..<labels.rowCount).map { i in
          order.reduce(1) { product, c in
            product * (y[i * C + c] == 1 ? p[i * C + c] : 1 - p[i * C + c])
          }
        }
      }
    }
  }
}

extension FittedBinaryRelevance: JointModel {
  /// The chain without parents that is the same model.
  package var chain: FittedChain {
    FittedChain(
      summary: summary, labelNames: labelNames, featureNames: featureNames,
      order: Array(labelNames.indices), parents: labelNames.map { _ in [] }, links: models)
  }

  package func mapJoint<R>(
    _ X: DesignMatrix, samples: Int, seed: Int, _ body: (LabelDistribution) throws -> R
  ) throws -> [R] { try chain.mapJoint(X, samples: samples, seed: seed, body) }

  package func jointProbabilities(_ X: DesignMatrix, of labels: Tensor) throws -> [Double] {
    try chain.jointProbabilities(X, of: labels)
  }
}

extension FittedPowerset: JointModel {
  package func mapJoint<R>(
    _ X: DesignMatrix, samples: Int, seed: Int, _ body: (LabelDistribution) throws -> R
  ) throws -> [R] {
    let p = try model.probabilities(X)
    var sets = LabelSetList(labelCount: labelCount, count: classes.count)
    for (k, set) in classes.sets.enumerated() {
      for c in 0..<labelCount where set.contains(c) { sets.insert(c, into: k) }
    }
    let (K, all) = (classes.count, sets)
    return try mapRowBlocks(X.rowCount, of: 64) { rows in
      try rows.map { i in
        try body(
          LabelDistribution(
            sets: all, probabilities: p.withElements { Array($0[i * K..<(i + 1) * K]) },
            isExact: true, nodes: K))
      }
    }
  }

  package func jointProbabilities(_ X: DesignMatrix, of labels: Tensor) throws -> [Double] {
    let p = try model.probabilities(X)
    let wanted = LabelSet.rows(of: labels)
    return wanted.indices.map { i in
      classes.number(of: wanted[i]).map { p[i, $0] } ?? 0
    }
  }
}
