import Diagnostics
import Notebook
import Testing

@testable import Shell

/// A lesson under a learner's hands.
@Suite(.serialized) struct LessonShellTests {
  private let kept = TemporaryFolder()
  private let folder = TemporaryFolder()

  private static let text = """
    ---
    tandem: 1
    title: A short lesson
    kind: tutorial
    ---
    Some *prose* with `code`.

    ```tandem
    data = [1, 2, 3]
    data
    ```

    ```tandem exercise=twice
    factor = 2
    answer = factor * ___
    last = answer[2]
    ```
    <details><summary>Hint</summary>

    Take `data`.

    </details>

    ```tandem check=twice
    assert sum(abs(answer - 2 * data)) == 0, "twice the data was wanted"
    ```
    <details><summary>Solution</summary>

    ```tandem solution=twice
    factor = 2
    answer = factor * data
    print("shown")
    last = answer[2]
    ```

    </details>
    <details><summary>Why</summary>

    every *entry* is doubled

    </details>

    ```tandem
    for i in 0:1000000000 { last = i }
    ```

    ```tandem skip
    load_data("yours.csv")
    ```

    The end.
    """

  private func start(
    _ text: String = LessonShellTests.text, rows: Int = 50, columns: Int = 80,
    environment: [String: String] = [:]
  ) throws -> PseudoTerminal {
    let path = folder.write(text, "lesson.md")
    return try PseudoTerminal(
      LineEditorTests.program, ["tutorial", path], rows: rows, columns: columns,
      environment: kept.environment.merging(environment) { $1 })
  }

  /// A lesson at its exercise, step 2 of 3.
  private func startExercise(
    _ text: String = LessonShellTests.text, columns: Int = 80, environment: [String: String] = [:]
  ) throws -> PseudoTerminal {
    let shell = try start(text, columns: columns, environment: environment)
    try shell.wait(forCursorLine: "lesson 1/3>")
    shell.send("\r")
    try shell.wait(until: "an output") { $0.unfolded.contains("Enter goes on") }
    shell.send("\r")
    try shell.wait(forCursorLine: "lesson 2/3>")
    return shell
  }

  // MARK: - Commands

  @Test func `every command does something in a lesson or says why not`() throws {
    let shell = try startExercise()
    // What moves the lesson and what fills the prompt is tested elsewhere.
    let others = ["quit", "restart", "back", "skip", "starter", "edit"]
    for command in ShellCommand.all where !others.contains(command.name) {
      if case .refuses(let reason) = command.inLesson {
        try shell.type(":\(command.name)", at: "lesson 2/3>", untilSaying: reason)
      } else {
        try shell.type(":\(command.name)", at: "lesson 2/3>", until: "lesson 2/3>")
      }
    }
    try shell.type("1 + 1", at: "lesson 2/3>", until: "not judged")
    #expect(!shell.output.contains("there is no command"))
    try shell.type(":vars", at: "lesson 2/3>", until: "tensor 3  [1, 2, 3]")
    try shell.type(":time 1 + 1", at: "lesson 2/3>", until: "s\nlesson 2/3>")
    try shell.type(":cells", at: "lesson 2/3>", until: "> 2  factor = 2 … 2 more")
    try shell.type(":cells 1", at: "lesson 2/3>", until: "data = [1, 2, 3]")
    try shell.type(":cells 9", at: "lesson 2/3>", until: "they are 1 to 3")
    try shell.type(":disassemble 1", at: "lesson 2/3>", until: "instructions")
    try shell.type(":sav", at: "lesson 2/3>", untilSaying: "your answers are kept without")
    try shell.type(":hints", at: "lesson 2/3>", until: "did you mean :hint?")
  }

  @Test func `commands of lessons say in the shell where they belong`() throws {
    let shell = try PseudoTerminal(LineEditorTests.program, environment: kept.environment)
    for command in ShellCommand.lesson {
      try shell.type(
        ":\(command.name)", at: "[1]>", untilSaying: ":\(command.name) belongs to a lesson")
    }
  }

  @Test func `a beginning is looked for among what works at a place first`() throws {
    #expect(try ShellCommand.find("he", at: .notebook).name == "help")
    #expect(try ShellCommand.find("h", at: .lesson).name == "hint")
    #expect(try ShellCommand.find("step", at: .lesson).name == "step")
    #expect(try ShellCommand.find("rer", at: .lesson).name == "rerun")
    #expect(try ShellCommand.find("sol", at: .lesson).name == "solution")
    let names = ShellCommand.all.map(\.name)
    #expect(Set(names).count == names.count)
    for command in ShellCommand.all {
      #expect(command.works(at: .notebook) || command.works(at: .lesson))
    }
  }

  @Test func `help, a topic and an empty line say what is expected`() throws {
    let shell = try start()
    try shell.type("help", at: "lesson 1/3>", until: "Enter runs the cell above")
    #expect(shell.screen.text.contains(":hint"))
    try shell.type("?mean", at: "lesson 1/3>", until: "Enter runs the cell above")
    shell.send("\r\r")
    try shell.wait(forCursorLine: "lesson 2/3>")
    try shell.type("", at: "lesson 2/3>", until: "type it here: answer = factor * ___")
    try shell.type("help(mean)", at: "lesson 2/3>", until: "type it here: answer = factor * ___")
  }

  @Test func `a command of lessons may be typed without its colon`() throws {
    let shell = try startExercise()
    try shell.type("hint", at: "lesson 2/3>", until: "Take data.")
    try shell.type("hint = 7", at: "lesson 2/3>", until: "lesson 2/3> hint = 7")
    try shell.type("hint", at: "lesson 2/3>", until: "7")
    shell.send("back\r")
    try shell.wait(forCursorLine: "lesson 1/3>")
  }

  // MARK: - Exercises

  @Test func `what was found comes before what was wanted, and a hint is offered once`() throws {
    let shell = try startExercise()
    try shell.type("answer = 3 * data", at: "lesson 2/3>", until: "(:hint helps")
    let lines = shell.answer(to: "answer = 3 * data")
    #expect(
      lines == [
        "found answer = [3, 6, 9]", "not yet: twice the data was wanted",
        "(:hint helps, :edit brings your answer back)",
      ])
    try shell.type("answer = data", at: "lesson 2/3>", until: "not yet")
    #expect(shell.answer(to: "answer = data").count == 2)
  }

  @Test func `a value of another kind does not give the answer away`() throws {
    let shell = try startExercise()
    try shell.type(
      "answer = \"abc\"", at: "lesson 2/3>", until: "answer is of kind string, expected tensor 3")
    #expect(!shell.screen.text.contains("[2, 4, 6]"))
  }

  @Test func `the line with the blank is enough of a long starter`() throws {
    let shell = try startExercise()
    try shell.type(
      "answer = factor * data", at: "lesson 2/3>", until: "right: every entry is doubled")
    try shell.type("last", at: "lesson 2/3>", until: "6")
  }

  @Test func `a name that looks like the wanted one is told apart`() throws {
    let shell = try startExercise()
    try shell.type("1", at: "lesson 2/3>", until: "not judged")
    try shell.type("other = 1", at: "lesson 2/3>", until: "lesson 2/3> other = 1")
    #expect(!shell.screen.text.contains("not judged"))
    try shell.type("anwser = 1", at: "lesson 2/3>", until: "not judged: the answer is typed as")
  }

  @Test func `the starter comes to the prompt with the cursor in its blank`() throws {
    let shell = try startExercise()
    shell.send(":starter\r")
    try shell.wait(forCursorLine: "            answer = factor *")
    shell.send("data\r")
    try shell.wait(for: "right: every entry is doubled")
    shell.send(":edit\r")
    try shell.wait(forCursorLine: "            last = answer[2]")
  }

  @Test func `a solution is shown, then run, its names are told and why it is right`() throws {
    for command in [":solution", ":skip"] {
      let shell = try startExercise()
      try shell.type(command, at: "lesson 2/3>", until: "why: every entry is doubled")
      let lines = shell.screen.lines
      let start = try #require(lines.firstIndex { $0.hasSuffix("> \(command)") })
      #expect(
        Array(lines[(start + 1)...].prefix(7)) == [
          "    factor = 2", "    answer = factor * data", "    print(\"shown\")",
          "    last = answer[2]", "shown", "made factor, answer, last",
          "why: every entry is doubled",
        ])
      shell.send(":restart\r:quit\r")
      _ = try shell.exitStatus()
    }
  }

  @Test func `hidden solutions stay hidden`() throws {
    let text = Self.text.replacing("kind: tutorial", with: "kind: tutorial\nsolutions: hidden")
    let shell = try startExercise(text)
    try shell.type(":solution", at: "lesson 2/3>", until: "keeps its solutions to itself")
    try shell.type("", at: "lesson 2/3>", until: ":hint helps")
    #expect(!shell.screen.text.contains(":solution"))
    try shell.type(":skip", at: "lesson 2/3>", until: "skipped without a solution")
    #expect(!shell.screen.text.contains("factor * data"))
  }

  // MARK: - Coming and going

  @Test func `a long cell stops at Ctrl-C and the lesson goes on`() throws {
    let shell = try startExercise()
    shell.send(":skip\r")
    try shell.wait(forCursorLine: "lesson 3/3>")
    shell.send("\r")
    shell.pause(seconds: 0.5)
    shell.send("\u{3}")
    try shell.wait(for: "error: interrupted")
    try shell.type("1 + 1", at: "lesson 3/3>", until: "2")
  }

  @Test func `a lesson that was killed goes on where it was`() throws {
    let first = try startExercise()
    try first.type("answer = 2 * data", at: "lesson 2/3>", until: "right")
    first.send("\r")
    try first.wait(forCursorLine: "lesson 3/3>")
    first.signal(9)
    _ = try first.exitStatus()
    let second = try start()
    try second.wait(forCursorLine: "lesson 3/3>")
    #expect(second.screen.text.contains("1 of 1 exercises solved"))
    try second.type("sum(answer)", at: "lesson 3/3>", until: "12")
    #expect(second.screen.text.contains("12"))
  }

  @Test func `documents of one name have a progress each, and one that is done says so`() throws {
    let text = Self.text.replacing("for i in 0:1000000000 { last = i }", with: "last")
    let first = try startExercise(text)
    first.send(":skip\r:skip\r")
    #expect(try first.exitStatus() == 0)
    #expect(first.screen.text.contains("0 of 1 exercises solved, 1 skipped"))
    #expect(first.screen.text.contains("load_data(\"yours.csv\")"))
    folder.makeFolder("other")
    let path = folder.write(text, "other/lesson.md")
    let other = try PseudoTerminal(
      LineEditorTests.program, ["tutorial", path], environment: kept.environment)
    try other.wait(forCursorLine: "lesson 1/3>")
    #expect(!other.screen.text.contains("you have done this lesson"))
    let again = try start(text)
    try again.wait(forCursorLine: "lesson 1/3>")
    #expect(again.screen.text.contains("you have done this lesson"))
  }

  @Test(arguments: [80, 40, 20]) func `prose and messages fit the terminal`(columns: Int) throws {
    let shell = try startExercise(columns: columns)
    #expect(shell.screen.unfolded.contains("Some prose with code."))
    shell.send("answer = [0, 0, 0]\r")
    try shell.wait(until: "not yet") { $0.unfolded.contains("twice the data was wanted") }
  }

  @Test(arguments: [["TERM": "dumb"], ["NO_COLOR": "1"]]) func `without colour it stays plain`(
    environment: [String: String]
  ) throws {
    let shell = try startExercise(environment: environment)
    try shell.type("answer = 2 * data", at: "lesson 2/3>", until: "right: every entry is doubled")
    #expect(shell.output.contains("Some prose with `code`."))
    let isDumb = environment["TERM"] != nil
    #expect(!shell.output.contains("\u{1B}[3") || !isDumb)
    if isDumb { #expect(!shell.output.contains("\u{1B}")) }
  }

  @Test func `cells have the colours of live input`() throws {
    let shell = try start()
    try shell.wait(forCursorLine: "lesson 1/3>")
    #expect(shell.output.contains("data = [\u{1B}[36m1\u{1B}[0m, \u{1B}[36m2\u{1B}[0m"))
    #expect(shell.output.contains("Some \u{1B}[3mprose\u{1B}[0m with \u{1B}[36mcode\u{1B}[0m."))
  }

  @Test func `completion knows the commands that work in a lesson, and no others`() throws {
    let shell = try startExercise()
    shell.send(":star\t")
    try shell.wait(forCursorLine: "lesson 2/3> :starter")
    shell.send("\u{3}")
    try shell.wait(forCursorLine: "lesson 2/3>")
    shell.send(":reco\t")
    shell.pause(seconds: 0.3)
    #expect(shell.screen.cursorLine == "lesson 2/3> :reco")
  }

  @Test func `a lesson can be left for another one`() throws {
    let shell = try startExercise()
    try shell.type(":tutorial", at: "lesson 2/3>", until: "next: :tutorial")
    try shell.type(":tutorial label-graphs", at: "lesson 2/3>", until: "lesson 1/")
    #expect(shell.screen.text.contains("Chains and label graphs"))
    shell.send(":quit\r")
    #expect(try shell.exitStatus() == 0)
    #expect(shell.screen.text.contains("your place is kept; tandem tutorial 3 goes on"))
  }

  @Test func `the shell says how the exercises of an opened tutorial are answered`() throws {
    let path = folder.write(
      Self.text.replacing("for i in 0:1000000000 { last = i }", with: "sum(answer)"), "lesson.md")
    let shell = try PseudoTerminal(LineEditorTests.program, environment: kept.environment)
    try shell.wait(forCursorLine: "[1]>")
    shell.send(":open \(path)\r")
    try shell.wait(until: "how") {
      $0.unfolded.contains("a tutorial, :tutorial \(path) steps through it with its exercises")
    }
    shell.send(":run\r")
    try shell.wait(until: "how") {
      $0.unfolded.contains("an exercise may be lacking: :tutorial \(path) asks for it")
    }
    shell.send(":tutorial \(path)\r")
    try shell.wait(forCursorLine: "lesson 1/3>")
    shell.send("\u{4}")
    try shell.wait(until: "the shell") { $0.cursorLine.hasPrefix("[") }
  }

  @Test func `without a terminal a lesson says what to do instead`() throws {
    let path = folder.write(Self.text, "lesson.md")
    let run = try ProgramRun.tandem("tutorial", path)
    #expect(run.code == 1)
    #expect(run.errors.contains("a lesson needs a terminal to answer at"))
    #expect(run.errors.contains("tandem \(path) runs its cells"))
  }

  @Test func `a tutorial that is run alone takes its solutions and goes on after recorded errors`()
    throws
  {
    let text = Self.text.replacing(
      "for i in 0:1000000000 { last = i }\n```",
      with: "ones(2) + ones(3)\n```\n```error\n...\n```\n\n```tandem\nlast\n```")
    let run = try ProgramRun.tandem(folder.write(text, "lesson.md"))
    #expect(run.code == 0)
    #expect(run.output == "tensor 3\n  1  2  3\nshown\n6\n")
    #expect(run.errors.contains("shapes do not fit"))
  }

  @Test func `a truncated document is refused with its line or walked through`() throws {
    let bytes = Array(Self.text.utf8)
    for count in stride(from: 0, to: bytes.count, by: 97) {
      let text = String(decoding: bytes[..<count], as: UTF8.self)
      let path = folder.write(text, "cut.md")
      let shell = try PseudoTerminal(
        LineEditorTests.program, ["tutorial", path], environment: kept.environment)
      if (try? Document(text)) == nil {
        #expect(try shell.exitStatus() == 1)
        #expect(shell.screen.text.contains("line"))
      } else {
        shell.send(":quit\r")
        #expect(try shell.exitStatus() == 0, "\(count): \(shell.screen.text)")
      }
    }
  }
}
