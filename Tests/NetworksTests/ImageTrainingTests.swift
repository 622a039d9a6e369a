import Datasets
import Diagnostics
import Files
import Networks
import Stepping
import Tensors
import Testing

/// Networks on images with every image layer, from training to files.
@Suite struct ImageTrainingTests {
  private static let shape = [1, 8, 6]
  private static let trunk: [Layer] = [
    .convolution(channels: 4, kernel: 3, padding: .same), .activation(.relu), .maxPool(2),
    .convolution(channels: 3, kernel: 3, padding: .same), .batchNorm, .activation(.relu),
    .dropout(0.2), .flatten, .dense(5), .activation(.tanh),
  ]

  private func network(_ trunk: [Layer] = trunk) throws -> Network {
    try Network(
      inputShape: Self.shape, heads: ConditionedCases.heads,
      architecture: HardSharing(trunk: trunk))
  }

  private func data(rows: Int = 22) throws -> HeadDataset {
    try ConditionedCases.data(rows: rows, features: 48)
  }

  private func options(
    _ precision: NetworkOptions.Precision = .double, epochs: Int = 5
  ) -> NetworkOptions {
    var options = NetworkOptions()
    options.epochs = epochs
    options.batch = 6
    options.precision = precision
    options.seed = 3
    return options
  }

  // MARK: - Steps

  /// Losses of both heads before each of twelve steps.
  ///
  /// PyTorch 2.15.0, Adam with rate 0.01, double precision; in single precision it differs by up to
  /// 1.5e-7.
  private static let classLosses = [
    1.090005394826, 1.11754219205, 1.097767623164, 1.083702702725, 1.079635831876, 1.081288889574,
    1.07919173173, 1.074418415446, 1.071761894875, 1.069791766765, 1.066231029022, 1.063648352113,
  ]
  private static let labelLosses = [
    0.699201434977, 0.69542124542, 0.688839360948, 0.687544956204, 0.6913296616, 0.692646722097,
    0.691167381632, 0.687798864304, 0.685537143018, 0.684287868423, 0.683515826364, 0.68325730646,
  ]

  @Test(arguments: NetworkOptions.Precision.allCases)
  func `two heads on images that are half black learn step by step as in PyTorch`(
    _ precision: NetworkOptions.Precision
  ) throws {
    let network = try Network(
      inputShape: [1, 12, 12], heads: [Head("kind", .classes(3)), Head("sign", .binary)],
      architecture: HardSharing(trunk: [
        .convolution(channels: 4, kernel: 5, padding: .same), .activation(.relu), .maxPool(2),
        .convolution(channels: 6, kernel: 3, padding: .same), .activation(.relu), .maxPool(2),
        .flatten, .dense(8), .activation(.relu),
      ]))
    let pixels = ImageCases.wave(1440, 1, 0.7, 0.2).enumerated().map {
      $0.offset % 12 < 5 ? 0 : max(0, $0.element)
    }
    let data = try HeadDataset(
      name: "half black", X: Tensor(pixels, Shape(10, 144)), inputShape: [1, 12, 12],
      heads: [
        HeadTargets(
          name: "kind", kind: .classes(3), values: Tensor((0..<10).map { Double($0 % 3) })),
        HeadTargets(name: "sign", kind: .binary, values: Tensor((0..<10).map { Double($0 % 2) })),
      ])
    var options = options(precision, epochs: 12)
    options.batch = 10
    options.optimizer.learningRate = 1e-2
    let start = ImageCases.wave(network.graph.parameterCount, 0.3, 1.3, 0.4)
    var snapshot = try NetworkTraining(network, on: data, options).snapshot
    switch snapshot.run {
    case .single(var run):
      run.numbers.replaceSubrange(start.indices, with: start.map { Float($0) })
      snapshot.run = .single(run)
    case .double(var run):
      run.numbers.replaceSubrange(start.indices, with: start)
      snapshot.run = .double(run)
    }
    var training = try NetworkTraining(network, on: TrainingRows(data), options, from: snapshot)
    try training.finish()
    let tolerance = precision == .double ? 1e-11 : 1e-6
    expectClose(training.history.map { $0.losses[0] }, Self.classLosses, tolerance: tolerance)
    expectClose(training.history.map { $0.losses[1] }, Self.labelLosses, tolerance: tolerance)
  }

  // MARK: - Files

  @Test(arguments: NetworkOptions.Precision.allCases)
  func `what was fitted is the same bit for bit after being written and read`(
    _ precision: NetworkOptions.Precision
  ) throws {
    let (network, options) = (try network(), options(precision))
    let fitted = try #require(try network.fit(data(), options))
    let bytes = fitted.archive.encoded()
    let read = try FittedNetwork(
      from: Archive(decoding: bytes, from: "net"), named: "net", network, options)
    #expect(read.numbers == fitted.numbers)
    let X = try data(rows: 31).X
    #expect(try read.scores(X).map(\.elements) == fitted.scores(X).map(\.elements))
    // Statistics are part of it: those of the start predict otherwise.
    #expect(statistics(fitted) != start(of: network))
  }

  @Test(arguments: NetworkOptions.Precision.allCases, 0...5)
  func `a training that was stopped goes on bit for bit, with its dropout and running means`(
    _ precision: NetworkOptions.Precision, _ stop: Int
  ) throws {
    let (network, options, data) = (try network(), options(precision), try data())
    let whole = try #require(try network.fit(data, options))
    var training = try NetworkTraining(network, on: data, options)
    for _ in 0..<stop { _ = try training.advance() }
    let bytes = NetworkCheckpoint.archive(
      of: training, fingerprint: DataFingerprint(TrainingRows(data), for: network)
    ).encoded()
    var resumed = try NetworkTraining(
      resuming: Archive(decoding: bytes, from: "run"), named: "run", network, on: data, options)
    try resumed.finish()
    #expect(resumed.output?.numbers == whole.numbers)
    #expect(resumed.output?.history.map(\.losses) == whole.history.map(\.losses))
  }

  @Test func `stepping a batch at a time ends as the run does`() throws {
    let (network, data) = (try network(), try data())
    let whole = try #require(try network.fit(data, options()))
    var training = try NetworkTraining(network, on: data, options())
    while try training.advanceStep() {}
    #expect(training.output?.numbers == whole.numbers)
  }

  // MARK: - Frozen layers

  @Test func `the running means of a frozen batch normalisation rest`() throws {
    let network = try network()
    func statistics(frozen: [String], epochs: Int = 3) throws -> [Double] {
      var options = options(epochs: epochs)
      options.freezing = Freezing(frozen: frozen)
      return self.statistics(try #require(try network.fit(data(), options)))
    }
    let start = start(of: network)
    #expect(start == [0, 0, 0, 1, 1, 1])
    #expect(try statistics(frozen: ["trunk"]) == start)
    #expect(try statistics(frozen: ["trunk 5"]) == start)
    // What lies below it does not make it rest.
    let moved = try statistics(frozen: ["trunk 1", "trunk 4"])
    #expect(zip(moved, start).allSatisfy { $0 != $1 })
  }

  @Test func `a frozen trunk of images predicts what it did, and heads learn from that`() throws {
    let layers: [Layer] = Self.trunk.filter { $0 != .dropout(0.2) }
    let (network, data) = (try network(layers), try data())
    let first = try #require(try network.fit(data, options()))
    var options = options(epochs: 4)
    options.freezing = Freezing(frozen: ["trunk"])
    options.start = WarmStart(first)
    let second = try #require(try network.fit(data, options))
    #expect(statistics(second) == statistics(first))
    // The trunk's numbers as the inputs of a network that has heads alone.
    let code = try #require(
      network.graph.values.lastIndex { $0.name.hasPrefix("trunk") })
    let features = try first.values([code], of: data.X)[0]
    let heads = try Network(
      inputShape: [5], heads: ConditionedCases.heads, architecture: HardSharing(trunk: []))
    options.freezing = Freezing()
    let alone = try #require(
      try heads.fit(HeadDataset(name: "code", X: features, heads: data.heads), options))
    let rest = network.graph.parameters.filter { $0.name.hasPrefix("head") }.flatMap {
      second.numbers.parameters[$0.range]
    }
    expectClose(rest, alone.numbers.parameters, tolerance: 1e-12)
  }

  private func statistics(_ fitted: FittedNetwork) -> [Double] {
    switch fitted.numbers {
    case .single(_, let statistics): statistics.map(Double.init)
    case .double(_, let statistics): statistics
    }
  }

  private func start(of network: Network) -> [Double] {
    network.graph.statistics.flatMap { [Double](repeating: $0.start, count: $0.count) }
  }

  // MARK: - Without targets

  @Test func `a trunk of convolutions learns to make its images again`() throws {
    let (network, X) = (try network(), try data(rows: 60).X)
    var options = options(epochs: 40)
    options.optimizer.learningRate = 5e-3
    let found = try network.pretrained(on: X, options)
    #expect(try #require(found.history.last) < 0.5 * found.history[0])
    let names = found.start.parameters.map(\.name)
    #expect(names == network.graph.parameters.map(\.name).filter { $0.hasPrefix("trunk") })
    // Running means come along.
    #expect(found.start.statistics.map(\.name) == network.graph.statistics.map(\.name))
    options.epochs = 0
    options.start = found.start
    let fitted = try #require(try network.fit(data(), options))
    for parameter in network.graph.parameters where parameter.name.hasPrefix("trunk") {
      let piece = found.start.parameters.first { $0.name == parameter.name }
      #expect(Array(fitted.numbers.parameters[parameter.range]) == piece?.values)
    }
    #expect(statistics(fitted) == found.start.statistics.flatMap(\.values))
  }
}
