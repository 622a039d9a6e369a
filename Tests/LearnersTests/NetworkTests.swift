import Diagnostics
import Learners
import Optimization
import Tensors
import Testing

@Suite struct NetworkTests {
  @Test(arguments: Activation.allCases, [1, 4])
  func `the gradient is that of central differences`(
    _ activation: Activation, _ outputs: Int
  ) throws {
    let layout = NetworkLayout(sizes: [3, 5, 4, outputs], activation: activation)
    var generator = RandomGenerator(seed: 3)
    let start = layout.start(&generator)
    #expect(start.count == layout.parameterCount)
    let X = LearnerData.matrix(9, 3)
    var targets = LearnerData.softTargets(9 * outputs)
    if outputs > 1 {
      for i in 0..<9 {
        let sum = targets[i * outputs..<(i + 1) * outputs].reduce(0, +)
        for k in 0..<outputs { targets[i * outputs + k] /= sum }
      }
    }
    let T = Tensor(targets, Shape(9, outputs))
    let (_, _, gradient) = try layout.lossAndGradient(start, X, targets: T, alpha: 0.7)
    let h = 1e-6
    for j in start.indices {
      var (up, down) = (start, start)
      up[j] += h
      down[j] -= h
      let (a, b) = (
        try layout.lossAndGradient(up, X, targets: T, alpha: 0.7),
        try layout.lossAndGradient(down, X, targets: T, alpha: 0.7)
      )
      let slope = (a.loss + a.penalty - b.loss - b.penalty) / (2 * h)
      #expect(abs(slope - gradient[j]) < 1e-7, "parameter \(j): \(slope) and \(gradient[j])")
    }
  }

  @Test func `steps are Adam's`() throws {
    let X = LearnerData.matrix(30, 4)
    let y = LearnerData.targets(X)
    let learner = try NeuralNetwork(hidden: [5], lr: 0.02, epochs: 4)
    let model = try learner.binary(X, y) as? TwoClassModel
    let found = try #require((model?.classifier as? NetworkModel)?.parameters)

    // One batch of all rows: their order changes sums by rounding alone.
    let layout = NetworkLayout(sizes: [4, 5, 1], activation: .relu)
    var generator = RandomGenerator(seed: 0)
    var w = layout.start(&generator)
    var (m, v) = (w.map { _ in 0.0 }, w.map { _ in 0.0 })
    var (power1, power2) = (1.0, 1.0)
    for _ in 1...4 {
      let g = try layout.lossAndGradient(
        w, X, targets: Tensor(y, Shape(30, 1)), alpha: 1e-4
      ).gradient
      power1 *= 0.9
      power2 *= 0.999
      for j in w.indices {
        m[j] = 0.9 * m[j] + 0.1 * g[j]
        v[j] = 0.999 * v[j] + 0.001 * g[j] * g[j]
        let step = 0.02 * (1 - power2).squareRoot() / (1 - power1)
        w[j] -= step * m[j] / (v[j].squareRoot() + 1e-8)
      }
    }
    for (a, b) in zip(found, w) { #expect(abs(a - b) < 1e-9, "\(a) and \(b)") }
  }

  /// Cross entropy over n plus α/2n ‖w‖² has the optimum of logistic regression with C = 1/α.
  @Test func `without hidden layers it arrives at logistic regression`() throws {
    let X = LearnerData.matrix(80, 5)
    let y = LearnerData.softTargets(80).map { $0 > 0.9 ? 1.0 : $0 }
    let network = try NeuralNetwork(
      hidden: [], alpha: 0.5, lr: 0.01, epochs: 3000, tol: 0, patience: 3000)
    let logistic = try LogisticRegression(C: 2, tol: 1e-9)
    let (a, b) = (try network.binary(X, y).answers(X), try logistic.binary(X, y).answers(X))
    for (p, q) in zip(a, b) { #expect(abs(p - q) < 1e-6, "\(p) and \(q)") }
    let codes = LearnerData.codes(X)
    let softmax = try network.several(X, codes, classes: 3, smoothing: 0.1).answers(X)
    let regression = try logistic.several(X, codes, classes: 3, smoothing: 0.1).answers(X)
    for (p, q) in zip(softmax, regression) { #expect(abs(p - q) < 1e-4, "\(p) and \(q)") }
  }

  @Test func `every epoch is in the trace, and stopping is told from running out`() throws {
    let X = LearnerData.matrix(60, 5)
    let y = LearnerData.targets(X)
    let short = try NeuralNetwork(hidden: [4], epochs: 7).binary(X, y).report
    #expect(short.method == .adam)
    #expect(short.iterations == 7)
    #expect(short.trace.count == 7)
    #expect(!short.converged)
    #expect(short.trace[6].loss < short.trace[0].loss)
    // Nothing ever improves by so much: the first epoch does, and then patience runs out.
    let long = try NeuralNetwork(hidden: [4], tol: 10, patience: 3).binary(X, y).report
    #expect(long.converged)
    #expect(long.iterations == 5)
  }

  /// scikit-learn 1.9.1, 10 random states: loss 0.1675 ± 0.0036 after 200 epochs, accuracy
  /// 0.916 ± 0.002, none converged.
  @Test func `a network is as good as scikit-learn's`() throws {
    let learner = try NeuralNetwork()
    let model = try learner.binary(TreeTests.train, TreeTests.trainY)
    #expect(model.report.iterations == 200)
    #expect(!model.report.converged)
    #expect(abs(model.report.objective - 0.1675) < 0.015)
    #expect(abs(try TreeTests.accuracy(learner) - 0.916) < 0.015)
  }

  @Test func `a loss that overflows ends training with the last good weights`() throws {
    let X = Tensor(LearnerData.matrix(20, 2).elements.map { $0 * 1e149 }, Shape(20, 2))
    let y = LearnerData.softTargets(20).map { $0.rounded() }
    let model = try NeuralNetwork(hidden: [3, 3], activation: .identity, lr: 1e300).binary(X, y)
    #expect(!model.report.converged)
    #expect(model.report.remarks.first?.contains("standardize the inputs or lower lr") ?? false)
    #expect(try model.answers(X).allSatisfy { $0 >= 0 && $0 <= 1 })
  }

  @Test func `slopes of an answer are those of differences`() throws {
    let X = LearnerData.matrix(60, 3)
    let y = (0..<60).map { X[$0, 0] > 0.3 * X[$0, 1] ? 1.0 : 0 }
    let model = try NeuralNetwork(hidden: [6], activation: .tanh, epochs: 40).binary(X, y)
    let lines = try (model as? TwoClassModel)?.explanation(
      of: [0.1, 0.2, 0.3], ModelNames(inputs: ["first", "b", "c"], label: "y"))
    func odds(_ a: Double) throws -> Double {
      let p = try model.answers(Tensor([a, 0.2, 0.3], Shape(1, 3)))[0]
      return logarithm(p / (1 - p))
    }
    let slope = (try odds(0.1001) - odds(0.0999)) / 0.0002
    let text = try #require(lines?.first)
    let words = text.split(separator: " ")
    let place = try #require(words.firstIndex { $0.hasPrefix("first") })
    let shown = try #require(Double(words[place - 4]))
    #expect(abs(shown - slope) < 0.01 * abs(slope) + 0.005)
  }

  /// ln x by Newton's method on the sigmoid's inverse.
  func logarithm(_ x: Double) -> Double {
    var z = 0.0
    for _ in 0..<60 {
      let p = sigmoid(z)
      z -= (p - x / (1 + x)) / max(p * (1 - p), 1e-12)
    }
    return z
  }

  @Test func `hyper-parameters out of range are refused`() {
    #expect(throws: Failure.self) { try NeuralNetwork(hidden: [0]) }
    #expect(throws: Failure.self) { try NeuralNetwork(hidden: [.max]) }
    #expect(throws: Failure.self) { try NeuralNetwork(alpha: -1) }
    #expect(throws: Failure.self) { try NeuralNetwork(lr: 0) }
    #expect(throws: Failure.self) { try NeuralNetwork(epochs: 0) }
    #expect(throws: Failure.self) { try NeuralNetwork(batch: 0) }
    #expect(throws: Failure.self) { try NeuralNetwork(tol: .nan) }
    #expect(throws: (any Error).self) {
      try NeuralNetwork(hidden: [1_000_000, 1_000_000])
        .binary(LearnerData.matrix(4, 2), [0, 1, 0, 1])
    }
  }
}
