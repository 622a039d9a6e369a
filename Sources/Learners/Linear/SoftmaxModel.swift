internal import Diagnostics
package import Optimization
package import Tensors

/// A fitted softmax regression.
package struct SoftmaxModel: FittedClassifier {
  package let classCount: Int
  package let featureCount: Int
  package let report: SolverReport
  /// K×d.
  package let weights: Tensor
  /// One a class; they sum to 0.
  package let intercepts: [Double]

  init(
    weights packed: [Double], classCount: Int, featureCount d: Int, hasIntercept: Bool,
    report: SolverReport
  ) {
    self.classCount = classCount
    self.report = report
    featureCount = d
    let p = hasIntercept ? d + 1 : d
    weights = Tensor(
      (0..<classCount).flatMap { packed[$0 * p..<$0 * p + d] }, Shape(classCount, d))
    intercepts = (0..<classCount).map { hasIntercept ? packed[$0 * p + d] : 0 }
  }

  package var linear: [LinearScore]? {
    (0..<classCount).map { k in
      LinearScore(
        weights: (0..<featureCount).map { weights[k, $0] }, intercept: intercepts[k])
    }
  }

  /// n×K, scores `W x + b` before the softmax.
  package func scores(_ X: DesignMatrix) throws -> Tensor {
    try InputChecks.width(X, expected: featureCount)
    return try X.scores(weights: weights, intercepts: intercepts)
  }

  /// The class of the largest score a row: no exponential is needed.
  ///
  /// Scores of dense inputs are taken in single precision, and again in double for the rows that it
  /// cannot decide.
  package func predict(_ X: DesignMatrix) throws -> [Int] {
    try InputChecks.width(X, expected: featureCount)
    guard case .dense(let inputs) = X else { return try largestScores(X) }
    let found = try LargestScores([(weights, intercepts)], featureCount: featureCount)
      .numbers(inputs)
    return try completed(found[...], X, largestScores)
  }

  private func largestScores(_ X: DesignMatrix) throws -> [Int] {
    try LinearDesign(X, intercept: true).largestScores(weights: weights, intercepts: intercepts)
  }

  /// Throws `data` for a row whose scores are beyond the largest number.
  package func probabilities(_ X: DesignMatrix) throws -> Tensor {
    var table = try scores(X)
    let width = classCount
    var overflow: Int?
    table.withMutableElements { z in
      for start in stride(from: 0, to: z.count, by: width) {
        var top = -Double.infinity
        for k in start..<start + width { top = max(top, z[k]) }
        for k in start..<start + width { z[k] -= top }
        if let base = z.baseAddress { apply(.exp, base + start, into: base + start, count: width) }
        var sum = 0.0
        for k in start..<start + width { sum += z[k] }
        if !(sum > 0) { overflow = overflow ?? start / width }
        for k in start..<start + width { z[k] /= sum }
      }
    }
    if let overflow {
      throw Failure(
        .data, "expected inputs whose scores are numbers, found larger ones in row \(overflow)",
        notes: ["standardize(train, test) brings inputs to one scale"])
    }
    return table
  }
}

/// A yes-or-no model seen as a model of two classes, or of the only class there is.
package struct BinaryClassifier: FittedClassifier {
  package let model: any FittedBinary
  package let classCount: Int

  package init(_ model: any FittedBinary, classCount: Int) {
    self.model = model
    self.classCount = classCount
  }

  package var featureCount: Int { model.featureCount }
  package var report: SolverReport { model.report }
  package var linear: [LinearScore]? { model.linear.map { [$0] } }
  package var notes: [String] { model.notes }

  package func probabilities(_ X: DesignMatrix) throws -> Tensor {
    let yes = try model.probabilities(X)
    if classCount == 1 { return Tensor(repeating: 1, Shape(yes.count, 1)) }
    return Tensor(yes.flatMap { [1 - $0, $0] }, Shape(yes.count, 2))
  }
}
