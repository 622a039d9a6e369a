package import Optimization
package import Tensors

/// A model of two classes seen as a yes-or-no model: P(1) is the probability of class 1.
package struct TwoClassModel: ExplainedBinary {
  package let classifier: any ExplainedClassifier

  package init(_ classifier: any ExplainedClassifier) { self.classifier = classifier }

  package var featureCount: Int { classifier.featureCount }
  package var report: SolverReport { classifier.report }
  package var constant: Double? { nil }
  package var linear: LinearScore? { nil }

  package func probabilities(_ X: DesignMatrix) throws -> [Double] {
    let table = try classifier.probabilities(X)
    return table.withElements { p in (0..<X.rowCount).map { p[2 * $0 + 1] } }
  }

  package var learned: [Double] { classifier.learned }

  package func headline(_ names: ModelNames) -> String { classifier.headline(names) }

  package func outline(_ names: ModelNames, limit: Int) -> [String] {
    classifier.outline(names, limit: limit)
  }

  package func explanation(of row: [Double], _ names: ModelNames) throws -> [String] {
    try classifier.explanation(of: row, names)
  }
}

/// The answer to a question whose targets were all equal in training.
package struct ConstantModel: FittedBinary, Equatable {
  package let featureCount: Int
  private let value: Double

  package init(_ value: Double, featureCount: Int) {
    self.value = value
    self.featureCount = featureCount
  }

  package var report: SolverReport { SolverReport(method: .constant) }
  package var constant: Double? { value }
  package var linear: LinearScore? { nil }

  package func probabilities(_ X: DesignMatrix) throws -> [Double] {
    try InputChecks.width(X, expected: featureCount)
    return [Double](repeating: value, count: X.rowCount)
  }
}
