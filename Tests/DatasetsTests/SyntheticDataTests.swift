import Datasets
import Diagnostics
import Glibc
import Tensors
import Testing

/// Logistic regression by gradient descent, for comparing ways to use labels.
struct PlainLogistic {
  var weights: [Double] = []

  init(_ rows: [[Double]], _ targets: [Double]) {
    weights = Array(repeating: 0, count: (rows.first?.count ?? 0) + 1)
    for _ in 0..<3000 {
      var gradient = weights
      gradient[0] = 0
      for (row, target) in zip(rows, targets) {
        let error = 1 / (1 + exp(-score(row))) - target
        gradient[0] += error
        for (k, x) in row.enumerated() { gradient[k + 1] += error * x }
      }
      for k in weights.indices { weights[k] -= gradient[k] / Double(rows.count) }
    }
  }

  func score(_ row: [Double]) -> Double {
    zip(row, weights.dropFirst()).reduce(weights[0]) { $0 + $1.0 * $1.1 }
  }

  func predict(_ row: [Double]) -> Double { score(row) >= 0 ? 1 : 0 }
}

@Suite("Made data")
struct SyntheticDataTests {
  static let names = ["sky", "sea", "clouds", "sunset"]
  static let graph = [[], [], [0], [0, 2]]

  private func made(_ seed: UInt64, rows: Int = 200) throws -> Dataset {
    try SyntheticData.labels(
      rows: rows, features: 2, labels: Self.names, parents: Self.graph, seed: seed)
  }

  /// The share of test rows all of whose labels are right, with each label seeing some others.
  private func subsetAccuracy(_ train: Dataset, _ test: Dataset, parents: [[Int]]) -> Double {
    func row(_ X: Tensor, _ i: Int) -> [Double] { (0..<X.columnCount).map { X[i, $0] } }
    let models = parents.indices.map { c in
      PlainLogistic(
        (0..<train.rowCount).map { i in row(train.X, i) + parents[c].map { train.Y[i, $0] } },
        (0..<train.rowCount).map { train.Y[$0, c] })
    }
    let right = (0..<test.rowCount).count { i in
      var predicted: [Double] = []
      for c in parents.indices {
        predicted.append(models[c].predict(row(test.X, i) + parents[c].map { predicted[$0] }))
      }
      return predicted == row(test.Y, i)
    }
    return Double(right) / Double(test.rowCount)
  }

  @Test("On the tutorial's data the true graph clearly beats labels on their own")
  func graphHelps() throws {
    let (train, test) = try made(7).split(0.7, seed: 1)
    let linked = subsetAccuracy(train, test, parents: Self.graph)
    let alone = subsetAccuracy(train, test, parents: [[], [], [], []])
    #expect(linked >= alone + 0.1, "linked \(linked), alone \(alone)")
  }

  @Test("The graph helps whatever the seed")
  func graphHelpsOnAverage() throws {
    var gain = 0.0
    for seed in 0..<10 {
      let (train, test) = try made(UInt64(seed), rows: 400).split(0.5, seed: 1)
      gain += subsetAccuracy(train, test, parents: Self.graph)
      gain -= subsetAccuracy(train, test, parents: [[], [], [], []])
    }
    #expect(gain / 10 > 0.05, "mean gain \(gain / 10)")
  }

  @Test("Labels that the graph does not link are nearly independent given the features")
  func seaIsAlone() throws {
    let data = try made(3, rows: 4000)
    // Sea depends on the others only through x: knowing them does not improve its linear rule.
    let rows = (0..<1000).map { i in [data.X[i, 0], data.X[i, 1]] }
    let more = (0..<1000).map { i in rows[i] + [data.Y[i, 0], data.Y[i, 2], data.Y[i, 3]] }
    let sea = (0..<1000).map { data.Y[$0, 1] }
    let (alone, linked) = (PlainLogistic(rows, sea), PlainLogistic(more, sea))
    let right = { (model: PlainLogistic, rows: [[Double]]) in
      zip(rows, sea).count { model.predict($0.0) == $0.1 }
    }
    #expect(abs(right(alone, rows) - right(linked, more)) < 15)
  }

  @Test("The same seed gives the same data, more rows begin with the same ones")
  func seeds() throws {
    let small = try made(7)
    let large = try made(7, rows: 300)
    #expect(Array(large.X.elements.prefix(400)) == small.X.elements)
    #expect(Array(large.Y.elements.prefix(800)) == small.Y.elements)
    #expect(try made(8).X.elements != small.X.elements)
    #expect(Set(small.Y.elements) == [0, 1])
  }

  @Test("A cycle is named")
  func cycle() throws {
    let found = try #require(
      message {
        try SyntheticData.labels(
          rows: 5, features: 1, labels: ["a", "b", "c", "d"], parents: [[2], [0], [1], []], seed: 0)
      })
    #expect(
      ["a -> b -> c -> a", "b -> c -> a -> b", "c -> a -> b -> c"].contains { found.contains($0) },
      "\(found)")
  }

  @Test("Sizes and parents out of range are errors")
  func badArguments() {
    let make = { (rows: Int, features: Int, parents: [[Int]]) in
      try SyntheticData.labels(
        rows: rows, features: features, labels: ["a", "b"], parents: parents, seed: 0)
    }
    #expect(throws: Failure.self) { try make(0, 1, [[], []]) }
    #expect(throws: Failure.self) { try make(1, -1, [[], []]) }
    #expect(throws: Failure.self) { try make(1, 1, [[]]) }
    #expect(throws: Failure.self) { try make(1, 1, [[], [2]]) }
    #expect(throws: Failure.self) { try make(1, 1, [[0], []]) }
    #expect(throws: TensorError.self) { try make(Int.max, 3, [[], []]) }
  }

  @Test("Label sets have exactly the chosen mean size", arguments: [0, 0.25, 1.5, 3.999, 4])
  func cardinality(_ wanted: Double) throws {
    let data = try SyntheticData.labelSets(
      rows: 1000, features: 3, labels: Self.names, cardinality: wanted, seed: 2)
    #expect(abs(try data.labelStatistics().cardinality - wanted) < 1e-12)
  }

  @Test(
    "A cardinality that no label set can have is an error", arguments: [-1, 4.5, .nan, .infinity])
  func badCardinality(_ wanted: Double) {
    #expect(throws: Failure.self) {
      try SyntheticData.labelSets(
        rows: 10, features: 3, labels: Self.names, cardinality: wanted, seed: 2)
    }
  }
}
