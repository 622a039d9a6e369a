package import Optimization
package import Tensors

/// One yes-or-no question on a design that many questions share.
package struct BinaryTask: Sendable {
  /// What messages call it.
  package let name: String
  /// n targets from 0 to 1: how sure the answer is yes.
  package let targets: [Double]
  /// The columns of the design it may look at; `nil` for all.
  package let features: [Int]?

  package init(name: String, targets: [Double], features: [Int]? = nil) {
    self.name = name
    self.targets = targets
    self.features = features
  }
}

/// One question with several answers on a design that many questions share.
package struct ClassTask: Sendable {
  /// What messages call it.
  package let name: String
  /// n class numbers 0 ..< K, each class seen at least once unless the conversion says otherwise.
  package let codes: [Int]
  /// K.
  package let classCount: Int
  /// ε of label smoothing: the target of class k is `(1 − ε) [k = code] + ε/K`.
  package let smoothing: Double

  package init(name: String, codes: [Int], classCount: Int, smoothing: Double = 0) {
    self.name = name
    self.codes = codes
    self.classCount = classCount
    self.smoothing = smoothing
  }
}

/// A base learner: hyper-parameters that know how to fit.
///
/// Conversions hand it their questions in one batch, so that a learner which can share work among
/// them does so. A fitted model is another type.
package protocol Learner: Sendable {
  /// The call that makes it: `logistic(C=1)`.
  var summary: String { get }

  /// Fits every task on the n×p design; a task whose targets are all equal becomes that constant.
  func fitBinary(_ X: DesignMatrix, _ tasks: [BinaryTask]) throws -> [any FittedBinary]

  /// Fits every problem of several classes on the n×p design.
  func fitClasses(_ X: DesignMatrix, _ tasks: [ClassTask]) throws -> [any FittedClassifier]

  /// Whether a class without training rows gets a probability of its own, as label smoothing gives
  /// one; else conversions leave such classes out of their problems.
  var learnsUnseenClasses: Bool { get }
}

extension Learner {
  package var learnsUnseenClasses: Bool { false }

  /// Fits one problem of K classes, codes 0 ..< K.
  package func fitClasses(
    _ X: DesignMatrix, codes: [Int], classes: Int
  ) throws -> any FittedClassifier {
    try fitClasses(X, [ClassTask(name: "classes", codes: codes, classCount: classes)])[0]
  }
}

/// A fitted yes-or-no model.
package protocol FittedBinary: Sendable {
  /// The inputs it expects, in the order of its task's features.
  var featureCount: Int { get }
  /// How the fit went.
  var report: SolverReport { get }
  /// The answer it always gives, when its label never changed in training.
  var constant: Double? { get }
  /// Weights and intercept when the log odds are linear in the inputs.
  var linear: LinearScore? { get }
  /// What a reader of the fit must know beyond its report.
  var notes: [String] { get }
  /// P(1) a row of the n×d inputs.
  func probabilities(_ X: DesignMatrix) throws -> [Double]
}

extension FittedBinary {
  package var notes: [String] { report.remarks }
}

/// A fitted model of several classes.
package protocol FittedClassifier: Sendable {
  var classCount: Int { get }
  var featureCount: Int { get }
  var report: SolverReport { get }
  /// Weights and intercepts when there are any: one entry a class, or a single one for two classes.
  var linear: [LinearScore]? { get }
  /// What a reader of the fit must know beyond its report.
  var notes: [String] { get }
  /// n×K, rows sum to 1.
  func probabilities(_ X: DesignMatrix) throws -> Tensor
  /// The most probable class a row; of equals the one with the smaller number.
  func predict(_ X: DesignMatrix) throws -> [Int]
}

extension FittedClassifier {
  package var linear: [LinearScore]? { nil }
  package var notes: [String] { report.remarks }

  /// The most probable class a row; of equals the one with the smaller number.
  package func predict(_ X: DesignMatrix) throws -> [Int] {
    let probabilities = try probabilities(X)
    let width = classCount
    return probabilities.withElements { p in
      (0..<X.rowCount).map { i in
        var best = 0
        for k in 0..<width where p[i * width + k] > p[i * width + best] { best = k }
        return best
      }
    }
  }
}

/// Log odds that are linear in the inputs.
package struct LinearScore: Sendable, Equatable {
  package var weights: [Double]
  package var intercept: Double

  package init(weights: [Double], intercept: Double) {
    self.weights = weights
    self.intercept = intercept
  }

  /// `w·x + b` for one row.
  package func score(_ x: some Collection<Double>) -> Double {
    zip(weights, x).reduce(intercept) { $0 + $1.0 * $1.1 }
  }
}
