import Diagnostics
import Notebook
import Runtime
import Testing

@Suite struct ReplayTests {
  private func check(_ text: String) throws -> CheckReport {
    try Replay(makeInterpreter()).check(try Document(text, name: "d.md"))
  }

  private func record(_ text: String) throws -> String {
    try Replay(makeInterpreter()).record(try Document(text)).text
  }

  private func cell(_ source: String, _ attributes: String = "", _ blocks: String = "") -> String {
    "```tandem\(attributes)\n\(source)\n```\n\(blocks)"
  }

  private func exercise(starter: String, check: String, solution: String) -> String {
    cell(starter, " exercise=e") + cell(check, " check=e") + cell(solution, " solution=e")
  }

  // MARK: - Check

  @Test func `a document as recorded passes`() throws {
    let report = try check(Sample.tutorial)
    #expect(report.isPassed, "\(report.text)")
    #expect(report.cellCount == 5)
    #expect(report.text == "d.md: 5 cells as recorded\n")
  }

  @Test func `another output is reported as a difference at its lines`() throws {
    let report = try check("text\n\n" + cell("print(\"a\")\n1 + 1", "", "\n```output\na\n3\n```\n"))
    #expect(!report.isPassed)
    #expect(
      report.text == """
        d.md:3: the output differs
           9   a
          10 - 3
             + 2
        d.md: 1 of 1 cells differs

        """)
  }

  @Test(arguments: [
    ("1", "", "the cell writes what is not recorded"),
    ("x = 1", "\n```output\n1\n```\n", "the output differs"),
    ("nobody", "", "the cell fails, which is not recorded"),
    ("x = 1", "\n```error\nno\n```\n", "the cell does not fail as recorded"),
    ("nobody", "\n```error\nsomething else\n```\n", "the error differs"),
  ])
  func `every kind of disagreement fails`(source: String, blocks: String, message: String) throws {
    #expect(try check(cell(source, "", blocks)).failures.map(\.message) == [message])
  }

  @Test func `tolerances of cell and header count`() throws {
    let block = "\n```output\n0.33\n```\n"
    #expect(!(try check(cell("1 / 3", "", block)).isPassed))
    #expect(try check(cell("1 / 3", " tol=0.02", block)).isPassed)
    #expect(try check("---\ntandem: 1\ntol: 0.02\n---\n" + cell("1 / 3", "", block)).isPassed)
    let strict = "---\ntandem: 1\ntol: 0.02\n---\n" + cell("1 / 3", " tol=1e-9", block)
    #expect(!(try check(strict).isPassed))
  }

  @Test func `skipped cells are not run and unchecked ones not compared`() throws {
    let text =
      cell("x = 1") + cell("x = nobody", " skip") + cell("x = x + 1\nrand(2)", " nocheck")
      + cell("x", "", "\n```output\n2\n```\n")
    #expect(try check(text).isPassed)
    #expect(!(try check(cell("nobody", " nocheck")).isPassed))
  }

  @Test func `the seed restarts the random numbers for every run`() throws {
    func text(_ seed: Int) -> String { "---\ntandem: 1\nseed: \(seed)\n---\n" + cell("rand(3)") }
    let recorded = try record(text(7))
    let interpreter = makeInterpreter()
    let replay = Replay(interpreter)
    for _ in 0..<2 { #expect(try replay.check(try Document(recorded)).isPassed) }
    #expect(try record(text(8)) != recorded.replacing("seed: 7", with: "seed: 8"))
    #expect(interpreter.variableNames.isEmpty)
  }

  @Test func `an exercise is replaced by its solution`() throws {
    let good = exercise(starter: "x = ___", check: "assert x == 4", solution: "x = 2 + 2")
    #expect(try check(good + cell("x", "", "\n```output\n4\n```\n")).isPassed)
  }

  @Test func `a solution that does not pass its check fails at the check's line`() throws {
    let report = try check(
      exercise(starter: "x = ___", check: "assert x == 5, \"found {x}\"", solution: "x = 4"))
    #expect(report.failures.map(\.message) == ["the solution of e does not pass its check"])
    #expect(report.failures[0].line == 4)
    #expect(report.failures[0].difference.map(\.text) == ["found 4"])
  }

  @Test func `a starter that passes its check fails`() throws {
    let report = try check(exercise(starter: "x = 4", check: "assert x == 4", solution: "x = 4"))
    #expect(
      report.failures.map(\.message) == ["the starter passes its check without being filled in"])
    #expect(report.failures[0].line == 1)
  }

  @Test func `an exercise without a solution fails`() throws {
    #expect(!(try check(cell("x = ___", " exercise=e")).isPassed))
  }

  @Test func `neither starter nor check leaves traces`() throws {
    let text =
      cell("x = 1")
      + exercise(
        starter: "x = 9\nrand(5);\ny = ___", check: "x = 7\nassert y == 2", solution: "y = 2")
      + cell("x", "", "\n```output\n1\n```\n")
    #expect(try check(text).isPassed)
  }

  // MARK: - Record

  @Test func `a document that matches stays as it is`() throws {
    #expect(try record(Sample.tutorial) == Sample.tutorial)
  }

  @Test func `missing blocks are added and stale ones removed`() throws {
    let text =
      "Text.\n\n" + cell("1 + 1") + "\nMore.\n\n" + cell("x = 1", "", "\n```output\nold\n```\n")
      + "\nEnd.\n"
    let expected =
      "Text.\n\n" + cell("1 + 1", "", "\n```output\n2\n```\n") + "\nMore.\n\n" + cell("x = 1")
      + "\nEnd.\n"
    #expect(try record(text) == expected)
  }

  @Test func `only blocks that differ are rewritten`() throws {
    let good = cell("for i in 0:5 { print(i) }", "", "\n```output\n0\n...\n4\n```\n")
    let stale = cell("7", "", "\n`````output\n8\n`````\n")
    #expect(try record(good + stale) == good + cell("7", "", "\n`````output\n7\n`````\n"))
  }

  @Test func `an output becomes an error and back`() throws {
    let failing = try record(cell("nobody", "", "\n```output\n1\n```\n"))
    #expect(failing == cell("nobody", "", "\n```error\nthere is no name nobody\n```\n"))
    let mended = try record(failing.replacing("tandem\nnobody", with: "tandem\n5"))
    #expect(mended == cell("5", "", "\n```output\n5\n```\n"))
  }

  @Test func `a cell that prints and fails records both`() throws {
    let recorded = try record(cell("print(1)\nnobody"))
    let cells = try Document(recorded).cells
    #expect(cells[0].output?.text == "1\n")
    #expect(cells[0].error?.text == "there is no name nobody\n")
    #expect(try check(recorded).isPassed)
  }

  @Test func `output with backticks gets a longer fence`() throws {
    let recorded = try record(
      cell("print(\"```\")\nprint(\"```output\")", "", "\n```output\n1\n```\n"))
    #expect(try Document(recorded).cells[0].output?.text == "```\n```output\n")
    #expect(try check(recorded).isPassed)
  }

  @Test func `starters record nothing and failing checks are not recorded`() throws {
    let text =
      cell("x = ___", " exercise=e", "\n```error\nold\n```\n") + cell("assert x == 5", " check=e")
      + cell("x = 4\nx", " solution=e")
    let expected =
      cell("x = ___", " exercise=e") + cell("assert x == 5", " check=e")
      + cell("x = 4\nx", " solution=e", "\n```output\n4\n```\n")
    #expect(try record(text) == expected)
  }

  @Test func `what recording cannot mend is told at the lines of the new text`() throws {
    let text =
      cell("1") + exercise(starter: "x = 4", check: "assert x == 4", solution: "x = 5")
      + cell("nobody", " nocheck") + cell("y = ___", " exercise=f")
    let (recorded, report) = try Replay(makeInterpreter()).record(try Document(text, name: "d.md"))
    let added = "\n```output\n1\n```\n"
    #expect(recorded == cell("1", "", added) + text.dropFirst(cell("1").count))
    #expect(
      report.failureText == """
        d.md:8: the starter passes its check without being filled in
        d.md:11: the solution of e does not pass its check
             + not true: x == 4
        d.md:17: the cell fails, which is not recorded
             + there is no name nobody
        d.md:20: exercise f has no solution to run

        """)
    #expect(try Replay(makeInterpreter()).record(try Document(Sample.tutorial)).report.isPassed)
  }

  @Test func `a changed number in a chart is recorded anew`() throws {
    let chart = "\n```output\na ████████████████████████ 24\n18 missing\n```\n"
    let source = "print(\"a ████████████████████████ 24\\n19 missing\")"
    #expect(
      try record(cell(source, " chart=5%", chart))
        == cell(source, " chart=5%", chart.replacing("18", with: "19")))
  }

  @Test func `skipped cells keep what they have`() throws {
    let text = cell("nobody", " skip", "\n```output\nhand-written\n```\n")
    #expect(try record(text) == text)
  }

  @Test(arguments: [
    "```tandem\r\n1\r\n```\r\n\r\n```output\r\n2\r\n```\r\nEnd\r\n", "```tandem\n1\n```",
    "```tandem\n1\n```\n```output\n2\n```",
    "  ```tandem\n  [1, 2; 3, 4]\n  ```\n\n  ```output\n  0\n  ```\n",
    "~~~tandem\n1\n~~~\n~~~output\n~~~\n", "```tandem\nprint(1)\nprint(\"\")\n  2\n```\n",
    "<details>\n\n```tandem\n1\n```\n\n```output\n```\n</details>\n",
  ])
  func `what was recorded passes, stays when recorded again and keeps the line ends`(
    text: String
  ) throws {
    let recorded = try record(text)
    #expect(Array(recorded.utf8) != Array(text.utf8))
    let report = try check(recorded)
    #expect(report.isPassed, "\(report.text)")
    #expect(Array(try record(recorded).utf8) == Array(recorded.utf8))
    if text.utf8.contains(13) {
      let bytes = Array(recorded.utf8)
      for (index, byte) in bytes.enumerated() where byte == 10 { #expect(bytes[index - 1] == 13) }
    }
  }

  @Test func `an interruption ends the run and is not recorded`() throws {
    let interpreter = makeStoppingInterpreter()
    let document = try Document(cell("x = 1") + cell("stop()"))
    let error = try #require(throws: Diagnostic.self) {
      try Replay(interpreter).record(document)
    }
    #expect(error.kind == .interrupted)
    #expect(throws: Diagnostic.self) { try Replay(interpreter).check(document) }
    #expect(interpreter.variableNames.isEmpty)
  }
}
