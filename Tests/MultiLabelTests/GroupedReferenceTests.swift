import Datasets
import Glibc
import Learners
import MultiLabel
import Tensors
import Testing

/// Powersets, groups and neighbours against scikit-learn and Mulan, skipped where the data are
/// absent.
@Suite(.enabled(if: MulanSet.shared != nil)) struct GroupedReferenceTests {
  func model(
    _ method: String, _ set: String, _ labels: Int, tol: Double
  ) throws -> any MultiLabelModel {
    let base = try LogisticRegression(tol: tol)
    switch method {
    case "LP": return try LabelPowerset(base)
    case "RAkELd3":
      let triples = stride(from: 0, to: labels, by: 3).map { Array($0..<min($0 + 3, labels)) }
      return try GroupedPowerset(base, grouping: .positions(triples))
    default:
      let groups = try #require(MulanSet.groups(set))
      return try GroupedPowerset(base, grouping: .positions(groups))
    }
  }

  func expectReference(
    _ set: String, _ method: String, within tolerance: Double, tol: Double = 1e-6
  ) throws {
    let (train, test) = try #require(MulanSet.pair(set))
    let fitted = try fit(model(method, set, train.labelCount, tol: tol), train)
    let reference = MulanSet.reference(set, method)
    #expect(reference.count == 14)
    let predicted = try fitted.predict(test.X)
    for (column, expected) in reference {
      let isMulan = column.hasPrefix("mulan_")
      let record = try metrics(
        truth: test.Y, predicted: predicted, convention: isMulan ? .mulan : .sklearn)
      let found = try #require(record[isMulan ? String(column.dropFirst("mulan_".count)) : column])
      #expect(abs(found - expected) <= tolerance, "\(column): \(found) and \(expected)")
    }
  }

  private func fit(_ model: some MultiLabelModel, _ data: Dataset) throws -> any FittedMultiLabel {
    try model.fit(data)
  }

  @Test(arguments: ["flags", "emotions", "foodtruck"], ["LP", "RAkELd3", "RAkELo3"])
  func `every measure agrees to four decimals`(_ set: String, _ method: String) throws {
    try expectReference(set, method, within: 0.00005 + 1e-9)
  }

  @Test(arguments: ["RAkELd3", "RAkELo3"])
  func `medical agrees within two thousandths`(_ method: String) throws {
    try expectReference("medical", method, within: 0.002)
  }

  /// Two thousandths of its predicted cardinality take a closer look than the default.
  @Test(.enabled(if: getenv("TANDEM_SLOW_TESTS") != nil))
  func `bibtex agrees within two thousandths`() throws {
    try expectReference("bibtex", "RAkELd3", within: 0.002, tol: 1e-8)
  }

  /// Mulan's figures, as the references' README has them, on the files as they are.
  @Test(arguments: [
    ("emotions", [0.2624, 0.2087, 0.6592, 0.5734, 0.5866, 0.5058, 0.6501, 0.6071]),
    ("flags", [0.1077, 0.2681, 0.7385, 0.7005, 0.6961, 0.5715, 0.7081, 0.5094]),
  ])
  func `ML-kNN agrees with Mulan to four decimals`(_ set: String, _ expected: [Double]) throws {
    let folder = "\(try #require(MulanSet.shared))/data/mulan/\(set)"
    let train = try loadData("\(folder)-train.arff")
    let test = try loadData("\(folder)-test.arff")
    let record = try evaluate(MLkNN().fit(train), test, convention: .mulan)
    let measures = [
      "accuracy", "hamming", "precision_samples", "recall_samples", "f1_samples",
      "jaccard_samples", "f1_micro", "f1_macro",
    ]
    for (measure, value) in zip(measures, expected) {
      let found = try #require(record[measure])
      #expect(abs(found - value) <= 0.00005 + 1e-9, "\(measure): \(found) and \(value)")
    }
  }
}

extension MulanSet {
  /// The groups of three labels that the reference's RAkELo drew.
  static func groups(_ set: String) -> [[Int]]? {
    guard let shared, let file = fopen("\(shared)/reference/rakel_groups.json", "r") else {
      return nil
    }
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 1 << 16)
    let count = fread(&bytes, 1, bytes.count, file)
    let text = String(decoding: bytes[..<count], as: UTF8.self)
    guard let start = text.firstRange(of: "\"\(set)\": [[")?.upperBound,
      let end = text[start...].firstRange(of: "]]")?.lowerBound
    else { return nil }
    return text[start..<end].split(separator: "]").map { part in
      part.split { !$0.isNumber }.compactMap { Int($0) }
    }
  }
}
