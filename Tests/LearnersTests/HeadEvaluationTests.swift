import Datasets
import Diagnostics
import Learners
import Tensors
import Testing

/// Figures of scikit-learn 1.9.1 for seeded numbers of NumPy 2.4.6.
@Suite("Measures by head")
struct HeadEvaluationTests {
  private func head(_ kind: HeadKind, _ values: Tensor) -> HeadTargets {
    HeadTargets(name: "h", kind: kind, values: values)
  }

  private func expect(_ report: HeadReport, _ figures: [(String, Double)]) {
    for (name, value) in figures {
      let found = report[name] ?? .infinity
      #expect(abs(found - value) < 1e-12, "\(name): \(found), not \(value)")
    }
  }

  @Test("a binary head has the rates of its confusion matrix, as scikit-learn's")
  func binary() throws {
    let report = try HeadReport(
      head(.binary, Tensor([1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 1])),
      output: Tensor([0.01, 0.82, 0.8, 0.47, 0.3, 0.28, 0.25, 0.45, 0.5, 0.55, 1.0, 0.79]))
    #expect(report.confusion?.elements == [1, 3, 5, 3])
    expect(
      report,
      [
        ("accuracy", 0.3333333333333333), ("tpr", 0.375), ("tnr", 0.25), ("ppv", 0.5),
        ("npv", 0.16666666666666666), ("fpr", 0.75), ("f1", 0.42857142857142855),
        ("log_loss", 4.001157308477871), ("loss", 4.001157308477871), ("precision", 0.5),
        ("recall", 0.375), ("roc_auc", 0.3125), ("average_precision", 0.6183351370851371),
      ])
  }

  private static let classTargets: [Double] = [2, 1, 1, 2, 1, 0, 2, 0, 2, 1, 0, 0]
  private static let classProbabilities = Tensor(rows: [
    [0.014, 0.288, 0.182, 0.516], [0.176, 0.193, 0.437, 0.194], [0.011, 0.149, 0.516, 0.324],
    [0.546, 0.003, 0.353, 0.098], [0.041, 0.356, 0.163, 0.44], [0.394, 0.505, 0.033, 0.068],
    [0.087, 0.419, 0.447, 0.047], [0.237, 0.66, 0.042, 0.061], [0.142, 0.305, 0.439, 0.114],
    [0.414, 0.242, 0.297, 0.047], [0.583, 0.207, 0.204, 0.006], [0.287, 0.281, 0.282, 0.15],
  ])

  @Test("classes have a matrix of all of them, seen or not, and scikit-learn's means")
  func classes() throws {
    let report = try HeadReport(
      head(.classes(4), Tensor(Self.classTargets)), output: Self.classProbabilities)
    #expect(report.confusion?.elements == [2, 2, 0, 0, 1, 0, 2, 1, 1, 0, 2, 1, 0, 0, 0, 0])
    expect(
      report,
      [
        ("accuracy", 0.3333333333333333), ("balanced_accuracy", 0.3333333333333333),
        ("f1_macro", 0.25), ("log_loss", 1.2110787659737143), ("loss", 1.2110787659737143),
        ("precision_macro", 0.25), ("recall_macro", 0.25),
      ])
    let numbers = Tensor([3, 2, 2, 0, 3, 1, 2, 1, 2, 0, 0, 0])
    let hard = try HeadReport(head(.classes(4), Tensor(Self.classTargets)), output: numbers)
    #expect(hard.confusion?.elements == report.confusion?.elements)
    #expect(hard["accuracy"] == report["accuracy"] && hard["log_loss"] == nil)
  }

  @Test("labels are measured over all cells, rows and labels")
  func labels() throws {
    let truth = Tensor(rows: [
      [0, 1, 0], [1, 1, 0], [1, 1, 0], [1, 1, 1], [1, 1, 0], [0, 1, 0], [1, 1, 0], [1, 0, 0],
      [0, 1, 1], [1, 1, 1], [0, 0, 1], [0, 0, 0],
    ])
    let output = Tensor(rows: [
      [0.04, 0.88, 0.47], [0.55, 0.32, 0.75], [0.03, 0.37, 0.03], [0.12, 0.97, 0.66],
      [0.43, 0.52, 0.87], [0.34, 0.59, 0.68], [0.36, 0.52, 0.77], [0.91, 0.15, 0.93],
      [0.01, 0.75, 0.81], [0.14, 0.42, 0.82], [0.01, 0.63, 0.79], [0.51, 0.73, 0.23],
    ])
    let report = try HeadReport(head(.multilabel(3), truth), output: output, isRanked: true)
    expect(
      report,
      [
        ("hamming", 0.4444444444444444), ("zero_one", 0.8333333333333334), ("f1_micro", 0.6),
        ("f1_macro", 0.5737556561085974), ("log_loss", 0.826978909245026),
        ("precision_micro", 0.6), ("coverage", 2.1666666666666665), ("ranking_loss", 0.375),
      ])
    #expect(report.counts?.counts.count == 3)
  }

  @Test("numbers have their errors, and R²")
  func regression() throws {
    let report = try HeadReport(
      head(
        .regression,
        Tensor([
          0.363, -2.129, 0.847, -1.746, 0.757, -0.845, 0.779, 0.131, -1.537, 1.249, 1.442, -0.066,
        ])),
      output: Tensor([
        0.226, -2.209, 0.359, -1.197, 0.486, -0.871, 0.382, -0.182, -2.176, 1.878, 1.365, 0.417,
      ]))
    expect(
      report,
      [
        ("loss", 0.16146575), ("mse", 0.16146575), ("rmse", 0.40182801047214217), ("mae", 0.34075),
        ("r2", 0.8811295013020629), ("explained_variance", 0.884137113976393),
      ])
    #expect(report.confusion == nil && report.counts == nil)
  }

  @Test("rows without a target do not count")
  func missing() throws {
    let report = try HeadReport(
      head(.binary, Tensor([1, .nan, 0, 1])), output: Tensor([0.9, 0.9, 0.2, 0.1]))
    #expect(report.rowCount == 3)
    #expect(report.confusion?.elements == [1, 0, 1, 1])
    let none = try HeadReport(head(.binary, Tensor([.nan])), output: Tensor([0.5]))
    #expect(none.rowCount == 0 && none["accuracy"]?.isNaN == true)
    for kind in [HeadKind.regression, .classes(3), .binary] {
      let empty = try HeadReport(head(kind, Tensor([])), output: Tensor([]))
      #expect(empty.measures.allSatisfy { $0.value.isNaN }, "\(kind)")
    }
  }

  @Test("0 and 1 are no probabilities, and have no log loss")
  func hard() throws {
    let report = try HeadReport(head(.binary, Tensor([1, 0, 1])), output: Tensor([1, 0, 0]))
    #expect(report["log_loss"] == nil)
    #expect(report.confusion?.elements == [1, 0, 1, 1])
  }

  @Test("soft targets are the class they favour, and all of their cross-entropy counts")
  func soft() throws {
    let report = try HeadReport(
      head(.classes(2), Tensor(rows: [[0.8, 0.2], [0.4, 0.6]])),
      output: Tensor(rows: [[0.5, 0.5], [0.25, 0.75]]))
    #expect(report.confusion?.elements == [1, 0, 0, 1])
    // −(0.8 ln ½ + 0.2 ln ½ + 0.4 ln ¼ + 0.6 ln ¾)/2.
    expect(report, [("log_loss", 0.710137084239485)])
  }

  @Test("0/0 is 0 unless another convention is chosen, and is counted")
  func undefined() throws {
    let truth = head(.binary, Tensor([0, 0]))
    let report = try HeadReport(truth, output: Tensor([0.1, 0.2]))
    #expect(report["tpr"] == 0 && report["ppv"] == 0 && report["tnr"] == 1 && report["fpr"] == 0)
    let nan = try HeadReport(truth, output: Tensor([0.1, 0.2]), convention: .value(.nan))
    #expect(nan["tpr"]?.isNaN == true && nan["tnr"] == 1)
  }

  @Test("what is no prediction of a head is refused with its name and row")
  func refused() throws {
    func message(_ head: HeadTargets, _ output: Tensor) -> String {
      do {
        _ = try HeadReport(head, output: output)
        return ""
      } catch { return (error as? Failure)?.message ?? "\(error)" }
    }
    let binary = head(.binary, Tensor([0, 1]))
    #expect(message(binary, Tensor([0.1])).hasPrefix("head 'h': expected predictions of 2 rows"))
    #expect(message(binary, Tensor([0.1, 1.5])).contains("from 0 to 1 in row 1, found 1.5"))
    #expect(message(binary, Tensor([0.1, .nan])).contains("in row 1"))
    let classes = head(.classes(3), Tensor([0, 2]))
    #expect(message(classes, Tensor([0, 3])).contains("a class from 0 to 2 in row 1"))
    #expect(message(classes, Tensor(rows: [[0.5, 0.5], [1, 0]])).contains("of 3 columns"))
    #expect(message(head(.classes(3), Tensor([0, 7])), Tensor([0, 1])).contains("a target"))
    #expect(message(head(.regression, Tensor([1])), Tensor([.infinity])).contains("finite"))
  }

  @Test("heads are measured by name, those without predictions left out")
  func byName() throws {
    let data = try HeadDataset(
      name: "d", X: Tensor([1, 2], Shape(2, 1)),
      heads: [
        HeadTargets(name: "a", kind: .binary, values: Tensor([0, 1])),
        HeadTargets(name: "b", kind: .regression, values: Tensor([1, 3])),
      ])
    let evaluation = try HeadEvaluation(data, outputs: [("b", Tensor([1, 2]))])
    #expect(evaluation.reports.map(\.name) == ["b"])
    #expect(evaluation["b"]?["mae"] == 0.5 && evaluation["a"] == nil)
    #expect(throws: Failure.self) { try HeadEvaluation(data, outputs: [("c", Tensor([1, 2]))]) }
    #expect(throws: Failure.self) { try HeadEvaluation(data, outputs: []) }
    var missing = data
    missing.heads[1].values = Tensor([.nan, .nan])
    let failure = #expect(throws: Failure.self) {
      try HeadEvaluation(missing, outputs: [("b", Tensor([1, 2]))])
    }
    #expect(failure?.message == "head 'b': expected a row with a target, found none")
  }
}
