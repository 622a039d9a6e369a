internal import Diagnostics
package import Tensors

/// A fully connected network, one a question: hidden layers, then a sigmoid (two classes) or a
/// softmax.
///
/// Minimises the mean cross entropy of a batch plus `α/2` times the squared weights over the batch's
/// rows by Adam (β 0.9 and 0.999, ε 1e-8); start, batches and stopping as in scikit-learn's
/// `MLPClassifier`. Soft targets and smoothing are targets of the cross entropy. The numbers come
/// from the seed alone.
package struct NeuralNetwork: TargetLearner, Equatable {
  /// Units a hidden layer.
  package let hidden: [Int]
  package let activation: Activation
  /// α, the weight of the squared weights.
  package let alpha: Double
  /// η, the length of Adam's steps.
  package let rate: Double
  package let epochs: Int
  /// Rows a step, all of them when there are fewer.
  package let batch: Int
  package let tolerance: Double
  package let patience: Int
  package let seed: Int

  /// Throws when a hyper-parameter is out of its range.
  package init(
    hidden: [Int] = [100], activation: Activation = .relu, alpha: Double = 1e-4,
    lr: Double = 1e-3, epochs: Int = 200, batch: Int = 200, tol: Double = 1e-4,
    patience: Int = 10, seed: Int = 0
  ) throws {
    if let size = hidden.first(where: { $0 < 1 || $0 > 1_000_000 }) {
      throw Failure(
        .value, "expected from 1 to 1000000 units in each hidden layer, found \(size)")
    }
    guard alpha >= 0, alpha.isFinite else {
      throw Failure(.value, "expected alpha to be a number ≥ 0, found \(alpha)")
    }
    guard lr > 0, lr.isFinite else {
      throw Failure(.value, "expected lr to be a positive number, found \(lr)")
    }
    guard epochs > 0, batch > 0, patience >= 0 else {
      throw Failure(
        .value,
        "expected at least one epoch, one row a batch and a patience of 0 or more, found "
          + "epochs=\(epochs), batch=\(batch), patience=\(patience)")
    }
    guard tol >= 0, tol.isFinite else {
      throw Failure(.value, "expected tol to be a number ≥ 0, found \(tol)")
    }
    self.hidden = hidden
    self.activation = activation
    self.alpha = alpha
    rate = lr
    self.epochs = epochs
    self.batch = batch
    tolerance = tol
    self.patience = patience
    self.seed = seed
  }

  package var summary: String {
    var words = ["hidden=\(hidden)"]
    if activation != .relu { words.append("activation=\"\(activation.rawValue)\"") }
    if alpha != 1e-4 { words.append("alpha=\(written(alpha))") }
    if rate != 1e-3 { words.append("lr=\(written(rate))") }
    if epochs != 200 { words.append("epochs=\(epochs)") }
    if batch != 200 { words.append("batch=\(batch)") }
    if tolerance != 1e-4 { words.append("tol=\(written(tolerance))") }
    if patience != 10 { words.append("patience=\(patience)") }
    if seed != 0 { words.append("seed=\(seed)") }
    return "neural_network(\(words.joined(separator: ", ")))"
  }

  /// The networks of the questions train on several threads.
  package func fit(
    _ X: DesignMatrix, _ targets: [ClassTargets]
  ) throws -> [any ExplainedClassifier] {
    try InputChecks.squares(X)
    return try inParallel(targets.count, "train") { t in
      var training = try NetworkTraining(self, targets[t].inputs(of: X), targets[t])
      return try training.run()
    }
  }
}
