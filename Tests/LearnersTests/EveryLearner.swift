import Learners
import Testing

/// A base learner under the contracts.
struct LearnerCase: Sendable, CustomTestStringConvertible {
  let name: String
  let make: @Sendable () throws -> any Learner
  /// How far figures may lie apart that are the same but for rounding or a solver's tolerance.
  var tolerance = 1e-9
  /// The same learner with another seed, where randomness takes part.
  var reseeded: (@Sendable () throws -> any Learner)?
  /// Whether a row twice, as 0 and as 1, is the same as twice ½: not where rows, batches of them, or
  /// inputs are drawn.
  var weighsRows = true

  var testDescription: String { name }

  /// Every base learner; a new one is a line.
  static let all: [LearnerCase] = [
    .init(name: "logistic", make: { try LogisticRegression() }, tolerance: 1e-5),
    .init(name: "gaussian_nb", make: { try GaussianNaiveBayes() }),
    .init(name: "bernoulli_nb", make: { try BernoulliNaiveBayes() }),
    .init(name: "knn", make: { try NearestNeighbours(k: 4) }),
    .init(name: "decision_tree", make: { try DecisionTree() }),
    .init(
      name: "bounded decision_tree", make: { try DecisionTree(maxDepth: 3, minSamplesLeaf: 3) }),
    .init(
      name: "random_forest", make: { try RandomForest(trees: 12) },
      reseeded: { try RandomForest(trees: 12, seed: 1) }, weighsRows: false),
    .init(
      name: "forest of all rows",
      make: { try RandomForest(trees: 6, maxFeatures: .number(2), bootstrap: false) },
      reseeded: { try RandomForest(trees: 6, maxFeatures: .number(2), seed: 5, bootstrap: false) },
      weighsRows: false),
    .init(
      name: "neural_network", make: { try NeuralNetwork(hidden: [7], lr: 0.01, epochs: 60) },
      reseeded: { try NeuralNetwork(hidden: [7], lr: 0.01, epochs: 60, seed: 9) }),
    .init(
      name: "deep neural_network",
      make: {
        try NeuralNetwork(hidden: [6, 5], activation: .tanh, lr: 0.01, epochs: 30, batch: 16)
      },
      reseeded: {
        try NeuralNetwork(
          hidden: [6, 5], activation: .tanh, lr: 0.01, epochs: 30, batch: 16, seed: 2)
      }, weighsRows: false),
  ]
}
