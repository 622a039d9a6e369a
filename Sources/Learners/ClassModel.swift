internal import Diagnostics
package import Optimization
package import Tensors

/// A base learner trained on one column of class numbers.
package struct ClassModel: Sendable {
  /// The call that made it.
  package let summary: String
  /// The class numbers that occurred in training, ascending; one column of probabilities each.
  package let classes: [Double]
  package let model: any FittedClassifier

  package var report: SolverReport { model.report }

  /// What a reader of the fit must know: classes that were not learned, how probabilities came about.
  package var notes: [String] {
    let alone = classes.count == 1 ? classes.first : nil
    return
      (alone.map { ["every row was of class \(Int($0)) in training; so is every prediction"] }
      ?? []) + model.notes
  }

  /// n×K, a column a class of `classes`.
  package func probabilities(_ X: DesignMatrix) throws -> Tensor { try model.probabilities(X) }

  /// The most probable class number of each row, n values.
  ///
  /// Of equally probable ones it is the smaller.
  package func predict(_ X: DesignMatrix) throws -> Tensor {
    Tensor(try model.predict(X).map { classes[$0] })
  }
}

extension Learner {
  /// Fits class numbers 0, 1, 2, … (a vector, or one column); two classes are the binary model, a
  /// single one a constant.
  ///
  /// Throws unless there is one whole number a row.
  package func fit(_ X: DesignMatrix, _ y: Tensor) throws -> ClassModel {
    try InputChecks.features(X)
    try InputChecks.samples(X.rowCount)
    guard y.rank == 1 || (y.rank == 2 && y.columnCount == 1), y.rowCount == X.rowCount else {
      throw Failure(
        .shape, "expected a class number for each of \(X.rowCount) rows, found \(y.shape)",
        notes: y.rank == 2 ? ["several labels are learned by binary_relevance(…) and its kin"] : [],
        .unequalRows, facts: ["rows": "\(X.rowCount)", "found": "\(y.rowCount)"])
    }
    let values = y.elements
    if let i = values.firstIndex(where: { !($0 >= 0 && $0 < 1e9 && $0 == $0.rounded()) }) {
      throw Failure(
        .data, "expected class numbers 0, 1, 2, …, found \(values[i]) in row \(i)",
        notes: values[i] > 0 && values[i] < 1
          ? ["binary_relevance(\(summary)) learns from labels between 0 and 1"] : [])
    }
    let classes = Set(values).sorted()
    let numbers = Dictionary(uniqueKeysWithValues: classes.enumerated().map { ($1, $0) })
    let codes = values.map { numbers[$0] ?? 0 }
    return ClassModel(
      summary: summary, classes: classes,
      model: try fitClasses(X, codes: codes, classes: classes.count))
  }
}
