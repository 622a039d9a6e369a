import Charts
import Datasets
import Diagnostics
import Learners
import MultiLabel
import Tensors
import Testing

@Suite struct ValidationTests {
  static let data = hashedDataset(rows: 90, features: 4, labels: 3)

  func model() throws -> any MultiLabelModel { BinaryRelevance(try LogisticRegression()) }

  @Test func `cross-validation is what training on every other fold and measuring gives`() throws {
    var options = CrossValidationOptions()
    options.folds = 4
    options.seed = 7
    options.isRanked = true
    let base = BinaryRelevance(try LogisticRegression())
    let found = try CrossValidation([("br", base)], Self.data, options)
    let parts = try Self.data.foldRows(4, seed: 7, isStratified: true)
    var hamming: [Double] = []
    var area: [Double] = []
    for part in parts {
      let rest = (0..<90).filter { !part.contains($0) }
      let fitted = try base.fit(Self.data.rows(rest))
      let test = try Self.data.rows(part)
      hamming.append(try hammingLoss(truth: test.Y, predicted: fitted.predict(test.X)))
      area.append(
        try RankingMeasures(truth: test.Y, scores: fitted.probabilities(test.X))
          .areaUnderCurve(.macro).values[0])
    }
    let scores = Dictionary(uniqueKeysWithValues: found.scores(of: 0).map { ($0.name, $0.scores) })
    #expect(scores["hamming"]?.folds == hamming)
    #expect(scores["roc_auc_macro"]?.folds == area)
    let mean = hamming.reduce(0, +) / 4
    let variance = hamming.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 4
    #expect(abs((scores["hamming"]?.mean ?? 0) - mean) < 1e-15)
    #expect(abs((scores["hamming"]?.deviation ?? 0) - variance.squareRoot()) < 1e-15)
  }

  @Test func `standardised rounds learn their scale from the training part`() throws {
    var options = CrossValidationOptions()
    options.folds = 3
    options.isStratified = false
    options.isStandardized = true
    let base = BinaryRelevance(try LogisticRegression())
    let found = try CrossValidation([("br", base)], Self.data, options)
    let fold = try Self.data.folds(3, seed: 0, isStratified: false)[0]
    let scaler = try Standardizer(fittedOn: fold.train)
    let fitted = try base.fit(scaler.apply(fold.train))
    let direct = try evaluate(fitted, scaler.apply(fold.test))
    #expect(found.records[0][0].entries.map(\.value) == direct.entries.map(\.value))
  }

  @Test func `several models see the same folds and stand side by side`() throws {
    let chain = try ClassifierChain(LogisticRegression())
    let found = try CrossValidation(
      [("br", try model()), ("again", try model()), ("cc", chain)], Self.data,
      CrossValidationOptions(), measures: ["hamming", "f1_macro"])
    #expect(
      found.records[0].map { $0["hamming"] } == found.records[1].map { $0["hamming"] })
    #expect(found.table.rows.count == 2)
    #expect(found.table.rows[0][0].plain == "hamming ↓")
    #expect(found.table.rows[1][0].plain == "f1_macro ↑")
    #expect(found.foldSizes.reduce(0, +) == 90)
  }

  @Test func `what does not suit is explained`() throws {
    func message(_ body: () throws -> Void) -> String {
      do {
        try body()
        return ""
      } catch { return (error as? Failure)?.message ?? "\(error)" }
    }
    var options = CrossValidationOptions()
    options.folds = 91
    #expect(
      message { _ = try CrossValidation([("m", model())], Self.data, options) }
        == "expected from 2 folds to as many as the 90 rows, found 91")
    #expect(
      message {
        _ = try CrossValidation(
          [("m", model())], Self.data, CrossValidationOptions(), measures: ["haming"])
      } == "no measure is called \"haming\"")
    var unknown = Self.data
    unknown.Y[5, 1] = .nan
    #expect(
      message { _ = try CrossValidation([("m", model())], unknown, CrossValidationOptions()) }
        .hasPrefix("expected labels to be 0 or 1, found a missing one (NaN) in row 5, label '"))
    let fitted = try BinaryRelevance(LogisticRegression()).fit(Self.data)
    #expect(
      message { _ = try evaluate(fitted, Self.data.rows([])) }
        == "expected at least one row to measure on, found none")
  }

  /// A model whose figures on its own data flatter.
  private struct Tuned: FittedMultiLabel {
    let summary = "tuned"
    let labelNames: [String]
    let featureNames: [String] = []
    let fits: [FitNote] = []
    func predict(_ X: DesignMatrix) -> Tensor {
      Tensor(repeating: 0, Shape(X.rowCount, labelNames.count))
    }
    func probabilities(_ X: DesignMatrix) -> Tensor { predict(X) }
    func remarks(on data: Dataset) -> [String] { ["thresholds were chosen on \(data.name)"] }
  }

  @Test func `comparisons mark the best, count 0 over 0 and repeat remarks`() throws {
    let fitted = try BinaryRelevance(LogisticRegression()).fit(Self.data)
    let comparison = try Comparison(
      [("br", fitted), ("zero", Tuned(labelNames: Self.data.labelNames))], Self.data)
    #expect(comparison.remarks == ["zero: thresholds were chosen on \(Self.data.name)"])
    let rows = comparison.table.rows.map { $0.map(\.plain) }
    #expect(rows.contains { $0 == ["  0/0 in precision_macro", "0", "3"] }, "\(rows)")
    let hamming = comparison.table.rows[1]
    #expect(hamming[0].plain == "hamming ↓")
    let best = comparison.records.map { $0["hamming"] ?? 1 }
    #expect(hamming[best[0] < best[1] ? 1 : 2].runs.first?.style == .emphasis)
    let total = comparison.records[1]
    #expect(total.undefined == total.undefinedCounts.reduce(0) { $0 + $1.count })
    #expect(total.undefined(in: "precision_samples") == 90)
  }

  @Test func `conventions side by side are the measures one by one`() throws {
    let truth = Tensor(rows: [[1, 0], [0, 0], [0, 1]])
    let predicted = Tensor(rows: [[1, 0], [0, 0], [0, 0]])
    let comparison = try ConventionComparison(
      truth: truth, predicted: predicted, others: [.value(.nan)])
    for (convention, record) in zip(comparison.conventions, comparison.records) {
      let single = try metrics(truth: truth, predicted: predicted, convention: convention)
      #expect(single.entries.map(\.value) == record.entries.map(\.value))
    }
    let f1 = comparison.records.map { $0["f1_samples"] ?? -1 }
    let (third, half): (Double, Double) = (1.0 / 3, 0.5)
    #expect(f1 == [third, 2 * third, third, half])
    #expect(comparison.records[2]["jaccard_samples"] == 2 * third)
    #expect(comparison.measures.first { $0.name == "precision_samples" }?.undefined == 2)
    #expect(comparison.measures.first { $0.name == "f1_samples" }?.undefined == 1)
    #expect(text(.table(comparison.table)).contains("cases of 0/0"))
  }
}
