internal import Diagnostics
internal import Learners
internal import Tensors

/// A random permutation of 0 ..< count, the same on every machine.
func shuffledPositions(_ count: Int, seed: Int) -> [Int] {
  var generator = RandomGenerator(seed: UInt64(bitPattern: Int64(seed)))
  var list = Array(0..<count)
  list.shuffle(&generator)
  return list
}

/// Ancestral sampling: label sets drawn link by link from the conditionals.
///
/// Samples that share a prefix share its link evaluation. Every row uses the same uniform numbers,
/// so that what is drawn for a row depends on the row and the seed, not on its place among others.
///
/// K. Dembczyński, W. Waegeman, E. Hüllermeier, *An Analysis of Chaining in Multi-Label
/// Classification*, ECAI 2012; J. Read, L. Martino, D. Luengo, *Efficient Monte Carlo Methods for
/// Multi-Dimensional Learning with Classifier Chains*, Pattern Recognition 47, 2014.
struct AncestralSampling {
  let conditionals: LinkConditionals
  let samples: Int
  let seed: Int
  /// The most samples a row.
  static let limit = 1_000_000

  /// The distinct label sets drawn for one row.
  struct Drawn: Sendable {
    /// Those with the first label of the chain first.
    var sets: LabelSetList
    /// How often each was drawn.
    var counts: [Int] = []
    /// The product of the conditionals of each.
    var probabilities: [Double] = []
    /// Estimates of p(y_c = 1): the mean of each link's P(1) over the samples.
    var marginals: [Double]
    /// Link evaluations.
    var nodes = 0
  }

  private var chain: FittedChain { conditionals.chain }

  /// Throws unless there are 1 to 1,000,000 samples.
  init(_ conditionals: LinkConditionals, samples: Int, seed: Int) throws {
    guard samples >= 1, samples <= Self.limit else {
      throw Failure(
        .argument, "expected 1 to \(Self.limit) samples, found \(samples)")
    }
    self.conditionals = conditionals
    self.samples = samples
    self.seed = seed
  }

  /// One result a row.
  func map<R>(_ body: (_ row: Int, Drawn) throws -> R) throws -> [R] {
    let length = max(1, min(64, (1 << 16) / samples))
    return try mapRowBlocks(conditionals.rowCount, of: length) { rows in
      try draw(rows).enumerated().map { try body(rows.lowerBound + $0, $1) }
    }
  }

  /// Prefixes that occur among the samples of a block of rows, those of one row side by side.
  private struct Frontier {
    var rows: [Int]
    var prefixes: LabelSetList
    var joints: [Double]
    /// Which samples each prefix stands for: its part of `samples`.
    var ends: [Int]
    var samples: [Int32]
  }

  private func draw(_ rows: Range<Int>) throws -> [Drawn] {
    let C = chain.labelCount
    var frontier = Frontier(
      rows: Array(rows), prefixes: LabelSetList(labelCount: C, count: rows.count),
      joints: [Double](repeating: 1, count: rows.count),
      ends: rows.indices.map { ($0 - rows.lowerBound + 1) * samples },
      samples: rows.flatMap { _ in (0..<Int32(samples)) })
    var results = rows.map { _ in
      Drawn(
        sets: LabelSetList(labelCount: C), marginals: [Double](repeating: 0, count: C))
    }
    var uniform = [Double](repeating: 0, count: samples)
    for (t, c) in chain.order.enumerated() {
      try Interrupt.check()
      var generator = RandomGenerator(
        seed: UInt64(bitPattern: Int64(seed)), stream: UInt64(t))
      for i in uniform.indices { uniform[i] = generator.uniform() }
      let p = try conditionals.probabilities(c, rows: frontier.rows, prefixes: frontier.prefixes)
      frontier = split(frontier, c, p, uniform, rows, &results)
    }
    collect(frontier, rows, &results)
    return results
  }

  /// Parts the samples of each prefix by whether the next label was drawn.
  private func split(
    _ old: Frontier, _ c: Int, _ p: [Double], _ uniform: [Double], _ rows: Range<Int>,
    _ results: inout [Drawn]
  ) -> Frontier {
    var new = Frontier(
      rows: [], prefixes: LabelSetList(labelCount: chain.labelCount), joints: [], ends: [],
      samples: [])
    new.samples.reserveCapacity(old.samples.count)
    var start = 0
    for (node, row) in old.rows.enumerated() {
      let part = old.samples[start..<old.ends[node]]
      start = old.ends[node]
      let place = row - rows.lowerBound
      results[place].nodes += 1
      results[place].marginals[c] += p[node] * Double(part.count)
      for hasLabel in [true, false] {
        let before = new.samples.count
        for s in part where (uniform[Int(s)] < p[node]) == hasLabel { new.samples.append(s) }
        guard new.samples.count > before else { continue }
        new.rows.append(row)
        new.prefixes.append(node, of: old.prefixes)
        if hasLabel { new.prefixes.insert(c, into: new.rows.count - 1) }
        new.joints.append(old.joints[node] * (hasLabel ? p[node] : 1 - p[node]))
        new.ends.append(new.samples.count)
      }
    }
    return new
  }

  private func collect(_ frontier: Frontier, _ rows: Range<Int>, _ results: inout [Drawn]) {
    var start = 0
    for (node, row) in frontier.rows.enumerated() {
      let place = row - rows.lowerBound
      results[place].sets.append(node, of: frontier.prefixes)
      results[place].counts.append(frontier.ends[node] - start)
      results[place].probabilities.append(frontier.joints[node])
      start = frontier.ends[node]
    }
    for place in results.indices {
      for c in results[place].marginals.indices {
        results[place].marginals[c] =
          chain.links[c].constant ?? min(1, results[place].marginals[c] / Double(samples))
      }
    }
  }
}

extension FittedChain {
  /// Marginals as the mean of P(1) over label sets drawn link by link.
  ///
  /// Averaging each link's probability, not its draw, leaves the same mean with less noise.
  func sampledMarginals(_ X: DesignMatrix, samples: Int, seed: Int) throws -> Tensor {
    let sampling = try AncestralSampling(
      LinkConditionals(self, X), samples: samples, seed: seed)
    let rows = try sampling.map { _, drawn in drawn.marginals }
    return Tensor(Array(rows.joined()), Shape(X.rowCount, labelCount))
  }
}
