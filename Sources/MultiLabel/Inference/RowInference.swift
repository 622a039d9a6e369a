internal import Learners
internal import Tensors

/// What each way to decide makes of one row, as far as an inference run has come.
struct RowInference: Sendable {
  /// One way to decide and what it found.
  struct Method: Sendable {
    let name: String
    /// By label position.
    let labels: [Double]
    let probability: Double
    /// Link evaluations.
    let nodes: Int
  }

  let row: Int
  let chain: FittedChain
  let conditionals: LinkConditionals
  var greedy: Method?
  var beam: Method?
  /// What the beam looked at, link by link.
  var levels: [BeamLevel] = []
  /// Absent past 20 labels.
  var exact: Method?
  var byLabel: Method?
  /// p(y_c = 1), by label position; once label by label is decided.
  var marginals: [Double] = []

  init(_ chain: FittedChain, _ X: DesignMatrix, row: Int) throws {
    self.row = row
    self.chain = chain
    conditionals = try LinkConditionals(chain, X.rows([row]))
  }

  var canEnumerate: Bool { chain.labelCount <= FittedChain.exhaustiveLimit }

  /// Whether marginals are exact.
  var hasExactMarginals: Bool { chain.labelCount <= FittedChain.exactLimit }

  var methods: [Method] { [greedy, beam, exact, byLabel].compactMap { $0 } }

  /// The best answer known: the exact one, else the beam's.
  var best: Method? { exact ?? beam }

  // MARK: - Stages, by the functions that predict uses

  mutating func decideGreedily() throws {
    greedy = try method("greedy", .greedy)
  }

  mutating func searchBeam(width: Int) throws {
    let search = try BeamSearch(conditionals, width: width)
    let (found, levels) = try search.traced(0)
    self.levels = levels
    let labels = (0..<chain.labelCount).map { Double(found.words[$0 >> 6] >> UInt64($0 & 63) & 1) }
    beam = Method(
      name: "beam \(width)", labels: labels, probability: found.probability, nodes: found.nodes)
  }

  mutating func searchAll() throws {
    guard canEnumerate else { return }
    exact = try method("exact", .exhaustive)
  }

  mutating func decideByLabel() throws {
    byLabel = try method("label-wise", .marginals(samples: 1000, seed: 0))
    marginals = try chain.probabilities(conditionals.X).elements
  }

  private func method(_ name: String, _ inference: ChainInference) throws -> Method {
    let found = try chain.decide(conditionals.X, inference)
    return Method(
      name: name, labels: found.labels.elements, probability: found.probability[0],
      nodes: found.nodes[0])
  }

  // MARK: - Figures

  /// The expected Hamming loss of an answer, from the marginals.
  func expectedHamming(_ labels: [Double]) -> Double {
    zip(labels, marginals).reduce(0) { $0 + ($1.0 == 1 ? 1 - $1.1 : $1.1) }
      / Double(max(1, labels.count))
  }

  /// P(1) of the t-th link, the links before it having the given labels.
  func conditional(_ t: Int, after prefix: [Int]) throws -> Double {
    var set = LabelSetList(labelCount: chain.labelCount, count: 1)
    for (place, label) in prefix.enumerated() where label == 1 {
      set.insert(chain.order[place], into: 0)
    }
    return try conditionals.probabilities(chain.order[t], rows: [0], prefixes: set)[0]
  }

  /// The largest joint probability of a label set that begins with each of some prefixes.
  func bestCompletions(_ prefixes: [[Int]]) throws -> [Double] {
    try bestSets { s in
      prefixes.map { prefix in
        prefix.enumerated().allSatisfy { s >> $0.offset & 1 == $0.element }
      }
    }.map(\.probability)
  }

  /// The most probable label set with one label fixed, by label position.
  func bestSet(fixing label: Int, to value: Int) throws -> (labels: [Double], probability: Double) {
    let place = chain.order.firstIndex(of: label) ?? 0
    let found = try bestSets { [$0 >> place & 1 == value] }[0]
    let labels = (0..<chain.labelCount).map { Double(found.code >> UInt64($0) & 1) }
    return (labels, found.probability)
  }

  /// The most probable set of each of some groups of sets, numbered by links.
  private func bestSets(
    _ belongs: (Int) -> [Bool]
  ) throws -> [(code: UInt64, probability: Double)] {
    let joint = try JointEnumeration(
      conditionals, limit: FittedChain.exhaustiveLimit, what: "exhaustive search",
      advice: "a beam has no such limit")
    var best = belongs(0).map { _ in (code: UInt64(0), probability: 0.0) }
    try joint.forEachRow(0..<1) { _, p, _ in
      for s in p.indices {
        for (group, isIn) in belongs(s).enumerated() where isIn && p[s] > best[group].probability {
          best[group] = (joint.codes[s], p[s])
        }
      }
    }
    return best
  }

  /// The labels of an answer in the order of the links.
  func inOrder(_ labels: [Double]) -> [Int] { chain.order.map { labels[$0] == 1 ? 1 : 0 } }
}
