import Datasets
import Diagnostics
import Glibc
import Networks
import Tensors
import Testing

@Suite struct MixtureOfExpertsTests {
  private func network(_ isMultiGate: Bool, count: Int = 3) throws -> Network {
    try Network(
      inputShape: [5], heads: NetworkCases.heads,
      architecture: MixtureOfExperts(
        count: count, expert: [.dense(6), .activation(.relu)],
        tower: [.dense(4), .activation(.relu)],
        isMultiGate: isMultiGate))
  }

  private func fitted(
    _ isMultiGate: Bool, epochs: Int = 3, rate: Double, _ precision: NetworkOptions.Precision
  ) throws -> FittedNetwork {
    var options = NetworkOptions()
    options.epochs = epochs
    options.precision = precision
    options.optimizer.learningRate = rate
    return try #require(try network(isMultiGate).fit(NetworkCases.data(rows: 70), options))
  }

  @Test func `the two have names of their own`() throws {
    #expect(
      try network(true).summary
        == "mmoe(inputs=5, experts=3, expert=[dense(6), relu], tower=[dense(4), relu], "
        + "heads={amount: regression(), sign: binary(), kind: classes(3), tags: multilabel(3)})")
    #expect(try network(false).summary.hasPrefix("moe(inputs=5, experts=3, "))
  }

  @Test(arguments: NetworkOptions.Precision.allCases, [true, false])
  func `gates give shares that add up to 1`(
    _ precision: NetworkOptions.Precision, _ isMultiGate: Bool
  ) throws {
    let fitted = try fitted(isMultiGate, rate: 1e-2, precision)
    let X = try NetworkCases.data(rows: 300).X
    let gates = try fitted.gates(X)
    #expect(
      gates.map(\.head) == (isMultiGate ? ["amount", "sign", "kind", "tags"] : [nil]))
    for gate in gates {
      #expect(gate.shares.shape == Shape(300, 3))
      for i in 0..<300 {
        let row = (0..<3).map { gate.shares[i, $0] }
        #expect(row.allSatisfy { $0 > 0 } && abs(row.reduce(0, +) - 1) < 1e-6)
      }
    }
  }

  @Test(arguments: [true, false])
  func `an epoch tells the mean shares, e to their entropy and the loads`(
    _ isMultiGate: Bool
  ) throws {
    // Nothing is learned, so that all rows of the epoch meet the same gates.
    let fitted = try fitted(isMultiGate, epochs: 1, rate: 0, .double)
    let gates = try fitted.gates(NetworkCases.data(rows: 70).X)
    let means = gates.map { gate in
      (0..<3).map { expert in (0..<70).reduce(0) { $0 + gate.shares[$1, expert] } / 70 }
    }
    let record = fitted.history[0]
    #expect(record.figures.map(\.name) == ["gates", "effective experts", "expert load"])
    #expect(record.figures[0].shape == [gates.count, 3])
    for (a, b) in zip(record.figures[0].values, means.flatMap { $0 }) {
      #expect(abs(a - b) < 1e-13)
    }
    for (gate, count) in record.figures[1].values.enumerated() {
      #expect(abs(log(count) + means[gate].reduce(0) { $0 + $1 * log($1) }) < 1e-12)
    }
    for (expert, load) in record.figures[2].values.enumerated() {
      let mean = means.reduce(0) { $0 + $1[expert] } / Double(gates.count)
      #expect(abs(load - mean) < 1e-13)
    }
  }

  @Test func `a gate of one task counts the rows that have a target for it`() throws {
    var data = try NetworkCases.data(rows: 70)
    let sign = data.heads[1].values.elements
    data.heads[1].values = Tensor(sign.enumerated().map { $0 % 3 == 0 ? $1 : .nan })
    var options = NetworkOptions()
    (options.epochs, options.optimizer.learningRate) = (1, 0)
    let fitted = try #require(try network(true).fit(data, options))
    let gates = try fitted.gates(data.X)
    let rows = (0..<70).filter { $0 % 3 == 0 }
    for expert in 0..<3 {
      let all = (0..<70).reduce(0) { $0 + gates[0].shares[$1, expert] } / 70
      let some = rows.reduce(0) { $0 + gates[1].shares[$1, expert] } / Double(rows.count)
      #expect(abs(fitted.history[0].figures[0].values[expert] - all) < 1e-13)
      #expect(abs(fitted.history[0].figures[0].values[3 + expert] - some) < 1e-13)
    }
  }

  @Test func `large scores leave gates and losses finite`() throws {
    let network = try network(true)
    let gate = try #require(network.graph.parameters.first { $0.name == "gate weights" })
    var parameters = network.startingParameters()
    for place in gate.range { parameters[place] *= 1e6 }
    let found = try network.lossAndGradient(parameters, on: NetworkCases.data())
    #expect(found.total.isFinite && found.gradient.allSatisfy { $0.isFinite })
  }

  @Test func `experts that cannot differ are an error`() throws {
    func failure(_ count: Int, _ expert: [Layer]) -> String? {
      #expect(throws: Failure.self) {
        _ = try Network(
          inputShape: [5], heads: NetworkCases.heads,
          architecture: MixtureOfExperts(count: count, expert: expert, isMultiGate: true))
      }?.message
    }
    #expect(
      failure(3, [.activation(.relu)])
        == "mmoe: expected experts with at least one dense or conv2d layer, found [relu]")
    #expect(failure(0, [.dense(2)]) == "mmoe: expected a number of experts from 1 to 4096, found 0")
    #expect(
      failure(2, [.dense(2), .dense(0)])
        == "expert, layer 2, dense(0): expected at least one output, found 0")
  }

  @Test func `a network without gates says so`() throws {
    let network = try Network(
      inputShape: [5], heads: NetworkCases.heads, architecture: HardSharing(trunk: [.dense(3)]))
    var options = NetworkOptions()
    options.epochs = 1
    let fitted = try #require(try network.fit(NetworkCases.data(), options))
    let failure = try #require(
      #expect(throws: Failure.self) { _ = try fitted.gates(NetworkCases.data().X) })
    #expect(failure.message == "expected a network with gates, found hard_sharing")
  }
}
