import Learners
import MultiLabel
import Optimization
import Tensors

/// A link whose P(1) stands in a table, one entry for each setting of its parents.
///
/// The inputs do not matter. It is not linear, so chains have to ask it.
struct TableLink: FittedBinary {
  let featureCount: Int
  /// 2^k entries, bit j of an index being the j-th parent.
  let table: [Double]
  var report: SolverReport { SolverReport(method: .direct) }
  var constant: Double? { nil }
  var linear: LinearScore? { nil }

  func probabilities(_ X: DesignMatrix) throws -> [Double] {
    let parents = X.columnCount - (featureCount)
    return (0..<X.rowCount).map { i in
      var setting = 0
      for j in 0..<parents where X[i, featureCount + j] == 1 { setting |= 1 << j }
      return table[setting]
    }
  }
}

/// A linear link whose weights are given.
struct LinearLink: FittedBinary {
  let score: LinearScore
  var featureCount: Int { score.weights.count }
  var report: SolverReport { SolverReport(method: .direct) }
  var constant: Double? { nil }
  var linear: LinearScore? { score }

  func probabilities(_ X: DesignMatrix) throws -> [Double] {
    (0..<X.rowCount).map { i in sigmoid(score.score((0..<featureCount).map { X[i, $0] })) }
  }
}

enum TableChain {
  /// Links with tables, each seeing all before it in the order.
  static func chain(_ tables: [[Double]], order: [Int]? = nil) -> FittedChain {
    let order = order ?? Array(tables.indices)
    var parents = [[Int]](repeating: [], count: order.count)
    for (place, c) in order.enumerated() { parents[c] = Array(order[..<place]) }
    return FittedChain(
      summary: "chain", labelNames: tables.indices.map { String(UnicodeScalar(UInt8(65 + $0))) },
      featureNames: ["x"], order: order, parents: parents,
      links: tables.map { TableLink(featureCount: 1, table: $0) })
  }

  /// Three labels on which greedy search goes wrong.
  static var textbook: FittedChain {
    chain([[0.55], [0.10, 0.52], [0.95, 0.55, 0.50, 0.60]])
  }

  /// One row of an input that no table looks at.
  static func rows(_ count: Int) -> DesignMatrix {
    .dense(Tensor((0..<count).map { hashed($0 + 1) }, Shape(count, 1)))
  }

  /// Seeded random tables.
  static func random(_ labels: Int, seed: UInt64) -> FittedChain {
    var generator = RandomGenerator(seed: seed)
    return chain((0..<labels).map { c in (0..<1 << c).map { _ in generator.uniform() } })
  }

  /// A seeded random chain of linear links in a random order with random parents.
  static func linear(_ labels: Int, features d: Int, seed: UInt64) -> FittedChain {
    var generator = RandomGenerator(seed: seed)
    var order = Array(0..<labels)
    order.shuffle(using: &generator)
    var parents = [[Int]](repeating: [], count: labels)
    for (place, c) in order.enumerated() {
      parents[c] = order[..<place].filter { _ in generator.uniform() < 0.7 }
    }
    let links = parents.map { own -> any FittedBinary in
      if generator.uniform() < 0.1 { return ConstantLink(featureCount: d + own.count) }
      return LinearLink(
        score: LinearScore(
          weights: (0..<d + own.count).map { _ in generator.normal() * 1.5 },
          intercept: generator.normal()))
    }
    return FittedChain(
      summary: "chain", labelNames: (0..<labels).map { "y\($0)" },
      featureNames: (0..<d).map { "x\($0)" }, order: order, parents: parents, links: links)
  }

  /// All label sets of a chain with their probabilities for one row, by code, link by link without
  /// shared prefixes.
  static func enumerated(_ chain: FittedChain, _ x: [Double]) throws -> [Double] {
    let C = chain.labelCount
    return try (0..<1 << C).map { code in
      var product = 1.0
      for c in 0..<C {
        let inputs = x + chain.parents[c].map { Double(code >> $0 & 1) }
        let p = try chain.links[c].probabilities(.dense(Tensor(inputs, Shape(1, inputs.count))))[0]
        product *= code >> c & 1 == 1 ? p : 1 - p
      }
      return product
    }
  }
}

/// A label that was 1 on every training row.
struct ConstantLink: FittedBinary {
  let featureCount: Int
  var report: SolverReport { SolverReport(method: .constant) }
  var constant: Double? { 1 }
  var linear: LinearScore? { nil }
  func probabilities(_ X: DesignMatrix) throws -> [Double] {
    [Double](repeating: 1, count: X.rowCount)
  }
}

extension Tensor {
  /// Codes of 0/1 rows, bit c being column c.
  var rowCodes: [Int] {
    (0..<rowCount).map { i in
      (0..<columnCount).reduce(0) { $0 | (self[i, $1] == 1 ? 1 << $1 : 0) }
    }
  }
}
