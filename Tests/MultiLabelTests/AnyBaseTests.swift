import Charts
import Datasets
import Learners
import MultiLabel
import Optimization
import Stepping
import Tensors
import Testing

/// Conversions on base learners whose log odds are not linear in the inputs.
@Suite struct AnyBaseTests {
  struct Base: Sendable, CustomTestStringConvertible {
    let learner: any Learner
    /// What the screen of a stage shows of such a model.
    let mark: String
    var testDescription: String { learner.summary }
  }

  static let bases: [Base] = [
    try? Base(learner: GaussianNaiveBayes(), mark: "mean ± deviation"),
    try? Base(learner: BernoulliNaiveBayes(), mark: "P(input > 0)"),
    try? Base(learner: NearestNeighbours(k: 3), mark: "nearest decide"),
    try? Base(learner: DecisionTree(maxDepth: 3), mark: "<="),
    try? Base(learner: RandomForest(trees: 5), mark: "trees of"),
    try? Base(learner: NeuralNetwork(hidden: [4], epochs: 5), mark: "sigmoid"),
  ].compactMap { $0 }

  static let data = hashedDataset(rows: 60, features: 3, labels: 4)
  static let test = hashedDataset(rows: 25, features: 3, labels: 4)

  /// One label after the other with the links' own probabilities: Σ over all 2^C label sets.
  func slowMarginals(_ chain: FittedChain, _ x: [Double]) throws -> [Double] {
    let C = chain.labelCount
    var marginals = [Double](repeating: 0, count: C)
    for set in 0..<(1 << C) {
      let y = (0..<C).map { Double((set >> $0) & 1) }
      var joint = 1.0
      for c in 0..<C {
        let inputs = x + chain.parents[c].map { y[$0] }
        let p = try chain.links[c].probabilities(Tensor(inputs, Shape(1, inputs.count)))[0]
        joint *= y[c] == 1 ? p : 1 - p
      }
      for c in 0..<C where y[c] == 1 { marginals[c] += joint }
    }
    return marginals
  }

  @Test(arguments: bases)
  func `a chain's marginals are the sums over all label sets`(_ base: Base) throws {
    let chain = try ClassifierChain(base.learner).fit(Self.data)
    let X = Tensor((0..<15).map { 4 * hashed(30_000 + $0) }, Shape(5, 3))
    let p = try chain.probabilities(X)
    for i in 0..<5 {
      let slow = try slowMarginals(chain, (0..<3).map { X[i, $0] })
      for c in 0..<4 { #expect(abs(p[i, c] - slow[c]) < 1e-9) }
    }
  }

  @Test(arguments: bases)
  func `greedy links see the chain's own guesses`(_ base: Base) throws {
    let chain = try ClassifierChain(base.learner, order: .positions([2, 0, 3, 1])).fit(Self.data)
    let guesses = try chain.predict(Self.test.X)
    for i in 0..<25 {
      var y = [Double](repeating: 0, count: 4)
      for c in chain.order {
        let inputs = (0..<3).map { Self.test.X[i, $0] } + chain.parents[c].map { y[$0] }
        let p = try chain.links[c].probabilities(Tensor(inputs, Shape(1, inputs.count)))[0]
        y[c] = p >= 0.5 ? 1 : 0
      }
      for c in 0..<4 { #expect(guesses[i, c] == y[c]) }
    }
    let errors = try ErrorPropagation(chain, Self.test)
    #expect(errors.links.count == 4)
    #expect(errors.links[0].misled == 0)
  }

  @Test(arguments: bases)
  func `binary relevance gives each label what its model gives`(_ base: Base) throws {
    let model = try BinaryRelevance(base.learner).fit(Self.data)
    let p = try model.probabilities(Self.test.X)
    for c in 0..<4 {
      let alone = try model.models[c].probabilities(Self.test.X)
      for i in 0..<25 { #expect(abs(p[i, c] - alone[i]) < 1e-12) }
    }
    #expect(try model.predict(Self.test.X).elements == hardened(p).elements)
  }

  @Test(arguments: bases)
  func `a powerset's marginals are sums over its classes`(_ base: Base) throws {
    let model = try LabelPowerset(base.learner).fit(Self.data)
    let classes = try model.model.probabilities(Self.test.X)
    let p = try model.probabilities(Self.test.X)
    for i in 0..<25 {
      for c in 0..<4 {
        let sum = model.classes.sets.indices.filter { model.classes.sets[$0].contains(c) }
          .reduce(0) { $0 + classes[i, $1] }
        #expect(abs(p[i, c] - sum) < 1e-12)
      }
    }
    let known = Set(model.classes.sets)
    #expect(try LabelSet.rows(of: model.predict(Self.test.X)).allSatisfy { known.contains($0) })
  }

  @Test(arguments: bases)
  func `screens fit, and show what such a model has to show`(_ base: Base) throws {
    let contract = ScreenContractTests()
    for (n, d, C) in [(40, 2, 4), (30, 12, 3), (20, 0, 2)] {
      let data = ScreenContractTests.data(n, d, C)
      try contract.run(BinaryRelevance(base.learner).training(on: data))
      try contract.run(ClassifierChain(base.learner).training(on: data))
      try contract.run(LabelPowerset(base.learner).training(on: data, test: data))
      try contract.run(ChainPrediction(ClassifierChain(base.learner).fit(data), data))
    }
    var training = try ClassifierChain(base.learner).training(on: Self.data)
    _ = try training.advance()
    #expect(text(training.describe()).contains(base.mark))
    #expect(!text(training.describe()).contains("coef"))
    let why = try training.why("row 3")
    #expect(why.first.map { "\($0.plain)".hasPrefix("row 3: ") } ?? false)
    #expect(throws: (any Error).self) { try training.why("row 60") }
    guard case .lines(let lines) = try training.show("model") else {
      Issue.record("the model is shown as lines")
      return
    }
    #expect(!lines.isEmpty)
  }

  @Test(arguments: bases)
  func `the why of a prediction names its terms, not a missing score`(_ base: Base) throws {
    let chain = try ClassifierChain(base.learner).fit(Self.data)
    var run = try ChainPrediction(chain, Self.test.X)
    _ = try run.advance()
    let screen = text(run.describe())
    #expect(!screen.contains("no linear score"))
    let words = try run.why("").map(\.plain).joined()
    #expect(words.contains("P(sky)") || words.contains("P = "))
  }

  @Test func `a remark that all labels share is made once`() throws {
    let few = hashedDataset(rows: 4, features: 2, labels: 3)
    let notes = try BinaryRelevance(NearestNeighbours(k: 9)).fit(few).notes
    #expect(
      notes.count { $0 == "k is 9 and there are 4 training rows: all of them are neighbours" } == 1)
  }

  @Test func `a network that ran out of epochs says so`() throws {
    let model = try BinaryRelevance(NeuralNetwork(hidden: [3], epochs: 2)).fit(Self.data)
    #expect(!model.converged)
    #expect(
      model.notes.first?.hasPrefix("sky did not converge: after 2 epochs the loss, ") ?? false)
  }
}
