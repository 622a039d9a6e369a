import Datasets
import Diagnostics
import Files
import Networks
import Tensors
import Testing

@Suite struct CrossStitchTests {
  private let trunk: [Layer] = [
    .dense(6), .activation(.tanh), .dense(4), .activation(.tanh),
  ]

  private func network(_ heads: Int = 4) throws -> Network {
    try Network(
      inputShape: [5], heads: Array(NetworkCases.heads.prefix(heads)),
      architecture: CrossStitch(trunk: trunk))
  }

  @Test func `a stitch ends every block and begins at 0.9 and 0.1 shared`() throws {
    let network = try network()
    #expect(
      network.graph.operations.map(\.name).prefix(6) == [
        "trunk 1 dense(6)", "trunk 2 tanh", "stitch 1", "trunk 3 dense(4)", "trunk 4 tanh",
        "stitch 2",
      ])
    let start = network.startingParameters()
    for watched in network.graph.watchedParameters {
      let alpha = start[network.graph.parameters[watched.parameter].range]
      let expected = (0..<16).map { $0 / 4 == $0 % 4 ? 0.9 : 0.1 / 3 }
      #expect(Array(alpha) == expected)
    }
  }

  @Test func `with the identity for α tasks learn alone`() throws {
    let network = try network()
    var parameters = network.startingParameters(seed: 5)
    for watched in network.graph.watchedParameters {
      let range = network.graph.parameters[watched.parameter].range
      for place in range { parameters[place] = (place - range.lowerBound) % 5 == 0 ? 1 : 0 }
    }
    let alone = try Network(
      inputShape: [5], heads: NetworkCases.heads,
      architecture: SoftSharing(trunk: trunk, strength: 0))
    let stitches = network.graph.watchedParameters.map {
      network.graph.parameters[$0.parameter].range
    }
    let rest = parameters.indices.filter { place in !stitches.contains { $0.contains(place) } }
    let data = try NetworkCases.data()
    let expected = try alone.lossAndGradient(rest.map { parameters[$0] }, on: data)
    let found = try network.lossAndGradient(parameters, on: data)
    for (a, b) in zip(found.losses, expected.losses) { #expect(abs(a - b) < 1e-14) }
    for (place, b) in zip(rest, expected.gradient) {
      #expect(abs(found.gradient[place] - b) < 1e-13)
    }
  }

  @Test(arguments: NetworkOptions.Precision.allCases)
  func `every epoch tells α as it is then`(_ precision: NetworkOptions.Precision) throws {
    var options = NetworkOptions()
    options.epochs = 5
    options.precision = precision
    options.optimizer.learningRate = 1e-2
    let fitted = try #require(try network().fit(NetworkCases.data(rows: 40), options))
    for name in ["stitch 1", "stitch 2"] {
      let figures = fitted.history.figures(name)
      #expect(figures.count == 5)
      #expect(figures.allSatisfy { $0.shape == [4, 4] })
      #expect(figures[0] != figures[4])
      let last = try #require(fitted.stitches.first { $0.name == name }).alpha
      #expect(last.elements == figures[4].values)
    }
  }

  @Test func `archives keep what epochs told`() throws {
    var options = NetworkOptions()
    options.epochs = 3
    let network = try network()
    let fitted = try #require(try network.fit(NetworkCases.data(), options))
    let kept = try FittedNetwork(from: fitted.archive, named: "kept", network, options)
    #expect(kept.history.map(\.figures) == fitted.history.map(\.figures))
    #expect(kept.history[2].figures.map(\.name) == ["stitch 1", "stitch 2"])
  }

  @Test func `a trunk without weights has nothing to stitch`() throws {
    let failure = #expect(throws: Failure.self) {
      _ = try Network(
        inputShape: [5], heads: NetworkCases.heads,
        architecture: CrossStitch(trunk: [.activation(.tanh)]))
    }
    #expect(
      failure?.message
        == "cross_stitch: expected a trunk with at least one dense or conv2d layer, found [tanh]")
  }
}
