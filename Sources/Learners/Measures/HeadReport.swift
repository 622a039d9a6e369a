package import Datasets
internal import Diagnostics
internal import Glibc
package import Tensors

/// How well one head is predicted on the rows whose target is known.
///
/// Measures by kind: binary `accuracy tpr tnr ppv npv fpr f1`, classes `accuracy balanced_accuracy
/// f1_macro`, multilabel `hamming zero_one f1_micro f1_macro`, regression `mse rmse mae r2`; with
/// probabilities also `log_loss`. As scikit-learn defines them, with 0 for 0/0 unless another
/// convention is chosen.
package struct HeadReport: Sendable {
  package let name: String
  package let kind: HeadKind
  /// How many rows count.
  package let rowCount: Int
  /// NaN where one is not defined: of no rows, or R² of one row.
  package let measures: [(name: String, value: Double)]
  /// K×K: true classes by row, predicted ones by column; of binary heads 2×2, of others `nil`.
  package let confusion: Tensor?
  /// The four counts of each class against the rest, or of each label; of a regression `nil`.
  package let counts: CountTable?

  package subscript(measure: String) -> Double? { measures.first { $0.name == measure }?.value }

  /// Measures what a head predicts.
  ///
  /// - Parameters:
  ///   - head: the targets; soft ones count as the class or label that they favour.
  ///   - output: for each row a probability of 1 (binary), K probabilities or a class number, C
  ///     probabilities of labels, or a number.
  ///   - convention: what 0/0 counts as.
  /// - Throws: `shape` when rows or columns do not go together, `data` for a value that cannot be,
  ///   both naming the head.
  package init(
    _ head: HeadTargets, output: Tensor, convention: UndefinedConvention = .sklearn
  ) throws {
    do {
      let rows = try HeadRows(head, output)
      name = head.name
      kind = head.kind
      rowCount = rows.count
      (measures, confusion, counts) = try Self.measured(rows, convention)
    } catch let failure as Failure {
      throw Failure(
        failure.kind, "head '\(head.name)': \(failure.message)", notes: failure.notes)
    }
  }

  private typealias Parts = (
    measures: [(name: String, value: Double)], confusion: Tensor?, counts: CountTable?
  )

  private static func measured(
    _ rows: HeadRows, _ convention: UndefinedConvention
  ) throws -> Parts {
    switch rows.kind {
    case .regression: return (try numbers(rows), nil, nil)
    case .binary: return try binary(rows, convention)
    case .classes(let count): return try classes(rows, count, convention)
    case .multilabel: return try labels(rows, convention)
    }
  }

  private static func numbers(_ rows: HeadRows) throws -> [(name: String, value: Double)] {
    guard rows.count > 0 else { return ["mse", "rmse", "mae", "r2"].map { ($0, .nan) } }
    func value(_ measure: RegressionMeasure) throws -> Double {
      try measure.values(truth: rows.targets, predicted: rows.outputs)[0]
    }
    let mse = try value(.mse)
    return [
      ("mse", mse), ("rmse", mse.squareRoot()), ("mae", try value(.mae)),
      ("r2", rows.count > 1 ? try value(.r2) : .nan),
    ]
  }

  private static func binary(_ rows: HeadRows, _ convention: UndefinedConvention) throws -> Parts {
    let table = try rows.confusion(2)
    let counts = CountTable(classes: table, convention: convention)
    let one = counts.counts[1]
    var measures: [(name: String, value: Double)] = []
    for rate in [CountRate.accuracy, .tpr, .tnr, .ppv, .npv, .fpr] {
      measures.append(
        (rate.rawValue, rows.count == 0 ? .nan : rate.value(one, convention).value))
    }
    measures.append(("f1", rows.count == 0 ? .nan : SetScore.f1.value(one, convention).value))
    if let loss = rows.logLoss { measures.append(("log_loss", loss)) }
    return (measures, table, counts)
  }

  private static func classes(
    _ rows: HeadRows, _ count: Int, _ convention: UndefinedConvention
  ) throws -> Parts {
    let table = try rows.confusion(count)
    let counts = CountTable(classes: table, convention: convention)
    let hits = (0..<count).reduce(0) { $0 + table[$1, $1] }
    // Classes that neither occur nor are predicted say nothing, as in scikit-learn.
    let present = counts.counts.filter { $0.support > 0 }
    let seen = counts.counts.filter { $0.support + $0.predicted > 0 }
    func mean(_ counts: [LabelCounts], _ value: (LabelCounts) -> Double) -> Double {
      counts.isEmpty ? .nan : counts.reduce(0) { $0 + value($1) } / Double(counts.count)
    }
    var measures: [(name: String, value: Double)] = [
      ("accuracy", rows.count == 0 ? .nan : hits / Double(rows.count)),
      ("balanced_accuracy", mean(present) { CountRate.tpr.value($0, convention).value }),
      ("f1_macro", mean(seen) { SetScore.f1.value($0, convention).value }),
    ]
    if let loss = rows.logLoss { measures.append(("log_loss", loss)) }
    return (measures, table, counts)
  }

  private static func labels(_ rows: HeadRows, _ convention: UndefinedConvention) throws -> Parts {
    guard rows.targets.count > 0 else {
      return (["hamming", "zero_one", "f1_micro", "f1_macro"].map { ($0, .nan) }, nil, nil)
    }
    let (truth, predicted) = (rows.bits(rows.targets), rows.bits(rows.outputs))
    let record = try metrics(truth: truth, predicted: predicted, convention: convention)
    var measures = ["hamming", "zero_one", "f1_micro", "f1_macro"].map {
      (name: $0, value: record[$0] ?? .nan)
    }
    if let loss = rows.logLoss { measures.append((name: "log_loss", value: loss)) }
    let counts = try CountTable(truth: truth, predicted: predicted, convention: convention)
    return (measures, nil, counts)
  }
}

extension CountTable {
  /// The counts of each class against the rest, from a K×K table of true by predicted classes.
  init(classes table: Tensor, convention: UndefinedConvention) {
    self.init(counts: CountTable.classCounts(table), convention: convention)
  }
}
