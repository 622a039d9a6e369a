import Diagnostics
import Learners
import MultiLabel
import Tensors
import Testing

/// Measures of label scores with many ties; figures of scikit-learn 1.9.1 and NumPy 2.4.6.
@Suite struct RankingMeasuresTests {
  /// Row 3 has no true label, row 7 all of them.
  static let truth = Tensor(rows: [
    [0, 0, 0, 1, 1], [1, 0, 1, 1, 0], [0, 1, 0, 0, 0], [0, 0, 0, 0, 0], [0, 1, 0, 1, 0],
    [0, 1, 0, 0, 1], [0, 1, 0, 0, 1], [1, 1, 1, 1, 1], [0, 0, 1, 1, 0], [0, 0, 1, 1, 0],
    [1, 0, 1, 0, 1], [0, 0, 1, 0, 0],
  ])
  static let scores = Tensor(rows: [
    [0.5, 0.3, 0.2, 0.7, 0.3], [0.7, 0.4, 0.5, 0.8, 0.1], [0.3, 0.8, 0.3, 0.5, 0.4],
    [0.7, 0.9, 0.5, 0.6, 0.4], [0.5, 0.8, 0.3, 0.6, 0.3], [0.7, 0.5, 0.3, 0.0, 0.5],
    [0.4, 0.9, 0.6, 0.2, 0.9], [0.4, 0.6, 0.4, 0.5, 0.1], [0.6, 0.6, 0.3, 0.6, 0.2],
    [0.3, 0.4, 0.3, 0.9, 0.2], [0.6, 0.0, 0.3, 0.1, 0.5], [0.6, 0.6, 0.6, 0.3, 0.5],
  ])
  /// The truth with a label that nobody has.
  static var oneClass: Tensor {
    var truth = truth
    for i in 0..<truth.rowCount { truth[i, 2] = 0 }
    return truth
  }

  func expect(_ found: Double, _ expected: Double) {
    #expect(abs(found - expected) < 1e-11, "\(found), expected \(expected)")
  }

  @Test func `measures by row agree with scikit-learn`() throws {
    let measures = try RankingMeasures(truth: Self.truth, scores: Self.scores)
    expect(measures.coverage, 2.833333333333)
    expect(measures.rankingLoss, 0.180555555556)
    expect(measures.labelRankingAveragePrecision, 0.826388888889)
    #expect(measures.oneClassRows == 2)
    let others = try RankingMeasures(truth: Self.oneClass, scores: Self.scores)
    expect(others.coverage, 2.083333333333)
    expect(others.rankingLoss, 0.138888888889)
    expect(others.labelRankingAveragePrecision, 0.886458333333)
  }

  @Test(arguments: [
    (Average.micro, [0.615281917204], [0.710857142857]),
    (.macro, [0.617402597403], [0.722063492063]),
    (.weighted, [0.649311688312], [0.734285714286]),
    (
      .none, [0.322222222222, 0.639285714286, 0.539393939394, 0.902777777778, 0.683333333333],
      [0.611111111111, 0.785714285714, 0.597222222222, 0.930555555556, 0.685714285714]
    ),
    (.samples, [0.826388888889], [0.841666666667]),
  ])
  func `measures by label agree with scikit-learn`(
    _ average: Average, _ precisions: [Double], _ areas: [Double]
  ) throws {
    let measures = try RankingMeasures(truth: Self.truth, scores: Self.scores)
    let precision = try measures.averagePrecision(average).values
    let area = try measures.areaUnderCurve(average).values
    #expect(precision.count == precisions.count && area.count == areas.count)
    for (found, expected) in zip(precision + area, precisions + areas) { expect(found, expected) }
  }

  @Test func `a label of one class is left out of the area and counted`() throws {
    let measures = try RankingMeasures(truth: Self.oneClass, scores: Self.scores)
    let area = try measures.areaUnderCurve(.macro)
    expect(area.values[0], 0.753273809524)
    #expect(area.leftOut == 1)
    #expect(try measures.areaUnderCurve(.none).values[2].isNaN)
    let precision = try measures.averagePrecision(.macro)
    expect(precision.values[0], 0.509523809524)
    #expect(precision.undefined == 1)
    let record = try rankingRecord(truth: Self.oneClass, scores: Self.scores)
    #expect(record["one_class_labels"] == 1)
    #expect(record["roc_auc_macro"] == area.values[0])
  }

  @Test func `log loss agrees with scikit-learn by label and by class`() throws {
    let losses = try logLosses(truth: Self.truth, probabilities: Self.scores)
    // sklearn.metrics.log_loss of each column.
    let expected = [0.719565687062, 0.605759430902, 0.719565687062, 0.391216196862, 0.635111147035]
    for (a, b) in zip(losses, expected) { expect(a, b) }
    expect(
      try logLoss(truth: Self.truth, probabilities: Self.scores), expected.reduce(0, +) / 5)
    let classes = try logLoss(
      truth: Tensor([2, 0, 1]),
      probabilities: Tensor(rows: [[0.1, 0.1, 0.8], [0.5, 0.3, 0.2], [0.2, 0.7, 0.1]]))
    expect(classes, 0.4243218919376292)
  }

  /// Binary relevance of scikit-learn 1.9.1's LogisticRegression(C=1, tol=1e-10) on standardised
  /// features.
  @Test(.enabled(if: MulanSet.shared != nil))
  func `measures of emotions agree with scikit-learn`() throws {
    guard let (train, test) = MulanSet.pair("emotions") else { return }
    let model = try BinaryRelevance(LogisticRegression(tol: 1e-9)).fit(train)
    let record = try evaluate(model, test, isRanked: true)
    let expected = [
      "coverage": 2.876238, "ranking_loss": 0.161359, "one_error": 0.252475, "log_loss": 0.499098,
      "average_precision_samples": 0.811056, "average_precision_micro": 0.715667,
      "average_precision_macro": 0.693279, "roc_auc_micro": 0.845543, "roc_auc_macro": 0.824503,
    ]
    for (name, value) in expected {
      #expect(abs((record[name] ?? .nan) - value) < 1e-6, "\(name)")
    }
  }

  @Test func `one error takes the first of equal scores`() throws {
    func oneError(_ truth: [Double], _ scores: [Double]) throws -> Double {
      try RankingMeasures(truth: Tensor(rows: [truth]), scores: Tensor(rows: [scores])).oneError
    }
    #expect(try oneError([1, 0], [0.5, 0.5]) == 0)
    #expect(try oneError([0, 1], [0.5, 0.5]) == 1)
    #expect(try oneError([0, 0], [0.1, 0.5]) == 1)
  }

  /// Counting pairs one by one, written without any order.
  @Test func `areas, losses and coverage are what counting pairs gives`() throws {
    var random = RandomGenerator(seed: 3)
    for round in 0..<60 {
      let width = 2 + round % 7
      let y = (0..<width).map { _ in random.uniform() < 0.5 ? 1.0 : 0 }
      let s = (0..<width).map { _ in Double(random.integer(below: 4)) }
      let measures = try RankingMeasures(truth: Tensor(rows: [y]), scores: Tensor(rows: [s]))
      let (yes, no) = ((0..<width).filter { y[$0] == 1 }, (0..<width).filter { y[$0] == 0 })
      var (wrong, right) = (0.0, 0.0)
      for p in yes {
        for q in no {
          if s[q] >= s[p] { wrong += 1 }
          right += s[p] > s[q] ? 1 : s[p] == s[q] ? 0.5 : 0
        }
      }
      let pairs = Double(yes.count * no.count)
      #expect(abs(measures.rankingLoss - (pairs > 0 ? wrong / pairs : 0)) < 1e-15)
      let lowest = yes.map { s[$0] }.min()
      #expect(measures.coverage == Double(lowest.map { low in s.count { $0 >= low } } ?? 0))
      let area = try measures.areaUnderCurve(.samples)
      if pairs > 0 {
        #expect(abs(area.values[0] - right / pairs) < 1e-15)
      } else {
        #expect(area.values[0].isNaN && area.leftOut == 1)
      }
    }
  }

  @Test(arguments: [
    (1, 0.666666666667, 0.666666666667, 0.71364031402),
    (2, 0.583333333333, 0.63442893273, 0.700536727524),
    (3, 0.555555555556, 0.727191198794, 0.870882096977),
    (5, 0.416666666667, 0.793208229437, 1),
  ])
  func `measures of the top agree with scikit-learn and NumPy`(
    _ k: Int, _ precision: Double, _ ndcg: Double, _ psp: Double
  ) throws {
    // Equal scores count in the order of the labels, as if later ones were a little less.
    let known = try propensities(of: Self.truth)
    func at(_ measure: TopMeasure) throws -> Double {
      try topMeasure(
        measure, truth: Self.truth, scores: Self.scores, k: k, propensities: known)
    }
    expect(try at(.precision), precision)
    expect(try at(.ndcg), ndcg)
    expect(try at(.psp), psp)
  }

  @Test func `propensities follow their formula and never leave (0, 1]`() throws {
    let expected = [0.481990483786, 0.532498963828, 0.552032157344, 0.552032157344, 0.532498963828]
    for (a, b) in zip(try propensities(of: Self.truth), expected) { expect(a, b) }
    #expect(try propensities(of: Tensor(rows: [[0, 1]])) == [1, 1])
  }

  @Test func `a large k takes the same labels as a small one`() throws {
    var random = RandomGenerator(seed: 8)
    let y = Tensor((0..<200).map { _ in random.uniform() < 0.3 ? 1.0 : 0 }, Shape(2, 100))
    let s = Tensor((0..<200).map { _ in Double(random.integer(below: 30)) }, Shape(2, 100))
    func hits(_ k: Int) throws -> Double {
      try topMeasure(.precision, truth: y, scores: s, k: k) * Double(k)
    }
    // Labels are added one by one; the choice below and above 32 is made differently.
    for k in 31..<36 {
      let added = try hits(k + 1) - hits(k)
      #expect([0, 0.5, 1].contains { abs(added - $0) < 1e-12 })
    }
    #expect(abs(try hits(100) - y.elements.reduce(0, +) / 2) < 1e-12)
  }

  @Test func `bad truths, scores and k are named with their place`() throws {
    let y = Tensor(rows: [[1, 0], [0, 1]])
    func message(_ body: () throws -> Void) -> String {
      do {
        try body()
        return ""
      } catch { return (error as? Failure)?.message ?? "\(error)" }
    }
    #expect(
      message { _ = try RankingMeasures(truth: y, scores: Tensor(rows: [[1, 0], [.nan, 1]])) }
        == "expected a score for each label, found a missing one (NaN) in row 1, label 0")
    #expect(
      message { _ = try RankingMeasures(truth: Tensor(rows: [[1, 2]]), scores: y) }
        == "expected truth and prediction of one shape, found 1×2 and 2×2")
    #expect(
      message { _ = try RankingMeasures(truth: Tensor(rows: [[1, 0], [0, 3]]), scores: y) }
        == "expected true labels to be 0 or 1, found 3 in row 1, label 1")
    #expect(
      message { _ = try topMeasure(.precision, truth: y, scores: y, k: 3) }
        == "expected k from 1 to the 2 labels, found 3")
    #expect(
      message { _ = try topMeasure(.psp, truth: y, scores: y, k: 1, propensities: [1, 0]) }
        == "expected propensities above 0 and up to 1, found 0 of label 1")
    #expect(
      message { _ = try logLoss(truth: y, probabilities: Tensor(rows: [[1, 0], [0, 1.5]])) }
        == "expected probabilities between 0 and 1, found 1.5 in row 1, label 1")
    #expect(
      message { _ = try logLoss(truth: Tensor([0, 2]), probabilities: y) }
        == "expected class numbers from 0 to 1, found 2 in row 1")
  }
}
