import Datasets
import Foundation
import Networks
import Tensors

/// A network of 3 inputs, a trunk of 4 and up to three heads, with numbers given by formulas, so that
/// another program can train the same one.
enum TrainingCases {
  static let heads = [Head("a", .regression), Head("b", .binary), Head("c", .classes(3))]

  static func network(heads count: Int = 3) throws -> Network {
    try Network(
      inputShape: [3], heads: Array(heads.prefix(count)),
      architecture: HardSharing(trunk: [.dense(4), .activation(.tanh)]))
  }

  /// X_ij = cos(0.7 i + 1.3 j); a_i = 3 sin(0.9 i) + 1, b_i = i mod 2, c_i = i mod 3.
  static func data(rows: Int = 8) throws -> HeadDataset {
    let X = (0..<rows * 3).map { cos(0.7 * Double($0 / 3) + 1.3 * Double($0 % 3)) }
    return try HeadDataset(
      name: "made", X: Tensor(X, Shape(rows, 3)),
      heads: [
        HeadTargets(
          name: "a", kind: .regression,
          values: Tensor((0..<rows).map { 3 * sin(0.9 * Double($0)) + 1 })),
        HeadTargets(name: "b", kind: .binary, values: Tensor((0..<rows).map { Double($0 % 2) })),
        HeadTargets(
          name: "c", kind: .classes(3), values: Tensor((0..<rows).map { Double($0 % 3) })),
      ])
  }

  /// A training of all rows as one batch from parameters ½ sin(i + 1), learning rate 0.05.
  static func training(
    on data: HeadDataset? = nil, weights: SampleWeights = .equal, heads: Int = 3, epochs: Int,
    _ change: (inout NetworkOptions) -> Void
  ) throws -> NetworkTraining {
    var options = NetworkOptions()
    options.epochs = epochs
    options.batch = 8
    options.optimizer.learningRate = 0.05
    change(&options)
    let network = try network(heads: heads)
    let rows = TrainingRows(try data ?? self.data(), weights: weights)
    var snapshot = try NetworkTraining(network, on: rows, options).snapshot
    if case .double(var run) = snapshot.run {
      for i in 0..<network.graph.parameterCount { run.numbers[i] = 0.5 * sin(Double(i + 1)) }
      snapshot.run = .double(run)
    }
    return try NetworkTraining(network, on: rows, options, from: snapshot)
  }

  /// Data whose heads have targets on rows of their own: `a` on even rows, `b` and `c` on odd ones.
  static func partedData(rows: Int = 24) throws -> HeadDataset {
    var data = try data(rows: rows)
    for (h, head) in data.heads.enumerated() {
      data.heads[h].values = Tensor(
        head.values.elements.enumerated().map { ($0 % 2 == 0) == (h == 0) ? $1 : .nan })
    }
    return data
  }
}
