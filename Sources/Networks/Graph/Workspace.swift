internal import Tensors

/// The memory of a network's way forward and back for a batch of rows, laid out once.
///
/// A value of the graph has rows×width numbers, its gradient as many; operations that keep something
/// for the way back have scratch. All of it is one allocation.
package final class Workspace<S: NetworkScalar>: @unchecked Sendable {
  /// The most rows of a batch.
  package let capacity: Int
  /// The rows of this batch.
  package internal(set) var rows = 0
  /// Whether layers that behave differently while training do so.
  package internal(set) var isTraining = false
  /// By operation: whether its statistics rest although others train; empty when none do.
  package internal(set) var resting: [Bool] = []
  /// What the draws of dropout and the like depend on.
  package internal(set) var draws = StepDraws()

  /// By value of the graph, rows×width each.
  package let values: [UnsafeMutablePointer<S>]
  package let gradients: [UnsafeMutablePointer<S>]
  /// By value of the graph: the numbers of a row.
  package let widths: [Int]
  /// By operation.
  package let scratch: [UnsafeMutablePointer<S>]
  /// By head: its targets for the rows, NaN where one is missing.
  package let targets: [UnsafeMutablePointer<S>]
  /// By head: the weight of each row.
  package let sampleWeights: [UnsafeMutablePointer<S>]

  /// All parameters, statistics and the parameters' gradients; set for the duration of a pass.
  package internal(set) var parameters: UnsafeMutablePointer<S>
  package internal(set) var statistics: UnsafeMutablePointer<S>
  /// The gradient of the loss by all parameters.
  package let parameterGradients: UnsafeMutablePointer<S>

  /// What penalties compute in, in double precision.
  let penaltyScratch: UnsafeMutablePointer<Double>

  private let memory: UnsafeMutablePointer<S>
  private let parameterOffsets: [Int]
  private let statisticOffsets: [Int]

  /// Memory for so many rows; without widths of targets it only predicts and has no gradients.
  ///
  /// - Throws: `limit` when it does not fit.
  package init(_ graph: Graph, capacity: Int, targetWidths: [Int]) throws {
    self.capacity = capacity
    widths = graph.values.map(\.width)
    parameterOffsets = graph.parameters.map(\.offset)
    statisticOffsets = graph.statistics.map(\.offset)
    let learns = !targetWidths.isEmpty
    var layout = Layout<S>()
    let valuePlaces = widths.map { layout.place(capacity * $0) }
    let gradientPlaces = widths.map { learns ? layout.place(capacity * $0) : 0 }
    let scratchPlaces = graph.operations.map {
      layout.place($0.kernel.scratchCount(rows: capacity))
    }
    let targetPlaces = targetWidths.map { layout.place(capacity * $0) }
    let weightPlaces = targetWidths.map { _ in layout.place(capacity) }
    let slopes = layout.place(learns ? graph.parameterCount : 0)
    let penalties = layout.place(
      learns ? graph.penaltyScratchCount * MemoryLayout<Double>.stride / MemoryLayout<S>.stride : 0)
    try NetworkMemory.check(
      count: layout.doubles, "what a step on \(capacity) rows computes",
      remedy: learns ? "fewer rows a step, batch=…, or narrower layers need less" : nil)
    memory = layout.allocate()
    let memory = memory
    values = valuePlaces.map { memory + $0 }
    gradients = gradientPlaces.map { memory + $0 }
    scratch = scratchPlaces.map { memory + $0 }
    targets = targetPlaces.map { memory + $0 }
    sampleWeights = weightPlaces.map { memory + $0 }
    parameterGradients = memory + slopes
    penaltyScratch = UnsafeMutableRawPointer(memory + penalties)
      .assumingMemoryBound(to: Double.self)
    parameters = memory
    statistics = memory
  }

  deinit { UnsafeMutableRawPointer(memory).deallocate() }

  /// The n-th parameter of an operation.
  @inline(__always)
  func parameter(_ operation: GraphOperation, _ position: Int) -> UnsafeMutablePointer<S> {
    parameters + parameterOffsets[operation.parameters[position]]
  }

  /// The gradient by the n-th parameter of an operation.
  @inline(__always)
  func parameterGradient(_ operation: GraphOperation, _ position: Int) -> UnsafeMutablePointer<S> {
    parameterGradients + parameterOffsets[operation.parameters[position]]
  }

  /// The n-th statistic of an operation.
  @inline(__always)
  func statistic(_ operation: GraphOperation, _ position: Int) -> UnsafeMutablePointer<S> {
    statistics + statisticOffsets[operation.statistics[position]]
  }

  // MARK: - The way forward and back

  /// Computes every value of the rows.
  func forward(_ graph: Graph) throws {
    let trains = isTraining
    defer { isTraining = trains }
    for (position, operation) in graph.operations.enumerated() {
      isTraining = trains && (resting.isEmpty || !resting[position])
      try Interrupt.check()
      try operation.kernel.forward(self, operation)
    }
  }

  /// Passes the gradients of the heads' scores back to the parameters.
  func backward(_ graph: Graph, _ program: BackwardProgram) throws {
    for value in program.clearedValues {
      gradients[value].update(repeating: 0, count: rows * widths[value])
    }
    for parameter in program.clearedParameters {
      (parameterGradients + parameterOffsets[parameter]).update(
        repeating: 0, count: graph.parameters[parameter].count)
    }
    let trains = isTraining
    defer { isTraining = trains }
    for step in program.steps {
      isTraining = trains && (resting.isEmpty || !resting[step.operation])
      try Interrupt.check()
      let operation = graph.operations[step.operation]
      try operation.kernel.backward(self, operation, step)
    }
  }
}

/// Where parts of one allocation begin, each on a cache line.
private struct Layout<S> {
  private var count = 0

  mutating func place(_ length: Int) -> Int {
    let lane = 64 / MemoryLayout<S>.stride
    defer {
      let (sum, isTooLarge) = count.addingReportingOverflow((length + lane - 1) / lane * lane)
      count = isTooLarge ? .max / 16 : sum
    }
    return count
  }

  /// The size in numbers of 8 bytes.
  var doubles: Int { count / 8 * MemoryLayout<S>.stride }

  func allocate() -> UnsafeMutablePointer<S> {
    let bytes = max(count, 1) * MemoryLayout<S>.stride
    let raw = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64)
    raw.initializeMemory(as: UInt8.self, repeating: 0, count: bytes)
    return raw.assumingMemoryBound(to: S.self)
  }
}
