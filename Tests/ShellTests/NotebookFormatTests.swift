import Glibc
import Notebook
import Runtime
import Testing

@testable import Shell

/// Notebooks in other formats and cells that run again, typed at the prompt.
@Suite(.serialized) struct NotebookFormatTests {
  private let folder = TemporaryFolder()

  private func start() throws -> PseudoTerminal {
    try LineEditorTests.start(rows: 50, environment: ["XDG_STATE_HOME": folder.path("state")])
  }

  @Test(arguments: ["ipynb", "tdm"])
  func `a notebook is saved in another format, opened, run and saved again`(ending: String) throws {
    let path = folder.path("day.\(ending)")
    let first = try start()
    try first.type(["a = 40", "a + 2"])
    try first.type(":note 2 what comes", at: "[3]>", until: "note n1 above [2]")
    try first.type(":save \(path)", at: "[3]>", until: "2 cells written")
    let second = try start()
    try second.type(":open \(path)", at: "[1]>", untilSaying: ":run runs them")
    try second.type(":run", at: "[3]>", until: "[2]> a + 2\n42")
    try second.type(":cells", at: "[3]>", until: "n1")
    #expect(
      second.screen.lines.contains { $0.hasPrefix("  n1 ") && $0.contains("what comes") }
        || second.screen.lines.contains { $0.contains("n1") && $0.contains("what comes") })
    try second.type(["a = 1"], from: 3)
    try second.type(":save", at: "[4]>", until: "3 cells written")
    let third = try start()
    try third.type(":open \(path)", at: "[1]>", untilSaying: "3 cells")
  }

  @Test func `a page is written but is not the notebook's file`() throws {
    let shell = try start()
    try shell.type(["1 + 41"])
    try shell.type(":save \(folder.path("day.html"))", at: "[2]>", until: "1 cell written")
    #expect(folder.text("day.html").contains("42"))
    try shell.type(":save", at: "[2]>", until: ":save needs a file name")
    try shell.type(":open \(folder.path("day.html"))", at: "[2]>", until: "error")
    try shell.type(":save \(folder.path("day.txt"))", at: "[2]>", untilSaying: "ends in one of")
  }

  @Test func `cells run again by number, in ranges, and all of them`() throws {
    let shell = try start()
    try shell.type(["a = 1", "b = a + 1", "a = 10", "print(a, b)"])
    try shell.type(":rerun 2", at: "[5]>", until: "stale now: 2, 4")
    try shell.type(":rerun 4", at: "[5]>", until: "10 11")
    try shell.type(":rerun all", at: "[5]>", until: "10 2")
    try shell.type(":rerun 3-4", at: "[5]>", until: "[4]> print(a, b)\n10 2")
    try shell.type(":rerun 9", at: "[5]>", until: "error")
    try shell.type(":rerun stale", at: "[5]>", until: "no cell is stale")
  }

  @Test func `Ctrl-C ends a run of all cells at once, and undo brings back what was there`() throws
  {
    let shell = try start()
    try shell.type(["n = 0", "i = 0; while i < n { i = i + 1 }", "last = 7"])
    shell.send(":edit 1\r")
    try shell.wait(forCursorLine: "[1]> n = 0")
    shell.send("000000000 + 1e12\r")
    try shell.wait(forCursorLine: "[4]>")
    shell.send(":rerun all\r")
    try shell.wait(for: "[2]> i = 0")
    shell.pause(seconds: 0.3)
    shell.send(LineEditorTests.interrupt)
    let start = PseudoTerminal.now
    try shell.wait(for: "interrupted")
    #expect(PseudoTerminal.now - start < 2)
    try shell.type("last", at: "[4]>", until: "there is no name last")
    try shell.type(":undo 2", at: "[5]>", until: "taken back: :rerun all")
    try shell.type("last", at: "[4]>", until: "\n7")
  }

  @Test func `two shells that save the same file never lose the other's work unasked`() throws {
    let path = folder.path("day.md")
    let (first, second) = (try start(), try start())
    try first.type(["1 + 1"])
    try second.type(["2 + 2"])
    try first.type(":save \(path)", at: "[2]>", until: "1 cell written")
    try second.type(":save \(path)", at: "[2]>", untilSaying: "has neither read nor written it")
    try second.type(":save! \(path)", at: "[2]>", until: "1 cell written")
    try first.type(":save", at: "[2]>", untilSaying: "was changed by another program")
    #expect(folder.text("day.md").contains("2 + 2") && !folder.text("day.md").contains("1 + 1"))
  }

  @Test func `a document that was cut off anywhere is read or refused, never half`() throws {
    let shell = try start()
    let path = folder.path("day.md")
    try shell.type(["a = \"ü\"", "print(a)", "nobody"])
    try shell.type(":note `code` and more", at: "[4]>", until: "note n1")
    try shell.type(":save \(path)", at: "[4]>", until: "3 cells written")
    let bytes = Array(folder.text("day.md").utf8)
    var readable = 0
    for length in 0...bytes.count {
      folder.write(Array(bytes[..<length]), "cut.md")
      var files = NotebookFiles()
      guard let reading = try? files.read(folder.path("cut.md"), FileAccess()) else { continue }
      readable += 1
      let state = NotebookState(reading.document, path: nil)
      #expect(Array(state.text.utf8) == Array(bytes[..<length]), "\(length)")
    }
    #expect(readable > 10 && readable < bytes.count)
    folder.write(Array(bytes.dropLast(bytes.count / 2)), "cut.md")
    try shell.type(":open \(folder.path("cut.md"))", at: "[4]>", until: "error")
    try shell.type("1 + 41", at: "[4]>", until: "42")
  }
}
