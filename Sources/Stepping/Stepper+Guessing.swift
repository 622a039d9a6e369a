internal import Charts
internal import Diagnostics

extension Stepper {
  /// What is asked about the next stage; `nil` at the end and where that stage has no figure to ask for.
  ///
  /// The stage is performed to know what it will say, and kept: going on takes it as it is.
  package mutating func question() throws -> Question? {
    guard let next = try foreseen() else { return nil }
    let figures = next.state
    if let own = current.question, own.figure.value(in: figures) != nil { return own }
    return Question.general(now: state, next: figures)
  }

  /// Judges what a person says of a figure of the next stage, without going there.
  ///
  /// The name is that of the stage's own question or of any figure, empty for the question. Throws a
  /// `Failure` at the end, for an unknown figure, and for what is no answer.
  package mutating func judgement(of answer: String, about name: String = "") throws -> Judgement {
    guard let next = try foreseen() else {
      throw Failure(
        .value, "the run is over: there is no next stage to guess", notes: ["b goes back"])
    }
    let figures = next.state
    return try asked(name, figures).judgement(of: answer, in: figures)
  }

  private mutating func asked(
    _ name: String, _ figures: [(name: String, value: StateValue)]
  ) throws -> Question {
    let own = try question()
    if name.isEmpty || name == own?.name || name == own?.figure.text {
      guard let own else {
        throw Failure(
          .value, "the next stage, \(nextStage ?? ""), has no figure to guess",
          notes: ["name one: \(figures.map(\.name).joined(separator: ", "))"])
      }
      return own
    }
    let figure = FigureName(name)
    if let value = figure.value(in: figures) { return Question.naming(figure, value) }
    let near = nearNames(to: name, among: figures.map(\.name))
    throw Failure(
      .name, "no figure of the next stage is called `\(name)`",
      notes: [
        near.isEmpty
          ? "there are \(figures.map(\.name).joined(separator: ", "))"
          : "did you mean \(near.map { "`\($0)`" }.joined(separator: " or "))?"
      ])
  }

  // MARK: - In the shell

  /// Does what a line says: an answer where one was asked for, else a command.
  package mutating func perform(line: String) throws -> StepperReply {
    guard let question = asking else { return try perform(StepperCommand(line, at: self)) }
    if line.trimmingBlanks.isEmpty {
      asking = nil
      return try perform(.next(1), asks: false)
    }
    if question.reading(line) != nil { return try answered(line) }
    guard let command = try? StepperCommand(line, at: self) else {
      // Says what an answer looks like; the question stands.
      _ = try question.judgement(of: line, in: [])
      return .text([])
    }
    asking = nil
    // Whoever says n where an answer is asked for wants none.
    return try perform(command, asks: guesses && command != .next(1))
  }

  /// Asks about the next stage, or goes on where there is nothing to ask.
  mutating func ask() throws -> StepperReply {
    guard let question = try question() else { return try perform(.next(1), asks: false) }
    asking = question
    return .text([StyledText(question.prompt, .emphasis)])
  }

  /// Judges an answer and shows the stage.
  mutating func answered(_ answer: String) throws -> StepperReply {
    let judgement = try judgement(of: answer)
    asking = nil
    score.add(judgement.verdict)
    try advance()
    var result = screen
    result.below += [judgement.sentence, StyledText("guesses: \(score.text)", .dim)]
    return .screen(result)
  }

  mutating func guess(_ isOn: Bool) -> StepperReply {
    asking = nil
    guesses = isOn
    return .text([
      isOn
        ? "n asks before it shows a stage; Enter alone skips a question, guess off ends it"
        : StyledText("n shows stages without asking; \(score.text)")
    ])
  }
}
