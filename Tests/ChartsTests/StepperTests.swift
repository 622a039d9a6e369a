import Charts
import Diagnostics
import Stepping
import Testing

/// Gradient descent on (x − 3)², the smallest algorithm worth stepping.
private struct Descent: Steppable {
  var x = 0.0
  var done = 0
  let total: Int
  /// The stage that throws, if any.
  var breaksAt: Int?

  mutating func advance() throws -> Bool {
    guard done < total else { return false }
    x -= 0.1 * 2 * (x - 3)
    done += 1
    if done == breaksAt { throw Failure(.numeric, "broke at \(done)") }
    return true
  }

  var position: StepPosition { StepPosition(done: done, total: total) }
  var nextStage: String? { done < total ? "gradient step \(done + 1)" : nil }
  var state: [(name: String, value: StateValue)] { [("x", .number(x))] }
  var output: Double? { done == total ? x : nil }

  func describe() -> Screen {
    Screen(
      title: "DESCENT", position: "step \(done) of \(total)", panels: [.lines(["x \(x)"])],
      why: ["the gradient is \(2 * (x - 3))"], next: nextStage)
  }

  func why(_ topic: String) throws -> [StyledText] {
    guard topic.isEmpty || topic == "x" else {
      throw Failure(.argument, "`\(topic)` is not a figure of this stage", notes: ["known: x"])
    }
    return ["x is \(x)"]
  }

  func show(_ topic: String) throws -> Panel { .lines(["\(topic)"]) }

  func whatIf(_ change: String, _ value: Double) throws -> Screen {
    var branch = self
    branch.x = value
    return branch.describe()
  }

  func matches(_ target: String) -> Bool {
    target == "step \(done)" || target == "odd" && done % 2 == 1
  }
}

private func stepper(_ total: Int = 10) -> Stepper { Stepper(Descent(total: total)) }

private func drawing(_ stepper: Stepper) -> String { text(stepper.screen) }

@Suite struct StepperTests {
  @Test func `back after next restores the same text at every step`() throws {
    var run = stepper()
    while !run.isFinished {
      let before = drawing(run)
      try run.advance()
      #expect(drawing(run) != before)
      var other = run
      try other.back()
      #expect(drawing(other) == before)
    }
    #expect(run.step == 10)
  }

  @Test(arguments: [0, 1, 7, 63, 64, 65, 500, 4999])
  func `going to a step equals stepping there, from before and from behind`(target: Int) throws {
    var plain = Descent(total: 5000)
    for _ in 0..<target { _ = try plain.advance() }
    var forwards = stepper(5000)
    #expect(try forwards.to(target))
    #expect(drawing(forwards) == text(plain.describe()))
    var backwards = stepper(5000)
    try backwards.finish()
    #expect(try backwards.to(target))
    #expect(drawing(backwards) == text(plain.describe()))
  }

  @Test func `running to the end equals fit`() throws {
    var plain = Descent(total: 200)
    try plain.finish()
    var run = stepper(200)
    try run.finish()
    #expect(run.output as? Double == plain.output)
    #expect(run.isFinished && run.nextStage == nil)
  }

  @Test func `there is no output before the end`() throws {
    var run = stepper(2)
    try run.advance()
    #expect(run.output == nil)
  }

  @Test func `advancing at the end changes nothing and says so`() throws {
    var run = stepper(2)
    try run.finish()
    let last = drawing(run)
    #expect(try !run.advance())
    #expect(try !run.finish())
    #expect(drawing(run) == last && run.step == 2)
  }

  @Test func `a copy goes its own way`() throws {
    var run = stepper()
    try run.advance(3)
    var copy = run
    try copy.advance(4)
    #expect(run.step == 3 && copy.step == 7)
    try run.back(2)
    #expect(copy.step == 7 && run.position.done == 1)
  }

  @Test func `random walks end where their count says`() throws {
    var generator = SplitMix(state: 11)
    var run = stepper(300)
    var place = 0
    for _ in 0..<200 {
      let count = Int.random(in: 1...40, using: &generator)
      if Bool.random(using: &generator) {
        try run.advance(count)
        place = min(300, place + count)
      } else {
        try run.back(count)
        place = max(0, place - count)
      }
      #expect(run.step == place && run.position.done == place)
    }
  }

  @Test func `a stage that throws leaves the stepper at the last good one`() throws {
    var run = Stepper(Descent(total: 10, breaksAt: 4))
    #expect(throws: Failure.self) { try run.advance(6) }
    #expect(run.step == 3 && run.position.done == 3)
  }

  @Test func `a name leads to the next stage of that name, then to an earlier one`() throws {
    var run = stepper()
    try run.advance(4)
    try run.to(named: "odd")
    #expect(run.step == 5)
    try run.to(named: "step 2")
    #expect(run.step == 2)
    #expect(throws: Failure.self) { try run.to(named: "nowhere") }
    #expect(run.step == 2)
  }

  @Test func `what-if leaves the run as it is`() throws {
    var run = stepper()
    try run.advance(2)
    let before = drawing(run)
    let branch = try run.perform(StepperCommand("what-if x=5")).drawn()
    #expect(branch.contains("x 5.0"))
    #expect(drawing(run) == before)
  }
}

@Suite struct StepperCommandTests {
  @Test(arguments: [
    ("", StepperCommand.next(1)), ("n", .next(1)), ("n 5", .next(5)), (" next  2 ", .next(2)),
    ("b", .back(1)), ("b 3", .back(3)), ("c", .runOn), ("to 12", .toStep(12)), ("to end", .runOn),
    ("to link sunset", .toTarget("link sunset")), ("why", .why("")), ("why sky", .why("sky")),
    ("what-if sky=1", .whatIf("sky", 1)),
    ("what-if lambda nuclear 0", .whatIf("lambda nuclear", 0)),
    ("what-if sky = -0.5", .whatIf("sky", -0.5)),
    ("show row 142", .show("row 142")), ("restart", .restart), ("help", .help), ("q", .quit),
  ])
  func `a line is read as its command`(line: String, expected: StepperCommand) throws {
    #expect(try StepperCommand(line) == expected)
  }

  @Test(arguments: [
    "n x", "n 0", "n -3", "b 99999999999999999999", "to", "to -1", "what-if", "what-if sky",
    "what-if sky=", "what-if =1", "what-if sky=high", "what-if sky=nan", "show", "c 5", "q now",
  ])
  func `a wrong argument is explained`(line: String) {
    #expect(throws: Failure.self) { try StepperCommand(line) }
  }

  @Test func `an unknown command names those of near spelling`() {
    do {
      _ = try StepperCommand("restrat")
      Issue.record("read an unknown command")
    } catch let failure as Failure {
      #expect(failure.message == "`restrat` is not a command of the stepper")
      #expect(failure.notes.first == "did you mean `restart`, `redraw`?")
    } catch { Issue.record("unexplained \(error)") }
  }

  @Test func `a session of commands answers with screens, texts and panels`() throws {
    var run = stepper(3)
    func say(_ line: String) throws -> String { try run.perform(StepperCommand(line)).drawn() }
    #expect(try say("").contains("step 1 of 3"))
    #expect(try say("to 9").contains("the run ends after step 3, before step 9"))
    #expect(try say("n").contains("the run is over"))
    #expect(try say("b").contains("step 2 of 3"))
    #expect(try say("restart").contains("step 0 of 3"))
    #expect(try say("b").contains("this is the start"))
    #expect(try say("why x") == "x is 0.0")
    #expect(throws: Failure.self) { try run.perform(StepperCommand("why nothing")) }
    #expect(try say("help").contains("what-if sky=1"))
    guard case .quit = try run.perform(.quit) else {
      Issue.record("q did not quit")
      return
    }
  }
}
