import Glibc
import Testing

/// Runs for scripts: settings from outside, results as JSON, messages and exit codes.
struct BatchTests {
  private let folder = TemporaryFolder()

  private func run(_ line: String) throws -> ProgramRun { try ProgramRun.shell(line, in: folder) }

  // MARK: - --set

  @Test func `several settings hold lists, commas, quotes and words`() throws {
    folder.write(
      "layers = [8]\ntitle = \"\"\npair = 0\nn = 0\nprint(layers, title, pair, n)\n", "a.tdm")
    let run = try run(
      "$T run a.tdm --set 'layers=[64, 32]' --set 'title=two words' --set 'pair=a,b' --set n=-1e3")
    #expect(run.output == "[64, 32] two words a,b -1000\n")
    #expect(run.errors.isEmpty && run.code == 0)
  }

  @Test func `a misspelt name is wrong usage and proposes the right one`() throws {
    folder.write("print(\"began\")\nrate = 0.1\n", "a.tdm")
    folder.write("```tandem\nrate = 0.1\n```\n", "a.md")
    for file in ["a.tdm", "a.md"] {
      let run = try run("$T run \(file) --set rte=2 --json out.json")
      #expect(run.code == 2 && run.output.isEmpty)
      #expect(
        run.errors
          == "tandem: --set rte: the program neither sets nor reads this name; did you mean rate?\n"
      )
      #expect(!folder.has("out.json"))
    }
  }

  @Test func `a name that only a function or an imported file reads is right`() throws {
    folder.write("fn f() = k + 1\nprint(f())\n", "a.tdm")
    #expect(try run("$T run a.tdm --set k=2").output == "3\n")
    folder.write("print(k)\n", "part.tdm")
    folder.write("import \"part.tdm\"\n", "b.tdm")
    #expect(try run("$T run b.tdm --set k=4").output == "4\n")
  }

  @Test func `settings and a seed reach a notebook, over its header`() throws {
    folder.write(
      "---\ntandem: 1\nseed: 7\n---\n```tandem\nn = 1\nprint(n, rand(1)[0])\n```\n", "a.md")
    let own = try run("$T run a.md --set n=5")
    #expect(own.output.hasPrefix("5 "))
    let given = try run("$T run a.md --set n=5 --seed 8")
    #expect(given.output != own.output)
    #expect(try run("$T run a.md --set n=5 --seed 7").output == own.output)
  }

  // MARK: - --json

  @Test func `numbers come back exactly`() throws {
    folder.write(
      "x = [0.1, 1/3, 1e300, 5e-324, -0.5, 123456789012345678, 2^53]\nsmall = -1e-7\n", "a.tdm")
    _ = try run("$T run a.tdm --json o.json")
    folder.write(
      "r = read_json(\"o.json\")\n"
        + "print(all(r.x == [0.1, 1/3, 1e300, 5e-324, -0.5, 123456789012345678, 2^53]), r.small "
        + "== -1e-7)\n",
      "b.tdm")
    #expect(try run("$T run b.tdm").output == "true true\n")
  }

  @Test func `random values come back as they were`() throws {
    folder.write(
      "a = randn(3, 4, 2) * 10^randint(-9, 9, 3, 4, 2)\nb = a > 0\nc = [\"x\", [1, 2], none]\n"
        + "d = {e: {f: [1]}, g: \"ü\\\"\\n\"}\nh = zeros(2, 0)\n", "a.tdm")
    folder.write(
      "import \"a.tdm\"\nr = read_json(\"o.json\")\n"
        + "assert all(r.a == a)\nassert all(shape(r.a) == [3, 4, 2])\nassert all(r.b == b)\n"
        + "assert type(r.b[0, 0, 0]) == \"bool\"\nassert r.c == c\nassert r.d == d\n"
        + "assert all(shape(r.h) == [2, 0])\nprint(\"same\")\n", "b.tdm")
    for seed in 0..<5 {
      _ = try run("$T run a.tdm --seed \(seed) --json o.json")
      let run = try run("$T run b.tdm --seed \(seed)")
      #expect(run.output == "same\n", "\(run.errors)")
    }
  }

  @Test func `with a dash standard output holds JSON alone`() throws {
    folder.write("print(\"said\")\nx = 1\nx\n", "a.tdm")
    let run = try run("$T run a.tdm --json -")
    #expect(run.output == "{\n  \"x\": 1\n}\n")
    #expect(run.errors == "said\n1\n")
  }

  @Test func `a record named results is all that is written`() throws {
    folder.write("big = zeros(100, 100)\nresults = {f1: 0.5, n: 3}\n", "a.tdm")
    _ = try run("$T run a.tdm --json o.json")
    #expect(folder.text("o.json") == "{\n  \"f1\": 0.5,\n  \"n\": 3\n}\n")
  }

  @Test func `models are left out with a note, wherever they stand`() throws {
    folder.write("m = logistic()\nr = {fit: m, k: 1}\nl = [m, 2]\n", "a.tdm")
    let run = try run("$T run a.tdm --json o.json")
    #expect(folder.text("o.json") == "{\n  \"r\": {\"k\": 1},\n  \"l\": [null, 2]\n}\n")
    #expect(
      run.errors
        == "tandem: without a form in JSON and left out: m (learner), r.fit (learner), l[0] "
        + "(learner)\n"
    )
    #expect(run.code == 0)
  }

  @Test func `a place that cannot be written is told before the program runs`() throws {
    folder.write("print(\"ran\")\nx = 1\n", "a.tdm")
    let run = try run("$T run a.tdm --json none/o.json")
    #expect(run.output.isEmpty && run.code == 1)
    #expect(run.errors.hasPrefix("error: cannot write none/o.json"))
  }

  @Test func `an old result stays when the program fails`() throws {
    folder.write("{\"x\": 1}\n", "o.json")
    folder.write("x = 2\nqwertz\n", "a.tdm")
    #expect(try run("$T run a.tdm --json o.json").code == 1)
    #expect(folder.text("o.json") == "{\"x\": 1}\n")
  }

  @Test func `values of every type have their form, and a full disk is told`() throws {
    folder.write(
      "n = nan; i = [inf, -inf, 1]; z = none; t = true; s = \"a\\n\"; e = []; r = {}; l = [1, \"b\"]\n"
        + "m = [true, false; false, true]; f = x -> x; b = 2^60\n", "a.tdm")
    let run = try run("$T run a.tdm --json o.json")
    #expect(run.code == 0 && run.errors.isEmpty, "\(run.errors)")
    #expect(
      folder.text("o.json") == """
        {
          "n": null,
          "i": [null, null, 1],
          "z": null,
          "t": true,
          "s": "a\\n",
          "e": [],
          "r": {},
          "l": [1, "b"],
          "m": [[true, false], [false, true]],
          "b": 1.152921504606847e+18
        }

        """)
    let full = try self.run("$T run a.tdm --json /dev/full")
    #expect(full.code == 1)
    #expect(full.errors == "error: cannot write /dev/full: the disk is full\n")
    let folderAsFile = try self.run("mkdir d; $T run a.tdm --json d")
    #expect(folderAsFile.code == 1 && folderAsFile.errors.contains("it is a folder"))
  }

  @Test(arguments: [
    ("true", "bool true"), ("none", "none none"), ("[true, false]", "tensor [true, false]"),
    ("[\"a\", \"b\"]", "list [\"a\", \"b\"]"), ("{k: 1}", "record {k: 1}"), ("2*3", "number 6"),
    ("\"6\"", "string 6"), ("a b", "string a b"), ("", "string "), ("x -> x", "function "),
    ("C:\\\\dir", "string C:\\\\dir"), ("0.1.2", "string 0.1.2"), ("train.csv", "string train.csv"),
  ])
  func `a setting is an expression, or else a string`(_ text: String, _ expected: String) throws {
    folder.write("v = 0\nprint(type(v), if type(v) == \"function\" { \"\" } else { v })\n", "a.tdm")
    let run = try ProgramRun.tandem("run", "a.tdm", "--set", "v=" + text, in: folder)
    #expect(run.output == expected + "\n" && run.code == 0, "\(run.output) \(run.errors)")
  }

  @Test(arguments: [
    ("x = 1", [], 0), ("error(\"no\")", [], 1), ("assert false", [], 1), ("x = ", [], 1),
    ("x = 1", ["--set", "y=1"], 2), ("x = 1", ["--set", "x"], 2), ("x = 1", ["--set", "1x=2"], 2),
    ("x = 1", ["--json"], 2), ("x = 1", ["--jsn", "o.json"], 2), ("x = 1", ["more.tdm"], 2),
    ("x = [1, 2, 3] + [1, 2]", ["--json", "o.json"], 1),
    ("while true { }", ["--time-limit", "0.2"], 1),
  ])
  func `the exit code says how it went`(
    _ code: String, _ options: [String], _ expected: Int32
  ) throws {
    folder.write(code + "\n", "a.tdm")
    let run = try run("$T run a.tdm " + options.map { "'\($0)'" }.joined(separator: " "))
    #expect(run.code == expected, "\(run.errors)")
    #expect((expected == 0) == run.errors.isEmpty)
    #expect(!folder.has("o.json"))
  }

  @Test func `JSON that is damaged names line and column`() throws {
    folder.write("{\"a\": [1, 2,\n}\n", "bad.json")
    let run = try run("$T -e 'read_json(\"bad.json\")'")
    #expect(run.code == 1)
    #expect(run.errors.hasPrefix("error: bad.json, line 2, column "))
  }

  @Test func `Python reads what is written`() throws {
    folder.write("x = [1, nan; 0.25, -3e-9]\ns = \"a\\\"b\\n\"\nt = true\n", "a.tdm")
    let python =
      "import json; r = json.load(open(\\\"o.json\\\")); print(r[\\\"x\\\"], repr(r[\\\"s\\\"]), "
      + "r[\\\"t\\\"])"
    guard try run("command -v python3").code == 0 else { return }
    let run = try run("$T run a.tdm --json o.json && python3 -c \"\(python)\"")
    #expect(run.output == "[[1, None], [0.25, -3e-09]] 'a\"b\\n' True\n")
  }

  // MARK: - GNU parallel

  @Test func `the settings of the tutorial run under GNU parallel and are collected`() throws {
    guard try run("parallel --version").output.contains("GNU") else { return }
    let lines = Self.tutorial.split(separator: "\n", omittingEmptySubsequences: false).map(
      String.init)
    let program = try #require(Self.block("experiment.tdm", lines))
    let command = try #require(Self.block("parallel", lines))
    folder.write(program, "experiment.tdm")
    let run = try run("mkdir bin; ln -s \"$T\" bin/tandem; PATH=\"$PWD/bin:$PATH\"; \(command)")
    #expect(run.code == 0, "\(run.errors)")
    folder.write(
      "n = 0\nfor C in [0.001, 0.01, 0.1, 1] { for s in 1:4 {\n"
        + "  r = read_json(\"C={C},s={s}.json\"); assert r.C == C and r.s == s; n += 1 } "
        + "}\nprint(n)\n",
      "collect.tdm")
    #expect(try self.run("$T run collect.tdm").output == "12\n")
  }

  private static let tutorial: String = {
    let root = #filePath.split(separator: "/").dropLast(3).map { "/\($0)" }.joined()
    guard let file = fopen("\(root)/tutorials/20-many-settings.md", "r") else { return "" }
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 1 << 16)
    let count = fread(&bytes, 1, bytes.count, file)
    return String(decoding: bytes[..<count], as: UTF8.self)
  }()

  /// The block of the tutorial whose fence says its name.
  private static func block(_ name: String, _ lines: [String]) -> String? {
    guard let start = lines.firstIndex(where: { $0.hasPrefix("```") && $0.hasSuffix(" \(name)") }),
      let end = lines[(start + 1)...].firstIndex(of: "```")
    else { return nil }
    return lines[(start + 1)..<end].joined(separator: "\n") + "\n"
  }
}
