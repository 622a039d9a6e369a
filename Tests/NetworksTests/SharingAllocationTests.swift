import CAllocationCount
import Datasets
import Networks
import Tensors
import Testing

@Suite struct SharingAllocationTests {
  private static let trunk: [Layer] = [
    .dense(40), .activation(.relu), .dense(30), .activation(.tanh),
  ]

  /// Every way of sharing that has kernels or penalties of its own.
  private static let ways: [any Architecture] = [
    SoftSharing(trunk: trunk, distance: .squared, strength: 0.1),
    SoftSharing(trunk: trunk, distance: .traceNorm, strength: 0.1),
    CrossStitch(trunk: trunk),
    MixtureOfExperts(count: 6, expert: trunk, isMultiGate: false),
    MixtureOfExperts(count: 6, expert: trunk, tower: [.dense(5)], isMultiGate: true),
    EncoderDecoders(encoder: trunk, decoder: [.dense(5)], decoders: [("sign", [.dense(7)])]),
    EntireSpace(bottom: trunk, tower: [.dense(5)]),
  ]

  /// What the thread allocates during one epoch of so many batches of four rows.
  private func allocations(
    _ architecture: any Architecture, batches: Int, _ precision: NetworkOptions.Precision
  ) throws -> Int {
    let isEntire = architecture is EntireSpace
    let rows = 4 * batches
    let network = try Network(
      inputShape: [5],
      heads: isEntire
        ? [Head("click", .binary), Head("conversion", .binary)] : NetworkCases.heads,
      architecture: architecture)
    var options = NetworkOptions()
    options.precision = precision
    options.batch = 4
    options.epochs = 3
    var training = try NetworkTraining(
      network, on: isEntire ? EntireSpaceTests.clicks(rows: rows) : NetworkCases.data(rows: rows),
      options)
    _ = try training.advance()
    let before = allocation_count()
    _ = try training.advance()
    return allocation_count() - before
  }

  @Test(arguments: SharingAllocationTests.ways.indices, NetworkOptions.Precision.allCases)
  func `a step of any way of sharing allocates nothing`(
    _ way: Int, _ precision: NetworkOptions.Precision
  ) throws {
    // What an epoch allocates does not grow with its steps.
    let few = try allocations(Self.ways[way], batches: 5, precision)
    let many = try allocations(Self.ways[way], batches: 105, precision)
    #expect(many == few, "\(Self.ways[way].builtin)")
  }
}
