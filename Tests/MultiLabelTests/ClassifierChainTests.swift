import Datasets
import Diagnostics
import Learners
import MultiLabel
import Stepping
import Tensors
import Testing

@Suite struct ClassifierChainTests {
  let test = WeatherChain.test

  func failure(_ body: () throws -> Void) -> Failure? {
    do { try body() } catch { return error as? Failure }
    return nil
  }

  func expectClose(_ found: [Double], _ expected: [Double], _ tolerance: Double = 1e-7) {
    #expect(found.count == expected.count)
    for (a, b) in zip(found, expected) { #expect(abs(a - b) <= tolerance, "\(a) and \(b)") }
  }

  func row(_ table: Tensor, _ i: Int) -> [Double] { (0..<4).map { table[i, $0] } }

  @Test func `links learn from inputs and true parents as scikit-learn does`() throws {
    let chain = try WeatherChain.model().fit(WeatherChain.train)
    let expected = [
      ([0.61843556, 0.06545656], -0.194102215),
      ([-0.52823326, 1.53435842, 2.88526458], -1.303718599),
      ([0.9718316, 0.08595108, 0.39098953, 2.38860759], -1.233478939),
      ([-0.31103163, 1.79807547], -0.111884749),
    ]
    for (link, (weights, intercept)) in zip(chain.links, expected) {
      let linear = try #require(link.linear)
      expectClose(linear.weights, weights)
      #expect(abs(linear.intercept - intercept) < 1e-7)
    }
  }

  @Test func `greedy prediction hands hard guesses on`() throws {
    let chain = try WeatherChain.model().fit(WeatherChain.train)
    let p = try chain.linkProbabilities(test.X)
    expectClose(row(p, 0), [0.57217204, 0.44564536, 0.48353342, 0.12442238])
    expectClose(row(p, 8), [0.52792765, 0.72635309, 0.88396488, 0.34032041])
    #expect(row(try chain.predict(test.X), 8) == [1, 1, 1, 0])
  }

  @Test func `links can be told the truth`() throws {
    let chain = try WeatherChain.model().fit(WeatherChain.train)
    let p = try chain.linkProbabilities(test.X, parents: test.Y)
    expectClose(row(p, 8), [0.52792765, 0.12908571, 0.32102339, 0.34032041])
  }

  @Test func `marginals are those of the enumerated joint distribution`() throws {
    let chain = try WeatherChain.model().fit(WeatherChain.train)
    let p = try chain.probabilities(test.X)
    expectClose(row(p, 0), [0.57217204, 0.27336583, 0.56040379, 0.12442238])
    expectClose(row(p, 7), [0.2250659, 0.87568188, 0.35735395, 0.94373675])
  }

  @Test func `a chain without edges is binary relevance`() throws {
    let base = try LogisticRegression(tol: 1e-9)
    let chain = try ClassifierChain(base, parents: .positions([[], [], [], []]))
      .fit(WeatherChain.train)
    let relevance = try BinaryRelevance(base).fit(WeatherChain.train)
    let p = try chain.probabilities(test.X)
    expectClose(p.elements, try relevance.probabilities(test.X).elements, 1e-12)
    #expect(try chain.predict(test.X).elements == relevance.predict(test.X).elements)
  }

  @Test func `sampled marginals come near the exact ones`() throws {
    // 16 labels are sampled; the last is a copy of label 14's problem without parents, so exact
    // marginals of the first fifteen come from the chain of fifteen.
    let wide = hashedDataset(rows: 120, features: 3, labels: 16)
    var narrow = wide
    narrow.labelNames = Array(wide.labelNames.prefix(15))
    narrow.Y = Tensor((0..<120).flatMap { i in (0..<15).map { wide.Y[i, $0] } }, Shape(120, 15))
    let base = try LogisticRegression()
    let all = try ClassifierChain(base).fit(wide)
    let first = try ClassifierChain(base).fit(narrow)
    let some = Tensor((0..<6).flatMap { i in (0..<3).map { wide.X[i, $0] } }, Shape(6, 3))
    let sampled = try all.probabilities(some)
    let exact = try first.probabilities(some)
    #expect(all.probabilityNote.contains("sampled"))
    for i in 0..<6 {
      for c in 0..<15 { #expect(abs(sampled[i, c] - exact[i, c]) < 0.06) }
    }
    #expect(try all.probabilities(some).elements == sampled.elements)
  }

  @Test func `stepping to the end equals fit bit for bit`() throws {
    var run = try WeatherChain.model().training(on: WeatherChain.train)
    #expect(run.output == nil)
    var count = 0
    while try run.advance() { count += 1 }
    #expect(count == 4)
    #expect(try !run.advance())
    let fitted = try WeatherChain.model().fit(WeatherChain.train)
    let stepped = try #require(run.output)
    for (a, b) in zip(stepped.links, fitted.links) { #expect(a.linear == b.linear) }
  }

  @Test func `training stops at a named link`() throws {
    var run = try WeatherChain.model().training(on: WeatherChain.train)
    while !run.matches("link sunset"), try run.advance() {}
    #expect(run.position.done == 3)
  }

  @Test func `an order by names equals the same order by positions`() throws {
    let base = try LogisticRegression()
    let names = try ClassifierChain(base, order: .names(["sea", "sky", "sunset", "clouds"]))
      .fit(WeatherChain.train)
    let positions = try ClassifierChain(base, order: .positions([3, 0, 2, 1]))
      .fit(WeatherChain.train)
    #expect(names.order == [3, 0, 2, 1])
    #expect(names.parents == [[3], [3, 0, 2], [3, 0], []])
    #expect(
      try names.probabilities(test.X).elements == positions.probabilities(test.X).elements)
  }

  @Test func `a random order is a permutation that its seed repeats`() throws {
    let base = try LogisticRegression()
    let data = hashedDataset(rows: 30, labels: 10)
    let orders = try (0..<5).map {
      try ClassifierChain(base, order: .random(seed: $0)).plan(data).order
    }
    #expect(orders.allSatisfy { $0.sorted() == Array(0..<10) })
    #expect(Set(orders).count > 1)
    #expect(try ClassifierChain(base, order: .random(seed: 3)).plan(data).order == orders[3])
    _ = try ClassifierChain(base, order: .random(seed: -1)).plan(data)
  }

  @Test func `a random order keeps the parents of a graph first`() throws {
    let graph = try LabelGraph("sunset -> clouds -> sky")
    for seed in 0..<8 {
      let plan = try ClassifierChain(
        LogisticRegression(), order: .random(seed: seed), parents: .graph(graph)
      ).plan(WeatherChain.train)
      let place = (0..<4).map { c in plan.order.firstIndex(of: c) ?? -1 }
      #expect(place[2] < place[1] && place[1] < place[0])
    }
  }

  @Test func `parents after their children, in a given order, are refused`() throws {
    let base = try LogisticRegression()
    let found = failure {
      _ = try ClassifierChain(
        base, order: .positions([1, 0, 2, 3]), parents: .graph(LabelGraph("sky -> clouds"))
      ).fit(WeatherChain.train)
    }
    #expect(
      found?.message
        == "expected parents before their children in the order, found 'clouds' before its parent "
        + "'sky'")
  }

  @Test func `a cycle among listed parents is named`() throws {
    let base = try LogisticRegression()
    let found = failure {
      _ = try ClassifierChain(base, parents: .positions([[1], [0], [], []])).fit(WeatherChain.train)
    }
    #expect(
      found?.message == "expected label dependences without a cycle, found sky -> clouds -> sky")
  }

  @Test(arguments: [[0, 1, 2], [0, 1, 2, 2], [0, 1, 2, 4], [0, 1, 2, -1], [0, 0, 1, 2, 3]])
  func `an order that is no permutation is refused`(_ order: [Int]) throws {
    let base = try LogisticRegression()
    #expect(throws: Failure.self) {
      try ClassifierChain(base, order: .positions(order)).fit(WeatherChain.train)
    }
  }

  @Test func `constant labels may be parents`() throws {
    var data = WeatherChain.train
    for i in 0..<data.rowCount { data.Y[i, 0] = 1 }
    let chain = try WeatherChain.model().fit(data)
    #expect(chain.links[0].constant == 1)
    #expect(try (0..<60).allSatisfy { try chain.predict(test.X)[$0, 0] == 1 })
    let p = try chain.probabilities(test.X)
    #expect(p.elements.allSatisfy { $0 >= 0 && $0 <= 1 })
    #expect(p[0, 0] == 1)
  }

  @Test func `one label makes a chain of one link`() throws {
    let data = hashedDataset(rows: 20, labels: 1)
    let chain = try ClassifierChain(LogisticRegression()).fit(data)
    let p = try chain.probabilities(data.X)
    #expect(p.shape == Shape(20, 1))
    expectClose(p.elements, try chain.linkProbabilities(data.X).elements, 1e-15)
  }

  @Test func `links that do not converge are noted`() throws {
    let chain = try ClassifierChain(LogisticRegression(maxIterations: 1)).fit(WeatherChain.train)
    #expect(!chain.converged)
    #expect(chain.notes.first?.hasPrefix("link sky did not converge: after 1 iterations") == true)
  }
}
