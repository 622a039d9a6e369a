import Datasets
import Learners
import MultiLabel
import Tensors
import Testing

/// Chain inference and trees against the figures that scikit-learn and NumPy gave on published data.
@Suite(.enabled(if: MulanSet.shared != nil)) struct ChainReferenceTests {
  func expectAgreement(
    _ set: String, _ method: String, _ predicted: Tensor, _ test: Dataset, _ tolerance: Double
  ) throws {
    let reference = MulanSet.reference(set, method)
    #expect(reference.count == 14)
    for (column, expected) in reference {
      let isMulan = column.hasPrefix("mulan_")
      let record = try metrics(
        truth: test.Y, predicted: predicted, convention: isMulan ? .mulan : .sklearn)
      let found = try #require(record[isMulan ? String(column.dropFirst("mulan_".count)) : column])
      #expect(
        abs(found - expected) <= tolerance + 1e-9,
        "\(set) \(method) \(column): \(found) and \(expected)")
    }
  }

  @Test(arguments: ["flags", "emotions", "foodtruck"])
  func `inference on one chain agrees to four decimals`(_ set: String) throws {
    let (train, test) = try #require(MulanSet.pair(set))
    let chain = try ClassifierChain(LogisticRegression()).fit(train)
    let inferences: [(String, ChainInference)] = [
      ("CC", .greedy), ("PCC-joint", .exhaustive), ("CC-beam1", .beam(width: 1)),
      ("CC-beam3", .beam(width: 3)), ("CC-beam10", .beam(width: 10)),
      ("PCC-marg", .marginals(samples: 1000, seed: 0)),
    ]
    for (method, inference) in inferences {
      try expectAgreement(
        set, method, chain.decide(test.X, inference).labels, test, 0.00005)
    }
  }

  @Test(arguments: ["flags", "emotions", "foodtruck"])
  func `trees of mutual information agree to four decimals`(_ set: String) throws {
    let (train, test) = try #require(MulanSet.pair(set))
    let chain = try ClassifierChain(LogisticRegression(), parents: .tree).fit(train)
    try expectAgreement(set, "TREE", chain.predict(test.X), test, 0.00005)
  }

  /// The tree from the definition, by NumPy.
  @Test func `foodtruck's tree is the one of the definition`() throws {
    let (train, _) = try #require(MulanSet.pair("foodtruck"))
    let plan = try ClassifierChain(LogisticRegression(), parents: .tree).fit(train)
    #expect(plan.parents == [[], [11], [3], [0], [1], [7], [5], [4], [11], [10], [3], [2]])
  }

  @Test func `medical agrees within two thousandths`() throws {
    let (train, test) = try #require(MulanSet.pair("medical"))
    let chain = try ClassifierChain(LogisticRegression()).fit(train)
    for width in [1, 3, 10] {
      let found = try chain.decide(test.X, .beam(width: width))
      try expectAgreement("medical", "CC-beam\(width)", found.labels, test, 0.002)
    }
    let tree = try ClassifierChain(LogisticRegression(), parents: .tree).fit(train)
    try expectAgreement("medical", "TREE", tree.predict(test.X), test, 0.002)
  }
}
