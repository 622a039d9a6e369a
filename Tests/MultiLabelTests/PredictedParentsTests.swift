import Charts
import Datasets
import Diagnostics
import Learners
import MultiLabel
import Stepping
import Tensors
import Testing

/// Links that learn from predictions of their parents.
@Suite struct PredictedParentsTests {
  let train = WeatherChain.train
  let test = WeatherChain.test

  func chain(_ share: Double, seed: Int = 0) throws -> ClassifierChain {
    try ClassifierChain(
      LogisticRegressionForTests.base, trainOn: .predicted(share: share), seed: seed)
  }

  /// Nested stacking written out: each link is fitted on out-of-fold predictions of those before.
  func stacked(_ seed: Int) throws -> [LinearScore] {
    let base = try LogisticRegressionForTests.base
    let folds = try RowFolds(rowCount: 140, seed: seed).numbers
    var predicted: [[Double]] = []
    var links: [LinearScore] = []
    func inputs(_ rows: [Int]) -> Tensor {
      Tensor(
        rows.flatMap { i in [train.X[i, 0], train.X[i, 1]] + predicted.map { $0[i] } },
        Shape(rows.count, 2 + predicted.count))
    }
    func fit(_ rows: [Int], _ c: Int) throws -> any FittedBinary {
      try base.fitBinary(
        .dense(inputs(rows)), [BinaryTask(name: "link", targets: rows.map { train.Y[$0, c] })])[0]
    }
    for c in 0..<4 {
      links.append(try #require(try fit(Array(0..<140), c).linear))
      var column = [Double](repeating: 0, count: 140)
      for fold in 0..<5 {
        let model = try fit((0..<140).filter { folds[$0] != fold }, c)
        let inside = (0..<140).filter { folds[$0] == fold }
        for (i, p) in zip(inside, try model.probabilities(.dense(inputs(inside)))) {
          column[i] = p >= 0.5 ? 1 : 0
        }
      }
      predicted.append(column)
    }
    return links
  }

  @Test(arguments: [0, 5])
  func `links are fitted on out-of-fold predictions, nested along the chain`(_ seed: Int) throws {
    let fitted = try chain(1, seed: seed).fit(train)
    for (link, expected) in zip(fitted.links, try stacked(seed)) {
      let found = try #require(link.linear)
      #expect(abs(found.intercept - expected.intercept) < 1e-7)
      for (a, b) in zip(found.weights, expected.weights) { #expect(abs(a - b) < 1e-7) }
    }
  }

  @Test func `a share of 0 is the truth, one between lies between`() throws {
    let base = try LogisticRegressionForTests.base
    let truth = try ClassifierChain(base).fit(train)
    let none = try chain(0).fit(train)
    for (a, b) in zip(truth.links, none.links) { #expect(a.linear == b.linear) }
    let all = try chain(1).fit(train)
    let half = try chain(0.5).fit(train)
    // The truth about a parent is worth more than a guess, so its weight shrinks with the share.
    func weight(_ chain: FittedChain) -> Double { chain.links[1].linear?.weights[2] ?? 0 }
    #expect(weight(truth) > weight(half) && weight(half) > weight(all))
    #expect(try chain(0.5, seed: 9).fit(train).links[1].linear != half.links[1].linear)
  }

  @Test func `each stage fits one link, and the last equals fit bit for bit`() throws {
    var run = try chain(1).training(on: train)
    var stages = 0
    while try run.advance() { stages += 1 }
    #expect(stages == 4)
    let stepped = try #require(run.output)
    let fitted = try chain(1).fit(train)
    for (a, b) in zip(stepped.links, fitted.links) { #expect(a.linear == b.linear) }
    let screen = text(run.describe())
    #expect(screen.contains("PREDICTED parent labels"))
  }

  @Test func `error propagation is shown for such chains, too`() throws {
    let errors = try ErrorPropagation(chain(1).fit(train), test)
    #expect(errors.links.count == 4)
    #expect(errors.links[0].misled == 0)
  }

  @Test func `one row has no predictions out of fold, and a share outside 0 to 1 no meaning`()
    throws
  {
    #expect(throws: Failure.self) { try chain(1).fit(train.rows([0])) }
    #expect(throws: Failure.self) { try chain(1.5) }
    #expect(throws: Failure.self) { try chain(.nan) }
    #expect(try chain(1).fit(train.rows([0, 1])).links.count == 4)
  }

  @Test(arguments: ScreenContractTests.sizes)
  func `screens fit 80 columns and 22 rows`(_ n: Int, _ d: Int, _ C: Int) throws {
    let data = ScreenContractTests.data(n, d, C)
    try ScreenContractTests().run(
      ClassifierChain(LogisticRegression(), trainOn: .predicted(share: 0.5)).training(on: data))
  }
}
