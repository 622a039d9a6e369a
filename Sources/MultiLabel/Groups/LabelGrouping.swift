internal import Diagnostics
internal import Tensors

/// How labels are put into the groups of a grouped powerset.
package enum LabelGrouping: Sendable, Equatable {
  /// m different groups of k labels, drawn at random; `nil` stands for min(2C, C over k) groups.
  case overlapping(count: Int?, seed: Int)
  /// The labels in random order, cut into groups of k; the last one may be smaller.
  case disjoint(seed: Int)
  /// Groups of label positions.
  case positions([[Int]])
  /// Groups of label names.
  case names([[String]])

  /// More groups than this are a slip of the pen.
  private static let mostGroups = 100_000

  /// The groups for labels of these names, each a list of label positions.
  ///
  /// Groups that are drawn have their positions ascending; given ones keep their order.
  ///
  /// - Throws: `value` for sizes and counts out of range, empty groups, repeated labels and labels
  ///   in no group, `name` for an unknown label, `index` for a position out of range.
  package func groups(size k: Int, labels: [String]) throws -> [[Int]] {
    switch self {
    case .overlapping(let count, let seed):
      try checkSize(k, labels)
      return try drawn(count, k, labels.count, seed)
    case .disjoint(let seed):
      try checkSize(k, labels)
      let order = try LabelGrouping.generator(seed).permutation(labels.count)
      return stride(from: 0, to: order.count, by: k).map {
        order[$0..<min($0 + k, order.count)].sorted()
      }
    case .positions(let groups): return try checked(groups, labels)
    case .names(let groups):
      return try checked(groups.map { try $0.map { try labelPosition($0, labels) } }, labels)
    }
  }

  private static func generator(_ seed: Int) -> DrawnGroups {
    DrawnGroups(generator: RandomGenerator(seed: UInt64(bitPattern: Int64(seed))))
  }

  // MARK: - Checks

  private func checkSize(_ k: Int, _ labels: [String]) throws {
    guard k >= 1, k <= labels.count else {
      throw Failure(
        .value,
        "expected groups of 1 to \(labels.count) labels, as there are \(labels.count), found k=\(k)"
      )
    }
  }

  private func checked(_ groups: [[Int]], _ labels: [String]) throws -> [[Int]] {
    guard !groups.isEmpty else {
      throw Failure(.value, "expected at least one group of labels, found none")
    }
    var isHeld = [Bool](repeating: false, count: labels.count)
    for (g, group) in groups.enumerated() {
      guard !group.isEmpty else {
        throw Failure(.value, "expected labels in every group, found none in groups[\(g)]")
      }
      var seen: Set<Int> = []
      for c in group {
        guard labels.indices.contains(c) else {
          throw Failure(
            .index,
            "expected label positions from 0 to \(labels.count - 1), found \(c) in groups[\(g)]")
        }
        guard seen.insert(c).inserted else {
          throw Failure(
            .value,
            "expected every label once in a group, found '\(labels[c])' twice in groups[\(g)]")
        }
        isHeld[c] = true
      }
    }
    let left = labels.indices.filter { !isHeld[$0] }
    guard left.isEmpty else { throw LabelGrouping.inNoGroup(left.map { labels[$0] }) }
    return groups
  }

  private static func inNoGroup(_ names: [String]) -> Failure {
    let shown = names.prefix(6).map { "'\($0)'" }.joined(separator: ", ")
    let rest = names.count > 6 ? " and \(names.count - 6) more" : ""
    return Failure(
      .value, "expected every label in a group, found \(shown)\(rest) in none",
      notes: ["a label in no group has no votes: add a group that holds it"])
  }

  // MARK: - Drawing

  private func drawn(_ count: Int?, _ k: Int, _ C: Int, _ seed: Int) throws -> [[Int]] {
    let possible = binomial(C, k)
    let m = count ?? min(2 * C, possible)
    guard m >= 1, m <= possible else {
      throw Failure(
        .value,
        "expected 1 to \(possible) groups, as \(C) labels have \(possible) different groups of "
          + "\(k), found m=\(m)")
    }
    guard m <= LabelGrouping.mostGroups else {
      throw Failure(
        .limit, "expected at most \(LabelGrouping.mostGroups) groups, found m=\(m)")
    }
    let least = (C + k - 1) / k
    guard m >= least else {
      throw Failure(
        .value,
        "expected every label in a group, found that \(counted(m, "group")) of \(k) hold at most "
          + "\(m * k) of \(C) labels",
        notes: ["m=\(least) groups are the least that can hold all", "or choose a larger k"])
    }
    return try LabelGrouping.generator(seed).covering(m, of: k, from: C)
  }
}

/// Groups of labels from a seed, the same on every machine.
private struct DrawnGroups {
  var generator: RandomGenerator

  /// How often a whole sample is drawn anew because it left a label out.
  private static let attempts = 100

  func permutation(_ count: Int) throws -> [Int] {
    var copy = generator
    return try copy.permutation(count)
  }

  /// m different groups of k labels that together hold all C, where m · k ≥ C.
  ///
  /// Samples that leave a label out are drawn anew, so that all samples without such a gap are
  /// equally likely; when hardly any are, the labels are first cut into groups as for `.disjoint`,
  /// the last one filled up, and the rest is drawn.
  func covering(_ m: Int, of k: Int, from C: Int) throws -> [[Int]] {
    var copy = self
    for _ in 0..<Self.attempts {
      let groups = try copy.distinct(m, of: k, from: C, given: [])
      if Set(groups.joined()).count == C { return groups }
    }
    let order = try copy.generator.permutation(C)
    var first = stride(from: 0, to: C, by: k).map { Array(order[$0..<min($0 + k, C)]) }
    if let last = first.last, last.count < k {
      first[first.count - 1] = last + order.filter { !last.contains($0) }.prefix(k - last.count)
    }
    return try copy.distinct(m, of: k, from: C, given: first.map { $0.sorted() })
  }

  /// Groups that differ from each other, the given ones first.
  private mutating func distinct(
    _ m: Int, of k: Int, from C: Int, given: [[Int]]
  ) throws -> [[Int]] {
    var groups = given
    var seen = Set(given)
    while groups.count < m {
      try Interrupt.check()
      let group = draw(k, from: C)
      if seen.insert(group).inserted { groups.append(group) }
    }
    return groups
  }

  /// k different numbers below C, ascending (Floyd's way: as many draws as numbers).
  ///
  /// Bentley and Floyd, "Programming pearls: a sample of brilliance", Communications of the ACM 30,
  /// 1987.
  private mutating func draw(_ k: Int, from C: Int) -> [Int] {
    var chosen: Set<Int> = []
    for j in (C - k)..<C {
      let t = Int(generator.integer(below: UInt64(j + 1)))
      if !chosen.insert(t).inserted { chosen.insert(j) }
    }
    return chosen.sorted()
  }
}

/// C over k, or the largest number that an `Int` holds where it is larger.
func binomial(_ n: Int, _ k: Int) -> Int {
  var result = 1
  for i in 0..<min(k, n - k) {
    let (product, overflow) = result.multipliedReportingOverflow(by: n - i)
    if overflow { return .max }
    result = product / (i + 1)
  }
  return result
}
