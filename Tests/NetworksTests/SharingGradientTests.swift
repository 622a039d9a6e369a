import Datasets
import Diagnostics
import Networks
import Tensors
import Testing

@Suite struct SharingGradientTests {
  private let twoLayers: [Layer] = [
    .dense(5), .activation(.tanh), .dense(4), .activation(.sigmoid),
  ]

  /// A network of the first `count` heads of the made data.
  private func network(
    _ architecture: any Architecture, heads count: Int = 4, inputShape: [Int] = [5]
  ) throws -> Network {
    try Network(
      inputShape: inputShape, heads: Array(NetworkCases.heads.prefix(count)),
      architecture: architecture)
  }

  @Test(arguments: SoftSharing.Distance.allCases, [2, 4])
  func `gradients of soft sharing agree with finite differences`(
    _ distance: SoftSharing.Distance, _ heads: Int
  ) throws {
    let architecture = SoftSharing(
      trunk: twoLayers, tower: [.dense(3), .activation(.tanh)], distance: distance, strength: 0.3)
    try expectGradient(of: network(architecture, heads: heads), on: NetworkCases.data())
  }

  @Test(arguments: [2, 3, 4])
  func `gradients of cross-stitch agree with finite differences`(_ heads: Int) throws {
    let architecture = CrossStitch(trunk: twoLayers, tower: [.dense(3), .activation(.tanh)])
    try expectGradient(of: network(architecture, heads: heads), on: NetworkCases.data())
  }

  @Test(arguments: [(1, 4, true), (3, 4, true), (3, 4, false), (3, 1, true), (9, 2, true)])
  func `gradients of experts and gates agree with finite differences`(
    _ count: Int, _ heads: Int, _ isMultiGate: Bool
  ) throws {
    let architecture = MixtureOfExperts(
      count: count, expert: twoLayers, tower: [.dense(3), .activation(.tanh)],
      isMultiGate: isMultiGate)
    try expectGradient(of: network(architecture, heads: heads), on: NetworkCases.data())
  }

  @Test func `experts wider than a vector have the gradients of finite differences`() throws {
    let architecture = MixtureOfExperts(
      count: 2, expert: [.dense(19), .activation(.tanh)], isMultiGate: true)
    try expectGradient(of: network(architecture, heads: 2), on: NetworkCases.data())
  }

  @Test func `gates read the flattened inputs of images`() throws {
    let architecture = MixtureOfExperts(
      count: 3, expert: [.flatten, .dense(4), .activation(.tanh)], isMultiGate: true)
    let image = try network(architecture, inputShape: [1, 2, 3])
    let data = try NetworkCases.data(features: 6)
    try expectGradient(of: image, on: data)
    let gate = try #require(image.graph.parameters.first { $0.name == "gate weights" })
    #expect(gate.shape == [6, 4, 3])
  }

  @Test func `gradients of decoders agree with finite differences`() throws {
    let common = EncoderDecoders(
      encoder: [.dense(6), .activation(.tanh)], decoder: [.dense(4), .activation(.tanh)])
    try expectGradient(of: network(common), on: NetworkCases.data())
    let own = EncoderDecoders(
      encoder: [.dense(6), .activation(.tanh)], decoder: [.dense(4), .activation(.tanh)],
      decoders: [("kind", twoLayers), ("sign", [])])
    try expectGradient(of: network(own), on: NetworkCases.data())
  }

  @Test func `gradients of the entire space agree with finite differences`() throws {
    let network = try Network(
      inputShape: [5], heads: [Head("click", .binary), Head("conversion", .binary)],
      architecture: EntireSpace(
        bottom: [.dense(6), .activation(.tanh)], tower: [.dense(3), .activation(.tanh)]))
    try expectGradient(of: network, on: EntireSpaceTests.clicks())
    try expectGradient(of: network, on: EntireSpaceTests.clicks(), smoothing: 0.1)
  }
}
