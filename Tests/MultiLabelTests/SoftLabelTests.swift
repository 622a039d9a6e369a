import Glibc
import Charts
import Datasets
import Diagnostics
import Learners
import MultiLabel
import Stepping
import Tensors
import Testing

/// Labels between 0 and 1, label smoothing, and training data with nothing to tell apart.
@Suite struct SoftLabelTests {
  static let learners: [any Learner] = {
    do {
      return [
        try LogisticRegression(tol: 1e-9), try LogisticRegression(penalty: "l1", tol: 1e-9),
        try LogisticRegression(penalty: "elasticnet", tol: 1e-9),
        try LogisticRegression(penalty: "none", tol: 1e-9), try RidgeClassifier(),
        try LinearSVM(tol: 1e-9),
      ]
    } catch {
      Issue.record(error)
      return []
    }
  }()

  /// Three soft labels of `LinearCases`' inputs.
  static func data(_ rows: Int = 60) -> Dataset {
    var Y = Tensor(repeating: 0, Shape(rows, 3))
    for i in 0..<rows {
      Y[i, 0] = LinearCases.soft[i]
      Y[i, 1] = LinearCases.targets[i]
      Y[i, 2] = 1 - 0.5 * LinearCases.soft[(i * 7) % 60]
    }
    let X = Tensor((0..<rows * 4).map { LinearCases.X[flat: $0] }, Shape(rows, 4))
    return Dataset(
      name: "soft", X: X, Y: Y, featureNames: ["a", "b", "c", "d"], labelNames: ["p", "q", "r"])
  }

  @Test func `a soft target weighs a row with yes and the same row with no`() throws {
    // y in tenths: ten copies of a row, of which 10 y are yes. C is a tenth, so sums agree.
    let n = 30
    let tenths = (0..<n).map { ($0 * 7) % 11 }
    let X = Tensor((0..<n * 4).map { LinearCases.X[flat: $0] }, Shape(n, 4))
    let copies = Tensor(
      (0..<10 * n).flatMap { i in (0..<4).map { X[i / 10, $0] } }, Shape(10 * n, 4))
    let hard = (0..<10 * n).map { $0 % 10 < tenths[$0 / 10] ? 1.0 : 0 }
    let pairs: [(any Learner, any Learner)] = [
      (try LogisticRegression(tol: 1e-10), try LogisticRegression(C: 0.1, tol: 1e-10)),
      (
        try LogisticRegression(penalty: "l1", tol: 1e-10),
        try LogisticRegression(C: 0.1, penalty: "l1", tol: 1e-10)
      ),
      (try LinearSVM(tol: 1e-10), try LinearSVM(C: 0.1, tol: 1e-10)),
      (try RidgeClassifier(alpha: 1), try RidgeClassifier(alpha: 10)),
    ]
    for (soft, repeated) in pairs {
      let one = try soft.fitBinary(X, [LinearCases.task(tenths.map { Double($0) / 10 })])[0]
      let other = try repeated.fitBinary(copies, [LinearCases.task(hard)])[0]
      func weights(_ model: any FittedBinary) throws -> [Double] {
        try #require((model as? ScaledModel)?.score ?? model.linear).weights
      }
      expectClose(try weights(one), try weights(other), within: 1e-6)
    }
  }

  @Test(arguments: learners.indices)
  func `binary relevance and chains learn from soft labels, step by step as at once`(
    _ index: Int
  ) throws {
    let data = Self.data()
    let base = Self.learners[index]
    let alone = try BinaryRelevance(base).fit(data)
    let p = try alone.probabilities(data.X)
    let own = try base.fitBinary(data.X, [LinearCases.task(LinearCases.soft)])[0]
      .probabilities(data.X)
    for i in 0..<60 { #expect(abs(p[i, 0] - own[i]) < 1e-6) }
    var run = try ClassifierChain(base).training(on: data)
    while try run.advance() {
      let lines = text(run.describe()).split(separator: "\n", omittingEmptySubsequences: false)
      #expect(lines.count <= 22 && lines.allSatisfy { cellWidth(String($0)) <= 80 })
      #expect(!text(run.describe()).contains("nan"))
    }
    let stepped = try #require(run.output)
    let chain = try ClassifierChain(base).fit(data)
    #expect(try stepped.predict(data.X).elements == chain.predict(data.X).elements)
    let marginals = try chain.probabilities(data.X).elements
    #expect(marginals.allSatisfy { $0 >= 0 && $0 <= 1 })
  }

  @Test func `the screen shows soft labels as they are and the cross entropy with them`() throws {
    var run = try BinaryRelevance(LogisticRegression()).training(on: Self.data())
    _ = try run.advance()
    let screen = text(run.describe())
    #expect(screen.contains("0.13") && screen.contains("0.39"))
    // Mean cross entropy of LinearCases.soft with its own mean 0.5178.
    let rate = LinearCases.soft.reduce(0, +) / 60
    let digits = Int(
      (-(rate * log2(rate) + (1 - rate) * log2(1 - rate)) * 693.147180559945).rounded())
    #expect(screen.contains("label rate only 0.\(digits)"))
  }

  @Test(arguments: learners.indices)
  func `a label that never changes gives that constant, and a note`(_ index: Int) throws {
    for value in [0, 1, 0.25] {
      var data = Self.data()
      for i in 0..<60 { data.Y[i, 1] = value }
      let model = try BinaryRelevance(Self.learners[index]).fit(data)
      let p = try model.probabilities(data.X)
      #expect((0..<60).allSatisfy { p[$0, 1] == value })
      let text = value == 0.25 ? "0.25" : "\(Int(value))"
      #expect(model.notes.contains("q was always \(text) in training; so is its prediction"))
      let chain = try ClassifierChain(Self.learners[index]).fit(data)
      #expect(chain.notes.contains("link q was always \(text) in training; so is its prediction"))
    }
  }

  @Test(arguments: learners.indices)
  func `one sample, and one positive example, are enough`(_ index: Int) throws {
    let tiny = Dataset(
      name: "tiny", X: Tensor(rows: [[1, 2]]), Y: Tensor(rows: [[1, 0]]), featureNames: ["a", "b"],
      labelNames: ["y", "z"])
    let model = try BinaryRelevance(Self.learners[index]).fit(tiny)
    #expect(try model.predict(tiny.X).elements == [1, 0])
    #expect(model.notes.count == 2)
    let few = try Self.learners[index].fitBinary(
      LinearCases.X, [LinearCases.task(LinearCases.positives([7]))])[0]
    let p = try few.probabilities(LinearCases.X)
    #expect(p.allSatisfy { $0 >= 0 && $0 <= 1 })
    let classes = try Self.learners[index].fit(
      LinearCases.X, Tensor(Array(repeating: 4, count: 60)))
    #expect(classes.notes == ["every row was of class 4 in training; so is every prediction"])
    #expect(try classes.predict(LinearCases.X).elements == Array(repeating: 4, count: 60))
  }

  @Test(arguments: learners.indices)
  func `a class seen once, and one never seen, keep probabilities that sum to one`(
    _ index: Int
  ) throws {
    var codes = LinearCases.codes
    codes[11] = 3
    let model = try Self.learners[index].fitClasses(LinearCases.X, codes: codes, classes: 5)
    let p = try model.probabilities(LinearCases.X)
    #expect(p.shape == Shape(60, 5))
    for i in 0..<60 {
      #expect(abs((0..<5).reduce(0) { $0 + p[i, $1] } - 1) < 1e-12)
    }
  }

  @Test func `labels outside 0 to 1 and missing ones are named with row and label`() throws {
    var data = Self.data()
    for (value, found) in [(1.5, "1.5"), (-0.1, "-0.1"), (.nan, "a missing one (NaN)")] {
      data.Y[3, 2] = value
      for train in [
        { _ = try BinaryRelevance(LogisticRegression()).fit(data) },
        { _ = try ClassifierChain(RidgeClassifier()).fit(data) },
      ] {
        #expect {
          try train()
        } throws: {
          ($0 as? Failure)?.message
            == "expected labels from 0 to 1, found \(found) in row 3, label 'r'"
        }
      }
    }
  }

  @Test func `label powersets need labels 0 or 1 and say what takes others`() throws {
    #expect {
      _ = try LabelPowerset(LogisticRegression()).fit(Self.data())
    } throws: {
      guard let failure = $0 as? Failure else { return false }
      return failure.message.hasPrefix("expected labels to be 0 or 1, found 0.12")
        && failure.message.hasSuffix("in row 0, label 'p'")
        && failure.notes
          == [
            "labels between 0 and 1 serve to fit binary_relevance, classifier_chain, chain_ensemble"
          ]
    }
  }

  // MARK: - Smoothing

  @Test(arguments: learners.indices)
  func `smoothing is a fit to smoothed targets`(_ index: Int) throws {
    let base = Self.learners[index]
    let smooth = try LabelSmoothing(base, epsilon: 0.2)
    let found = try smooth.fitBinary(LinearCases.X, [LinearCases.task(LinearCases.targets)])[0]
    let expected = try base.fitBinary(
      LinearCases.X, [LinearCases.task(LinearCases.targets.map { $0 == 1 ? 0.9 : 0.1 })])[0]
    expectClose(
      try found.probabilities(LinearCases.X), try expected.probabilities(LinearCases.X),
      within: 1e-9)
    #expect(smooth.summary == "label_smoothing(\(base.summary), 0.2)")
  }

  @Test func `smoothed classes have ε over K for each other class`() throws {
    let learner = try LogisticRegression(C: 1e6, penalty: "none", tol: 1e-10)
    let none = Tensor([], Shape(60, 0))
    let codes = LinearCases.codes
    let model = try LabelSmoothing(learner, epsilon: 0.3).fitClasses(none, codes: codes, classes: 3)
    // Without inputs the probabilities are the mean targets.
    let p = try model.probabilities(none)
    for k in 0..<3 {
      let share = Double(codes.count { $0 == k }) / 60
      #expect(abs(p[0, k] - (0.7 * share + 0.1)) < 1e-8)
    }
  }

  @Test func `smoothing twice leaves what is left of what was left`() throws {
    let base = try LogisticRegression(tol: 1e-10)
    let twice = try LabelSmoothing(LabelSmoothing(base, epsilon: 0.2), epsilon: 0.5)
    let once = try LabelSmoothing(base, epsilon: 0.6)
    let task = LinearCases.task(LinearCases.targets)
    let a = try twice.fitBinary(LinearCases.X, [task])[0].probabilities(LinearCases.X)
    let b = try once.fitBinary(LinearCases.X, [task])[0].probabilities(LinearCases.X)
    expectClose(a, b, within: 1e-9)
    let c = try twice.fitClasses(LinearCases.X, codes: LinearCases.codes, classes: 3)
    let d = try once.fitClasses(LinearCases.X, codes: LinearCases.codes, classes: 3)
    expectClose(
      try c.probabilities(LinearCases.X).elements, try d.probabilities(LinearCases.X).elements,
      within: 1e-7)
  }

  @Test func `smoothing must be from 0 to below 1`() {
    for epsilon in [-0.1, 1, .nan] {
      #expect(throws: Failure.self) { try LabelSmoothing(LogisticRegression(), epsilon: epsilon) }
    }
  }
}
