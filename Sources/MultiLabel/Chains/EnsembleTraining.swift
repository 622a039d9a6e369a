internal import Datasets
internal import Learners
internal import Optimization
package import Stepping
internal import Tensors

/// Training of an ensemble of chains, stepped a chain at a time.
package struct EnsembleTraining: Steppable {
  let ensemble: ChainEnsemble
  let data: Dataset
  private(set) var chains: [FittedChain] = []

  init(_ ensemble: ChainEnsemble, _ data: Dataset) throws {
    try data.checkSoftTraining()
    self.ensemble = ensemble
    self.data = data
    _ = try run(0)
  }

  /// The training run of one chain.
  func run(_ k: Int) throws -> LinkTraining<FittedChain> {
    try ensemble.member(k).training(on: ensemble.rows(k, of: data))
  }

  package mutating func advance() throws -> Bool {
    guard chains.count < ensemble.count else { return false }
    var run = try run(chains.count)
    try run.finish()
    guard let chain = run.output else { return false }
    chains.append(chain)
    return true
  }

  package var position: StepPosition {
    StepPosition(done: chains.count, total: ensemble.count)
  }

  package var nextStage: String? {
    chains.count < ensemble.count ? "chain \(chains.count + 1) of \(ensemble.count)" : nil
  }

  package var output: FittedChainEnsemble? {
    guard chains.count == ensemble.count else { return nil }
    return FittedChainEnsemble(
      summary: ensemble.summary, labelNames: data.labelNames, featureNames: data.featureNames,
      chains: chains, vote: ensemble.vote)
  }

  package func matches(_ target: String) -> Bool { target == "chain \(chains.count)" }

  /// The current chain's own training.
  package func inner() throws -> (any Steppable)? {
    chains.isEmpty ? nil : try run(chains.count - 1)
  }

  package var stageNames: [String] { numberedStages("chain", 1..<ensemble.count + 1) }

  package var state: [(name: String, value: StateValue)] {
    guard let chain = chains.last else { return [("chains", .number(0))] }
    return [
      ("chains", .number(Double(chains.count))),
      ("order", .list(chain.order.map { .text(data.labelNames[$0]) })),
      ("iterations", .tensor(Tensor(chain.links.map { Double($0.report.iterations) }))),
      ("training_error", .number(trainingErrors.last ?? 0)),
    ]
  }

  /// The share of wrong labels on the training rows, of the first 1, 2, … chains together; a label
  /// counts as present from ½ on.
  var trainingErrors: [Double] {
    var sum = Tensor(repeating: 0, data.Y.shape)
    var errors: [Double] = []
    for (k, chain) in chains.enumerated() {
      guard let p = try? chain.linkProbabilities(data.X) else { return errors }
      let votes = ensemble.vote == .soft ? p : hardened(p)
      for i in 0..<sum.count { sum[flat: i] += votes[flat: i] }
      let wrong = (0..<sum.count).count { i in
        (sum[flat: i] / Double(k + 1) >= 0.5) != (data.Y[flat: i] >= 0.5)
      }
      errors.append(Double(wrong) / Double(max(1, sum.count)))
    }
    return errors
  }
}
