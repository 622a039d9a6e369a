import Glibc
import Testing

/// The program as scripts and pipes meet it: arguments in; output, errors and exit code out.
@Suite struct CommandLineTests {
  // MARK: - Where code comes from

  @Test func `code in an argument shows its bare expressions and ends well`() throws {
    let run = try ProgramRun.tandem("-e", "x = 2\nx + 1\nx * 10;")
    #expect(run.output == "3\n")
    #expect(run.errors == "")
    #expect(run.code == 0)
  }

  @Test(arguments: [[], ["-"]]) func `standard input is run as one program`(
    _ arguments: [String]
  )
    throws
  {
    let command = [LineEditorTests.program] + arguments
    let run = try ProgramRun.Running(command, input: Array("if true {\n  7\n}\n".utf8)).finish()
    #expect(run.output == "7\n")
    #expect(run.code == 0)
  }

  @Test(arguments: [[], ["-"]]) func `empty standard input is an empty program`(
    _ arguments: [String]
  ) throws {
    let run = try ProgramRun.Running([LineEditorTests.program] + arguments).finish()
    #expect(run.output + run.errors == "")
    #expect(run.code == 0)
  }

  @Test(arguments: ["", "run "]) func `a script is run with or without the word run`(
    _ word: String
  ) throws {
    let folder = TemporaryFolder()
    folder.write("print(\"in a script\")\n", "a.tdm")
    let run = try ProgramRun.shell("$T \(word)a.tdm", in: folder)
    #expect(run.output == "in a script\n")
    #expect(run.code == 0)
  }

  @Test func `a notebook runs its cells and passes over its prose`() throws {
    let folder = TemporaryFolder()
    folder.write("# T\n\n```tandem\nx = 4\n```\n\nprose\n\n```tandem\nx + 1\n```\n", "n.md")
    let run = try ProgramRun.tandem("n.md", in: folder)
    #expect(run.output == "5\n")
    #expect(run.code == 0)
  }

  @Test func `an error in a notebook names the line of the document`() throws {
    let folder = TemporaryFolder()
    folder.write("# T\n\n```tandem\nx = 4\nqwerty\n```\n", "n.md")
    let run = try ProgramRun.tandem("n.md", in: folder)
    #expect(run.errors.contains("n.md, line 5"))
    #expect(run.code == 1)
  }

  @Test func `an import starts at the folder of the importing file`() throws {
    let folder = TemporaryFolder()
    folder.makeFolder("sub")
    folder.write("v = 5\n", "sub/m.tdm")
    folder.write("import \"m.tdm\"\nv\n", "sub/main.tdm")
    #expect(try ProgramRun.tandem("sub/main.tdm", in: folder).output == "5\n")
  }

  @Test func `two dashes end the options`() throws {
    let folder = TemporaryFolder()
    folder.write("1 + 1\n", "--odd.tdm")
    #expect(try ProgramRun.tandem("--", "--odd.tdm", in: folder).output == "2\n")
  }

  // MARK: - Odd files

  @Test func `carriage returns at line ends are no part of the program`() throws {
    let folder = TemporaryFolder()
    folder.write("x = 1\r\nif x == 1 {\r\n  \"a\"\r\n}\r\n\"\"\"\r\n  b\r\n  \"\"\"\r\n", "a.tdm")
    #expect(try ProgramRun.tandem("a.tdm", in: folder).output == "a\nb\n")
  }

  @Test func `a byte order mark is no part of the program`() throws {
    let folder = TemporaryFolder()
    folder.write([0xEF, 0xBB, 0xBF] + Array("1 + 1".utf8), "a.tdm")
    #expect(try ProgramRun.tandem("a.tdm", in: folder).output == "2\n")
  }

  @Test func `an empty file is an empty program`() throws {
    let folder = TemporaryFolder()
    folder.write("", "a.tdm")
    let run = try ProgramRun.tandem("a.tdm", in: folder)
    #expect(run.output + run.errors == "")
    #expect(run.code == 0)
  }

  @Test func `a file that is no text is an error that says so`() throws {
    let folder = TemporaryFolder()
    folder.write([0x31, 0xFF, 0x0A], "a.tdm")
    let run = try ProgramRun.tandem("a.tdm", in: folder)
    #expect(run.errors == "error: a.tdm is no UTF-8 text\n")
    #expect(run.code == 1)
  }

  @Test func `standard input that is no text is an error that says so`() throws {
    let run = try ProgramRun.Running([LineEditorTests.program], input: [0x22, 0xFF, 0x22]).finish()
    #expect(run.output == "")
    #expect(run.errors == "error: standard input is no UTF-8 text\n")
    #expect(run.code == 1)
  }

  @Test func `a control character is named by its number`() throws {
    let folder = TemporaryFolder()
    folder.write([0x31, 0x00, 0x32], "a.tdm")
    let run = try ProgramRun.tandem("a.tdm", in: folder)
    #expect(run.errors.hasPrefix("error: the character U+0000 means nothing here\n"))
    #expect(run.code == 1)
  }

  @Test func `a file that does not exist is an error, not wrong usage`() throws {
    let run = try ProgramRun.tandem("none.tdm")
    #expect(run.errors == "error: cannot read none.tdm: there is no such file\n")
    #expect(run.code == 1)
  }

  @Test func `a folder is no program`() throws {
    let run = try ProgramRun.tandem("/tmp")
    #expect(run.errors == "error: cannot read /tmp: it is a folder\n")
    #expect(run.code == 1)
  }

  // MARK: - Results and errors

  @Test func `what was shown before an error is written, the error goes to standard error`() throws
  {
    let run = try ProgramRun.tandem("-e", "print(\"before\")\nqwerty\nprint(\"after\")")
    #expect(run.output == "before\n")
    #expect(run.errors.hasPrefix("error: there is no name qwerty\n  -e, line 2\n  |  qwerty\n"))
    #expect(run.code == 1)
  }

  @Test func `nothing in a pipe is coloured`() throws {
    let run = try ProgramRun.tandem("-e", "spark([1, 2, 3])\nplot([1, 2, 3])\nqwerty")
    #expect(!run.output.isEmpty && !run.errors.isEmpty)
    #expect(!(run.output + run.errors).contains("\u{1B}"))
  }

  @Test func `a reader that goes away ends the program without a word`() throws {
    let run = try ProgramRun.shell("$T -e 'i = 0; while true { i += 1; print(i) }' | head -n 2")
    #expect(run.output == "1\n2\n")
    #expect(run.errors == "")
    #expect(run.code == 0)
  }

  @Test func `output that cannot be written is an error`() throws {
    let run = try ProgramRun.shell("$T -e '1 + 1' >/dev/full")
    #expect(run.errors == "error: cannot write standard output: the disk is full\n")
    #expect(run.code == 1)
  }

  @Test func `an endless program stops when its output cannot be written`() throws {
    let run = try ProgramRun.shell("$T -e 'while true { print(1) }' >/dev/full")
    #expect(run.errors == "error: cannot write standard output: the disk is full\n")
    #expect(run.code == 1)
  }

  @Test func `a closed standard output is an error`() throws {
    let run = try ProgramRun.shell("$T -e '1 + 1' >&-")
    #expect(run.errors == "error: cannot write standard output: bad file descriptor\n")
    #expect(run.code == 1)
  }

  @Test func `a program without output does not miss standard output`() throws {
    #expect(try ProgramRun.shell("$T -e 'x = 1' >&-").code == 0)
  }

  @Test func `a closed standard input is an empty program`() throws {
    let run = try ProgramRun.shell("$T <&-")
    #expect(run.output + run.errors == "")
    #expect(run.code == 0)
  }

  @Test func `a closed standard error still gives the exit code`() throws {
    let run = try ProgramRun.shell("$T -e 'print(3); qwerty' 2>&-")
    #expect(run.output == "3\n")
    #expect(run.code == 1)
  }

  // MARK: - Interruption

  /// Runs code that never ends, interrupts it once it runs, and gives the run and the seconds from
  /// the signal to the end.
  private func interrupt(_ code: String) throws -> (run: ProgramRun, seconds: Double) {
    let folder = TemporaryFolder()
    let program = try ProgramRun.Running(
      [LineEditorTests.program, "-e", "write_npy([1], \"started.npy\")\n" + code], folder)
    for _ in 0..<20_000 where !folder.has("started.npy") { usleep(1000) }
    usleep(50_000)
    let before = ProgramRun.now
    program.signal(SIGINT)
    let run = try program.finish()
    return (run, ProgramRun.now - before)
  }

  @Test(arguments: [
    "while true { }",
    "while true { try { while true { } } catch err { } }",
    "fn f(n) = if n == 0 { 0 } else { f(n - 1) }\nwhile true { f(1000) }",
    "while true { map(0:1000, x -> x + 1) }",
    "x = ones(700, 700)\nwhile true { x @ x }",
    "read_csv(\"/dev/zero\")",
  ]) func `Ctrl-C ends a run within a fifth of a second with code 130`(_ code: String) throws {
    var fastest = Double.infinity
    // The machine may be busy with other tests: one of three must be in time.
    for _ in 0..<3 where fastest >= 0.2 {
      let (run, seconds) = try interrupt(code)
      #expect(run.code == 130)
      #expect(run.errors.hasPrefix("error: interrupted\n  -e, line "))
      fastest = min(fastest, seconds)
    }
    #expect(fastest < 0.2)
  }

  @Test func `Ctrl-C ends the wait for standard input`() throws {
    let run = try ProgramRun.shell(
      "mkfifo f; sleep 30 >f & s=$!; $T - <f & t=$!; sleep 0.5; kill -INT $t; wait $t; c=$?; "
        + "kill $s; exit $c", in: TemporaryFolder())
    // A shell without job control starts its background jobs with the interrupt ignored.
    #expect(run.code == 130)
  }

  // MARK: - Documents

  private static let notebook = "```tandem\n1 + 1\n```\n"

  @Test func `record writes outputs that check finds again`() throws {
    let folder = TemporaryFolder()
    folder.write(Self.notebook, "n.md")
    #expect(try ProgramRun.tandem("check", "n.md", in: folder).code == 1)
    #expect(try ProgramRun.tandem("record", "n.md", in: folder).code == 0)
    #expect(folder.text("n.md") == Self.notebook + "\n```output\n2\n```\n")
    #expect(try ProgramRun.tandem("check", "n.md", in: folder).code == 0)
  }

  @Test func `check goes on behind a file that fails`() throws {
    let folder = TemporaryFolder()
    folder.write(Self.notebook + "\n```output\n2\n```\n", "good.md")
    let run = try ProgramRun.tandem("check", "none.md", "good.md", in: folder)
    #expect(run.errors == "error: cannot read none.md: there is no such file\n")
    #expect(run.output.hasPrefix("good.md: "))
    #expect(run.code == 1)
  }

  @Test(arguments: ["--read-only", "--root other"]) func `record keeps to the rules for files`(
    _ rule: String
  ) throws {
    let folder = TemporaryFolder()
    folder.makeFolder("other")
    folder.write(Self.notebook, "n.md")
    let run = try ProgramRun.shell("$T record \(rule) n.md", in: folder)
    #expect(run.code == 1)
    #expect(run.errors.hasPrefix("error: "))
    #expect(folder.text("n.md") == Self.notebook)
  }
}
