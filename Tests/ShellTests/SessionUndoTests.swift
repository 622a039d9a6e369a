import Diagnostics
import Notebook
import Runtime
import Shell
import Testing

/// Every operation on a session can be taken back and done again.
@Suite struct SessionUndoTests {
  /// Numbers that follow from a seed.
  private struct SplitMix: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var z = state
      z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      return z ^ (z >> 31)
    }
  }

  private static let programs = [
    "a = 1", "a = rand()", "b = [1, 2, 3]", "b[0] = 7", "a + 1", "nobody", "fn f(x) = x + a",
    "f(2)", "ans", "sum = 3", "out[1]", "out = 5", "seed(4)", "x = {a: 1}\nx.a = rand()",
  ]

  private static func makeSession() throws -> Session {
    Session(try CommandLineArguments([]), display: DisplayOptions()) { _ in }
  }

  /// Everything a person could see of a session.
  private static func picture(_ session: Session) -> String {
    let variables = session.interpreter.variableNames.sorted().map {
      "\($0) = \(session.interpreter.value(of: $0).map { $0.abbreviated(limit: 500) } ?? "")"
    }
    let cells = session.state.cells.map {
      "\($0.number) \($0.run?.id ?? 0) \($0.output) \($0.error ?? "")"
    }
    let stale =
      "\(Staleness(session.state).cells) \(session.state.nextCell) \(session.state.nextNote)"
    let random = "\(session.interpreter.random)"
    return (variables + cells + [session.state.text, stale, random]).joined(separator: "\n")
  }

  private static func operate(_ session: Session, _ random: inout SplitMix) throws {
    let cells = session.state.cells.map(\.number)
    let program = programs.randomElement(using: &random) ?? ""
    guard let cell = cells.randomElement(using: &random),
      let other = cells.randomElement(using: &random)
    else {
      session.run(program)
      return
    }
    switch Int.random(in: 0..<14, using: &random) {
    case 0: session.edit(cell, program)
    case 1: session.rerun([cell, other], title: "rerun")
    case 2: session.rerunAll()
    case 3: session.rerunStale()
    case 4: session.delete([.cell(cell)], title: "delete")
    case 5: session.change("move") { $0.move(.cell(cell), above: .cell(other)) }
    case 6: session.change("note") { $0.addNote("words", above: .cell(cell)) }
    case 7: session.change("note") { $0.setNote(1, program) }
    case 8:
      let text = "---\ntandem: 1\nseed: 5\n---\n```tandem\nrand()\n```\n"
      session.replace(by: NotebookState(try Document(text)), title: "open")
    case 9: session.reset()
    default: session.run(program)
    }
  }

  @Test(arguments: 0..<12)
  func `undo all the way back is the start, redo the end`(seed: UInt64) throws {
    var random = SplitMix(seed)
    let session = try Self.makeSession()
    var pictures = [Self.picture(session)]
    for _ in 0..<25 {
      try Self.operate(session, &random)
      pictures.append(Self.picture(session))
    }
    for expected in pictures.dropLast().reversed() {
      #expect(session.undo() != nil)
      #expect(Self.picture(session) == expected)
    }
    #expect(session.undo() == nil)
    for expected in pictures.dropFirst() {
      #expect(session.redo() != nil)
      #expect(Self.picture(session) == expected)
    }
    #expect(session.redo() == nil)
  }

  @Test func `what is done after an undo takes the place of what was undone`() throws {
    let session = try Self.makeSession()
    session.run("a = 1")
    session.run("a = 2")
    #expect(session.undo() == "[2] a = 2")
    session.run("a")
    #expect(session.redo() == nil)
    #expect(session.state.cells.map(\.source) == ["a = 1", "a"])
    #expect(session.state.cells.last?.output == "1\n")
  }

  @Test func `a run of several cells is one operation and stops at a new error`() throws {
    let session = try Self.makeSession()
    session.run("a = 1")
    session.run("1 / a")
    session.run("b = 2")
    session.edit(1, "a = \"text\"")
    #expect(!session.rerunAll())
    #expect(session.state.cell(2)?.error != nil)
    #expect(session.interpreter.value(of: "b") == nil)
    #expect(session.undo() == ":rerun all")
    #expect(session.state.cell(2)?.error == nil)
    #expect(session.interpreter.value(of: "b") != nil)
  }

  @Test func `values that are there for undo alone hold a bounded amount of memory`() throws {
    let session = try Self.makeSession()
    session.undoBytes = 30_000_000
    for number in 0..<10 { session.run("x = zeros(1000000) + \(number)") }  // 8 MB each
    #expect(session.hasForgottenSteps)
    var count = 0
    while session.undo() != nil { count += 1 }
    #expect(count == 3)
    #expect(session.interpreter.value(of: "x")?.abbreviated(limit: 8).hasPrefix("[6") == true)
    while session.redo() != nil { count -= 1 }
    #expect(count == 0)
    #expect(session.interpreter.value(of: "x")?.abbreviated(limit: 8).hasPrefix("[9") == true)
  }

  @Test func `small changes are not forgotten beside a large value that stays`() throws {
    let session = try Self.makeSession()
    session.undoBytes = 1_000_000
    session.run("big = zeros(1000000)")
    session.run("list = [big, 1]")
    for number in 0..<50 { session.run("list = append(list, \(number)); y = \(number)") }
    #expect(!session.hasForgottenSteps)
    for _ in 0..<52 { #expect(session.undo() != nil) }
    #expect(session.interpreter.userNames.isEmpty)
  }

  @Test func `the last operation can be taken back whatever it needs`() throws {
    let session = try Self.makeSession()
    session.undoBytes = 1000
    session.run("x = zeros(1000000)")
    session.run("x = 1")
    #expect(session.undo() == "[2] x = 1")
    #expect(session.undo() == nil)
  }

  @Test func `an answer from outside is an operation, and its readers are stale`() throws {
    let session = try Self.makeSession()
    session.run("1 + 1")
    session.answer(.number(7), title: ":step s")
    session.run("x = ans")
    #expect(Staleness(session.state).cells == [2])
    #expect(session.undo() == "[2] x = ans")
    #expect(session.undo() == ":step s")
    session.run("x = ans")
    #expect(Staleness(session.state).cells == [])
    #expect(session.interpreter.value(of: "x")?.isEqual(to: .number(2)) == true)
  }
}
