import Charts
import Datasets
import Diagnostics
import Learners
import MultiLabel
import Optimization
import Stepping
import Tensors
import Testing

@Suite struct MLkNNTests {
  static let all = hashedDataset(rows: 60, features: 3, labels: 4)
  static func parts() throws -> (train: Dataset, test: Dataset) {
    (try all.part(0..<40), try all.part(40..<60))
  }

  /// Posteriors of rows 0, 7 and 19 and the sum of all, computed with NumPy and scikit-learn 1.9.1's
  /// `NearestNeighbors` on the features scaled to [0, 1].
  @Test(arguments: [
    (
      1.0,
      [
        0.445411922304, 0.481132075472, 0.531732418525, 0.395604395604, 0.419558359621,
        0.481132075472, 0.185074626866, 0.395604395604, 0.445411922304, 0.156441717791,
        0.096554409188, 0.557979334099,
      ], 34.60273215220983
    ),
    (
      0.25,
      [
        0.444504564922, 0.494038748137, 0.559171838437, 0.387521968366, 0.420250317351,
        0.494038748137, 0.06943430265, 0.387521968366, 0.444504564922, 0.116569379, 0.06943430265,
        0.567553481908,
      ], 34.0853278493571
    ),
  ])
  func `posteriors are those of NumPy`(_ s: Double, _ rows: [Double], _ total: Double) throws {
    let (train, test) = try Self.parts()
    let p = try MLkNN(neighbours: 5, smoothing: s).fit(train).probabilities(test.X)
    let found = [0, 7, 19].flatMap { i in (0..<4).map { p[i, $0] } }
    for (a, b) in zip(found, rows) { #expect(abs(a - b) < 1e-11) }
    #expect(abs(p.elements.reduce(0, +) - total) < 1e-10)
  }

  @Test func `neighbours are those of scikit-learn, nearest first`() throws {
    let (train, test) = try Self.parts()
    let search = try NeighbourSearch(train.X, kinds: train.featureKinds)
    #expect(
      try search.nearest(to: train.X, count: 5, skipsOwn: true)[0].rows == [21, 2, 23, 30, 28])
    #expect(try search.nearest(to: test.X, count: 5)[3].rows == [1, 22, 39, 19, 18])
  }

  @Test func `nominal mismatches count 1 and of equal distances the earlier row is nearer`() throws
  {
    // Scaled first feature: 0, ½, 1, ½; codes of the second: 0, 1, 2, 1.
    let X = DesignMatrix.dense(Tensor(rows: [[0, 0], [5, 1], [10, 2], [5, 1]]))
    let search = try NeighbourSearch(X, kinds: [.numeric, .nominal(["a", "b", "c"])])
    let near = try search.nearest(to: .dense(Tensor(rows: [[5, 2], [20, 0]])), count: 4)
    #expect(near[0].squares == [0.25, 1, 1, 1.25])
    #expect(near[0].rows == [2, 1, 3, 0])
    #expect(near[1].squares == [2, 3.25, 3.25, 4])
    #expect(near[1].rows == [2, 1, 3, 0])
  }

  @Test(arguments: 1...8)
  func `neighbours are those of a search through all pairs`(_ seed: Int) throws {
    var generator = RandomGenerator(seed: UInt64(seed))
    let (n, d) = (37, 5)
    // Few distinct values, so that there are ties and zeros.
    let values = (0..<n * d).map { _ in Double(generator.integer(below: 4)) - 1 }
    let X = Tensor(values, Shape(n, d))
    let kinds: [FeatureKind] = (0..<d).map { $0 % 2 == 1 ? .nominal(["a", "b", "c"]) : .numeric }
    func square(_ a: Int, _ b: Int) -> Double {
      (0..<d).reduce(0) { sum, j in
        let column = (0..<n).map { X[$0, j] }
        let (low, high) = (column.min() ?? 0, column.max() ?? 0)
        guard j % 2 == 0 else { return sum + (X[a, j] == X[b, j] ? 0 : 1) }
        let (u, v) = ((X[a, j] - low) / (high - low), (X[b, j] - low) / (high - low))
        return sum + (u - v) * (u - v)
      }
    }
    for matrix in [DesignMatrix.dense(X), .sparse(try SparseMatrix(X))] {
      let found = try NeighbourSearch(matrix, kinds: kinds)
        .nearest(to: matrix, count: 6, skipsOwn: true)
      for i in 0..<n {
        let order = (0..<n).filter { $0 != i }.sorted { (square(i, $0), $0) < (square(i, $1), $1) }
        #expect(found[i].rows == Array(order.prefix(6)))
      }
    }
  }

  @Test func `sparse and dense inputs give the same answers`() throws {
    var (train, test) = try Self.parts()
    for i in 0..<40 { for j in 0..<3 where (i + j) % 2 == 0 { train.X = set(train.X, i, j) } }
    let dense = try MLkNN(neighbours: 4).fit(train)
    train.X = .sparse(try SparseMatrix(train.X.dense()))
    let sparse = try MLkNN(neighbours: 4).fit(train)
    let p = try dense.probabilities(test.X).elements
    #expect(try sparse.probabilities(test.X).elements == p)
    test.X = .sparse(try SparseMatrix(test.X.dense()))
    #expect(try sparse.probabilities(test.X).elements == p)
    #expect(try dense.probabilities(test.X).elements == p)
  }

  private func set(_ X: DesignMatrix, _ i: Int, _ j: Int) -> DesignMatrix {
    guard case .dense(var tensor) = X else { return X }
    tensor[i, j] = 0
    return .dense(tensor)
  }

  @Test func `few rows have fewer neighbours, which is said`() throws {
    let (train, test) = try Self.parts()
    let fitted = try MLkNN(neighbours: 10).fit(train.part(0..<5))
    #expect(fitted.counts.neighbours == 4)
    #expect(fitted.notes == ["5 training rows: each has only 4 neighbours, not k=10"])
    // One row has no neighbour: the posterior is the prior, (1 + y)/(2 + 1).
    let one = try MLkNN().fit(train.part(0..<1))
    let p = try one.probabilities(test.X)
    for c in 0..<4 { #expect(abs(p[0, c] - (1 + train.Y[0, c]) / 3) < 1e-15) }
  }

  @Test func `a count never seen falls back on the prior when nothing is smoothed`() throws {
    let (train, test) = try Self.parts()
    let p = try MLkNN(neighbours: 7, smoothing: 0).fit(train).probabilities(test.X)
    #expect(p.elements.allSatisfy { $0 >= 0 && $0 <= 1 })
    for (k, s) in [(0, 1.0), (-1, 1), (3, -1), (3, .nan), (3, .infinity)] {
      #expect(throws: Failure.self) { try MLkNN(neighbours: k, smoothing: s) }
    }
  }

  @Test func `runs end in the fit and in the prediction`() throws {
    let (train, test) = try Self.parts()
    let model = try MLkNN(neighbours: 5)
    var run = try model.training(on: train)
    try run.finish()
    let fitted = try model.fit(train)
    let p = try fitted.probabilities(test.X).elements
    #expect(try run.output?.probabilities(test.X).elements == p)
    var prediction = try MLkNNPrediction(fitted, test.X, truth: test.Y)
    try prediction.finish()
    #expect(try prediction.output?.elements == fitted.predict(test.X).elements)
  }

  @Test func `why writes out the posterior of a label`() throws {
    let (train, test) = try Self.parts()
    let fitted = try MLkNN(neighbours: 5).fit(train)
    var stepper = Stepper(try fitted.predicting(test.X, truth: test.Y))
    try stepper.to(named: "row 0")
    let why = try stepper.why("sunset").map(\.plain)
    #expect(why[0].hasPrefix("sunset: δ = "))
    #expect(why[0].hasSuffix("→ 0.532"))
    #expect(text(try stepper.whatIf("sunset", 5)).contains("→ 5"))
    #expect(throws: Failure.self) { try stepper.whatIf("sunset", 6) }
    #expect(throws: Failure.self) { try stepper.why("moon") }
  }
}
