import Diagnostics
import Learners
import Tensors
import Testing

@Suite struct MetricsTests {
  /// 12×5, with an empty row on both sides, an empty prediction and a label without positives.
  var truth: Tensor {
    var y = bits(first: 5000, above: 0.1)
    for c in 0..<5 { y[3, c] = 0 }
    for i in 0..<12 { y[i, 4] = 0 }
    return y
  }

  var predicted: Tensor {
    var y = bits(first: 6000, above: 0.05)
    for c in 0..<5 {
      y[3, c] = 0
      y[5, c] = 0
    }
    return y
  }

  func bits(first: Int, above limit: Double) -> Tensor {
    Tensor((0..<60).map { hashed(first + $0) > limit ? 1 : 0 }, Shape(12, 5))
  }

  /// scikit-learn 1.9.1 with zero_division 0, 1 and NaN (Jaccard has no NaN there).
  static let reference: [(SetScore, Average, [Double])] = [
    (.precision, .samples, [0.277777777778, 0.444444444444, 0.333333333333]),
    (.recall, .samples, [0.25, 0.5, 0.333333333333]),
    (.f1, .samples, [0.252777777778, 0.336111111111, 0.275757575758]),
    (.jaccard, .samples, [0.173611111111, 0.256944444444]),
    (.precision, .micro, [0.304347826087, 0.304347826087, 0.304347826087]),
    (.recall, .micro, [0.388888888889, 0.388888888889, 0.388888888889]),
    (.f1, .micro, [0.341463414634, 0.341463414634, 0.341463414634]),
    (.jaccard, .micro, [0.205882352941, 0.205882352941]),
    (.precision, .macro, [0.286666666667, 0.286666666667, 0.286666666667]),
    (.recall, .macro, [0.28, 0.48, 0.35]),
    (.f1, .macro, [0.281818181818, 0.281818181818, 0.281818181818]),
    (.jaccard, .macro, [0.186111111111, 0.186111111111]),
    (.precision, .weighted, [0.403703703704, 0.403703703704, 0.403703703704]),
    (.recall, .weighted, [0.388888888889, 0.388888888889, 0.388888888889]),
    (.f1, .weighted, [0.393939393939, 0.393939393939, 0.393939393939]),
    (.jaccard, .weighted, [0.260802469136, 0.260802469136]),
  ]

  @Test(arguments: reference)
  func `scores agree with scikit-learn`(
    _ score: SetScore, _ average: Average, _ expected: [Double]
  ) throws {
    let conventions: [UndefinedConvention] = [.sklearn, .value(1), .value(.nan)]
    for (convention, value) in zip(conventions, expected) {
      let found = try setScore(
        score, truth: truth, predicted: predicted, average: average, convention: convention)
      #expect(abs(found.values[0] - value) < 1e-11)
    }
  }

  @Test func `losses and per-label F1 agree with scikit-learn`() throws {
    #expect(abs(try zeroOneLoss(truth: truth, predicted: predicted) - 11.0 / 12) < 1e-15)
    #expect(try hammingLoss(truth: truth, predicted: predicted) == 0.45)
    let f1 = try setScore(.f1, truth: truth, predicted: predicted, average: .none).values
    for (a, b) in zip(f1, [0, 0.5, 0.36363636, 0.54545455, 0]) { #expect(abs(a - b) < 1e-8) }
  }

  @Test func `one wrong label of four is a whole row wrong and a quarter of the cells`() throws {
    let record = try metrics(
      truth: Tensor(rows: [[1, 0, 0, 0]]), predicted: Tensor(rows: [[1, 0, 0, 1]]))
    #expect(record["zero_one"] == 1)
    #expect(record["hamming"] == 0.25)
  }

  @Test func `two hits of four true and three predicted give the textbook figures`() throws {
    let record = try metrics(
      truth: Tensor(rows: [[1, 1, 1, 1, 0]]), predicted: Tensor(rows: [[1, 1, 0, 0, 1]]))
    #expect(record["precision_samples"] == 2.0 / 3)
    #expect(record["recall_samples"] == 0.5)
    #expect(record["f1_samples"] == 4.0 / 7)
    #expect(record["jaccard_samples"] == 0.4)
  }

  @Test func `the conventions differ where truth and prediction are empty`() throws {
    let empty = Tensor(rows: [[0, 0]])
    func record(_ name: String) throws -> MetricRecord {
      try metrics(truth: empty, predicted: empty, convention: UndefinedConvention(named: name))
    }
    #expect(try record("sklearn")["f1_samples"] == 0)
    #expect(try record("mulan")["f1_samples"] == 1)
    #expect(try record("mulan")["precision_macro"] == 1)
    #expect(try record("meka")["f1_samples"] == 0)
    #expect(try record("meka")["jaccard_samples"] == 1)
  }

  @Test func `mulan's convention leaves an empty prediction of a full truth at 0`() throws {
    let record = try metrics(
      truth: Tensor(rows: [[1, 0]]), predicted: Tensor(rows: [[0, 0]]), convention: .mulan)
    #expect(record["precision_samples"] == 0)
  }

  @Test func `cases of 0 over 0 are counted`() throws {
    // Row: precision only. Micro: precision. Labels: precision twice, the rest once for label 1.
    let record = try metrics(truth: Tensor(rows: [[1, 0]]), predicted: Tensor(rows: [[0, 0]]))
    #expect(record.undefined == 1 + 1 + 2 + 1 + 1 + 1)
    #expect(record["undefined"] == 7)
  }

  @Test func `log loss is the mean negative log probability of the truth`() throws {
    let loss = try logLoss(truth: Tensor([1, 0]), probabilities: Tensor([0.5, 0.75]))
    // (log 2 + log 4) / 2
    #expect(abs(loss - 1.5 * 0.6931471805599453) < 1e-15)
    #expect(try logLoss(truth: Tensor([1]), probabilities: Tensor([0])).isFinite)
  }

  @Test func `a confusion matrix counts true rows and predicted columns`() throws {
    let table = try confusion(truth: Tensor([0, 1, 2, 2]), predicted: Tensor([0, 2, 2, 1]))
    #expect(table.elements == [1, 0, 0, 0, 0, 1, 0, 1, 1])
    #expect(throws: Failure.self) { try confusion(truth: Tensor([0.5]), predicted: Tensor([0])) }
    #expect(throws: Failure.self) { try confusion(truth: Tensor([.nan]), predicted: Tensor([0])) }
  }

  @Test func `shapes that differ and labels that are no bits are explained`() throws {
    let y = Tensor(rows: [[1, 0]])
    #expect {
      _ = try metrics(truth: y, predicted: Tensor(rows: [[1, 0, 0]]))
    } throws: {
      ($0 as? Failure)?.message
        == "expected truth and prediction of one shape, found 1×2 and 1×3"
    }
    #expect {
      _ = try metrics(truth: y, predicted: Tensor(rows: [[0.5, 0]]))
    } throws: {
      ($0 as? Failure)?.message
        == "expected predicted labels to be 0 or 1, found 0.5 in row 0, label 0"
    }
    #expect(throws: Failure.self) { try metrics(truth: Tensor([1]), predicted: Tensor([1])) }
    #expect(throws: Failure.self) { try UndefinedConvention(named: "skleran") }
    #expect(throws: Failure.self) { try Average(named: "mikro") }
  }
}
