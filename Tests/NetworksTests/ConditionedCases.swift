import Autodiff
import Datasets
import Glibc
import Networks
import Tensors
import Testing

/// Three tasks, and numbers by formulas that another program can follow.
enum ConditionedCases {
  static let heads = [
    Head("amount", .regression), Head("sign", .binary), Head("kind", .classes(3)),
  ]

  /// x_ij = sin(1.3 i + 0.7 j + 0.1), targets cos i, i mod 2, i mod 3.
  static func data(rows: Int = 6, features: Int) throws -> HeadDataset {
    let X = (0..<rows * features).map {
      sin(1.3 * Double($0 / features) + 0.7 * Double($0 % features) + 0.1)
    }
    func column(_ value: (Int) -> Double) -> Tensor { Tensor((0..<rows).map(value)) }
    return try HeadDataset(
      name: "formulas", X: Tensor(X, Shape(rows, features)),
      heads: [
        HeadTargets(name: "amount", kind: .regression, values: column { cos(Double($0)) }),
        HeadTargets(name: "sign", kind: .binary, values: column { Double($0 % 2) }),
        HeadTargets(name: "kind", kind: .classes(3), values: column { Double($0 % 3) }),
      ])
  }

  /// The parameters ½ sin(0.7 i + 0.3), i counting all of them.
  static func parameters(of network: Network) -> [Double] {
    (0..<network.graph.parameterCount).map { 0.5 * sin(0.7 * Double($0) + 0.3) }
  }

  /// The architecture with towers of two columns.
  static func network(
    _ method: Conditioned.Method, inputs: [Int], trunk: [Layer], at positions: [Int],
    embedding: Conditioned.Embedding = .learned(2)
  ) throws -> Network {
    try Network(
      inputShape: inputs, heads: heads,
      architecture: Conditioned(
        trunk: trunk, tower: [.dense(2)], method: method, positions: positions,
        embedding: embedding))
  }

  /// A small network on rows of five numbers: dense, tanh, dense, sigmoid.
  static func small(
    _ method: Conditioned.Method, at positions: [Int] = [0, 2],
    embedding: Conditioned.Embedding = .learned(2)
  ) throws -> Network {
    try network(
      method, inputs: [5],
      trunk: [.dense(4), .activation(.tanh), .dense(3), .activation(.sigmoid)], at: positions,
      embedding: embedding)
  }
}

/// Expects the gradient at these parameters to agree with finite differences.
func expectGradient(
  of network: Network, on data: HeadDataset, at parameters: [Double], tolerance: Double = 1e-7,
  sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let exact = try network.lossAndGradient(parameters, on: data)
  let numeric = try NumericDerivative.gradient(at: [Tensor(parameters)]) { inputs in
    try network.lossAndGradient(inputs[0].elements, on: data).total
  }[0].elements
  for (number, (a, b)) in zip(exact.gradient, numeric).enumerated()
  where abs(a - b) > tolerance * max(1, abs(b)) {
    let name = network.graph.parameters.last { $0.offset <= number }?.name ?? ""
    Issue.record(
      "gradient by number \(number) (\(name)): \(a), finite differences \(b)",
      sourceLocation: sourceLocation)
    return
  }
}
