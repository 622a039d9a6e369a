package import Tensors

/// How the votes of groups become a decision.
package struct Voting: Sendable, Equatable {
  /// What a group's vote on a label is.
  package enum Kind: String, Sendable, CaseIterable {
    /// The bit of the most probable class: 0 or 1.
    case hard
    /// The probability of the label: the sum over the classes that hold it.
    case soft
  }

  package var kind: Kind
  /// The mean vote from which on a label counts as present.
  package var threshold: Double
  /// Whether a mean vote that equals the threshold counts as present.
  package var admitsTies: Bool

  package init(_ kind: Kind = .hard, threshold: Double = 0.5, admitsTies: Bool = true) {
    self.kind = kind
    self.threshold = threshold
    self.admitsTies = admitsTies
  }

  /// 1 where a mean vote lets a label in, else 0.
  package func decision(_ mean: Double) -> Double {
    (admitsTies ? mean >= threshold : mean > threshold) ? 1 : 0
  }

  /// `≥` or `>`.
  var sign: String { admitsTies ? "≥" : ">" }
}

/// What every group says about every row.
package struct GroupVotes: Sendable {
  /// Label positions of each group.
  package let groups: [[Int]]
  /// C; every label is in a group.
  package let labelCount: Int
  /// n×|g| a group: the bits of its most probable class.
  package let bits: [Tensor]
  /// n×|g| a group: the probability of each of its labels.
  package let marginals: [Tensor]

  /// Votes as they are; without marginals the bits stand for them.
  package init(groups: [[Int]], labelCount: Int, bits: [Tensor], marginals: [Tensor]? = nil) {
    self.groups = groups
    self.labelCount = labelCount
    self.bits = bits
    self.marginals = marginals ?? bits
  }

  /// n.
  package var rowCount: Int { bits.first?.rowCount ?? 0 }

  /// A group's votes of one kind, n×|g|.
  package func votes(_ group: Int, _ kind: Voting.Kind) -> Tensor {
    kind == .hard ? bits[group] : marginals[group]
  }

  /// The groups that hold a label, with its place inside each.
  package func holders(of label: Int) -> [(group: Int, place: Int)] {
    groups.indices.compactMap { g in
      groups[g].firstIndex(of: label).map { (group: g, place: $0) }
    }
  }

  /// n×C mean votes: the sum over the groups that hold a label, in their order, by their number.
  package func means(_ kind: Voting.Kind) -> Tensor {
    let (n, C) = (rowCount, labelCount)
    var counts = [Double](repeating: 0, count: C)
    for group in groups { for c in group { counts[c] += 1 } }
    var sums = Tensor(repeating: 0, Shape(n, C))
    sums.withMutableElements { sum in
      for (g, group) in groups.enumerated() {
        let width = group.count
        votes(g, kind).withElements { vote in
          for i in 0..<n {
            for (place, c) in group.enumerated() { sum[i * C + c] += vote[i * width + place] }
          }
        }
      }
      for i in 0..<n { for c in 0..<C { sum[i * C + c] /= max(counts[c], 1) } }
    }
    return sums
  }

  /// The first `count` groups alone, for a look at a vote under way.
  func prefix(_ count: Int) -> GroupVotes {
    GroupVotes(
      groups: Array(groups.prefix(count)), labelCount: labelCount,
      bits: Array(bits.prefix(count)), marginals: Array(marginals.prefix(count)))
  }

  /// How many pairs of labels some group holds together.
  package var coveredPairs: Int { pairs.count }

  /// Pairs of labels that no group holds together, at most `limit` of them.
  package func missingPairs(limit: Int) -> [(Int, Int)] {
    let held = pairs
    var missing: [(Int, Int)] = []
    for a in 0..<labelCount {
      for b in (a + 1)..<max(labelCount, a + 1) where !held.contains(a * labelCount + b) {
        missing.append((a, b))
        if missing.count == limit { return missing }
      }
    }
    return missing
  }

  private var pairs: Set<Int> {
    var held: Set<Int> = []
    for group in groups {
      for a in group { for b in group where a < b { held.insert(a * labelCount + b) } }
    }
    return held
  }
}

/// 1 where a mean vote lets a label in, else 0.
package func decided(_ means: Tensor, _ voting: Voting) -> Tensor {
  var hard = means
  hard.withMutableElements { p in
    for i in p.indices { p[i] = voting.decision(p[i]) }
  }
  return hard
}
