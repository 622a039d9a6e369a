internal import Diagnostics

/// What counts are averaged over.
package enum Average: String, Sendable, CaseIterable {
  case samples, micro, macro, weighted, none

  /// Reads an average by its name.
  package init(named name: String) throws {
    guard let known = Average(rawValue: name) else {
      throw Failure(
        .value,
        "expected average \"samples\", \"micro\", \"macro\", \"weighted\" or \"none\", "
          + "found \"\(name)\"",
        notes: nearNames(to: name, among: Average.allCases.map(\.rawValue)).prefix(1).map {
          "did you mean \"\($0)\"?"
        })
    }
    self = known
  }
}

/// A score of a predicted set ỹ against a true set y.
package enum SetScore: String, Sendable, CaseIterable {
  /// |y ∩ ỹ| / |ỹ|
  case precision
  /// |y ∩ ỹ| / |y|
  case recall
  /// 2 |y ∩ ỹ| / (|y| + |ỹ|)
  case f1
  /// |y ∩ ỹ| / |y ∪ ỹ|
  case jaccard

  /// Numerator and denominator.
  package func fraction(_ counts: LabelCounts) -> (Int, Int) {
    let hit = counts.truePositives
    return switch self {
    case .precision: (hit, counts.predicted)
    case .recall: (hit, counts.support)
    case .f1: (2 * hit, counts.predicted + counts.support)
    case .jaccard: (hit, hit + counts.wrong)
    }
  }

  /// The score, and whether it was 0/0 and had to be agreed upon.
  package func value(
    _ counts: LabelCounts, _ convention: UndefinedConvention = .sklearn
  )
    -> (value: Double, isUndefined: Bool)
  {
    let (top, bottom) = fraction(counts)
    guard bottom == 0 else { return (Double(top) / Double(bottom), false) }
    let bothEmpty = counts.support == 0 && counts.predicted == 0
    return (convention.value(of: self, bothEmpty: bothEmpty), true)
  }

  /// The mean over samples or labels (one value a label for `.none`), and how many cases were 0/0.
  ///
  /// `weighted` weighs labels by their positives in the truth. NaN, from a convention that asks for
  /// it, is left out of means.
  package func average(
    _ tally: LabelTally, _ average: Average, _ convention: UndefinedConvention = .sklearn
  ) -> (values: [Double], undefined: Int) {
    let groups: [LabelCounts]
    switch average {
    case .samples: groups = tally.samples
    case .micro: groups = [tally.overall]
    case .macro, .weighted, .none: groups = tally.labels
    }
    let scores = groups.map { value($0, convention) }
    let undefined = scores.count { $0.isUndefined }
    if average == .none { return (scores.map(\.value), undefined) }
    let weights = groups.map { average == .weighted ? Double($0.support) : 1 }
    return ([Self.mean(scores.map(\.value), weights)], undefined)
  }

  private static func mean(_ values: [Double], _ weights: [Double]) -> Double {
    var (sum, total) = (0.0, 0.0)
    for (value, weight) in zip(values, weights) where !value.isNaN {
      sum += weight * value
      total += weight
    }
    if total > 0 { return sum / total }
    return values.allSatisfy(\.isNaN) ? .nan : 0
  }
}
