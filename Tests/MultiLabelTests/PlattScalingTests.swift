import Glibc
import Learners
import Tensors
import Testing

@Suite struct PlattScalingTests {
  @Test func `the cross entropy with corrected targets is smallest by central differences`() {
    let scores = (0..<50).map { 3 * hashed(40 + $0) }
    let targets = (0..<50).map { scores[$0] + 2 * hashed(900 + $0) > 0 ? 1.0 : 0 }
    let scaling = PlattScaling(scores: scores, targets: targets)
    let yes = targets.reduce(0, +)
    let no = 50 - yes
    func crossEntropy(_ a: Double, _ b: Double) -> Double {
      zip(scores, targets).reduce(0) { sum, pair in
        let goal = pair.1 == 1 ? (yes + 1) / (yes + 2) : 1 / (no + 2)
        let p = sigmoid(a * pair.0 + b)
        return sum - goal * log(p) - (1 - goal) * log(1 - p)
      }
    }
    let (a, b, h) = (scaling.slope, scaling.offset, 1e-5)
    #expect(abs(crossEntropy(a + h, b) - crossEntropy(a - h, b)) / (2 * h) < 1e-6)
    #expect(abs(crossEntropy(a, b + h) - crossEntropy(a, b - h)) / (2 * h) < 1e-6)
    #expect(scaling.probability(0.3) == sigmoid(0.3 * a + b))
  }

  @Test func `perfectly separated scores keep probabilities away from 0 and 1`() {
    let scores = (0..<20).map { $0 < 10 ? -1.0 : 1 }
    let scaling = PlattScaling(scores: scores, targets: scores.map { $0 > 0 ? 1 : 0 })
    // The corrected targets 11/12 and 1/12 are met exactly.
    #expect(abs(scaling.probability(1) - 11.0 / 12) < 1e-8)
    #expect(abs(scaling.probability(-1) - 1.0 / 12) < 1e-8)
  }

  @Test func `equal scores give the corrected share and nothing else`() {
    let scaling = PlattScaling(
      scores: Array(repeating: 2, count: 8), targets: [1, 1, 0, 0, 0, 0, 0, 0])
    // Two rows at 3/4, six at 1/8: their mean is 9/32.
    #expect(abs(scaling.probability(2) - 9.0 / 32) < 1e-6)
  }

  @Test func `log odds are linear in the inputs and probabilities follow from them`() throws {
    for learner in [try RidgeClassifier() as any Learner, try LinearSVM()] {
      let model = try learner.fitBinary(LinearCases.X, [LinearCases.task(LinearCases.targets)])[0]
      let linear = try #require(model.linear)
      let p = try model.probabilities(LinearCases.X)
      for i in 0..<60 {
        let score = linear.score((0..<4).map { LinearCases.X[i, $0] })
        #expect(abs(p[i] - sigmoid(score)) < 1e-12)
      }
      let scaled = try #require(model as? ScaledModel)
      expectClose(
        linear.weights, scaled.score.weights.map { scaled.scaling.slope * $0 }, within: 0)
    }
  }
}
