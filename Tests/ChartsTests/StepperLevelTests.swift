import Charts
import Diagnostics
import Stepping
import Tensors
import Testing

/// Newton's method for the root of a: `x ← x − rate · (x² − a)/2x`; inside a stage the digits of x.
private struct Root: Steppable {
  var x = 1.0
  var rate = 1.0
  var done = 0
  let a: Double

  mutating func advance() throws -> Bool {
    guard done < 6 else { return false }
    x -= rate * (x * x - a) / (2 * x)
    done += 1
    return true
  }

  var position: StepPosition { StepPosition(done: done, total: 6) }
  var nextStage: String? { done < 6 ? "guess \(done + 1)" : nil }
  var crumb: String { "guess \(done)" }
  var state: [(name: String, value: StateValue)] {
    [
      ("x", .number(x)), ("error", .number(x * x - a)), ("method", .text("Newton")),
      ("pair", .tensor(Tensor([x, a]))),
    ]
  }
  var output: Double? { done == 6 ? x : nil }
  var topics: StepTopics { StepTopics(why: ["x"], settings: ["rate=0.5"]) }

  func describe() -> Screen {
    Screen(
      title: "ROOT | of \(a)", position: "step \(done) of 6", panels: [.lines(["x \(x)"])],
      next: nextStage)
  }

  func why(_ topic: String) throws -> [StyledText] {
    guard ["", "x"].contains(topic) else { throw Failure(.value, "no \(topic)") }
    return ["x is \(x)"]
  }

  func show(_ topic: String) throws -> Panel { throw Failure(.value, "no \(topic)") }
  func whatIf(_ change: String, _ value: Double) throws -> Screen {
    throw Failure(.value, "no \(change)")
  }

  func setting(_ name: String, to value: String) throws -> Root {
    guard name == "rate", let rate = Double(value) else {
      throw Failure(.name, "expected rate", notes: ["known: rate"])
    }
    var changed = self
    changed.rate = rate
    return changed
  }

  func inner() throws -> (any Steppable)? { done == 0 ? nil : Digits(x: x) }
  func matches(_ target: String) -> Bool { target == "guess \(done)" }
}

/// The digits of a number, one a stage; a level of its own that has another inside.
private struct Digits: Steppable {
  let x: Double
  var done = 0

  mutating func advance() throws -> Bool {
    guard done < 4 else { return false }
    done += 1
    return true
  }

  var position: StepPosition { StepPosition(done: done, total: 4) }
  var nextStage: String? { done < 4 ? "digit \(done + 1)" : nil }
  var state: [(name: String, value: StateValue)] { [("digit", .number(Double(done)))] }
  var output: Double? { done == 4 ? x : nil }
  func describe() -> Screen {
    Screen(title: "DIGITS", position: "step \(done) of 4", panels: [], next: nextStage)
  }
  func why(_ topic: String) throws -> [StyledText] { ["digit \(done)"] }
  func show(_ topic: String) throws -> Panel { .lines([]) }
  func whatIf(_ change: String, _ value: Double) throws -> Screen { describe() }
  func inner() throws -> (any Steppable)? { done == 2 ? Digits(x: x / 10) : nil }
  func matches(_ target: String) -> Bool { target == "digit \(done)" }
}

private func say(_ run: inout Stepper, _ line: String) throws -> String {
  try run.perform(StepperCommand(line)).drawn()
}

@Suite struct StepperLevelTests {
  @Test func `levels nest, each keeps its place, and the first line names them`() throws {
    var run = Stepper(Root(a: 2))
    #expect(try say(&run, "into").contains("nothing to go into before the first stage"))
    _ = try say(&run, "n 2")
    let outer = text(run.screen)
    #expect(try say(&run, "into").hasPrefix("ROOT › guess 2 › start"))
    _ = try say(&run, "n 2")
    #expect(try say(&run, "into").hasPrefix("ROOT › guess 2 › step 2 › start"))
    _ = try say(&run, "c")
    #expect(try say(&run, "n").contains("out returns to step 2"))
    #expect(try say(&run, "out").hasPrefix("ROOT › guess 2 › step 2"))
    #expect(run.step == 2)
    #expect(try say(&run, "b 9").contains("step 0 of 4"))
    #expect(try say(&run, "b").contains("out returns to guess 2"))
    _ = try say(&run, "out")
    #expect(text(run.screen) == outer)
    #expect(try say(&run, "out").contains("outermost level"))
  }

  @Test func `a stage without steps of its own says so`() throws {
    var run = Stepper(Digits(x: 3))
    _ = try say(&run, "n")
    #expect(try say(&run, "into") == "step 1 has no steps of its own to go into; n goes on")
  }

  @Test func `the footer names into, out and set where they mean something`() throws {
    var run = Stepper(Root(a: 2))
    #expect(text(run.screen).contains("c  to  show  why  what-if  set  q"))
    try run.advance()
    #expect(text(run.screen).contains("c  to  into  show"))
    try run.into()
    #expect(text(run.screen).contains("to  out  show  why  what-if  q"))
  }

  @Test func `a name is looked for inside, outside and within the stage`() throws {
    var run = Stepper(Root(a: 2))
    try run.to(named: "guess 3")
    #expect(run.step == 3 && run.depth == 0)
    try run.to(named: "digit 2")
    #expect(run.step == 2 && run.depth == 1)
    try run.to(named: "guess 5")
    #expect(run.step == 5 && run.depth == 0)
    try run.restart()
    try run.to(named: "digit 4")
    #expect(run.path == "ROOT › guess 1 › step 4")
    #expect(throws: Failure.self) { try run.to(named: "digit 9") }
    #expect(run.path == "ROOT › guess 1 › step 4")
  }

  @Test func `set changes the run from here on, and back takes it away`() throws {
    var run = Stepper(Root(a: 2))
    try run.advance(2)
    let before = text(run.screen)
    _ = try say(&run, "set rate = 0.5")
    #expect(run.step == 2)
    try run.advance(2)
    var expected = Root(a: 2)
    for step in 0..<4 {
      if step == 2 { expected.rate = 0.5 }
      _ = try expected.advance()
    }
    #expect(text(try #require(run.current as? Root).describe()) == text(expected.describe()))
    // Two stages, then the change itself.
    try run.back(3)
    #expect(run.step == 2 && text(run.screen) == before)
    try run.advance()
    #expect((run.current as? Root)?.rate == 1)
  }

  @Test func `a jump before a change drops it, one behind it keeps it`() throws {
    var run = Stepper(Root(a: 2))
    try run.advance(3)
    try run.set("rate", to: "0.25")
    try run.to(5)
    try run.to(3)
    #expect((run.current as? Root)?.rate == 0.25)
    try run.to(2)
    try run.to(5)
    #expect((run.current as? Root)?.rate == 1)
    try run.set("rate", to: "0.5")
    try run.restart()
    #expect(run.step == 0 && (run.current as? Root)?.rate == 1)
  }

  @Test func `a setting that fails changes nothing`() throws {
    var run = Stepper(Root(a: 2))
    try run.advance()
    for wrong in ["set speed=1", "set rate=fast"] {
      #expect(throws: Failure.self) { try run.perform(StepperCommand(wrong)) }
    }
    try run.back()
    #expect(run.step == 0)
    #expect(try say(&run, "set ?") == "set rate=0.5")
    #expect(try say(&run, "set") == "set rate=0.5")
    #expect(try say(&run, "why ?") == "why x")
  }

  @Test func `what was set inside is dropped by out, which says so`() throws {
    var run = Stepper(Outer())
    try run.advance()
    try run.into()
    try run.advance()
    try run.set("rate", to: "0.5")
    #expect(try say(&run, "out").contains("what was set inside stays inside"))
  }
}

/// A run whose only stage holds a `Root`.
private struct Outer: Steppable {
  var done = 0

  mutating func advance() throws -> Bool {
    guard done < 1 else { return false }
    done += 1
    return true
  }

  var position: StepPosition { StepPosition(done: done, total: 1) }
  var nextStage: String? { done < 1 ? "root" : nil }
  var state: [(name: String, value: StateValue)] { [] }
  var output: Int? { nil }
  func describe() -> Screen {
    Screen(title: "OUTER", position: "step \(done) of 1", panels: [], next: nextStage)
  }
  func why(_ topic: String) throws -> [StyledText] { [] }
  func show(_ topic: String) throws -> Panel { .lines([]) }
  func whatIf(_ change: String, _ value: Double) throws -> Screen { describe() }
  func inner() throws -> (any Steppable)? { done == 1 ? Root(a: 3) : nil }
}

@Suite struct StepperStopTests {
  @Test(arguments: [
    ("error<0.01", 2), ("error <= 0.00001", 3), ("x>1.45", 1), ("x == 1.5", 1), ("x=1.5", 1),
    ("guess 4", 4), ("method==Newton", 1), ("pair[0] < 1.42", 2), ("x>9", 6), ("x != 1.5", 2),
  ])
  func `c stops at the first stage that satisfies a break`(condition: String, step: Int) throws {
    var run = Stepper(Root(a: 2))
    if condition.hasPrefix("x != ") { try run.advance() }
    #expect(try say(&run, "break \(condition)") == "c stops at \(condition)")
    let shown = try say(&run, "c")
    #expect(run.step == step)
    #expect(shown.contains(step < 6 ? "stopped at break \(condition)" : "before any break was met"))
  }

  @Test func `breaks are listed and cleared, and c goes on from one to the next`() throws {
    var run = Stepper(Root(a: 2))
    _ = try say(&run, "break guess 2")
    #expect(try say(&run, "break guess 4") == "c stops at guess 2\nc stops at guess 4")
    _ = try say(&run, "c")
    _ = try say(&run, "c")
    #expect(run.step == 4)
    #expect(try say(&run, "break off") == "no breaks any more")
    _ = try say(&run, "c")
    #expect(run.isFinished)
    #expect(try say(&run, "break").hasPrefix("no breaks"))
  }

  @Test func `an unknown figure is refused once the figures are known, else told at the end`()
    throws
  {
    var run = Stepper(Root(a: 2))
    _ = try say(&run, "break los<1")
    #expect(try say(&run, "c").contains("no stage had a figure `los`"))
    #expect(throws: Failure.self) { try run.perform(StepperCommand("break erro<1")) }
    #expect(throws: Failure.self) { try run.perform(StepperCommand("watch erro")) }
  }

  @Test(arguments: ["break x<", "break <1", "break x<low"])
  func `a condition that lacks a side is explained`(line: String) {
    #expect(throws: Failure.self) { try StepperCommand(line) }
  }

  @Test func `a watched figure stands below every screen with its value before`() throws {
    var run = Stepper(Root(a: 2))
    #expect(try say(&run, "watch x").hasSuffix("watch x  1"))
    #expect(try say(&run, "n").hasSuffix("watch x  1.5*  before 1"))
    #expect(try say(&run, "watch method").hasSuffix("watch method  Newton  unchanged"))
    #expect(try say(&run, "b").contains("watch x  1\n"))
    #expect(try say(&run, "watch") == "watch x  1\nwatch method  Newton")
    _ = try say(&run, "watch off")
    #expect(try !say(&run, "n").contains("watch"))
  }

  @Test func `diff lists the figures that changed, the largest change first`() throws {
    var run = Stepper(Root(a: 2))
    #expect(try say(&run, "diff").contains("this is the start"))
    try run.advance()
    let lines = try say(&run, "diff").split(separator: "\n").map(String.init)
    #expect(lines.count == 4 && lines[1].hasPrefix("error"))
    #expect(lines[1].contains("-1") && lines[1].contains("0.25*") && lines[1].hasSuffix("+1.25"))
    #expect(lines[3].hasPrefix("pair[0]"))
  }

  @Test func `a screen is handed over to be saved`() throws {
    var run = Stepper(Root(a: 2))
    guard case .save(let screen, "a.html") = try run.perform(StepperCommand("save a.html")) else {
      Issue.record("save gave no screen")
      return
    }
    let page = html(screen)
    #expect(page.contains("ROOT | of 2.0") && page == html(screen))
    #expect(svg(screen).hasPrefix("<svg") && svg(screen) == svg(run.screen))
    let hostile = Screen(title: "<b>&\u{1B}[31m", position: "", panels: [])
    for document in [html(hostile), svg(hostile)] {
      #expect(document.contains("&lt;b&gt;&amp;") && !document.contains("\u{1B}"))
    }
  }

  @Test(arguments: [
    ("set guess row 3 = 1100", StepperCommand.set("guess row 3", "1100")),
    ("set a=b=2", .set("a=b", "2")), ("set rate 0.5", .set("rate", "0.5")),
    ("set guess row 3 1100", .set("guess row 3", "1100")), ("into", .into), ("out", .out),
    ("watch x", .watch("x")), ("watch off", .clearWatched("")), ("break", .stops), ("diff", .diff),
    ("break off", .clearStops("")), ("redraw on", .redraw(true)), ("save a.txt", .save("a.txt")),
    ("show ?", .topics(.show)), ("set", .topics(.set)), ("what-if a=b=1", .whatIf("a=b", 1)),
  ])
  func `a command of the debugger is read`(line: String, expected: StepperCommand) throws {
    #expect(try StepperCommand(line) == expected)
  }

  @Test(arguments: ["set rate", "set =1", "set rate=", "redraw", "redraw maybe", "save", "into 3"])
  func `a command that lacks something is explained`(line: String) {
    #expect(throws: Failure.self) { try StepperCommand(line) }
  }
}
