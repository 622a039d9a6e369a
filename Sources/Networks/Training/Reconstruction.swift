internal import Datasets
internal import Tensors

/// The training of an autoencoder in one precision.
struct Reconstruction<S: NetworkScalar>: Sendable {
  let network: Network
  let options: NetworkOptions
  private(set) var state: NetworkState<S>
  let rowCount: Int
  private let inputs: [S]
  /// σ.
  private let noise: Double
  private let program: BackwardProgram
  private let workspace: Workspace<S>
  private var order: [Int32]
  private var shuffling: RandomGenerator
  private var drawing: RandomGenerator

  /// The run before its first epoch; the network has one head, whose scores are the inputs made again.
  init(_ network: Network, _ X: Tensor, _ options: NetworkOptions, noise: Double) throws {
    (self.network, self.options, self.noise) = (network, options, noise)
    state = NetworkState(network.graph, optimizer: options.optimizer, seed: options.seed)
    rowCount = X.rowCount
    inputs = X.withElements { $0.map { S($0) } }
    program = BackwardProgram(network.graph, heads: [0])
    workspace = try Workspace(
      network.graph, capacity: min(options.batch, rowCount), targetWidths: [network.inputCount])
    order = (0..<Int32(clamping: rowCount)).map { $0 }
    shuffling = RunStream.shuffling.generator(seed: options.seed)
    drawing = RunStream.noise.generator(seed: options.seed)
  }

  /// One pass over all rows in a new order; tells the mean loss.
  mutating func epoch() throws -> Double {
    order.shuffle(&shuffling)
    var total = 0.0
    for start in stride(from: 0, to: order.count, by: workspace.capacity) {
      try Interrupt.check()
      let length = min(workspace.capacity, order.count - start)
      load(start, length)
      total += try step() * Double(length)
    }
    return total / Double(order.count)
  }

  /// Puts rows into the workspace, with noise as inputs and without as targets.
  private mutating func load(_ start: Int, _ length: Int) {
    let (x, clean, d) = (workspace.values[0], workspace.targets[0], network.inputCount)
    workspace.rows = length
    for i in 0..<length {
      let row = Int(order[start + i])
      inputs.withUnsafeBufferPointer {
        guard let source = $0.baseAddress else { return }
        (x + i * d).update(from: source + row * d, count: d)
      }
    }
    clean.update(from: x, count: length * d)
    guard noise > 0 else { return }
    for i in 0..<length * d { x[i] += S(noise * drawing.normal()) }
  }

  /// One step on the rows in the workspace; tells the loss before it.
  private mutating func step() throws -> Double {
    let (graph, pass, program) = (network.graph, workspace, program)
    let (statistics, count) = (state.statisticsOffset, state.parameterCount)
    let (optimizer, seed, d) = (options.optimizer, options.seed, network.inputCount)
    state.steps += 1
    let number = state.steps
    let stepsPerEpoch = (order.count + pass.capacity - 1) / max(pass.capacity, 1)
    let time = StepTime(
      number: number, epochs: Double(number - 1) / Double(stepsPerEpoch),
      duration: Double(options.epochs))
    return try state.numbers.withUnsafeMutableBufferPointer { numbers in
      guard let numbers = numbers.baseAddress else { return 0 }
      pass.parameters = numbers
      pass.statistics = numbers + statistics
      pass.isTraining = true
      pass.draws = StepDraws(seed: seed, step: number)
      try pass.forward(graph)
      let loss = Self.loss(pass, scores: graph.heads[0].scores, count: pass.rows * d)
      try pass.backward(graph, program)
      optimizer.step(
        numbers, pass.parameterGradients, count: count, number: number, time: time.epochs,
        of: time.duration)
      return loss
    }
  }

  /// The mean of (x̂ − x)²; its gradient is left in that of the scores.
  private static func loss(_ pass: Workspace<S>, scores: Int, count: Int) -> Double {
    let (made, g, clean) = (pass.values[scores], pass.gradients[scores], pass.targets[0])
    let scale = 2 / S(count)
    var sum = 0.0
    for i in 0..<count {
      let error = made[i] - clean[i]
      g[i] = scale * error
      sum += Double(error * error)
    }
    return sum / Double(count)
  }
}
