internal import Learners
internal import Runtime
internal import Tensors

/// What hidden units make of their sums.
enum ActivationWord: String, Choice {
  case relu, tanh, logistic, identity

  var activation: Activation {
    switch self {
    case .relu: .relu
    case .tanh: .tanh
    case .logistic: .logistic
    case .identity: .identity
    }
  }
}

/// How many inputs a forest chooses each split from.
struct MaxFeatures: ValueConvertible, Sendable {
  let count: RandomForest.FeatureCount

  static var typeName: String { "whole number, \"sqrt\" or \"all\"" }
  static var choices: [String] { ["sqrt", "all"] }

  static func from(_ value: Value) -> MaxFeatures? {
    if case .string(let box) = value {
      return box.text == "sqrt"
        ? MaxFeatures(count: .squareRoot) : box.text == "all" ? MaxFeatures(count: .all) : nil
    }
    return Int.from(value).map { MaxFeatures(count: .number($0)) }
  }

  var value: Value {
    switch count {
    case .squareRoot: .text("sqrt")
    case .all: .text("all")
    case .number(let number): .number(Double(number))
    }
  }
}

extension StandardLibrary {
  private static let depth = Parameter<Int?>(
    "max_depth", "the questions on the way to a leaf; none: as many as it takes",
    default: .some(nil))
  private static let split = Parameter<Int>(
    "min_samples_split", "fewer rows are not parted", default: 2,
    Constraint("a whole number ≥ 2") { $0 >= 2 })
  private static let leaf = Parameter<Int>(
    "min_samples_leaf", "neither side of a question has fewer rows", default: 1, .positive)
  private static let line =
    "X = [-2; -1; 1; 2]; y = [0, 0, 1, 1]; "

  /// Base learners that are not linear.
  static let otherLearners: [Builtin] = [
    Builtin(
      "gaussian_nb", "Naive Bayes with a normal distribution of each input in each class.",
      Parameter<Double>(
        "var_smoothing", "the share of the largest variance that is added to all", default: 1e-9,
        .positive),
      details: "P(class | x) is proportional to the class's share times the product of the inputs' "
        + "densities, as if inputs knew nothing of each other.",
      examples: [
        Example(
          line + "m = fit(gaussian_nb(), X, y); print(predict(m, [-3; 3]))", prints: "[0, 1]")
      ],
      body: { smoothing in LearnerObject(try GaussianNaiveBayes(varSmoothing: smoothing)) }),
    Builtin(
      "bernoulli_nb", "Naive Bayes of inputs that are on or off in each class.",
      Parameter<Double>(
        "alpha", "what is added to the count of either state", default: 1, .positive),
      Parameter<Double>("binarize", "inputs greater than this are on", default: 0),
      details:
        "The rate of an input in a class is (rows that have it on + alpha) / (rows + 2 alpha).",
      examples: [
        Example(
          "X = [1, 0; 1, 1; 0, 1; 0, 1]; m = fit(bernoulli_nb(), X, [1, 1, 0, 0]); "
            + "print(round(proba(m, X[:2]), 3))", prints: "[0.143, 0.857; 0.333, 0.667]")
      ],
      body: { alpha, binarize in
        LearnerObject(try BernoulliNaiveBayes(alpha: alpha, binarize: binarize))
      }),
    Builtin(
      "knn", "The k nearest training rows decide: a probability is a share among them.",
      Parameter<Int>(
        "k", "how many rows are asked; all when there are fewer", default: 5, .positive),
      details: "Distances are Euclidean, so inputs should be of one scale: standardize. Of rows "
        + "equally far away the earlier one is nearer.",
      examples: [
        Example(
          line + "m = fit(knn(k=3), X, y); print(round(proba(m, [1.5; -9]), 3))",
          prints: "[0.333, 0.667; 0.667, 0.333]")
      ],
      body: { k in LearnerObject(try NearestNeighbours(k: k)) }),
    Builtin(
      "decision_tree",
      "Questions x <= threshold, each the one that leaves the least Gini impurity.",
      depth, split, leaf,
      Parameter<Int>(
        "seed", "takes no part: of equally good questions the first input is asked", default: 0),
      details:
        "Breiman, Friedman, Olshen and Stone, Classification and Regression Trees, 1984. The "
        + "field rules of a fitted tree shows it. A sparse matrix is written out at four bytes an "
        + "element.",
      examples: [
        Example(
          line + "m = fit(decision_tree(), X, y); print(predict(m, [-3; 3]), m.rules)",
          prints: "[0, 1] [\"all rows: 4 rows, P 0.500\", \"x0 <= 0: 2 rows, P 0.000\", "
            + "\"x0 > 0: 2 rows, P 1.000\"]")
      ],
      body: { depth, split, leaf, _ in
        LearnerObject(
          try DecisionTree(maxDepth: depth, minSamplesSplit: split, minSamplesLeaf: leaf))
      }),
    Builtin(
      "random_forest", "Many trees on drawn rows and drawn inputs; the mean of their answers.",
      Parameter<Int>("trees", "how many", default: 100, .positive),
      Parameter<MaxFeatures>(
        "max_features", "the inputs a question is chosen from, drawn anew each time",
        default: MaxFeatures(count: .squareRoot)),
      depth, split, leaf, Parameter<Int>("seed", "draws rows and inputs", default: 0),
      Parameter<Bool>("bootstrap", "whether rows are drawn with repetition", default: true),
      details: "Breiman, Random Forests, Machine Learning 45, 2001. The same seed grows the same "
        + "forest on any number of threads.",
      examples: [
        Example(
          line + "m = fit(random_forest(trees=20), X, y); print(predict(m, [-3; 3]))",
          prints: "[0, 1]")
      ],
      body: { trees, features, depth, split, leaf, seed, bootstrap in
        LearnerObject(
          try RandomForest(
            trees: trees, maxFeatures: features.count, maxDepth: depth, minSamplesSplit: split,
            minSamplesLeaf: leaf, seed: seed, bootstrap: bootstrap))
      }),
    Builtin(
      "neural_network", "Layers of hidden units under a sigmoid or softmax, trained by Adam.",
      Parameter<[Int]>("hidden", "units of each hidden layer", default: [100]),
      Parameter<ActivationWord>(
        "activation", "what a hidden unit makes of its sum", default: .relu),
      Parameter<Double>("alpha", "weight of the squared weights", default: 1e-4, .nonnegative),
      Parameter<Double>("lr", "length of the steps", default: 1e-3, .positive),
      Parameter<Int>("epochs", "passes over the rows at most", default: 200, .positive),
      Parameter<Int>("batch", "rows a step", default: 200, .positive),
      Parameter<Double>(
        "tol", "the improvement of the loss that counts", default: 1e-4, .nonnegative),
      Parameter<Int>(
        "patience", "epochs without improvement before training stops", default: 10, .nonnegative),
      Parameter<Int>("seed", "draws the start and the order of the rows", default: 0),
      details: "Minimises the mean cross entropy plus alpha/2 times the squared weights over the "
        + "rows of a batch. Kingma and Ba, Adam: A Method for Stochastic Optimization, 2015.",
      examples: [
        Example(
          line + "m = fit(neural_network(hidden=[8], lr=0.05), X, y); print(predict(m, [-3; 3]))",
          prints: "[0, 1]")
      ],
      body: { hidden, activation, alpha, lr, epochs, batch, tol, patience, seed in
        LearnerObject(
          try NeuralNetwork(
            hidden: hidden, activation: activation.activation, alpha: alpha, lr: lr,
            epochs: epochs, batch: batch, tol: tol, patience: patience, seed: seed))
      }),
  ]
}
