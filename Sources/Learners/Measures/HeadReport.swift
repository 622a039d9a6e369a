package import Datasets
internal import Diagnostics
package import Tensors

/// How well one head is predicted on the rows whose target is known.
///
/// Measures by kind, with `loss`, what training makes small, first: binary `accuracy tpr tnr ppv npv fpr
/// precision recall f1`, classes `accuracy balanced_accuracy precision_macro recall_macro f1_macro`,
/// multilabel those of ``metrics(truth:predicted:convention:)``, regression `mse rmse mae r2
/// explained_variance`; with probabilities also `log_loss`, and for binary heads `roc_auc
/// average_precision`. As scikit-learn defines them, with 0 for 0/0 unless another convention is chosen.
package struct HeadReport: Sendable {
  package typealias Measure = (name: String, value: Double)

  package let name: String
  package let kind: HeadKind
  /// How many rows count.
  package let rowCount: Int
  /// NaN where one is not defined: of no rows, or R² of one row.
  package let measures: [Measure]
  /// K×K: true classes by row, predicted ones by column; of binary heads 2×2, of others `nil`.
  package let confusion: Tensor?
  /// The four counts of each class against the rest, or of each label; of a regression `nil`.
  package let counts: CountTable?

  package subscript(measure: String) -> Double? { measures.first { $0.name == measure }?.value }

  /// The measures that tables show.
  package var usual: [Measure] {
    let names = kind.usualMeasures
    return measures.filter { names.contains($0.name) }
  }

  /// Measures what a head predicts.
  ///
  /// - Parameters:
  ///   - head: the targets; soft ones count as the class or label that they favour.
  ///   - output: for each row a probability of 1 (binary), K probabilities or a class number, C
  ///     probabilities of labels, or a number.
  ///   - convention: what 0/0 counts as.
  ///   - isRanked: whether labels also get the measures of ``rankingRecord(truth:scores:)``.
  /// - Throws: `shape` when rows or columns do not go together, `data` for a value that cannot be,
  ///   both naming the head.
  package init(
    _ head: HeadTargets, output: Tensor, convention: UndefinedConvention = .sklearn,
    isRanked: Bool = false
  ) throws {
    do {
      let rows = try HeadRows(head, output)
      let parts = try HeadMeasures(rows, convention: convention, isRanked: isRanked)
      name = head.name
      kind = head.kind
      rowCount = rows.count
      (measures, confusion, counts) = (parts.measures, parts.confusion, parts.counts)
    } catch let failure as Failure {
      throw failure.saying("head '\(head.name)': \(failure.message)")
    }
  }
}

extension HeadKind {
  /// The measures that a table has room for.
  fileprivate var usualMeasures: [String] {
    switch self {
    case .regression: ["loss", "mse", "rmse", "mae", "r2"]
    case .binary: ["loss", "accuracy", "f1", "roc_auc"]
    case .classes: ["loss", "accuracy", "f1_macro"]
    case .multilabel: ["loss", "hamming", "f1_micro", "f1_macro"]
    }
  }
}
