import Datasets
import Diagnostics
import Learners
import MultiLabel
import Optimization
import Tensors
import Testing

@Suite struct ThresholdTests {
  static func fitted() throws -> (model: FittedBinaryRelevance, valid: Dataset) {
    let (train, valid) = try MLkNNTests.parts()
    return (try BinaryRelevance(LogisticRegression(tol: 1e-10)).fit(train), valid)
  }

  /// Best F1 over all thresholds by scikit-learn 1.9.1's `precision_recall_curve`.
  @Test func `thresholds per label reach scikit-learn's best F1`() throws {
    let (model, valid) = try Self.fitted()
    let tuned = try FittedThresholds(model, tunedOn: valid, method: .perLabel)
    let tuning = try #require(tuned.tuning)
    let before = [0.47058823529411764, 0.5555555555555556, 0.625, 0.5454545454545454]
    let after = [0.6956521739130435, 0.8181818181818181, 0.6666666666666666, 0.7142857142857143]
    for c in 0..<4 {
      #expect(abs(tuning.before[c] - before[c]) < 1e-12)
      #expect(abs(tuning.after[c] - after[c]) < 1e-12)
    }
    let guesses = try tuned.predict(valid.X)
    for c in 0..<4 {
      let (y, g) = (valid.label(at: c), (0..<20).map { guesses[$0, c] })
      let right = zip(y, g).count { $0 == 1 && $1 == 1 }
      #expect(abs(2 * Double(right) / (y.reduce(0, +) + g.reduce(0, +)) - after[c]) < 1e-12)
    }
  }

  @Test func `a single threshold reaches scikit-learn's best micro F1`() throws {
    let (model, valid) = try Self.fitted()
    let tuned = try FittedThresholds(model, tunedOn: valid, method: .global)
    #expect(abs((tuned.tuning?.after[0] ?? 0) - 0.6862745098039216) < 1e-12)
    let record = try evaluate(tuned, valid)
    #expect(abs((record["f1_micro"] ?? 0) - 0.6862745098039216) < 1e-12)
    guard case .thresholds(let list) = tuned.rule else { return }
    #expect(Set(list).count == 1)
  }

  @Test func `matching the cardinality predicts as many labels as there are`() throws {
    let (model, valid) = try Self.fitted()
    let tuned = try FittedThresholds(model, tunedOn: valid, method: .cardinality)
    // NumPy: 36 labels; midway between the 36th and 37th largest probability.
    #expect(abs((tuned.tuning?.thresholds[0] ?? 0) - 0.5108875911315071) < 1e-5)
    #expect(try tuned.predict(valid.X).elements.reduce(0, +) == 36)
  }

  /// A model whose probabilities are given.
  struct Given: FittedMultiLabel {
    let table: Tensor
    var summary: String { "given" }
    var labelNames: [String] { (0..<table.columnCount).map { "y\($0)" } }
    var featureNames: [String] { ["row"] }
    var fits: [FitNote] { [] }
    func probabilities(_ X: DesignMatrix) throws -> Tensor {
      try table.indexed(by: [.positions((0..<X.rowCount).map { Int(X[$0, 0]) })])
    }
    func predict(_ X: DesignMatrix) throws -> Tensor { hardened(try probabilities(X)) }
  }

  func data(_ Y: Tensor, name: String = "valid") -> Dataset {
    Dataset(
      name: name, X: Tensor((0..<Y.rowCount).map(Double.init), Shape(Y.rowCount, 1)), Y: Y,
      featureNames: ["row"], labelNames: (0..<Y.columnCount).map { "y\($0)" })
  }

  @Test(arguments: 1...12)
  func `no threshold at all is better`(_ seed: Int) throws {
    var generator = RandomGenerator(seed: UInt64(seed))
    let n = 25
    // Coarse probabilities, so that many are equal, with 0 and 1 among them.
    let p = Tensor((0..<n * 2).map { _ in Double(generator.integer(below: 11)) / 10 }, Shape(n, 2))
    let Y = Tensor((0..<n * 2).map { _ in Double(generator.integer(below: 2)) }, Shape(n, 2))
    let (model, valid) = (Given(table: p), data(Y))
    for metric in ThresholdMetric.allCases {
      let tuned = try FittedThresholds(model, tunedOn: valid, method: .perLabel, metric: metric)
      let tuning = try #require(tuned.tuning)
      for c in 0..<2 {
        let y = (0..<n).map { Y[$0, c] }
        func score(_ t: Double) -> Double {
          let g = (0..<n).map { p[$0, c] >= t ? 1.0 : 0 }
          let both = zip(y, g).count { $0 == 1 && $1 == 1 }
          let either = zip(y, g).count { $0 == 1 || $1 == 1 }
          let same = zip(y, g).count { $0 == $1 }
          switch metric {
          case .f1: return either + both > 0 ? 2 * Double(both) / Double(either + both) : 0
          case .jaccard: return either > 0 ? Double(both) / Double(either) : 0
          case .accuracy: return Double(same) / Double(n)
          }
        }
        let grid = stride(from: -0.01, through: 1.02, by: 0.01).map(score)
        #expect(abs((grid.max() ?? 0) - tuning.after[c]) < 1e-12)
        #expect(abs(score(tuning.thresholds[c]) - tuning.after[c]) < 1e-12)
      }
    }
  }

  @Test func `of equally good thresholds the one nearest to a half is taken`() throws {
    let p = Tensor([0.9, 0.8, 0.4, 0.1], Shape(4, 1))
    // No threshold separates a label that every row has: all up to 0.1 are perfect.
    let ones = try FittedThresholds(
      Given(table: p), tunedOn: data(labelMatrix(["1", "1", "1", "1"])), method: .perLabel)
    #expect(ones.tuning?.thresholds == [0.05])
    // Without a positive row every F1 is 0, so the midpoint nearest to ½: 0.6 is, 0.25 is not.
    let none = try FittedThresholds(
      Given(table: p), tunedOn: data(labelMatrix(["0", "0", "0", "0"])), method: .perLabel)
    #expect(abs((none.tuning?.thresholds[0] ?? 0) - 0.6) < 1e-15)
    #expect(none.notes == ["no validation row has y0"])
    let sure = Tensor([1, 1, 1, 1], Shape(4, 1))
    let never = try FittedThresholds(
      Given(table: sure), tunedOn: data(labelMatrix(["0", "0", "0", "0"])), method: .perLabel,
      metric: .accuracy)
    #expect(never.tuning?.thresholds == [.infinity])
    #expect(try never.predict(data(labelMatrix(["0"])).X).elements == [0])
  }

  @Test func `the top k are the most probable, the earlier first`() throws {
    let p = Tensor(rows: [[0.1, 0.9, 0.9, 0.2], [0.3, 0.3, 0.3, 0.3]])
    let model = Given(table: p)
    let X = data(labelMatrix(["0000", "0000"])).X
    #expect(try FittedThresholds(model, top: 1).predict(X).elements == [0, 1, 0, 0, 1, 0, 0, 0])
    #expect(try FittedThresholds(model, top: 3).predict(X).elements == [0, 1, 1, 1, 1, 1, 1, 0])
    #expect(try FittedThresholds(model, top: 0).predict(X).elements.allSatisfy { $0 == 0 })
    for k in [-1, 5] { #expect(throws: Failure.self) { try FittedThresholds(model, top: k) } }
  }

  @Test func `tuning again starts from the bare model`() throws {
    let (model, valid) = try Self.fitted()
    let once = try FittedThresholds(model, tunedOn: valid, method: .perLabel)
    let twice = try FittedThresholds(once, tunedOn: valid, method: .perLabel)
    #expect(once.summary == twice.summary)
    #expect(once.tuning?.thresholds == twice.tuning?.thresholds)
  }

  @Test func `scores on the rows of the tuning carry a warning, in any order`() throws {
    let (model, valid) = try Self.fitted()
    let tuned = try FittedThresholds(model, tunedOn: valid, method: .global)
    #expect(tuned.remarks(on: valid).contains { $0.contains("all 20 of these rows") })
    let mixed = try MLkNNTests.all.rows([59, 41, 3, 45])
    #expect(tuned.remarks(on: mixed).contains { $0.contains("3 of 4 of these rows") })
    var sparse = valid
    sparse.X = .sparse(try SparseMatrix(valid.X.dense()))
    #expect(!tuned.remarks(on: sparse).isEmpty)
    #expect(tuned.remarks(on: try MLkNNTests.all.part(0..<40)).isEmpty)
    var other = valid
    other.Y[0, 0] = 1 - other.Y[0, 0]
    #expect(tuned.remarks(on: try other.part(0..<1)).isEmpty)
    let comparison = try Comparison([("t", tuned), ("m", model)], valid)
    #expect(comparison.remarks.count == 1 && comparison.remarks[0].hasPrefix("t: "))
  }

  @Test func `a test set by its name is pointed out`() throws {
    let (model, valid) = try Self.fitted()
    for (name, isTest) in [("emotions-test", true), ("test", true), ("contest", false)] {
      var data = valid
      data.name = name
      let tuned = try FittedThresholds(model, tunedOn: data, method: .global)
      #expect(tuned.notes.contains { $0.hasPrefix("WARNING") } == isTest)
    }
  }

  @Test func `validation sets that do not suit are refused`() throws {
    let (model, valid) = try Self.fitted()
    #expect(throws: Failure.self) {
      try FittedThresholds(model, tunedOn: hashedDataset(rows: 9, features: 3), method: .global)
    }
    #expect(throws: Failure.self) {
      try FittedThresholds(model, tunedOn: valid.part(0..<0), method: .global)
    }
    var missing = valid
    missing.Y[2, 1] = .nan
    #expect(throws: Failure.self) {
      try FittedThresholds(model, tunedOn: missing, method: .cardinality)
    }
  }

  @Test func `a sweep has the measures of every threshold`() throws {
    let (model, valid) = try Self.fitted()
    let sweep = try ThresholdSweep(model, valid, thresholds: [0, 0.3, 0.5, 2])
    let p = try model.probabilities(valid.X)
    for (place, t) in [0, 0.3, 0.5, 2].enumerated() {
      let hard = Tensor(p.elements.map { $0 >= t ? 1 : 0 }, p.shape)
      #expect(sweep.values("hamming")[place] == (try hammingLoss(truth: valid.Y, predicted: hard)))
    }
    #expect(sweep.values("predicted_cardinality").first == 4)
    #expect(sweep.values("predicted_cardinality").last == 0)
    #expect(throws: Failure.self) { try ThresholdSweep(model, valid, thresholds: []) }
    #expect(throws: Failure.self) { try ThresholdSweep(model, valid, thresholds: [.nan]) }
  }
}

extension Dataset {
  fileprivate func label(at c: Int) -> [Double] { (0..<rowCount).map { Y[$0, c] } }
}
