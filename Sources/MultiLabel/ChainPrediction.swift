internal import Charts
package import Datasets
internal import Diagnostics
internal import Learners
package import Stepping
package import Tensors

/// Greedy prediction of a chain, stepped a link at a time through one row after another.
///
/// Predictions of all rows are made in one batch by the first stage; the later ones reveal them.
package struct ChainPrediction: Steppable {
  package let chain: FittedChain
  package let X: DesignMatrix
  /// The true labels, when they are known.
  package let truth: Tensor?
  private var done = 0

  /// What the batch found.
  struct Results: Sendable {
    /// n×C, P(1) on the chain's own guesses.
    let own: Tensor
    let guesses: Tensor
    /// The same with true parents.
    let told: Tensor?
    let propagation: ErrorPropagation?
  }
  private(set) var results: Results?

  package init(_ chain: FittedChain, _ X: DesignMatrix, truth: Tensor? = nil) throws {
    try InputChecks.width(X, expected: chain.featureCount)
    if let truth {
      try InputChecks.labels(truth, rowCount: X.rowCount, names: chain.labelNames)
      guard truth.columnCount == chain.labelCount else {
        throw Failure(
          .shape, "expected \(chain.labelCount) true labels, found \(truth.columnCount)")
      }
    }
    self.chain = chain
    self.X = X
    self.truth = truth
  }

  package init(_ chain: FittedChain, _ data: Dataset) throws {
    try self.init(chain, data.X, truth: data.Y)
  }

  private var total: Int { X.rowCount * chain.labelCount }

  package mutating func advance() throws -> Bool {
    guard done < total else { return false }
    if results == nil { results = try makeResults() }
    done += 1
    return true
  }

  private func makeResults() throws -> Results {
    let own = try chain.linkProbabilities(X)
    let guesses = hardened(own)
    guard let truth else {
      return Results(own: own, guesses: guesses, told: nil, propagation: nil)
    }
    let told = try chain.linkProbabilities(X, parents: truth)
    return Results(
      own: own, guesses: guesses, told: told,
      propagation: ErrorPropagation(chain, truth: truth, own: guesses, told: hardened(told)))
  }

  package var position: StepPosition { StepPosition(done: done, total: total) }

  /// The row under way and how many of its links are done.
  var place: (row: Int, links: Int)? {
    guard done > 0 else { return nil }
    let row = (done - 1) / chain.labelCount
    return (row, done - row * chain.labelCount)
  }

  /// The label of the current stage's link.
  var current: Int? { place.map { chain.order[$0.links - 1] } }

  package var nextStage: String? {
    guard done < total else { return nil }
    let c = chain.order[done % chain.labelCount]
    let row = done / chain.labelCount
    return done % chain.labelCount == 0
      ? "row \(row), link \(chain.labelNames[c])" : "link \(chain.labelNames[c])"
  }

  package var output: Tensor? { done == total ? results?.guesses ?? noRows : nil }

  private var noRows: Tensor { Tensor(repeating: 0, Shape(0, chain.labelCount)) }

  /// `row 150` is the stage at which that row is complete, `link sunset` any stage of that link.
  package func matches(_ target: String) -> Bool {
    guard let place, let current else { return false }
    if target == "row \(place.row)" { return place.links == chain.labelCount }
    let name = chain.labelNames[current]
    return target == name || target == "link \(name)"
  }

  package var state: [(name: String, value: StateValue)] {
    guard let place, let results else { return [("rows", .number(Double(X.rowCount)))] }
    let seen = chain.order.prefix(place.links)
    var state: [(name: String, value: StateValue)] = [
      ("row", .number(Double(place.row))),
      ("links", .list(seen.map { .text(chain.labelNames[$0]) })),
      ("probabilities", .tensor(Tensor(seen.map { results.own[place.row, $0] }))),
      ("guesses", .tensor(Tensor(seen.map { results.guesses[place.row, $0] }))),
    ]
    if let truth, let told = results.told {
      state.append(("truth", .tensor(Tensor(seen.map { truth[place.row, $0] }))))
      state.append(("true_parents", .tensor(Tensor(seen.map { told[place.row, $0] }))))
    }
    return state
  }
}
