package import Datasets
internal import Diagnostics
package import Learners
package import Stepping
package import Tensors

/// Random k-labelsets: a label powerset over each of several groups of labels, and a vote.
///
/// Overlapping groups are RAkELo, disjoint ones RAkELd. A label's vote is the mean over the groups
/// that hold it, of bits or of marginal probabilities. Tsoumakas, Katakis and Vlahavas, "Random
/// k-labelsets for multilabel classification", IEEE Transactions on Knowledge and Data Engineering
/// 23, 2011.
package struct GroupedPowerset: Conversion {
  package var base: any Learner
  /// k, the labels of a group that is drawn.
  package let size: Int
  package let grouping: LabelGrouping
  package let voting: Voting

  /// - Throws: `value` when k is below 1 or the threshold is no share.
  package init(
    _ base: any Learner, size: Int = 3,
    grouping: LabelGrouping = .overlapping(count: nil, seed: 0), voting: Voting = Voting()
  ) throws {
    guard size >= 1 else {
      throw Failure(.value, "expected groups of at least one label, found k=\(size)")
    }
    guard voting.threshold >= 0, voting.threshold <= 1 else {
      throw Failure(.value, "expected a threshold from 0 to 1, found \(voting.threshold)")
    }
    self.base = base
    self.size = size
    self.grouping = grouping
    self.voting = voting
  }

  package var summary: String {
    var parts = [base.summary]
    switch grouping {
    case .overlapping(let count, let seed):
      parts.append("k=\(size)")
      if let count { parts.append("m=\(count)") }
      if seed != 0 { parts.append("seed=\(seed)") }
    case .disjoint(let seed):
      parts += ["k=\(size)", "overlap=false"]
      if seed != 0 { parts.append("seed=\(seed)") }
    case .positions(let groups): parts.append("groups=\(groups)")
    case .names(let groups): parts.append("groups=\(groups)")
    }
    if voting.kind != .hard { parts.append("vote=\"\(voting.kind.rawValue)\"") }
    if voting.threshold != 0.5 { parts.append("threshold=\(voting.threshold)") }
    if !voting.admitsTies { parts.append("ties=0") }
    return "rakel(\(parts.joined(separator: ", ")))"
  }

  package func training(on data: Dataset) throws -> GroupedTraining {
    try GroupedTraining(self, data)
  }
}

/// One group of labels with the model of its label sets.
package struct LabelGroup: Sendable {
  /// Positions of its labels.
  package let labels: [Int]
  /// The label sets of these labels that occur, bit j being `labels[j]`.
  package let classes: PowersetClasses
  package let model: any FittedClassifier

  /// The votes on n rows: bits of the most probable class (of equals the smaller code), and the
  /// probability of each label.
  func votes(_ X: DesignMatrix) throws -> (bits: Tensor, marginals: Tensor) {
    let (n, K, width) = (X.rowCount, classes.count, labels.count)
    let entries = classes.sets.map(\.entries)
    var bits = Tensor(repeating: 0, Shape(n, width))
    var marginals = bits
    try model.probabilities(X).withElements { p in
      bits.withMutableElements { bits in
        marginals.withMutableElements { marginals in
          for i in 0..<n {
            var best = 0
            for k in 0..<K {
              let share = p[i * K + k]
              if share > p[i * K + best] { best = k }
              for j in 0..<width where entries[k][j] == 1 { marginals[i * width + j] += share }
            }
            for j in 0..<width {
              bits[i * width + j] = entries[best][j]
              marginals[i * width + j] = min(marginals[i * width + j], 1)
            }
          }
        }
      }
    }
    return (bits, marginals)
  }
}

/// A trained grouped powerset.
package struct FittedGroups: FittedMultiLabel {
  package let summary: String
  package let labelNames: [String]
  package let featureNames: [String]
  package let groups: [LabelGroup]
  package private(set) var voting: Voting

  /// The same groups with another vote.
  package func deciding(by voting: Voting) -> FittedGroups {
    var other = self
    other.voting = voting
    return other
  }

  /// Rows whose votes are counted at a time, so that memory does not grow with their number.
  private static let blockLength = 4096

  package var fits: [FitNote] {
    groups.enumerated().map { g, group in
      FitNote(name: "group g\(g + 1)", report: group.model.report, constant: nil)
    }
  }

  /// What every group says about n rows.
  package func votes(_ X: DesignMatrix) throws -> GroupVotes {
    try InputChecks.width(X, expected: featureCount)
    var (bits, marginals): ([Tensor], [Tensor]) = ([], [])
    for group in groups {
      try Interrupt.check()
      let votes = try group.votes(X)
      bits.append(votes.bits)
      marginals.append(votes.marginals)
    }
    return GroupVotes(
      groups: groups.map(\.labels), labelCount: labelCount, bits: bits, marginals: marginals)
  }

  /// Mean votes, n×C: of bits or of probabilities, as the model votes.
  package func probabilities(_ X: DesignMatrix) throws -> Tensor {
    if voting.kind == .hard, let means = try hardMeans(X) { return means }
    let n = X.rowCount
    guard n > Self.blockLength else { return try votes(X).means(voting.kind) }
    var parts: [Tensor] = []
    for start in stride(from: 0, to: n, by: Self.blockLength) {
      let rows = Array(start..<min(start + Self.blockLength, n))
      parts.append(try votes(X.rows(rows)).means(voting.kind))
    }
    return try Tensor.concat(parts, axis: 0)
  }

  package func predict(_ X: DesignMatrix) throws -> Tensor {
    decided(try probabilities(X), voting)
  }
}

extension FittedGroups: SteppedPredictor {
  package func predicting(_ X: DesignMatrix, truth: Tensor?) throws -> any Steppable {
    try VotePrediction(self, X, truth: truth)
  }
}
