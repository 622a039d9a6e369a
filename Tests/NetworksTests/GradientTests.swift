import Datasets
import Networks
import Tensors
import Testing

@Suite struct GradientTests {
  @Test func `gradients of hard sharing agree with finite differences`() throws {
    let network = try Network(
      inputShape: [5], heads: NetworkCases.heads,
      architecture: HardSharing(
        trunk: [.dense(7), .activation(.tanh), .dense(6), .activation(.sigmoid)],
        tower: [.dense(4), .activation(.tanh)]))
    try expectGradient(of: network, on: NetworkCases.data())
    try expectGradient(of: network, on: NetworkCases.data(), smoothing: 0.1)
  }

  @Test(arguments: NetworkOptions.Precision.allCases)
  func `training lowers the loss of every head`(_ precision: NetworkOptions.Precision) throws {
    let network = try Network(
      inputShape: [5], heads: NetworkCases.heads,
      architecture: HardSharing(
        trunk: [.dense(16), .activation(.relu)], tower: [.dense(8), .activation(.tanh)]))
    var options = NetworkOptions()
    options.precision = precision
    options.epochs = 400
    options.optimizer.learningRate = 1e-2
    let fitted = try #require(try network.fit(NetworkCases.data(rows: 60), options))
    let (first, last) = (fitted.history[0], try #require(fitted.history.last))
    for (before, after) in zip(first.losses, last.losses) { #expect(after < 0.2 * before) }
  }
}
