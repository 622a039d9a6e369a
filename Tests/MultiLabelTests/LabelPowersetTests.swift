import Charts
import Datasets
import Diagnostics
import Learners
import MultiLabel
import Optimization
import Stepping
import Tensors
import Testing

@Suite struct LabelPowersetTests {
  let train = WeatherChain.train
  let test = WeatherChain.test

  func model() throws -> LabelPowerset { try LabelPowerset(LogisticRegression(tol: 1e-9)) }

  @Test func `label sets become codes and back`() throws {
    let Y = Tensor(rows: [[0, 0, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 1, 1]])
    let codes = try toPowerset(Y)
    #expect(codes.elements == [0, 1, 2, 4, 7])
    #expect(try fromPowerset(codes, labelCount: 3).elements == Y.elements)
  }

  @Test func `codes out of range are refused`() {
    for code in [8, -1, 0.5, .nan, .infinity] {
      #expect(throws: Failure.self) { try fromPowerset(Tensor([code]), labelCount: 3) }
    }
    #expect(throws: Failure.self) { try fromPowerset(Tensor([0]), labelCount: 0) }
    #expect(throws: Failure.self) { try fromPowerset(Tensor([0]), labelCount: 64) }
    #expect(throws: Failure.self) { try toPowerset(Tensor(repeating: 0, Shape(1, 60))) }
  }

  @Test func `classes are the observed label sets in the order of their codes`() throws {
    let fitted = try model().fit(train)
    // Counted with NumPy.
    #expect(fitted.classes.sets.map(\.code) == [0, 1, 3, 4, 5, 7, 8, 10, 11, 12, 14, 15])
    #expect(fitted.classes.rows.map(\.count) == [38, 11, 5, 6, 9, 10, 6, 5, 2, 6, 13, 29])
  }

  @Test func `the model arrives at scikit-learn's optimum`() throws {
    let fitted = try model().fit(train)
    #expect(abs(fitted.model.report.objective - 231.90614341797064) < 1e-7)
    let codes = try toPowerset(fitted.predict(test.X)).elements.prefix(10)
    #expect(Array(codes) == [0, 15, 14, 14, 0, 10, 0, 10, 0, 0])
    let p = try fitted.probabilities(test.X)
    let expected = [0.52601941, 0.25870819, 0.51557206, 0.1562691]
    for c in 0..<4 { #expect(abs(p[0, c] - expected[c]) < 1e-5) }
  }

  @Test func `stepping to the end equals fit bit for bit`() throws {
    var run = try model().training(on: train, test: test)
    try run.finish()
    let fitted = try model().fit(train)
    #expect(
      try run.output?.probabilities(test.X).elements == fitted.probabilities(test.X).elements)
  }

  @Test func `one label set is a constant and two are the binary model`() throws {
    var same = train
    for i in 0..<same.rowCount { for c in 0..<4 { same.Y[i, c] = c == 2 ? 1 : 0 } }
    let constant = try model().fit(same)
    #expect(try constant.predict(test.X).elements.prefix(4) == [0, 0, 1, 0])
    var two = same
    for i in 0..<two.rowCount { two.Y[i, 0] = train.Y[i, 0] }
    let binary = try LogisticRegression(tol: 1e-9)
      .fitBinary(train.X, [BinaryTask(name: "", targets: (0..<140).map { train.Y[$0, 0] })])[0]
    let p = try model().fit(two).probabilities(test.X)
    let yes = try binary.probabilities(test.X)
    for i in 0..<60 { #expect(abs(p[i, 0] - yes[i]) < 1e-12) }
    #expect(p[0, 2] == 1)
  }

  @Test func `label sets of more than 64 labels are told apart`() throws {
    var entries = [Double](repeating: 0, count: 70)
    let empty = LabelSet(entries)
    entries[69] = 1
    let last = LabelSet(entries)
    #expect(empty != last && empty < last)
    #expect(last.entries == entries)
    #expect(last.code == nil)
  }

  @Test func `the screens tell counts, coverage and what the test set has never seen`() throws {
    var run = try model().training(on: train, test: WeatherChain.rows(0..<200))
    while !run.matches("space"), try run.advance() {}
    let screen = text(run.describe())
    #expect(screen.contains("possible 2^4 = 16   observed 12   seen once 0   never seen 4"))
    // Codes 2 and 13 occur once each among the last 60 rows only.
    #expect(screen.contains("2 of 200 rows carry a never-seen set"))
    #expect(screen.contains("cannot exceed 198/200 = 0.990"))
    _ = try run.advance()
    let last = text(run.describe())
    #expect(last.contains("objective 231.906"))
    #expect(last.contains("right on 60 of 140 training rows"))
  }

  @Test func `questions about classes are answered or explained`() throws {
    var run = try model().training(on: train)
    #expect(throws: Failure.self) { try run.why("") }
    _ = try run.advance()
    #expect(try run.why("c10").map(\.plain)[0].hasPrefix("class c10 is the label set 0111"))
    #expect(try run.why("0111").map(\.plain)[0].hasSuffix("code 2^1 + 2^2 + 2^3 = 14"))
    #expect(throws: Failure.self) { try run.why("c12") }
    #expect(throws: Failure.self) { try run.show("row 140") }
    #expect(text(try run.whatIf("prune", 6)).contains("140 → 128"))
    #expect(throws: Failure.self) { try run.whatIf("prune", .nan) }
  }
}
