package import Datasets
internal import Diagnostics
package import Learners
internal import Stepping
package import Tensors

/// Many chains over random orders, whose votes or probabilities are averaged.
///
/// J. Read, B. Pfahringer, G. Holmes, E. Frank, *Classifier Chains for Multi-label Classification*,
/// Machine Learning 85, 2011.
package struct ChainEnsemble: Conversion {
  /// What is averaged over the chains.
  package enum Vote: String, Sendable {
    /// The P(1) of each link on its chain's own guesses.
    case soft
    /// The chains' greedy predictions, 0 or 1.
    case hard
  }

  package var base: any Learner
  /// How many chains.
  package let count: Int
  /// Random: another one for each chain.
  package let order: ChainOrder
  package let parents: ChainParents
  package let trainOn: ParentLabels
  /// Whether each chain learns from n rows drawn with replacement.
  package let bagging: Bool
  package let vote: Vote
  package let seed: Int

  /// Throws unless there are 1 to 10,000 chains, and for what a chain's options throw.
  package init(
    _ base: any Learner, count: Int = 10, order: ChainOrder = .random(seed: 0),
    parents: ChainParents = .previous, trainOn: ParentLabels = .truth, bagging: Bool = false,
    vote: Vote = .soft, seed: Int = 0
  ) throws {
    guard count >= 1, count <= 10_000 else {
      throw Failure(.argument, "expected an ensemble of 1 to 10000 chains, found m=\(count)")
    }
    self.base = base
    self.count = count
    self.order = order
    self.parents = parents
    self.trainOn = trainOn
    self.bagging = bagging
    self.vote = vote
    self.seed = seed
    _ = try member(0)
  }

  package var summary: String {
    var options = ", m=\(count)"
    switch order {
    case .random: break
    case .natural: options += ", order=none"
    case .positions(let list):
      options += ", order=[\(list.map(String.init).joined(separator: ", "))]"
    case .names(let names): options += ", order=[\(names.joined(separator: ", "))]"
    }
    options += parents.summary
    if let trained = trainOn.summary { options += ", train_on=\(trained)" }
    if bagging { options += ", bagging=true" }
    if vote == .hard { options += ", vote=\"hard\"" }
    if seed != 0 { options += ", seed=\(seed)" }
    return "chain_ensemble(\(base.summary)\(options))"
  }

  package func training(on data: Dataset) throws -> EnsembleTraining {
    try EnsembleTraining(self, data)
  }

  /// A chain of the ensemble, with an order and random parents of its own.
  func member(_ k: Int) throws -> ClassifierChain {
    let seed = memberSeed(k)
    var order = order
    if case .random = order { order = .random(seed: seed) }
    var parents = parents
    if case .random = parents { parents = .random(seed: seed) }
    return try ClassifierChain(
      base, order: order, parents: parents, trainOn: trainOn, seed: seed)
  }

  /// The rows that a chain learns from, in the order they were drawn.
  func rows(_ k: Int, of data: Dataset) throws -> Dataset {
    guard bagging else { return data }
    var generator = RandomGenerator(
      seed: UInt64(bitPattern: Int64(seed)), stream: UInt64(k) &+ 1 << 32)
    let n = data.rowCount
    guard n > 0 else { return data }
    return try data.rows((0..<n).map { _ in Int(generator.integer(below: UInt64(n))) })
  }

  private func memberSeed(_ k: Int) -> Int {
    var generator = RandomGenerator(seed: UInt64(bitPattern: Int64(seed)), stream: UInt64(k))
    return Int(generator.integer(below: 1 << 31))
  }
}

/// A trained ensemble of chains.
package struct FittedChainEnsemble: FittedMultiLabel {
  package let summary: String
  package let labelNames: [String]
  package let featureNames: [String]
  package let chains: [FittedChain]
  package let vote: ChainEnsemble.Vote

  package var fits: [FitNote] {
    chains.enumerated().flatMap { k, chain in
      chain.fits.map {
        FitNote(name: "chain \(k + 1), \($0.name)", report: $0.report, constant: $0.constant)
      }
    }
  }

  package var decidesByProbability: Bool { true }

  /// The mean of the chains' probabilities, or the share of chains that predict the label; n×C.
  package func probabilities(_ X: DesignMatrix) throws -> Tensor {
    var sum = Tensor(repeating: 0, Shape(X.rowCount, labelCount))
    for chain in chains {
      try Interrupt.check()
      let p = try chain.linkProbabilities(X)
      try sum.update(.add, with: vote == .soft ? p : hardened(p))
    }
    try sum.update(.divide, with: Double(chains.count))
    return sum
  }

  /// 1 where the mean is at least ½, a tie included.
  package func predict(_ X: DesignMatrix) throws -> Tensor { hardened(try probabilities(X)) }
}
