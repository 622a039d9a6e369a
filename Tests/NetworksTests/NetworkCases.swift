import Autodiff
import Datasets
import Networks
import Tensors
import Testing

/// Small networks and data for tests.
enum NetworkCases {
  /// Four heads, one of each kind, on `rows` rows of `features` normal inputs.
  static func data(rows: Int = 12, features: Int = 5, seed: UInt64 = 1) throws -> HeadDataset {
    var generator = RandomGenerator(seed: seed)
    let X = try generator.normal([rows, features])
    func column(_ value: (Int) -> Double) -> Tensor { Tensor((0..<rows).map(value)) }
    let labels = (0..<rows * 3).map { X.elements[$0 % X.count] > 0.3 ? 1.0 : 0 }
    return try HeadDataset(
      name: "made", X: X,
      heads: [
        HeadTargets(
          name: "amount", kind: .regression, values: column { X[$0, 0] - 2 * X[$0, 1] }),
        HeadTargets(name: "sign", kind: .binary, values: column { X[$0, 2] > 0 ? 1 : 0 }),
        HeadTargets(name: "kind", kind: .classes(3), values: column { Double($0 % 3) }),
        HeadTargets(name: "tags", kind: .multilabel(3), values: Tensor(labels, Shape(rows, 3))),
      ])
  }

  /// The heads of ``data(rows:features:seed:)``.
  static let heads = [
    Head("amount", .regression), Head("sign", .binary), Head("kind", .classes(3)),
    Head("tags", .multilabel(3)),
  ]
}

/// Expects a network's gradient to agree with finite differences at its start and elsewhere.
func expectGradient(
  of network: Network, on data: HeadDataset, smoothing: Double = 0, isTraining: Bool = false,
  tolerance: Double = 1e-7, sourceLocation: SourceLocation = #_sourceLocation
) throws {
  for seed in [0, 7] {
    let start = network.startingParameters(seed: seed)
    let exact = try network.lossAndGradient(
      start, on: data, smoothing: smoothing, isTraining: isTraining)
    let numeric = try NumericDerivative.gradient(at: [Tensor(start)]) { inputs in
      try network.lossAndGradient(
        inputs[0].elements, on: data, smoothing: smoothing, isTraining: isTraining
      ).total
    }[0].elements
    for (parameter, (a, b)) in zip(exact.gradient, numeric).enumerated() {
      guard abs(a - b) > tolerance * max(1, abs(b)) else { continue }
      let name = network.graph.parameters.last { $0.offset <= parameter }?.name ?? ""
      Issue.record(
        "gradient by number \(parameter) (\(name)): \(a), finite differences \(b)",
        sourceLocation: sourceLocation)
      return
    }
  }
}
