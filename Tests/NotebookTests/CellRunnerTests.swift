import Diagnostics
import Notebook
import Runtime
import StandardLibrary
import Tensors
import Testing

/// An interpreter with the whole library.
func makeInterpreter() -> Interpreter { Interpreter(builtins: StandardLibrary.builtins) }

/// An interpreter in which `stop()` is what Ctrl-C does.
func makeStoppingInterpreter() -> Interpreter {
  let stop = Builtin("stop", "Interrupts the run.") { () throws -> Nothing in
    throw Interruption.interrupted
  }
  return Interpreter(builtins: StandardLibrary.builtins + [stop])
}

extension CellRunner {
  /// Runs a program given as text.
  func run(_ text: String, number: Int? = nil) -> CellOutcome {
    run(SourceText(name: "test", text: text), number: number)
  }
}

@Suite struct CellRunnerTests {
  @Test func `what is printed and shown becomes text in order`() {
    let outcome = CellRunner(makeInterpreter()).run(
      "print(1)\n2 + 1\nx = 5\nprint(\"a\", end=\"\")")
    #expect(outcome.output == "1\n3\na")
    #expect(outcome.error == nil)
  }

  @Test func `the pieces of an outcome stand in order, neighbouring prints as one`() {
    let outcome = CellRunner(makeInterpreter()).run(
      "print(1)\nprint(2)\n\"a\"\nplot([1, 2])\nprint(3)\nnobody")
    let pieces = outcome.pieces.map { piece in
      switch piece {
      case .text(let text): "text " + text
      case .value(.object, let text): "object of \(text.split(separator: "\n").count > 3)"
      case .value(_, let text): "value " + text
      }
    }
    #expect(
      pieces == ["text 1\n2\n", "value a\n", "object of true", "text 3\n"])
    #expect(outcome.output == outcome.pieces.map(\.text).joined())
    #expect(outcome.error != nil)
    if case .object? = outcome.lastShown {} else { Issue.record("the chart was shown last") }
  }

  @Test func `a failing cell keeps what it printed and records the first line of its message`() {
    let runner = CellRunner(makeInterpreter())
    _ = runner.run("x = 1")
    let outcome = runner.run("x = 2\nprint(x)\nassert false, \"one\\ntwo\"")
    #expect(outcome.output == "2\n")
    #expect(outcome.errorText == "one")
    #expect(runner.run("x").output == "1\n")
  }

  @Test func `errors stand at the lines of the document`() throws {
    let document = try Document("text\n\n```tandem\nx = 1\nnobody\n```\n")
    let outcome = CellRunner(makeInterpreter()).run(document.cells[0], in: document)
    let mark = try #require(outcome.error?.marks.first)
    #expect(mark.source.location(of: mark.range.start).line == 5)
  }

  @Test func `listeners hear what comes and the interpreter gets its own back`() {
    let interpreter = makeInterpreter()
    var own = ""
    interpreter.write = { own += $0 }
    let runner = CellRunner(interpreter)
    var heard = ""
    var shown = 0
    runner.onWrite = { heard += $0 }
    runner.onShow = { _ in shown += 1 }
    #expect(runner.run("print(1)\n2").output == "1\n2\n")
    #expect(heard == "1\n" && shown == 1 && own == "")
    interpreter.write("back")
    #expect(own == "back")
  }

  @Test func `ans is the last value shown and out has the values by cell`() {
    let runner = CellRunner(makeInterpreter())
    _ = runner.run("1\n2", number: 1)
    _ = runner.run("x = 3", number: 2)
    _ = runner.run("4", number: 4)
    #expect(runner.run("ans").output == "4\n")
    #expect(runner.run("print(out)").output == "[none, 2, none, none, 4]\n")
    _ = runner.run("5\nnobody", number: 5)
    #expect(runner.run("ans").output == "4\n")
  }

  @Test func `a program without a number leaves ans and out alone`() {
    let runner = CellRunner(makeInterpreter())
    _ = runner.run("1", number: 1)
    _ = runner.run("2")
    #expect(runner.run("print(ans, out)").output == "1 [none, 1]\n")
  }

  @Test func `a variable named out stays the user's`() {
    let runner = CellRunner(makeInterpreter())
    _ = runner.run("1", number: 1)
    _ = runner.run("out = 7", number: 2)
    _ = runner.run("2", number: 3)
    #expect(runner.run("print(out, ans)").output == "7 2\n")
  }

  @Test func `out lets the oldest values go when they hold too much`() {
    let runner = CellRunner(makeInterpreter(), historyBytes: 20_000)
    for number in 1...4 { _ = runner.run("zeros(1000)", number: number) }
    #expect(runner.run("print(out[1] == none, out[2] == none)").output == "true true\n")
    #expect(runner.run("print(len(out[3]), len(out[4]), len(out))").output == "1000 1000 5\n")
  }

  @Test func `a value much larger than the limit is let go itself`() {
    let runner = CellRunner(makeInterpreter(), historyBytes: 100)
    _ = runner.run("zeros(1000)", number: 1)
    _ = runner.run("5", number: 2)
    #expect(runner.run("print(out)").output == "[none, none, 5]\n")
  }

  @Test func `a value that contains itself many times over is sized quickly`() {
    let runner = CellRunner(makeInterpreter())
    let outcome = runner.run(
      "x = [\"a\"]\nfor i in 0:200 { x = [\"b\", x, x] }\nx;\nlen(x)", number: 1)
    #expect(outcome.output == "3\n")
    _ = runner.run("y = {a: x}", number: 2)
    #expect(runner.run("len(out)").output == "3\n")
  }

  @Test func `restoring puts variables, random numbers and out back`() {
    let runner = CellRunner(makeInterpreter())
    _ = runner.run("x = 1\nx", number: 1)
    let before = runner.snapshot()
    let drawn = runner.run("x = 2\nrand(3)", number: 2).output
    runner.restore(before)
    #expect(runner.run("print(x, out)").output == "1 [none, 1]\n")
    #expect(runner.run("rand(3)", number: 2).output == drawn)
  }
}
