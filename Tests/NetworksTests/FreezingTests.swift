import Datasets
import Diagnostics
import Glibc
import Networks
import Stepping
import Tensors
import Testing

@Suite struct FreezingTests {
  private func network(inputs: Int = 5) throws -> Network {
    try Network(
      inputShape: [inputs], heads: NetworkCases.heads,
      architecture: HardSharing(
        trunk: [.dense(8), .activation(.relu), .dense(6), .activation(.tanh)], tower: [.dense(4)]))
  }

  private func trained(
    _ network: Network, epochs: Int, _ freezing: Freezing, start: WarmStart? = nil,
    optimizer: Optimizer = Optimizer()
  ) throws -> FittedNetwork {
    var options = NetworkOptions()
    options.epochs = epochs
    options.batch = 7
    options.freezing = freezing
    options.start = start
    options.optimizer = optimizer
    return try #require(try network.fit(NetworkCases.data(rows: 30), options))
  }

  /// The names of parameters that are not what they were at the start.
  private func moved(_ fitted: FittedNetwork) -> Set<String> {
    let (start, now) = (fitted.network.startingParameters(), fitted.numbers.parameters)
    return Set(
      fitted.network.graph.parameters.filter { start[$0.range] != now[$0.range] }.map(\.name))
  }

  @Test func `frozen layers stay bit for bit, by stack, by layer and by parameter`() throws {
    let network = try network()
    let all = Set(network.graph.parameters.map(\.name))
    #expect(try moved(trained(network, epochs: 2, Freezing())) == all)
    for (names, still) in [
      (["trunk"], all.filter { $0.hasPrefix("trunk ") }),
      (["trunk 1"], ["trunk 1 weights", "trunk 1 intercepts"]),
      (["trunk 3 intercepts"], ["trunk 3 intercepts"]),
      (
        ["trunk 3", "head kind"],
        all.filter { $0.hasPrefix("trunk 3") || $0.hasPrefix("head kind") }
      ),
      (["tower", "head"], all.filter { $0.hasPrefix("tower") || $0.hasPrefix("head") }),
    ] {
      #expect(
        try moved(trained(network, epochs: 3, Freezing(frozen: names))) == all.subtracting(still))
    }
  }

  @Test func `layers thaw from the top, one after every so many epochs`() throws {
    let network = try network()
    let top = Set(
      network.graph.parameters.map(\.name).filter { !$0.hasPrefix("trunk") })
    let second = top.union(["trunk 3 weights", "trunk 3 intercepts"])
    let first = second.union(["trunk 1 weights", "trunk 1 intercepts"])
    for (epochs, names) in [(1, top), (2, top), (3, second), (4, second), (5, first)] {
      #expect(try moved(trained(network, epochs: epochs, Freezing(unfreezing: 2))) == names)
    }
    let kept = Freezing(frozen: ["trunk 1"], unfreezing: 1)
    #expect(try moved(trained(network, epochs: 5, kept)) == second)
  }

  @Test func `what learns above frozen layers learns as if they were inputs`() throws {
    // Frozen trunks are functions of the inputs: heads on what they give must learn the same.
    let network = try network()
    let frozen = try trained(network, epochs: 4, Freezing(frozen: ["trunk"]))
    let loss = try network.lossAndGradient(
      frozen.numbers.parameters, on: NetworkCases.data(rows: 30))
    let before = try network.lossAndGradient(
      network.startingParameters(), on: NetworkCases.data(rows: 30))
    #expect(loss.total < before.total)
    #expect(loss.gradient[network.graph.parameters[0].range].contains { $0 != 0 })
  }

  @Test func `without freezing training is what it is without the option`() throws {
    let network = try network()
    let plain = try trained(network, epochs: 3, Freezing())
    let far = try trained(network, epochs: 3, Freezing(frozen: []))
    #expect(plain.numbers == far.numbers)
    let late = try trained(network, epochs: 1, Freezing(unfreezing: 1))
    let named = try trained(network, epochs: 1, Freezing(frozen: ["trunk"]))
    #expect(late.numbers == named.numbers)
  }

  @Test func `plans tell runs of parameters that learn`() throws {
    let network = try network()
    let plan = try FreezePlan(network.graph, Freezing(frozen: ["trunk 3", "head sign"]))
    let parameters = network.graph.parameters
    func range(_ name: String) throws -> Range<Int> {
      try #require(parameters.first { $0.name == name }).range
    }
    let (one, three) = (try range("trunk 1 intercepts"), try range("trunk 3 weights"))
    let (tower, sign) = (try range("tower 1 weights"), try range("head sign weights"))
    let kind = try range("head kind weights")
    #expect(one.upperBound == three.lowerBound)
    #expect(
      plan.ranges(in: 0)
        == [
          0..<one.upperBound, tower.lowerBound..<sign.lowerBound,
          kind.lowerBound..<network.graph.parameterCount,
        ].map { MovingRange($0) })
    #expect(try FreezePlan(network.graph).ranges(in: 0) == nil)
  }

  @Test func `plans tell after which step a layer began to learn`() throws {
    let network = try network()
    let plan = try FreezePlan(network.graph, Freezing(unfreezing: 2))
    let ranges = try #require(plan.ranges(in: 4, starts: [0, 5, 9, 14, 19]))
    let parameters = network.graph.parameters
    for (stack, since) in [("trunk 1 ", 19), ("trunk 3 ", 9), ("tower ", 0), ("head ", 0)] {
      for parameter in parameters where parameter.name.hasPrefix(stack) {
        let place = try #require(ranges.first { $0.range.contains(parameter.offset) })
        #expect(place.since == since, "\(parameter.name)")
      }
    }
    #expect(ranges.reduce(0) { $0 + $1.range.count } == network.graph.parameterCount)
  }

  @Test(arguments: [1, 2, 3, 5])
  func `a training with layers that thaw goes on bit for bit`(_ stop: Int) throws {
    let (network, data) = (try network(), try NetworkCases.data(rows: 30))
    var options = NetworkOptions()
    (options.epochs, options.batch, options.freezing) = (6, 7, Freezing(unfreezing: 2))
    let whole = try #require(try network.fit(data, options))
    var first = try NetworkTraining(network, on: data, options)
    for _ in 0..<stop { _ = try first.advance() }
    // In the middle of the next epoch, too.
    _ = try first.advanceStep()
    var second = try NetworkTraining(
      network, on: TrainingRows(data), options, from: first.snapshot)
    try second.finish()
    #expect(second.output?.numbers == whole.numbers)
  }

  @Test(arguments: [TaskWeighting.gradNorm(alpha: 1.5), .projection])
  func `gradients of frozen layers do not count when tasks are put together`(
    _ weighting: TaskWeighting
  ) throws {
    // Heads on a frozen layer learn as on a network whose inputs are what that layer makes of them.
    let data = try NetworkCases.data(rows: 30)
    let deep = try Network(
      inputShape: [5], heads: NetworkCases.heads,
      architecture: HardSharing(
        trunk: [.dense(6), .activation(.tanh), .dense(4), .activation(.tanh)]))
    var options = NetworkOptions()
    (options.epochs, options.batch, options.weighting) = (4, 7, weighting)
    options.freezing = Freezing(frozen: ["trunk 1"])
    let frozen = try #require(try deep.fit(data, options))
    let first = deep.startingParameters()
    let code = (0..<30).flatMap { i in
      (0..<6).map { j in
        tanh((0..<5).reduce(first[30 + j]) { $0 + data.X[i, $1] * first[$1 * 6 + j] })
      }
    }
    let shallow = try Network(
      inputShape: [6], heads: NetworkCases.heads,
      architecture: HardSharing(trunk: [.dense(4), .activation(.tanh)]))
    var coded = data
    coded = try HeadDataset(name: "coded", X: Tensor(code, Shape(30, 6)), heads: data.heads)
    options.freezing = Freezing()
    let rows = TrainingRows(coded)
    var snapshot = try NetworkTraining(shallow, on: rows, options).snapshot
    guard case .double(var run) = snapshot.run else { return }
    run.numbers.replaceSubrange(0..<shallow.graph.parameterCount, with: first[36...])
    snapshot.run = .double(run)
    var training = try NetworkTraining(shallow, on: rows, options, from: snapshot)
    try training.finish()
    let expected = try #require(training.output).numbers.parameters
    for (a, b) in zip(frozen.numbers.parameters[36...], expected) { #expect(abs(a - b) < 1e-9) }
  }

  @Test(arguments: [TaskWeighting.gradNorm(alpha: 1.5), .projection])
  func `comparing gradients of frozen layers alone is turned down`(
    _ weighting: TaskWeighting
  ) throws {
    var options = NetworkOptions()
    (options.weighting, options.freezing) = (weighting, Freezing(frozen: ["trunk"]))
    let network = try Network(
      inputShape: [5], heads: NetworkCases.heads, architecture: HardSharing(trunk: [.dense(4)]))
    let failure = #expect(throws: Failure.self) {
      _ = try network.fit(NetworkCases.data(), options)
    }
    #expect(
      failure?.message
        == "\(weighting.name) compares gradients on parameters that all tasks share, but all of "
        + "them are frozen")
  }

  @Test func `embeddings learn from the start when layers thaw`() throws {
    let network = try ConditionedCases.small(.film)
    let plan = try FreezePlan(network.graph, Freezing(unfreezing: 3))
    func learning(_ epoch: Int) -> Set<String> {
      Set(zip(network.graph.parameters, plan.learning(in: epoch)).filter(\.1).map(\.0.name))
    }
    let start = learning(0)
    #expect(start.contains("embedding") && start.contains("tower 1 weights"))
    #expect(!start.contains { $0.hasPrefix("trunk") || $0.hasPrefix("film") })
    #expect(learning(3).subtracting(start) == ["trunk 3 weights", "trunk 3 intercepts"])
    #expect(learning(6).subtracting(learning(3)) == ["film at 2 scale", "film at 2 shift"])
    #expect(learning(12).count == network.graph.parameters.count)
  }

  @Test(arguments: [
    (
      Freezing(frozen: ["trunc"]), "freeze names 'trunc', but no layer with weights is called that"
    ),
    (
      Freezing(frozen: ["trunk 2"]),
      "freeze names 'trunk 2', but no layer with weights is called that"
    ),
    (
      Freezing(frozen: ["trunk", "tower", "head"]),
      "freeze leaves nothing to learn: all layers are frozen"
    ),
    (Freezing(unfreezing: 0), "unfreeze must be at least 1 epoch between two layers, found 0"),
  ])
  func `what cannot be frozen is told`(_ freezing: Freezing, _ message: String) throws {
    let error = #expect(throws: Failure.self) { try trained(network(), epochs: 1, freezing) }
    #expect(error?.message == message)
  }
}
