internal import Diagnostics
internal import Glibc
internal import Tensors

/// What a beam of some width kept and cut at one link of one row.
package struct BeamLevel: Sendable, Equatable {
  /// A label prefix that was looked at.
  package struct Prefix: Sendable, Equatable {
    /// The links' labels so far, 0 or 1, in the order of the chain.
    package let labels: [Int]
    /// The product of the conditionals so far.
    package let joint: Double
    package let isKept: Bool
  }

  /// The label position of the link.
  package let label: Int
  /// In the order in which they were found.
  package let prefixes: [Prefix]
}

/// Beam search: the label prefixes of a row are extended link by link, and after each link only the
/// most probable `width` of them are kept.
///
/// With `width` ≥ 2^C nothing is cut and the search is exhaustive; with width 1 it is greedy. Of
/// equally probable prefixes the one is preferred that has the first label where they differ.
///
/// A. Kumar, S. Vembu, A. K. Menon, C. Elkan, *Beam Search Algorithms for Multilabel Learning*,
/// Machine Learning 92, 2013.
struct BeamSearch {
  let conditionals: LinkConditionals
  let width: Int
  /// The widest beam.
  static let widthLimit = 1 << 20

  /// The result of one row.
  struct Found: Sendable {
    /// The labels of the most probable prefix, one word after another.
    let words: [UInt64]
    let probability: Double
    /// Link evaluations.
    let nodes: Int
  }

  private var chain: FittedChain { conditionals.chain }

  /// Throws unless the width is from 1 to 2^20.
  init(_ conditionals: LinkConditionals, width: Int) throws {
    guard width >= 1, width <= Self.widthLimit else {
      throw Failure(
        .argument, "expected a beam width from 1 to \(Self.widthLimit), found \(width)",
        notes: ["width=1 is greedy, width=10 is often as good as the exhaustive search"])
    }
    self.conditionals = conditionals
    self.width = width
  }

  /// The result of every row.
  func run() throws -> [Found] {
    let C = chain.labelCount
    let widest = C < 20 ? min(width, 1 << C) : width
    return try mapRowBlocks(conditionals.rowCount, of: max(1, min(256, 8192 / widest))) { rows in
      try search(rows)
    }
  }

  /// The result of one row with all that was looked at.
  func traced(_ row: Int) throws -> (found: Found, levels: [BeamLevel]) {
    var levels: [BeamLevel] = []
    let found = try search(row..<row + 1) { levels.append($0) }
    return (found[0], levels)
  }

  // MARK: - The beam of a block of rows

  /// Prefixes under consideration, those of one row side by side.
  private struct Beam {
    var rows: [Int] = []
    var prefixes: LabelSetList
    /// Products of conditionals, times 2^(500 · shift of the row).
    var joints: [Double] = []
  }

  /// A prefix that may be kept.
  private struct Candidate {
    let node: Int
    let hasLabel: Bool
    let joint: Double
    /// Whether its last label is the one that greedy search would choose.
    let isPreferred: Bool
  }

  private func search(
    _ rows: Range<Int>, _ trace: ((BeamLevel) -> Void)? = nil
  ) throws -> [Found] {
    var beam = Beam(
      rows: Array(rows), prefixes: LabelSetList(labelCount: chain.labelCount, count: rows.count),
      joints: [Double](repeating: 1, count: rows.count))
    var nodes = [Int](repeating: 0, count: rows.count)
    var shifts = nodes
    for c in chain.order {
      try Interrupt.check()
      let p = try conditionals.probabilities(c, rows: beam.rows, prefixes: beam.prefixes)
      var next = Beam(prefixes: LabelSetList(labelCount: chain.labelCount))
      var start = 0
      while start < beam.rows.count {
        var end = start
        while end < beam.rows.count, beam.rows[end] == beam.rows[start] { end += 1 }
        let place = beam.rows[start] - rows.lowerBound
        nodes[place] += end - start
        var candidates = extended(start..<end, p, beam.joints)
        let kept = selected(&candidates, beam.prefixes)
        if let trace { trace(level(c, candidates, kept, beam)) }
        let scale = rescaling(candidates[..<kept], &shifts[place])
        for candidate in candidates[..<kept] {
          append(candidate, c, to: &next, from: beam, scale)
        }
        start = end
      }
      beam = next
    }
    return best(beam, rows, nodes, shifts)
  }

  private func extended(
    _ range: Range<Int>, _ p: [Double], _ joints: [Double]
  ) -> [Candidate] {
    var candidates: [Candidate] = []
    candidates.reserveCapacity(2 * range.count)
    for node in range {
      let (one, zero) = (joints[node] * p[node], joints[node] * (1 - p[node]))
      let prefersOne = p[node] >= 0.5
      candidates.append(
        Candidate(node: node, hasLabel: true, joint: one, isPreferred: prefersOne))
      candidates.append(
        Candidate(node: node, hasLabel: false, joint: zero, isPreferred: !prefersOne))
    }
    return candidates
  }

  /// Brings the candidates to keep to the front and returns how many they are.
  private func selected(_ candidates: inout [Candidate], _ prefixes: LabelSetList) -> Int {
    guard candidates.count > width else { return candidates.count }
    candidates.sort { precedes($0, $1, prefixes) }
    return width
  }

  private func precedes(_ a: Candidate, _ b: Candidate, _ prefixes: LabelSetList) -> Bool {
    if a.joint != b.joint { return a.joint > b.joint }
    if a.node == b.node { return a.isPreferred && !b.isPreferred }
    return comesFirst(prefixes, a.node, b.node)
  }

  /// Whether set a has the first label, in the order of the chain, where it differs from set b.
  private func comesFirst(_ sets: LabelSetList, _ a: Int, _ b: Int) -> Bool {
    for c in chain.order where sets.contains(a, c) != sets.contains(b, c) {
      return sets.contains(a, c)
    }
    return false
  }

  /// The factor, a power of two and so exact, that keeps the products of long chains from vanishing.
  private func rescaling(_ kept: ArraySlice<Candidate>, _ shift: inout Int) -> Double {
    let most = kept.reduce(0) { max($0, $1.joint) }
    guard most > 0, most < 0x1p-500 else { return 1 }
    shift += 1
    return 0x1p500
  }

  private func append(
    _ candidate: Candidate, _ c: Int, to next: inout Beam, from beam: Beam, _ scale: Double
  ) {
    next.rows.append(beam.rows[candidate.node])
    next.prefixes.append(candidate.node, of: beam.prefixes)
    if candidate.hasLabel { next.prefixes.insert(c, into: next.rows.count - 1) }
    next.joints.append(candidate.joint * scale)
  }

  private func best(
    _ beam: Beam, _ rows: Range<Int>, _ nodes: [Int], _ shifts: [Int]
  ) -> [Found] {
    var chosen = [Int](repeating: -1, count: rows.count)
    for (node, row) in beam.rows.enumerated() {
      let place = row - rows.lowerBound
      let other = chosen[place]
      guard other >= 0 else {
        chosen[place] = node
        continue
      }
      let wins =
        beam.joints[node] == beam.joints[other]
        ? isBetterTie(node, other, beam) : beam.joints[node] > beam.joints[other]
      if wins { chosen[place] = node }
    }
    return chosen.enumerated().map { place, node in
      let stride = beam.prefixes.stride
      return Found(
        words: Array(beam.prefixes.words[node * stride..<(node + 1) * stride]),
        probability: scalbn(beam.joints[node], Int32(-500 * shifts[place])),
        nodes: nodes[place])
    }
  }

  private func isBetterTie(_ node: Int, _ other: Int, _ beam: Beam) -> Bool {
    comesFirst(beam.prefixes, node, other)
  }

  private func level(
    _ c: Int, _ candidates: [Candidate], _ kept: Int, _ beam: Beam
  ) -> BeamLevel {
    let depth = chain.order.prefix { $0 != c }
    let prefixes = candidates.enumerated().map { rank, candidate in
      BeamLevel.Prefix(
        labels: depth.map { beam.prefixes.contains(candidate.node, $0) ? 1 : 0 }
          + [candidate.hasLabel ? 1 : 0],
        joint: candidate.joint, isKept: rank < kept)
    }
    return BeamLevel(label: c, prefixes: prefixes)
  }
}
