internal import Diagnostics
package import Tensors

/// K×K counts: rows are true classes, columns predicted ones; K is one more than the largest seen.
///
/// - Throws: `shape` unless both are vectors of one length with at least one entry; `value` for a
///   number that is no class, with its row; `limit` when the table does not fit in memory.
package func confusion(truth: Tensor, predicted: Tensor) throws -> Tensor {
  guard truth.shape == predicted.shape, truth.rank == 1, truth.count > 0 else {
    throw InputChecks.shapes(truth, predicted)
  }
  let (rows, columns) = (try classNumbers(truth, "true"), try classNumbers(predicted, "predicted"))
  let K = 1 + max(1, rows.max() ?? 0, columns.max() ?? 0)
  try TensorMemory.check(Shape(K, K))
  var table = Tensor(repeating: 0, Shape(K, K))
  for (row, column) in zip(rows, columns) { table[row, column] += 1 }
  return table
}

private func classNumbers(_ classes: Tensor, _ what: String) throws -> [Int] {
  try classes.elements.enumerated().map { row, value in
    guard value >= 0, value < 1e6, let number = Int(exactly: value) else {
      throw Failure(
        .value,
        "expected \(what) class numbers 0, 1, 2, …, found \(InputChecks.shown(value)) in row \(row)"
      )
    }
    return number
  }
}

/// A share of the four counts of a label or a class.
package enum CountRate: String, Sendable, CaseIterable {
  /// TP / (TP + FN): the true positive rate, recall.
  case tpr
  /// TN / (TN + FP): the true negative rate.
  case tnr
  /// TP / (TP + FP): the positive predictive value, precision.
  case ppv
  /// TN / (TN + FN): the negative predictive value.
  case npv
  /// FP / (FP + TN): the false positive rate.
  case fpr
  /// (TP + TN) / all.
  case accuracy

  /// Numerator and denominator.
  package func fraction(_ counts: LabelCounts) -> (Int, Int) {
    let (tp, tn) = (counts.truePositives, counts.trueNegatives)
    return switch self {
    case .tpr: (tp, counts.support)
    case .tnr: (tn, tn + counts.falsePositives)
    case .ppv: (tp, counts.predicted)
    case .npv: (tn, tn + counts.falseNegatives)
    case .fpr: (counts.falsePositives, tn + counts.falsePositives)
    case .accuracy: (tp + tn, counts.total)
    }
  }

  /// The rate, and whether it was 0/0 and had to be agreed upon.
  package func value(
    _ counts: LabelCounts, _ convention: UndefinedConvention = .sklearn
  ) -> (value: Double, isUndefined: Bool) {
    let (top, bottom) = fraction(counts)
    guard bottom == 0 else { return (Double(top) / Double(bottom), false) }
    let bothEmpty = counts.support == 0 && counts.predicted == 0
    switch self {
    case .tpr: return (convention.value(of: .recall, bothEmpty: bothEmpty), true)
    case .ppv: return (convention.value(of: .precision, bothEmpty: bothEmpty), true)
    default: return (convention.rate, true)
    }
  }
}

/// The four counts of each label or class, with the rates they give.
package struct CountTable: Sendable {
  /// One entry a label, or a class against the rest.
  package let counts: [LabelCounts]
  /// What 0/0 counts as.
  package let convention: UndefinedConvention

  /// The counts of n×C 0/1 labels, or of vectors of class numbers, each class against the rest.
  ///
  /// - Throws: `shape`, `data` and `value` as `LabelTally` and `confusion`.
  package init(
    truth: Tensor, predicted: Tensor, convention: UndefinedConvention = .sklearn
  ) throws {
    self.convention = convention
    if truth.rank == 1 {
      counts = CountTable.classCounts(try confusion(truth: truth, predicted: predicted))
    } else {
      counts = try LabelTally(truth: truth, predicted: predicted).labels
    }
  }

  /// Counts at hand.
  init(counts: [LabelCounts], convention: UndefinedConvention) {
    self.counts = counts
    self.convention = convention
  }

  /// All labels together.
  package var overall: LabelCounts { counts.reduce(LabelCounts(), +) }

  /// One value a label.
  package func values(_ rate: CountRate) -> [Double] {
    counts.map { rate.value($0, convention).value }
  }

  /// The rate of all counts added up.
  package func micro(_ rate: CountRate) -> Double { rate.value(overall, convention).value }

  /// The mean over labels, without those that are NaN.
  package func macro(_ rate: CountRate) -> Double {
    let values = values(rate).filter { !$0.isNaN }
    return values.isEmpty ? .nan : values.reduce(0, +) / Double(values.count)
  }

  /// How many rates were 0/0.
  package var undefined: Int {
    CountRate.allCases.reduce(0) { sum, rate in sum + counts.count { rate.value($0).isUndefined } }
  }

  static func classCounts(_ table: Tensor) -> [LabelCounts] {
    let K = table.rowCount
    let whole = Int(table.elements.reduce(0, +))
    return (0..<K).map { k in
      let hits = Int(table[k, k])
      var counts = LabelCounts()
      counts.truePositives = hits
      counts.falseNegatives = (0..<K).reduce(0) { $0 + Int(table[k, $1]) } - hits
      counts.falsePositives = (0..<K).reduce(0) { $0 + Int(table[$1, k]) } - hits
      counts.trueNegatives = whole - hits - counts.falseNegatives - counts.falsePositives
      return counts
    }
  }
}

/// The accuracy of several tasks, each a pair of vectors of class numbers: of each task, of all
/// predictions together (micro), and the mean over tasks (macro), which differ where tasks have
/// different numbers of rows.
///
/// - Throws: `argument` for tasks without counterpart, naming the task; `shape` and `data` as
///   `accuracy`.
package func taskAccuracy(
  truth: [Tensor], predicted: [Tensor]
) throws -> (each: [Double], micro: Double, macro: Double) {
  guard truth.count == predicted.count, !truth.isEmpty else {
    throw Failure(
      .argument,
      "expected as many predictions as tasks, found \(truth.count) and \(predicted.count)")
  }
  var each: [Double] = []
  var (hits, rows) = (0.0, 0)
  for (task, pair) in zip(truth, predicted).enumerated() {
    do {
      each.append(try accuracy(truth: pair.0, predicted: pair.1))
    } catch let failure as Failure {
      throw failure.saying("task \(task): \(failure.message)")
    }
    hits += (each[task] * Double(pair.0.rowCount)).rounded()
    rows += pair.0.rowCount
  }
  return (each, hits / Double(rows), each.reduce(0, +) / Double(each.count))
}
