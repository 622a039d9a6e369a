import Charts
import Datasets
import Diagnostics
import Learners
import MultiLabel
import Stepping
import Tensors
import Testing

/// What `set` does to a chain's prediction and to a link's training.
@Suite struct ChainSettingTests {
  let test = WeatherChain.test

  func chain() throws -> FittedChain { try WeatherChain.model().fit(WeatherChain.train) }

  func row(_ row: Int) throws -> Stepper {
    var run = Stepper(try ChainPrediction(chain(), test))
    try run.to(named: "row \(row)")
    return run
  }

  /// A row's guesses by loops over the links' coefficients.
  func predicted(
    _ chain: FittedChain, _ row: Int, threshold: Double, fixed: [Int: Double]
  ) throws -> [Double] {
    var guesses = [Double](repeating: 0, count: chain.labelCount)
    for c in chain.order {
      let linear = try #require(chain.links[c].linear)
      var score = linear.intercept
      for j in 0..<2 { score += linear.weights[j] * test.X[row, j] }
      for (k, parent) in chain.parents[c].enumerated() {
        score += linear.weights[2 + k] * guesses[parent]
      }
      guesses[c] = fixed[c] ?? (sigmoid(score) >= threshold ? 1 : 0)
    }
    return guesses
  }

  @Test func `a set guess is what later links of that row see, other rows stay`() throws {
    let chain = try chain()
    var run = try row(8)
    try run.set("sky", to: "0")
    #expect(text(run.screen).contains("set 0*"))
    try run.finish()
    let output = try #require(run.output as? Tensor)
    let plain = try chain.predict(test.X)
    for i in 0..<test.rowCount {
      let expected =
        try i == 8
        ? predicted(chain, i, threshold: 0.5, fixed: [0: 0])
        : (0..<4).map { plain[i, $0] }
      #expect((0..<4).map { output[i, $0] } == expected)
    }
    #expect((0..<4).contains { output[8, $0] != plain[8, $0] })
  }

  @Test func `a threshold counts from the current row on`() throws {
    let chain = try chain()
    var run = try row(20)
    _ = try run.perform(StepperCommand("set threshold=0.4"))
    try run.finish()
    let output = try #require(run.output as? Tensor)
    for i in 0..<test.rowCount {
      let expected = try predicted(chain, i, threshold: i < 20 ? 0.5 : 0.4, fixed: [:])
      #expect((0..<4).map { output[i, $0] } == expected, "row \(i)")
    }
  }

  @Test func `a threshold set at the start counts for every row`() throws {
    let chain = try chain()
    var run = Stepper(try ChainPrediction(chain, test))
    try run.set("threshold", to: "0.3")
    try run.finish()
    let output = try #require(run.output as? Tensor)
    for i in 0..<test.rowCount {
      #expect(
        try (0..<4).map { output[i, $0] } == predicted(chain, i, threshold: 0.3, fixed: [:]))
    }
  }

  @Test func `inside a row the links come one by one with the terms of their scores`() throws {
    var run = try row(8)
    try run.into()
    try run.to(named: "link sunset")
    let screen = text(run.screen)
    #expect(screen.hasPrefix("CHAIN predict › row 8 › link sunset"))
    // The coefficients of sky and clouds, and the row's probability, by scikit-learn 1.9.1.
    #expect(screen.contains("+0.391") && screen.contains("+2.389") && screen.contains("0.884"))
    try run.to(named: "row 30")
    #expect(run.depth == 0 && run.path == "CHAIN predict › row 30")
    try run.to(named: "link clouds")
    #expect(run.depth == 1 && run.path == "CHAIN predict › row 30 › link clouds")
  }

  @Test(arguments: [
    ("sky", "2"), ("sky", "x"), ("threshold", "0"), ("threshold", "1.5"), ("threshold", "nan"),
    ("skye", "1"), ("", "1"),
  ])
  func `a setting that makes no sense is refused`(name: String, value: String) throws {
    var run = try row(3)
    let before = text(run.screen)
    #expect(throws: Failure.self) { try run.set(name, to: value) }
    #expect(text(run.screen) == before)
  }

  @Test func `a guess cannot be set before there is a row`() throws {
    var run = Stepper(try ChainPrediction(chain(), test))
    #expect(throws: Failure.self) { try run.set("sky", to: "1") }
  }

  @Test func `a feature changed on a side branch goes through every link`() throws {
    let chain = try chain()
    let run = try row(8)
    let before = text(run.screen)
    let screen = text(try run.whatIf("x1", -3))
    var data = try test.X.dense()
    data[8, 0] = -3
    let p = try chain.linkProbabilities(.dense(data))
    for c in 0..<4 {
      let rounded = (p[8, c] * 1000).rounded() / 1000
      #expect(screen.contains(shortNumber(rounded)))
    }
    #expect(text(run.screen) == before)
  }

  @Test func `a coefficient set in training is in the model that comes out`() throws {
    var run = Stepper(try WeatherChain.model().training(on: WeatherChain.train))
    try run.to(named: "link clouds")
    try run.set("sky", to: "-2")
    #expect(text(run.screen).contains("-2.000*"))
    try run.finish()
    let fitted = try #require(run.output as? FittedChain)
    #expect(fitted.links[1].linear?.weights.last == -2)
    let plain = try chain()
    #expect(fitted.links[2].linear == plain.links[2].linear)
    #expect(throws: Failure.self) { try run.set("sky", to: "high") }
  }
}
