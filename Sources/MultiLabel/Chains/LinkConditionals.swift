internal import Learners
internal import Tensors

/// What the links of a chain say of many rows: P(1) of a link for given labels before it.
///
/// Whatever search asks, the same numbers answer: the inputs' part of the log odds is computed once
/// for all rows, labels add their weights in ascending order, and one vectorised sigmoid follows. So
/// searches that visit the same label sets agree bit for bit.
struct LinkConditionals: Sendable {
  let chain: FittedChain
  let X: DesignMatrix
  /// By label position, ascending.
  let parents: [[Int]]
  /// n×C inputs' parts of the log odds; `nil` unless all links are linear or constant.
  private let scores: [Double]?
  /// By label position, weights by parent in the order of `parents`.
  private let weights: [[Double]]

  /// Throws unless the inputs suit the chain.
  init(_ chain: FittedChain, _ X: DesignMatrix) throws {
    try InputChecks.width(X, expected: chain.featureCount)
    self.chain = chain
    self.X = X
    parents = chain.parents.map { $0.sorted() }
    scores = try inputScores(chain.links, X, featureCount: chain.featureCount)?.elements
    weights = chain.labelNames.indices.map { c in
      let own = chain.links[c].linear.map { Array($0.weights.suffix(chain.parents[c].count)) } ?? []
      let byLabel = zip(chain.parents[c], own).sorted { $0.0 < $1.0 }
      return byLabel.map(\.1)
    }
  }

  var rowCount: Int { X.rowCount }
  var labelCount: Int { chain.labelCount }

  /// P(1) of link c for rows whose earlier labels are given, one a prefix.
  ///
  /// - Parameters:
  ///   - c: a label position.
  ///   - rows: the row of each prefix.
  ///   - prefixes: labels decided so far; those of later links are not in the sets.
  /// - Returns: one probability a prefix.
  /// - Throws: what the link's model throws.
  func probabilities(_ c: Int, rows: [Int], prefixes: LabelSetList) throws -> [Double] {
    if let constant = chain.links[c].constant {
      return [Double](repeating: constant, count: rows.count)
    }
    guard let scores, chain.links[c].linear != nil else {
      return try appended(c, rows: rows) { node, parent in prefixes.contains(node, parent) }
    }
    var byLabel = [Double](repeating: 0, count: labelCount)
    for (parent, weight) in zip(parents[c], weights[c]) { byLabel[parent] = weight }
    var z = [Double](repeating: 0, count: rows.count)
    for (node, row) in rows.enumerated() {
      var offset = 0.0
      prefixes.forEachLabel(node) { offset += byLabel[$0] }
      z[node] = scores[row * labelCount + c] + offset
    }
    z.withUnsafeMutableBufferPointer { z in
      guard let base = z.baseAddress else { return }
      apply(.sigmoid, base, into: base, count: z.count)
    }
    return z
  }

  /// What each setting of a link's parents adds to its log odds: 2^k numbers, bit j of a setting
  /// being the j-th parent in ascending order; empty unless the link is linear.
  func settingOffsets(_ c: Int) -> [Double] {
    guard scores != nil, chain.links[c].linear != nil else { return [] }
    var offsets = [0.0]
    for weight in weights[c] { offsets += offsets.map { $0 + weight } }
    return offsets
  }

  /// P(1) of link c for every setting of its parents, rows × 2^k.
  func table(_ c: Int, rows: Range<Int>, offsets: [Double]) throws -> [Double] {
    let settings = 1 << parents[c].count
    if let constant = chain.links[c].constant {
      return [Double](repeating: constant, count: rows.count * settings)
    }
    guard let scores, !offsets.isEmpty else { return try appendedTable(c, rows, settings) }
    let width = labelCount
    return [Double](unsafeUninitializedCapacity: rows.count * settings) { out, count in
      offsets.withUnsafeBufferPointer { offsets in
        for (i, row) in rows.enumerated() {
          let z = scores[row * width + c]
          for s in 0..<settings { out[i * settings + s] = z + offsets[s] }
        }
      }
      if let base = out.baseAddress {
        apply(.sigmoid, base, into: base, count: rows.count * settings)
      }
      count = rows.count * settings
    }
  }

  /// The same for a link of any kind: its model is asked for some thousand settings at a time.
  private func appendedTable(
    _ c: Int, _ rows: Range<Int>, _ settings: Int
  ) throws -> [Double] {
    var table: [Double] = []
    table.reserveCapacity(rows.count * settings)
    let pairs = rows.count * settings
    for start in stride(from: 0, to: pairs, by: 4096) {
      try Interrupt.check()
      let chunk = start..<min(pairs, start + 4096)
      table += try appended(c, rows: chunk.map { rows.lowerBound + $0 / settings }) {
        node, parent in
        let setting = (start + node) % settings
        return setting >> (parents[c].firstIndex(of: parent) ?? 0) & 1 == 1
      }
    }
    return table
  }

  /// P(1) of link c from its model, with parents' labels behind the inputs.
  private func appended(
    _ c: Int, rows: [Int], _ holds: (Int, Int) -> Bool
  ) throws -> [Double] {
    let own = chain.parents[c]
    let inputs = try X.rows(rows)
    guard !own.isEmpty else { return try chain.links[c].probabilities(inputs) }
    let labels = Tensor(Shape(rows.count, own.count)) { out in
      for node in rows.indices {
        for (j, parent) in own.enumerated() {
          out[node * own.count + j] = holds(node, parent) ? 1 : 0
        }
      }
    }
    return try chain.links[c].probabilities(inputs.appending(labels))
  }
}
