import Datasets
import Diagnostics
import Networks
import Tensors
import Testing

@Suite struct ActivationTests {
  static let functions = UnaryOperation.allCases.filter(\.isActivation)
  /// Those that need arguments above 0.
  static let positive: Set<UnaryOperation> = [.sqrt, .log, .log1p, .log2, .log10]

  /// A network in which the function's arguments lie between −1 and 1, or 0 and 1.
  private func network(_ function: UnaryOperation) throws -> Network {
    let bounded: UnaryOperation = Self.positive.contains(function) ? .sigmoid : .tanh
    return try Network(
      inputShape: [5], heads: NetworkCases.heads,
      architecture: HardSharing(
        trunk: [.dense(6), .activation(bounded), .activation(function), .dense(4)]))
  }

  @Test(arguments: functions)
  func `slopes agree with finite differences`(_ function: UnaryOperation) throws {
    try expectGradient(of: network(function), on: NetworkCases.data())
  }

  @Test(arguments: functions)
  func `single precision learns as double precision does`(_ function: UnaryOperation) throws {
    var options = NetworkOptions()
    options.epochs = 3
    options.batch = 5
    let data = try NetworkCases.data(rows: 17)
    options.precision = .double
    let double = try #require(try network(function).fit(data, options))
    options.precision = .single
    let single = try #require(try network(function).fit(data, options))
    for (a, b) in zip(single.numbers.parameters, double.numbers.parameters) {
      #expect(abs(a - b) < 2e-4)
    }
    for (a, b) in zip(single.history, double.history) {
      #expect(abs(a.total - b.total) < 1e-4 * b.total)
    }
  }

  @Test func `functions that answer true or false are refused by name`() throws {
    for function in [UnaryOperation.not, .isnan, .isfinite] {
      let error = #expect(throws: Failure.self) { try network(function) }
      #expect(error?.message.contains("trunk, layer 3, \(function)") == true)
    }
  }
}
