package import Datasets
internal import Diagnostics
internal import Learners
package import Stepping
package import Tensors

/// Greedy prediction of a chain, stepped a row at a time; inside a row the links are gone through
/// one by one (`ChainRow`).
///
/// Predictions of all rows are made in one batch by the first stage; the later ones reveal them. A
/// guess or the threshold that is set is worked into the current row and, the threshold, into the
/// rows after it.
package struct ChainPrediction: Steppable {
  package let chain: FittedChain
  package let X: DesignMatrix
  /// The true labels, when they are known.
  package let truth: Tensor?
  private(set) var done = 0
  /// P(1) from which on a guess is 1, in the current row.
  var threshold = 0.5
  /// The guesses of the current row that were set, by label position.
  var set: [Int: Double] = [:]

  /// What the batch found.
  struct Results: Sendable {
    /// n×C, P(1) on the chain's own guesses.
    var own: Tensor
    var guesses: Tensor
    /// The same with true parents.
    var told: Tensor?
    var toldGuesses: Tensor?
    var propagation: ErrorPropagation?
  }
  var results: Results?
  /// The results before anything was set.
  var unchanged: Results?

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

  package mutating func advance() throws -> Bool {
    guard done < X.rowCount else { return false }
    if results == nil { results = try makeResults() }
    done += 1
    set = [:]
    return true
  }

  private func makeResults() throws -> Results {
    let own =
      try threshold == 0.5 ? chain.linkProbabilities(X) : probabilities(threshold: threshold)
    var results = Results(own: own, guesses: hardened(own, threshold: threshold))
    if let truth {
      let told = try chain.linkProbabilities(X, parents: truth)
      results.told = told
      results.toldGuesses = hardened(told, threshold: threshold)
    }
    results.compare(chain, truth)
    return results
  }

  package var position: StepPosition { StepPosition(done: done, total: X.rowCount) }

  /// How far a row has come: its number, and how many of its links are done.
  struct Place: Sendable {
    let row: Int
    let links: Int
  }

  /// The row that the current stage shows, all its links done.
  var place: Place? { done > 0 ? Place(row: done - 1, links: chain.labelCount) : nil }

  package var nextStage: String? { done < X.rowCount ? "row \(done)" : nil }

  package var output: Tensor? {
    done == X.rowCount ? results?.guesses ?? Tensor(repeating: 0, Shape(0, chain.labelCount)) : nil
  }

  package var runName: String { "CHAIN predict" }

  package var crumb: String { place.map { "row \($0.row)" } ?? "start" }

  package func matches(_ target: String) -> Bool {
    place.map { target == "row \($0.row)" } ?? false
  }

  package var stageNames: [String] { numberedStages("row", 0..<X.rowCount) }

  package var question: Question? {
    guard done < X.rowCount, let last = chain.order.last else { return nil }
    return Question(
      "the label \(chain.labelNames[last]) of row \(done)",
      figure: "guesses[\(chain.labelCount - 1)]", .choice(["0", "1"]), hint: rowText(done))
  }

  /// The links of the current row, one by one.
  package func inner() throws -> (any Steppable)? { place == nil ? nil : ChainRow(self) }

  package var hasInner: Bool { place != nil }

  package var state: [(name: String, value: StateValue)] {
    guard let place else {
      return [("rows", .number(Double(X.rowCount))), ("threshold", .number(threshold))]
    }
    return figures(place)
  }

  /// The figures of a row after some of its links.
  func figures(_ place: Place) -> [(name: String, value: StateValue)] {
    guard let results else { return [] }
    let seen = chain.order.prefix(place.links)
    func column(_ table: Tensor) -> StateValue {
      .tensor(Tensor(seen.map { table[place.row, $0] }))
    }
    var state: [(name: String, value: StateValue)] = [
      ("row", .number(Double(place.row))),
      ("links", .list(seen.map { .text(chain.labelNames[$0]) })),
      ("probabilities", column(results.own)), ("guesses", column(results.guesses)),
      ("threshold", .number(threshold)),
    ]
    if let truth, let told = results.told {
      state.append(("truth", column(truth)))
      state.append(("true_parents", column(told)))
      let wrong = seen.count { results.guesses[place.row, $0] != truth[place.row, $0] }
      state.append(("wrong", .number(Double(wrong))))
    }
    return state
  }
}

extension ChainPrediction.Results {
  /// Counts what wrong guesses of parents cost, when the truth is known.
  mutating func compare(_ chain: FittedChain, _ truth: Tensor?) {
    guard let truth, let toldGuesses else { return }
    propagation = ErrorPropagation(chain, truth: truth, own: guesses, told: toldGuesses)
  }
}
