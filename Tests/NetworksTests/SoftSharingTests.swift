import Datasets
import Diagnostics
import Networks
import Tensors
import Testing

@Suite struct SoftSharingTests {
  private func network(
    _ distance: SoftSharing.Distance, _ strength: Double, trunk: [Layer] = [.dense(3)]
  ) throws -> Network {
    try Network(
      inputShape: [5], heads: NetworkCases.heads,
      architecture: SoftSharing(trunk: trunk, distance: distance, strength: strength))
  }

  /// What the penalty adds to the losses.
  private func penalty(_ network: Network, _ parameters: [Double]) throws -> Double {
    let found = try network.lossAndGradient(parameters, on: NetworkCases.data())
    return found.total - found.losses.reduce(0, +)
  }

  /// The weights of the first layer as a row of 15 a task.
  private func stacked(_ network: Network, _ parameters: [Double]) -> Tensor {
    let weights = network.graph.parameters[0]
    return Tensor(
      (0..<4).flatMap { task in
        (0..<5).flatMap { input in
          (0..<3).map { parameters[weights.offset + (input * 4 + task) * 3 + $0] }
        }
      }, Shape(4, 15))
  }

  @Test func `the trace norm is the sum of singular values of the stacked weights`() throws {
    let network = try network(.traceNorm, 2)
    for seed in 0..<5 {
      let parameters = network.startingParameters(seed: seed)
      let values = try LinearAlgebra.svd(stacked(network, parameters)).s.elements
      let expected = 2 * values.reduce(0, +)
      #expect(abs(try penalty(network, parameters) - expected) < 1e-12 * expected)
    }
  }

  @Test func `the squared distance counts every pair of tasks once`() throws {
    let network = try network(.squared, 0.5)
    let parameters = network.startingParameters(seed: 3)
    var expected = 0.0
    for parameter in network.graph.parameters where parameter.name.hasPrefix("trunk") {
      let inner = 3
      for position in 0..<parameter.count / 12 {
        for s in 0..<4 {
          for t in s + 1..<4 {
            for j in 0..<inner {
              let at = parameter.offset + position * 12
              let apart = parameters[at + s * inner + j] - parameters[at + t * inner + j]
              expected += 0.5 * apart * apart
            }
          }
        }
      }
    }
    #expect(abs(try penalty(network, parameters) - expected) < 1e-12 * expected)
  }

  @Test func `tasks of the same weights have a finite gradient along the trace norm`() throws {
    let network = try network(.traceNorm, 1)
    let weights = network.graph.parameters[0]
    var parameters = network.startingParameters(seed: 1)
    for number in weights.range {
      let place = number - weights.offset
      parameters[number] = parameters[weights.offset + place / 12 * 12 + place % 3]
    }
    let with = try network.lossAndGradient(parameters, on: NetworkCases.data()).gradient
    let without = try self.network(.traceNorm, 0)
      .lossAndGradient(parameters, on: NetworkCases.data()).gradient
    // One singular value is left: the gradient is u vᵀ, of length 1 and the same for every task.
    let own = weights.range.map { with[$0] - without[$0] }
    #expect(abs(own.reduce(0) { $0 + $1 * $1 } - 1) < 1e-9)
    for place in own.indices { #expect(abs(own[place] - own[place / 12 * 12 + place % 3]) < 1e-9) }
    let zero = try network.lossAndGradient(
      parameters.indices.map { weights.range.contains($0) ? 0 : parameters[$0] },
      on: NetworkCases.data())
    #expect(zero.gradient.allSatisfy { $0.isFinite })
  }

  @Test func `a strong penalty makes the trunks one`() throws {
    func spread(_ strength: Double) throws -> Double {
      var options = NetworkOptions()
      options.epochs = 200
      options.optimizer.learningRate = 1e-2
      let network = try network(.squared, strength, trunk: [.dense(3), .activation(.tanh)])
      let fitted = try #require(try network.fit(NetworkCases.data(rows: 40), options))
      let rows = stacked(network, fitted.numbers.parameters)
      return (1..<4).reduce(0.0) { sum, task in
        sum + (0..<15).reduce(0) { $0 + abs(rows[task, $1] - rows[0, $1]) }
      }
    }
    #expect(try spread(100) < 0.02 * spread(0))
  }

  @Test func `the trace norm lowers the rank of the stacked weights`() throws {
    var options = NetworkOptions()
    options.epochs = 600
    options.optimizer.learningRate = 3e-3
    let network = try network(.traceNorm, 0.3, trunk: [.dense(3), .activation(.tanh)])
    let fitted = try #require(try network.fit(NetworkCases.data(rows: 40), options))
    let values = try LinearAlgebra.svd(stacked(network, fitted.numbers.parameters)).s.elements
    #expect(values[3] < 0.05 * values[0])
  }

  @Test func `a single head and a strength below 0 are errors`() throws {
    func failure(_ make: () throws -> Network) throws -> String {
      try #require(#expect(throws: Failure.self) { _ = try make() }).message
    }
    #expect(
      try failure {
        try Network(
          inputShape: [5], heads: [NetworkCases.heads[0]],
          architecture: SoftSharing(trunk: [.dense(3)]))
      } == "soft_sharing: expected at least two heads to share between, found 1")
    #expect(
      try failure { try network(.squared, -1) }
        == "soft_sharing: expected a strength of 0 or more, found -1.0")
  }
}
