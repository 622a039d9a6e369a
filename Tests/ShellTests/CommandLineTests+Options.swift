import Testing

// What the options change, and how wrong ones are refused.
extension CommandLineTests {
  // MARK: - --set

  @Test func `a name set from outside wins over the first assignment`() throws {
    let folder = TemporaryFolder()
    folder.write("rate = 0.5\nrate\nrate = 2\nrate\n", "a.tdm")
    let run = try ProgramRun.tandem("run", "a.tdm", "--set", "rate=[1, 2]", in: folder)
    #expect(run.output == "tensor 2\n  1  2\n2\n")
    #expect(run.code == 0)
  }

  @Test func `a value that is no expression is a string`() throws {
    let folder = TemporaryFolder()
    folder.write("name\ntype(name)\n", "a.tdm")
    let run = try ProgramRun.tandem("run", "--set", "name=two words", "a.tdm", in: folder)
    #expect(run.output == "two words\nstring\n")
  }

  @Test func `a value may hold the equals sign and be empty`() throws {
    let run = try ProgramRun.tandem("--set", "a=k=v", "--set", "b=", "-e", "print(a, len(a), b)")
    #expect(run.output.hasPrefix("k=v 3"))
    #expect(run.code == 0)
  }

  // MARK: - --json

  @Test func `variables are written as JSON`() throws {
    let folder = TemporaryFolder()
    folder.write(
      "a = [1, 2; 3, 4.5]\nb = {s: \"q\\\"\\n\", t: [true, false], n: none}\nf = x -> x\n"
        + "c = [nan, inf]\nd = [\"x\", [1]]\ne = zeros(0, 2)\n", "a.tdm")
    let run = try ProgramRun.tandem("run", "a.tdm", "--json", "out.json", in: folder)
    #expect(run.code == 0)
    #expect(
      folder.text("out.json") == """
        {
          "a": [[1, 2], [3, 4.5]],
          "b": {"s": "q\\"\\n", "t": [true, false], "n": null},
          "c": [null, null],
          "d": ["x", [1]],
          "e": []
        }

        """)
  }

  @Test func `a program without variables gives an empty object`() throws {
    let folder = TemporaryFolder()
    folder.write("1 + 1\n", "a.tdm")
    _ = try ProgramRun.tandem("run", "a.tdm", "--json", "out.json", in: folder)
    #expect(folder.text("out.json") == "{}\n")
  }

  @Test func `the variables can go to standard output`() throws {
    let folder = TemporaryFolder()
    folder.write("print(\"first\")\nx = 1\n", "a.tdm")
    let run = try ProgramRun.shell("$T run a.tdm --json /dev/stdout | cat", in: folder)
    #expect(run.output == "first\n{\n  \"x\": 1\n}\n")
  }

  @Test func `a program that fails writes no JSON`() throws {
    let folder = TemporaryFolder()
    folder.write("x = 1\nqwerty\n", "a.tdm")
    let run = try ProgramRun.tandem("run", "a.tdm", "--json", "out.json", in: folder)
    #expect(run.code == 1)
    #expect(!folder.has("out.json"))
  }

  // MARK: - Numbers

  @Test func `equal seeds give equal numbers, other seeds other ones`() throws {
    let code = "print(rand(5))"
    let first = try ProgramRun.tandem("--seed", "7", "-e", code)
    #expect(try ProgramRun.tandem("-e", code, "--seed", "7").output == first.output)
    #expect(try ProgramRun.tandem("--seed", "8", "-e", code).output != first.output)
    #expect(
      try ProgramRun.tandem("-e", code).output
        == ProgramRun.tandem("--seed", "0", "-e", code).output)
  }

  @Test func `threads change no result`() throws {
    let code = "x = range(0, 90000) |> reshape(300, 300); print(sum(x @ x))"
    let one = try ProgramRun.tandem("-e", code)
    #expect(try ProgramRun.tandem("--threads", "2", "-e", code).output == one.output)
    #expect(one.code == 0)
  }

  // MARK: - Layout

  @Test(arguments: [30, 40, 120]) func `no line is wider than asked for`(_ width: Int) throws {
    let run = try ProgramRun.tandem(
      "--width", "\(width)", "-e", "randn(50, 50)\n{a: 0:100, b: \"{0:300}\"}\nplot(0:50)")
    let widest = run.output.split(separator: "\n").map(\.count).max() ?? 0
    #expect(run.code == 0)
    #expect(widest > width / 2)
    #expect(widest <= width)
  }

  @Test func `a pipe is 80 columns wide`() throws {
    let code = "randn(50, 50)"
    #expect(
      try ProgramRun.tandem("-e", code).output
        == ProgramRun.tandem("--width", "80", "-e", code).output)
  }

  @Test func `ASCII output holds nothing else`() throws {
    let run = try ProgramRun.tandem("--ascii", "-e", "randn(50, 50)\nplot(0:50)\nzeros(2, 3) @ [1]")
    let isASCII = (run.output + run.errors).utf8.allSatisfy { $0 < 128 }
    #expect(isASCII)
    #expect(!run.output.isEmpty && !run.errors.isEmpty)
  }

  // MARK: - --time-limit

  @Test func `a run that takes too long fails`() throws {
    let run = try ProgramRun.tandem(
      "--time-limit", "0.2", "-e", "while true { try { while true { } } catch err { } }")
    #expect(run.errors.hasPrefix("error: the time allowed for this run is over\n  -e, line 1\n"))
    #expect(run.code == 1)
    #expect(run.seconds >= 0.2)
  }

  @Test func `each document has the whole time`() throws {
    let folder = TemporaryFolder()
    folder.write("```tandem\nwhile true { }\n```\n", "slow.md")
    folder.write("```tandem\n1\n```\n\n```output\n1\n```\n", "fast.md")
    let run = try ProgramRun.tandem(
      "check", "--time-limit", "0.2", "slow.md", "fast.md", in: folder)
    #expect(run.errors.hasPrefix("error: the time allowed for this run is over\n"))
    #expect(run.output.hasPrefix("fast.md: "))
    #expect(run.code == 1)
  }

  @Test(arguments: ["while true { }", "while x > 0 { x += 1 }", "for i in 0:inf { x = i }"])
  func `a loop that is stopped is the place of the error`(_ loop: String) throws {
    let run = try ProgramRun.tandem("--time-limit", "0.2", "-e", "x = 1\n\(loop)\ny = 2")
    #expect(run.errors.contains("-e, line 2\n"), "\(run.errors)")
    #expect(run.code == 1)
  }

  // MARK: - --read-only and --root

  @Test func `read-only forbids every write`() throws {
    let folder = TemporaryFolder()
    for call in ["write_npy([1], \"o.npy\")", "write_csv([1], \"o.csv\")"] {
      let run = try ProgramRun.tandem("--read-only", "-e", call, in: folder)
      #expect(run.errors.contains("Tandem runs with --read-only"), "\(call)")
      #expect(run.code == 1)
    }
    #expect(!folder.has("o.npy") && !folder.has("o.csv"))
  }

  @Test func `read-only forbids the JSON file too`() throws {
    let folder = TemporaryFolder()
    folder.write("x = 1\n", "a.tdm")
    let run = try ProgramRun.tandem("--read-only", "a.tdm", "--json", "o.json", in: folder)
    #expect(run.errors == "error: cannot write o.json: Tandem runs with --read-only\n")
    #expect(run.code == 1)
    #expect(!folder.has("o.json"))
  }

  /// A folder `in` to be confined to, one beside it, and a link from the first to the second.
  private func confined() -> TemporaryFolder {
    let folder = TemporaryFolder()
    folder.makeFolder("in")
    folder.makeFolder("out")
    folder.makeFolder("inside")
    folder.link("in/link", to: "../out")
    folder.link("in/file.csv", to: "../out/d.csv")
    for place in ["in", "out", "inside"] { folder.write("a,b\n1,2\n", "\(place)/d.csv") }
    return folder
  }

  @Test(arguments: ["in/d.csv", "in/../in/d.csv", "in/./d.csv"])
  func `files under the root are read`(_ path: String) throws {
    let run = try ProgramRun.tandem("--root", "in", "-e", "read_csv(\"\(path)\");", in: confined())
    #expect(run.errors == "")
    #expect(run.code == 0)
  }

  @Test(arguments: [
    "out/d.csv", "in/../out/d.csv", "in/link/d.csv", "in/file.csv", "inside/d.csv", "/etc/passwd",
    "in/none/../../out/d.csv",
  ]) func `files outside of the root are not read`(_ path: String) throws {
    let run = try ProgramRun.tandem("--root", "in", "-e", "read_csv(\"\(path)\")", in: confined())
    #expect(run.errors.contains("\(path) lies outside of "))
    #expect(run.code == 1)
  }

  @Test(arguments: ["out/o.npy", "in/../out/o.npy", "in/link/o.npy", "inside/o.npy"])
  func `files outside of the root are not written`(_ path: String) throws {
    let folder = confined()
    let run = try ProgramRun.tandem("--root", "in", "-e", "write_npy([1], \"\(path)\")", in: folder)
    #expect(run.errors.contains("\(path) lies outside of "))
    #expect(run.code == 1)
    #expect(!folder.has("out/o.npy") && !folder.has("inside/o.npy"))
  }

  @Test func `an import from outside of the root is refused`() throws {
    let folder = confined()
    folder.write("x = 1\n", "out/m.tdm")
    let run = try ProgramRun.tandem("--root", "in", "-e", "import \"out/m.tdm\"", in: folder)
    #expect(run.errors.hasPrefix("error: out/m.tdm lies outside of "))
    #expect(run.code == 1)
  }

  // MARK: - Help and wrong usage

  @Test func `help and version go to standard output`() throws {
    let help = try ProgramRun.tandem("--help")
    #expect(help.output.contains("--time-limit") && help.errors == "" && help.code == 0)
    let version = try ProgramRun.tandem("--version")
    #expect(version.output.hasPrefix("tandem ") && version.code == 0)
  }

  @Test(arguments: [
    ("--frob", "unknown option --frob"), ("-x", "unknown option -x"), ("run", "takes one file"),
    ("run a b", "takes one file"), ("a.tdm b.tdm", "one file at a time"),
    ("-e", "-e needs a value"),
    ("-e 1 a.tdm", "-e runs code alone"), ("--seed x -e 1", "a whole number from 0 to"),
    ("--seed -1 -e 1", "found -1"), ("--seed 1.5 -e 1", "found 1.5"),
    ("--width 3 -e 1", "a whole number from 20 to 10000, found 3"),
    ("--threads 0 -e 1", "found 0"), ("--time-limit nan -e 1", "found nan"),
    ("--time-limit 0 -e 1", "found 0"), ("--set x -e 1", "--set name=value"),
    ("--set 1=2 -e 1", "1 is no name"), ("--set =2 -e 1", "--set name=value"),
    ("--json o.json -e 1", "--json goes with tandem run FILE"), ("check", "needs a file"),
    ("record", "needs a file"), ("tutorial a b", "takes one name"),
    ("--root /dev/null -e 1", "--root needs a folder"),
    ("--root none -e 1", "--root needs a folder"),
  ]) func `wrong usage is one line on standard error and code 2`(
    _ arguments: String, _ expected: String
  ) throws {
    let run = try ProgramRun.shell("$T \(arguments)")
    #expect(run.output == "")
    #expect(run.errors.hasPrefix("tandem: ") && run.errors.contains(expected))
    #expect(run.errors.split(separator: "\n", omittingEmptySubsequences: false).count == 2)
    #expect(run.code == 2)
  }
}
