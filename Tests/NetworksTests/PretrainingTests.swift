import Datasets
import Diagnostics
import Glibc
import Networks
import Tensors
import Testing

@Suite struct PretrainingTests {
  private static let trunk: [Layer] = [
    .dense(6), .activation(.tanh), .dense(3), .activation(.relu),
  ]

  private func options(epochs: Int, rate: Double = 1e-2) -> NetworkOptions {
    var options = NetworkOptions()
    options.epochs = epochs
    options.batch = 16
    options.optimizer.learningRate = rate
    return options
  }

  private func network(_ architecture: any Architecture, inputs: [Int] = [5]) throws -> Network {
    try Network(inputShape: inputs, heads: ConditionedCases.heads, architecture: architecture)
  }

  @Test func `decoders mirror the dense layers of their trunk`() throws {
    func decoder(_ trunk: [Layer]) -> [Layer] {
      Autoencoder(stack: "trunk", trunk: trunk, inputCount: 9).decoder
    }
    #expect(decoder(Self.trunk) == [.dense(6), .activation(.tanh), .dense(9)])
    #expect(decoder([.dense(4)]) == [.dense(9)])
    #expect(
      decoder([
        .dense(8), .batchNorm, .activation(.relu), .dropout(0.1), .dense(7), .dense(2),
        .activation(.tanh),
      ]) == [.dense(7), .dense(8), .activation(.relu), .dense(9)])
    #expect(
      decoder([
        .convolution(channels: 3, kernel: 3, padding: .same), .activation(.relu), .maxPool(2),
        .flatten, .dense(12), .activation(.relu), .dense(4),
      ]) == [.dense(12), .activation(.relu), .dense(9)])
  }

  @Test func `schedules of the learning rate act while a trunk is learned`() throws {
    var generator = RandomGenerator(seed: 3)
    let X = try generator.normal([40, 5])
    let network = try network(HardSharing(trunk: Self.trunk))
    var options = options(epochs: 4)
    let steady = try network.pretrained(on: X, options)
    options.optimizer.schedule = .steps(every: 2, factor: 0)
    let stopped = try network.pretrained(on: X, options)
    // At the rate 0 the losses of the last two epochs are those of the same numbers.
    #expect(stopped.history[..<2] == steady.history[..<2])
    #expect(abs(stopped.history[2] - stopped.history[3]) < 1e-14)
    #expect(stopped.history[2] != steady.history[2] || steady.history[3] != stopped.history[3])
  }

  @Test func `a linear autoencoder ends at the error of principal components`() throws {
    // The least mean squared error of rank k is Σ_{i>k} σ_i² / (n d), by Eckart and Young.
    var generator = RandomGenerator(seed: 2)
    let (u, v, e) = (
      try generator.normal([80, 2]), try generator.normal([2, 5]), try generator.normal([80, 5])
    )
    let X = Tensor(
      (0..<400).map { i in
        (0..<2).reduce(0.1 * e.elements[i]) { $0 + u[i / 5, $1] * v[$1, i % 5] }
      }, Shape(80, 5))
    var centered = X.elements
    for j in 0..<5 {
      let mean = (0..<80).reduce(0) { $0 + X[$1, j] } / 80
      for i in 0..<80 { centered[i * 5 + j] -= mean }
    }
    let values = try LinearAlgebra.svd(Tensor(centered, Shape(80, 5))).s
    let least = values.elements.dropFirst(2).reduce(0) { $0 + $1 * $1 } / 400
    var options = options(epochs: 1500)
    options.batch = 80
    let found = try network(HardSharing(trunk: [.dense(2)])).pretrained(on: X, options)
    let last = try #require(found.history.last)
    #expect(last > least && last < 1.02 * least)
  }

  @Test func `the trunk of the network begins with what was learned`() throws {
    let data = try ConditionedCases.data(rows: 60, features: 5)
    let network = try network(HardSharing(trunk: Self.trunk, tower: [.dense(2)]))
    let found = try network.pretrained(on: data.X, options(epochs: 30))
    #expect(found.history.count == 30)
    #expect(try #require(found.history.last) < 0.5 * found.history[0])
    var fitting = options(epochs: 0)
    fitting.start = found.start
    let fitted = try #require(try network.fit(data, fitting))
    let drawn = network.startingParameters()
    for parameter in network.graph.parameters {
      let piece = found.start.parameters.first { $0.name == parameter.name }
      let now = Array(fitted.numbers.parameters[parameter.range])
      if parameter.name.hasPrefix("trunk") {
        #expect(now == piece?.values)
        #expect(now != Array(drawn[parameter.range]))
      } else {
        #expect(piece == nil && now == Array(drawn[parameter.range]))
      }
    }
  }

  @Test func `what is learned is the same for the same seed and another for another`() throws {
    let X = try ConditionedCases.data(rows: 40, features: 5).X
    let network = try network(HardSharing(trunk: Self.trunk))
    var options = options(epochs: 3)
    let first = try network.pretrained(on: X, options, noise: 0.3)
    #expect(try network.pretrained(on: X, options, noise: 0.3).start == first.start)
    #expect(try network.pretrained(on: X, options).start != first.start)
    options.seed = 1
    #expect(try network.pretrained(on: X, options, noise: 0.3).start != first.start)
  }

  @Test func `single precision learns nearly the same`() throws {
    let X = try ConditionedCases.data(rows: 40, features: 5).X
    let network = try network(HardSharing(trunk: Self.trunk))
    var options = options(epochs: 5)
    let double = try network.pretrained(on: X, options)
    options.precision = .single
    let single = try network.pretrained(on: X, options)
    for (a, b) in zip(double.history, single.history) { #expect(abs(a - b) < 1e-4) }
    #expect(double.history != single.history)
  }

  @Test func `noise makes the least error grow by what cannot be told from it`() throws {
    // A linear map of one column with variance v from x + σ ε leaves v σ² / (v + σ²).
    var generator = RandomGenerator(seed: 4)
    let x = try generator.normal([2000, 1])
    let found = try network(HardSharing(trunk: [.dense(1)]), inputs: [1]).pretrained(
      on: x, options(epochs: 30, rate: 5e-3), noise: 1)
    let mean = found.history.suffix(10).reduce(0, +) / 10
    #expect(abs(mean - 0.5) < 0.05)
  }

  @Test func `a concatenated embedding gets rows of zeros`() throws {
    let data = try ConditionedCases.data(rows: 40, features: 5)
    let conditioned = try network(Conditioned(trunk: Self.trunk, embedding: .learned(2)))
    let hard = try network(HardSharing(trunk: Self.trunk))
    let (a, b) = (
      try conditioned.pretrained(on: data.X, options(epochs: 4)),
      try hard.pretrained(on: data.X, options(epochs: 4))
    )
    let weights = try #require(a.start.parameters.first { $0.name == "trunk 1 weights" })
    #expect(weights.shape == [7, 6])
    let plain = try #require(b.start.parameters.first { $0.name == "trunk 1 weights" })
    #expect(weights.values == plain.values + [Double](repeating: 0, count: 12))
    #expect(a.history == b.history)
  }

  @Test func `rows that do not go with the network are told`() throws {
    let network = try network(HardSharing(trunk: Self.trunk))
    for (X, message) in [
      (
        Tensor(repeating: 1, Shape(3, 4)),
        "pretrain: expected 5 inputs a row, found a tensor of 3×4"
      ),
      (Tensor(repeating: 1, Shape(0, 5)), "pretrain: expected at least one row, found none"),
      (
        Tensor([1, 2, 3, 4, 5, 6, 7, .nan, 9, 10], Shape(2, 5)),
        "pretrain: expected finite inputs, found nan in row 1, column 2"
      ),
    ] {
      let error = #expect(throws: Failure.self) {
        try network.pretrained(on: X, options(epochs: 1))
      }
      #expect(error?.message == message)
    }
    let error = #expect(throws: Failure.self) {
      try self.network(HardSharing(trunk: [.activation(.relu)])).pretrained(
        on: Tensor(repeating: 1, Shape(3, 5)), options(epochs: 1))
    }
    #expect(error?.message == "pretrain: the trunk [relu] has no weights to learn")
  }
}
