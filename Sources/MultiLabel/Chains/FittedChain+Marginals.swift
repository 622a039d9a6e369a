internal import Tensors

extension FittedChain {
  /// The largest number of labels whose sets an exhaustive search goes through.
  package static let exhaustiveLimit = 20

  /// All marginals by running through the 2^C label sets a link at a time.
  func exactMarginals(_ X: DesignMatrix) throws -> Tensor {
    let joint = try enumeration(X, limit: Self.exhaustiveLimit, "exact probabilities")
    let n = X.rowCount
    let table: [Double] = try mapRowBlocks(n, of: joint.blockLength) { rows in
      var table: [Double] = []
      try joint.forEachRow(rows, marginals: true) { _, _, marginals in table += marginals }
      return table
    }
    return Tensor(table, Shape(n, labelCount))
  }

  /// The most probable label set of each row among all 2^C, and its probability.
  func exhaustiveModes(_ X: DesignMatrix) throws -> [(code: UInt64, probability: Double)] {
    let joint = try enumeration(X, limit: Self.exhaustiveLimit, "exhaustive search")
    return try mapRowBlocks(X.rowCount, of: joint.blockLength) { rows in
      var modes: [(code: UInt64, probability: Double)] = []
      try joint.forEachRow(rows) { _, probabilities, _ in
        let s = joint.mode(probabilities)
        modes.append((joint.codes[s], probabilities[s]))
      }
      return modes
    }
  }

  func enumeration(_ X: DesignMatrix, limit: Int, _ what: String) throws -> JointEnumeration {
    try JointEnumeration(
      LinkConditionals(self, X), limit: limit, what: what,
      advice: "inference=\"beam\" searches the most promising label sets, "
        + "inference=\"montecarlo\" samples some")
  }
}
