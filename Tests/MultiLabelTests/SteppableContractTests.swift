import Charts
import Datasets
import Diagnostics
import Learners
import MultiLabel
import Stepping
import Tensors
import Testing

/// A run that must keep what every steppable run promises.
struct SteppableCase: Sendable, CustomTestStringConvertible {
  let name: String
  /// The run before its first stage.
  let start: @Sendable () throws -> any Steppable
  /// What the fit of the same gives, drawn so that it can be compared; `nil` where a run gives
  /// nothing but its screens.
  let fitted: (@Sendable () throws -> String)?
  /// The outcome of the run, drawn in the same way.
  let outcome: (@Sendable (any Sendable) -> String)?

  var testDescription: String { name }

  /// A run whose outcome is not compared.
  init(_ name: String, _ start: @escaping @Sendable () throws -> any Steppable) {
    self.name = name
    self.start = start
    fitted = nil
    outcome = nil
  }

  /// The training of a model, whose outcome is that of its fit.
  init<Model: MultiLabelModel>(
    _ name: String, _ model: Model, _ data: @escaping @Sendable () -> Dataset
  ) {
    self.name = name
    start = { try model.training(on: data()) }
    fitted = { Self.described(try model.fit(data()), data()) }
    outcome = { ($0 as? any FittedMultiLabel).map { Self.described($0, data()) } ?? "nothing" }
  }

  private static func described(
    _ model: any FittedMultiLabel, _ data: Dataset
  ) -> String {
    let bits = (try? model.probabilities(data.X).elements.map(\.bitPattern)) ?? []
    return "\(model.summary) \(bits) \(model.fits.map(\.report))"
  }
}

/// What every training, prediction and inner run promises: one line a run.
@Suite struct SteppableContractTests {
  static let weather: @Sendable () -> Dataset = { WeatherChain.train }
  static let many: @Sendable () -> Dataset = {
    ScreenContractTests.data(60, 30, 10)
  }
  /// Learning that takes L-BFGS: more than 128 parameters.
  static let wide: @Sendable () -> Dataset = { hashedDataset(rows: 40, features: 130, labels: 2) }

  static let all: [SteppableCase] = (try? cases()) ?? []

  private static func cases() throws -> [SteppableCase] {
    let base = try LogisticRegression()
    let chain = try ClassifierChain(base)
    let graph = try WeatherChain.model()
    return [
      SteppableCase("binary relevance", BinaryRelevance(base), weather),
      SteppableCase("binary relevance of many labels", BinaryRelevance(base), many),
      SteppableCase("chain", chain, weather), SteppableCase("chain of many labels", chain, many),
      SteppableCase("chain on a graph", graph, weather),
      try SteppableCase("powerset", LabelPowerset(base), weather),
      SteppableCase("prediction") {
        try ChainPrediction(graph.fit(weather()), WeatherChain.test)
      },
      SteppableCase("prediction of many labels") { try ChainPrediction(chain.fit(many()), many()) },
      SteppableCase("prediction without truth") {
        try ChainPrediction(graph.fit(weather()), WeatherChain.test.X)
      },
      SteppableCase("links of a row") {
        try inside(ChainPrediction(graph.fit(weather()), WeatherChain.test), after: 9)
      },
      SteppableCase("links of a row of many labels") {
        try inside(ChainPrediction(chain.fit(many()), many()), after: 2)
      },
      SteppableCase("Newton") { try inside(graph.training(on: weather()), after: 4) },
      SteppableCase("L-BFGS") { try inside(chain.training(on: wide()), after: 2) },
      SteppableCase("softmax") {
        try inside(LabelPowerset(base).training(on: weather()), after: 4)
      },
    ]
  }

  /// The inner run of the stage after some steps.
  static func inside(_ run: any Steppable, after count: Int) throws -> any Steppable {
    var run = run
    for _ in 0..<count { _ = try run.advance() }
    return try #require(try run.inner())
  }

  static func stepper(_ example: SteppableCase) throws -> Stepper {
    func open(_ run: some Steppable) -> Stepper { Stepper(run) }
    return open(try example.start())
  }

  /// Stages that are looked at one by one.
  static let limit = 12

  func drawing(_ stepper: Stepper, _ width: Int = 80) -> String {
    text(stepper.screen, DrawingOptions(width: width))
  }

  @Test func `every kind of run is in the table`() { #expect(Self.all.count == 14) }

  @Test(arguments: all)
  func `back after next restores the same text, and to N is N times next`(
    _ example: SteppableCase
  ) throws {
    var run = try Self.stepper(example)
    var seen = [drawing(run)]
    for step in 1...Self.limit {
      guard try run.advance() else { break }
      seen.append(drawing(run))
      var other = run
      try other.back()
      #expect(drawing(other) == seen[step - 1])
    }
    #expect(seen.count > 1 && Set(seen).count == seen.count)
    for (step, expected) in seen.enumerated() {
      var fresh = try Self.stepper(example)
      #expect(try fresh.to(step))
      #expect(drawing(fresh) == expected)
      #expect(try run.to(step))
      #expect(drawing(run) == expected)
    }
  }

  @Test(arguments: all)
  func `a run stepped to its end equals the fit`(_ example: SteppableCase) throws {
    var run = try Self.stepper(example)
    try run.advance(2)
    try run.back()
    #expect(run.output == nil)
    while try run.advance() {}
    let output = try #require(run.output)
    #expect(run.isFinished)
    guard let fitted = example.fitted, let outcome = example.outcome else { return }
    #expect(try outcome(output) == fitted())
  }

  @Test(arguments: all)
  func `screens fit 22 rows of 80 cells, and every narrower width`(_ example: SteppableCase) throws
  {
    var run = try Self.stepper(example)
    for _ in 0...Self.limit {
      let lines = drawing(run).split(separator: "\n", omittingEmptySubsequences: false)
      #expect(lines.count <= 22, "\(drawing(run))")
      for width in [80, 60, 40] {
        for line in drawing(run, width).split(separator: "\n") {
          #expect(cellWidth(String(line)) <= width)
        }
        #expect(!drawing(run, width).contains("columns 1-"), "\(drawing(run, width))")
      }
      #expect(!drawing(run).contains("NaN") && !drawing(run).contains("nan"))
      guard try run.advance() else { return }
    }
  }

  @Test(arguments: all)
  func `every question a stage names has an answer, any other an error`(
    _ example: SteppableCase
  ) throws {
    var run = try Self.stepper(example)
    for _ in 0...Self.limit {
      let topics = run.current.topics
      for topic in topics.why { #expect(try !run.why(topic).isEmpty, "why \(topic)") }
      for topic in topics.show { #expect(try !text(run.show(topic)).isEmpty, "show \(topic)") }
      for change in topics.whatIf {
        let before = drawing(run)
        _ = try run.perform(StepperCommand("what-if \(change)"))
        #expect(drawing(run) == before)
      }
      #expect(throws: Failure.self) { try run.why("no such thing") }
      #expect(throws: Failure.self) { try run.show("no such thing") }
      #expect(throws: Failure.self) { try run.whatIf("no such thing", 1) }
      #expect(throws: Failure.self) { try run.set("no such thing", to: "1") }
      guard try run.advance() else { return }
    }
  }

  @Test(arguments: all)
  func `into and out again restore the same text`(_ example: SteppableCase) throws {
    var run = try Self.stepper(example)
    for _ in 0...Self.limit {
      let before = drawing(run)
      let inner = try run.current.inner()
      #expect(run.current.hasInner == (inner != nil))
      if try run.into() {
        #expect(run.depth == 1 && run.step == 0)
        #expect(drawing(run).hasPrefix("\(run.path)".prefix(40)))
        while try run.advance() {}
        #expect(run.output != nil)
        let isOut = run.out()
        #expect(isOut)
      }
      let isOutside = !run.out()
      #expect(isOutside)
      #expect(drawing(run) == before)
      guard try run.advance() else { return }
    }
  }

  @Test(arguments: all)
  func `back after set restores the same text`(_ example: SteppableCase) throws {
    var run = try Self.stepper(example)
    for _ in 0...4 {
      let before = drawing(run)
      for setting in run.current.topics.settings {
        var changed = run
        _ = try changed.perform(StepperCommand("set \(setting)"))
        #expect(changed.step == run.step)
        try changed.advance(2)
        try changed.back(changed.step - run.step)
        try changed.back()
        #expect(drawing(changed) == before, "set \(setting)")
      }
      guard try run.advance() else { return }
    }
  }
}
