import Diagnostics
import Learners
import Tensors
import Testing

/// Counts by label and class, tasks and regressions; figures of scikit-learn 1.9.1.
@Suite struct CountMeasuresTests {
  static let classes: [Double] = [0, 1, 2, 2, 0, 1, 0, 2, 1, 0, 2, 2, 0, 1, 1]
  static let guessed: [Double] = [0, 1, 2, 2, 0, 1, 0, 1, 1, 0, 2, 2, 0, 1, 1]

  private func counts(_ table: CountTable) -> [[Int]] {
    table.counts.map {
      [$0.trueNegatives, $0.falsePositives, $0.falseNegatives, $0.truePositives]
    }
  }

  @Test func `counts of classes and labels agree with scikit-learn`() throws {
    let (truth, predicted) = (Tensor(Self.classes), Tensor(Self.guessed))
    #expect(
      try confusion(truth: truth, predicted: predicted).elements == [5, 0, 0, 0, 5, 0, 0, 1, 4])
    let classes = try CountTable(truth: truth, predicted: predicted)
    #expect(counts(classes) == [[10, 0, 0, 5], [9, 1, 0, 5], [10, 0, 1, 4]])
    // multilabel_confusion_matrix(Y, S >= 0.5)
    let guess = Tensor(
      RankingMeasuresTests.scores.elements.map { $0 >= 0.5 ? 1 : 0 }, Shape(12, 5))
    let labels = try CountTable(truth: RankingMeasuresTests.truth, predicted: guess)
    #expect(
      counts(labels) == [[3, 6, 1, 2], [4, 3, 0, 5], [4, 2, 4, 2], [4, 2, 0, 6], [6, 1, 2, 3]])
  }

  @Test func `rates are the shares of the four counts`() throws {
    let table = try CountTable(truth: Tensor(Self.classes), predicted: Tensor(Self.guessed))
    #expect(table.values(.tpr) == [1, 1, 4.0 / 5])
    #expect(table.values(.tnr) == [1, 9.0 / 10, 1])
    #expect(table.values(.ppv) == [1, 5.0 / 6, 1])
    #expect(table.values(.npv) == [1, 1, 10.0 / 11])
    #expect(table.values(.fpr) == [0, 1.0 / 10, 0])
    #expect(table.values(.accuracy) == [1, 14.0 / 15, 14.0 / 15])
    // One class against the rest: 14 hits, 1 in vain, 1 missed, 29 rightly left out.
    #expect(table.micro(.tpr) == 14.0 / 15)
    #expect(table.micro(.accuracy) == 43.0 / 45)
    #expect(abs(table.macro(.tpr) - 14.0 / 15) < 1e-15)
    #expect(table.undefined == 0)
  }

  @Test func `rates of 0 over 0 follow the convention and are counted`() throws {
    let (truth, predicted) = (Tensor(rows: [[1, 0], [1, 0]]), Tensor(rows: [[1, 0], [0, 0]]))
    let table = try CountTable(truth: truth, predicted: predicted, convention: .mulan)
    // Label 0 has no negatives: tnr, fpr; label 1 no positives: tpr, ppv.
    #expect(table.undefined == 4)
    #expect(table.values(.tpr) == [0.5, 1])
    #expect(table.values(.fpr) == [0, 0])
    let missing = try CountTable(truth: truth, predicted: predicted, convention: .value(.nan))
    #expect(missing.macro(.tpr) == 0.5)
    #expect(missing.values(.tnr)[0].isNaN)
  }

  @Test func `accuracy over tasks of different sizes differs between micro and macro`() throws {
    let found = try taskAccuracy(
      truth: [Tensor([0, 1, 2, 2]), Tensor([1])], predicted: [Tensor([0, 1, 2, 0]), Tensor([0])])
    #expect(found.each == [0.75, 0])
    #expect(found.micro == 0.6)
    #expect(found.macro == 0.375)
    let failure = #expect(throws: Failure.self) {
      try taskAccuracy(
        truth: [Tensor([0]), Tensor([1])], predicted: [Tensor([0]), Tensor([1, 2])])
    }
    #expect(
      failure?.message == "task 1: expected truth and prediction of one shape, found 1 and 2")
  }

  @Test func `regression measures agree with scikit-learn`() throws {
    let truth = Tensor(rows: [
      [1.88, -1.21], [0.26, -0.31], [-1.06, -1.03], [-0.02, 0.43], [-0.53, 0.05], [0.72, 0.3],
    ])
    let predicted = Tensor(rows: [
      [2.43, -0.83], [0.66, 0.62], [-0.61, -0.78], [0.46, 0.26], [-0.47, 0.57], [1.17, 1.12],
    ])
    let expected: [(RegressionMeasure, [Double])] = [
      (.mse, [0.183583333333, 0.340583333333]), (.mae, [0.398333333333, 0.511666666667]),
      (.r2, [0.790783588114, 0.140067750963]),
      (.explainedVariance, [0.971607474683, 0.662781155974]),
    ]
    for (measure, values) in expected {
      let found = try measure.values(truth: truth, predicted: predicted)
      for (a, b) in zip(found, values) { #expect(abs(a - b) < 1e-11, "\(measure)") }
    }
  }

  @Test func `a constant truth is explained by itself alone`() throws {
    for measure in [RegressionMeasure.r2, .explainedVariance] {
      let constant = Tensor([0.1, 0.1, 0.1])
      #expect(try measure.values(truth: constant, predicted: constant) == [1])
      #expect(try measure.values(truth: constant, predicted: Tensor([0, 0.1, 0.3])) == [0])
      #expect(throws: Failure.self) {
        try measure.values(truth: Tensor([1]), predicted: Tensor([1]))
      }
    }
    let failure = #expect(throws: Failure.self) {
      try RegressionMeasure.mse.values(
        truth: Tensor(rows: [[1, 2]]), predicted: Tensor(rows: [[1, .infinity]]))
    }
    #expect(failure?.message == "expected finite predicted values, found inf in row 0, column 1")
  }
}
