import Charts
import Datasets
import Diagnostics
import Learners
import MultiLabel
import Stepping
import Tensors
import Testing

@Suite struct ErrorPropagationTests {
  let test = WeatherChain.test

  func chain() throws -> FittedChain { try WeatherChain.model().fit(WeatherChain.train) }

  @Test func `counts agree with the NumPy reference`() throws {
    let errors = try ErrorPropagation(chain(), test)
    #expect(errors.links.map(\.name) == ["sky", "clouds", "sunset", "sea"])
    #expect(errors.links.map { $0.ownAccuracy * 60 }.map { $0.rounded() } == [37, 44, 47, 49])
    #expect(errors.links.map { $0.trueAccuracy * 60 }.map { $0.rounded() } == [37, 53, 52, 49])
    #expect(errors.links.map(\.rescued) == [0, 10, 9, 0])
    #expect(errors.links.map(\.spoiled) == [0, 1, 4, 0])
    #expect(errors.links.map(\.misled) == [0, 23, 27, 0])
    #expect(errors.wrong == 63)
    #expect(errors.wrongWithTruth == 49)
  }

  @Test func `the screen names the link that loses most`() throws {
    let screen = text(try ErrorPropagation(chain(), test).screen)
    #expect(screen.contains("63 wrong labels on the chain's own guesses, 49 if every link knew"))
    #expect(screen.contains("clouds loses most: misled on 23 rows"))
  }

  @Test func `stepping through all rows predicts what predict does`() throws {
    let chain = try chain()
    var run = try ChainPrediction(chain, test)
    var count = 0
    while try run.advance() { count += 1 }
    #expect(count == 60)
    #expect(try run.output?.elements == chain.predict(test.X).elements)
  }

  @Test func `a step at the outer level is a whole row`() throws {
    var run = try ChainPrediction(chain(), test)
    while !run.matches("row 8"), try run.advance() {}
    #expect(run.position.done == 9)
    let screen = text(run.describe())
    #expect(screen.hasPrefix("CHAIN predict | row 8 | "))
    #expect(screen.contains("step 9 of 60"))
    // P(1) as guessed, then with true parents, of clouds and sunset.
    #expect(screen.contains("0.726") && screen.contains("0.129 flips"))
    #expect(screen.contains("0.884") && screen.contains("0.321 flips"))
    // 2.885 to clouds, 0.391 and 2.389 to sunset are the links' coefficients.
    let why = try run.why("").map(\.plain).joined(separator: " ")
    #expect(
      why.hasPrefix(
        "sky missed by 0.028; sky's miss added +2.885 to the clouds score, +0.391 to the sunset "
          + "score; clouds's miss added +2.389 to the sunset score: 1 slip, 3 wrong labels"))
  }

  @Test func `what-if sets one label and leaves the run alone`() throws {
    var run = try ChainPrediction(chain(), test)
    while !run.matches("row 8"), try run.advance() {}
    let before = text(run.describe())
    let branch = text(try run.whatIf("sky", 0))
    // With sky = 0 the row's clouds and sunset are what they are with true parents.
    #expect(branch.contains("0.129") && branch.contains("0.321"))
    #expect(branch.contains("2 other labels changed by it"))
    #expect(text(run.describe()) == before)
    // A changed feature is predicted anew through every link.
    let other = text(try run.whatIf("x1", 5))
    #expect(other.contains("row 8 with x1 = 5.000"))
    #expect(throws: Failure.self) { try run.whatIf("skye", 0) }
    #expect(throws: Failure.self) { try run.whatIf("sky", 0.3) }
    #expect(throws: Failure.self) { try run.whatIf("sky", .nan) }
  }

  @Test func `what-if stars no figure of a link that the change does not reach`() throws {
    // One row alone is computed in another way than many at once, so the last bits may differ.
    let data = try makeLabels(
      rows: 600, features: 4, labels: ["sky", "sea"], parents: [[], []], seed: 3)
    let chain = try ClassifierChain(
      LogisticRegression(), parents: .graph(LabelGraph("sky, sea"))
    ).fit(data)
    var run = try ChainPrediction(chain, data)
    while try run.advance() {
      for value in [0.0, 1] {
        let lines = text(try run.whatIf("sky", value)).split(separator: "\n")
        let sea = try #require(lines.first { $0.contains("sea ") })
        #expect(!sea.contains("*"))
      }
    }
  }

  @Test func `prediction without known truth shows no truth`() throws {
    var run = try ChainPrediction(chain(), test.X)
    _ = try run.advance()
    let screen = text(run.describe())
    #expect(!screen.contains("true"))
    #expect(try run.why("sky").map(\.plain).joined().contains("bias -0.194"))
  }

  @Test func `no rows are predicted at once`() throws {
    var run = try ChainPrediction(chain(), .dense(Tensor([], Shape(0, 2))))
    #expect(try !run.advance())
    #expect(run.output?.shape == Shape(0, 4))
  }
}
