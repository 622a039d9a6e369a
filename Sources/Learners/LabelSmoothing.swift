internal import Diagnostics
package import Tensors

/// A learner that is told its targets less surely: `y (1 − ε) + ε/2`, of K classes
/// `(1 − ε) [k = code] + ε/K`.
///
/// C. Szegedy, V. Vanhoucke, S. Ioffe, J. Shlens, Z. Wojna, *Rethinking the Inception Architecture for
/// Computer Vision*, IEEE Conference on Computer Vision and Pattern Recognition, 2016.
package struct LabelSmoothing: Learner {
  package let base: any Learner
  /// ε.
  package let epsilon: Double

  /// Throws unless ε is from 0 to below 1.
  package init(_ base: any Learner, epsilon: Double) throws {
    guard epsilon >= 0, epsilon < 1 else {
      throw Failure(.value, "expected smoothing from 0 to below 1, found \(epsilon)")
    }
    self.base = base
    self.epsilon = epsilon
  }

  package var summary: String { "label_smoothing(\(base.summary), \(epsilon))" }

  package func fitBinary(_ X: DesignMatrix, _ tasks: [BinaryTask]) throws -> [any FittedBinary] {
    for task in tasks { try task.check(rowCount: X.rowCount) }
    return try base.fitBinary(
      X,
      tasks.map { task in
        BinaryTask(
          name: task.name, targets: task.targets.map { $0 * (1 - epsilon) + epsilon / 2 },
          features: task.features)
      })
  }

  /// Smoothing what is smoothed already leaves `(1 − ε)` of what was left.
  package func fitClasses(
    _ X: DesignMatrix, _ tasks: [ClassTask]
  ) throws -> [any FittedClassifier] {
    try base.fitClasses(
      X,
      tasks.map { task in
        ClassTask(
          name: task.name, codes: task.codes, classCount: task.classCount,
          smoothing: 1 - (1 - task.smoothing) * (1 - epsilon))
      })
  }
}
