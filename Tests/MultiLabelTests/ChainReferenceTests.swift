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

  @Test(arguments: ["flags", "emotions"])
  func `trees of mutual information agree to four decimals`(_ set: String) throws {
    let (train, test) = try #require(MulanSet.pair(set))
    let chain = try ClassifierChain(LogisticRegression(), parents: .tree).fit(train)
    try expectAgreement(set, "TREE", chain.predict(test.X), test, 0.00005)
  }

  /// Tree and figures from the definition, by NumPy and scikit-learn 1.9.1 (`newton-cholesky`, tol
  /// 1e-12).
  ///
  /// The reference table's row has a Hamming loss of .1722 and a cardinality of 1.4741, two cells of
  /// 1,620 from these. Why is not known; leaving label 4 without its parent gives those two figures.
  @Test func `foodtruck's tree and its predictions are those of scikit-learn`() throws {
    let (train, test) = try #require(MulanSet.pair("foodtruck"))
    let chain = try ClassifierChain(LogisticRegression(), parents: .tree).fit(train)
    #expect(chain.parents == [[], [11], [3], [0], [1], [7], [5], [4], [11], [10], [3], [2]])
    let found = try metrics(truth: test.Y, predicted: chain.predict(test.X))
    #expect(abs((found["zero_one"] ?? 0) - 0.8296296) < 1e-6)
    #expect(abs((found["hamming"] ?? 0) - 0.1734568) < 1e-6)
    #expect(abs((found["predicted_cardinality"] ?? 0) - 1.4888889) < 1e-6)
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
