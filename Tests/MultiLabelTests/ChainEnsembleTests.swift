import Datasets
import Diagnostics
import Learners
import MultiLabel
import Stepping
import Tensors
import Testing

@Suite struct ChainEnsembleTests {
  let train = WeatherChain.train
  let test = WeatherChain.test

  func ensemble(
    _ count: Int = 4, bagging: Bool = false, vote: ChainEnsemble.Vote = .soft, seed: Int = 0,
    parents: ChainParents = .previous
  ) throws -> ChainEnsemble {
    try ChainEnsemble(
      LogisticRegressionForTests.base, count: count, parents: parents, bagging: bagging, vote: vote,
      seed: seed)
  }

  @Test func `soft votes are the mean of chains over the same orders`() throws {
    let fitted = try ensemble().fit(train)
    #expect(Set(fitted.chains.map(\.order)).count > 1)
    var sum = [Double](repeating: 0, count: 60 * 4)
    for chain in fitted.chains {
      let alone = try ClassifierChain(
        LogisticRegressionForTests.base, order: .positions(chain.order)
      ).fit(train)
      for (i, p) in try alone.linkProbabilities(test.X).elements.enumerated() { sum[i] += p / 4 }
    }
    let found = try fitted.probabilities(test.X).elements
    for (a, b) in zip(found, sum) { #expect(abs(a - b) < 1e-9) }
    #expect(try fitted.predict(test.X).elements == sum.map { $0 >= 0.5 ? 1 : 0 })
  }

  @Test func `hard votes are shares of chains, a tie counting as 1`() throws {
    let fitted = try ensemble(vote: .hard).fit(train)
    let p = try fitted.probabilities(test.X)
    #expect(p.elements.allSatisfy { [0, 0.25, 0.5, 0.75, 1].contains($0) })
    let y = try fitted.predict(test.X)
    let ties = p.elements.indices.filter { p[flat: $0] == 0.5 }
    #expect(!ties.isEmpty)
    #expect(ties.allSatisfy { y[flat: $0] == 1 })
  }

  @Test func `the seed draws orders and rows`() throws {
    let first = try ensemble(bagging: true, seed: 1).fit(train)
    let again = try ensemble(bagging: true, seed: 1).fit(train)
    let other = try ensemble(bagging: true, seed: 2).fit(train)
    let p = try first.probabilities(test.X).elements
    #expect(try again.probabilities(test.X).elements == p)
    #expect(try other.probabilities(test.X).elements != p)
    #expect(try ensemble(seed: 1).fit(train).probabilities(test.X).elements != p)
  }

  @Test func `random parents come before their children, and about half of them are there`() throws
  {
    let data = hashedDataset(rows: 40, features: 2, labels: 10)
    let fitted = try ensemble(6, parents: .random(seed: 0)).fit(data)
    var count = 0
    for chain in fitted.chains {
      for (place, c) in chain.order.enumerated() {
        #expect(Set(chain.parents[c]).isSubset(of: chain.order[..<place]))
      }
      count += chain.parents.reduce(0) { $0 + $1.count }
    }
    // 270 pairs, each with probability ½: four standard deviations are 33.
    #expect(abs(count - 135) < 33)
    #expect(Set(fitted.chains.map(\.parents)).count == 6)
  }

  @Test func `training is stepped a chain at a time, and each chain link by link`() throws {
    var run = try ensemble(3).training(on: train)
    #expect(try run.inner() == nil)
    _ = try run.advance()
    var inner = try #require(try run.inner())
    var links = 0
    while try inner.advance() { links += 1 }
    #expect(links == 4)
    try run.finish()
    let stepped = try #require(run.output)
    let fitted = try ensemble(3).fit(train)
    #expect(
      try stepped.probabilities(test.X).elements == fitted.probabilities(test.X).elements)
    let chain = try #require(inner.output as? FittedChain)
    #expect(
      try chain.predict(test.X).elements == fitted.chains[0].predict(test.X).elements)
  }

  @Test(arguments: ScreenContractTests.sizes)
  func `screens fit 80 columns and 22 rows`(_ n: Int, _ d: Int, _ C: Int) throws {
    try ScreenContractTests().run(
      ensemble(14).training(on: ScreenContractTests.data(n, d, C)), steps: 14)
  }

  @Test func `an ensemble of nothing is refused`() throws {
    #expect(throws: Failure.self) { try ensemble(0) }
    #expect(throws: Failure.self) {
      try ChainEnsemble(LogisticRegression(), trainOn: .predicted(share: 1.5))
    }
  }
}
