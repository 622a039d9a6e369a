import Charts
import Datasets
import Diagnostics
import Learners
import MultiLabel
import Optimization
import Stepping
import Tensors
import Testing

@Suite struct GroupedPowersetTests {
  let train = WeatherChain.train
  let test = WeatherChain.test

  func base() throws -> LogisticRegression { try LogisticRegression(tol: 1e-9) }

  @Test func `one group of all labels is the label powerset`() throws {
    let groups = try GroupedPowerset(base(), grouping: .positions([[0, 1, 2, 3]])).fit(train)
    let powerset = try LabelPowerset(base()).fit(train)
    #expect(try groups.predict(test.X).elements == powerset.predict(test.X).elements)
    let soft = groups.deciding(by: Voting(.soft))
    let (p, q) = (try soft.probabilities(test.X), try powerset.probabilities(test.X))
    for (a, b) in zip(p.elements, q.elements) { #expect(abs(a - b) < 1e-12) }
  }

  @Test func `groups of one label are binary relevance`() throws {
    let groups = try GroupedPowerset(
      base(), size: 1, grouping: .disjoint(seed: 3), voting: Voting(.soft)
    ).fit(train)
    let alone = try BinaryRelevance(base()).fit(train)
    let (p, q) = (try groups.probabilities(test.X), try alone.probabilities(test.X))
    for (a, b) in zip(p.elements, q.elements) { #expect(abs(a - b) < 1e-9) }
  }

  @Test(arguments: [Voting.Kind.hard, .soft])
  func `votes are the means over powersets of the groups alone`(_ kind: Voting.Kind) throws {
    let lists = [[0, 1, 2], [1, 3], [3, 0]]
    let fitted = try GroupedPowerset(base(), grouping: .positions(lists), voting: Voting(kind))
      .fit(train)
    let votes = try fitted.probabilities(test.X)
    var sums = [[Double]](repeating: Array(repeating: 0, count: 4), count: 60)
    for list in lists {
      var part = train
      part.Y = Tensor(
        (0..<140).flatMap { i in list.map { train.Y[i, $0] } }, Shape(140, list.count))
      part.labelNames = list.map { train.labelNames[$0] }
      let alone = try LabelPowerset(base()).fit(part)
      let table = kind == .hard ? try alone.predict(test.X) : try alone.probabilities(test.X)
      for i in 0..<60 { for (j, c) in list.enumerated() { sums[i][c] += table[i, j] } }
    }
    let holders = [2.0, 2, 1, 2]
    for i in 0..<60 {
      for c in 0..<4 { #expect(abs(votes[i, c] - sums[i][c] / holders[c]) < 1e-6) }
    }
    #expect(try fitted.predict(test.X).elements == votes.elements.map { $0 >= 0.5 ? 1 : 0 })
  }

  @Test func `ties are let in or kept out`() throws {
    let lists: [[Int]] = [[0, 1], [2, 3], [0, 2], [1, 3]]
    let fitted = try GroupedPowerset(base(), grouping: .positions(lists)).fit(train)
    let means = try fitted.probabilities(test.X).elements
    let strict = fitted.deciding(by: Voting(admitsTies: false))
    #expect(means.contains(0.5))
    #expect(try strict.predict(test.X).elements == means.map { $0 > 0.5 ? 1 : 0 })
    #expect(try fitted.predict(test.X).elements == means.map { $0 >= 0.5 ? 1 : 0 })
  }

  @Test func `rows are predicted alone as among thousands`() throws {
    let fitted = try GroupedPowerset(base(), size: 2).fit(train)
    let many = try test.X.rows((0..<5000).map { $0 % 60 })
    let few = try fitted.probabilities(test.X)
    let all = try fitted.probabilities(many)
    #expect(all.rowCount == 5000)
    for i in stride(from: 0, to: 5000, by: 37) {
      for c in 0..<4 { #expect(abs(all[i, c] - few[i % 60, c]) < 1e-12) }
    }
  }

  @Test func `stepping to the end equals fit bit for bit`() throws {
    let model = try GroupedPowerset(base(), size: 2, grouping: .overlapping(count: 5, seed: 1))
    var run = try model.training(on: train)
    try run.finish()
    let (a, b) = (try #require(run.output), try model.fit(train))
    #expect(a.groups.map(\.labels) == b.groups.map(\.labels))
    for (g, h) in zip(a.groups, b.groups) {
      #expect(
        try g.model.probabilities(test.X).elements == h.model.probabilities(test.X).elements)
    }
  }

  @Test func `a group's own run arrives at the group's model`() throws {
    var run = try GroupedPowerset(base(), size: 3).training(on: train)
    #expect(try run.inner() == nil)
    _ = try run.advance()
    _ = try run.advance()
    #expect(run.matches("g2") && !run.matches("g1"))
    var inner = try #require(try run.inner() as? PowersetTraining)
    try inner.finish()
    try run.finish()
    let group = try #require(run.output?.groups[1])
    let fitted = try #require(inner.output)
    #expect(fitted.classes.sets.map(\.digits) == group.classes.sets.map(\.digits))
    #expect(
      try fitted.model.probabilities(test.X).elements
        == group.model.probabilities(test.X).elements)
  }

  @Test func `a label that never changes and a single row are learned`() throws {
    var same = train
    for i in 0..<same.rowCount { same.Y[i, 2] = 1 }
    let fitted = try GroupedPowerset(base(), size: 2).fit(same)
    let guesses = try fitted.predict(test.X)
    #expect((0..<60).allSatisfy { guesses[$0, 2] == 1 })
    let one = try GroupedPowerset(base(), size: 2).fit(train.part(0..<1))
    #expect(try one.predict(test.X).elements.prefix(4) == train.Y.elements.prefix(4))
  }

  @Test func `hyper-parameters out of range are refused`() {
    #expect(throws: Failure.self) { try GroupedPowerset(base(), size: 0) }
    #expect(throws: Failure.self) { try GroupedPowerset(base(), voting: Voting(threshold: 1.5)) }
    #expect(throws: Failure.self) { try GroupedPowerset(base(), voting: Voting(threshold: .nan)) }
    #expect(throws: Failure.self) { try GroupedPowerset(base(), size: 5).fit(train) }
  }
}
