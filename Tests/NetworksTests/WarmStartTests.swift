import Datasets
import Diagnostics
import Networks
import Tensors
import Testing

@Suite struct WarmStartTests {
  private func hard(_ heads: [Head] = NetworkCases.heads, width: Int = 6) throws -> Network {
    try Network(
      inputShape: [5], heads: heads,
      architecture: HardSharing(
        trunk: [.dense(8), .activation(.relu), .dense(width)], tower: [.dense(4)]))
  }

  private func trained(
    _ network: Network, epochs: Int, seed: Int = 0, start: WarmStart? = nil,
    freezing: Freezing = Freezing(), on data: HeadDataset? = nil
  ) throws -> FittedNetwork {
    var options = NetworkOptions()
    options.epochs = epochs
    options.seed = seed
    options.start = start
    options.freezing = freezing
    options.optimizer.learningRate = 1e-2
    return try #require(try network.fit(data ?? NetworkCases.data(rows: 30), options))
  }

  @Test(arguments: NetworkOptions.Precision.allCases)
  func `a network begins with all that one of the same call learned`(
    _ precision: NetworkOptions.Precision
  ) throws {
    var options = NetworkOptions()
    options.precision = precision
    options.epochs = 3
    let first = try #require(try hard().fit(NetworkCases.data(rows: 30), options))
    options.epochs = 0
    options.start = WarmStart(first)
    options.seed = 9
    let second = try #require(try hard().fit(NetworkCases.data(rows: 30), options))
    #expect(second.numbers == first.numbers)
    #expect(try WarmStart(first).report(for: hard()).anew.isEmpty)
  }

  @Test func `what has another shape or name begins anew, and is told`() throws {
    let first = try trained(hard(), epochs: 3)
    let other = try hard([Head("amount", .regression), Head("new", .binary)], width: 7)
    let report = try WarmStart(first).report(for: other)
    #expect(
      report.taken == [
        "trunk 1 weights", "trunk 1 intercepts", "head amount weights", "head amount intercepts",
      ])
    #expect(report.anew.contains("trunk 3 weights") && report.anew.contains("head new weights"))
    let second = try trained(
      other, epochs: 0, seed: 4, start: WarmStart(first),
      on: HeadDataset(
        name: "two", X: NetworkCases.data().X,
        heads: [
          HeadTargets(name: "amount", kind: .regression, values: Tensor(repeating: 0, Shape(12))),
          HeadTargets(name: "new", kind: .binary, values: Tensor(repeating: 1, Shape(12))),
        ]))
    let drawn = other.startingParameters(seed: 4)
    for parameter in other.graph.parameters {
      let now = Array(second.numbers.parameters[parameter.range])
      let old = first.network.graph.parameters.first { $0.name == parameter.name }
      let expected =
        report.taken.contains(parameter.name)
        ? Array(first.numbers.parameters[try #require(old).range])
        : Array(drawn[parameter.range])
      #expect(now == expected, "\(parameter.name)")
    }
    #expect(
      report.sentence(from: "the first").hasPrefix(
        "4 of 10 parameters begin with those of the first; anew: trunk 3 weights,"))
  }

  @Test func `a conditioned network begins where hard sharing ended`() throws {
    // Modulation begins with γ = 1 and β = 0, so the trunk that was learned goes on as it was.
    let heads = ConditionedCases.heads
    let data = try ConditionedCases.data(rows: 30, features: 5)
    let trunk: [Layer] = [.dense(8), .activation(.relu), .dense(6)]
    let first = try trained(
      Network(
        inputShape: [5], heads: heads, architecture: HardSharing(trunk: trunk, tower: [.dense(4)])),
      epochs: 20, on: data)
    for method in [Conditioned.Method.film, .kernel, .attention] {
      let conditioned = try Network(
        inputShape: [5], heads: heads,
        architecture: Conditioned(
          trunk: trunk, tower: [.dense(4)], method: method, positions: [0, 2],
          embedding: .learned(3)))
      let second = try trained(conditioned, epochs: 0, start: WarmStart(first), on: data)
      for (a, b) in zip(try first.scores(data.X), try second.scores(data.X)) {
        for (a, b) in zip(a.elements, b.elements) { #expect(abs(a - b) < 1e-13) }
      }
    }
  }

  @Test func `a task is found again by its embedding alone`() throws {
    // Of two tasks that mix two columns differently the second begins with an embedding near
    // the first one's, all else frozen.
    var generator = RandomGenerator(seed: 11)
    let X = try generator.normal([300, 2])
    func targets(_ name: String, _ scale: Double) -> HeadTargets {
      HeadTargets(
        name: name, kind: .regression,
        values: Tensor((0..<300).map { scale * X[$0, 0] + (1 - scale) * X[$0, 1] }))
    }
    func network(_ names: [String]) throws -> Network {
      try Network(
        inputShape: [2], heads: names.map { Head($0, .regression) },
        architecture: Conditioned(
          trunk: [.dense(8), .activation(.tanh), .dense(1)], method: .kernel, positions: [0, 2],
          embedding: .learned(1)))
    }
    let old = try trained(
      network(["a", "b"]), epochs: 60,
      on: HeadDataset(name: "old", X: X, heads: [targets("a", 0), targets("b", 1)]))
    let new = try HeadDataset(name: "new", X: X, heads: [targets("b", 1)])
    let one = try network(["b"])
    let fitted = try trained(
      one, epochs: 60, start: WarmStart(old),
      freezing: Freezing(frozen: ["trunk", "head"]), on: new)
    let z = try #require(one.graph.parameters.first { $0.name == "embedding" })
    for parameter in one.graph.parameters where parameter.name != "embedding" {
      let there = try #require(
        old.network.graph.parameters.first { $0.name == parameter.name })
      #expect(
        fitted.numbers.parameters[parameter.range].elementsEqual(
          old.numbers.parameters[there.range]), "\(parameter.name)")
    }
    #expect(z.count == 1)
    let last = try #require(fitted.history.last)
    #expect(last.losses[0] < 0.1 * fitted.history[0].losses[0])
  }

  @Test func `a start that shares nothing is an error that shows both`() throws {
    let first = try trained(hard(), epochs: 1)
    let other = try Network(
      inputShape: [5], heads: [Head("z", .binary)], architecture: HardSharing(trunk: [.dense(3)]))
    let error = #expect(throws: Failure.self) {
      try trained(
        other, epochs: 1, start: WarmStart(first),
        on: HeadDataset(
          name: "z", X: NetworkCases.data().X,
          heads: [HeadTargets(name: "z", kind: .binary, values: Tensor(repeating: 1, Shape(12)))]))
    }
    #expect(
      error?.message
        == "start shares no parameter with hard_sharing(inputs=5, trunk=[dense(3)], "
        + "heads={z: binary()}): none has the same name and shape")
    #expect(error?.notes.first?.hasPrefix("start has trunk 1 weights 5×8,") == true)
    #expect(error?.notes.last?.hasPrefix("the network has trunk 1 weights 5×3,") == true)
  }
}
