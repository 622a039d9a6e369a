import Charts
import Diagnostics
import Runtime
import StandardLibrary
import Stepping
import Tensors
import Testing

/// What every stepper that a script can make does with every command.
@Suite struct EveryStepperTests {
  /// Stages that are looked at one by one.
  private static let limit = 9

  private func drawing(_ stepper: Stepper, _ width: Int = 80) -> String {
    text(stepper.screen, DrawingOptions(width: width))
  }

  /// Calls a body at each of the first stages.
  private func walk(_ example: StepperCase, _ body: (inout Stepper) throws -> Void) throws {
    var run = try example.open()
    for _ in 0...Self.limit {
      try body(&run)
      guard try run.advance() else { return }
    }
  }

  @Test func `every case is a run of its own`() throws {
    let titles = try StepperCase.all.map { try drawing($0.open()) }
    #expect(titles.count > 50)
    #expect(titles.allSatisfy { !$0.isEmpty })
  }

  @Test(arguments: StepperCase.all)
  func `back after next restores the same text, and to N is N times next`(
    _ example: StepperCase
  ) throws {
    var run = try example.open()
    var seen = [drawing(run)]
    while seen.count <= Self.limit, try run.advance() {
      seen.append(drawing(run))
      var other = run
      try other.back()
      #expect(drawing(other) == seen[seen.count - 2])
      try other.advance()
      #expect(drawing(other) == seen.last)
    }
    #expect(seen.count > 1)
    for (step, expected) in seen.enumerated().reversed() {
      try run.to(step)
      #expect(drawing(run) == expected)
      var fresh = try example.open()
      _ = try fresh.perform(line: "to \(step)")
      #expect(drawing(fresh) == expected)
    }
  }

  @Test(arguments: StepperCase.all)
  func `screens fit 22 rows of 80 cells and every narrower width`(_ example: StepperCase) throws {
    try walk(example) { run in
      #expect(drawing(run).split(separator: "\n").count <= 22, "\(drawing(run))")
      for width in [80, 60, 40] {
        let lines = drawing(run, width).split(separator: "\n")
        #expect(lines.allSatisfy { cellWidth(String($0)) <= width }, "\(drawing(run, width))")
      }
    }
  }

  private static let commands = [
    "why", "why ?", "show ?", "what-if ?", "set ?", "diff", "watch", "watch off", "break",
    "break loss<0.5", "break row 1", "break off", "guess", "guess off", "help", "out", "redraw on",
    "save a.html", "save run a.html", "= 1 + 1", "p s", "into", "out", "why nothing like it",
    "show nothing like it", "set nothing like it=1", "what-if nothing like it=1", "to nowhere",
    "watch nothing_like_it", "n 2", "b 2", "restart",
  ]

  @Test(arguments: StepperCase.all)
  func `each command answers, with a sentence where there is nothing to do`(
    _ example: StepperCase
  ) throws {
    let start = try example.open()
    var last = start
    try last.advance(Self.limit)
    for place in [start, last] {
      for line in Self.commands {
        var run = place
        do {
          switch try run.perform(line: line) {
          case .screen, .text, .panel:
            let lines = try place.copy(doing: line).drawn().split(separator: "\n")
            #expect(!lines.isEmpty, "\(line) says nothing")
            #expect(lines.allSatisfy { cellWidth(String($0)) <= 80 }, "\(line)")
          case .save, .saveRun, .evaluate, .redraw: break
          case .quit: Issue.record("\(line) quits")
          }
        } catch let failure as Failure {
          #expect(!failure.message.isEmpty)
          #expect(failure.message.first?.isUppercase == false, "\(failure.message)")
        }
      }
    }
  }

  // MARK: - Guessing

  @Test(arguments: StepperCase.all)
  func `the truth is right, what is far from it is wrong, and the stage is the same`(
    _ example: StepperCase
  ) throws {
    var run = try example.open()
    var questions = 0
    for _ in 0..<Self.limit {
      var plain = run
      guard try plain.advance() else { break }
      _ = try run.perform(line: "guess on")
      _ = try run.perform(line: "n")
      guard let question = run.asking else {
        #expect(drawing(run) == drawing(plain))
        continue
      }
      questions += 1
      #expect(run.step == plain.step - 1)
      let truth = try #require(question.figure.value(in: plain.state), "\(question.prompt)")
      let (right, wrong) = answers(question, truth)
      for (answer, verdict) in [(right, Judgement.Verdict.right), (wrong, .wrong)] {
        var copy = run
        #expect(try copy.judgement(of: answer).verdict == verdict, "\(question.prompt) \(answer)")
        let screen = try copy.perform(line: answer).drawn()
        #expect(screen.hasPrefix(drawing(plain)))
        #expect(screen.contains("\n\(verdict.rawValue): you said"))
        #expect(drawing(copy) == drawing(plain))
      }
      #expect(throws: Failure.self) { try run.perform(line: "no answer") }
      #expect(run.asking != nil)
      _ = try run.perform(line: "")
      #expect(run.asking == nil && drawing(run) == drawing(plain))
    }
    // Trees have no figure but counts.
    #expect(questions > 0 || example.name == "chain of trees", "nothing is ever asked")
  }

  /// An answer that is right and one that is not, made of the figure alone.
  private func answers(_ question: Question, _ truth: StateValue) -> (right: String, wrong: String)
  {
    var value = 0.0
    if case .number(let number) = truth { value = number }
    if case .tensor(let tensor) = truth { value = tensor[flat: 0] }
    switch question.answer {
    case .choice(let words):
      let right = words.first { Double($0) == value } ?? truth.short
      return (
        right,
        words.first { $0 != right && Double($0).map { abs($0 - value) != 1 } != false }
          ?? words.first { $0 != right } ?? ""
      )
    case .number: return ("\(value)", "\(value - 10 * abs(value) - 1)")
    case .count: return ("\(Int(value))", "\(Int(value) + 5)")
    case .sign: return value > 0 ? ("+", "-") : value < 0 ? ("-", "+") : ("0", "+")
    case .trend(let now):
      if abs(value - now) <= 1e-12 * max(abs(value), abs(now)) { return ("stays", "rises") }
      return value > now
        ? ("rises", "falls") : value < now ? ("falls", "rises") : ("stays", "rises")
    }
  }

  // MARK: - Figures

  @Test(arguments: StepperCase.all)
  func `figures of a stage are variables of an expression, and nothing stays behind`(
    _ example: StepperCase
  ) throws {
    let session = Session()
    _ = try session.run("loss = \"mine\"")
    try walk(example) { run in
      let object = StepperObject(run)
      for (name, value) in run.state.prefix(6) {
        let found = try object.value(of: name, session.interpreter)
        guard case .number(let number) = value else { continue }
        #expect(Double.from(found) == number || number.isNaN)
      }
    }
    #expect(try session.run("print(loss)") == "mine")
    #expect(session.interpreter.variableNames == ["loss"])
  }

  // MARK: - Runs as pages

  @Test(arguments: StepperCase.all)
  func `the page of a run has each of its screens, the same bytes from wherever it is written`(
    _ example: StepperCase
  ) throws {
    let start = try example.open()
    var run = start
    try run.finish()
    let every = run.step / 6 + 1
    let series = try start.series(every: every)
    #expect(series.stages.first?.step == 0 && series.stages.last?.step == run.step)
    #expect(series.stages.map(\.step) == series.stages.map(\.step).sorted())
    #expect(try run.series(every: every).page == series.page)
    for stage in series.stages {
      try run.to(stage.step)
      #expect(text(stage.screen) == drawing(run))
    }
    let page = series.page
    #expect(page.split(separator: "<section ").count - 1 == series.stages.count)
    #expect(!page.contains("src=") && !page.contains("://"))
  }
}

extension Stepper {
  /// What a copy answers to a line.
  fileprivate func copy(doing line: String) throws -> StepperReply {
    var copy = self
    return try copy.perform(line: line)
  }
}
