import Datasets
import Diagnostics
import MultiLabel
import Tensors
import Testing

/// Bayes decisions against brute force over all 2^C answers.
@Suite struct BayesDecisionTests {
  /// A seeded random distribution over all label sets, some of them impossible.
  func distribution(_ C: Int, _ seed: Int) -> LabelDistribution {
    var generator = RandomGenerator(seed: UInt64(seed))
    var p = (0..<1 << C).map { _ -> Double in
      let u = generator.uniform()
      return u < 0.2 ? 0 : u * u * u
    }
    p[0] += 1e-3
    let total = p.reduce(0, +)
    return LabelDistribution(labelCount: C, byCode: p.map { $0 / total })
  }

  /// The loss straight from its definition on sets.
  func loss(_ loss: DecisionLoss, _ y: Set<Int>, _ h: Set<Int>, _ C: Int) -> Double {
    switch loss {
    case .zeroOne: return y == h ? 0 : 1
    case .hamming: return Double(y.symmetricDifference(h).count) / Double(C)
    case .f1:
      if y.isEmpty && h.isEmpty { return 0 }
      return 1 - 2 * Double(y.intersection(h).count) / Double(y.count + h.count)
    case .jaccard:
      if y.isEmpty && h.isEmpty { return 0 }
      return 1 - Double(y.intersection(h).count) / Double(y.union(h).count)
    }
  }

  func set(_ code: Int, _ C: Int) -> Set<Int> { Set((0..<C).filter { code >> $0 & 1 == 1 }) }

  func risk(_ which: DecisionLoss, _ h: Int, _ row: LabelDistribution) -> Double {
    let C = row.labelCount
    let answer = set(h, C)
    return row.probabilities.indices.reduce(0) {
      $0 + row.probabilities[$1] * loss(which, set($1, C), answer, C)
    }
  }

  @Test(arguments: DecisionLoss.allCases, 1...12)
  func `no answer has a smaller expected loss than the decision`(
    _ loss: DecisionLoss, _ seed: Int
  ) throws {
    let C = 1 + seed % 6
    let row = distribution(C, seed)
    let answer = row.decision(loss)
    let code = answer.indices.reduce(0) { $0 | (answer[$1] == 1 ? 1 << $1 : 0) }
    let found = row.risk(loss, of: answer)
    #expect(abs(found - risk(loss, code, row)) < 1e-12)
    let least = (0..<1 << C).map { risk(loss, $0, row) }.min() ?? 0
    #expect(abs(found - least) < 1e-12, "\(loss): \(found), least \(least)")
  }

  @Test func `the decisions of the four losses can all differ`() throws {
    // Modes, marginals and set sizes pull apart here.
    let p = [0.30, 0.0, 0.0, 0.22, 0.0, 0.24, 0.24, 0.0]
    let row = LabelDistribution(labelCount: 3, byCode: p)
    #expect(row.decision(.zeroOne) == [0, 0, 0])
    #expect(row.decision(.hamming) == [0, 0, 0])
    #expect(row.decision(.f1) == [1, 1, 1])
    #expect(abs(row.risk(.f1, of: [1, 1, 1]) - (1 - 0.7 * 0.8)) < 1e-12)
    #expect(abs(row.risk(.f1, of: [0, 0, 0]) - 0.7) < 1e-12)
  }

  @Test func `an answer without labels counts as right where there is nothing to find`() throws {
    let sure = LabelDistribution(labelCount: 2, byCode: [1, 0, 0, 0])
    for loss in DecisionLoss.allCases {
      #expect(sure.decision(loss) == [0, 0])
      #expect(sure.risk(loss, of: [0, 0]) == 0)
    }
    #expect(sure.risk(.f1, of: [1, 0]) == 1)
    #expect(sure.risk(.jaccard, of: [1, 0]) == 1)
  }

  @Test func `a chain's decisions are those of its enumerated joint, with their risks`() throws {
    let chain = TableChain.linear(4, features: 2, seed: 21)
    let X = hashedMatrix(12, 2)
    for loss in DecisionLoss.allCases {
      let found = try chain.decide(.dense(X), for: loss)
      #expect(found.note.hasPrefix("exact"))
      for i in 0..<12 {
        let row = LabelDistribution(
          labelCount: 4, byCode: try TableChain.enumerated(chain, [X[i, 0], X[i, 1]]))
        let code = found.labels.rowCodes[i]
        let least = (0..<16).map { risk(loss, $0, row) }.min() ?? 0
        #expect(abs(risk(loss, code, row) - least) < 1e-12)
        #expect(abs(found.risk[i] - least) < 1e-12)
        #expect(abs(found.probability[i] - row.probabilities[code]) < 1e-12)
        #expect(found.nodes[i] == 15)
      }
    }
  }

  @Test func `a powerset's joint is that of its classes`() throws {
    let data = hashedDataset(rows: 60, features: 2, labels: 4)
    let model = try LabelPowerset(LogisticRegressionForTests.base).fit(data)
    let rows = try model.mapJoint(data.X, samples: 1, seed: 0) { $0 }
    #expect(rows.allSatisfy { abs($0.probabilities.reduce(0, +) - 1) < 1e-12 })
    #expect(
      try model.decide(data.X, for: .zeroOne).labels.elements == model.predict(data.X).elements)
    let marginals = try model.probabilities(data.X)
    for (i, row) in rows.enumerated() {
      for (c, p) in row.marginals.enumerated() { #expect(abs(p - marginals[i, c]) < 1e-12) }
    }
  }

  @Test func `binary relevance decides for 0/1 and Hamming alike, not for F1`() throws {
    let data = hashedDataset(rows: 60, features: 2, labels: 4)
    let model = try BinaryRelevance(LogisticRegressionForTests.base).fit(data)
    let plain = try model.predict(data.X).elements
    #expect(try model.decide(data.X, for: .zeroOne).labels.elements == plain)
    #expect(try model.decide(data.X, for: .hamming).labels.elements == plain)
    #expect(try model.decide(data.X, for: .f1).labels.elements != plain)
  }

  @Test func `past fifteen labels F1 is decided from samples, which the seed repeats`() throws {
    let wide = TableChain.linear(17, features: 2, seed: 3)
    let X = DesignMatrix.dense(hashedMatrix(4, 2))
    let found = try wide.decide(X, for: .f1, samples: 500, seed: 2)
    #expect(found.note.contains("500 label sets sampled with seed 2"))
    #expect(
      try found.labels.elements
        == wide.decide(X, for: .f1, samples: 500, seed: 2).labels.elements)
    let marginals = try wide.decide(X, .marginals(samples: 4000, seed: 0))
    let exact = try wide.decide(X, .exhaustive)
    #expect(marginals.note.contains("4000"))
    #expect(exact.probability.allSatisfy { $0 > 0 })
  }

  @Test func `Jaccard past ten labels is refused and names F1`() throws {
    let wide = TableChain.linear(11, features: 2, seed: 3)
    #expect {
      try wide.decide(.dense(hashedMatrix(2, 2)), for: .jaccard)
    } throws: { error in
      let failure = error as? Failure
      return failure?.message.contains("at most 10 labels, found 11") == true
        && failure?.notes.first?.contains("f1") == true
    }
  }
}
