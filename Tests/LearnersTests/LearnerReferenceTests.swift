import Learners
import Tensors
import Testing

/// Probabilities by scikit-learn 1.9.1 (NumPy 2.4.6) on the formula's data: 80 training rows, 6 others.
///
/// Soft targets t were given to it as two copies of each row, of class 0 with the weight 1 − t and of
/// class 1 with the weight t (twice the rows, so twice its bounds on rows). Trees are recorded where
/// 40 of its random states agree, that is, where every split is the only best one.
@Suite struct LearnerReferenceTests {
  /// What is learned.
  enum Question: Sendable { case hard, classes, soft }

  struct Reference: Sendable, CustomTestStringConvertible {
    let name: String
    let question: Question
    let make: @Sendable () throws -> any Learner
    /// P(1) a row, or a row of three probabilities.
    let expected: [Double]

    init(
      _ name: String, _ question: Question, _ make: @escaping @Sendable () throws -> any Learner,
      _ expected: [Double]
    ) {
      self.name = name
      self.question = question
      self.make = make
      self.expected = expected
    }

    var testDescription: String { "\(name), \(question)" }
  }

  @Test(arguments: references)
  func `probabilities are scikit-learn's`(_ reference: Reference) throws {
    let X = LearnerData.matrix(80, 5)
    let T = LearnerData.matrix(6, 5, first: 3001)
    let learner = try reference.make()
    let found =
      switch reference.question {
      case .hard: try learner.binary(X, LearnerData.targets(X)).answers(T)
      case .soft: try learner.binary(X, LearnerData.softTargets(80)).answers(T)
      case .classes: try learner.several(X, LearnerData.codes(X), classes: 3).answers(T)
      }
    #expect(found.count == reference.expected.count)
    for (a, b) in zip(found, reference.expected) { #expect(abs(a - b) < 1e-10, "\(a) and \(b)") }
  }

  // MARK: - Figures

  static let references: [Reference] = [
    .init(
      "gaussian_nb()", .hard, { try GaussianNaiveBayes() },
      [
        0.0444233365386, 0.997111942042, 0.0272827262785, 0.937236238159, 0.34535912207,
        0.228967943037,
      ]),
    .init(
      "gaussian_nb()", .classes, { try GaussianNaiveBayes() },
      [
        2.22411172634e-05, 0.00841836656484, 0.991559392318, 0.234693864322, 0.00025841329105,
        0.765047722387, 0.000576539349718, 0.0811286233967, 0.918294837254, 0.0967211671353,
        0.0033695635969, 0.899909269268, 0.138723602771, 0.860682013621, 0.000594383608192,
        0.350278523509, 0.641305182669, 0.00841629382234,
      ]),
    .init(
      "gaussian_nb()", .soft, { try GaussianNaiveBayes() },
      [
        0.559067571771, 0.407544913059, 0.539573633303, 0.459752000072, 0.457603560115,
        0.423759592359,
      ]),
    .init(
      "gaussian_nb(var_smoothing=0.01)", .hard, { try GaussianNaiveBayes(varSmoothing: 0.01) },
      [
        0.0467480110425, 0.996606290263, 0.0286034458996, 0.931314286835, 0.350251818579,
        0.234228221433,
      ]),
    .init(
      "gaussian_nb(var_smoothing=0.01)", .classes, { try GaussianNaiveBayes(varSmoothing: 0.01) },
      [
        3.02059112355e-05, 0.00913622736977, 0.990833566719, 0.243522773956, 0.000320102785009,
        0.756157123259, 0.000708578780629, 0.0849665849639, 0.914324836255, 0.105320171743,
        0.0040212884074, 0.89065853985, 0.142241141941, 0.857008447906, 0.000750410153469,
        0.351127674262, 0.638918322563, 0.00995400317514,
      ]),
    .init(
      "gaussian_nb(var_smoothing=0.01)", .soft, { try GaussianNaiveBayes(varSmoothing: 0.01) },
      [
        0.558310020453, 0.4085748534, 0.539128144597, 0.460440145787, 0.458246486775,
        0.425103854506,
      ]),
    .init(
      "bernoulli_nb()", .hard, { try BernoulliNaiveBayes() },
      [
        0.159264005175, 0.802155992391, 0.175865424718, 0.710664605873, 0.611998895349,
        0.494246499376,
      ]),
    .init(
      "bernoulli_nb()", .classes, { try BernoulliNaiveBayes() },
      [
        0.0299632613523, 0.196637640365, 0.773399098283, 0.0843442375732, 0.00642208586287,
        0.909233676564, 0.0326547798708, 0.107411603065, 0.859933617064, 0.198731540312,
        0.0248622104227, 0.776406249265, 0.336272290157, 0.575173492685, 0.0885542171582,
        0.345437887371, 0.545400641089, 0.10916147154,
      ]),
    .init(
      "bernoulli_nb()", .soft, { try BernoulliNaiveBayes() },
      [
        0.539510464718, 0.434055678444, 0.492683065775, 0.489821095711, 0.44799067581,
        0.454644884211,
      ]),
    .init(
      "bernoulli_nb(0.3, 0.5)", .hard, { try BernoulliNaiveBayes(alpha: 0.3, binarize: 0.5) },
      [
        0.126417425416, 0.593426827601, 0.0937035391019, 0.647486574261, 0.335707643213,
        0.313001956711,
      ]),
    .init(
      "bernoulli_nb(0.3, 0.5)", .classes, { try BernoulliNaiveBayes(alpha: 0.3, binarize: 0.5) },
      [
        0.0231516368958, 0.4300479392, 0.546800423904, 0.225605012411, 0.0392833059696,
        0.735111681619, 0.0874870280584, 0.274786590984, 0.637726380958, 0.196860920842,
        0.115973814915, 0.687165264243, 0.154560937344, 0.825962773857, 0.0194762887989,
        0.3062099361, 0.673708813961, 0.0200812499398,
      ]),
    .init(
      "bernoulli_nb(0.3, 0.5)", .soft, { try BernoulliNaiveBayes(alpha: 0.3, binarize: 0.5) },
      [
        0.550128685159, 0.388620872438, 0.492647473904, 0.443787098434, 0.45993394373,
        0.487103485511,
      ]),
    .init(
      "knn(5)", .hard, { try NearestNeighbours() },
      [
        0.0, 1.0, 0.0, 0.8, 0.4, 0.4,
      ]),
    .init(
      "knn(5)", .classes, { try NearestNeighbours() },
      [
        0.0, 0.0, 1.0, 0.4, 0.0, 0.6, 0.0, 0.0, 1.0, 0.6, 0.2, 0.2, 0.2, 0.8, 0.0, 0.0, 0.6, 0.4,
      ]),
    .init(
      "knn(7)", .hard, { try NearestNeighbours(k: 7) },
      [
        0.142857142857, 1.0, 0.142857142857, 0.857142857143, 0.571428571429, 0.571428571429,
      ]),
    .init(
      "knn(7)", .classes, { try NearestNeighbours(k: 7) },
      [
        0.0, 0.142857142857, 0.857142857143, 0.428571428571, 0.142857142857, 0.428571428571, 0.0,
        0.142857142857, 0.857142857143, 0.428571428571, 0.142857142857, 0.428571428571,
        0.285714285714, 0.714285714286, 0.0, 0.285714285714, 0.428571428571, 0.285714285714,
      ]),
    .init(
      "decision_tree(max_depth=2)", .hard, { try DecisionTree(maxDepth: 2) },
      [
        0.0357142857143, 0.941176470588, 0.0357142857143, 0.941176470588, 0.4375, 0.4375,
      ]),
    .init(
      "decision_tree(max_depth=2)", .classes, { try DecisionTree(maxDepth: 2) },
      [
        0.0, 0.0, 1.0, 0.142857142857, 0.285714285714, 0.571428571429, 0.0, 0.0, 1.0,
        0.142857142857, 0.285714285714, 0.571428571429, 0.0666666666667, 0.933333333333, 0.0,
        0.0666666666667, 0.933333333333, 0.0,
      ]),
    .init(
      "decision_tree(max_depth=2)", .soft, { try DecisionTree(maxDepth: 2) },
      [
        0.536206983972, 0.310997467008, 0.310997467008, 0.347451457646, 0.310997467008,
        0.310997467008,
      ]),
    .init(
      "decision_tree(max_depth=3)", .classes, { try DecisionTree(maxDepth: 3) },
      [
        0.0, 0.0, 1.0, 0.0, 0.111111111111, 0.888888888889, 0.0, 0.0, 1.0, 0.4, 0.6, 0.0, 0.0, 1.0,
        0.0, 0.0, 1.0, 0.0,
      ]),
    .init(
      "decision_tree(max_depth=3)", .soft, { try DecisionTree(maxDepth: 3) },
      [
        0.601169159455, 0.264165438273, 0.264165438273, 0.282906484614, 0.264165438273,
        0.264165438273,
      ]),
    .init(
      "decision_tree(max_depth=4, min_samples_leaf=5)", .classes,
      { try DecisionTree(maxDepth: 4, minSamplesLeaf: 5) },
      [
        0.0, 0.0, 1.0, 0.0, 0.111111111111, 0.888888888889, 0.0, 0.0, 1.0, 0.4, 0.6, 0.0, 0.0, 1.0,
        0.0, 0.0, 1.0, 0.0,
      ]),
    .init(
      "decision_tree(max_depth=4, min_samples_leaf=5)", .soft,
      { try DecisionTree(maxDepth: 4, minSamplesLeaf: 5) },
      [
        0.726299571101, 0.367201498396, 0.554543907797, 0.347451457646, 0.367201498396,
        0.367201498396,
      ]),
    .init(
      "decision_tree(min_samples_leaf=4)", .soft, { try DecisionTree(minSamplesLeaf: 4) },
      [
        0.64423006731, 0.367201498396, 0.554543907797, 0.443997168008, 0.367201498396,
        0.367201498396,
      ]),
    .init(
      "decision_tree(min_samples_split=20)", .classes, { try DecisionTree(minSamplesSplit: 20) },
      [
        0.0, 0.0, 1.0, 0.142857142857, 0.285714285714, 0.571428571429, 0.0, 0.0, 1.0,
        0.142857142857, 0.285714285714, 0.571428571429, 0.0666666666667, 0.933333333333, 0.0,
        0.0666666666667, 0.933333333333, 0.0,
      ]),
    .init(
      "decision_tree(min_samples_split=20)", .soft, { try DecisionTree(minSamplesSplit: 20) },
      [
        0.726299571101, 0.3803776922, 0.3803776922, 0.347451457646, 0.3803776922, 0.3803776922,
      ]),
  ]
}
