import Datasets
import Learners
import MultiLabel
import Tensors
import Testing

/// Scores in single precision answer only where the plain loop in double precision agrees.
@Suite struct LargestClassTests {
  /// Numbers from −1 to 1 by a linear congruence.
  struct Numbers {
    var state: UInt64
    mutating func next() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 11) / 0x1p52 - 1
    }
    mutating func tensor(_ n: Int, _ d: Int, scale: Double = 1) -> Tensor {
      Tensor((0..<n * d).map { _ in next() * scale }, Shape(n, d))
    }
  }

  /// The first largest score of a row by a plain loop.
  func largest(_ X: Tensor, _ i: Int, _ weights: Tensor, _ intercepts: [Double]) -> Int {
    var (best, top) = (0, -Double.infinity)
    for k in intercepts.indices {
      var score = intercepts[k]
      for j in 0..<X.columnCount { score += weights[k, j] * X[i, j] }
      if score > top { (best, top) = (k, score) }
    }
    return best
  }

  @Test(arguments: [(1, 3, 2), (17, 5, 9), (700, 20, 40), (33, 0, 3), (5, 150, 300)])
  func `numbers found are those of a plain loop`(_ n: Int, _ d: Int, _ K: Int) throws {
    var random = Numbers(state: UInt64(n + d + K))
    let X = random.tensor(n, d, scale: 3)
    let parts = [K, 1, 2, 5].map { size in
      (
        weights: random.tensor(size, d), intercepts: (0..<size).map { _ in random.next() }
      )
    }
    let found = try LargestScores(parts, featureCount: d).numbers(X)
    for (g, part) in parts.enumerated() {
      for i in 0..<n {
        let number = Int(found[g * n + i])
        if number >= 0 { #expect(number == largest(X, i, part.weights, part.intercepts)) }
      }
    }
    #expect(found.count { $0 < 0 } <= max(1, found.count / 50))
  }

  @Test func `scores that differ by less than single precision shows are left open`() throws {
    var random = Numbers(state: 5)
    let X = random.tensor(64, 10)
    let row = random.tensor(1, 10).elements
    let twins = Tensor(row + row, Shape(2, 10))
    let scores = LargestScores([(twins, [0, 0]), (twins, [0, 1e-9])], featureCount: 10)
    #expect(try scores.numbers(X).allSatisfy { $0 == -1 })
    let apart = LargestScores([(twins, [0, 1e-3])], featureCount: 10)
    #expect(try apart.numbers(X).allSatisfy { $0 == 1 })
  }

  @Test(arguments: [1e25, 1e200, .infinity, .nan])
  func `numbers that single precision cannot hold are left open`(_ scale: Double) throws {
    var random = Numbers(state: 9)
    let weights = random.tensor(3, 4)
    let X = random.tensor(20, 4, scale: scale)
    let steep = Tensor(weights.elements.map { $0 * 1e10 }, Shape(3, 4))
    let scores = LargestScores([(steep, [0, 0, 0])], featureCount: 4)
    #expect(try scores.numbers(X).allSatisfy { $0 == -1 })
  }

  @Test func `a softmax model predicts its largest score, equal ones the smaller class`() throws {
    var random = Numbers(state: 2)
    let X = random.tensor(300, 6)
    let codes = (0..<300).map { i in
      (X[i, 0] > 0 ? 1 : 0) + (X[i, 1] > 0.3 ? 2 : 0)
    }
    let model = try LogisticRegression().fitClasses(.dense(X), codes: codes, classes: 4)
    let rows = Tensor(X.elements + [Double](repeating: 0, count: 6), Shape(301, 6))
    let scores = try #require(model.classScores)
    let expected = (0..<301).map { largest(rows, $0, scores.weights, scores.intercepts) }
    #expect(try model.predict(.dense(rows)) == expected)
    #expect(try model.predict(.sparse(SparseMatrix(rows))) == expected)
  }

  @Test func `hard votes in one product are the votes of the groups one by one`() throws {
    for (vote, threshold) in [(true, 0.5), (false, 0.5), (true, 0.7)] {
      let fitted = try GroupedPowerset(
        LogisticRegression(), size: 2,
        voting: Voting(.hard, threshold: threshold, admitsTies: vote)
      ).fit(WeatherChain.train)
      let X = WeatherChain.test.X
      let means = try fitted.votes(X).means(.hard)
      #expect(try fitted.probabilities(X).elements == means.elements)
      let sparse = try DesignMatrix.sparse(SparseMatrix(X.dense()))
      #expect(try fitted.predict(X).elements == fitted.predict(sparse).elements)
      #expect(try fitted.predict(X).elements == decided(means, fitted.voting).elements)
    }
  }
}
