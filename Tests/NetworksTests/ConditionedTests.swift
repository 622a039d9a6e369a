import Datasets
import Diagnostics
import Glibc
import Networks
import Tensors
import Testing

@Suite struct ConditionedTests {
  typealias Method = Conditioned.Method

  // MARK: - Gradients

  @Test(arguments: Method.allCases, [[0], [2], [0, 2]])
  func `gradients agree with finite differences at any layer`(
    _ method: Method, _ positions: [Int]
  ) throws {
    let data = try ConditionedCases.data(features: 5)
    let eye = Tensor([1, 0, 0, 0, 1, 0, 0, 0, 1], Shape(3, 3))
    for embedding in [Conditioned.Embedding.learned(2), .given(eye)] {
      let network = try ConditionedCases.small(method, at: positions, embedding: embedding)
      try expectGradient(of: network, on: data)
      try expectGradient(
        of: network, on: data, at: ConditionedCases.parameters(of: network))
    }
  }

  @Test(arguments: [Method.concat, .film, .attention], [[1], [3], [0, 4], [0, 1, 2, 3, 4]])
  func `an embedding enters after functions and at the end of the trunk too`(
    _ method: Method, _ positions: [Int]
  ) throws {
    let network = try ConditionedCases.small(method, at: positions)
    try expectGradient(
      of: network, on: ConditionedCases.data(features: 5),
      at: ConditionedCases.parameters(of: network))
  }

  @Test(arguments: [Method.concat, .film, .attention])
  func `gradients agree with finite differences on images`(_ method: Method) throws {
    let network = try ConditionedCases.network(
      method, inputs: [2, 4, 5], trunk: [.flatten, .dense(3), .activation(.tanh)], at: [0, 3])
    try expectGradient(
      of: network, on: ConditionedCases.data(features: 40),
      at: ConditionedCases.parameters(of: network))
  }

  @Test(arguments: Layer.Padding.allCases, [1, 2, 3])
  func `gradients of generated convolutions agree with finite differences`(
    _ padding: Layer.Padding, _ kernel: Int
  ) throws {
    let network = try ConditionedCases.network(
      .kernel, inputs: [2, 4, 5],
      trunk: [
        .convolution(channels: 2, kernel: kernel, padding: padding), .activation(.tanh),
        .convolution(channels: 3, kernel: 2, padding: .same), .flatten, .dense(2),
      ], at: [0, 2])
    try expectGradient(
      of: network, on: ConditionedCases.data(features: 40),
      at: ConditionedCases.parameters(of: network))
  }

  // MARK: - Independent figures

  /// Losses by head, ‖g‖ and Σ g_i cos(0.1 i), from PyTorch 2.15 in double precision: the formulas of
  /// the architecture written with `torch`, gradients by `autograd`, at the same parameters and data.
  @Test(arguments: [
    (
      Method.concat, [0.591952301340, 0.697356315680, 1.101407570619], 0.921206479712,
      -0.630457369097
    ),
    (.film, [0.617403633656, 0.750214485994, 1.102530184612], 1.007159331538, -0.902336625511),
    (.kernel, [0.677590540338, 0.694017528076, 1.105190582859], 1.076406423097, 0.029770848742),
    (
      .attention, [0.637661299474, 0.695758056533, 1.099967520872], 1.077384570574, -0.687656928532
    ),
  ])
  func `losses and gradients are those of PyTorch`(
    _ method: Method, _ losses: [Double], _ norm: Double, _ product: Double
  ) throws {
    try expect(
      try ConditionedCases.small(method), features: 5, losses: losses, norm: norm, product: product)
  }

  @Test(arguments: [
    (
      Method.concat, [0.652532982170, 0.692953976636, 1.095617821000], 1.138295649876,
      0.070811879062
    ),
    (.film, [0.761902126592, 0.702515230131, 1.130041909952], 1.212678395588, -1.314896998890),
    (.attention, [0.675951039971, 0.691028989493, 1.108057389134], 1.287578835996, 0.200580381464),
  ])
  func `losses and gradients on images are those of PyTorch`(
    _ method: Method, _ losses: [Double], _ norm: Double, _ product: Double
  ) throws {
    let network = try ConditionedCases.network(
      method, inputs: [2, 4, 5], trunk: [.flatten, .dense(3), .activation(.tanh)], at: [0])
    try expect(network, features: 40, losses: losses, norm: norm, product: product)
  }

  @Test(arguments: [
    (3, [1.077096922280, 0.777527396399, 1.203724994399], 9.843599285021, -1.003839415863),
    (2, [0.510452236079, 0.710541433841, 1.102141168632], 0.760893637053, 0.007004141611),
  ])
  func `generated convolutions are those of PyTorch, of even sizes too`(
    _ kernel: Int, _ losses: [Double], _ norm: Double, _ product: Double
  ) throws {
    let network = try ConditionedCases.network(
      .kernel, inputs: [2, 4, 5],
      trunk: [
        .convolution(channels: 3, kernel: 3, padding: .same), .activation(.tanh),
        .convolution(channels: 2, kernel: kernel, padding: .same), .flatten, .dense(3),
      ], at: [0, 2])
    try expect(network, features: 40, losses: losses, norm: norm, product: product)
  }

  private func expect(
    _ network: Network, features: Int, losses: [Double], norm: Double, product: Double
  ) throws {
    let found = try network.lossAndGradient(
      ConditionedCases.parameters(of: network), on: ConditionedCases.data(features: features))
    for (a, b) in zip(found.losses, losses) { #expect(abs(a - b) < 1e-11) }
    let square = found.gradient.reduce(0) { $0 + $1 * $1 }
    #expect(abs(square.squareRoot() - norm) < 1e-11)
    let sum = found.gradient.enumerated().reduce(0) {
      $0 + $1.element * cos(0.1 * Double($1.offset))
    }
    #expect(abs(sum - product) < 1e-11)
  }

  // MARK: - Identities

  private static let hard = HardSharing(
    trunk: [.dense(4), .activation(.tanh), .dense(3), .activation(.sigmoid)], tower: [.dense(2)])

  /// The parameters of hard sharing, with those of another network's that have the same names.
  private func hardLosses(_ network: Network, _ parameters: [Double]) throws -> [Double] {
    let hard = try Network(
      inputShape: [5], heads: ConditionedCases.heads, architecture: Self.hard)
    let shared = try hard.graph.parameters.flatMap { parameter in
      let same = try #require(network.graph.parameters.first { $0.name == parameter.name })
      try #require(same.shape == parameter.shape)
      return Array(parameters[same.range])
    }
    return try hard.lossAndGradient(shared, on: ConditionedCases.data(features: 5)).losses
  }

  @Test(arguments: [Method.film, .kernel])
  func `with embeddings of zero it is hard sharing, whatever was learned`(
    _ method: Method
  ) throws {
    let network = try ConditionedCases.small(
      method, embedding: .given(Tensor(repeating: 0, Shape(3, 2))))
    let parameters = ConditionedCases.parameters(of: network)
    let found = try network.lossAndGradient(parameters, on: ConditionedCases.data(features: 5))
    for (a, b) in zip(found.losses, try hardLosses(network, parameters)) {
      #expect(abs(a - b) < 1e-14)
    }
  }

  @Test(arguments: [Method.film, .kernel, .attention])
  func `it begins as hard sharing, whatever the embeddings`(_ method: Method) throws {
    let network = try ConditionedCases.small(method)
    let start = network.startingParameters(seed: 3)
    let found = try network.lossAndGradient(start, on: ConditionedCases.data(features: 5))
    for (a, b) in zip(found.losses, try hardLosses(network, start)) { #expect(abs(a - b) < 1e-14) }
  }

  @Test func `concatenating zeros is hard sharing with the first rows of the weights`() throws {
    let network = try ConditionedCases.small(
      .concat, at: [0], embedding: .given(Tensor(repeating: 0, Shape(3, 2))))
    let parameters = ConditionedCases.parameters(of: network)
    let hard = try Network(
      inputShape: [5], heads: ConditionedCases.heads, architecture: Self.hard)
    // Weights are 7×4: those of the two columns of zeros are its last 8 numbers.
    let first = network.graph.parameters[0]
    #expect(first.shape == [7, 4])
    let without = Array(parameters[0..<20]) + Array(parameters[28...])
    let data = try ConditionedCases.data(features: 5)
    let (a, b) = (
      try network.lossAndGradient(parameters, on: data),
      try hard.lossAndGradient(without, on: data)
    )
    for (a, b) in zip(a.losses, b.losses) { #expect(abs(a - b) < 1e-14) }
    #expect(a.gradient[20..<28].allSatisfy { $0 == 0 })
  }

  @Test func `a one-hot embedding concatenated is an intercept of the task`() throws {
    let eye = Tensor([1, 0, 0, 0, 1, 0, 0, 0, 1], Shape(3, 3))
    let network = try Network(
      inputShape: [5], heads: ConditionedCases.heads,
      architecture: Conditioned(trunk: [.dense(4)], positions: [0], embedding: .given(eye)))
    let parameters = ConditionedCases.parameters(of: network)
    let data = try ConditionedCases.data(features: 5)
    let found = try network.lossAndGradient(parameters, on: data).losses[0]
    // The first head by loops: x W + row t of the embedding's weights + b, then its own layer.
    let (w, b) = (parameters[0..<32], parameters[32..<36])
    let head = parameters[36..<41]
    var loss = 0.0
    for row in 0..<6 {
      var score = head[40]
      for j in 0..<4 {
        var h = w[5 * 4 + j] + b[32 + j]
        for i in 0..<5 { h += data.X[row, i] * w[i * 4 + j] }
        score += h * head[36 + j]
      }
      loss += (score - cos(Double(row))) * (score - cos(Double(row))) / 6
    }
    #expect(abs(found - loss) < 1e-13)
  }

  @Test func `attention on equal tokens finds their mean`() throws {
    // Images whose places are all alike: whatever the query, Σ_j a_j x_j is that place.
    let network = try Network(
      inputShape: [2, 3, 3], heads: [Head("amount", .regression)],
      architecture: Conditioned(
        trunk: [.flatten], method: .attention, positions: [0], embedding: .learned(2)))
    let parameters = ConditionedCases.parameters(of: network)
    let X = Tensor((0..<18).map { $0 < 9 ? 0.7 : -1.2 }, Shape(1, 18))
    let data = try HeadDataset(
      name: "flat", X: X,
      heads: [HeadTargets(name: "amount", kind: .regression, values: Tensor([0.0]))])
    let loss = try network.lossAndGradient(parameters, on: data).losses[0]
    let V = try #require(network.graph.parameters.first { $0.name == "attention at 0 values" })
    let v = Array(parameters[V.range])
    let places = [0.7 + 0.7 * v[0] - 1.2 * v[2], -1.2 + 0.7 * v[1] - 1.2 * v[3]]
    let head = Array(parameters.suffix(19))
    let expected = (0..<18).reduce(head[18]) { $0 + places[$1 / 9] * head[$1] }
    #expect(abs(loss - expected * expected) < 1e-12)
  }

  // MARK: - Training

  @Test(arguments: Method.allCases, NetworkOptions.Precision.allCases)
  func `tasks that differ in sign alone are told apart by their embeddings`(
    _ method: Method, _ precision: NetworkOptions.Precision
  ) throws {
    var generator = RandomGenerator(seed: 5)
    let X = try generator.normal([200, 3])
    let y = (0..<200).map { X[$0, 0] * (X[$0, 1] > 0 ? 1 : 0.2) }
    let data = try HeadDataset(
      name: "signs", X: X,
      heads: [
        HeadTargets(name: "plus", kind: .regression, values: Tensor(y)),
        HeadTargets(name: "minus", kind: .regression, values: Tensor(y.map { -$0 * $0 })),
      ])
    let network = try Network(
      inputShape: [3], heads: [Head("plus", .regression), Head("minus", .regression)],
      architecture: Conditioned(
        trunk: [.dense(24), .activation(.relu), .dense(12), .activation(.relu)], method: method,
        positions: [0, 2], embedding: .learned(2)))
    var options = NetworkOptions()
    options.precision = precision
    options.epochs = 60
    options.optimizer.learningRate = 1e-2
    let fitted = try #require(try network.fit(data, options))
    for (head, loss) in try #require(fitted.history.last).losses.enumerated() {
      #expect(loss < 0.15 * fitted.history[0].losses[head])
    }
    let z = try #require(network.graph.parameters.first { $0.name == "embedding" })
    #expect(
      Array(fitted.numbers.parameters[z.range])
        != Array(network.startingParameters(seed: 0)[z.range]))
  }

  // MARK: - Errors

  @Test(arguments: [
    (
      Conditioned(trunk: [.dense(4), .activation(.relu)], positions: [3]),
      "conditioned: expected positions from 0 to 2 in at, found 3"
    ),
    (
      Conditioned(trunk: [.dense(4)], method: .film, positions: [-1]),
      "conditioned: expected positions from 0 to 1 in at, found -1"
    ),
    (
      Conditioned(trunk: [.dense(4)], positions: []),
      "conditioned: expected at least one position in at, found none"
    ),
    (
      Conditioned(trunk: [.dense(4), .activation(.relu)], method: .kernel, positions: [1]),
      "conditioned: method=\"kernel\" makes the weights of dense and conv2d layers, "
        + "found relu at position 1"
    ),
    (
      Conditioned(trunk: [.dense(4)], method: .kernel, positions: [1]),
      "conditioned: method=\"kernel\" makes the weights of dense and conv2d layers, "
        + "found no layer at position 1"
    ),
    (
      Conditioned(trunk: [.dense(4)], embedding: .learned(0)),
      "conditioned: expected an embedding of at least one number, found 0"
    ),
    (
      Conditioned(trunk: [.dense(4)], embedding: .given(Tensor(repeating: 0, Shape(2, 4)))),
      "conditioned: expected an embedding with a row for each of 3 heads, found a tensor of 2×4"
    ),
    (
      Conditioned(
        trunk: [.convolution(channels: 2, kernel: 3, padding: .same)], method: .kernel),
      "trunk, layer 1, conv2d(2, 3, padding=\"same\"): expected an image, found one row of 5"
    ),
  ])
  func `what does not fit is told`(_ architecture: Conditioned, _ message: String) throws {
    let error = #expect(throws: Failure.self) {
      try Network(
        inputShape: [5], heads: ConditionedCases.heads, architecture: architecture)
    }
    #expect(error?.message == message)
  }
}
