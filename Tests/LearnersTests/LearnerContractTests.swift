import Diagnostics
import Learners
import Optimization
import Tensors
import Testing

/// What every base learner promises, whatever it is.
@Suite struct LearnerContractTests {
  static let X = LearnerData.matrix(60, 5)
  static let y = LearnerData.targets(X)
  static let codes = LearnerData.codes(X)
  static let T = LearnerData.matrix(25, 5, first: 9001)

  /// Some columns of a matrix.
  static func columns(_ X: Tensor, _ list: [Int]) -> Tensor {
    Tensor((0..<X.rowCount).flatMap { i in list.map { X[i, $0] } }, Shape(X.rowCount, list.count))
  }

  func expectProbabilities(_ p: [Double], count: Int) {
    #expect(p.count == count)
    #expect(p.allSatisfy { $0 >= 0 && $0 <= 1 }, "\(p)")
  }

  func expectDistributions(_ p: [Double], rows: Int, classes: Int) {
    expectProbabilities(p, count: rows * classes)
    for i in 0..<rows {
      #expect(abs(p[i * classes..<(i + 1) * classes].reduce(0, +) - 1) < 1e-12)
    }
  }

  func expectClose(_ a: [Double], _ b: [Double], within tolerance: Double) {
    #expect(a.count == b.count)
    for (i, (x, y)) in zip(a, b).enumerated() {
      #expect(abs(x - y) <= tolerance, "at \(i): \(x) and \(y)")
    }
  }

  // MARK: - Shapes and ranges

  @Test(arguments: LearnerCase.all)
  func `probabilities have their shape, lie in range and sum to one`(_ c: LearnerCase) throws {
    let learner = try c.make()
    expectProbabilities(try learner.binary(Self.X, Self.y).answers(Self.T), count: 25)
    for K in [2, 3] {
      let codes = Self.codes.map { min($0, K - 1) }
      let model = try learner.several(Self.X, codes, classes: K)
      #expect(model.classCount == K)
      #expect(model.featureCount == 5)
      expectDistributions(try model.answers(Self.T), rows: 25, classes: K)
      #expect(try model.predict(.dense(Self.T)).allSatisfy { 0 <= $0 && $0 < K })
    }
    #expect(try learner.binary(Self.X, Self.y).answers(Tensor([], Shape(0, 5))) == [])
  }

  @Test(arguments: LearnerCase.all)
  func `it learns: more rows of the training set are right than by the rate`(
    _ c: LearnerCase
  ) throws {
    let p = try c.make().binary(Self.X, Self.y).answers(Self.X)
    let right = zip(p, Self.y).count { ($0 >= 0.5 ? 1 : 0) == $1 }
    let rate = Self.y.count { $0 == 1 }
    #expect(right > max(rate, 60 - rate) + 5)
  }

  // MARK: - Repeatability

  @Test(arguments: LearnerCase.all)
  func `a second fit has the same bits`(_ c: LearnerCase) throws {
    let learner = try c.make()
    let (a, b) = (try learner.binary(Self.X, Self.y), try c.make().binary(Self.X, Self.y))
    #expect(try a.answers(Self.T) == b.answers(Self.T))
    #expect(
      try learner.several(Self.X, Self.codes, classes: 3).answers(Self.T)
        == learner.several(Self.X, Self.codes, classes: 3).answers(Self.T))
    guard let reseeded = c.reseeded else { return }
    #expect(try reseeded().binary(Self.X, Self.y).answers(Self.T) != a.answers(Self.T))
    #expect(try reseeded().summary != learner.summary)
  }

  @Test(arguments: LearnerCase.all)
  func `the number of threads changes no bit`(_ c: LearnerCase) throws {
    let learner = try c.make()
    let tasks = [Self.y, Self.y.map { 1 - $0 }, Self.codes.map { $0 == 1 ? 1 : 0 }]
      .map { BinaryTask(name: "y", targets: $0) }
    let before = Parallel.threadCount
    defer { Parallel.threadCount = before }
    func run(_ threads: Int) throws -> [[Double]] {
      Parallel.threadCount = threads
      let fitted = try learner.fitBinary(.dense(Self.X), tasks)
      return try fitted.map { try $0.answers(LearnerData.matrix(300, 5, first: 7)) }
    }
    #expect(try run(1) == run(4))
  }

  @Test(arguments: LearnerCase.all)
  func `questions fitted together equal each alone`(_ c: LearnerCase) throws {
    let learner = try c.make()
    let other = Self.codes.map { $0 == 0 ? 1.0 : 0 }
    let together = try learner.fitBinary(
      .dense(Self.X),
      [
        BinaryTask(name: "a", targets: Self.y),
        BinaryTask(name: "b", targets: [Double](repeating: 1, count: 60)),
        BinaryTask(name: "c", targets: other, features: [1, 3]),
        BinaryTask(name: "d", targets: other),
      ])
    #expect(together.count == 4)
    #expect(together[1].constant == 1)
    #expect(together[2].featureCount == 2)
    expectClose(
      try together[0].answers(Self.T), try learner.binary(Self.X, Self.y).answers(Self.T),
      within: c.tolerance)
    expectClose(
      try together[3].answers(Self.T), try learner.binary(Self.X, other).answers(Self.T),
      within: c.tolerance)
    expectClose(
      try probabilities(of: [together[0], together[3], together[1]], .dense(Self.T)).flatMap { $0 },
      try together[0].answers(Self.T) + together[3].answers(Self.T) + together[1].answers(Self.T),
      within: 1e-12)
  }

  // MARK: - Designs

  @Test(arguments: LearnerCase.all, [[1, 3], [4, 0, 2], [2]])
  func `masked inputs are as good as removed`(_ c: LearnerCase, _ list: [Int]) throws {
    let learner = try c.make()
    let masked = try learner.binary(Self.X, Self.y, features: list)
    let removed = try learner.binary(Self.columns(Self.X, list), Self.y)
    #expect(masked.featureCount == list.count)
    let narrow = Self.columns(Self.T, list)
    expectClose(try masked.answers(narrow), try removed.answers(narrow), within: c.tolerance)
  }

  @Test(arguments: LearnerCase.all)
  func `a sparse design gives what the dense one gives`(_ c: LearnerCase) throws {
    func thin(_ X: Tensor) -> Tensor {
      Tensor(X.elements.map { abs($0) < 1 ? 0 : $0 }, X.shape)
    }
    let (X, T) = (thin(Self.X), thin(Self.T))
    let (sX, sT) = (
      DesignMatrix.sparse(try SparseMatrix(X)), DesignMatrix.sparse(try SparseMatrix(T))
    )
    let learner = try c.make()
    let dense = try learner.binary(X, Self.y)
    let sparse = try learner.binary(sX, Self.y)
    expectClose(try sparse.probabilities(sT), try dense.answers(T), within: c.tolerance)
    expectClose(try dense.probabilities(sT), try dense.answers(T), within: 1e-12)
    expectClose(try sparse.probabilities(.dense(T)), try dense.answers(T), within: c.tolerance)
    let list = [3, 1]
    let narrow = Self.columns(T, list)
    expectClose(
      try learner.binary(sX, Self.y, features: list).probabilities(
        .sparse(SparseMatrix(narrow))),
      try learner.binary(X, Self.y, features: list).answers(narrow), within: c.tolerance)
    let task = ClassTask(name: "c", codes: Self.codes, classCount: 3, smoothing: 0.1)
    expectClose(
      try learner.fitClasses(sX, [task])[0].probabilities(sT).elements,
      try learner.fitClasses(.dense(X), [task])[0].answers(T), within: c.tolerance)
  }

  // MARK: - Targets

  @Test(arguments: LearnerCase.all)
  func `two classes are the yes-or-no question`(_ c: LearnerCase) throws {
    let learner = try c.make()
    let yes = try learner.binary(Self.X, Self.y).answers(Self.T)
    let pair = try learner.several(Self.X, Self.y.map { Int($0) }, classes: 2).answers(Self.T)
    expectClose((0..<25).map { pair[2 * $0 + 1] }, yes, within: 1e-12)
    let smooth = try learner.several(
      Self.X, Self.y.map { Int($0) }, classes: 2, smoothing: 0.2
    ).answers(Self.T)
    let soft = try learner.binary(Self.X, Self.y.map { $0 * 0.8 + 0.1 }).answers(Self.T)
    expectClose((0..<25).map { smooth[2 * $0 + 1] }, soft, within: 1e-12)
    #expect(soft != yes)
  }

  @Test(arguments: LearnerCase.all.filter(\.weighsRows))
  func `a row of both classes is the same as two rows of a half`(_ c: LearnerCase) throws {
    let rows = Tensor(
      (0..<40).flatMap { i in (0..<5).map { Self.X[i / 2, $0] } }, Shape(40, 5))
    var hard = (0..<40).map { Self.y[$0 / 2] }
    var soft = hard
    (hard[6], hard[7], soft[6], soft[7]) = (0, 1, 0.5, 0.5)
    let learner = try c.make()
    expectClose(
      try learner.binary(rows, hard).answers(Self.T),
      try learner.binary(rows, soft).answers(Self.T), within: c.tolerance)
  }

  @Test(arguments: LearnerCase.all)
  func `smoothing moves answers towards the even one`(_ c: LearnerCase) throws {
    let learner = try c.make()
    func peak(_ smoothing: Double) throws -> Double {
      let p = try learner.several(Self.X, Self.codes, classes: 3, smoothing: smoothing)
        .answers(Self.X)
      expectDistributions(p, rows: 60, classes: 3)
      return (0..<60).reduce(0) { $0 + (p[3 * $1..<3 * $1 + 3].max() ?? 0) } / 60
    }
    let (sharp, smooth) = (try peak(0), try peak(0.5))
    #expect(smooth < sharp)
    #expect(smooth > 1.0 / 3)
  }

  @Test(arguments: LearnerCase.all)
  func `a label that never changes is a constant, whatever its value`(_ c: LearnerCase) throws {
    let learner = try c.make()
    for value in [0, 1, 0.5, 0.25] {
      let model = try learner.binary(Self.X, [Double](repeating: value, count: 60))
      #expect(model.constant == value)
      #expect(model.report.converged)
      #expect(try model.answers(Self.T) == [Double](repeating: value, count: 25))
    }
    for (K, code) in [(1, 0), (2, 0), (2, 1)] {
      let model = try learner.several(Self.X, [Int](repeating: code, count: 60), classes: K)
      #expect(try model.predict(.dense(Self.T)) == [Int](repeating: code, count: 25))
      expectDistributions(try model.answers(Self.T), rows: 25, classes: K)
    }
  }

  @Test(arguments: LearnerCase.all)
  func `classes that never occur are possible`(_ c: LearnerCase) throws {
    let learner = try c.make()
    let gaps = Self.codes.map { $0 == 1 ? 3 : $0 }
    let p = try learner.several(Self.X, gaps, classes: 5).answers(Self.T)
    expectDistributions(p, rows: 25, classes: 5)
    let one = try learner.several(Self.X, [Int](repeating: 2, count: 60), classes: 4)
    #expect(try one.predict(.dense(Self.T)) == [Int](repeating: 2, count: 25))
  }

  // MARK: - Sizes

  @Test(arguments: LearnerCase.all)
  func `few samples are enough`(_ c: LearnerCase) throws {
    let learner = try c.make()
    let one = Tensor([1, 2], Shape(1, 2))
    for value in [0.0, 1, 0.3] {
      #expect(try learner.binary(one, [value]).answers(one) == [value])
    }
    #expect(try learner.several(one, [0], classes: 1).answers(one) == [1])
    expectDistributions(
      try learner.several(one, [2], classes: 3).answers(one), rows: 1, classes: 3)
    let two = Tensor([1, 2, -1, 0], Shape(2, 2))
    expectProbabilities(try learner.binary(two, [0, 1]).answers(two), count: 2)
    expectDistributions(
      try learner.several(two, [0, 2], classes: 3).answers(two), rows: 2, classes: 3)
  }

  @Test(arguments: LearnerCase.all)
  func `one input, or none, is enough`(_ c: LearnerCase) throws {
    let learner = try c.make()
    let narrow = Self.columns(Self.X, [1])
    expectProbabilities(try learner.binary(narrow, Self.y).answers(narrow), count: 60)
    let bare = Tensor([], Shape(60, 0))
    let p = try learner.binary(bare, Self.y).answers(bare)
    expectProbabilities(p, count: 60)
    #expect(Set(p).count == 1)
    let masked = try learner.binary(Self.X, Self.y, features: [])
    expectClose(try masked.answers(bare), p, within: c.tolerance)
    expectDistributions(
      try learner.several(bare, Self.codes, classes: 3).answers(bare), rows: 60, classes: 3)
    let sparse = DesignMatrix.sparse(try SparseMatrix(bare))
    expectClose(try learner.binary(sparse, Self.y).probabilities(sparse), p, within: c.tolerance)
  }

  @Test(arguments: LearnerCase.all)
  func `equal rows get equal answers, and constant inputs tell nothing`(_ c: LearnerCase) throws {
    let learner = try c.make()
    let twice = Tensor(Self.X.elements + Self.X.elements, Shape(120, 5))
    let p = try learner.binary(twice, Self.y + Self.y).answers(twice)
    expectProbabilities(p, count: 120)
    #expect(Array(p[..<60]) == Array(p[60...]))
    let same = Tensor(repeating: 3, Shape(60, 5))
    let q = try learner.binary(same, Self.y).answers(same)
    expectProbabilities(q, count: 60)
    #expect(Set(q).count == 1)
    expectProbabilities(try learner.binary(same, Self.y).answers(Self.T), count: 25)
  }

  // MARK: - Bad inputs

  @Test(arguments: LearnerCase.all)
  func `a gap or an infinity is named with row and column`(_ c: LearnerCase) throws {
    let learner = try c.make()
    let model = try learner.binary(Self.X, Self.y)
    for (value, words) in [
      (Double.nan, "a missing value (NaN)"), (.infinity, "inf"), (-.infinity, "-inf"),
    ] {
      var bad = Self.X
      bad[7, 2] = value
      func names(_ error: any Error) -> Bool {
        let message = (error as? Failure)?.message ?? ""
        return message.contains(words) && message.contains("row 7, column 2")
      }
      #expect(performing: { try learner.binary(bad, Self.y) }, throws: names)
      #expect(performing: { try learner.several(bad, Self.codes, classes: 3) }, throws: names)
      #expect(performing: { try model.answers(bad) }, throws: names)
    }
  }

  @Test(arguments: LearnerCase.all)
  func `no rows, wrong widths and wrong targets are refused`(_ c: LearnerCase) throws {
    let learner = try c.make()
    let none = Tensor([], Shape(0, 5))
    #expect(throws: Failure.self) { try learner.binary(none, []) }
    #expect(throws: Failure.self) { try learner.several(none, [], classes: 3) }
    #expect(throws: Failure.self) { try learner.binary(Self.X, [0, 1]) }
    #expect(throws: Failure.self) {
      try learner.binary(Self.X, [Double](repeating: .nan, count: 60))
    }
    #expect(throws: Failure.self) { try learner.binary(Self.X, Self.y.map { 2 * $0 }) }
    #expect(throws: Failure.self) { try learner.several(Self.X, Self.codes, classes: 2) }
    let narrow = Self.columns(Self.X, [0, 1])
    for model in [
      try learner.binary(Self.X, Self.y),
      try learner.binary(Self.X, [Double](repeating: 1, count: 60)),
    ] {
      #expect(
        performing: { try model.answers(narrow) },
        throws: { ($0 as? Failure)?.message.hasPrefix("expected 5 inputs a row") ?? false })
    }
    let several = try learner.several(Self.X, Self.codes, classes: 3)
    #expect(throws: Failure.self) { try several.answers(narrow) }
  }

  @Test(arguments: LearnerCase.all, [1e300, 1e200, 1e140, 1e20, 1e-300])
  func `huge and tiny values end in an answer or in a sentence`(
    _ c: LearnerCase, _ scale: Double
  ) throws {
    let X = Tensor(Self.X.elements.map { $0 * scale }, Self.X.shape)
    let learner = try c.make()
    do {
      let model = try learner.binary(X, Self.y)
      expectProbabilities(try model.answers(X), count: 60)
      let several = try learner.several(X, Self.codes, classes: 3)
      expectDistributions(try several.answers(X), rows: 60, classes: 3)
    } catch let failure as Failure {
      #expect(failure.message.contains("row"))
      #expect(scale > 1e140)
    }
  }

  @Test func `an interruption ends every fit and every prediction`() async {
    // In a process of its own: the request is global and would stop other tests.
    await #expect(processExitsWith: .success) {
      let X = LearnerData.matrix(400, 5)
      let y = LearnerData.targets(X)
      let models = try LearnerCase.all.map { try $0.make().binary(X, y) }
      Interrupt.request()
      for (c, model) in zip(LearnerCase.all, models) {
        #expect(throws: Interruption.self, "\(c.name)") { try c.make().binary(X, y) }
        guard c.name != "logistic" else { continue }
        #expect(throws: Interruption.self, "\(c.name)") { try model.answers(X) }
      }
    }
  }
}
