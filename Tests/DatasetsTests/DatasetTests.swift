import Datasets
import Diagnostics
import Glibc
import Tensors
import Testing

@Suite("Data sets: rows, statistics, generators")
struct DatasetTests {
  private let small = Dataset(
    name: "s", X: Tensor(rows: [[1], [.nan], [3], [4]]),
    Y: Tensor(rows: [[1, 1, 0], [1, 0, 0], [1, 1, 0], [0, 0, 0]]), featureNames: ["f"],
    labelNames: ["a", "b", "c"])

  @Test("statistics of a set counted by hand")
  func statistics() throws {
    #expect(small.labelCardinality == 1.25)
    #expect(small.labelDensity == 1.25 / 3)
    #expect(small.labelFrequencies == [3, 2, 0])
    #expect(small.imbalanceRatios == [1, 1.5, .infinity])
    #expect(
      small.labelSets == [
        LabelSetCount(labels: [0, 1], count: 2), LabelSetCount(labels: [0], count: 1),
        LabelSetCount(labels: [], count: 1),
      ])
    #expect(try small.cooccurrence().elements == [3, 2, 0, 2, 2, 0, 0, 0, 0])
    #expect(small.missingCount == 1)
  }

  /// The figures of the Mulan repository's table of data sets for the whole sets.
  @Test(
    "cardinality and distinct sets of emotions are the published ones",
    .enabled(if: RealFiles.arePresent))
  func published() throws {
    let train = try loadData(RealFiles.path("mulan/emotions-train.arff"))
    let test = try loadData(RealFiles.path("mulan/emotions-test.arff"))
    var whole = train
    whole.X = .dense(try Tensor.concat([train.X.dense(), test.X.dense()]))
    whole.Y = try Tensor.concat([train.Y, test.Y])
    #expect((whole.labelCardinality * 1000).rounded() / 1000 == 1.868)
    #expect((whole.labelDensity * 1000).rounded() / 1000 == 0.311)
    #expect(whole.labelSets.count == 27)
  }

  @Test("rows are taken in the order asked for, and others are refused")
  func rows() throws {
    let taken = try small.rows([2, 0, 2])
    #expect(taken.X.elements == [3, 1, 3])
    #expect(taken.Y.elements == [1, 1, 0, 1, 1, 0, 1, 1, 0])
    for wrong in [-1, 4, .max] {
      #expect(throws: Failure.self) { try small.rows([0, wrong]) }
    }
    #expect(try small.rows([]).rowCount == 0)
  }

  @Test("the two parts of a split are the set, and the seed decides")
  func split() throws {
    let data = Dataset(
      name: "n", X: Tensor((0..<101).map(Double.init), Shape(101, 1)),
      Y: Tensor(repeating: 0, Shape(101, 1)), featureNames: ["f"], labelNames: ["l"])
    let (train, test) = try data.split(share: 0.7, seed: 1)
    #expect(train.rowCount == 71)
    #expect((train.X.elements + test.X.elements).sorted() == data.X.elements)
    #expect(train.X.elements == train.X.elements.sorted())
    #expect(try data.split(share: 0.7, seed: 1).train.X.elements == train.X.elements)
    #expect(try data.split(share: 0.7, seed: 2).train.X.elements != train.X.elements)
    for share in [-0.1, 1.1, .nan] {
      #expect(throws: Failure.self) { try data.split(share: share, seed: 1) }
    }
  }

  @Test("missing, nominal and constant features are standardized by the closed form")
  func standardizer() throws {
    let train = Dataset(
      name: "t", X: Tensor(rows: [[1, 0, 1, 7], [3, 2, 0, 7], [.nan, .nan, 1, 7]]),
      Y: Tensor(repeating: 0, Shape(3, 1)), featureNames: ["x", "k", "b", "c"], labelNames: ["l"],
      featureKinds: [.numeric, .nominal(["u", "v", "w"]), .nominal(["0", "1"]), .numeric])
    let standardizer = try Standardizer(fittedOn: train)
    #expect(standardizer.featureNames == ["x", "k=u", "k=v", "k=w", "b", "c"])
    #expect(standardizer.mean.elements == [2, 0.5, 0, 0.5, 2.0 / 3, 7])
    let root = (2.0 / 3).squareRoot()
    let half = (0.5 / 3).squareRoot()
    let expected = [root, half, 1, half, (2.0 / 9).squareRoot(), 1]
    for (found, value) in zip(standardizer.scale.elements, expected) {
      #expect(abs(found - value) < 1e-15)
    }
    let result = try standardizer.apply(train)
    #expect(result.X[2, 0] == 0)
    #expect(abs(result.X[0, 0] + 1 / root) < 1e-15)
    #expect(result.X[0, 5] == 0)
    #expect(throws: Failure.self) { try standardizer.apply(result) }
  }

  private let names = ["sky", "sea", "clouds", "sunset"]
  private let graph = [[], [], [0], [0, 2]]

  @Test("made labels depend on their parents as the formula says")
  func madeLabels() throws {
    let data = try makeLabels(rows: 40000, features: 2, labels: names, parents: graph, seed: 7)
    #expect(data.X.shape == Shape(40000, 2))
    // All logits are symmetric about 0, so each label holds for half of the rows.
    let meet = try data.cooccurrence()
    let share = (meet[2, 2] / 40000, meet[0, 0] / 40000)
    #expect(abs(share.0 - 0.5) < 0.02 && abs(share.1 - 0.5) < 0.02)
    #expect(meet[0, 2] / meet[0, 0] > 0.6)
    #expect(data.Y.elements.allSatisfy { $0 == 0 || $0 == 1 })
  }

  @Test("the same seed makes the same labels")
  func sameSeed() throws {
    let make = { (seed: Int) in
      try makeLabels(rows: 50, features: 2, labels: names, parents: graph, seed: seed)
    }
    #expect(try make(7).Y.elements == make(7).Y.elements)
    #expect(try make(7).X.elements != make(8).X.elements)
  }

  @Test("knowing the parents makes labels more certain than the features alone")
  func dependence() throws {
    let data = try makeLabels(rows: 2000, features: 2, labels: names, parents: graph, seed: 7)
    let (train, test) = try data.split(share: 0.5, seed: 1)
    let alone = subsetAccuracy(train, test, parents: [[], [], [], []])
    let chain = subsetAccuracy(train, test, parents: graph)
    #expect(chain > alone + 0.02, "chain \(chain), alone \(alone)")
  }

  @Test("the first lesson's set shows what a chain gains")
  func firstLesson() throws {
    let data = try makeLabels(rows: 200, features: 2, labels: names, parents: graph, seed: 7)
    let (train, test) = try data.split(share: 0.7, seed: 1)
    let alone = subsetAccuracy(train, test, parents: [[], [], [], []])
    let chain = subsetAccuracy(train, test, parents: graph)
    #expect(chain > alone, "chain \(chain), alone \(alone)")
  }

  /// A greedy chain of logistic regressions by plain gradient descent.
  private func subsetAccuracy(_ train: Dataset, _ test: Dataset, parents: [[Int]]) -> Double {
    var predicted = [[Double]](repeating: [], count: test.rowCount)
    for c in 0..<train.labelCount {
      func inputs(_ data: Dataset, _ i: Int, _ y: (Int) -> Double) -> [Double] {
        [1] + (0..<data.featureCount).map { data.X[i, $0] } + parents[c].map(y)
      }
      let rows = (0..<train.rowCount).map { i in inputs(train, i) { train.Y[i, $0] } }
      var w = [Double](repeating: 0, count: rows[0].count)
      for _ in 0..<600 {
        var gradient = w.map { $0 / Double(rows.count) }
        gradient[0] = 0
        for (i, x) in rows.enumerated() {
          let z = zip(w, x).reduce(0) { $0 + $1.0 * $1.1 }
          let residual = 1 / (1 + exp(-z)) - train.Y[i, c]
          for k in 0..<w.count { gradient[k] += residual * x[k] / Double(rows.count) }
        }
        for k in 0..<w.count { w[k] -= gradient[k] }
      }
      for i in 0..<test.rowCount {
        let x = inputs(test, i) { predicted[i][$0] }
        predicted[i].append(zip(w, x).reduce(0) { $0 + $1.0 * $1.1 } >= 0 ? 1 : 0)
      }
    }
    let right = (0..<test.rowCount).count { i in
      (0..<test.labelCount).allSatisfy { test.Y[i, $0] == predicted[i][$0] }
    }
    return Double(right) / Double(test.rowCount)
  }

  @Test("a cycle among labels is named")
  func cycle() {
    let failure = #expect(throws: Failure.self) {
      try makeLabels(
        rows: 5, features: 1, labels: ["a", "b", "c"], parents: [[2], [0], [1]], seed: 0)
    }
    #expect(failure?.message == "the label graph has a cycle: a -> b -> c -> a")
  }

  @Test("made label sets have the cardinality asked for", arguments: [0, 0.3, 2, 4.5, 6])
  func cardinality(_ wanted: Double) throws {
    let names = (0..<6).map { "l\($0)" }
    let data = try makeLabelSets(
      rows: 20000, features: 4, labels: names, cardinality: wanted, seed: 1)
    #expect(abs(data.labelCardinality - wanted) < 0.03)
    #expect(data.featureCount == 4)
  }

  @Test("a cardinality beyond the labels is refused", arguments: [-1, 3.5, .nan])
  func wrongCardinality(_ wanted: Double) {
    #expect(throws: Failure.self) {
      try makeLabelSets(
        rows: 5, features: 1, labels: ["a", "b", "c"], cardinality: wanted, seed: 1)
    }
  }
}
