import Runtime
import Testing

@testable import Notebook

@Suite struct StalenessTests {
  @Test func `cells that read a changed name are stale, and those that read from them`() {
    let session = NotebookSession().run("a = 1", "b = a + 1", "c = 5", "b + c")
    #expect(session.stale == [])
    session.rerun(1, "a = 2")
    #expect(session.stale == [2, 4])
    #expect(
      Staleness(session.state).reasons[2] == Staleness.Reason(name: "a", provider: 1))
    session.rerun(2)
    #expect(session.stale == [4])
    session.rerun(4)
    #expect(session.stale == [])
  }

  @Test func `the time to find what is stale grows with the number of cells, not faster`() throws {
    func seconds(_ count: Int) throws -> Double {
      let cells = (0..<count).map { "```tandem\nx\($0) = \($0)\n```\n" }.joined(separator: "\n")
      let state = NotebookState(try Document("---\ntandem: 1\n---\n\n" + cells))
      #expect(state.cells.count == count)
      let clock = ContinuousClock()
      let times = (0..<7).map { _ in clock.measure { #expect(Staleness(state).cells == []) } }
      return (times.min() ?? .zero) / .seconds(1)
    }
    // Eight times the cells: 64 times as long if each looked at all.
    #expect(try seconds(3200) < 32 * seconds(400))
  }

  @Test func `a value from outside makes its readers stale, until all runs from the top`() {
    let session = NotebookSession().run("40", "x = ans + 2")
    session.runner.interpreter.assign("ans", .number(7))
    session.state.noteValueFromOutside("ans")
    #expect(session.stale == [])
    session.run("y = ans")
    #expect(Staleness(session.state).reasons == [3: Staleness.Reason(name: "ans", provider: 1)])
    session.rerunStale()
    #expect(session.stale == [])
    #expect(session.runner.interpreter.value(of: "y")?.isEqual(to: .number(40)) == true)
  }

  @Test func `a notebook keeps how shown numbers looked, not the numbers`() throws {
    let session = NotebookSession().run("zeros(1000000)")
    let shown = session.runner.interpreter.value(of: "ans")?.byteEstimate ?? 0
    #expect(shown > 8_000_000)
    let pieces = try #require(session.state.cell(1)?.run?.outcome.pieces)
    guard case .value(.none, let text)? = pieces.first, pieces.count == 1 else {
      Issue.record("\(pieces)")
      return
    }
    #expect(text.hasPrefix("tensor 1000000"))
  }

  @Test func `a name given again below is another one`() {
    let session = NotebookSession().run("x = 1", "x", "x = 2", "x")
    #expect(session.stale == [])
    session.rerun(1, "x = 10")
    #expect(session.stale == [2])
    session.rerun(3)
    #expect(session.stale == [2, 4])
  }

  @Test func `functions pass on what they look up when they are called`() {
    let session = NotebookSession().run(
      "a = 1", "fn f(x) = x + a", "fn g(x) = f(x)", "h = [g]", "h[0](1)", "fn unused(a) = a")
    session.rerun(1, "a = 2")
    #expect(session.stale == [5])
    session.rerun(2)
    #expect(session.stale == [5])
    session.rerunStale()
    #expect(session.outputs[4] == "3\n")
    #expect(session.stale == [])
  }

  @Test func `deleting, moving and failing make readers stale`() {
    let session = NotebookSession().run("a = 1", "a", "a = 3", "a")
    var state = session.state
    state.delete([.cell(3)])
    #expect(Staleness(state).cells == [4])
    #expect(Staleness(state).reasons[4] == Staleness.Reason(name: "a", provider: 1))
    state = session.state
    state.move(.cell(1), below: .cell(2))
    #expect(Staleness(state).cells == [2])
    session.rerun(3, "a = nobody")
    #expect(session.stale == [4])
  }

  @Test func `a cell that reads what a cell below it left is stale at once`() {
    let session = NotebookSession().run("x = 1", "y = x", "x = 2")
    session.rerun(2)
    #expect(session.stale == [2])
    session.rerunStale()
    #expect(session.stale == [])
    session.run("y")
    #expect(session.outputs.last == "1\n")
  }

  @Test func `answers and outputs are names like others`() {
    let session = NotebookSession().run("10", "ans + 1", "out[1]", "len(out)", "3")
    #expect(session.stale == [])
    session.rerun(1, "20")
    #expect(session.stale == [2, 3, 4])
    session.rerunStale()
    #expect(session.outputs == ["20\n", "21\n", "20\n", "4\n", "3\n"])
  }

  @Test func `random numbers come from the cell above that drew last`() {
    let session = NotebookSession().run("rand()", "rand()", "seed(4)\nrand()", "1 + 1")
    let outputs = session.outputs
    session.rerun(1)
    #expect(session.stale == [1, 2])
    session.rerunStale()
    #expect(session.stale == [])
    #expect(session.outputs == outputs)
  }

  @Test func `a cell that may give a name passes on what it found`() {
    let session = NotebookSession().run("c = false", "x = 1", "if c { x = 2 }", "x")
    session.rerun(2, "x = 5")
    #expect(session.stale == [3, 4])
    session.rerunStale()
    #expect(session.outputs[3] == "5\n")
    session.rerun(1, "c = true")
    session.rerunStale()
    #expect(session.outputs[3] == "2\n")
  }

  @Test func `cells of a loop variable do not hang together`() {
    let session = NotebookSession().run(
      "for i in range(3) { print(i) }", "for i in range(3) { print(i) }")
    session.rerun(1)
    #expect(session.stale == [])
  }

  @Test func `cells that have not run are not stale, those that read past them are`() throws {
    let document = try Document(
      "```tandem\nx = 1\n```\n\n```tandem\nx = x + 1\n```\n\n```tandem\nx\n```\n")
    let session = NotebookSession()
    session.state = NotebookState(document)
    session.rerun(1)
    session.rerun(3)
    #expect(session.stale == [3])
    session.rerunStale()
    #expect(session.outputs[2] == "2\n")
    #expect(session.stale == [])
  }
}
