import Learners

/// The base learner of tests that compare with references: solved closely.
enum LogisticRegressionForTests {
  static var base: LogisticRegression {
    get throws { try LogisticRegression(tol: 1e-9) }
  }
}
