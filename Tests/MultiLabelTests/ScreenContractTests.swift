import Charts
import Datasets
import Diagnostics
import Learners
import MultiLabel
import Stepping
import Tensors
import Testing

/// What every training and prediction run promises of its screens.
@Suite struct ScreenContractTests {
  static let sizes = [(20, 1, 1), (140, 2, 4), (60, 30, 10), (40, 0, 2), (50, 3, 12)]

  static func data(_ n: Int, _ d: Int, _ C: Int) -> Dataset {
    var data =
      d > 0 ? hashedDataset(rows: n, features: d, labels: C) : hashedDataset(rows: n, labels: C)
    if d == 0 {
      data.X = .dense(Tensor([], Shape(n, 0)))
      data.featureNames = []
    }
    data.labelNames = data.labelNames.map { "\($0)-with-a-long-name" }
    return data
  }

  func expectFits(_ screen: Screen) {
    let lines = text(screen).split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count <= 22, "\(lines.count) lines:\n\(text(screen))")
    #expect(lines.allSatisfy { cellWidth(String($0)) <= 80 })
    #expect(!text(screen).contains("columns 1-"), "a table was split:\n\(text(screen))")
    #expect(!text(screen).contains("NaN"))
  }

  func run(_ first: some Steppable, steps: Int = 30) throws {
    var stepper = first
    expectFits(stepper.describe())
    for _ in 0..<steps {
      let announced = stepper.nextStage
      guard try stepper.advance() else {
        #expect(announced == nil)
        return
      }
      #expect(announced != nil)
      expectFits(stepper.describe())
      #expect(!stepper.state.isEmpty)
      _ = try stepper.why("")
      #expect(throws: (any Error).self) { try stepper.why("no such thing") }
      #expect(throws: (any Error).self) { try stepper.show("no such thing") }
      #expect(throws: (any Error).self) { try stepper.whatIf("no such thing", 1) }
    }
  }

  @Test(arguments: sizes)
  func `screens fit 80 columns and 22 rows`(_ n: Int, _ d: Int, _ C: Int) throws {
    let data = Self.data(n, d, C)
    let base = try LogisticRegression()
    try run(BinaryRelevance(base).training(on: data))
    try run(ClassifierChain(base).training(on: data))
    try run(LabelPowerset(base).training(on: data, test: data))
    try run(ChainPrediction(ClassifierChain(base).fit(data), data))
  }

  @Test func `the screen of a link shows the figures of its fit`() throws {
    var training = try WeatherChain.model().training(on: WeatherChain.train)
    while !training.matches("clouds"), try training.advance() {}
    let screen = text(training.describe())
    for figure in ["-1.304", "-0.528", "+1.534", "+2.885"] { #expect(screen.contains(figure)) }
    #expect(screen.contains("label rate only 0.689 → features 0.509 → + parents 0.331"))
    #expect(screen.contains("1 TRUE parent label"))
  }

  @Test func `changing a fitted coefficient can only raise the objective`() throws {
    var training = try WeatherChain.model().training(on: WeatherChain.train)
    _ = try training.advance()
    let branch = text(try training.whatIf("x1", 3))
    #expect(branch.contains("mean log-loss 0.633757 → "))
    #expect(throws: Failure.self) { try training.whatIf("x1", .infinity) }
    #expect(throws: Failure.self) { try training.show("row 140") }
    #expect(throws: Failure.self) { try training.show("row -1") }
  }
}
