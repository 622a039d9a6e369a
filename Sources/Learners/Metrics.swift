internal import Diagnostics
internal import Glibc
package import Tensors

/// The measures of a 0/1 prediction, in a fixed order, by name.
package struct MetricRecord: Sendable {
  package var entries: [(name: String, value: Double)]
  /// How often a score was 0/0 and the convention decided.
  package var undefined: Int

  package subscript(name: String) -> Double? { entries.first { $0.name == name }?.value }
}

/// All measures of an n×C prediction at once.
package func metrics(
  truth: Tensor, predicted: Tensor, convention: UndefinedConvention = .sklearn
) throws -> MetricRecord {
  let tally = try LabelTally(truth: truth, predicted: predicted)
  let n = Double(max(tally.samples.count, 1))
  let exact = Double(tally.samples.count { $0.wrong == 0 })
  let overall = tally.overall
  var record = MetricRecord(
    entries: [
      ("zero_one", 1 - exact / n),
      ("hamming", Double(overall.wrong) / Double(max(overall.total, 1))),
      ("accuracy", exact / n),
    ], undefined: 0)
  for average in [Average.samples, .micro, .macro] {
    for score in SetScore.allCases {
      let result = score.average(tally, average, convention)
      record.entries.append(("\(score.rawValue)_\(average.rawValue)", result.values[0]))
      record.undefined += result.undefined
    }
  }
  record.entries.append(("cardinality", Double(overall.support) / n))
  record.entries.append(("predicted_cardinality", Double(overall.predicted) / n))
  record.entries.append(("undefined", Double(record.undefined)))
  return record
}

/// The share of cells that differ, `(1/nC) Σ δ(y_ic ≠ ỹ_ic)`.
package func hammingLoss(truth: Tensor, predicted: Tensor) throws -> Double {
  let counts = try LabelTally(truth: truth, predicted: predicted).overall
  return Double(counts.wrong) / Double(max(counts.total, 1))
}

/// The share of rows with an error, `(1/n) Σ δ(y_i ≠ ỹ_i)`.
package func zeroOneLoss(truth: Tensor, predicted: Tensor) throws -> Double {
  1 - (try accuracy(truth: truth, predicted: predicted))
}

/// The share of rows without an error; vectors may hold any class numbers.
package func accuracy(truth: Tensor, predicted: Tensor) throws -> Double {
  guard truth.shape == predicted.shape, truth.rank == 1 || truth.rank == 2, truth.count > 0 else {
    throw InputChecks.shapes(truth, predicted)
  }
  let width = truth.columnCount
  let same = truth.withElements { y in
    predicted.withElements { p in
      (0..<truth.rowCount).count { i in
        (0..<width).allSatisfy { y[i * width + $0] == p[i * width + $0] }
      }
    }
  }
  return Double(same) / Double(truth.rowCount)
}

/// Precision, recall, F1 or Jaccard; one value, or one a label for `.none`.
package func setScore(
  _ score: SetScore, truth: Tensor, predicted: Tensor, average: Average,
  convention: UndefinedConvention = .sklearn
) throws -> (values: [Double], undefined: Int) {
  score.average(try LabelTally(truth: truth, predicted: predicted), average, convention)
}

/// K×K counts: rows are true classes, columns predicted ones; K is one more than the largest seen.
package func confusion(truth: Tensor, predicted: Tensor) throws -> Tensor {
  guard truth.shape == predicted.shape, truth.rank == 1, truth.count > 0 else {
    throw InputChecks.shapes(truth, predicted)
  }
  let classes = try zip(truth.elements, predicted.elements).map {
    (try classNumber($0), try classNumber($1))
  }
  let K = 1 + classes.reduce(1) { max($0, $1.0, $1.1) }
  try TensorMemory.check(Shape(K, K))
  var table = Tensor(repeating: 0, Shape(K, K))
  for (row, column) in classes { table[row, column] += 1 }
  return table
}

private func classNumber(_ value: Double) throws -> Int {
  guard value >= 0, value < 1e6, value == value.rounded() else {
    throw Failure(.value, "expected class numbers 0, 1, 2, …, found \(value)")
  }
  return Int(value)
}

/// The mean of `−y log p − (1 − y) log(1 − p)` over all cells, probabilities clipped to
/// [ε, 1 − ε] with ε the spacing of doubles at 1.
package func logLoss(truth: Tensor, probabilities: Tensor) throws -> Double {
  guard truth.shape == probabilities.shape, truth.count > 0 else {
    throw InputChecks.shapes(truth, probabilities)
  }
  let epsilon = Double.ulpOfOne
  var sum = 0.0
  for (y, raw) in zip(truth.elements, probabilities.elements) {
    guard y == 0 || y == 1 else {
      throw Failure(.data, "expected labels to be 0 or 1, found \(y)")
    }
    guard raw >= 0, raw <= 1 else {
      throw Failure(.data, "expected probabilities between 0 and 1, found \(raw)")
    }
    let p = min(max(raw, epsilon), 1 - epsilon)
    sum -= y == 1 ? log(p) : log(1 - p)
  }
  return sum / Double(truth.count)
}

extension InputChecks {
  /// Throws unless both are 0/1 matrices of one shape with at least one cell.
  static func pair(_ truth: Tensor, _ predicted: Tensor) throws {
    guard truth.shape == predicted.shape, truth.rank == 2, truth.count > 0 else {
      throw shapes(truth, predicted)
    }
    try labels(truth, rowCount: truth.rowCount)
    try labels(predicted, rowCount: truth.rowCount)
  }

  /// What to say of a truth and a prediction that do not go together.
  static func shapes(_ truth: Tensor, _ predicted: Tensor) -> Failure {
    guard truth.shape == predicted.shape else {
      return Failure(
        .shape,
        "expected truth and prediction of one shape, found \(truth.shape) and \(predicted.shape)")
    }
    guard truth.count > 0 else {
      return Failure(.data, "expected at least one prediction to measure, found none")
    }
    return Failure(
      .shape, "expected a row a sample and a column a label, found \(truth.shape)",
      notes: truth.rank == 1 ? ["for one label, reshape both to n×1: reshape(y, len(y), 1)"] : [])
  }
}
