import Charts
import Datasets
import Diagnostics
import Learners
import MultiLabel
import Optimization
import Stepping
import Tensors
import Testing

@Suite struct PrunedSetsTests {
  func pruned(_ rows: [String], _ p: Int) throws -> PrunedSets {
    try PrunedSets(PowersetClasses(labelMatrix(rows)), least: p, scope: .observed)
  }

  @Test func `a rare set becomes all of its largest frequent subsets`() throws {
    // Frequent: 110, 011, 100. The set 111 holds all three; the two of two labels are the largest.
    let rows = ["110", "110", "011", "011", "100", "100", "111", "001"]
    let result = try pruned(rows, 2)
    #expect(result.dropped.map(\.set.digits) == ["001", "111"])
    #expect(result.dropped.map { $0.became.map(\.digits) } == [[], ["110", "011"]])
    #expect(result.classes.sets.map(\.digits) == ["100", "110", "011"])
    #expect(result.classes.examples == [0, 1, 2, 3, 4, 5, 6, 6])
    #expect(result.classes.codes == [1, 1, 2, 2, 0, 0, 1, 2])
    #expect((result.droppedRows, result.lostRows, result.reintroduced) == (2, 1, 2))
  }

  @Test func `the empty set is kept when frequent but stands for no other`() throws {
    let result = try pruned(["00", "00", "10"], 2)
    #expect(result.classes.sets.map(\.digits) == ["00"])
    #expect(result.dropped[0].became.isEmpty)
  }

  @Test func `nothing left is an error that names the most frequent count`() {
    #expect {
      _ = try pruned(["10", "10", "01"], 3)
    } throws: { error in
      (error as? Failure)?.message.contains("the most frequent is seen 2 times") ?? false
    }
  }

  /// The definition once more, with bit masks over all pairs of rows.
  private func expected(_ masks: [Int], _ p: Int) -> [(row: Int, mask: Int)] {
    func count(_ mask: Int) -> Int { masks.filter { $0 == mask }.count }
    return masks.enumerated().flatMap { row, mask -> [(row: Int, mask: Int)] in
      if count(mask) >= p { return [(row, mask)] }
      let inside = Set(masks).filter { $0 & mask == $0 && $0 != 0 && count($0) >= p }
      let size = inside.map(\.nonzeroBitCount).max() ?? 0
      return inside.filter { $0.nonzeroBitCount == size }.sorted().map { (row, $0) }
    }
  }

  @Test(arguments: 1...20)
  func `examples are those of the definition`(_ seed: Int) throws {
    var generator = RandomGenerator(seed: UInt64(seed))
    let masks = (0..<40).map { _ in
      Int(generator.integer(below: 16) & generator.integer(below: 16))
    }
    let rows = masks.map { mask in (0..<4).map { mask >> $0 & 1 == 1 ? "1" : "0" }.joined() }
    for p in [1, 2, 4] {
      let result = try pruned(rows, p)
      let found = zip(result.classes.examples, result.classes.codes).map {
        "\($0) \(result.classes.sets[$1].code ?? -1)"
      }
      #expect(found == expected(masks, p).map { "\($0.row) \($0.mask)" })
    }
  }

  @Test func `the model is that of the examples written out`() throws {
    let data = WeatherChain.train
    let fitted = try LabelPowerset(LogisticRegression(tol: 1e-9), prune: 7).fit(data)
    let pruned = try #require(fitted.pruned)
    #expect(pruned.dropped.count == 6 && fitted.classes.count == 6)
    var written = try data.rows(fitted.classes.examples)
    written.Y = Tensor(
      fitted.classes.codes.flatMap { fitted.classes.sets[$0].entries },
      Shape(fitted.classes.examples.count, 4))
    let plain = try LabelPowerset(LogisticRegression(tol: 1e-9)).fit(written)
    let (p, q) = (
      try fitted.probabilities(WeatherChain.test.X), try plain.probabilities(WeatherChain.test.X)
    )
    #expect(p.elements == q.elements)
  }

  @Test func `the run shows what was dropped and stepping it equals the fit`() throws {
    let model = try LabelPowerset(LogisticRegression(), prune: 6)
    var run = try model.training(on: WeatherChain.train, test: WeatherChain.test)
    while !run.matches("pruned"), try run.advance() {}
    let screen = text(run.describe())
    // Codes 3, 10 and 11 are seen 5, 5 and 2 times.
    #expect(screen.contains("label sets 12 → 9   dropped rows 12"))
    #expect(throws: Failure.self) { try run.setting("prune", to: "2") }
    try run.finish()
    let fitted = try model.fit(WeatherChain.train)
    #expect(
      try run.output?.probabilities(WeatherChain.test.X).elements
        == fitted.probabilities(WeatherChain.test.X).elements)
  }

  @Test func `setting prune on the way is the same as asking for it`() throws {
    var run = try LabelPowerset(LogisticRegression()).training(on: WeatherChain.train)
    _ = try run.advance()
    run = try run.setting("prune", to: "6")
    #expect(throws: Failure.self) { try run.setting("prune", to: "-1") }
    #expect(throws: Failure.self) { try run.setting("k", to: "1") }
    try run.finish()
    let asked = try LabelPowerset(LogisticRegression(), prune: 6).fit(WeatherChain.train)
    #expect(
      try run.output?.predict(WeatherChain.test.X).elements
        == asked.predict(WeatherChain.test.X).elements)
  }
}

@Suite struct PowersetScopeTests {
  @Test func `all label sets are classes, and those never seen have probability 0`() throws {
    let base = try LogisticRegression()
    let all = try LabelPowerset(base, classes: .all).fit(WeatherChain.train)
    let observed = try LabelPowerset(base).fit(WeatherChain.train)
    #expect(all.classes.count == 16 && all.classes.observed == 12)
    #expect(all.known == observed.classes.sets.map { $0.code ?? -1 })
    let X = WeatherChain.test.X
    #expect(try all.probabilities(X).elements == observed.probabilities(X).elements)
    #expect(try all.predict(X).elements == observed.predict(X).elements)
  }

  @Test func `a learner that smooths labels gives every label set a share`() throws {
    let base = SmoothingLearner(inner: try LogisticRegression(tol: 1e-9), share: 0.2)
    let fitted = try LabelPowerset(base, classes: .all).fit(WeatherChain.train)
    #expect(fitted.known == Array(0..<16))
    let p = try fitted.model.probabilities(WeatherChain.test.X)
    for i in 0..<p.rowCount { for k in 0..<16 { #expect(p[i, k] > 1e-6) } }
    // With free intercepts the mean share of a class is that of its smoothed targets.
    let q = try fitted.model.probabilities(WeatherChain.train.X)
    for k in 0..<16 {
      let mean = (0..<140).reduce(0) { $0 + q[$1, k] } / 140
      let target = 0.8 * Double(fitted.classes.rows[k].count) / 140 + 0.2 / 16
      #expect(abs(mean - target) < 1e-6)
    }
  }

  @Test func `too many labels for all sets are refused with a way out`() {
    #expect {
      _ = try LabelPowerset(LogisticRegression(), classes: .all)
        .training(on: hashedDataset(rows: 20, labels: 13))
    } throws: { error in
      guard let failure = error as? Failure else { return false }
      return failure.message.contains("2^13 = 8192")
        && failure.notes.contains { $0.contains("rakel") }
    }
  }

  @Test func `the table of a data set bounds what can be reached on a test set`() throws {
    let all = WeatherChain.rows(0..<200)
    let space = try LabelSpace(WeatherChain.train, test: all)
    #expect(space.unseen.map(\.code) == [2, 13] || space.unseen.map(\.code) == [13, 2])
    #expect(space.ceiling == 0.99)
    #expect(space.classes.coverage == 0.75)
    #expect(throws: Failure.self) {
      try LabelSpace(WeatherChain.train, test: hashedDataset(rows: 5, labels: 3))
    }
  }
}

/// Logistic regression that smooths the labels of class problems.
private struct SmoothingLearner: Learner {
  let inner: LogisticRegression
  let share: Double

  var summary: String { "smoothed" }
  var learnsUnseenClasses: Bool { true }

  func fitBinary(_ X: DesignMatrix, _ tasks: [BinaryTask]) throws -> [any FittedBinary] {
    try inner.fitBinary(X, tasks)
  }

  func fitClasses(_ X: DesignMatrix, _ tasks: [ClassTask]) throws -> [any FittedClassifier] {
    try inner.fitClasses(
      X,
      tasks.map {
        ClassTask(
          name: $0.name, codes: $0.codes, classCount: $0.classCount, smoothing: share)
      })
  }
}
