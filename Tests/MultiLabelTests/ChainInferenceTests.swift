import Diagnostics
import Learners
import MultiLabel
import Tensors
import Testing

/// Searches along a chain against plain enumeration of all label sets.
@Suite struct ChainInferenceTests {
  let one = TableChain.rows(1)

  func failure(_ body: () throws -> Void) -> Failure? {
    do { try body() } catch { return error as? Failure }
    return nil
  }

  @Test func `the textbook chain shows greedy, beam and exact apart`() throws {
    let chain = TableChain.textbook
    let greedy = try chain.decide(one, .greedy)
    #expect(greedy.labels.elements == [1, 1, 1])
    #expect(abs(greedy.probability[0] - 0.55 * 0.52 * 0.6) < 1e-15)
    #expect(greedy.nodes == [3])
    let beam = try chain.decide(one, .beam(width: 2))
    #expect(beam.labels.elements == [0, 0, 1])
    #expect(abs(beam.probability[0] - 0.45 * 0.9 * 0.95) < 1e-15)
    #expect(beam.nodes == [5])
    let exact = try chain.decide(one, .exhaustive)
    #expect(exact.labels.elements == [0, 0, 1])
    #expect(exact.nodes == [7])
    #expect(abs(exact.risk[0] - 0.61525) < 1e-12)
    let byLabel = try chain.decide(one, .marginals(samples: 1, seed: 0))
    #expect(byLabel.labels.elements == [1, 0, 1])
    #expect(abs(byLabel.risk[0] - (0.45 + 0.331 + 0.27595) / 3) < 1e-12)
    #expect(abs(byLabel.probability[0] - 0.55 * 0.48 * 0.55) < 1e-15)
  }

  @Test(arguments: 1...20)
  func `exhaustive search finds the mode of the enumerated joint`(_ seed: Int) throws {
    let C = 1 + seed % 7
    let chain = TableChain.linear(C, features: 2, seed: UInt64(seed))
    let X = hashedMatrix(9, 2, first: seed)
    let found = try chain.decide(.dense(X), .exhaustive)
    let marginals = try chain.probabilities(X)
    for i in 0..<9 {
      let joint = try TableChain.enumerated(chain, [X[i, 0], X[i, 1]])
      let most = joint.max() ?? 0
      #expect(abs(joint[found.labels.rowCodes[i]] - most) < 1e-12)
      #expect(abs(found.probability[i] - most) < 1e-12)
      for c in 0..<C {
        let p = joint.indices.reduce(0) { $0 + ($1 >> c & 1 == 1 ? joint[$1] : 0) }
        #expect(abs(marginals[i, c] - p) < 1e-12)
      }
    }
  }

  @Test(arguments: 1...12)
  func `a beam of full width is exhaustive, one of width 1 greedy, to the last bit`(
    _ seed: Int
  ) throws {
    let C = 2 + seed % 6
    let chain =
      seed % 2 == 0
      ? TableChain.linear(C, features: 3, seed: UInt64(seed))
      : TableChain.random(C, seed: UInt64(seed))
    let X = DesignMatrix.dense(hashedMatrix(11, chain.featureCount, first: seed))
    let exact = try chain.decide(X, .exhaustive)
    for width in [1 << C, 1 << C + 1, 1_000_000] {
      let beam = try chain.decide(X, .beam(width: width))
      #expect(beam.labels.elements == exact.labels.elements)
      #expect(beam.probability == exact.probability)
      #expect(beam.nodes == exact.nodes)
    }
    let greedy = try chain.decide(X, .greedy)
    let narrow = try chain.decide(X, .beam(width: 1))
    #expect(narrow.labels.elements == greedy.labels.elements)
    #expect(narrow.nodes == greedy.nodes)
    for (a, b) in zip(narrow.probability, greedy.probability) { #expect(abs(a - b) < 1e-14) }
  }

  @Test func `a wider beam never finds a less probable set on these rows, and visits more`() throws
  {
    let chain = TableChain.random(8, seed: 5)
    let found = try [1, 2, 4, 16, 256].map { try chain.decide(one, .beam(width: $0)) }
    for (narrow, wide) in zip(found, found.dropFirst()) {
      #expect(narrow.nodes[0] < wide.nodes[0])
    }
    #expect(found[4].probability[0] >= found.map { $0.probability[0] }.max() ?? 1)
  }

  @Test func `of equally probable sets all searches take the one with the first label`() throws {
    let fair = TableChain.chain([[0.5], [0.5, 0.5], [0.5, 0.5, 0.5, 0.5]])
    for inference in [
      ChainInference.greedy, .exhaustive, .beam(width: 1), .beam(width: 3), .beam(width: 8),
    ] {
      #expect(try fair.decide(one, inference).labels.elements == [1, 1, 1])
    }
    // 1 0 and 0 1 tie at 0.4; the order of the links decides which is first.
    let tie = [[0.5], [0.8, 0.2]]
    #expect(try TableChain.chain(tie).decide(one, .exhaustive).labels.elements == [1, 0])
    #expect(try TableChain.chain(tie).decide(one, .beam(width: 4)).labels.elements == [1, 0])
    let turned = TableChain.chain([[0.8, 0.2], [0.5]], order: [1, 0])
    #expect(try turned.decide(one, .exhaustive).labels.elements == [0, 1])
    #expect(try turned.decide(one, .beam(width: 4)).labels.elements == [0, 1])
  }

  @Test func `certain links, with probabilities 0 and 1, are no trouble to any search`() throws {
    let chain = TableChain.chain([[1], [0.3, 0], [0, 0, 1, 0.5]])
    for inference in [
      ChainInference.greedy, .exhaustive, .beam(width: 1), .beam(width: 2), .beam(width: 9),
      .monteCarlo(samples: 10, seed: 1), .marginals(samples: 1, seed: 0),
    ] {
      let found = try chain.decide(one, inference)
      #expect(found.labels.elements == [1, 0, 0])
      #expect(found.probability == [1])
      #expect(found.risk == [0])
    }
  }

  @Test func `long chains do not underflow`() throws {
    let C = 1200
    let links = (0..<C).map { _ in
      LinearLink(score: LinearScore(weights: [0], intercept: 0.1))
    }
    let chain = FittedChain(
      summary: "long", labelNames: (0..<C).map { "y\($0)" }, featureNames: ["x"],
      order: Array(0..<C), parents: Array(repeating: [], count: C), links: links)
    let found = try chain.decide(TableChain.rows(2), .beam(width: 3))
    #expect(found.labels.elements.allSatisfy { $0 == 1 })
    #expect(found.nodes == [1 + 2 + 3 * (C - 2), 1 + 2 + 3 * (C - 2)])
  }

  @Test func `a sampled answer is the most probable of what was drawn, and its seed repeats it`()
    throws
  {
    let chain = TableChain.random(6, seed: 11)
    let exact = try chain.decide(one, .exhaustive)
    let many = try chain.decide(one, .monteCarlo(samples: 4000, seed: 3))
    #expect(many.labels.elements == exact.labels.elements)
    #expect(many.nodes[0] <= exact.nodes[0])
    let few = try chain.decide(one, .monteCarlo(samples: 2, seed: 3))
    #expect(
      try few.labels.elements
        == chain.decide(one, .monteCarlo(samples: 2, seed: 3)).labels.elements)
    #expect(few.probability[0] <= exact.probability[0])
    let others = try (0..<20).map {
      try chain.decide(one, .monteCarlo(samples: 1, seed: $0)).labels.rowCodes[0]
    }
    #expect(Set(others).count > 1)
  }

  @Test func `what is sampled for a row does not depend on its place`() throws {
    let chain = TableChain.linear(5, features: 2, seed: 8)
    let X = hashedMatrix(70, 2)
    let all = try chain.decide(.dense(X), .monteCarlo(samples: 3, seed: 1))
    for i in [0, 13, 69] {
      let alone = Tensor([X[i, 0], X[i, 1]], Shape(1, 2))
      let found = try chain.decide(.dense(alone), .monteCarlo(samples: 3, seed: 1))
      #expect(found.labels.rowCodes[0] == all.labels.rowCodes[i])
    }
  }

  @Test func `searches that cannot be made are refused with what to do instead`() throws {
    let wide = TableChain.linear(21, features: 1, seed: 1)
    let refused = failure { _ = try wide.decide(one, .exhaustive) }
    #expect(refused?.message.contains("at most 20 labels, found 21") == true)
    #expect(refused?.notes.first?.contains("beam") == true)
    #expect(refused?.notes.first?.contains("montecarlo") == true)
    #expect(failure { _ = try wide.decide(one, .beam(width: 0)) }?.kind == .argument)
    #expect(failure { _ = try wide.decide(one, .beam(width: 1 << 21)) }?.kind == .argument)
    #expect(
      failure { _ = try wide.decide(one, .monteCarlo(samples: 0, seed: 0)) }?.message
        == "expected 1 to 1000000 samples, found 0")
    let found = try wide.decide(one, .beam(width: 4))
    #expect(found.labels.shape == Shape(1, 21))
  }

  @Test func `no rows give no answers`() throws {
    let chain = TableChain.linear(3, features: 2, seed: 2)
    let none = DesignMatrix.dense(Tensor([], Shape(0, 2)))
    for inference in [
      ChainInference.greedy, .exhaustive, .beam(width: 2), .monteCarlo(samples: 5, seed: 0),
      .marginals(samples: 5, seed: 0),
    ] {
      #expect(try chain.decide(none, inference).labels.shape == Shape(0, 3))
    }
    #expect(try chain.decide(none, for: .f1).labels.shape == Shape(0, 3))
  }

  @Test func `results do not depend on the number of threads`() throws {
    let chain = TableChain.linear(9, features: 3, seed: 4)
    let X = DesignMatrix.dense(hashedMatrix(300, 3))
    let before = Parallel.threadCount
    defer { Parallel.threadCount = before }
    var results: [[Double]] = []
    for threads in [1, 3] {
      Parallel.threadCount = threads
      results.append(
        try chain.decide(X, .exhaustive).probability + chain.decide(X, .beam(width: 4)).probability
          + chain.decide(X, .monteCarlo(samples: 20, seed: 0)).probability
          + chain.probabilities(X).elements)
    }
    #expect(results[0] == results[1])
  }
}
