import Charts
import Diagnostics
import Stepping
import Tensors
import Testing

@Suite struct QuestionTests {
  private static let state: [(name: String, value: StateValue)] = [
    ("loss", .number(0.5)), ("rank", .number(4)), ("guess", .number(1)), ("stop", .text("done")),
    ("w", .tensor(Tensor([-2, 0, 3]))), ("votes", .list([.tensor(Tensor([0, 1]))])),
  ]

  private func verdict(_ figure: String, _ kind: Question.Answer, _ answer: String) throws -> String
  {
    let question = Question(figure, figure: figure, kind)
    return try question.judgement(of: answer, in: Self.state).verdict.rawValue
  }

  @Test(arguments: [
    ("0.5", "right"), ("0.524", "right"), ("0.476", "right"), ("0.53", "near"), ("0.62", "near"),
    ("0.63", "wrong"), ("0", "wrong"), ("-0.5", "wrong"), ("5e-1", "right"),
  ])
  func `a number is right within a twentieth and near within a quarter`(
    answer: String, expected: String
  ) throws {
    #expect(try verdict("loss", .number, answer) == expected)
  }

  @Test(arguments: [("4", "right"), ("3", "near"), ("5", "near"), ("6", "wrong"), ("4.0", "right")])
  func `a whole number is near beside the truth`(answer: String, expected: String) throws {
    #expect(try verdict("rank", .count, answer) == expected)
  }

  @Test(arguments: [
    ("w[0]", "-", "right"), ("w[0]", "minus", "right"), ("w[0]", "-7.5", "right"),
    ("w[0]", "+", "wrong"), ("w[1]", "0", "right"), ("w[1]", "-", "wrong"),
    ("w[2]", "positive", "right"),
  ])
  func `a sign may be said in words and by any number that has it`(
    figure: String, answer: String, expected: String
  ) throws {
    #expect(try verdict(figure, .sign, answer) == expected)
  }

  @Test(arguments: [
    (0.4, "rises", "right"), (0.4, "r", "right"), (0.4, "falls", "wrong"), (0.6, "F", "right"),
    (0.5, "stays", "right"), (0.5, "rises", "wrong"),
  ])
  func `a trend compares with what the figure is now, and its first letter is enough`(
    now: Double, answer: String, expected: String
  ) throws {
    #expect(try verdict("loss", .trend(from: now), answer) == expected)
  }

  @Test func `choices are words or numbers, in lists as well`() throws {
    #expect(try verdict("guess", .choice(["0", "1"]), "1") == "right")
    #expect(try verdict("guess", .choice(["0", "1"]), "0") == "wrong")
    #expect(try verdict("stop", .choice(["done", "open"]), "Done") == "right")
    #expect(try verdict("votes[0, 1]", .choice(["0", "1"]), "1") == "right")
    #expect(try verdict("rank", .choice(["2", "3", "4"]), "3") == "near")
  }

  @Test(arguments: [
    (Question.Answer.number, "much"), (.number, "nan"), (.count, "2.5"), (.sign, "up"),
    (.choice(["0", "1"]), "2"), (.trend(from: 0), "sinks"), (.number, ""),
  ])
  func `what is no answer is told what one looks like`(kind: Question.Answer, answer: String) {
    do {
      _ = try Question("loss", figure: "loss", kind).judgement(of: answer, in: Self.state)
      Issue.record("took `\(answer)`")
    } catch let failure as Failure {
      #expect(failure.message.hasPrefix("expected loss: "))
    } catch { Issue.record("unexplained \(error)") }
  }

  @Test func `the question is a line that says what may be answered`() {
    #expect(
      Question("the label sky", figure: "guess", .choice(["0", "1"]), hint: "sea=1").prompt
        == "guess the label sky (sea=1): 0 or 1?")
    #expect(
      Question("loss", figure: "loss", .trend(from: 1)).prompt
        == "guess loss: rises, falls or stays?")
  }
}
