internal import Datasets
internal import Diagnostics
internal import Glibc
internal import Learners
internal import MultiTask
internal import Networks
internal import Runtime
internal import Tensors

/// The measures of one head on the rows that have a target.
///
/// `loss` is the mean loss that training makes small, for soft targets too; the others compare with
/// the nearest hard target: a label from ½ on, the most probable class.
struct HeadMeasures {
  private let output: HeadOutput
  /// n×scores.
  private let scores: Tensor
  /// n, n×C, or n×K of soft classes.
  private let targets: Tensor
  private let convention: UndefinedConvention
  private let isRanked: Bool

  typealias Entry = (name: String, value: Double)

  /// - Throws: `shape` when there are not as many targets as scores; `data` when all are missing.
  init(
    _ output: HeadOutput, scores: Tensor, targets: Tensor, convention: UndefinedConvention,
    isRanked: Bool
  ) throws {
    self.output = output
    self.convention = convention
    self.isRanked = isRanked
    let checked = try TargetChecks(output.head, targets, rows: scores.rowCount).checked()
    let width = checked.width
    let known = checked.values.withElements { y in
      (0..<scores.rowCount).filter { !y[$0 * width].isNaN }
    }
    guard !known.isEmpty else { throw Failure(.data, "expected a row with a target, found none") }
    self.scores = try scores.indexed(by: [.positions(known)])
    self.targets = try checked.values.indexed(by: [.positions(known)])
  }

  /// The measures by name, `loss` first.
  var entries: [Entry] {
    get throws {
      switch output.head.kind {
      case .regression: try regression
      case .binary: try binary
      case .classes(let count): try classes(count)
      case .multilabel: try labels
      }
    }
  }

  // MARK: - Kinds

  private var regression: [Entry] {
    get throws {
      let entries = try taskEntries(targets, Tensor(scores.elements), .squared)
      return [("loss", entries.first?.value ?? .nan)] + entries
    }
  }

  private var binary: [Entry] {
    get throws {
      let p = try output.probabilities(of: scores) ?? scores
      let hard = hardLabels(targets)
      let loss = meanLogLoss(targets.elements, p.elements)
      let tally = try LabelTally(truth: column(hard), predicted: column(hardLabels(p)))
      let area = try RankingMeasures(truth: column(hard), scores: column(p))
      return [("loss", loss)] + (try taskEntries(hard, p, .logistic))
        + [SetScore.precision, .recall, .f1].map { score in
          (score.rawValue, score.value(tally.overall, convention).value)
        } + [("average_precision", try area.averagePrecision(.macro).values.first ?? .nan)]
    }
  }

  private func classes(_ count: Int) throws -> [Entry] {
    let p = try output.probabilities(of: scores) ?? scores
    let truth = targets.rank == 1 ? targets : mostProbable(targets)
    let predicted = mostProbable(p)
    let counts = try CountTable(truth: truth, predicted: predicted).counts
      .filter { $0.support + $0.predicted > 0 }
    let loss =
      targets.rank == 1
      ? try logLoss(truth: targets, probabilities: p) : crossEntropy(targets, p)
    let scores = [SetScore.precision, .recall, .f1].map { score in
      let values = counts.map { score.value($0, convention).value }.filter { !$0.isNaN }
      let mean = values.isEmpty ? .nan : values.reduce(0, +) / Double(values.count)
      return ("\(score.rawValue)_macro", mean)
    }
    return [("loss", loss), ("accuracy", try accuracy(truth: truth, predicted: predicted))]
      + scores + [("log_loss", try logLoss(truth: truth, probabilities: p))]
  }

  private var labels: [Entry] {
    get throws {
      let p = try output.probabilities(of: scores) ?? scores
      let hard = hardLabels(targets)
      let record = try metrics(truth: hard, predicted: hardLabels(p), convention: convention)
      let ranked = isRanked ? try rankingRecord(truth: hard, scores: p).entries : []
      return [("loss", meanLogLoss(targets.elements, p.elements))] + record.entries + ranked
    }
  }

  // MARK: - Parts

  private func taskEntries(_ y: Tensor, _ p: Tensor, _ loss: TaskLoss) throws -> [Entry] {
    let evaluation = try TaskEvaluation(
      names: [output.head.name], truth: [y.with(kind: .number)], predicted: [p], loss: loss)
    return zip(evaluation.measures, evaluation.total).map { ($0.rawValue, $1) }
  }

  private func hardLabels(_ y: Tensor) -> Tensor {
    Tensor(y.elements.map { $0 >= 0.5 ? 1 : 0 }, y.shape)
  }

  private func column(_ y: Tensor) throws -> Tensor { try y.reshaped(Shape(y.count, 1)) }

  private func mostProbable(_ p: Tensor) -> Tensor {
    let width = p.columnCount
    return p.withElements { p in
      Tensor(
        (0..<p.count / max(width, 1)).map { i in
          var best = 0
          for k in 1..<width where p[i * width + k] > p[i * width + best] { best = k }
          return Double(best)
        })
    }
  }

  /// The mean of −y log p − (1 − y) log(1 − p) over all cells.
  private func meanLogLoss(_ y: [Double], _ p: [Double]) -> Double {
    zip(y, p).reduce(0) { $0 - $1.0 * log(clipped($1.1)) - (1 - $1.0) * log(clipped(1 - $1.1)) }
      / Double(max(y.count, 1))
  }

  /// The mean over rows of −Σ y log p.
  private func crossEntropy(_ y: Tensor, _ p: Tensor) -> Double {
    zip(y.elements, p.elements).reduce(0) { $0 - $1.0 * log(clipped($1.1)) }
      / Double(max(y.rowCount, 1))
  }

  /// A probability away from 0 by the spacing of doubles at 1.
  private func clipped(_ p: Double) -> Double { max(p, 0x1p-52) }
}
