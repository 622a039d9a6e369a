import Charts
import Datasets
import Diagnostics
import Learners
import MultiLabel
import Optimization
import Stepping
import Tensors
import Testing

/// The vote worked out by hand: four groups of three out of five labels.
@Suite struct VotePredictionTests {
  let names = ["A", "B", "C", "D", "E"]
  let groups = [[0, 1, 2], [1, 2, 3], [0, 3, 4], [2, 3, 4]]

  func prediction(truth: Tensor? = nil) throws -> VotePrediction {
    let bits = ["101", "011", "010", "011"].map { labelMatrix([$0]) }
    return try VotePrediction(
      GroupVotes(groups: groups, labelCount: 5, bits: bits), labelNames: names, truth: truth,
      seenClasses: [6, 7, 5, 6])
  }

  func state(_ run: VotePrediction, _ name: String) -> [Double] {
    guard case .tensor(let tensor) = run.state.first(where: { $0.name == name })?.value else {
      return []
    }
    return tensor.elements
  }

  @Test func `means and decisions are those of the hand`() throws {
    var run = try prediction()
    for step in 1...5 {
      #expect(try run.advance())
      #expect(run.position.done == step)
    }
    #expect(try !run.advance())
    #expect(state(run, "yes") == [1, 0, 2, 3, 1])
    #expect(state(run, "counts") == [2, 2, 3, 3, 2])
    #expect(state(run, "mean") == [0.5, 0, 2.0 / 3, 1, 0.5])
    #expect(state(run, "guesses") == [1, 0, 1, 1, 1])
    #expect(run.output?.elements == [1, 0, 1, 1, 1])
  }

  @Test func `settings change the rule from here on`() throws {
    var run = try prediction()
    try run.finish()
    #expect(try run.setting("ties", to: "0").output?.elements == [0, 0, 1, 1, 0])
    #expect(try run.setting("threshold", to: "0.6").output?.elements == [0, 0, 1, 1, 0])
    #expect(try run.setting("threshold", to: "0.7").output?.elements == [0, 0, 0, 1, 0])
    #expect(run.output?.elements == [1, 0, 1, 1, 1])
    for (name, value) in [("ties", "2"), ("threshold", "1.5"), ("threshold", "x"), ("vote", "no")] {
      #expect(throws: Failure.self) { try run.setting(name, to: value) }
    }
    #expect(throws: Failure.self) { try run.setting("k", to: "3") }
  }

  @Test func `the screen shows groups, votes, means, ties and pairs`() throws {
    var run = try prediction()
    _ = try run.advance()
    #expect(text(run.describe()).contains("why g1 votes A=1, B=0, C=1"))
    try run.finish()
    let screen = text(run.describe())
    #expect(screen.contains("RAKEL | row 0 | 4 groups out of {A,B,C,D,E}"))
    #expect(screen.contains("step 5 of 5"))
    #expect(screen.contains("g3 {A,D,E}"))
    #expect(screen.contains("7/8"))
    #expect(screen.contains("12 votes = 4 groups of 3"))
    #expect(screen.contains("pairs covered 9 of 10 (never B+E)"))
    #expect(screen.contains("ties: A, E → 1 by rule \"≥\""))
    #expect(screen.contains("why A=1: g1 says 1, g3 says 0: a tie, which \"≥\" lets in"))
    #expect(screen.contains("set ties=0 gives 0 0 1 1 0"))
  }

  @Test func `why names the groups behind a label`() throws {
    var run = try prediction()
    #expect(throws: Failure.self) { try run.why("A") }
    try run.finish()
    let plain = try run.why("C=1").map(\.plain)
    #expect(
      plain
        == ["C=1: g1 says 1, g2 says 1, g4 says 0: 2/3 = 0.667 ≥ 0.5"].map {
          $0.replacing("g2 says 1, g4 says 0", with: "g2 says 1, g4 says 0")
        })
    #expect(try run.why("E").map(\.plain)[0].hasPrefix("E=1: g3 says 0, g4 says 1: a tie"))
    #expect(throws: Failure.self) { try run.why("F") }
  }

  @Test func `what-if leaves the run as it is`() throws {
    var run = try prediction()
    try run.finish()
    let before = text(run.describe())
    let strict = text(try run.whatIf("ties", 0))
    #expect(strict.contains("2 labels of this row changed; 2 of 5 guesses"))
    // Without g4, E has the vote of g3 alone, C those of g1 and g2.
    let dropped = text(try run.whatIf("drop", 4))
    #expect(dropped.contains("1 label of this row changed; every label is still in a group"))
    #expect(text(run.describe()) == before)
    for value in [0, 5, 1.5, .nan] {
      #expect(throws: Failure.self) { try run.whatIf("drop", value) }
    }
    #expect(throws: Failure.self) { try run.whatIf("threshold", 2) }
  }

  @Test func `truth is compared and its shape is checked`() throws {
    var run = try prediction(truth: labelMatrix(["10110"]))
    try run.finish()
    #expect(text(run.describe()).contains("0✗"))
    #expect(throws: Failure.self) { try prediction(truth: labelMatrix(["1011"])) }
    #expect(throws: Failure.self) { try prediction(truth: labelMatrix(["10110", "10110"])) }
  }

  @Test func `the run of a trained model ends in its prediction`() throws {
    for kind in Voting.Kind.allCases {
      let model = try GroupedPowerset(
        LogisticRegression(), size: 2, voting: Voting(kind, threshold: 0.4)
      ).fit(WeatherChain.train)
      let test = WeatherChain.test
      var run = try #require(
        try model.predicting(test.X, truth: test.Y) as? VotePrediction)
      try run.finish()
      #expect(try run.output?.elements == model.predict(test.X).elements)
      var stepper = Stepper(try model.predicting(test.X, truth: nil))
      try stepper.to(named: "row 7")
      #expect(stepper.position.done == 8 * (model.groups.count + 1))
      try stepper.to(named: "g3")
      #expect(stepper.screen.title.contains("row 8"))
    }
  }

  @Test func `no rows give no prediction`() throws {
    let model = try GroupedPowerset(LogisticRegression(), size: 2).fit(WeatherChain.train)
    var run = try VotePrediction(model, WeatherChain.test.X.rows([]))
    #expect(try !run.advance())
    #expect(run.output?.shape == Shape(0, 4))
    #expect(try model.predict(WeatherChain.test.X.rows([])).shape == Shape(0, 4))
  }
}
