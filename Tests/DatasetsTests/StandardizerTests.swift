import Datasets
import Diagnostics
import Tensors
import Testing

@Suite("Standardising")
struct StandardizerTests {
  private func dataset(_ rows: [[Double]], kinds: [FeatureKind]) -> Dataset {
    Dataset(
      name: "d", X: Tensor(rows: rows), Y: Tensor(repeating: 0, Shape(rows.count, 1)),
      featureNames: kinds.indices.map { "f\($0)" }, labelNames: ["l"], featureKinds: kinds)
  }

  @Test("Missing entries take the mean, then columns get mean 0 and population deviation 1")
  func numeric() throws {
    let train = dataset([[1, 5], [.nan, 5], [3, 5], [8, 5]], kinds: [.numeric, .numeric])
    let standardizer = try Standardizer(fittedTo: train)
    // Known values 1, 3, 8: mean 4; with the mean in the gap Σ(x−4)² = 9 + 0 + 1 + 16 over 4 rows.
    #expect(standardizer.means == [4, 5])
    let deviation = (26.0 / 4).squareRoot()
    #expect(standardizer.scales == [deviation, 1])
    let result = try standardizer(train).X.elements
    let expected = [-3 / deviation, 0, 0, 0, -1 / deviation, 0, 4 / deviation, 0]
    #expect(zip(result, expected).allSatisfy { abs($0 - $1) < 1e-15 })
  }

  @Test("A {0,1} nominal is one column, another one column a declared value")
  func nominal() throws {
    let kinds: [FeatureKind] = [.nominal(["0", "1"]), .nominal(["r", "g", "b"])]
    let train = dataset([[0, 0], [1, 1], [1, 0], [.nan, .nan]], kinds: kinds)
    let standardizer = try Standardizer(fittedTo: train)
    #expect(standardizer.featureNames == ["f0", "f1=r", "f1=g", "f1=b"])
    let expected: [Double] = [2.0 / 3, 2.0 / 3, 1.0 / 3, 0]
    #expect(standardizer.means == expected)
    let X = try standardizer(train).X
    // The last row is missing, hence at the mean; no row is b, hence constant.
    #expect((0..<4).allSatisfy { X[3, $0] == 0 && X[$0, 3] == 0 })
    for column in 0..<3 {
      let values = (0..<4).map { X[$0, column] }
      #expect(abs(values.reduce(0, +)) < 1e-14)
      #expect(abs(values.reduce(0) { $0 + $1 * $1 } / 4 - 1) < 1e-14)
    }
  }

  @Test("A test set is put on the training scale, its nominal values found by name")
  func appliesToOthers() throws {
    let train = dataset([[0, 2], [1, 4]], kinds: [.nominal(["a", "b"]), .numeric])
    let standardizer = try Standardizer(fittedTo: train)
    let test = dataset([[0, 3], [1, 7], [2, 3]], kinds: [.nominal(["b", "c", "a"]), .numeric])
    // Dummies have mean ½ and deviation ½: 1 becomes 1, 0 becomes −1; c is unknown: −1 in both.
    #expect(
      try standardizer(test).X.elements == [-1, 1, 0, -1, -1, 4, 1, -1, 0])
  }

  @Test("A constant that rounding would spread stays 0")
  func constant() throws {
    let train = dataset([[0.1], [0.1], [0.1]], kinds: [.numeric])
    #expect(try Standardizer(fittedTo: train)(train).X.elements == [0, 0, 0])
  }

  @Test("Sparse sets are left alone")
  func sparse() throws {
    var train = dataset([[0, 2], [1, 4]], kinds: [.numeric, .numeric])
    train.isSparse = true
    #expect(try Standardizer(fittedTo: train)(train).X.elements == [0, 2, 1, 4])
  }

  @Test("Other features are an error that names them")
  func otherFeatures() throws {
    let train = dataset([[0, 2], [1, 4]], kinds: [.numeric, .numeric])
    let standardizer = try Standardizer(fittedTo: train)
    var other = train
    other.featureNames[1] = "g"
    #expect(message { try standardizer(other) }?.contains("f1") == true)
    #expect(
      message { try standardizer(dataset([[1]], kinds: [.numeric])) }?.contains(
        "expected the 2 features") == true)
  }

  @Test("Infinite entries are an error", arguments: [Double.infinity, -.infinity, 1e308])
  func infinite(_ value: Double) throws {
    let train = dataset([[value], [-value]], kinds: [.numeric])
    #expect(throws: Failure.self) { try Standardizer(fittedTo: train) }
  }

  @Test("No rows and columns that are all missing give zeros")
  func degenerate() throws {
    let missing = dataset([[.nan], [.nan]], kinds: [.numeric])
    #expect(try Standardizer(fittedTo: missing)(missing).X.elements == [0, 0])
    let empty = try missing.rows([])
    #expect(try Standardizer(fittedTo: empty)(missing).X.elements == [0, 0])
  }
}
