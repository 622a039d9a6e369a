import Datasets
import Diagnostics
import Networks
import Tensors
import Testing

/// Image layers inside of every way of sharing.
@Suite struct ImageSharingTests {
  /// From 2×6×5 to a row of 3 numbers.
  private static let stack: [Layer] = [
    .convolution(channels: 3, kernel: 3, padding: .same), .activation(.tanh), .maxPool(2),
    .convolution(channels: 2, kernel: 2, padding: .valid), .activation(.sigmoid), .flatten,
    .dense(3), .activation(.tanh),
  ]
  private static let shape = [2, 6, 5]
  /// The stack without pooling: an embedding moves all pixels at once, so that within the step of a
  /// finite difference another pixel of a square becomes the largest.
  private static let smooth = stack.filter { $0 != .maxPool(2) }

  private func network(_ architecture: any Architecture, heads count: Int = 3) throws -> Network {
    try Network(
      inputShape: Self.shape, heads: Array(ConditionedCases.heads.prefix(count)),
      architecture: architecture)
  }

  private func data() throws -> HeadDataset {
    try ConditionedCases.data(rows: 5, features: 60)
  }

  // MARK: - Gradients

  @Test(arguments: Conditioned.Method.allCases, [[0], [3], [0, 3, 6]])
  func `gradients of conditioned convolutions agree with finite differences`(
    _ method: Conditioned.Method, _ positions: [Int]
  ) throws {
    let network = try network(
      Conditioned(
        trunk: method == .kernel ? Self.stack : Self.smooth, tower: [.dense(2)], method: method,
        positions: positions,
        embedding: .learned(2)))
    try expectGradient(of: network, on: data())
    try expectGradient(of: network, on: data(), at: ConditionedCases.parameters(of: network))
  }

  private static let ways: [any Architecture] = [
    HardSharing(trunk: stack, tower: [.dense(2), .activation(.tanh)]),
    SoftSharing(trunk: stack, distance: .squared, strength: 0.2),
    SoftSharing(trunk: stack, distance: .traceNorm, strength: 0.1),
    CrossStitch(trunk: stack),
    MixtureOfExperts(count: 3, expert: stack, isMultiGate: false),
    MixtureOfExperts(count: 3, expert: stack, tower: [.dense(2)], isMultiGate: true),
    EncoderDecoders(encoder: stack, decoder: [.dense(2)], decoders: [("sign", [.dense(4)])]),
    // Images go on into layers of each task's own.
    HardSharing(
      trunk: Array(stack[..<3]), tower: Array(stack[3...]) + [.dense(2), .activation(.tanh)]),
    EncoderDecoders(encoder: Array(stack[..<3]), decoder: Array(stack[3...])),
  ]

  @Test(arguments: ways.indices)
  func `gradients of convolutions agree with finite differences in any way of sharing`(
    _ way: Int
  ) throws {
    try expectGradient(of: network(Self.ways[way]), on: data())
  }

  @Test func `gradients of convolutions at the bottom of an entire space agree, too`() throws {
    let network = try Network(
      inputShape: [1, 1, 5], heads: [Head("click", .binary), Head("conversion", .binary)],
      architecture: EntireSpace(
        bottom: [
          .convolution(channels: 2, kernel: 3, padding: .same), .activation(.tanh), .flatten,
        ], tower: [.dense(3), .activation(.tanh)]))
    try expectGradient(of: network, on: EntireSpaceTests.clicks())
  }

  private static let normalised: [Layer] = [
    .convolution(channels: 2, kernel: 3, padding: .same), .batchNorm, .activation(.tanh),
    .dropout(0.3), .flatten, .dense(3), .batchNorm, .activation(.tanh),
  ]
  private static let normalisedWays: [any Architecture] = [
    HardSharing(trunk: normalised),
    HardSharing(trunk: Array(normalised[..<4]), tower: Array(normalised[4...])),
    SoftSharing(trunk: normalised, distance: .squared, strength: 0.2),
    CrossStitch(trunk: normalised),
    MixtureOfExperts(count: 3, expert: normalised, isMultiGate: true),
    EncoderDecoders(encoder: normalised, decoder: [.dense(2)]),
    Conditioned(trunk: normalised, method: .film, positions: [0, 2], embedding: .learned(2)),
  ]

  @Test(arguments: normalisedWays.indices)
  func `dropout and batch normalisation of images have a gradient in any way of sharing`(
    _ way: Int
  ) throws {
    try expectGradient(
      of: network(Self.normalisedWays[way]), on: data(), isTraining: true, tolerance: 1e-6)
  }

  // MARK: - Groups of weights

  /// Convolutions that begin together are one operation; experts must still not mix.
  @Test func `experts with the same weights are one expert`() throws {
    let network = try network(MixtureOfExperts(count: 3, expert: Self.stack, isMultiGate: true))
    let hard = try self.network(HardSharing(trunk: Self.stack))
    var parameters = network.startingParameters(seed: 2)
    let drawn = hard.startingParameters(seed: 5)
    for parameter in hard.graph.parameters {
      let values = Array(drawn[parameter.range])
      let name = parameter.name.replacing("trunk", with: "expert")
      let place = try #require(network.graph.parameters.first { $0.name == name })
      let axis = place.groupAxis ?? 0
      let inner = place.groupAxis == nil ? values.count : parameter.shape[axis...].reduce(1, *)
      let spread = stride(from: 0, to: values.count, by: inner).flatMap { start in
        (0..<place.count / values.count).flatMap { _ in values[start..<start + inner] }
      }
      parameters.replaceSubrange(place.range, with: spread)
    }
    let found = try network.lossAndGradient(parameters, on: data()).losses
    expectClose(found, try hard.lossAndGradient(drawn, on: data()).losses, tolerance: 1e-12)
  }
}
