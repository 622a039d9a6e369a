internal import Datasets
internal import Tensors

/// What one epoch left.
package struct EpochRecord: Sendable {
  /// By head: the mean loss over the epoch's rows, each as it was before its step.
  package var losses: [Double]
  /// Σ w_t L_t plus penalties, likewise.
  package var total: Double
  package var seconds: Double
  /// What the graph has watched: gates, α.
  package var figures: [EpochFigure] = []
}

/// The training of a network in one precision.
struct TrainingRun<S: NetworkScalar>: Sendable {
  let network: Network
  let options: NetworkOptions
  let data: NetworkData<S>
  var state: NetworkState<S>
  private let losses: [HeadLoss]
  private let joint: BackwardProgram
  /// Shared by copies: a pass leaves nothing in it that the next one reads.
  private let workspace: Workspace<S>
  var order: [Int32]
  var shuffling: RandomGenerator

  init(_ network: Network, _ data: HeadDataset, _ options: NetworkOptions) throws {
    let graph = network.graph
    self.network = network
    self.options = options
    self.data = try NetworkData(data, for: network)
    state = NetworkState(graph, optimizer: options.optimizer, seed: options.seed)
    let widths = self.data.widths
    losses = zip(graph.heads, widths).map {
      HeadLoss(output: $0, width: $1, smoothing: options.smoothing)
    }
    joint = BackwardProgram(graph, heads: Array(graph.heads.indices))
    workspace = Workspace(
      graph, capacity: min(options.batch, self.data.rowCount), targetWidths: widths)
    order = (0..<Int32(clamping: self.data.rowCount)).map { $0 }
    let seed = UInt64(bitPattern: Int64(options.seed))
    shuffling = RandomGenerator(seed: seed, stream: 0)
  }

  /// One pass over all rows in a new order.
  mutating func epoch() throws -> EpochRecord {
    let began = MonotonicClock.seconds
    shuffle()
    var sums = [Double](repeating: 0, count: losses.count)
    var counts = [Int](repeating: 0, count: losses.count)
    var total = 0.0
    var watched = WatchedMeans(network.graph)
    for start in stride(from: 0, to: order.count, by: options.batch) {
      try Interrupt.check()
      Progress.part(start, of: order.count)
      let length = min(options.batch, order.count - start)
      order.withUnsafeBufferPointer {
        data.load(UnsafeBufferPointer(rebasing: $0[start..<start + length]), into: workspace)
      }
      total += try step(&sums, &counts) * Double(length)
      watched.add(workspace)
    }
    return EpochRecord(
      losses: zip(sums, counts).map { $1 > 0 ? $0 / Double($1) : 0 },
      total: total / Double(order.count), seconds: MonotonicClock.seconds - began,
      figures: watched.figures(network.graph, parameters: state.numbers))
  }

  /// One step on the rows in the workspace; tells the loss before it.
  private mutating func step(_ sums: inout [Double], _ counts: inout [Int]) throws -> Double {
    let (graph, pass, losses, joint) = (network.graph, workspace, losses, joint)
    let (statistics, count) = (state.statisticsOffset, state.parameterCount)
    let optimizer = options.optimizer
    state.steps += 1
    let number = state.steps
    let time = Double(number - 1) / Double(stepsPerEpoch)
    let duration = Double(options.epochs)
    return try state.numbers.withUnsafeMutableBufferPointer { numbers in
      guard let numbers = numbers.baseAddress else { return 0 }
      pass.parameters = numbers
      pass.statistics = numbers + statistics
      pass.isTraining = true
      try pass.forward(graph)
      var total = 0.0
      for head in losses.indices {
        let (loss, rows) = losses[head].evaluate(pass, head: head, weight: 1)
        sums[head] += loss * Double(rows)
        counts[head] += rows
        total += loss
      }
      try pass.backward(graph, joint)
      total += try pass.addPenalties(graph)
      optimizer.step(
        numbers, pass.parameterGradients, count: count, number: number, time: time, of: duration)
      return total
    }
  }

  private var stepsPerEpoch: Int { max(1, (order.count + options.batch - 1) / options.batch) }

  private mutating func shuffle() {
    for i in stride(from: order.count - 1, to: 0, by: -1) {
      order.swapAt(i, Int(shuffling.integer(below: UInt64(i + 1))))
    }
  }
}
