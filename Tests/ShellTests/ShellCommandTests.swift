import Glibc
import Testing

@testable import Shell

/// The commands that other shells have, typed at the prompt.
@Suite(.serialized) struct ShellCommandTests {
  private let folder = TemporaryFolder()

  private func start(_ options: [String] = [], columns: Int = 80) throws -> PseudoTerminal {
    try LineEditorTests.start(
      options, rows: 50, columns: columns,
      environment: [
        "XDG_STATE_HOME": folder.path("state"), "TANDEM_HISTORY": folder.path("history"),
        "HOME": folder.path,
      ])
  }

  // MARK: - History

  @Test func `the history is listed from the end, by a word, and over two shells`() throws {
    let (first, second) = (try start(), try start())
    try first.type(["a = 1", "fn f(x) {\rx\r}", "b = 2"])
    try second.type(["c = A_LINE", "d = 4"].map { $0.replacing("A_LINE", with: "3") })
    try first.type(":history", at: "[4]>", until: "b = 2")
    #expect(
      first.answer(to: ":history") == [
        "  c = 3", "  d = 4", "  a = 1", "  fn f(x) {", "      x", "    }", "  b = 2",
      ])
    try first.type(":history 1", at: "[4]>", until: ":history")
    #expect(first.answer(to: ":history 1") == ["  :history"])
    try first.type(":history = 3", at: "[4]>", until: "  c = 3")
    #expect(first.answer(to: ":history = 3") == ["  c = 3"])
    try first.type(":history zebra", at: "[4]>", until: "no entry contains zebra")
    // The entries of this shell come first on the way up.
    first.send(LineEditorTests.up + LineEditorTests.up)
    try first.wait(forCursorLine: "[4]> :history = 3")
  }

  // MARK: - Folders

  @Test func `folders are entered, left and listed, and a saved notebook stays in its own`() throws
  {
    folder.makeFolder("inner")
    folder.write("x", "inner/table.csv")
    let shell = try start()
    try shell.type(":cd \(folder.path)", at: "[1]>", until: folder.path)
    try shell.type(["1 + 1"])
    try shell.type(":save day", at: "[2]>", until: "1 cell written to day.md")
    try shell.type(":ls", at: "[2]>", until: "inner/")
    #expect(shell.screen.text.contains("day.md"))
    try shell.type("cd inner", at: "[2]>", until: folder.path("inner"))
    try shell.type(":ls", at: "[2]>", until: "table.csv")
    try shell.type("pwd", at: "[2]>", until: folder.path("inner"))
    try shell.type(["2 + 2"], from: 2)
    try shell.type(":save", at: "[3]>", until: "2 cells written")
    #expect(folder.text("day.md").contains("2 + 2") && !folder.has("inner/day.md"))
    try shell.type(":cd -", at: "[3]>", until: folder.path + "\n")
    try shell.type(":cd nowhere", at: "[3]>", until: "there is no folder nowhere")
    try shell.type(":cd day.md", at: "[3]>", until: "cannot enter day.md")
    try shell.type(":cd", at: "[3]>", until: folder.path)
  }

  @Test func `the root is not left`() throws {
    folder.makeFolder("inner")
    let shell = try start(["--root", folder.path])
    try shell.type(":cd /", at: "[1]>", until: "lies outside of")
    try shell.type(":ls ..", at: "[1]>", until: "lies outside of")
    try shell.type(":cd \(folder.path)/inner", at: "[1]>", until: "/inner")
    try shell.type(":cd ..", at: "[1]>", until: folder.path)
  }

  @Test func `a program and the cells of a notebook run in the session`() throws {
    folder.write("# from a file\nfn double(x) = 2 * x\nstart = 20\n", "tools.tdm")
    folder.write(
      "# Work\n\n```tandem\ny = double(start) + 1\n```\n\n```tandem\ny + 1\n```\n", "work.md")
    folder.write("```tandem\nnobody\n```\n\n```tandem\nz = 1\n```\n", "broken.md")
    let shell = try start()
    try shell.type(":cd \(folder.path)", at: "[1]>", until: folder.path)
    try shell.type(":run tools.tdm", at: "[1]>", until: "[2]>")
    try shell.type(":run work.md", at: "[2]>", until: "[3]> y + 1\n42")
    try shell.type(":run broken.md", at: "[4]>", until: "there is no name nobody")
    try shell.wait(forCursorLine: "[5]>")
    try shell.type(":vars z", at: "[5]>", until: "no name contains z")
    try shell.type(":run none.tdm", at: "[5]>", until: "there is no such file")
    try shell.type("??double", at: "[5]>", until: "from cell [1]: function double(x)")
    #expect(
      shell.answer(to: "??double").suffix(2) == ["  # from a file", "  fn double(x) = 2 * x"])
  }

  // MARK: - Looking at values

  @Test func `large values are listed with their size, and a variable is explained`() throws {
    let shell = try start()
    try shell.type(["x = zeros(1000, 1000)", "small = 3", "r = {a: 1, b: 2}", "x"])
    try shell.type(":vars", at: "[5]>", until: "tensor 1000×1000")
    let lines = shell.answer(to: ":vars")
    #expect(lines.count == 3)
    #expect(lines.first?.hasPrefix("  x      7.6 MB  tensor 1000×1000  [0") == true)
    #expect(lines.dropFirst().first == "  small          number  3")
    try shell.type(":vars SMALL", at: "[5]>", until: "no name contains SMALL")
    try shell.type("?r", at: "[5]>", until: "r from cell [3]: record; fields: a b")
    try shell.type("?x", at: "[5]>", until: "x from cell [1]: tensor 1000×1000, 7.6 MB")
    try shell.type("??sort", at: "[5]>", until: "sort is built in and has no source to show")
    try shell.type("fit??", at: "[5]>", until: "fit is built in")
  }

  // MARK: - Timing

  @Test func `repeated timing leaves no trace`() throws {
    let shell = try start()
    try shell.type(["x = 1", "a = rand()"])
    try shell.type(":timeit x = x + 1; rand(3)", at: "[3]>", until: "a run, at best")
    #expect(shell.answer(to: ":timeit x = x + 1; rand(3)").first?.contains("rounds of ") == true)
    try shell.type(["x"], from: 3)
    #expect(shell.answer(to: "x") == ["1"])
    try shell.type(":timeit nobody", at: "[4]>", until: "there is no name nobody")
    try shell.type(":timeit", at: "[4]>", until: "write :timeit sort(x)")
    shell.send(":timeit while true {}\r")
    try shell.wait(until: "the terminal to leave the editor") { _ in shell.isCooked }
    shell.send(LineEditorTests.interrupt)
    try shell.wait(for: "interrupted")
    try shell.wait(forCursorLine: "[4]>")
  }

  @Test func `the screen is cleared, where it can be`() throws {
    let shell = try start()
    try shell.type(["1 + 41"])
    shell.send(":clear\r")
    try shell.wait(forLines: ["[2]>"])
    let dumb = try PseudoTerminal(LineEditorTests.program, environment: ["TERM": "dumb"])
    try dumb.wait(forCursorLine: "[1]>")
    dumb.send(":clear\r")
    try dumb.wait(for: "this terminal cannot be cleared")
  }
}
