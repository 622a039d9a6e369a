import Testing

// Every mistake ends in a sentence, with its place, and with code 1.
extension CommandLineTests {
  /// The errors of a program that must fail as programs do.
  private func errors(_ code: String) throws -> String {
    let folder = TemporaryFolder()
    folder.write(code, "a.tdm")
    let run = try ProgramRun.tandem("a.tdm", in: folder)
    #expect(run.code == 1)
    return run.errors
  }

  // MARK: - Places, notes and near names

  @Test func `shapes that do not fit are shown for both operands, with the remedy`() throws {
    #expect(
      try errors("W = zeros(3, 4)\nX = zeros(3, 2)\nW @ X\n") == """
        error: shapes do not fit: 3×4 @ 3×2 needs 4 = 3
          a.tdm, line 3
          |  W @ X
          |  ~ ^ ~
          = W is 3×4, X is 3×2; did you mean W' @ X (4×3 @ 3×2)?

        """)
  }

  @Test func `two operands that would both stretch are an error that offers the fix`() throws {
    let text = try errors("zeros(5, 1) - zeros(5)")
    #expect(text.hasPrefix("error: shapes do not fit: 5×1 - 5\n"))
    #expect(text.contains("= both would stretch, to 5×5\n"))
  }

  @Test func `an unknown name proposes the nearest one`() throws {
    #expect(try errors("zerso(3)").contains("= did you mean zeros?\n"))
    #expect(try errors("learning = 1\nlaerning").contains("= did you mean learning?\n"))
  }

  @Test func `an unknown keyword lists the ones taken`() throws {
    #expect(
      try errors("sum([1], axs=0)") == """
        error: sum has no argument axs
          a.tdm, line 1
          |  sum([1], axs=0)
          |  ^^^
          = did you mean axis=?
          = it takes x, axis

        """)
  }

  @Test func `an error inside a function shows the way there`() throws {
    #expect(
      try errors("fn f(x) { g(x) }\nfn g(x) { x[5] }\nf([1, 2])") == """
        error: index 5 is out of range: axis 0 has size 2, valid are -2 to 1
          a.tdm, line 2
          |  fn g(x) { x[5] }
          |            ^^^^
          in g, called at a.tdm, line 1: g(x)
          in f, called at a.tdm, line 3: f([1, 2])

        """)
  }

  @Test func `a parse error runs nothing of the file`() throws {
    let run = try ProgramRun.tandem("-e", "print(1)\n1 +")
    #expect(run.output == "")
    #expect(run.errors.hasPrefix("error: expected an expression, found the end\n  -e, line 2\n"))
  }

  @Test func `an error undoes its cell and leaves the random numbers as they were`() throws {
    let cells = ["x = 1", "x = rand()\nnew = 2\nqwerty", "x", "new", "rand()"]
    let folder = TemporaryFolder()
    folder.write(cells.map { "```tandem\n\($0)\n```\n" }.joined(separator: "\n"), "n.md")
    #expect(try ProgramRun.tandem("record", "n.md", in: folder).code == 0)
    let text = folder.text("n.md")
    let first = try ProgramRun.tandem("-e", "rand()").output
    #expect(text.contains("```tandem\nx\n```\n\n```output\n1\n```\n"))
    #expect(text.contains("```tandem\nnew\n```\n\n```error\nthere is no name new\n```\n"))
    #expect(text.hasSuffix("```output\n\(first)```\n"))
  }

  @Test(arguments: [
    ("@relation x\n@attribute a numeric\n@attribute b {0,1}\n@data\n1,0\n2,", "line 6, column 3"),
    ("@relation x\n@attribute a num", "line 2, column 14"),
    ("@relation x\n@attribute a numeric\n", "expected @data, found the end of the file"),
    ("@relation x\n@attribute a numeric\n@attribute b {0,1}\n@data\n{0 1, 1", "line 5, column 7"),
    ("@relation x\n@attribute a numeric\n@attribute b {0,1}\n@data\n1\n", "line 5"), ("", "@data"),
  ]) func `a truncated ARFF file is an error with its place`(_ text: String, _ place: String) throws
  {
    let folder = TemporaryFolder()
    folder.write(text, "d.arff")
    let run = try ProgramRun.tandem("-e", "read_arff(\"d.arff\", labels=1)", in: folder)
    #expect(run.errors.hasPrefix("error: d.arff, line "))
    #expect(run.errors.contains(place))
    #expect(run.code == 1)
  }

  // MARK: - Limits

  @Test(arguments: [
    "(", "[", "{a: ", "{", "if true {", "while true {", "for i in x {", "try {", "fn f() {", "fn(",
    "-", "not ", "x -> ", "f(", "x[", "1^", "1+(", "[[", "({[",
  ]) func `twenty thousand of any bracket are an error`(_ opening: String) throws {
    let closing = opening.reversed().compactMap { ["(": ")", "[": "]", "{": "}"][$0] }.joined()
    let open = String(repeating: opening, count: 20_000)
    for text in [open, open + "1" + String(repeating: closing, count: 20_000)] {
      let errors = try errors(text)
      #expect(errors.hasPrefix("error: "))
      #expect(errors.contains("a.tdm, line 1\n"))
    }
  }

  @Test func `twenty thousand quotes in quotes are an error`() throws {
    #expect(try errors(String(repeating: "\"{", count: 20_000)).hasPrefix("error: "))
    #expect(try errors(String(repeating: "\"\"\"{", count: 20_000)).hasPrefix("error: "))
  }

  @Test func `a sum of a hundred thousand parts is an error or a number`() throws {
    let folder = TemporaryFolder()
    folder.write(String(repeating: "1 + ", count: 100_000) + "1", "a.tdm")
    let run = try ProgramRun.tandem("a.tdm", in: folder)
    #expect(run.code == 0 && run.output == "100001\n" || run.code == 1)
    #expect(run.code == 0 || run.errors.hasPrefix("error: "))
  }

  @Test func `endless recursion is an error that counts its calls`() throws {
    let text = try errors("fn f(x) = 1 + f(x + 1)\nf(0)")
    #expect(text.hasPrefix("error: calls nest deeper than 100000 levels\n"))
    #expect(text.contains("  … and 99"))
  }

  @Test(arguments: [
    "fn f(x) { map([1], y -> f(y)) }\nf(0)", "fn f(x) { sort([2, 1], key=f) }\nf(0)",
    "f = x -> grad(f)(x)\nf(1)",
    "fn f(x, y=f(x)) = y\nf(0)",
  ]) func `recursion through builtins is an error`(_ code: String) throws {
    #expect(try errors(code).hasPrefix("error: "))
  }

  @Test(arguments: [
    ("zeros(1e6, 1e6)", "a tensor of 1000000×1000000 does not fit in memory"),
    ("0:1e15", "does not fit in memory"),
    ("x = [\"a\"]; while true { x = x + x }", "a list holds at most"),
    ("x = \"a\"; while true { x = x + x }", "a string holds at most 256 MB"),
    ("repeat(\"x\", 1e9)", "a string holds at most 256 MB"),
    ("x = [[1], [\"b\"]]; while true { x = [x, x] }", "nest at most 1000 levels"),
    ("x = {a: 1}; while true { x = {a: x, b: x} }", "nest at most 1000 levels"),
    ("\"x\" * 1e9", "* does not work on the string"),
    ("zeros(-1)", "found -1"), ("zeros(1.5)", "found the number 1.5"),
    ("zeros(nan)", "found the number nan"), ("zeros(inf)", "found the number inf"),
    ("zeros(1e300)", "found the number 1e+300"), ("[1, 2][1e300]", "1e+300"),
    ("[1, 2][nan]", "nan"), ("round(1.5, 1e300)", "1e+300"),
  ]) func `what is too large is an error`(_ code: String, _ message: String) throws {
    let text = try errors(code)
    #expect(text.hasPrefix("error: "))
    #expect(text.contains(message))
  }
}
