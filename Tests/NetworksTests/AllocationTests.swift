import CAllocationCount
import Datasets
import Networks
import Tensors
import Testing

@Suite struct AllocationTests {
  /// What the thread allocates during one epoch of so many batches of four rows.
  private func allocations(
    batches: Int, _ precision: NetworkOptions.Precision, _ optimizer: Optimizer
  ) throws -> Int {
    let network = try Network(
      inputShape: [5], heads: NetworkCases.heads,
      architecture: HardSharing(
        trunk: [.dense(40), .activation(.relu), .dense(30), .activation(.softplus)],
        tower: [.dense(8), .activation(.tanh)]))
    var options = NetworkOptions()
    options.precision = precision
    options.batch = 4
    options.epochs = 3
    options.optimizer = optimizer
    var training = try NetworkTraining(
      network, on: NetworkCases.data(rows: 4 * batches), options)
    _ = try training.advance()
    let before = allocation_count()
    _ = try training.advance()
    return allocation_count() - before
  }

  /// What the thread allocates during one epoch of so many batches of four images.
  private func imageAllocations(
    batches: Int, _ precision: NetworkOptions.Precision, _ architecture: any Architecture
  ) throws -> Int {
    let network = try Network(
      inputShape: [2, 8, 9], heads: NetworkCases.heads, architecture: architecture)
    var options = NetworkOptions()
    options.precision = precision
    options.batch = 4
    options.epochs = 3
    var training = try NetworkTraining(
      network, on: NetworkCases.data(rows: 4 * batches, features: 144), options)
    _ = try training.advance()
    let before = allocation_count()
    _ = try training.advance()
    return allocation_count() - before
  }

  private static let imageLayers: [Layer] = [
    .convolution(channels: 5, kernel: 3, padding: .same), .activation(.relu), .maxPool(2),
    .dropout(0.2), .convolution(channels: 9, kernel: 2, padding: .valid), .batchNorm,
    .activation(.relu), .maxPool(3), .flatten, .dense(6), .batchNorm, .activation(.relu),
    .dropout(0.5),
  ]

  /// One set of weights, one an expert, one a task, and one for tasks that differ in the first layer.
  private static let imageNetworks: [any Architecture] = [
    HardSharing(trunk: imageLayers),
    MixtureOfExperts(count: 3, expert: imageLayers, isMultiGate: true),
    HardSharing(trunk: Array(imageLayers[..<4]), tower: Array(imageLayers[4...])),
    Conditioned(trunk: imageLayers, method: .film, positions: [0], embedding: .learned(2)),
    Conditioned(trunk: imageLayers, method: .kernel, positions: [4], embedding: .learned(2)),
  ]

  @Test(arguments: imageNetworks.indices, NetworkOptions.Precision.allCases)
  func `a training step on images allocates nothing`(
    _ number: Int, _ precision: NetworkOptions.Precision
  ) throws {
    let architecture = Self.imageNetworks[number]
    let few = try imageAllocations(batches: 3, precision, architecture)
    let many = try imageAllocations(batches: 43, precision, architecture)
    #expect(many == few, "\(architecture.builtin)")
  }

  @Test func `the count counts`() {
    let before = allocation_count()
    let memory = [Int](unsafeUninitializedCapacity: 1000) { _, count in count = 0 }
    #expect(memory.capacity >= 1000)
    #expect(allocation_count() > before)
  }

  @Test(arguments: NetworkOptions.Precision.allCases, Optimizer.Method.allCases)
  func `a training step allocates nothing`(
    _ precision: NetworkOptions.Precision, _ method: Optimizer.Method
  ) throws {
    var optimizer = Optimizer()
    optimizer.method = method
    optimizer.momentum = 0.9
    optimizer.clipping = GradientClipping(value: 1, norm: 1)
    optimizer.schedule = .warmUp(over: 1, from: 0.1, then: .cosine(over: nil, floor: 0))
    // What an epoch allocates does not grow with its steps.
    let few = try allocations(batches: 5, precision, optimizer)
    let many = try allocations(batches: 105, precision, optimizer)
    #expect(many == few)
  }
}
