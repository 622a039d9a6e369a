import Datasets
import Networks
import Tensors
import Testing

@Suite(.serialized) struct ThreadCountTests {
  /// Training's numbers with 1, 2 and 3 threads.
  private func numbers(
    _ network: Network, _ data: HeadDataset, _ options: NetworkOptions
  ) throws -> [NetworkNumbers] {
    let count = Parallel.threadCount
    defer { Parallel.threadCount = count }
    return try [1, 2, 3].map { threads in
      Parallel.threadCount = threads
      return try #require(try network.fit(data, options)).numbers
    }
  }

  @Test(arguments: NetworkOptions.Precision.allCases)
  func `small layers end in the same bits on one, two and three threads`(
    _ precision: NetworkOptions.Precision
  ) throws {
    let network = try Network(
      inputShape: [5], heads: NetworkCases.heads,
      architecture: HardSharing(trunk: [.dense(33), .activation(.tanh)], tower: [.dense(7)]))
    var options = NetworkOptions()
    options.precision = precision
    options.epochs = 3
    let found = try numbers(network, NetworkCases.data(rows: 100), options)
    #expect(found[1] == found[0])
    #expect(found[2] == found[0])
  }

  @Test(arguments: NetworkOptions.Precision.allCases)
  func `layers whose products are shared by threads end in the same bits`(
    _ precision: NetworkOptions.Precision
  ) throws {
    // 300 · 700 · 700 multiplications are more than a product of one piece has.
    let network = try Network(
      inputShape: [700], heads: NetworkCases.heads,
      architecture: HardSharing(
        trunk: [.dense(700), .activation(.relu), .dense(700), .activation(.sigmoid)]))
    var options = NetworkOptions()
    options.precision = precision
    options.epochs = 1
    options.batch = 300
    let found = try numbers(network, NetworkCases.data(rows: 300, features: 700), options)
    #expect(found[1] == found[0])
    #expect(found[2] == found[0])
  }
}
