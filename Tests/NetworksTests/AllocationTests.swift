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
