package import Optimization
package import Tensors

/// A fitted linear score with a sigmoid that makes probabilities of it, or the constant its label was
/// in training.
package struct ScaledModel: FittedBinary, Equatable {
  package let featureCount: Int
  package let report: SolverReport
  package let constant: Double?
  package let notes: [String]
  /// The score itself, `w·x + b`, whose sign decides without the sigmoid.
  package let score: LinearScore
  package let scaling: PlattScaling

  /// The model that always answers with one value.
  init(constant: Double, featureCount: Int) {
    self.featureCount = featureCount
    self.constant = constant
    report = SolverReport(method: .constant)
    notes = []
    score = LinearScore(
      weights: Array(repeating: 0, count: featureCount), intercept: 2 * constant - 1)
    scaling = PlattScaling(scores: [], targets: [])
  }

  init(_ score: LinearScore, _ scaling: PlattScaling, _ report: SolverReport, notes: [String]) {
    featureCount = score.weights.count
    constant = nil
    self.report = report
    self.notes = notes
    self.score = score
    self.scaling = scaling
  }

  /// The log odds `A (w·x + b) + B`.
  package var linear: LinearScore? {
    guard constant == nil else { return nil }
    return LinearScore(
      weights: score.weights.map { scaling.slope * $0 },
      intercept: scaling.slope * score.intercept + scaling.offset)
  }

  package func probabilities(_ X: DesignMatrix) throws -> [Double] {
    try InputChecks.width(X, expected: featureCount)
    guard let linear else { return [Double](repeating: constant ?? 0, count: X.rowCount) }
    let weights = Tensor(linear.weights, Shape(1, featureCount))
    return try X.scores(weights: weights, intercepts: [linear.intercept]).elements.map(sigmoid)
  }
}
