import Datasets
import Networks
import Stepping
import Tensors
import Testing

@Suite struct DropoutTests {
  /// The factors of one row of ones, seen in the gradient: that of weight j is that of the intercept
  /// times the factor of input j.
  private func factors(_ probability: Double, count: Int) throws -> [Double] {
    let network = try ImageCases.network([count], [.dropout(probability)])
    let data = try HeadDataset(
      name: "ones", X: Tensor([Double](repeating: 1, count: count), Shape(1, count)),
      heads: [HeadTargets(name: "y", kind: .regression, values: Tensor([3.0]))])
    let zeros = [Double](repeating: 0, count: count + 1)
    let gradient = try network.lossAndGradient(zeros, on: data, isTraining: true).gradient
    return gradient[..<count].map { $0 / gradient[count] }
  }

  @Test(arguments: [0.1, 0.5, 0.9])
  func `numbers are left out with the probability and scaled up else`(
    _ probability: Double
  ) throws {
    let (factors, count) = (try factors(probability, count: 20_000), 20_000.0)
    let kept = factors.filter { $0 != 0 }
    expectClose(
      kept, [Double](repeating: 1 / (1 - probability), count: kept.count), tolerance: 1e-12)
    // Four standard deviations of a binomial share.
    let deviation = (probability * (1 - probability) / count).squareRoot()
    #expect(abs(Double(kept.count) / count - (1 - probability)) < 4 * deviation)
    #expect(try self.factors(probability, count: 20_000) == factors)
  }

  @Test func `nothing is left out with probability 0`() throws {
    #expect(try factors(0, count: 100).allSatisfy { $0 == 1 })
  }

  @Test func `gradients through what was left out agree with finite differences`() throws {
    let network = try Network(
      inputShape: [5], heads: NetworkCases.heads,
      architecture: HardSharing(
        trunk: [.dropout(0.3), .dense(6), .activation(.tanh)],
        tower: [.dropout(0.4), .dense(3), .activation(.tanh), .dropout(0.2)]))
    try expectGradient(of: network, on: NetworkCases.data(), isTraining: true)
    try expectGradient(of: network, on: NetworkCases.data())
  }

  private func training(seed: Int = 3) throws -> NetworkTraining {
    let network = try ImageCases.network([6], [.dense(8), .activation(.relu), .dropout(0.5)])
    var options = NetworkOptions()
    options.epochs = 6
    options.batch = 5
    options.seed = seed
    return try NetworkTraining(network, on: ImageCases.data(rows: 23, shape: [6]), options)
  }

  @Test func `a run that is taken back draws again what it drew`() throws {
    var run = try training()
    _ = try run.advance()
    var kept = run
    try run.finish()
    _ = try kept.advance()
    try kept.finish()
    #expect(run.numbers == kept.numbers)
    var same = try training()
    try same.finish()
    #expect(run.numbers == same.numbers)
  }

  @Test func `every step draws for itself`() throws {
    // Parameters that never change and one batch with all rows: only draws differ between epochs.
    let network = try ImageCases.network([6], [.dropout(0.5)])
    var options = NetworkOptions()
    options.epochs = 5
    options.batch = 23
    options.optimizer.learningRate = 0
    let fitted = try #require(
      try network.fit(ImageCases.data(rows: 23, shape: [6]), options))
    #expect(Set(fitted.history.map(\.total)).count == 5)
  }

  @Test func `nothing is left out of predictions`() throws {
    let network = try ImageCases.network([6], [.dropout(0.5)])
    var options = NetworkOptions()
    options.epochs = 2
    let data = try ImageCases.data(rows: 9, shape: [6])
    let fitted = try #require(try network.fit(data, options))
    let w = fitted.numbers.parameters
    let expected = (0..<9).map { i in (0..<6).reduce(w[6]) { $0 + w[$1] * data.X[i, $1] } }
    expectClose(try fitted.scores(data.X)[0].elements, expected, tolerance: 1e-12)
  }
}
